"""One cell of the lifecycle: its four facts, what each rests on, and what would make it true."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from governance.errors import UnknownRecord
from governance.register.reader import Reader

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Fix:
    """Say what to do (a key of the text catalog) and where: the record and the path of the field in it."""

    text_key: str
    kind: str
    record_id: str
    path: str


@dataclass(frozen=True, slots=True)
class Fact:
    """Hold one of policy, measure, evidence, accountable: whether it is true, its rows, and the ways to fix it."""

    code: str
    true: bool
    rows: tuple[Row, ...]
    fixes: tuple[Fix, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """Hold an activity at a stage: its state, why it does not take place, and its four facts."""

    activity: str
    name: str
    name_zh: str | None
    department: str | None
    stage: str
    state: str
    reason: str | None
    facts: tuple[Fact, ...]
    fixes: tuple[Fix, ...]


_CELL = """
SELECT c.*, a.name, a.name_zh, trim(r.row.reason) AS reason, r.row.applicable AS applicable,
       coalesce(r.row.key, c.stage) AS row_key
FROM stage_cell c JOIN live_activity a ON a.id = c.activity
JOIN stage_row r ON r.activity = c.activity AND r.stage = c.stage
WHERE c.activity = $activity AND c.stage = $stage
"""
_POLICIES = """
WITH listed AS (SELECT unnest(row.policies) AS id FROM stage_row WHERE activity = $activity AND stage = $stage),
covering AS (SELECT policy AS id FROM policy_cover WHERE department = $department AND stage = $stage)
SELECT p.id, p.name, p.name_zh, p.in_force_from, p.in_force_to, p.id IN (SELECT id FROM listed) AS listed,
       p.id IN (SELECT id FROM policy_in_force) AS counts
FROM policy p WHERE p.id IN (SELECT id FROM listed UNION SELECT id FROM covering)
ORDER BY counts DESC, listed DESC, p.id
"""
_MEASURES = """
SELECT s.measure.key AS key, m.id, m.name, m.name_zh, s.measure.state AS state, s.measure.since AS since,
       coalesce(s.measure.state = 'in_place' AND (s.measure.since IS NULL OR s.measure.since <= lens_day()), false)
           AS counts, coalesce(s.measure.evidence, []) AS evidence
FROM (SELECT unnest(row.measures) AS measure FROM stage_row WHERE activity = $activity AND stage = $stage) s
LEFT JOIN measure m ON m.id = s.measure.measure ORDER BY counts DESC, s.measure.key
"""
_EVIDENCE = """
SELECT id, name, name_zh, issued_on, expires_on, CASE
           WHEN status IN ('void', 'retired') THEN 'ended' WHEN issued_on IS NULL THEN 'undated'
           WHEN issued_on > lens_day() THEN 'later' WHEN expires_on < lens_day() THEN 'expired'
           WHEN expires_on IS NULL AND coalesce(stated['expires_on'], '') <> 'none' THEN 'expiry_unknown'
           ELSE 'in_date' END AS state
FROM evidence WHERE list_contains($ids, id)
"""
_ROLES = """
SELECT post AS id, post_name AS name, post_name_zh AS name_zh, letter, assigned_department, source, giver, state, holder,
       deputy_only, state = 'held' AS counts
