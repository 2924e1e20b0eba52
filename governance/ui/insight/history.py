"""Figures of past days, each read once: what the register said of a day that has passed no longer changes."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from governance.insight import ahead
from governance.insight.figures import of_numbers
from governance.insight.known import known
from governance.ui.context import current, reading

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from governance.insight.figure import Figure
    from governance.insight.known import Known

DEAR = 0.05  # seconds


def first_day() -> date | None:
    """Return the day of the first entry of the register."""
    return _known().first_day()


def hindsight() -> bool:
    """Tell whether the past is looked at as it is known today."""
    context = current()
    return context.is_past and context.known_at is None


def ready(ids: Sequence[str], days: Sequence[date]) -> bool:
    """Tell whether all of these days, which have passed, are read already, so that :func:`series` answers at once."""
    return not _missing(ids, days)


def series(ids: Sequence[str], days: Sequence[date]) -> dict[str, list[Figure]]:
    """Return each figure on each day as the person of this run may see it, reading only what was not read before."""
    found = [_figures(ids, day) for day in days]
    return {each: [figures[each] for figures in found] for each in ids}


def newest(ids: Sequence[str], days: Sequence[date], until: float) -> Sequence[date]:
    """Return the newest of ``days``, oldest first, as far as they are read without a gap.

    This visit itself begins to read days before the moment ``until`` (monotonic); the rest is left to the reader ahead. Days
    that are dear to read are left to it as soon as it is at work.
    """
    kept, missing, worker = _known(), _missing(ids, days), ahead.of(current().register)
    while missing and time.monotonic() < until and not (worker.is_busy and kept.cost > DEAR):
        kept.read(missing.pop(), ids, today=hindsight())
    if not missing:
        return days
    leave(ids, missing)
    return days[days.index(missing[-1]) + 1 :]


def leave(ids: Sequence[str], days: Sequence[date]) -> None:
    """Have those of ``days`` that are not read yet read beside the screen, the newest first."""
    ahead.days(current().register, _missing(ids, days)[::-1], ids, today=hindsight())


def _missing(ids: Sequence[str], days: Sequence[date]) -> list[date]:
    kept, today = _known(), hindsight()
    return [day for day in days if not kept.is_read(day, ids, today=today)]


def _figures(ids: Sequence[str], day: date) -> dict[str, Figure]:
    context = current()
    departments = context.lens.departments
    if day < context.register.today():
        return dict(_known().on(day, ids, departments, today=hindsight()))
    return of_numbers(ids, _known().numbers(reading(), ids), reading())


def _known() -> Known:
    return known(current().register)
