"""The views judge by the decision table, on the day asked for, as far as the journal knew."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import duckdb
import pytest

from governance import vocabulary
from governance.register import reach
from governance.register.commands import Change
from governance.register.lens import Lens
from governance.register.store import Register
from tests.hand import Hand

DAY = date(2026, 6, 15)
Rows = list[dict[str, Any]]


def read(register: Register, sql: str, on: date = DAY, **params: Any) -> Rows:
    """Return the rows of a query on a day."""
    with register.read(register.lens(effective_on=on)) as reader:
        return reader.rows(sql, **params)


def cell(register: Register, stage: str = "collect", on: date = DAY) -> dict[str, Any]:
    """Return the one cell of a stage."""
    (row,) = read(register, "SELECT * FROM stage_cell WHERE stage = $stage", on, stage=stage)
    return row


def held_post(hand: Hand, **appointment: Any) -> str:
    """Create a post with a holder since 2026-01-01."""
    post = hand.create("post", {"name": "Head"})
    person = hand.create("person", {"name": "Kim"})
    content = {"name": "K", "post": post, "person": person, "starts_on": "2026-01-01", **appointment}
    hand.create("appointment", content)
    return post


def policy(hand: Hand, **content: Any) -> str:
    """Create a policy in force since 2026-01-01."""
    return hand.create("policy", {"name": "Rules", "in_force_from": "2026-01-01", **content})


def evidence(hand: Hand, **content: Any) -> str:
    """Create evidence in date all through 2026."""
    given = {"name": "Log", "issued_on": "2026-01-01", "expires_on": "2026-12-31", **content}
    return hand.create("evidence", {name: value for name, value in given.items() if value is not None})


def activity(hand: Hand, *stages: dict[str, Any], **content: Any) -> str:
    """Create an activity with these stages."""
    listed = [{"key": stage["stage"], **stage} for stage in stages]
    return hand.create("activity", {"name": "Payroll", **({"stages": listed} if listed else {}), **content})


def measure(key: str, state: str, *pieces: str, **more: Any) -> dict[str, Any]:
    """Return a row of a measure."""
    row = {"key": key, "measure": "MEA-00001", "state": state, **more}
    return {**row, "evidence": list(pieces)} if pieces else row


def test_stages_and_officer_roles_are_those_of_the_vocabulary(register: Register) -> None:
    """What SQL names by code is what the lists name."""
    stages = read(register, "SELECT stage FROM lifecycle_stage ORDER BY position")
    assert [row["stage"] for row in stages] == [term.code for term in vocabulary.terms("stage")]
    roles = {row["role"] for row in read(register, "SELECT role FROM officer_role WHERE conflict")}
    assert roles == {term.code for term in vocabulary.terms("post_role") if term.extra.get("conflict")}
    everyone = read(register, "SELECT role FROM officer_role")
    assert all(vocabulary.term("post_role", row["role"]) for row in everyone)


def test_a_cell_is_judged_by_its_four_facts(register: Register, hand: Hand) -> None:
    """Four facts cover a stage, some cover it partly, none is a gap; evidence needs a measure in place."""
    rules, proof, post = policy(hand), evidence(hand), held_post(hand)
    cases = {}
    for has_policy, has_measure, proven, answered in itertools.product([True, False], repeat=4):
        pieces = [proof] if proven else []
        row: dict[str, Any] = {"stage": "collect", "applicable": "applicable"}
        row["measures"] = [measure("m", "in_place" if has_measure else "planned", *pieces)]
        row |= {"policies": [rules]} if has_policy else {}
        row |= {"roles": [{"key": "r", "letter": "accountable", "post": post}]} if answered else {}
        cases[activity(hand, row)] = (has_policy, has_measure, has_measure and proven, answered)
    rows = read(register, "SELECT * FROM stage_cell WHERE stage = 'collect'")
    assert len(rows) == 16
    for found in rows:
        facts = cases[found["activity"]]
        assert (found["policy"], found["measure"], found["evidence"], found["accountable"]) == facts
        assert found["state"] == ("covered" if all(facts) else "partial" if any(facts) else "gap")


@pytest.mark.parametrize(
    ("row", "state"),
    [
        ({}, "not_assessed"),
        ({"applicable": "applicable"}, "gap"),
        ({"reason": "No sharing"}, "not_assessed"),
        ({"applicable": "not_applicable"}, "not_assessed"),
        ({"applicable": "not_applicable", "reason": "No sharing"}, "not_applicable"),
        ({"measures": [measure("m", "planned")]}, "gap"),
        ({"measures": [measure("m", "in_place")]}, "partial"),
    ],
)
def test_an_untouched_stage_is_not_assessed(
    register: Register, hand: Hand, row: dict[str, Any], state: str
) -> None:
    """Not applicable needs a reason; a stage nobody touched is not assessed, one with nothing true is a gap."""
    activity(hand, {"stage": "share", **row})
    assert cell(register, "share")["state"] == state
    assert cell(register, "delete")["state"] == "not_assessed"


def test_an_activity_without_stages_has_six_cells(register: Register, hand: Hand) -> None:
    """Nothing disappears because it was not filled in."""
    activity(hand)
    rows = read(register, "SELECT stage, state FROM stage_cell ORDER BY position")
    assert [row["stage"] for row in rows] == ["collect", "store", "use", "transmit", "share", "delete"]
    assert {row["state"] for row in rows} == {"not_assessed"}


@pytest.mark.parametrize(
    ("content", "on", "counts"),
    [
        ({}, DAY, True),
        ({}, date(2026, 1, 1), True),
        ({}, date(2025, 12, 31), False),
        ({}, date(2026, 12, 31), True),
        ({}, date(2027, 1, 1), False),
        ({"expires_on": None}, DAY, False),
        ({"expires_on": None, "stated": {"expires_on": "unknown"}}, DAY, False),
        ({"expires_on": None, "stated": {"expires_on": "none"}}, DAY, True),
        ({"issued_on": None}, DAY, False),
    ],
)
def test_evidence_counts_between_its_dates(
    register: Register, hand: Hand, content: dict[str, Any], on: date, counts: bool
) -> None:
    """Issued, and not expired or stated never to expire; an expiry nobody knows is no proof."""
    piece = evidence(hand, **content)
    found = read(register, "SELECT id FROM evidence_in_date", on)
    assert ([row["id"] for row in found] == [piece]) is counts


@pytest.mark.parametrize(
    ("content", "on", "counts"),
    [
        ({}, date(2026, 1, 1), True),
        ({}, date(2025, 12, 31), False),
        ({"in_force_to": "2026-06-15"}, date(2026, 6, 14), True),
        ({"in_force_to": "2026-06-15"}, DAY, False),
        ({"in_force_from": None}, DAY, False),
    ],
)
def test_a_policy_is_in_force_until_the_day_before_its_end(
    register: Register, hand: Hand, content: dict[str, Any], on: date, counts: bool
) -> None:
    """A policy without a first day is in force on none."""
    policy(hand, **content)
    assert bool(read(register, "SELECT id FROM policy_in_force", on)) is counts


def test_a_policy_covers_its_stages_in_its_departments_and_below(register: Register, hand: Hand) -> None:
    """A policy covers a stage it names, in departments it names and those under them; none named is all."""
    upper = hand.create("department", {"name": "Group"})
    lower = hand.create("department", {"name": "Team", "parent": upper})
    other = hand.create("department", {"name": "Other"})
    policy(hand, stages=["collect"], departments=[upper])
    policy(hand, stages=["store"])
    for department in (lower, other):
        activity(hand, department=department)
    rows = read(
        register, "SELECT department, stage FROM stage_cell WHERE policy ORDER BY department, position"
    )
    pairs = [(row["department"], row["stage"]) for row in rows]
    assert pairs == [(lower, "collect"), (lower, "store"), (other, "store")]


def test_every_measure_in_place_needs_evidence_of_its_own(register: Register, hand: Hand) -> None:
    """One expired piece beside one in date proves; a measure with only expired pieces leaves the stage unproven."""
    fresh, old = evidence(hand), evidence(hand, expires_on="2026-02-01")
    activity(
        hand,
        {"stage": "collect", "measures": [measure("a", "in_place", old, fresh), measure("b", "planned")]},
        {"stage": "store", "measures": [measure("a", "in_place", fresh), measure("b", "in_place", old)]},
        {"stage": "use", "measures": [measure("a", "in_place", fresh), measure("b", "in_place")]},
        {"stage": "delete", "measures": [measure("a", "in_place", fresh, since="2026-07-01")]},
    )
    proven = [
        row["stage"]
        for row in read(register, "SELECT stage FROM stage_cell WHERE evidence ORDER BY position")
    ]
    assert proven == ["collect"]
    assert cell(register, "delete")["measure"] is False
    assert cell(register, "delete", date(2026, 7, 1))["evidence"] is True


@pytest.mark.parametrize(
    ("appointment", "on", "state"),
    [
        ({}, DAY, "held"),
        ({}, date(2025, 12, 31), "vacant"),
        ({"ends_on": "2026-06-15"}, date(2026, 6, 14), "held"),
        ({"ends_on": "2026-06-15"}, DAY, "vacant"),
        ({"starts_on": None}, DAY, "vacant"),
    ],
)
def test_a_post_is_held_between_first_and_last_day(
    register: Register, hand: Hand, appointment: dict[str, Any], on: date, state: str
) -> None:
    """The day of the end is the first without a holder; an appointment without a first day is none."""
    post = held_post(hand, **appointment)
    activity(hand, {"stage": "collect", "roles": [{"key": "r", "letter": "accountable", "post": post}]})
    assert cell(register, on=on)["a_state"] == state


def test_a_holder_who_left_does_not_answer(register: Register, hand: Hand) -> None:
    """The post counts as left on the day the person left, and as held the day before."""
    person = hand.create("person", {"name": "Lee", "left_on": "2026-06-15"})
    post = held_post(hand, person=person)
    activity(hand, {"stage": "collect", "roles": [{"key": "r", "letter": "accountable", "post": post}]})
    assert cell(register)["a_state"] == "left"
    assert cell(register)["accountable"] is False
    assert cell(register, on=DAY - timedelta(days=1))["a_state"] == "held"


@pytest.mark.parametrize(
    ("roles", "state"),
    [
        ([], "none"),
        ([("accountable", "one")], "held"),
        ([("accountable", "one"), ("accountable", "one")], "held"),
        ([("accountable", "one"), ("accountable", "two")], "several"),
        ([("accountable", "empty")], "vacant"),
        ([("accountable", None)], "none"),
        ([("accountable", "department")], "department"),
        ([("responsible", "one")], "none"),
    ],
)
def test_exactly_one_held_post_answers(
    register: Register, hand: Hand, roles: list[tuple[str, str | None]], state: str
) -> None:
    """Two posts, a department, a vacant post or nobody do not answer for a stage; one post named twice does."""
    department = hand.create("department", {"name": "Sales"})
    known = {
        "one": {"post": held_post(hand)},
        "two": {"post": held_post(hand)},
        "empty": {"post": hand.create("post", {"name": "Empty"})},
        "department": {"department": department},
        None: {},
    }
    rows = [{"key": f"r{n}", "letter": letter, **known[who]} for n, (letter, who) in enumerate(roles)]
    activity(hand, {"stage": "collect", "applicable": "applicable", "roles": rows})
    found = cell(register)
    assert (found["a_state"], found["accountable"]) == (state, state == "held")


def test_a_role_is_taken_over_from_the_nearest_department(register: Register, hand: Hand) -> None:
    """Own department before its parent, the stage before every stage; what the activity says itself goes first."""
    boss, head, special, own = (held_post(hand) for _ in range(4))
    upper = hand.create(
        "department",
        {
            "name": "Group",
            "stage_roles": [
                {"key": "a", "letter": "accountable", "post": boss},
                {"key": "r", "letter": "responsible", "post": boss},
            ],
        },
    )
    lower = hand.create(
        "department",
        {
            "name": "Team",
            "parent": upper,
            "stage_roles": [
                {"key": "a", "letter": "accountable", "post": head},
                {"key": "b", "letter": "accountable", "post": special, "stage": "store"},
            ],
        },
    )
    activity(
        hand,
        {"stage": "use", "roles": [{"key": "r", "letter": "accountable", "post": own}]},
        department=lower,
    )
    rows = read(register, "SELECT stage, a_post, a_source, r_source FROM stage_cell ORDER BY position")
    assert [row["a_post"] for row in rows] == [head, special, own, head, head, head]
    assert [row["a_source"] for row in rows] == ["inherited"] * 2 + ["explicit"] + ["inherited"] * 3
    assert {row["r_source"] for row in rows} == {"inherited"}


def test_an_officer_may_not_answer_for_its_own_organisation(register: Register, hand: Hand) -> None:
    """The officer's post, and another post the officer also holds, are findings in its organisation only."""
    own, other = (hand.create("organisation", {"name": name}) for name in ("Own", "Other"))
    person = hand.create("person", {"name": "Kim"})
    officer = hand.create("post", {"name": "DPO", "role": "gdpr_dpo", "organisation": own})
    head = hand.create("post", {"name": "Head"})
    for post in (officer, head):
        hand.create("appointment", {"name": "A", "post": post, "person": person, "starts_on": "2026-01-01"})
    for organisation in (own, other):
        activity(
            hand,
            {"stage": "collect", "roles": [{"key": "a", "letter": "accountable", "post": head}]},
            {"stage": "store", "roles": [{"key": "a", "letter": "responsible", "post": officer}]},
            {"stage": "use", "roles": [{"key": "a", "letter": "consulted", "post": officer}]},
            organisations=[organisation],
        )
    rows = read(register, "SELECT activity, stage, letter, post FROM conflict_role ORDER BY stage")
    assert [(row["activity"], row["stage"], row["post"]) for row in rows] == [
        ("ACT-00001", "collect", head),
        ("ACT-00001", "store", officer),
    ]
    codes = read(register, "SELECT DISTINCT activity FROM accountability_issue WHERE code = 'dpo_in_a_or_r'")
    assert codes == [{"activity": "ACT-00001"}]


