"""Every figure there is: what it counts, out of how many, what it leaves out and which rows stand behind it.

The sentences (title and formula in both languages) are in the text catalog under ``figure.<id>``. Numbers come
from the groups of ``governance.insight.groups``; a name like ``cells.all.covered`` is group and column.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from governance.insight import law_findings
from governance.insight.figure import Better, Unit
from governance.insight.groups import SCORED, TRANSFERS, UNTESTED

STAGES = ("collect", "store", "use", "transmit", "share", "delete")


@dataclass(frozen=True, slots=True)
class Definition:
    """Define one figure; ``rows`` lists its rows: of a share the denominator, of a count the numerator.

    ``keys`` are the columns that tell one thing counted from another; ``counted`` is the condition on the columns of
    ``rows`` under which a row of a share is in the numerator.
    """

    id: str
    unit: Unit
    better: Better
    numerator: str
    denominator: str
    rows: str
    columns: tuple[str, ...]
    exclusions: tuple[tuple[str, str], ...] = ()
    weighable: bool = False
    found: str = ""  # what of the law's findings is listed: their rows come from verdicts, not from a table
    keys: tuple[str, ...] = ("id",)
    counted: str = "true"

    @property
    def groups(self) -> tuple[str, ...]:
        """Return the groups its numbers come from."""
        names = (self.numerator, self.denominator, *(column for _, column in self.exclusions))
        return tuple(dict.fromkeys(name.split(".")[0] for name in names))


_CELL = ("id", "stage")
_CELL_COLUMNS = (
    "id", "name", "name_zh", "department", "stage", "state", "policy", "measure", "evidence", "accountable",
    "a_state", "a_source", "post", "people",
)  # fmt: skip
_RISK_COLUMNS = (
    "id", "name", "name_zh", "activity", "score_before", "score_after", "treatment", "owner", "due_on",
)  # fmt: skip
_CELLS = (
    "SELECT c.activity AS id, a.name, a.name_zh, c.department, c.stage, c.state, c.policy, c.measure, c.evidence,"
    " c.accountable, c.a_state, c.a_source, c.a_post AS post, c.people"
    " FROM stage_cell c JOIN live_activity a ON a.id = c.activity"
    " WHERE c.state <> 'not_applicable'{and} {scope:c.activity} ORDER BY"
    " list_position(['gap', 'not_assessed', 'partial', 'covered'], c.state), c.activity, c.position"
)
_ACTIVITY = "a.id, a.name, a.name_zh, a.department"
_RISKS = (
    "SELECT id, name, name_zh, activity, score_before, score_after, treatment, owner, due_on FROM risk_state"
    " WHERE {and} {scope:activity} ORDER BY score_after DESC NULLS FIRST, due_on, id"
)


def _cells(condition: str = "") -> str:
    return _CELLS.replace("{and}", f" AND {condition}" if condition else "")


def _coverage(scope: str) -> Definition:
    return Definition(
        "coverage" if scope == "all" else f"coverage.{scope}",
        "share",
        "up",
        f"cells.{scope}.covered",
        f"cells.{scope}.cells",
        _cells("" if scope == "all" else f"c.stage = '{scope}'"),
        _CELL_COLUMNS,
        (("not_applicable", f"cells.{scope}.not_applicable"),),
        weighable=True,
        keys=_CELL,
        counted="state = 'covered'",
    )


def _fault(name: str, column: str, condition: str) -> Definition:
    return Definition(
        f"accountability.{name}",
        "count",
        "down",
        f"cells.all.{column}",
        "cells.all.cells",
        _cells(condition),
        _CELL_COLUMNS,
        (("not_applicable", "cells.all.not_applicable"),),
        keys=_CELL,
    )


def _risk(name: str, condition: str, population: str, *exclusions: tuple[str, str]) -> Definition:
    return Definition(
        f"risk.{name}",
        "count",
        "down",
        f"risks.{name}",
        f"risks.{population}",
        _RISKS.replace("{and}", condition),
        _RISK_COLUMNS,
        exclusions,
    )


def _basis(law: str) -> Definition:
    return Definition(
        f"basis.{law}",
        "count",
        "down",
        f"basis.{law}_missing",
        f"basis.{law}",
        f"SELECT {_ACTIVITY} FROM activity_basis b JOIN live_activity a ON a.id = b.activity"
        f" WHERE b.{law} AND NOT b.processor AND b.has_{law} IS NOT TRUE {{scope:a.id}} ORDER BY a.id",
        ("id", "name", "name_zh", "department"),
        (("processor", "basis.processors"), ("law_unknown", "basis.law_unknown")),
    )


_ACTIVITIES = Definition(
    "activities",
    "count",
    "up",
    "activities.live",
    "activities.live",
    f"SELECT {_ACTIVITY}, a.status FROM live_activity a WHERE true {{scope:a.id}} ORDER BY a.id",
    ("id", "name", "name_zh", "department", "status"),
    (("ended", "activities.ended"),),
)
_APPROVED = Definition(
    "activities.approved",
    "share",
    "up",
    "activities.approved",
    "activities.live",
    f"SELECT {_ACTIVITY}, a.status FROM live_activity a WHERE true {{scope:a.id}} ORDER BY a.status = 'approved', a.id",
    ("id", "name", "name_zh", "department", "status"),
    (("ended", "activities.ended"),),
    counted="status = 'approved'",
)
_EXPLICIT = Definition(
    "accountability.explicit",
    "share",
    "up",
    "cells.all.explicit",
    "cells.all.answered",
    _cells("c.accountable"),
    _CELL_COLUMNS,
    (("no_accountable", "cells.all.unanswered"),),
    keys=_CELL,
    counted="a_source = 'explicit'",
)
_CONFLICT = Definition(
    "accountability.officer_conflict",
    "count",
    "down",
    "conflict.cells",
    "cells.all.cells",
    f"SELECT {_ACTIVITY}, f.stage, f.letter, f.source AS a_source, f.post FROM conflict_role f"
    " JOIN live_activity a ON a.id = f.activity WHERE true {scope:f.activity} ORDER BY a.id, f.stage, f.letter",
    ("id", "name", "name_zh", "department", "stage", "letter", "a_source", "post"),
    (("not_applicable", "cells.all.not_applicable"),),
    keys=_CELL,
)
_OFFICERS = Definition(
    "officers.in_post",
    "share",
    "up",
    "officers.filled",
    "officers.needed",
    "SELECT organisation AS id, name, name_zh, role, reason, filled FROM officer_need WHERE reason IS NOT NULL"
    " {organisation} ORDER BY filled, organisation, role",
    ("id", "name", "name_zh", "role", "reason", "filled"),
    (("not_needed", "officers.not_needed"),),
    keys=("id", "role"),
    counted="filled",
)
_EVIDENCE_ROW = "id, name, name_zh, evidence_kind, owner, issued_on, expires_on"
_EVIDENCE_COLUMNS = tuple(_EVIDENCE_ROW.split(", "))
_EVIDENCE = (
    Definition(
        "evidence.in_date",
        "share",
        "up",
        "evidence.in_date",
        "evidence.live",
        f"SELECT {_EVIDENCE_ROW}, id IN (SELECT id FROM evidence_in_date) AS in_date FROM evidence"
        " WHERE status NOT IN ('void', 'retired') ORDER BY in_date, expires_on, id",
        (*_EVIDENCE_COLUMNS, "in_date"),
        (("ended", "evidence.ended"),),
        counted="in_date",
    ),
    Definition(
        "evidence.expiring",
        "count",
        "down",
        "evidence.expiring",
        "evidence.live",
        f"SELECT {_EVIDENCE_ROW} FROM evidence_in_date WHERE expires_on <= lens_day() + 90 ORDER BY expires_on, id",
        _EVIDENCE_COLUMNS,
    ),
    Definition(
        "evidence.expired_in_use",
        "count",
        "down",
        "evidence_used.stale",
        "evidence.live",
        f"SELECT {_EVIDENCE_ROW} FROM evidence WHERE id IN ("
        "SELECT evidence FROM stage_proof WHERE true {scope:id})"
        " AND id NOT IN (SELECT id FROM evidence_in_date) ORDER BY expires_on, id",
        _EVIDENCE_COLUMNS,
    ),
)
_CARRIED = (
    Definition(
        "policy.in_force",
        "share",
        "up",
        "policies.in_force",
        "policies.live",
        "SELECT id, name, name_zh, owner, in_force_from, in_force_to, id IN (SELECT id FROM policy_in_force) AS in_force"
        " FROM policy WHERE status NOT IN ('void', 'retired') ORDER BY in_force, in_force_to, id",
        ("id", "name", "name_zh", "owner", "in_force_from", "in_force_to", "in_force"),
        (("ended", "policies.ended"),),
        counted="in_force",
    ),
    Definition(
        "post.held",
        "share",
        "up",
        "posts.held",
        "posts.live",
        "SELECT post AS id, name, name_zh, department, role, state = 'held' AS held FROM post_holder ORDER BY held, post",
        ("id", "name", "name_zh", "department", "role", "held"),
        counted="held",
    ),
    Definition(
        "contract.in_force",
        "share",
        "up",
        "contracts.in_force",
        "contracts.live",
        "SELECT party AS id, name, name_zh, key, reference, signed_on, valid_to, in_force FROM party_contract"
        " ORDER BY in_force, valid_to, party, key",
        ("id", "name", "name_zh", "key", "reference", "signed_on", "valid_to", "in_force"),
        keys=("id", "key"),
        counted="in_force",
    ),
    Definition(
        "certificate.in_date",
        "share",
        "up",
        "certificates.in_date",
        "certificates.live",
        "SELECT party AS id, name, name_zh, key, certificate, issued_on, expires_on, in_date FROM party_certificate"
        " ORDER BY in_date, expires_on, party, key",
        ("id", "name", "name_zh", "key", "certificate", "issued_on", "expires_on", "in_date"),
        keys=("id", "key"),
        counted="in_date",
    ),
)
_OTHERS = (
    Definition(
        "policy.review_overdue",
        "count",
        "down",
        "policies.overdue",
        "policies.in_force",
        "SELECT id, name, name_zh, owner, in_force_from, review_by FROM policy_in_force"
        " WHERE review_by < lens_day() ORDER BY review_by, id",
        ("id", "name", "name_zh", "owner", "in_force_from", "review_by"),
        (("no_review_date", "policies.undated"),),
    ),
    Definition(
        "system.restore_untested",
        "count",
        "down",
        "systems.untested",
        "systems.live",
        "SELECT id, name, name_zh, owner, last_restore_test FROM system WHERE status NOT IN ('void', 'retired')"
        f" AND {UNTESTED} ORDER BY last_restore_test NULLS FIRST, id",
        ("id", "name", "name_zh", "owner", "last_restore_test"),
    ),
    _basis("gdpr"),
    _basis("pipl"),
    Definition(
        "retention.not_computable",
        "share",
        "down",
        "retention.open",
        "retention.rows",
        f"SELECT {_ACTIVITY}, r.key, r.category, r.computable FROM data_retention r JOIN live_activity a"
        " ON a.id = r.activity WHERE true {scope:a.id} ORDER BY r.computable, a.id, r.key",
        ("id", "name", "name_zh", "department", "key", "category", "computable"),
        keys=("id", "key"),
        counted="NOT computable",
    ),
    Definition(
        "deletion.overdue",
        "count",
        "down",
        "deletions.overdue",
        "deletions.reached",
        "SELECT activity AS id, activity_name AS name, activity_name_zh AS name_zh, department, key, category, counted_event,"
        " due_on FROM deletion_due WHERE state = 'overdue' {scope:activity} ORDER BY due_on, activity, key",
        ("id", "name", "name_zh", "department", "key", "category", "counted_event", "due_on"),
        (("hold", "deletions.hold"), ("no_date", "deletions.no_date"), ("no_period", "deletions.open")),
        keys=("id", "key"),
    ),
    Definition(
        "transfer.invalid",
        "count",
        "down",
        "transfers.invalid",
        "transfers.judged",
        f"SELECT {_ACTIVITY}, t.key, t.country, t.mechanism, t.pipl_route, t.valid_to FROM ({TRANSFERS}) t"
        " JOIN live_activity a ON a.id = t.activity WHERE t.invalid {scope:a.id} ORDER BY a.id, t.key",
        ("id", "name", "name_zh", "department", "key", "country", "mechanism", "pipl_route", "valid_to"),
        (("law_unknown", "transfers.law_unknown"), ("not_abroad", "transfers.not_abroad")),
        keys=("id", "key"),
    ),
    Definition(
        "answers.not_known",
        "count",
        "down",
        "answers.unknown",
        "activities.live",
        f"SELECT {_ACTIVITY}, u.path FROM unknown_answer u JOIN live_activity a ON a.id = u.id"
        " WHERE true {scope:a.id} ORDER BY a.id, u.path",
        ("id", "name", "name_zh", "department", "path"),
        keys=("id", "path"),
    ),
)


def _found(name: str) -> Definition:
    return Definition(
        f"findings.{name}",
        "count",
        "down",
        f"findings.{name}",
        "activities.live",
        law_findings.ROWS,
        law_findings.COLUMNS,
        (("not_of_activities", "findings.apart"),),
        found=name,
        keys=("id", "rule", "row"),
    )


DEFINITIONS: dict[str, Definition] = {
    each.id: each
    for each in (
        _ACTIVITIES,
        _APPROVED,
        _coverage("all"),
        *map(_coverage, STAGES),
        _EXPLICIT,
        _fault("gaps", "unanswered", "NOT c.accountable"),
        _fault("no_a", "no_a", "c.a_state = 'none'"),
        _fault("two_as", "several", "c.a_state = 'several'"),
        _fault("vacant_or_left", "gone", "c.a_state IN ('vacant', 'left', 'department')"),
        _fault("inherited_only", "inherited", "c.accountable AND c.a_source = 'inherited'"),
        _fault("no_r", "no_r", "c.r_source IS NULL"),
        _CONFLICT,
        _OFFICERS,
        _risk("high", "high", "scored", ("unscored", "risks.unscored")),
        _risk("overdue", "overdue", "live", ("accepted", "risks.accepted_late")),
        _risk("untreated", "untreated", "live"),
        _risk("unscored", f"open AND NOT ({SCORED})", "live"),
        *_EVIDENCE,
        *_CARRIED,
        *_OTHERS,
        *map(_found, law_findings.CHOICES),
    )
}


def groups_of(ids: Iterable[str]) -> tuple[str, ...]:
    """Return the groups that the figures ``ids`` are counted from."""
    return tuple(dict.fromkeys(name for each in ids for name in DEFINITIONS[each].groups))


def catalogue() -> tuple[Definition, ...]:
    """Return the definition of every figure in the order they are shown."""
    return tuple(DEFINITIONS.values())
