"""Many at once: what each reads is right, equal things are worked out once, and nobody waits for another one's."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path
from threading import Barrier, Event
from typing import NamedTuple

import pytest
from duckdb import DuckDBPyConnection

from governance.law import verdicts as law_verdicts
from governance.law.kept import States
from governance.register import reach
from governance.register.lens import Lens
from governance.register.store import Register
from tests import two_departments as two

LONG = 30


@pytest.fixture
def register(tmp_path: Path) -> Register:
    """The register of two departments, just opened."""
    two.build(tmp_path / "register.duckdb")
    return Register.open(tmp_path / "register.duckdb")


def _ids(register: Register, lens: Lens) -> set[str]:
    with register.read(lens) as reader:
        return {row["id"] for row in reader.rows("SELECT id FROM activity UNION ALL SELECT id FROM evidence")}


def test_many_states_read_at_once_are_those_read_alone(
    register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever looks at any past state, in any scope, in any thread sees what one alone sees, few states being kept."""
    end = register.end.revision
    lenses = [
        replace(register.lens(), known_revision=revision, departments=scope)
        for revision in range(end - 24, end + 1, 4)
        for scope in ((two.HERE,), (two.THERE,), ())
    ]
    alone = [_ids(register, lens) for lens in lenses]
    assert len({frozenset(each) for each in alone}) > 2
    register.reached.clear()
    monkeypatch.setattr(reach, "KEPT", 2)

    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda lens: _ids(register, lens), lenses * 3))

    assert together == alone * 3
    assert len(register.reached._known) <= 3
    register.close()


def test_a_state_is_measured_once_for_all_who_come(
    register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Eight who look at the same new state at once wait for one measuring."""
    measured: list[int] = []
    together, original = Barrier(8), reach.measure

    def counted(cursor: DuckDBPyConnection, state: int) -> None:
        measured.append(state)
        original(cursor, state)

    monkeypatch.setattr(reach, "measure", counted)
    lens = replace(register.lens(), departments=(two.HERE,))

    def look() -> set[str]:
        together.wait(LONG)
        return _ids(register, lens)

    with ThreadPoolExecutor(8) as pool:
        found = [each.result(LONG) for each in [pool.submit(look) for _ in range(8)]]

    assert len(measured) == 1
    assert all(each == found[0] for each in found)
    register.close()


def test_nobody_waits_while_another_state_is_measured(
    register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A state that is known is read while a new one is being measured."""
    lens = replace(register.lens(), departments=(two.HERE,))
    expected = _ids(register, lens)
    measuring, go, original = Event(), Event(), reach.measure

    def slow(*args: object) -> None:
        measuring.set()
        go.wait(LONG)
        original(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(reach, "measure", slow)
    with ThreadPoolExecutor(2) as pool:
        other = pool.submit(_ids, register, replace(lens, known_revision=lens.known_revision - 20))
        measuring.wait(LONG)
        try:
            assert pool.submit(_ids, register, lens).result(LONG) == expected
            assert not other.done()
        finally:
            go.set()
        assert other.result(LONG)
    register.close()


class _Said(NamedTuple):
    """Stand for what is worked out of a state."""

    revision: int
    law: object
    how: str


def _ask(states: States[_Said], register: Register, revision: int, on_work: Callable[[], None]) -> _Said:
    def anew() -> _Said:
        on_work()
        return _Said(revision, None, "anew")

    def onward(before: _Said) -> _Said:
        on_work()
        return _Said(revision, None, f"from {before.revision}")

    return states.get(register, Lens(revision, date(2026, 1, 1)), anew, onward)


def test_a_state_goes_on_from_the_newest_before_it(register: Register) -> None:
    """The first state of a day is worked out anew, later ones from it, an earlier one anew."""
    states: States[_Said] = States(4)

    found = [_ask(states, register, revision, lambda: None).how for revision in (5, 7, 7, 6, 3)]

    assert found == ["anew", "from 5", "from 5", "from 5", "anew"]
    register.close()


def test_a_known_verdict_is_given_while_another_is_worked_out(register: Register) -> None:
    """Judging after a save holds nobody up who looks at the state before."""
    states: States[_Said] = States(4)
    working, go = Event(), Event()
    first = _ask(states, register, 5, lambda: None)

    def slow() -> None:
        working.set()
        go.wait(LONG)

    with ThreadPoolExecutor(2) as pool:
        later = pool.submit(_ask, states, register, 6, slow)
        working.wait(LONG)
        try:
            assert pool.submit(_ask, states, register, 5, slow).result(LONG) is first
        finally:
            go.set()
        assert later.result(LONG).how == "from 5"
    register.close()


def test_those_who_come_first_judge_everything_once(
    register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of several states asked for before anything is known, one is judged whole and the others go on from it."""
    whole: list[Lens] = []
    together, original = Barrier(2), law_verdicts.judge

    def counted(register: Register, lens: Lens) -> law_verdicts.Verdicts:
        whole.append(lens)
        return original(register, lens)

    monkeypatch.setattr(law_verdicts, "judge", counted)
    newest = register.lens()

    def ask(revision: int) -> law_verdicts.Verdicts:
        together.wait(LONG)
        return law_verdicts.verdicts(register, replace(newest, known_revision=revision))

    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(ask, (newest.known_revision, newest.known_revision)))

    assert found[0] is found[1]
    assert len(whole) == 1
    register.close()
