"""What is kept of who answers for what says the same as asking again: after every save, for every scope."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest

from governance.insight import accountability, answered
from governance.insight.filters import Filters
from governance.register.commands import Change
from governance.register.reader import Reader
from governance.register.store import Register
from tests.hand import Hand

STAGES = ("collect", "store", "use", "transmit", "share", "delete")
SCOPES = (None, (), ("DEP-00001",), ("DEP-00002", "DEP-00003"))


@pytest.fixture
def filled(hand: Hand) -> Hand:
    """Give departments with posts, held and vacant, and activities that name them."""
    for number in range(3):
        hand.create("department", {"name": f"D{number}"})
    for number in range(4):
        hand.create("post", {"name": f"Post {9 - number}", "department": f"DEP-0000{1 + number % 3}"})
    person = hand.create("person", {"name": "Kim"})
    hand.create(
        "appointment", {"name": "K", "post": "POS-00002", "person": person, "starts_on": "2020-01-01"}
    )
    dice = random.Random(7)
    for _ in range(30):
        hand.create("activity", activity(dice))
    return hand


def activity(dice: random.Random) -> dict[str, Any]:
    """Return an activity whose stages name posts by chance; several have one name."""
    stages = [
        {
            "key": stage,
            "stage": stage,
            "applicable": dice.choice(["applicable", "not_applicable"]),
            "reason": "None of it",
            "roles": [
                {"key": f"r{at}", "letter": dice.choice(["accountable", "responsible", "informed"])}
                | ({"post": f"POS-0000{dice.randint(1, 4)}"} if dice.random() < 0.8 else {"department": "DEP-00001"})
                for at in range(dice.randint(0, 3))
            ],
        }
        for stage in STAGES
        if dice.random() < 0.7
    ]  # fmt: skip
    where = dice.choice([None, "DEP-00001", "DEP-00002", "DEP-00003"])
    content = {"name": dice.choice(["Same", "Über", "店铺", "A", "z"]), "stages": stages}
    return content | ({"department": where} if where else {})


def update(hand: Hand, record_id: str, **fields: object) -> None:
    """Change fields of the record as it stands."""
    change(hand, "update", record_id, hand.register.content(record_id) | fields)


def change(hand: Hand, operation: str, record_id: str, content: dict[str, Any] | None = None) -> None:
    """Do ``operation`` on the newest version of the record."""
    with hand.register.read(hand.register.lens()) as reader:
        row = reader.row("SELECT kind, version FROM record_head WHERE record_id = $id", id=record_id) or {}
    hand.change(Change(row["kind"], operation, content, record_id, row["version"]))


def check(register: Register) -> None:
    """Compare what is kept with what is asked again, for every scope."""
    for departments in SCOPES:
        with register.read(replace(register.lens(), departments=departments)) as reader:
            same(reader)


def same(reader: Reader, filters: Filters = Filters()) -> None:  # noqa: B008 - frozen
    """Fail unless rows and their order, counts and sentence are those asked for again."""
    asked = accountability.issues(reader, filters=filters)
    faults = answered.faults(reader, filters)
    assert plain(answered.roles(reader, filters)) == plain(accountability.activity_post(reader, filters))
    assert plain(faults) == plain(asked)
    assert accountability.counted(faults) == accountability.counts(reader, filters)
    assert accountability.verdict(reader, filters, faults) == accountability.verdict(reader, filters)


def plain(table: Any) -> list[dict[str, Any]]:
    """Return the rows of a table."""
    return list(table.to_pylist())


def test_every_save_is_noticed(register: Register, filled: Hand) -> None:
    """Whatever is saved of activities, one or several at once, the rows kept are those asked for again."""
    check(register)
    dice = random.Random(11)
    for number in range(12):
        for _ in range(1 + number % 3):
            update(filled, f"ACT-{dice.randint(1, 30):05}", **activity(dice))
        check(register)


def test_new_ended_and_moved_activities_are_noticed(register: Register, filled: Hand) -> None:
    """A new activity comes in, a retired one goes, one that moves to another department is seen by its people alone."""
    check(register)
    filled.create("activity", activity(random.Random(3)))
    check(register)
    change(filled, "retire", "ACT-00004")
    check(register)
    update(filled, "ACT-00005", department="DEP-00002")
    check(register)


def test_other_records_are_noticed(register: Register, filled: Hand) -> None:
    """An appointment that ends, a new name of a post and a role a department gives change rows of many activities."""
    check(register)
    update(filled, "APP-00001", ends_on="2021-01-01")
    check(register)
    update(filled, "POS-00001", name="Another name")
    check(register)
    roles = [{"key": "a", "letter": "accountable", "post": "POS-00003"}]
    update(filled, "DEP-00001", stage_roles=roles)
    check(register)


def test_filters_choose_activities(register: Register, filled: Hand) -> None:
    """With filters only the rows of the activities they choose are left."""
    check(register)
    with register.read(register.lens()) as reader:
        same(reader, Filters(department="DEP-00002"))


def test_the_past_is_asked_for_itself(register: Register, filled: Hand) -> None:
    """A state before a save shows what it was, also after the newest one was kept."""
    before = register.lens()
    with register.read(before) as reader:
        asked = plain(accountability.activity_post(reader))
    update(filled, "ACT-00001", stages=[])
    check(register)
    with register.read(replace(before, newest=False)) as reader:
        assert plain(answered.roles(reader)) == asked
    with register.read(before) as reader:
        assert plain(answered.roles(reader)) == asked
