"""What changed between two days: explained by named records, time and people told apart, the parts adding up."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from governance.insight import since
from governance.insight.catalogue import DEFINITIONS, STAGES
from governance.insight.since import Explanation
from governance.register.commands import Change, initialise
from governance.register.store import Register
from tests.hand import Hand
from tests.worlds import BETWEEN, LATER, World, build, worlds

MARCH, MAY, JULY = date(2026, 3, 31), date(2026, 5, 31), date(2026, 7, 31)


class Told:
    """Hold a register whose writing is dated by hand."""

    def __init__(self, path: Path) -> None:
        self.now = datetime(2026, 1, 5, 9, tzinfo=UTC)
        self.register = Register.create(path, clock=lambda: self.now)
        initialise(self.register, organisation="Alba", person="Ann Lee")
        self.hand = Hand(self.register)

    def on(self, day: date) -> Hand:
        """Write on a day."""
        self.now = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
        return self.hand

    def explain(self, figure: str, first: date = MARCH, last: date = JULY) -> Explanation:
        """Explain a figure between the ends of two days."""
        lenses = [
            self.register.lens(known_at=self.register.end_of(day), effective_on=day) for day in (first, last)
        ]
        return since.explain(self.register, figure, *lenses)

    def causes(
        self, figure: str, first: date = MARCH, last: date = JULY
    ) -> list[tuple[str, str | None, int]]:
        """Return what, record and change of the numerator of every cause."""
        found = self.explain(figure, first, last)
        return sorted((each.what, each.record, each.numerator) for each in found.causes)


@pytest.fixture
def told(path: Path) -> Iterator[Told]:
    """A register with one covered activity: a post with a holder, a policy, and evidence until the end of June."""
    found = Told(path)
    hand = found.hand
    hand.create("post", {"name": "Head"}, "POS-00001")
    hand.create("person", {"name": "Kim"}, "PER-00002")
    hand.create(
        "appointment", {"name": "K", "post": "POS-00001", "person": "PER-00002", "starts_on": "2026-01-01"}
    )
    hand.create("policy", {"name": "Rules", "in_force_from": "2026-01-01"}, "POL-00001")
    hand.create(
        "evidence", {"name": "Log", "issued_on": "2026-01-01", "expires_on": "2026-06-30"}, "EVI-00001"
    )
    hand.create("activity", activity(), "ACT-00001")
    yield found
    found.register.close()


def activity(**content: Any) -> dict[str, object]:
    """Return an activity whose six stages rest on the post, the policy and the evidence."""
    stages = [
        {
            "key": stage,
            "stage": stage,
            "applicable": "applicable",
            "policies": ["POL-00001"],
            "measures": [
                {"key": "m", "measure": "MEA-00001", "state": "in_place", "evidence": ["EVI-00001"]}
            ],
            "roles": [{"key": "a", "letter": "accountable", "post": "POS-00001"}],
        }
        for stage in STAGES
    ]
    return {"name": "Payroll", "stages": stages, **content}


def test_what_only_time_did_is_not_blamed_on_anybody(told: Told) -> None:
    """Evidence that ran out is named with the first day it no longer counts, without actor, entry or reason."""
    found = told.explain("coverage")

    (cause,) = found.causes
    assert (cause.what, cause.kind, cause.record, cause.name) == ("lapses", "evidence", "EVI-00001", "Log")
    assert (cause.on, cause.actor, cause.reason, cause.revision) == (date(2026, 7, 1), None, None, None)
    assert (cause.rows, cause.numerator, cause.denominator) == (6, -6, 0)
    assert cause.effect == pytest.approx(-1)
    assert found.change.value == -1.0
    assert found.change.better is False
    assert {(row["id"], row["before"], row["after"]) for row in found.rows} == {("ACT-00001", True, False)}


def test_what_was_written_names_who_wrote_it_when_and_why(told: Told) -> None:
    """A new activity is named as added, with the day and reason of its entry; uncovered cells pull the share down."""
    told.on(date(2026, 5, 4)).create("activity", {"name": "Newsletter"}, "ACT-00002")

    found = told.explain("coverage", MARCH, MAY)

    (cause,) = found.causes
    assert (cause.what, cause.record, cause.on) == ("added", "ACT-00002", date(2026, 5, 4))
    assert (cause.actor, cause.reason) == ("PER-00001", "a test")
    assert (cause.numerator, cause.denominator) == (0, 6)
    assert cause.effect == pytest.approx(-0.5)


def test_a_record_somebody_retired_takes_its_rows_along(told: Told) -> None:
    """Cells of a retired activity leave the denominator, and the count of activities goes down by it."""
    told.on(date(2026, 5, 4)).change(Change("activity", "retire", record_id="ACT-00001"))

    assert told.causes("activities", MARCH, MAY) == [("retired", "ACT-00001", -1)]
    found = told.explain("coverage", MARCH, MAY)
    assert [(each.what, each.numerator, each.denominator) for each in found.totals] == [("retired", -6, -6)]
    assert found.change.value is None


def test_the_linked_record_that_did_it_is_named_not_the_activity_it_was_done_to(told: Told) -> None:
    """A policy that was withdrawn is the cause even though the activity was edited too, elsewhere."""
    hand = told.on(date(2026, 5, 4))
    hand.update("activity", "ACT-00001", activity(description="Written anew"), 1)
    hand.update("policy", "POL-00001", {"name": "Rules", "in_force_from": "2027-01-01"}, 1)

    assert told.causes("coverage", MARCH, MAY) == [("changed", "POL-00001", -6)]


def test_an_edit_of_the_cell_itself_is_the_cause_before_anything_it_links_to(told: Told) -> None:
    """Where the activity changed what it says of the stage, the activity is named."""
    content = activity()
    content["stages"] = content["stages"][:5]  # type: ignore[index]
    hand = told.on(date(2026, 5, 4))
    hand.update("activity", "ACT-00001", content, 1)
    hand.update("policy", "POL-00001", {"name": "Rules anew", "in_force_from": "2026-01-01"}, 1)

    assert told.causes("coverage", MARCH, MAY) == [("changed", "ACT-00001", -1)]


def test_renewal_in_time_is_no_change(told: Told) -> None:
    """Evidence renewed before it ran out leaves the share where it was, with nothing to explain."""
    told.on(date(2026, 6, 4)).update(
        "evidence", "EVI-00001", {"name": "Log", "issued_on": "2026-06-01", "expires_on": "2026-12-31"}, 1
    )

    found = told.explain("coverage")

    assert found.change.value == 0
    assert found.change.better is None
    assert (found.totals, found.causes, found.rows) == ((), (), ())


def test_renewal_after_the_lapse_counts_as_fixed(told: Told) -> None:
    """From a day in the hole to one after the renewal, the evidence fixed the cells."""
    told.on(date(2026, 8, 4)).update(
        "evidence", "EVI-00001", {"name": "Log", "issued_on": "2026-08-01", "expires_on": "2026-12-31"}, 1
    )

    assert told.causes("coverage", JULY, date(2026, 8, 31)) == [("fixed", "EVI-00001", 6)]
    assert told.causes("evidence.in_date", JULY, date(2026, 8, 31)) == [("fixed", "EVI-00001", 1)]


def test_a_leaver_is_the_cause_where_nobody_answers_any_more(told: Told) -> None:
    """When the last day was known before, time did it; when it was entered afterwards, the entry did."""
    told.on(date(2026, 2, 4)).update("person", "PER-00002", {"name": "Kim", "left_on": "2026-05-01"}, 1)
    assert told.causes("accountability.gaps", MARCH, MAY) == [("lapses", "PER-00002", 6)]
    assert told.causes("post.held", MARCH, MAY) == [("lapses", "PER-00002", -1)]

    told.on(date(2026, 8, 4)).create(
        "appointment", {"name": "A", "post": "POS-00001", "person": "PER-00001", "starts_on": "2026-08-01"}
    )
    assert told.causes("accountability.gaps", JULY, date(2026, 8, 31)) == [("fixed", "APP-00002", -6)]


def test_overdue_is_told_from_new(told: Told) -> None:
    """A risk that fell due is overdue, also when it was entered since; one closed in between is fixed."""
    risk: dict[str, object] = {"name": "Leak", "due_on": "2026-05-10", "treatment": "reduce"}
    told.on(date(2026, 2, 4)).create("risk", risk, "RSK-00001")
    told.on(date(2026, 4, 4)).create("risk", risk, "RSK-00002")
    told.on(date(2026, 5, 20)).create("risk", risk, "RSK-00003")
    assert told.causes("risk.overdue", MARCH, MAY) == [
        ("added", "RSK-00003", 1),
        ("overdue", "RSK-00001", 1),
        ("overdue", "RSK-00002", 1),
    ]

    told.on(date(2026, 6, 4)).update("risk", "RSK-00001", risk | {"closed_on": "2026-06-04"}, 1)
    assert told.causes("risk.overdue", MAY, JULY) == [("fixed", "RSK-00001", -1)]


def test_no_data_before_has_no_change_but_its_causes(told: Told) -> None:
    """Where there was nothing to count from, the change has no value; what was added is named all the same."""
    told.on(date(2026, 5, 4)).create("risk", {"name": "Leak"}, "RSK-00001")

    found = told.explain("risk.unscored", MARCH, MAY)

    assert (found.change.before.value, found.change.after.value, found.change.value) == (None, 1, None)
    assert [(each.what, each.record) for each in found.causes] == [("added", "RSK-00001")]


@settings(
    max_examples=3,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
@given(worlds() | worlds(in_order=True))
def test_the_parts_add_up_to_the_change_of_every_figure(world: World) -> None:
    """Numerators, denominators and effects of the causes sum to the change, and every row has a record behind it."""
    with tempfile.TemporaryDirectory() as folder:
        register = build(Path(folder) / "register.duckdb", world)
        before = register.lens(known_at=register.end_of(BETWEEN), effective_on=BETWEEN)
        after = register.lens(effective_on=LATER)
        for name, figure in DEFINITIONS.items():
            found = since.explain(register, name, before, after)
            change, totals = found.change, found.totals
            assert sum(each.numerator for each in totals) == change.numerator
            assert sum(each.rows for each in totals) == len(found.rows)
            assert sum(each.rows for each in found.causes) == len(found.rows)
            if change.after.unit == "share":
                assert sum(each.denominator for each in totals) == change.denominator
            if change.value is not None:
                assert sum(each.effect or 0 for each in totals) == pytest.approx(change.value)
            if not figure.found:  # a finding may rest on a record that links to it, or on a date of the law
                assert [row for row in found.rows if row["record"] is None] == []
        register.close()
