"""If nothing is renewed: what is lost on which day, what lets it down, and what to renew first."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from governance.insight import forecast
from governance.insight.forecast import Lapse
from governance.register.store import Register
from tests.hand import Hand
from tests.worlds import LATER, World, build, worlds

TODAY, UNTIL = date(2026, 6, 15), date(2027, 6, 30)


@pytest.fixture
def covered(hand: Hand) -> Hand:
    """A post with a holder, two policies in force and two pieces of evidence in date."""
    hand.create("post", {"name": "Head"}, "POS-00001")
    hand.create("person", {"name": "Kim"}, "PER-00002")
    hand.create(
        "appointment",
        {"name": "K", "post": "POS-00001", "person": "PER-00002", "starts_on": "2026-01-01"},
        "APP-00001",
    )
    hand.create(
        "policy", {"name": "Rules", "in_force_from": "2026-01-01", "in_force_to": "2027-03-01"}, "POL-00001"
    )
    hand.create("policy", {"name": "For good", "in_force_from": "2026-01-01"}, "POL-00002")
    evidence(hand, "EVI-00001", "2026-08-31")
    evidence(hand, "EVI-00002", "2026-10-31")
    return hand


def evidence(hand: Hand, record_id: str, expires_on: str, issued_on: str = "2026-01-01") -> None:
    """Create a piece of evidence."""
    hand.create("evidence", {"name": record_id, "issued_on": issued_on, "expires_on": expires_on}, record_id)


def activity(
    hand: Hand, *measures: list[str], policies: tuple[str, ...] = ("POL-00002",), **content: Any
) -> str:
    """Create an activity whose stage «store» has one measure a list of evidence."""
    rows = [
        {"key": f"m{number}", "measure": "MEA-00001", "state": "in_place", "evidence": pieces}
        for number, pieces in enumerate(measures)
    ]
    stage = {
        "key": "store",
        "stage": "store",
        "policies": list(policies),
        "measures": rows,
        "roles": [{"key": "a", "letter": "accountable", "post": "POS-00001"}],
    }
    return hand.create("activity", {"name": "Payroll", "stages": [stage], **content})


def people(number: int) -> list[dict[str, object]]:
    """Return one row of data about so many people."""
    return [{"key": "d", "people": number}]


def renew(register: Register) -> list[Lapse]:
    """Return what to renew first."""
    with register.read(register.lens(effective_on=TODAY)) as reader:
        return list(forecast.renew_first(reader, UNTIL))


def told(register: Register) -> list[tuple[str, date, int, int]]:
    """Return id, day, cells and those lost to it first."""
    return [(each.id, each.on, each.cells, each.first) for each in renew(register)]


def test_evidence_takes_away_what_rests_on_it_alone(register: Register, covered: Hand) -> None:
    """Of two pieces for one measure the later one lets it down; of two measures each piece does, the earlier first."""
    activity(covered, ["EVI-00001", "EVI-00002"])
    assert told(register) == [("EVI-00002", date(2026, 11, 1), 1, 1)]

    activity(covered, ["EVI-00001"], ["EVI-00002"])
    assert sorted(told(register)) == [
        ("EVI-00001", date(2026, 9, 1), 1, 1),
        ("EVI-00002", date(2026, 11, 1), 2, 1),
    ]


def test_what_takes_over_in_time_leaves_no_hole(register: Register, covered: Hand) -> None:
    """Evidence already issued for later carries on; with a day between, that day is the loss."""
    evidence(covered, "EVI-00003", "2027-12-31", issued_on="2026-09-01")
    evidence(covered, "EVI-00004", "2027-12-31", issued_on="2026-09-02")
    activity(covered, ["EVI-00001", "EVI-00003"])
    assert told(register) == []

    activity(covered, ["EVI-00001", "EVI-00004"])
    assert told(register) == [("EVI-00001", date(2026, 9, 1), 1, 1)]


def test_a_policy_counts_only_where_no_other_covers(register: Register, covered: Hand) -> None:
    """A policy that ends is missed where it is the only one, not where another lasts."""
    evidence(covered, "EVI-00005", "2028-12-31")
    activity(covered, ["EVI-00005"], policies=("POL-00001", "POL-00002"))
    assert told(register) == []

    activity(covered, ["EVI-00005"], policies=("POL-00001",))
    assert told(register) == [("POL-00001", date(2027, 3, 1), 1, 1)]


def test_a_leaver_takes_the_stages_of_the_post_along(register: Register, covered: Hand) -> None:
    """The appointment of a person who leaves lapses on the last day, unless a successor is appointed."""
    evidence(covered, "EVI-00005", "2028-12-31")
    activity(covered, ["EVI-00005"])
    covered.update("person", "PER-00002", {"name": "Kim", "left_on": "2026-12-01"}, 1)
    assert told(register) == [("APP-00001", date(2026, 12, 1), 1, 1)]

    covered.create(
        "appointment", {"name": "A", "post": "POS-00001", "person": "PER-00001", "starts_on": "2026-12-01"}
    )
    assert told(register) == []


def test_an_activity_that_ends_loses_nothing_afterwards(register: Register, covered: Hand) -> None:
    """What runs out only after the activity has ended is not missed."""
    activity(covered, ["EVI-00001"], ends_on="2026-09-01")
    assert told(register) == []

    activity(covered, ["EVI-00001"], ends_on="2026-09-02")
    assert [each[0] for each in told(register)] == ["EVI-00001"]


def test_a_measure_that_begins_without_evidence_is_a_loss(register: Register, covered: Hand) -> None:
    """The day a further measure is in place unproven, the stage is no longer covered: the activity itself did it."""
    evidence(covered, "EVI-00005", "2028-12-31")
    rows = [
        {"key": "m", "measure": "MEA-00001", "state": "in_place", "evidence": ["EVI-00005"]},
        {"key": "n", "measure": "MEA-00002", "state": "in_place", "since": "2026-10-01"},
    ]
    roles = [{"key": "a", "letter": "accountable", "post": "POS-00001"}]
    stage = {"key": "s", "stage": "store", "policies": ["POL-00002"], "measures": rows, "roles": roles}
    made = covered.create("activity", {"name": "A", "stages": [stage]})

    assert told(register) == [(made, date(2026, 10, 1), 1, 1)]


def test_the_list_is_ranked_by_people_and_says_whose_number_is_missing(
    register: Register, covered: Hand
) -> None:
    """The stages of many people go first; an unknown number is said, not taken for none."""
    activity(covered, ["EVI-00001"], data=people(10))
    activity(covered, ["EVI-00002"], data=people(5000))
    activity(covered, ["EVI-00001"])

    first, second = renew(register)

    assert (first.id, first.people, first.people_unknown) == ("EVI-00002", 5000, 0)
    assert (second.id, second.cells, second.people, second.people_unknown) == ("EVI-00001", 2, 10, 1)
    with register.read(register.lens(effective_on=TODAY)) as reader:
        cells = forecast.cells_of(reader, UNTIL, second)
    assert [(row["id"], row["stage"], row["people"], row["first"]) for row in cells] == [
        ("ACT-00001", "store", 10, True),
        ("ACT-00003", "store", None, True),
    ]


def test_contracts_and_certificates_tell_whom_they_concern(register: Register, covered: Hand) -> None:
    """No stage rests on them; they name the activities that give data to the party or use its systems."""
    contract = [{"key": "c", "signed_on": "2026-01-01", "valid_to": "2026-12-31"}]
    certificate = [{"key": "k", "name": "ISO", "issued_on": "2026-01-01", "expires_on": "2026-07-31"}]
    party = covered.create("party", {"name": "Cloud", "contracts": contract, "certificates": certificate})
    system = covered.create("system", {"name": "Store", "provider": party})
    covered.create("activity", {"name": "A", "systems": [system], "data": people(7)})
    covered.create("activity", {"name": "B", "recipients": [{"key": "r", "party": party}], "data": people(5)})

    with register.read(register.lens(effective_on=TODAY)) as reader:
        found = forecast.also_ending(reader, UNTIL)

    assert [(each.what, each.on, each.cells, each.activities, each.people_touched) for each in found] == [
        ("certificate", date(2026, 8, 1), 0, 2, 12),
        ("contract", date(2027, 1, 1), 0, 2, 12),
    ]


def test_the_months_move_only_the_day(register: Register, covered: Hand) -> None:
    """Today and the next twelve month ends; coverage falls when the evidence has run out, the rest stays known."""
    activity(covered, ["EVI-00001"])
    evidence(covered, "EVI-00006", "2040-12-31")
    end = forecast.horizon(TODAY)

    found = forecast.months(register, TODAY, actor=None)

    assert forecast.month_ends(date(2026, 1, 31), 2) == [
        date(2026, 1, 31),
        date(2026, 2, 28),
        date(2026, 3, 31),
    ]
    assert end == UNTIL
    coverage = [(each.effective_on, each.numerator) for each in found["coverage"]]
    assert coverage[:4] == [
        (TODAY, 1), (date(2026, 7, 31), 1), (date(2026, 8, 31), 1), (date(2026, 9, 30), 0),
    ]  # fmt: skip
    assert len(coverage) == 13
    assert {each.known_revision for each in found["coverage"]} == {register.head().revision}
    assert [each.value for each in found["contract.in_force"]] == [None] * 13


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
@given(worlds(in_order=True))
def test_every_loss_is_one_the_views_show_on_that_day(world: World) -> None:
    """The covered cells lost, and the first day of each, are those found by asking the views day by day."""
    with tempfile.TemporaryDirectory() as folder:
        register = build(Path(folder) / "register.duckdb", world)
        with register.read(register.lens(effective_on=LATER)) as reader:
            found = {
                (row["id"], row["stage"]): row["on"]
                for lapse in forecast.renew_first(reader, UNTIL)
                for row in forecast.cells_of(reader, UNTIL, lapse)
                if row["first"]
            }
            total = sum(each.first for each in forecast.renew_first(reader, UNTIL))
        assert found == day_by_day(register)
        assert total == len(found)
        register.close()


def day_by_day(register: Register) -> dict[tuple[str, str], date]:
    """Return the covered cells that a day up to the horizon shows uncovered, with the first such day."""
    covered: set[tuple[str, str]] = set()
    lost: dict[tuple[str, str], date] = {}
    for day in days(register):
        with register.read(register.lens(effective_on=day)) as reader:
            cells = {
                (row["activity"], row["stage"]): row["state"]
                for row in reader.rows("SELECT activity, stage, state FROM stage_cell")
            }
        if day == LATER:
            covered = {cell for cell, state in cells.items() if state == "covered"}
        for cell in covered - lost.keys():
            if cell in cells and cells[cell] != "covered":
                lost[cell] = day
    return lost


def days(register: Register) -> list[date]:
    """Return the day of asking and every later one, up to the horizon, that any date in the register touches."""
    with register.read(register.lens(effective_on=LATER)) as reader:
        touched = {row["happens_on"] for row in reader.rows("SELECT happens_on FROM dated_fact")}
    return sorted({LATER} | {each for each in touched if LATER < each <= UNTIL})
