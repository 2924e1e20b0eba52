"""What was counted for everybody, kept in memory: states looked at now, and days that have passed (decision 0038).

What the register said of a day that has passed changes by nothing but a redaction, so that it is counted once.
"""

from __future__ import annotations

import time
import weakref
from datetime import date
from typing import TYPE_CHECKING

from governance.insight import everybody
from governance.insight.catalogue import groups_of
from governance.register.attached import Attached
from governance.register.lens import Lens
from governance.singleflight import SingleFlight

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from governance.insight.everybody import Counted
    from governance.insight.figure import Figure
    from governance.register.store import Register

STATES = 12  # states of the present: one lists every kind of cell there is
DAYS = 200
FIGURES = 6_000  # sets of figures of one day in one scope
Groups = tuple[str, ...]
Place = tuple[int, date, int, Groups]  # revision known, day, newest redaction, what is counted
Asked = tuple[Place, tuple[str, ...], "tuple[str, ...] | None"]  # with the figures and the departments


class Known:
    """Keep what was counted of one register; what is asked for by several at once is counted once."""

    def __init__(self, register: Register) -> None:
        self._register = weakref.ref(register)
        self._states: SingleFlight[Place, Counted] = SingleFlight(STATES)
        self._all: SingleFlight[Place, Mapping[str, int]] = SingleFlight(STATES)
        self._days: SingleFlight[Place, Counted] = SingleFlight(DAYS)
        self._figures: SingleFlight[Asked, Mapping[str, Figure]] = SingleFlight(FIGURES)
        self._first: date | None = None
        self._ends: dict[date, int] = {}
        self.cost = 0.0  # seconds the last day took to count; nothing before there was one

    def now(self, lens: Lens, ids: Sequence[str] = everybody.COUNTED) -> Counted:
        """Return what the state that ``lens`` looks at counts for the figures ``ids``, whoever looks."""
        return self._states.get(self._state(lens, ids), lambda: everybody.read(self._opened(), lens, ids))

    def numbers(self, lens: Lens, ids: Sequence[str] = everybody.COUNTED) -> Mapping[str, int]:
        """Return the numbers of that state for the person of ``lens``; who sees everything does not wait for what others see."""
        place = self._state(lens, ids)
        if lens.departments is None and self._states.peek(place) is None:
            return self._all.get(place, lambda: everybody.numbers(self._opened(), lens, ids))
        return self.now(lens, ids).numbers(lens.departments)

    def is_read(self, day: date, ids: Sequence[str], *, today: bool = False) -> bool:
        """Tell whether :meth:`on` answers at once."""
        return self._days.peek(self._place(day, tuple(ids), today=today)) is not None

    def on(
        self, day: date, ids: Sequence[str], departments: Sequence[str] | None, *, today: bool = False
    ) -> Mapping[str, Figure]:
        """Return figures for a ``day`` that has passed, as the register held them at its end, or as it does ``today``.

        They are those of somebody with ``departments`` (None: all). The day is counted unless it was before.
        """
        place = self._place(day, tuple(ids), today=today)
        scope = None if departments is None else tuple(departments)
        return self._figures.get(
            (place, tuple(ids), scope), lambda: self._counted(place, ids).figures(scope, ids)
        )

    def read(self, day: date, ids: Sequence[str], *, today: bool = False) -> None:
        """Count a day that has passed, unless it was before."""
        self._counted(self._place(day, tuple(ids), today=today), ids)

    def first_day(self) -> date | None:
        """Return the day of the first entry of the register; None before there is one."""
        if self._first is None:
            with self._opened().cursor() as cursor:
                row = cursor.execute("SELECT min(recorded_at) FROM journal").fetchone()
            self._first = row[0].date() if row and row[0] else None
        return self._first

    def _state(self, lens: Lens, ids: Sequence[str]) -> Place:
        revision = self._opened().newest(lens, everybody.KINDS)
        return (revision, lens.effective_on, self._opened().erased(), _groups(ids))

    def _counted(self, place: Place, ids: Sequence[str]) -> Counted:
        revision, day, *_ = place

        def work() -> Counted:
            start = time.perf_counter()
            found = everybody.read(self._opened(), Lens(revision, day, newest=False), ids)
            self.cost = time.perf_counter() - start
            return found

        return self._days.get(place, work)

    def _place(self, day: date, ids: tuple[str, ...], *, today: bool) -> Place:
        revision = self._newest() if today else self._end(day)
        return (revision, day, self._opened().erased(), _groups(ids))

    def _newest(self) -> int:
        register = self._opened()
        return register.newest(Lens(register.end.revision, register.today()), everybody.KINDS)

    def _end(self, day: date) -> int:
        """Return the last entry of ``day``; no later one can come once it has passed."""
        if day not in self._ends:
            register = self._opened()
            self._ends[day] = register.lens(known_at=register.end_of(day)).known_revision
        return self._ends[day]

    def _opened(self) -> Register:
        register = self._register()
        if register is None:
            raise RuntimeError("the register is gone")
        return register


_known = Attached(Known)


def known(register: Register) -> Known:
    """Return what is kept of ``register``, for as long as it is open."""
    return _known.of(register)


def _groups(ids: Sequence[str]) -> Groups:
    """Return what is counted for the figures ``ids``, in whatever order they are asked for."""
    return tuple(sorted(groups_of(ids)))