def test_the_population_is_what_runs_on_the_day(register: Register, hand: Hand) -> None:
    """Begun and not ended; drafts count, void and retired do not; the day of the end is the first without it."""
    hand.create("activity", {"name": "Open"})
    hand.create("activity", {"name": "Later", "starts_on": "2026-06-16"})
    hand.create("activity", {"name": "Over", "ends_on": "2026-06-15"})
    gone = hand.create("activity", {"name": "Error"})

    hand.change(Change("activity", "void", record_id=gone, base_version=1))
    sql = "SELECT name FROM live_activity ORDER BY name"
    assert [row["name"] for row in read(register, sql)] == ["Open"]
    assert [row["name"] for row in read(register, sql, date(2026, 6, 14))] == ["Open", "Over"]
    assert [row["name"] for row in read(register, sql, date(2026, 6, 16))] == ["Later", "Open"]


def test_times_without_an_officer_and_with_two_are_found(register: Register, hand: Hand) -> None:
    """A gap lies between two appointments or lasts; a deputy beside the officer is no overlap."""
    entity = hand.create("organisation", {"name": "Alba", "laws": ["gdpr"], "public_authority": True})
    post = hand.create("post", {"name": "DPO", "role": "gdpr_dpo", "organisation": entity})
    people = [hand.create("person", {"name": name}) for name in ("Ann", "Bo", "Cy")]
    spans = [
        (people[0], "2024-01-01", "2025-01-01", None),
        (people[1], "2025-03-01", "2026-03-01", None),
        (people[2], "2026-02-01", "2026-05-01", None),
        (people[0], "2026-01-01", "2026-05-01", True),
    ]
    for person, start, end, deputy in spans:
        content = {"name": "A", "post": post, "person": person, "starts_on": start, "ends_on": end}
        hand.create("appointment", {**content, **({"deputy": True} if deputy else {})})
    gaps = read(register, "SELECT * FROM dpo_gap WHERE role = 'gdpr_dpo' ORDER BY gap_from")
    assert [(row["gap_from"], row["gap_until"]) for row in gaps] == [
        (date(2025, 1, 1), date(2025, 3, 1)),
        (date(2026, 5, 1), None),
    ]
    (overlap,) = read(register, "SELECT * FROM dpo_overlap")
    assert (overlap["overlap_from"], overlap["overlap_until"]) == (date(2026, 2, 1), date(2026, 3, 1))
    (need,) = read(register, "SELECT reason, filled FROM officer_need WHERE organisation = $id", id=entity)
    assert need == {"reason": "public_authority", "filled": False}


