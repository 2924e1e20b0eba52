"""Small registers made by chance: every kind figures look at, written in two rounds with months between."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from governance.register.commands import Change, initialise, write
from governance.register.store import Register

STAGES = ("collect", "store", "use", "transmit", "share", "delete")
FIRST, SECOND = datetime(2026, 3, 1, 9, tzinfo=UTC), datetime(2026, 6, 1, 9, tzinfo=UTC)
BETWEEN, LATER, AHEAD = date(2026, 4, 15), date(2026, 7, 15), date(2027, 1, 31)
DAYS = st.sampled_from(
    [None, "2026-01-10", "2026-04-14", "2026-04-15", "2026-04-16", "2026-07-14", "2026-07-15", "2026-10-01", "2027-02-01"]
)  # fmt: skip
ME = "PER-00001"
Content = dict[str, Any]


@dataclass(frozen=True)
class World:
    """Hold what is written first, and what is done to some of it in the second round."""

    first: dict[tuple[str, str], Content]
    second: dict[tuple[str, str], Content | str]


def some(prefix: str, most: int) -> st.SearchStrategy[str]:
    """Return one of the ids of a kind."""
    return st.sampled_from([f"{prefix}-{number:05}" for number in range(1, most + 1)])


def many(values: st.SearchStrategy[str], most: int = 2) -> st.SearchStrategy[list[str]]:
    """Return a few different values."""
    return st.lists(values, max_size=most, unique=True)


def choice(*values: Any) -> st.SearchStrategy[Any]:
    """Return one of the values or nothing."""
    return st.sampled_from([None, *values])


def given_only(found: Content) -> Content:
    """Return content without empty fields, as the register stores it."""
    return {name: value for name, value in found.items() if value not in (None, [], {})}


def record(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Content]:
    """Return content with a name."""
    return st.fixed_dictionaries(fields).map(lambda found: {"name": "X", **given_only(found)})


def rows(most: int = 2, **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Content]]:
    """Return a few nested rows with keys of their own."""
    row = st.fixed_dictionaries(fields).map(given_only)
    return st.lists(row, max_size=most).map(
        lambda found: [{"key": f"k{number}", **each} for number, each in enumerate(found)]
    )


DEPARTMENTS, POSTS, PEOPLE, PARTIES = some("DEP", 3), some("POS", 4), some("PER", 3), some("PAR", 2)
ENTITIES, EVIDENCE, POLICIES, SYSTEMS = some("ORG", 2), some("EVI", 4), some("POL", 3), some("SYS", 2)
ACTIVITIES, MEASURES = some("ACT", 3), some("MEA", 3)
LETTERS = st.sampled_from(["accountable", "responsible", "informed"])
LAWS = many(st.sampled_from(["gdpr", "pipl"]))
SCORES = choice(1, 3, 5)

STAGE = st.fixed_dictionaries(
    {
        "applicable": choice("applicable", "applicable", "not_applicable"),
        "reason": choice("None of it"),
        "policies": many(POLICIES),
        "measures": rows(
            measure=MEASURES,
            state=choice("planned", "in_place", "in_place", "in_place"),
            since=DAYS,
            evidence=many(EVIDENCE),
        ),
        "roles": rows(letter=LETTERS, post=st.none() | POSTS, department=st.none() | DEPARTMENTS),
    }
).map(given_only)
STAGE_LISTS = st.lists(st.tuples(st.sampled_from(STAGES), STAGE), max_size=5).map(
    lambda found: [{"key": f"s{number}", "stage": code, **row} for number, (code, row) in enumerate(found)]
)
EXPIRY = choice({"expires_on": "none"}, {"expires_on": "unknown"})
KINDS: dict[str, tuple[str, int, st.SearchStrategy[Content]]] = {
    "organisation": (
        "ORG", 2,
        record(laws=LAWS, public_authority=choice(True), people_handled=choice(10, 2_000_000), country=choice("DE", "CN")),
    ),
    "department": (
        "DEP", 3,
        record(
            organisation=st.none() | ENTITIES, parent=st.none() | DEPARTMENTS,
            stage_roles=rows(letter=LETTERS, post=POSTS, stage=choice(*STAGES)),
        ),
    ),
    "person": ("PER", 3, record(left_on=DAYS)),
    "party": (
        "PAR", 2,
        record(
            country=choice("DE", "US"), contracts=rows(signed_on=DAYS, valid_to=DAYS),
            certificates=rows(name=st.just("ISO"), issued_on=DAYS, expires_on=DAYS),
            stated=choice({"contracts/k0/valid_to": "none", "certificates/k0/expires_on": "none"}),
        ),
    ),
    "post": (
        "POS", 4,
        record(
            role=choice("gdpr_dpo", "pipl_officer", "record_owner"), organisation=st.none() | ENTITIES,
            department=st.none() | DEPARTMENTS,
        ),
    ),
    "appointment": (
        "APP", 5,
        record(
            post=POSTS, person=st.none() | PEOPLE, party=st.none() | PARTIES, organisations=many(ENTITIES),
            deputy=choice(True), starts_on=DAYS, ends_on=DAYS,
        ),
    ),
    "policy": (
        "POL", 3,
        record(
            in_force_from=DAYS, in_force_to=DAYS, review_by=DAYS, stages=many(st.sampled_from(STAGES)),
            departments=many(DEPARTMENTS),
        ),
    ),
    "evidence": ("EVI", 4, record(issued_on=DAYS, expires_on=DAYS, stated=EXPIRY)),
    "system": ("SYS", 2, record(last_restore_test=choice("2025-04-20", "2026-01-10"), provider=st.none() | PARTIES)),
    "activity": (
        "ACT", 3,
        record(
            department=st.none() | DEPARTMENTS, organisations=many(ENTITIES, 1), laws=LAWS, systems=many(SYSTEMS, 1),
            role=choice("controller", "processor"), stages=STAGE_LISTS, starts_on=DAYS, ends_on=DAYS,
            purposes=rows(bases_gdpr=many(st.just("contract")), bases_pipl=many(st.just("consent"))),
            data=rows(
                category=choice("health", "name"), people=choice(0, 10, 5000), retention_amount=choice(1, 3, 40),
                retention_unit=st.sampled_from(["day", "week", "month", "year"]), legal_hold=choice(None, None, True),
                retention_start=choice("collection", "purpose_met", "contract_end"),
            ),
            recipients=rows(party=st.none() | PARTIES),
            transfers=rows(
                country=choice("US", "DE", "CN", "JP"), mechanism=choice("adequacy", "scc_commission"),
                pipl_route=choice("standard_contract"), valid_to=DAYS,
            ),
            stated=choice({"systems": "unknown"}, {"transfers": "none", "notice": "unknown"}),
        ),
    ),
    "risk": (
        "RSK", 2,
        record(
            activity=st.none() | ACTIVITIES, likelihood_after=SCORES, impact_after=SCORES, treatment=choice("reduce"),
            due_on=DAYS, closed_on=DAYS, accepted_on=DAYS,
        ),
    ),
}  # fmt: skip


# What is mostly in order: begun, in force, held and proven, for a time. Stages are covered often, and often lose it.
BEGUN = st.sampled_from(["2026-01-10", "2026-01-10", "2026-04-15", "2026-10-01"])
ENDING = st.sampled_from([None, None, "2026-07-16", "2026-10-01", "2026-10-02", "2027-02-01"])
GOOD_STAGE = st.fixed_dictionaries(
    {
        "applicable": st.just("applicable"),
        "policies": st.lists(POLICIES, min_size=1, max_size=2, unique=True),
        "measures": st.lists(
            st.fixed_dictionaries(
                {
                    "measure": MEASURES,
                    "state": st.just("in_place"),
                    "since": choice(None, None, "2026-10-01"),
                    "evidence": st.lists(EVIDENCE, min_size=1, max_size=3, unique=True),
                }
            ).map(given_only),
            min_size=1,
            max_size=2,
        ).map(lambda found: [{"key": f"k{number}", **each} for number, each in enumerate(found)]),
        "roles": st.sampled_from(["POS-00001", "POS-00002"]).map(
            lambda post: [{"key": "a", "letter": "accountable", "post": post}]
        ),
    }
)
GOOD_LISTS = st.lists(st.tuples(st.sampled_from(STAGES), GOOD_STAGE), min_size=2, max_size=4).map(
    lambda found: [{"key": f"s{number}", "stage": code, **row} for number, (code, row) in enumerate(found)]
)
IN_ORDER: dict[str, tuple[str, int, st.SearchStrategy[Content]]] = {
    **KINDS,
    "department": ("DEP", 2, record(parent=choice("DEP-00002"))),
    "person": ("PER", 3, record(left_on=ENDING)),
    "post": ("POS", 2, record()),
    "appointment": (
        "APP", 5,
        record(post=some("POS", 2), person=some("PER", 3), starts_on=BEGUN, ends_on=ENDING),
    ),
    "policy": (
        "POL", 3,
        record(
            in_force_from=BEGUN, in_force_to=ENDING, stages=many(st.sampled_from(STAGES), 3),
            departments=many(some("DEP", 2), 1),
        ),
    ),
    "evidence": (
        "EVI", 4,
        st.one_of(
            record(issued_on=BEGUN, expires_on=st.sampled_from(["2026-08-01", "2026-09-30", "2026-10-01", "2027-01-31"])),
            record(issued_on=BEGUN, stated=st.just({"expires_on": "none"})),
        ),
    ),
    "activity": (
        "ACT", 3,
        record(
            department=choice("DEP-00001", "DEP-00002"), stages=GOOD_LISTS, ends_on=ENDING,
            data=rows(people=choice(0, 10, 5000)),
        ),
    ),
}  # fmt: skip


def answered(content: Content) -> Content:
    """Return content without stated answers for fields that are filled in: the model refuses both at once."""
    stated = {path: answer for path, answer in content.get("stated", {}).items() if _empty(content, path)}
    rest = {name: value for name, value in content.items() if name != "stated"}
    return rest | ({"stated": stated} if stated else {})


def _empty(content: Content, path: str) -> bool:
    parts = path.split("/")
    if len(parts) == 1:
        return not content.get(path)
    row = next((row for row in content.get(parts[0], []) if row["key"] == parts[1]), None)
    return row is not None and row.get(parts[2]) is None


@st.composite
def worlds(draw: st.DrawFn, *, in_order: bool = False) -> World:
    """Return the records of a small register, and what happens to some of them three months later.

    Without ``in_order`` hardly a stage is covered.
    """
    first: dict[tuple[str, str], Content] = {}
    second: dict[tuple[str, str], Content | str] = {}
    for kind, (prefix, most, content) in (IN_ORDER if in_order else KINDS).items():
        for number in range(1, most + 1):
            place = (kind, f"{prefix}-{number:05}")
            if draw(st.booleans()) or number == 1:
                first[place] = answered(draw(content))
            fates = ["keep", "edit", "keep", "keep" if in_order else "retire"]
            what = draw(st.sampled_from(fates))
            if place not in first or what == "edit":
                second[place] = answered(draw(content))
            elif what == "retire" and place[1] != ME:
                second[place] = "retire"
    return World(_complete(first, second), second)


def _complete(
    first: dict[tuple[str, str], Content], second: dict[tuple[str, str], Content | str]
) -> dict[tuple[str, str], Content]:
    """Give records that others point to from the start, with nothing but a name; the second round fills them in."""
    missing = {place: {"name": "X"} for place, content in second.items() if place not in first and content}
    return first | missing


def build(path: Path, world: World) -> Register:
    """Write the world to a register; its first person does it and never leaves."""
    now = [FIRST]
    register = Register.create(path, clock=lambda: now[0])
    initialise(register, organisation="Alba", person="X")
    write(register, actor=ME, reason="first round", changes=[*_first(world)])
    now[0] = SECOND
    changes = [*_second(register, world)]
    if changes:
        write(register, actor=ME, reason="second round", changes=changes)
    return register


def _first(world: World) -> list[Change]:
    own = {("person", ME), ("organisation", "ORG-00001")}
    return [
        Change(kind, "create", content, record_id)
        for (kind, record_id), content in world.first.items()
        if (kind, record_id) not in own
    ]


def _second(register: Register, world: World) -> list[Change]:
    changes = []
    for (kind, record_id), content in world.second.items():
        if record_id == ME:
            continue
        if content == "retire":
            changes.append(Change(kind, "retire", None, record_id))
        elif isinstance(content, dict):
            before = register.content(record_id)
            after = _still_planned(before, content) if kind == "activity" else content
            if after != before:
                changes.append(Change(kind, "update", after, record_id, 1))
    return changes


def _still_planned(before: Content, after: Content) -> Content:
    """Return ``after`` with the start of before when that lies ahead: a save lets no planned activity begin."""
    planned = before.get("starts_on")
    return after | {"starts_on": planned} if planned and planned > SECOND.date().isoformat() else after
