"""Equal questions are answered once, different ones do not wait for each other."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest

from governance.singleflight import SingleFlight

LONG = 20  # seconds a broken implementation may hang before the test fails


class _Stopped(BaseException):
    """Stand for the end of a run from outside, as Streamlit raises it."""


def test_equal_keys_are_worked_out_once() -> None:
    """Of many threads that ask for one key at once, one works and all get its very answer."""
    answers: SingleFlight[str, object] = SingleFlight(4)
    started, go, calls = Barrier(8), Event(), []

    def work() -> object:
        calls.append(1)
        go.wait(LONG)
        return object()

    def ask() -> object:
        started.wait(LONG)
        return answers.get("key", work)

    with ThreadPoolExecutor(8) as pool:
        asked = [pool.submit(ask) for _ in range(8)]
        go.set()
        found = {id(each.result(LONG)) for each in asked}

    assert len(calls) == 1
    assert len(found) == 1


def test_another_key_does_not_wait() -> None:
    """While one key is being worked out, another one is answered, and so is what is kept."""
    answers: SingleFlight[str, str] = SingleFlight(4)
    working, go = Event(), Event()
    answers.put("kept", "there")

    def slow() -> str:
        working.set()
        go.wait(LONG)
        return "slow"

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(answers.get, "slow", slow)
        working.wait(LONG)
        quick = pool.submit(answers.get, "quick", lambda: "quick").result(LONG)
        kept = pool.submit(answers.get, "kept", lambda: "again").result(LONG)
        assert not first.done()
        go.set()
        assert (first.result(LONG), quick, kept) == ("slow", "quick", "there")


def test_an_error_reaches_everybody_and_is_not_kept() -> None:
    """Whoever waits gets the error of the worker; the next to ask works again."""
    answers: SingleFlight[str, int] = SingleFlight(4)
    working, go = Event(), Event()

    def broken() -> int:
        working.set()
        go.wait(LONG)
        raise ValueError("broken")

    def other() -> int:
        raise AssertionError("worked twice")

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(answers.get, "key", broken)
        working.wait(LONG)
        waits = _asked_for(answers)
        second = pool.submit(answers.get, "key", other)
        waits.wait(LONG)
        go.set()
        assert isinstance(first.exception(LONG), ValueError)
        assert isinstance(second.exception(LONG), ValueError)
    assert answers.get("key", lambda: 7) == 7


def test_one_of_those_waiting_takes_over_when_the_worker_is_stopped() -> None:
    """A run that is stopped from outside takes nobody else down with it."""
    answers: SingleFlight[str, int] = SingleFlight(4)
    working, go = Event(), Event()

    def stopped() -> int:
        working.set()
        go.wait(LONG)
        raise _Stopped

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(answers.get, "key", stopped)
        working.wait(LONG)
        waits = _asked_for(answers)
        second = pool.submit(answers.get, "key", lambda: 3)
        waits.wait(LONG)
        go.set()
        assert isinstance(first.exception(LONG), _Stopped)
        assert second.result(LONG) == 3


def test_no_more_is_kept_than_asked_for() -> None:
    """The answer asked for longest ago goes first."""
    answers: SingleFlight[int, int] = SingleFlight(2)
    for key in (1, 2):
        answers.get(key, lambda key=key: key)  # type: ignore[misc]
    answers.get(1, lambda: 0)
    answers.put(3, 3)

    assert answers.keys() == (1, 3)
    assert answers.peek(2) is None


def test_nothing_may_need_itself() -> None:
    """A key asked for within its own work is an error, not a wait without end."""
    answers: SingleFlight[str, int] = SingleFlight(2)

    with pytest.raises(RuntimeError):
        answers.get("key", lambda: answers.get("key", lambda: 1))


def test_what_was_begun_before_everything_was_forgotten_is_not_kept() -> None:
    """After ``clear`` an older answer does not come back."""
    answers: SingleFlight[str, str] = SingleFlight(2)

    def old() -> str:
        answers.clear()
        return "old"

    assert answers.get("key", old) == "old"
    assert answers.peek("key") is None


def _asked_for(answers: SingleFlight[str, int]) -> Event:
    """Return what is set as soon as somebody waits for the answer that is being worked out."""
    ended = answers._flights["key"].ended
    waits, wait = Event(), ended.wait

    def noticed(timeout: float | None = None) -> bool:
        waits.set()
        return wait(timeout)

    ended.wait = noticed  # type: ignore[method-assign]
    return waits