def test_a_risk_is_scored_only_when_both_halves_are_known(register: Register, hand: Hand) -> None:
    """Fifteen or more is high; a missing half is no score; accepted and closed risks are not overdue."""
    base = {"name": "R", "due_on": "2026-06-14"}
    hand.create("risk", {**base, "likelihood_after": 3, "impact_after": 5})
    hand.create("risk", {**base, "likelihood_after": 5})
    hand.create("risk", {**base, "likelihood_after": 1, "impact_after": 1, "accepted_on": "2026-01-01"})
    hand.create("risk", {**base, "likelihood_after": 5, "impact_after": 5, "closed_on": "2026-06-15"})
    rows = read(register, "SELECT score_after, high, overdue, open FROM risk_state ORDER BY id")
    assert [row["score_after"] for row in rows] == [15, None, 1, 25]
    assert [bool(row["high"]) for row in rows] == [True, False, False, False]
    assert [row["overdue"] for row in rows] == [True, True, False, False]
    assert [row["open"] for row in rows] == [True, True, True, False]


def test_a_limited_lens_never_reads_whole_views(register: Register, hand: Hand) -> None:
    """Views that do not ask for departments refuse a cursor whose lens names some."""
    hand.create("activity", {"name": "Payroll"})
    limited = replace(register.lens(), departments=("DEP-00001",))
    with register.read(limited) as reader:
        assert reader.rows("SELECT id FROM activity") == []
        with pytest.raises(duckdb.Error, match="limited lens"):
            reader.rows("SELECT id FROM whole.activity")


