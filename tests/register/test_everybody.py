"""Counted once for everybody, every figure is the one each person would have counted alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import combinations

import pytest

from governance.insight import everybody, figures, groups
from governance.insight.figures import EVERYTHING
from governance.insight.known import known
from governance.insight.standing import standing
from governance.insight.trends import OVERVIEW
from governance.register.commands import Change
from governance.register.lens import Lens
from governance.register.store import Register
from tests.hand import ADMIN, Hand
from tests.register.conftest import DEMO_DAY

Scope = tuple[str, ...] | None


def _alone(register: Register, lens: Lens, scope: Scope, ids: tuple[str, ...]) -> dict[str, figures.Figure]:
    with register.read(replace(lens, departments=scope)) as reader:
        return figures.compute(reader, ids)


def _scopes(register: Register) -> list[Scope]:
    with register.read(register.lens()) as reader:
        ids = [row["id"] for row in reader.rows("SELECT id FROM department ORDER BY id")]
    return [None, (), *((each,) for each in ids), *list(combinations(ids, 2))[::17], tuple(ids)]


def _agree(register: Register, lens: Lens, ids: tuple[str, ...] = everybody.COUNTED) -> None:
    counted = everybody.read(register, lens, ids)
    for scope in _scopes(register):
        assert counted.figures(scope, ids) == _alone(register, lens, scope, ids), scope


def test_every_figure_is_right_for_every_scope_of_two_departments(two_sides: Register) -> None:
    """Records of every kind, owned, shared and used across departments, count for those who see them, once."""
    _agree(two_sides, two_sides.lens())


@pytest.mark.parametrize("back", [0, 100, 400])
def test_every_figure_is_right_for_every_scope_of_the_demonstration(
    demo_register: Register, back: int
) -> None:
    """So it is now and on days that have passed, in departments alone, in pairs and together."""
    day = DEMO_DAY - timedelta(days=back)
    known_at = demo_register.end_of(day) if back else None
    _agree(demo_register, demo_register.lens(known_at=known_at, effective_on=day))


def test_what_two_departments_use_is_counted_once(register: Register, hand: Hand) -> None:
    """Evidence that both use stands once among the figures of who sees both, and of who sees one."""
    proof = hand.create("evidence", {"name": "Old", "issued_on": "2025-01-01", "expires_on": "2025-02-01"})
    places = [hand.create("department", {"name": name}) for name in ("Sales", "Staff")]
    measure = {"key": "m", "measure": "MEA-00001", "state": "in_place", "evidence": [proof]}
    stages = [{"key": "use", "stage": "use", "measures": [measure]}]
    for place in (*places, None):
        hand.create("activity", {"name": "A", "department": place, "stages": stages})
    counted = everybody.read(register, register.lens())

    for scope in (None, tuple(places), (places[0],), (places[1],)):
        stale = counted.figures(scope)["evidence.expired_in_use"]
        assert (stale.numerator, stale.denominator) == (1, 1), scope
    assert counted.figures(())["evidence.expired_in_use"].numerator == 0
    _agree(register, register.lens())


def test_who_sees_everything_gets_the_same_before_others_are_counted_for(demo_register: Register) -> None:
    """What is counted for such a person alone is what is counted for everybody; others get what they see."""
    lens, kept = demo_register.lens(effective_on=DEMO_DAY), known(demo_register)
    limited = replace(lens, departments=_scopes(demo_register)[2])
    said = []
    for asked in (lens, limited, lens):
        numbers = kept.numbers(asked)
        said.append(numbers)
        with demo_register.read(asked) as reader:
            assert figures.of_numbers(everybody.COUNTED, numbers, asked) == figures.compute(
                reader, everybody.COUNTED
            )

    assert said[0] is not said[2]
    assert said[0] != said[1]


def test_cells_are_those_of_the_person(demo_register: Register) -> None:
    """The kinds of cells a department is drawn from are the same whether one counted or everybody."""
    lens = demo_register.lens(effective_on=DEMO_DAY)
    for scope in _scopes(demo_register):
        with demo_register.read(replace(lens, departments=scope)) as reader:
            alone = groups.cell_counts(reader, EVERYTHING, weighted=False)
        key = sorted(map(repr, alone))
        assert sorted(map(repr, standing(demo_register).cells(replace(lens, departments=scope)))) == key


def test_a_day_that_has_passed_is_read_once_for_all(
    demo_register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second scope asks the register nothing."""
    day = DEMO_DAY - timedelta(days=60)
    kept = known(demo_register)
    assert not kept.is_read(day, OVERVIEW)
    kept.on(day, OVERVIEW, None)
    assert kept.is_read(day, OVERVIEW)
    monkeypatch.setattr(everybody, "read", None)

    found = kept.on(day, OVERVIEW, (_scopes(demo_register)[2] or ("",)))

    assert found["coverage"].denominator > 0


def test_an_erasure_makes_past_days_be_read_again(register: Register, hand: Hand) -> None:
    """What is erased is no longer counted on any day, for nobody."""
    proof = hand.create("evidence", {"name": "Log", "issued_on": "2026-01-01", "expires_on": "2099-12-31"})
    hand.create("grant", {"name": "Officer", "person": ADMIN, "role": "dpo"})
    today, kept = register.today(), known(register)
    register.clock = lambda: datetime.now(UTC) + timedelta(days=1)
    before = kept.on(today, OVERVIEW, None)["evidence.in_date"]

    hand.change(Change("evidence", "redact", record_id=proof))

    assert (before.numerator, kept.on(today, OVERVIEW, None)["evidence.in_date"].value) == (1, None)


def test_a_state_is_counted_again_after_a_save(register: Register, hand: Hand) -> None:
    """The newest entry names the state."""
    hand.create("activity", {"name": "A"})
    kept, one = known(register), register.lens()
    first = kept.now(one).figures(None)["activities"]
    hand.create("activity", {"name": "B"})
    two_ = register.lens()
    second = kept.now(two_).figures(None)["activities"]

    assert (first.value, second.value) == (1, 2)
