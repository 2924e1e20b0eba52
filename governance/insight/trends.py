"""A figure at several dates, computed anew from the journal; nothing is stored apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Literal

from governance.insight.figures import EVERYTHING, Figure, compute
from governance.insight.filters import Filters
from governance.insight.known import known
from governance.register.store import Register

Clocks = Literal["both", "effective"]
OVERVIEW = ("coverage", "accountability.gaps", "officers.in_post", "risk.high", "evidence.in_date")
AT_ONCE = 2
MOST_MONTHS = 18


def month_ends(until: date, months: int) -> list[date]:
    """Return the last days of the ``months`` months before that of ``until``, then ``until`` itself."""
    days, first = [until], until.replace(day=1)
    for _ in range(months):
        days.append(first - timedelta(days=1))
        first = days[-1].replace(day=1)
    return days[::-1]


def overview_days(register: Register, until: date) -> list[date]:
    """Return the month ends before ``until``, as far as the register goes back, and that day."""
    first = known(register).first_day()
    if first is None or first >= until:
        return [until]
    months = min(MOST_MONTHS, (until.year - first.year) * 12 + until.month - first.month)
    return [*(each for each in month_ends(until, months) if first <= each < until), until]


def trend(
    register: Register,
    days: Sequence[date],
    *,
    actor: str | None,
    ids: Iterable[str] = OVERVIEW,
    clocks: Clocks = "both",
    known_at: datetime | None = None,
    filters: Filters = EVERYTHING,
) -> dict[str, list[Figure]]:
    """Return for each of ``ids`` its figure on each of ``days``, as ``actor`` (None: the register itself) sees it.

    ``both`` asks what the register said at the end of each day; ``effective`` asks what the register of one moment says
    of that day: of ``known_at``, None being now («that day, as we know today», and the forecast when days lie ahead).
    Days before the first entry have the value None.
    """
    wanted = tuple(ids)

    def on(day: date) -> dict[str, Figure]:
        moment = (
            known_at if clocks == "effective" else register.end_of(day) if day < register.today() else None
        )
        with register.read(register.lens(known_at=moment, effective_on=day, actor=actor)) as reader:
            return compute(reader, wanted, filters=filters)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = list(pool.map(on, days))
    return {each: [figures[each] for figures in found] for each in wanted}


def with_trend(figure: Figure, series: Sequence[Figure]) -> Figure:
    """Return ``figure`` carrying the values of ``series``, oldest first, for a sparkline."""
    return replace(figure, trend=tuple(each.value for each in series))