def test_both_sets_of_views_hold_the_same_names(register: Register) -> None:
    """Whoever may see everything and whoever may not find the same views, with the same columns."""
    with register.cursor() as cursor:
        columns = cursor.execute(
            "SELECT schema_name, table_name, list((column_name, data_type) ORDER BY column_index) FROM duckdb_columns()"
            " WHERE NOT internal AND (schema_name, table_name) IN (SELECT (schema_name, view_name) FROM duckdb_views())"
            " GROUP BY ALL"
        ).fetchall()
    main, whole = (
        {name: found for place, name, found in columns if place == schema and name != "view_mark"}
        for schema in ("main", "whole")
    )
    assert main == whole
    assert "activity" in main


def test_what_is_seen_follows_a_change_of_department_and_of_links(register: Register, hand: Hand) -> None:
    """A new text changes nothing that is seen; another department or another link does, at once."""
    here, there = (
        hand.create("department", {"name": name, "organisation": "ORG-00001"}) for name in ("Here", "There")
    )
    post = hand.create("post", {"name": "Head of There", "department": there})
    system = hand.create("system", {"name": "Payroll", "owner": post})
    activity = hand.create("activity", {"name": "Pay", "department": here})

    def seen() -> set[str]:
        with register.read(replace(register.lens(), departments=(here,))) as reader:
            found = reader.rows("SELECT id FROM activity UNION ALL SELECT id FROM system")
        return {row["id"] for row in found}

    def state() -> int:
        return register.reached.pin(replace(register.lens(), departments=(here,)))

    assert seen() == {activity}
    before = state()
    content: dict[str, object] = {"name": "Pay", "department": here, "description": "Every month"}
    hand.update("activity", activity, content, 1)
    assert (seen(), state()) == ({activity}, before)
    hand.update("activity", activity, content | {"systems": [system]}, 2)
    assert seen() == {activity, system}
    hand.update("activity", activity, content | {"department": there}, 3)
    assert seen() == set()


def test_what_is_seen_in_a_state_is_kept_while_it_is_read_and_dropped_after(
    register: Register, hand: Hand, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reader keeps its state however many follow; once it has ended nothing of the state stays in memory."""
    monkeypatch.setattr(reach, "KEPT", 1)
    department = hand.create("department", {"name": "Here", "organisation": "ORG-00001"})

    def limited() -> Lens:
        return replace(register.lens(), departments=(department,))

    def states() -> set[int]:
        with register.cursor() as cursor:
            return {row[0] for row in cursor.execute("SELECT state FROM lens_memory.seen_record").fetchall()}

    hand.create("activity", {"name": "First", "department": department})
    with register.read(limited()) as reader:
        held = states()
        for name in ("Second", "Third"):
            hand.create("activity", {"name": name, "department": department})
            with register.read(limited()) as other:
                assert len(other.rows("SELECT id FROM activity")) > 1
        assert len(reader.rows("SELECT id FROM activity")) == 1
        assert held <= states()
    hand.create("activity", {"name": "Fourth", "department": department})
    with register.read(limited()):
        assert held.isdisjoint(states())
