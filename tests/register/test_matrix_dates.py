"""The matrices of a past date, through the functions their pages use: who held the posts, as then known and as known today."""

from __future__ import annotations

from datetime import date
from typing import Literal

import pytest

from governance.insight import accountability
from governance.register.lens import Lens
from tests.signing_register import ANN, BO, ED, HR, HR_LEAD, PAYROLL, Office

USE = [{"key": "use", "stage": "use", "roles": [{"key": "r", "letter": "accountable", "post": HR_LEAD}]}]
DAY = date(2026, 3, 20)
Clock = Literal["past", "hindsight", "today"]


@pytest.fixture
def moved(office: Office) -> Office:
    """Bo leads HR until 10 April, then Ed; on 1 May it becomes known that Ann had led it from 15 March."""
    office.create(ED, "activity", {**PAYROLL, "stages": USE})
    office.clock.to(date(2026, 4, 10))
    office.update(ANN, "APP-00001", ends_on="2026-04-10")
    office.create(ANN, "appointment", {"name": "a", "post": HR_LEAD, "person": ED, "starts_on": "2026-04-10"})
    office.clock.to(date(2026, 5, 1))
    office.update(ANN, "APP-00001", ends_on="2026-03-15")
    late = {"name": "b", "post": HR_LEAD, "person": ANN, "starts_on": "2026-03-15", "ends_on": "2026-04-10"}
    office.create(ANN, "appointment", late)
    office.clock.to(date(2026, 6, 1))
    return office


def lens(office: Office, clock: Clock) -> Lens:
    """Return the lens of the date control: that day as then known, that day as known today, or today."""
    register = office.register
    known = register.end_of(DAY) if clock == "past" else None
    return register.lens(known_at=known, effective_on=None if clock == "today" else DAY)


@pytest.mark.parametrize(("clock", "holder"), [("past", BO), ("hindsight", ANN), ("today", ED)])
def test_a_matrix_names_who_held_the_post_on_that_date(moved: Office, clock: Clock, holder: str) -> None:
    """Activity × post and person × stage: Bo as then known, Ann as we know today, Ed today."""
    with moved.register.read(lens(moved, clock)) as reader:
        posts = accountability.activity_post(reader).to_pylist()
        people = accountability.person_stage(reader).to_pylist()

    assert {
        (row["post"], row["holder"], row["state"]) for row in posts if row["letter"] == "accountable"
    } == {(HR_LEAD, holder, "held")}
    assert {row["person"] for row in people if row["letter"] == "accountable"} == {holder}


@pytest.mark.parametrize("clock", ["past", "hindsight", "today"])
def test_a_department_is_answered_for_on_each_of_these_dates(moved: Office, clock: Clock) -> None:
    """Somebody held the post throughout, so no date shows the stage as not held."""
    with moved.register.read(lens(moved, clock)) as reader:
        rows = accountability.department_stage(reader).to_pylist()

    (row,) = [each for each in rows if each["letter"] == "accountable"]
    assert (row["department"], row["stage"], row["not_held"]) == (HR, "use", 0)


def test_a_past_before_anybody_was_known_is_empty(moved: Office) -> None:
    """A day before the register began names nobody: nothing of what came later shines through."""
    register = moved.register
    early = register.lens(known_at=register.end_of(date(2026, 3, 1)), effective_on=date(2026, 3, 1))
    with register.read(early) as reader:
        assert accountability.activity_post(reader).to_pylist() == []