FROM cell_role WHERE activity = $activity AND stage = $stage ORDER BY letter, post
"""


def cell(reader: Reader, activity: str, stage: str) -> Cell:
    """Return the cell of a live ``activity`` at ``stage``; UnknownRecord when there is none to be seen."""
    found = reader.row(_CELL, activity=activity, stage=stage)
    if found is None:
        raise UnknownRecord(record_id=activity)
    facts = (
        _policy(reader, found),
        *_measure_and_evidence(reader, found),
        _accountable(reader, found),
    )
    return Cell(
        activity=activity,
        name=found["name"],
        name_zh=found["name_zh"],
        department=found["department"],
        stage=stage,
        state=found["state"],
        reason=found["reason"] if found["state"] == "not_applicable" else None,
        facts=facts,
        fixes=_state_fixes(found),
    )


def _here(found: Row, text_key: str, path: str) -> Fix:
    return Fix(text_key, "activity", found["activity"], f"stages/{found['row_key']}/{path}")


def _state_fixes(found: Row) -> tuple[Fix, ...]:
    if found["state"] != "not_assessed":
        return ()
    if found["applicable"] == "not_applicable":
        return (_here(found, "fix.reason", "reason"),)
    return (_here(found, "fix.not_assessed", "applicable"),)


def _policy(reader: Reader, found: Row) -> Fact:
    rows = reader.rows(
        _POLICIES,
        activity=found["activity"],
        stage=found["stage"],
        department=found["department"] or "",
    )
    fixes: list[Fix] = []
    if not found["policy"]:
        fixes = [Fix("fix.policy.not_in_force", "policy", row["id"], "in_force_from") for row in rows]
        fixes.append(_here(found, "fix.policy.none", "policies"))
    return Fact("policy", bool(found["policy"]), tuple(rows), tuple(fixes))


def _measure_and_evidence(reader: Reader, found: Row) -> tuple[Fact, Fact]:
    measures = reader.rows(_MEASURES, activity=found["activity"], stage=found["stage"])
    fixes: list[Fix] = []
    if not found["measure"]:
        fixes = [
            _here(found, "fix.measure.not_in_place", f"measures/{row['key']}/state") for row in measures
        ] or [_here(found, "fix.measure.none", "measures")]
    return Fact("measure", bool(found["measure"]), tuple(measures), tuple(fixes)), _evidence(
        reader, found, [row for row in measures if row["counts"]]
    )


def _evidence(reader: Reader, found: Row, measures: list[Row]) -> Fact:
    ids = sorted({each for row in measures for each in row["evidence"]})
    known = {row["id"]: row for row in reader.rows(_EVIDENCE, ids=ids)} if ids else {}
    rows: list[Row] = []
    fixes: list[Fix] = [] if measures else [_here(found, "fix.evidence.no_measure", "measures")]
    for measure in measures:
        pieces = [known[each] for each in measure["evidence"] if each in known]
        shown = {name: measure[name] for name in ("key", "id", "name", "name_zh")}
        rows += [{**piece, "measure": shown, "counts": piece["state"] == "in_date"} for piece in pieces] or [
            {"id": None, "measure": shown, "state": "missing", "counts": False}
        ]
        if not any(piece["state"] == "in_date" for piece in pieces):
            fixes += _evidence_fixes(found, measure["key"], pieces)
    return Fact("evidence", bool(found["evidence"]), tuple(rows), tuple(fixes))


def _evidence_fixes(found: Row, key: str, pieces: list[Row]) -> list[Fix]:
    renew = [
        Fix(
            f"fix.evidence.{piece['state']}",
            "evidence",
            piece["id"],
            "issued_on" if piece["state"] in ("undated", "later") else "expires_on",
        )
        for piece in pieces
    ]
    return [*renew, _here(found, "fix.evidence.none", f"measures/{key}/evidence")]


def _accountable(reader: Reader, found: Row) -> Fact:
    rows = reader.rows(_ROLES, activity=found["activity"], stage=found["stage"])
    holders = [row for row in rows if row["letter"] == "accountable"]
    fixes: tuple[Fix, ...] = ()
    state = found["a_state"]
    if state in ("none", "several", "department"):
        fixes = (_here(found, f"fix.accountable.{state}", "roles"),)
    elif state != "held":
        fixes = (
            Fix(f"fix.accountable.{state}", "post", found["a_post"], "holder"),
            _here(found, "fix.accountable.other", "roles"),
        )
    return Fact("accountable", bool(found["accountable"]), tuple(holders), fixes)
