"""The clocks as the page draws them, worked out once for a state of the register and a few minutes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from governance.law.clock_rules import clocks
from governance.law.clocks import RUN_ON, board
from governance.ui.context import current, reader
from governance.ui.insight.cache import Stamp, look, stamp
from governance.ui.kept import kept
from governance.ui.law import citing, clock_words
from governance.ui.register import names

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from governance.language import Language
    from governance.law.clocks import ClockRow

Row = dict[str, Any]
MOST_BOARDS = 24  # at least one for each scope of people at work
MINUTES = 5  # clocks in hours are worked out anew this often
SOON = 14

# What the cards count; each names its rows. Deadlines of authorities and times to keep things are nobody's task here.
COUNTED: dict[str, Callable[[ClockRow], bool]] = {
    "overdue": lambda row: row.ours and row.standing == "overdue",
    "expired": lambda row: row.ours and row.standing == "expired",
    "soon": lambda row: row.ours and row.standing in {"due_soon", "running"} and _within(row),
    "running": lambda row: (
        row.ours and row.standing in {"due_soon", "running", "stopped"} and not _within(row)
    ),
    "undated": lambda row: (
        row.standing == "unclear"
        or (row.standing == "not_started" and "starts_later" not in row.clock.reasons)
    ),
}


def _within(row: ClockRow) -> bool:
    return row.clock.days_left is not None and row.clock.days_left <= SOON and row.standing != "stopped"


def rows() -> list[ClockRow]:
    """Return every clock the person may see, overdue first."""
    return _rows(*_state())


def counted(name: str) -> tuple[list[ClockRow], int]:
    """Return the clocks the card ``name`` counts, of all the person may see, and how many these are."""
    state = _state()
    return _counted(*state, name), len(_rows(*state))


def _state() -> tuple[Stamp, str | None, int]:
    """Return what the clocks depend on: the register, the moment they are read at, the rules."""
    context = current()
    now = datetime.now(UTC)
    moment = None if context.is_past else now - timedelta(minutes=now.minute % MINUTES, seconds=now.second)
    return stamp(RUN_ON), None if moment is None else moment.replace(microsecond=0).isoformat(), id(clocks())


@kept(64)
def _counted(key: Stamp, now: str | None, rules: int, name: str) -> list[ClockRow]:
    return [row for row in _rows(key, now, rules) if COUNTED[name](row)]


@kept(MOST_BOARDS)
def _rows(key: Stamp, now: str | None, rules: int) -> list[ClockRow]:
    del key, rules
    with reader() as views:
        return board(views, datetime.fromisoformat(now) if now else None)


def shown(found: Sequence[ClockRow]) -> list[Row]:
    """Return clocks in the words of the screen, one row each; ``place`` finds the clock again."""
    language = look()[0]
    return [_shown(row, language) for row in found]


def place(row: ClockRow) -> str:
    """Return what names one clock of one record in an address."""
    return f"{row.id}~{row.rule.id}~{row.key}"


def _shown(row: ClockRow, language: Language) -> Row:
    due = row.clock.due
    return {
        "standing": clock_words.standing(row),
        "record": clock_words.record(row),
        "what": row.rule.title(language),
        "due": row.place.local(due) if due is not None else None,
        "time": f"{due:%H:%M}" if isinstance(due, datetime) else None,
        "left": clock_words.left(row),
        "law": clock_words.pack(row.rule.pack),
        "cites": citing.cites(row.rule.cites),
        "subject": clock_words.subject(row.rule.on),
        "department": names.name(row.department) if row.department else None,
        "organisation": names.name(row.organisation) if row.organisation else None,
        "marks": clock_words.marks(row),
        "id": row.id,
        "start": _day(row, row.start),
        "place": place(row),
    }


def _day(row: ClockRow, moment: date | datetime | None) -> date | None:
    return None if moment is None else row.place.local(moment)
