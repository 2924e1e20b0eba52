"""What was counted for everybody, kept in memory: states looked at now, and days that have passed (decision 0038).

What the register said of a day that has passed changes by nothing but a redaction, so that it is counted once.
"""

from __future__ import annotations

import weakref
from dataclasses import replace
from datetime import date
from threading import Lock
from typing import TYPE_CHECKING

from governance.insight import everybody
from governance.insight.catalogue import DEFINITIONS
from governance.register.lens import Lens
from governance.singleflight import SingleFlight

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from governance.insight.everybody import Counted
    from governance.insight.figure import Figure
    from governance.register.store import Register

STATES = 6  # states of the present: one lists every kind of cell there is
DAYS = 200
FIGURES = 6_000  # sets of figures of one day in one scope
Groups = tuple[str, ...]
Place = tuple[int, date, int, Groups]  # revision known, day, newest redaction, what is counted


class Known:
    """Keep what was counted of one register; what is asked for by several at once is counted once."""

    def __init__(self, register: Register) -> None:
        self._register = weakref.ref(register)
        self._states: SingleFlight[Place, Counted] = SingleFlight(STATES)
        self._days: SingleFlight[Place, Counted] = SingleFlight(DAYS)
        self._figures: SingleFlight[tuple[object, ...], Mapping[str, Figure]] = SingleFlight(FIGURES)
        self._ends: dict[date, int] = {}
        self._redaction = (0, 0)

    def at(self, lens: Lens, revision: int, ids: Sequence[str] = everybody.COUNTED) -> Counted:
        """Return what ``lens`` counts for the figures ``ids``; ``revision`` is the newest entry they depend on."""
        place = (revision, lens.effective_on, self._redacted(), groups_of(ids))
        return self._states.get(place, lambda: everybody.read(self._opened(), lens, ids))

    def is_read(self, day: date, ids: Sequence[str]) -> bool:
        """Tell whether a day that has passed was counted already."""
        return self._days.peek(self._place(day, ids)) is not None

    def on(self, day: date, ids: Sequence[str], departments: Sequence[str] | None) -> Mapping[str, Figure]:
        """Return figures as the register held them at the end of ``day``, which has passed, for that day.

        They are those of somebody with ``departments`` (None: all). The day is counted unless it was before.
        """
        place = self._place(day, ids)
        scope = None if departments is None else tuple(departments)

        def work() -> Mapping[str, Figure]:
            return self._days.get(place, lambda: self._day(place, ids)).figures(scope, ids)

        return self._figures.get((place, tuple(ids), scope), work)

    def read(self, day: date, ids: Sequence[str]) -> None:
        """Count a day that has passed, unless it was before."""
        place = self._place(day, ids)
        self._days.get(place, lambda: self._day(place, ids))

    def _day(self, place: Place, ids: Sequence[str]) -> Counted:
        found = everybody.read(self._opened(), Lens(place[0], place[1], newest=False), ids)
        return replace(found, kinds=())

    def _place(self, day: date, ids: Sequence[str]) -> Place:
        if day not in self._ends:
            register = self._opened()
            self._ends[day] = register.lens(known_at=register.end_of(day)).known_revision
        return (self._ends[day], day, self._redacted(), groups_of(ids))

    def _redacted(self) -> int:
        """Return the newest entry that erased something, asked for again whenever there are new entries."""
        register = self._opened()
        end = register.end.revision
        if self._redaction[0] != end:
            with register.cursor() as cursor:
                row = cursor.execute(
                    "SELECT max(revision) FROM journal WHERE operation = 'redact'"
                ).fetchone()
            self._redaction = (end, int(row[0] or 0) if row else 0)
        return self._redaction[1]

    def _opened(self) -> Register:
        register = self._register()
        if register is None:
            raise RuntimeError("the register is gone")
        return register


_lock = Lock()
_known: weakref.WeakKeyDictionary[Register, Known] = weakref.WeakKeyDictionary()


def known(register: Register) -> Known:
    """Return what is kept of ``register``, for as long as it is open."""
    with _lock:
        found = _known.get(register)
        if found is None:
            found = _known[register] = Known(register)
        return found


def groups_of(ids: Iterable[str]) -> Groups:
    """Return the groups that the figures ``ids`` are counted from."""
    return tuple(sorted({name for each in ids for name in DEFINITIONS[each].groups}))
