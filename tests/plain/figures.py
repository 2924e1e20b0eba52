"""Every figure of the catalogue by hand: numerator, denominator, what is left out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from dateutil.relativedelta import relativedelta

from governance import vocabulary
from tests.plain.cells import STAGES, Cell, cells
from tests.plain.known import Content, Known, Rec, day
from tests.plain.world import World, stated

Counts = tuple[int, int, dict[str, int]]
Figures = dict[str, Counts]
PERIOD = ("retention_amount", "retention_unit", "retention_start")
PROCESSING = ("processor", "entrusted_party")


def figures(known: Known, on: date, *, weighted: bool = False) -> Figures:
    """Return every figure of ``known`` on the day ``on``; ``weighted`` counts people in those of coverage."""
    world = World(known, on)
    judged = cells(world)
    found: Figures = {"officers.in_post": _officers(world), **_activities(world)}
    found |= _coverage(judged, weighted=weighted) | _accountability(judged)
    return found | _risks(world) | _proofs(world) | _parties(world) | _rows(world)


def _left(**reasons: int) -> dict[str, int]:
    return {reason: number for reason, number in reasons.items() if number}


def _activities(world: World) -> Figures:
    kept = [each for each in world.all("activity") if each.status != "void"]
    number = len(world.activities)
    approved = sum(each.status == "approved" for each in world.activities)
    left = _left(ended=len(kept) - number)
    return {"activities": (number, number, left), "activities.approved": (approved, number, left)}


def _coverage(judged: list[Cell], *, weighted: bool) -> Figures:
    found: Figures = {}
    for stage in (None, *STAGES):
        here = [each for each in judged if stage in (None, each.stage)]
        counted = [each for each in here if each.state != "not_applicable"]
        covered = [each for each in counted if each.state == "covered"]
        left = _left(not_applicable=len(here) - len(counted))
        size: Callable[[list[Cell]], int] = len
        if weighted:
            left |= _left(people_unknown=sum(each.people is None for each in counted))
            size = _people
        found["coverage" if stage is None else f"coverage.{stage}"] = size(covered), size(counted), left
    return found


def _people(some: list[Cell]) -> int:
    return sum(each.people or 0 for each in some)


def _accountability(judged: list[Cell]) -> Figures:
    counted = [each for each in judged if each.state != "not_applicable"]
    held = [each for each in counted if each.held]
    left = _left(not_applicable=len(judged) - len(counted))
    faults: dict[str, Callable[[Cell], bool]] = {
        "gaps": lambda each: not each.held,
        "no_a": lambda each: each.a_state == "none",
        "two_as": lambda each: each.a_state == "several",
        "vacant_or_left": lambda each: each.a_state in ("vacant", "left", "department"),
        "inherited_only": lambda each: each.held and each.a_source == "inherited",
        "no_r": lambda each: not each.has_r,
        "officer_conflict": lambda each: each.conflict,
    }
    found: Figures = {
        f"accountability.{name}": (sum(map(test, counted)), len(counted), left)
        for name, test in faults.items()
    }
    explicit = sum(each.a_source == "explicit" for each in held)
    found["accountability.explicit"] = explicit, len(held), _left(no_accountable=len(counted) - len(held))
    return found


def _officers(world: World) -> Counts:
    assigned = world.assignments()
    needed = filled = spared = 0
    for entity in world.live("organisation"):
        for role, laws in (("gdpr_dpo", {"gdpr", "uk_gdpr"}), ("pipl_officer", {"pipl"})):
            if not laws & set(entity["laws"] or []):
                continue
            people = entity["people_handled"]
            some = any((organisation, duty) == (entity.id, role) for organisation, duty, _ in assigned)
            if role == "pipl_officer" and not some and people is not None and people < 1_000_000:
                spared += 1
                continue
            needed += 1
            filled += (entity.id, role, True) in assigned
    return filled, needed, _left(not_needed=spared)


def _risks(world: World) -> Figures:
    some = world.live("risk")
    opened = [r for r in some if r["closed_on"] is None or world.on < (r.day("closed_on") or world.on)]
    score = {r.id: (r["likelihood_after"] or 0) * (r["impact_after"] or 0) for r in some}
    accepted = {r.id for r in some if (taken := r.day("accepted_on")) is not None and taken <= world.on}
    late = [r for r in opened if world.before(r["due_on"])]
    unscored = sum(not score[r.id] for r in opened)
    return {
        "risk.high": (
            sum(score[r.id] >= 15 for r in opened),
            sum(score[r.id] > 0 for r in some),
            _left(unscored=unscored),
        ),
        "risk.overdue": (
            sum(r.id not in accepted for r in late),
            len(some),
            _left(accepted=sum(r.id in accepted for r in late)),
        ),
        "risk.untreated": (sum(r["treatment"] is None for r in opened), len(some), {}),
        "risk.unscored": (unscored, len(some), {}),
    }


def _proofs(world: World) -> Figures:
    pieces, policies = world.live("evidence"), world.live("policy")
    good = [each for each in pieces if world.in_date(each)]
    used = {
        piece
        for activity in world.activities
        for stage in STAGES
        for measure in world.in_place(world.stage(activity, stage))
        for piece in measure.get("evidence", [])
    }
    stale = [piece for piece in used if not world.in_date(world.find("evidence", piece))]
    tests = [day(each["last_restore_test"]) for each in world.live("system")]
    limit = world.on - relativedelta(months=12)
    posts = world.live("post")
    return {
        "evidence.in_date": (len(good), len(pieces), _left(ended=_retired(world, "evidence"))),
        "evidence.expiring": (sum(world.soon(each["expires_on"]) for each in good), len(pieces), {}),
        "evidence.expired_in_use": (len(stale), len(pieces), {}),
        "policy.in_force": (len(world.in_force), len(policies), _left(ended=_retired(world, "policy"))),
        "policy.review_overdue": (
            sum(world.before(each["review_by"]) for each in world.in_force),
            len(world.in_force),
            _left(no_review_date=sum(each["review_by"] is None for each in world.in_force)),
        ),
        "post.held": (sum(world.post_state(each.id) == "held" for each in posts), len(posts), {}),
        "system.restore_untested": (sum(not test or test < limit for test in tests), len(tests), {}),
    }


def _retired(world: World, kind: str) -> int:
    return sum(each.status == "retired" for each in world.all(kind))


def _parties(world: World) -> Figures:
    found: Figures = {}
    for figure, rows, first, last in (
        ("contract.in_force", "contracts", "signed_on", "valid_to"),
        ("certificate.in_date", "certificates", "issued_on", "expires_on"),
    ):
        good = [
            world.valid(day(row.get(first)), day(row.get(last)), forever=stated(party, f"{rows}/{row['key']}/{last}") == "none")
            for party in world.live("party")
            for row in party[rows] or []
        ]  # fmt: skip
        found[figure] = sum(good), len(good), {}
    return found


def _rows(world: World) -> Figures:
    found: Figures = {}
    own = [each for each in world.activities if each["role"] not in PROCESSING]
    nowhere = sum(not world.laws(each) for each in own)
    processors = len(world.activities) - len(own)
    for law, names in (("gdpr", {"gdpr", "uk_gdpr"}), ("pipl", {"pipl"})):
        under = [each for each in own if names & world.laws(each)]
        without = [
            each
            for each in under
            if not each["purposes"] or any(not row.get(f"bases_{law}") for row in each["purposes"])
        ]
        found[f"basis.{law}"] = len(without), len(under), _left(processor=processors, law_unknown=nowhere)
    data = [row for each in world.activities for row in each["data"] or []]
    endless = sum(any(row.get(part) is None for part in PERIOD) for row in data)
    found["retention.not_computable"] = endless, len(data), {}
    found["transfer.invalid"] = _transfers(world)
    found["deletion.overdue"] = _deletions(world)
    unknown = sum(list((each["stated"] or {}).values()).count("unknown") for each in world.activities)
    found["answers.not_known"] = unknown, len(world.activities), {}
    return found


def _deletions(world: World) -> Counts:
    """Count rows whose period has run out and whose deletion nothing in date proves."""
    overdue = reached = held = undated = endless = 0
    for each in world.live("activity"):
        if (first := each.day("starts_on")) is not None and first > world.on:
            continue
        measures = world.in_place(world.stage(each, "delete"))
        pieces = {piece for measure in measures for piece in measure.get("evidence", [])}
        proven = any(world.in_date(world.find("evidence", piece)) for piece in pieces)
        for row in each["data"] or []:
            if any(row.get(part) is None for part in PERIOD):
                endless += 1
            elif row.get("legal_hold"):
                held += 1
            elif (due := _due(each, row)) is None:
                undated += 1
            elif due <= world.on:
                reached += 1
                overdue += not proven
    return overdue, reached, _left(hold=held, no_date=undated, no_period=endless)


def _due(activity: Rec, row: Content) -> date | None:
    first = {"collection": activity.day("starts_on"), "purpose_met": activity.day("ends_on")}
    start = first.get(row["retention_start"])
    return start + relativedelta(**{f"{row['retention_unit']}s": row["retention_amount"]}) if start else None


def _transfers(world: World) -> Counts:
    judged = invalid = unknown = inside = 0
    for each in world.activities:
        for row in each["transfers"] or []:
            asked = [fails for asks, fails in _asked(world, each, row) if asks]
            judged += bool(asked)
            invalid += any(asked)
            unknown += not world.laws(each)
            inside += bool(world.laws(each)) and not asked
    return invalid, judged, _left(law_unknown=unknown, not_abroad=inside)


def _asked(world: World, activity: Rec, row: dict[str, str]) -> list[tuple[bool, bool]]:
    """Return for each of both laws whether it asks for a mechanism and whether that is missing or over."""
    laws, country, over = world.laws(activity), row.get("country"), world.before(row.get("valid_to"))
    mechanism = row.get("mechanism")
    adequate = mechanism != "adequacy" or (country and vocabulary.adequacy(country, world.on))
    gdpr = bool(laws & {"gdpr", "uk_gdpr"}) and not (country and vocabulary.in_eea(country, world.on))
    return [
        (gdpr, not country or not mechanism or over or not adequate),
        ("pipl" in laws and country != "CN", not country or not row.get("pipl_route") or over),
    ]
