"""Reading ahead: beside the screen, in order, never twice, and never in the way of closing a register."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from threading import Event

from governance.insight import ahead
from governance.insight.known import known
from governance.insight.standing import standing
from governance.insight.trends import OVERVIEW, overview_days
from governance.register.store import Register
from tests.hand import Hand

LONG = 20


def _ended(worker: ahead.Ahead) -> None:
    thread = worker._thread
    if thread is not None:
        thread.join(LONG)
        assert not thread.is_alive()


def test_days_asked_for_are_read(register: Register, hand: Hand) -> None:
    """Past days are known afterwards, and what a visitor then asks for is what one reads at once."""
    hand.create("activity", {"name": "A"})
    day = register.today()
    register.clock = lambda: datetime.now(UTC) + timedelta(days=3)
    kept = known(register)
    assert not kept.is_read(day, OVERVIEW)

    ahead.days(register, [day], OVERVIEW)
    _ended(ahead.of(register))

    assert kept.is_read(day, OVERVIEW)
    assert kept.on(day, OVERVIEW, None)["coverage"].denominator == 6


def test_everything_the_first_page_asks_for_is_read(register: Register) -> None:
    """All month ends since the register began are there before anybody came."""
    register.clock = lambda: datetime.now(UTC) + timedelta(days=100)
    days = overview_days(register, register.today())[:-1]
    assert len(days) >= 3

    ahead.visits(register)
    _ended(ahead.of(register))

    assert all(known(register).is_read(day, OVERVIEW) for day in days)


def test_only_one_thread_works() -> None:
    """What is asked for while others are read is not begun; afterwards it may be."""
    worker, go, done = ahead.Ahead(), Event(), []
    worker.begin([lambda: go.wait(LONG), lambda: done.append("first")])
    worker.begin([lambda: done.append("second")])
    go.set()
    _ended(worker)
    assert done == ["first"]

    worker.begin([lambda: done.append("third")])
    _ended(worker)
    assert done == ["first", "third"]


def test_an_error_ends_the_reading_and_nothing_else() -> None:
    """What fails is not tried again and again; the next who asks begins anew."""
    worker, done = ahead.Ahead(), []

    def broken() -> None:
        raise ValueError("broken")

    worker.begin([broken, lambda: done.append("after")])
    _ended(worker)
    worker.begin([lambda: done.append("anew")])
    _ended(worker)

    assert done == ["anew"]


def test_nothing_is_begun_once_it_is_to_stop() -> None:
    """Stopping waits for the piece under way, and no other begins."""
    worker, working, done = ahead.Ahead(), Event(), []

    def piece() -> None:
        working.set()
        done.append("under way")

    worker.begin([piece, lambda: done.append("next")], after=0.0)
    working.wait(LONG)
    worker._stopped.set()
    worker.stop()
    worker.begin([lambda: done.append("late")])

    assert done[0] == "under way"
    assert "late" not in done
    assert worker._thread is None


def test_what_a_save_makes_stale_is_read_again(register: Register, hand: Hand) -> None:
    """After a save, cells and faults are there for the newest entry before anybody asks."""
    hand.create("activity", {"name": "A"})
    kept = standing(register)

    ahead.saved(register)
    _ended(ahead.of(register))

    state = kept._state(register.lens())
    assert kept._faults.peek(state)
    assert kept._cells.peek(state)


def test_what_reads_ahead_ends_with_its_register(register: Register) -> None:
    """Each register has one of its own, and after the register is closed that one begins nothing more."""
    mine, done = ahead.of(register), list[str]()
    assert ahead.of(register) is mine

    register.close()
    mine.begin([lambda: done.append("late")])

    assert not mine.is_busy
    assert done == []
