"""Figures month by month: each past day is read once, since what the register said then no longer changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import TYPE_CHECKING

import streamlit as st
from dateutil.relativedelta import relativedelta

from governance.insight import trends
from governance.ui.context import current, reader
from governance.ui.insight.cache import stamp

if TYPE_CHECKING:
    from collections.abc import Hashable

    from governance.insight.figure import Figure

    Known = dict[Hashable, dict[str, Figure]]

MOST_MONTHS = 18
MOST_KEPT = 4_000
_lock = Lock()


@dataclass(frozen=True, slots=True)
class Trends:
    """Hold the days, oldest first and ending with the day looked at, and each figure on them.

    The day before the last is the same day a month ago, so that a change is told against it.
    """

    days: tuple[date, ...]
    figures: tuple[dict[str, Figure], ...]

    def of(self, figure_id: str) -> list[float | None]:
        """Return the values of one figure, oldest first."""
        return [each[figure_id].value for each in self.figures]

    def series(self, *figure_ids: str) -> dict[str, list[Figure]]:
        """Return the figures over time, oldest first."""
        return {each: [on[each] for on in self.figures] for each in figure_ids}


def ready() -> bool:
    """Tell whether every day is known already, so that :func:`load` answers at once."""
    known = _known()
    return all(_key(day) in known for day in _days())


def load() -> Trends:
    """Return the overview figures at the end of each month there is, a month ago, and on the day looked at."""
    days, known = _days(), _known()
    missing = [day for day in days if _key(day) not in known]
    if missing:
        _read(missing, known)
    return Trends(tuple(days), tuple(known[_key(day)] for day in days))


def _read(days: list[date], known: Known) -> None:
    context = current()
    found = trends.trend(
        context.register, days, actor=context.actor, clocks="effective" if _hindsight() else "both"
    )
    with _lock:
        if len(known) > MOST_KEPT:
            known.clear()
        for number, day in enumerate(days):
            known[_key(day)] = {each: series[number] for each, series in found.items()}


@st.cache_resource(show_spinner=False)
def _known() -> Known:
    """Return what has been read so far, shared by everybody with the same scope."""
    return {}


def _key(day: date) -> Hashable:
    """Return what the figures of ``day`` depend on: a past day only on itself and on who looks."""
    path, _, _, departments, masks = now = stamp()
    passed = day < current().register.today() and not _hindsight()
    return (path, departments, masks, day) if passed else (now, day)


def _hindsight() -> bool:
    context = current()
    return context.is_past and context.known_at is None


def _days() -> list[date]:
    """Return the month ends before the day looked at, as far as the register goes back, a month ago, and the day."""
    day = current().effective_on
    with reader() as views:
        first = views.value("SELECT min(recorded_at)::DATE FROM journal")
    if first is None or first >= day:
        return [day]
    month_ago = day - relativedelta(months=1)
    months = min(MOST_MONTHS, (day.year - first.year) * 12 + day.month - first.month)
    ends = [each for each in trends.month_ends(day, months) if first <= each < month_ago]
    return [*ends, *([month_ago] if month_ago >= first else []), day]
