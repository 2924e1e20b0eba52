"""An assessment is out of date when what it judged has changed since the day it was completed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from governance.register.commands import initialise
from governance.register.store import Register
from tests.hand import Hand

DONE = "2026-06-15"
BEFORE = datetime(2026, 6, 15, 21, 59, tzinfo=UTC)  # still the 15th in Berlin, the time zone of the register
AFTER = datetime(2026, 6, 15, 22, 0, tzinfo=UTC)
ROWS: dict[str, Any] = {
    "name": "Payroll",
    "purposes": [{"key": "p1", "name": "Pay"}, {"key": "p2", "name": "Tax"}],
    "data": [{"key": "d1", "category": "salary", "subjects": ["employees", "interns"], "people": 10}],
    "recipients": [{"key": "r1", "name": "Bank"}],
    "transfers": [{"key": "t1", "country": "US"}],
    "automated_decisions": False,
}


@pytest.fixture
def moment() -> list[datetime]:
    """The moment it is."""
    return [datetime(2026, 1, 5, 9, tzinfo=UTC)]


@pytest.fixture
def hand(tmp_path: Path, moment: list[datetime]) -> Iterator[Hand]:
    """A hand that writes to a register of the test's own, at the moment it is."""
    register = Register.create(tmp_path / "register.duckdb", clock=lambda: moment[0])
    initialise(register, organisation="Alba", person="Ann Lee", time_zone="Europe/Berlin")
    yield Hand(register)
    register.close()


def changed(hand: Hand, known_at: datetime | None = None) -> Any:
    """Return whether the one assessment is said to be overtaken."""
    with hand.register.read(hand.register.lens(known_at=known_at)) as reader:
        return reader.value("SELECT changed_since FROM law_assessment")


@pytest.mark.parametrize(
    ("now", "overtaken"),
    [
        ({"purposes": [{"key": "p1", "name": "Pay"}]}, True),
        ({"data": [{"key": "d1", "category": "bank_account", "subjects": ["employees", "interns"]}]}, True),
        ({"recipients": []}, True),
        ({"transfers": [{"key": "t1", "country": "CN"}]}, True),
        ({"automated_decisions": True}, True),
        ({"description": "Every month", "name": "Pay", "security": "Locks"}, False),
        (
            {
                "purposes": [
                    {"key": "p2", "name": "Tax"},
                    {"key": "p1", "name": "Pay", "description": "Monthly"},
                ]
            },
            False,
        ),
        (
            {
                "data": [
                    {"key": "d1", "category": "salary", "subjects": ["interns", "employees"], "people": 99}
                ]
            },
            False,
        ),
    ],
)
def test_only_a_material_change_overtakes_an_assessment(
    hand: Hand, moment: list[datetime], now: dict[str, Any], overtaken: bool
) -> None:
    """Purposes, data, recipients, transfers and automated decisions count; their order, numbers and notes do not."""
    payroll = hand.create("activity", ROWS)
    hand.create("assessment", {"name": "A", "activities": [payroll], "conducted_on": DONE})
    moment[0] = AFTER
    hand.update("activity", payroll, {**ROWS, **now}, 1)
    assert changed(hand) is overtaken


def test_the_day_of_completion_ends_in_the_time_zone_of_the_register(
    hand: Hand, moment: list[datetime]
) -> None:
    """What was changed on the day itself was there to be assessed; a minute past midnight it was not."""
    payroll = hand.create("activity", ROWS)
    hand.create("assessment", {"name": "A", "activities": [payroll], "conducted_on": DONE})
    moment[0] = BEFORE
    hand.update("activity", payroll, {**ROWS, "automated_decisions": True}, 1)
    moment[0] = AFTER
    assert changed(hand) is False
    hand.update("activity", payroll, ROWS, 2)
    assert changed(hand) is True
    assert changed(hand, known_at=BEFORE) is False


def test_an_activity_recorded_after_the_assessment_counts_from_its_first_version(
    hand: Hand, moment: list[datetime]
) -> None:
    """The register knows no older one: only what changed since it was recorded can be said to have changed."""
    moment[0] = AFTER
    payroll = hand.create("activity", ROWS)
    hand.create("assessment", {"name": "A", "activities": [payroll], "conducted_on": "2026-01-10"})
    assert changed(hand) is False
    hand.update("activity", payroll, {**ROWS, "recipients": []}, 1)
    assert changed(hand) is True


def test_what_is_not_completed_cannot_be_overtaken(hand: Hand, moment: list[datetime]) -> None:
    """Without a day of completion, or before it, nothing has changed since."""
    payroll = hand.create("activity", ROWS)
    hand.create("assessment", {"name": "A", "activities": [payroll]})
    moment[0] = AFTER
    hand.update("activity", payroll, {**ROWS, "recipients": []}, 1)
    assert changed(hand) is False
