"""When a period of law ends: Regulation (EEC, Euratom) 1182/71 and Civil Code of China Art 200-204.

Both leave out the day of the event and take months by the calendar. They part where a period ends on a day
off: both move it to the next working day, but each has its own idea of one (see ``working_days``).

Periods in hours. Regulation 1182/71 Art 3(1), (2)(a): the hour of the event is left out, so 72 hours from
12:17 run from 13:00 to 13:00. Art 3(4) leaves them out of the move to a working day, so they also end on
a Sunday. Whether Art 3(5) (two working days within any period of two days or more) holds for them is disputed:
the authorities of Bavaria (guidance of 1 June 2019) and North Rhine-Westphalia (letter of February 2024) say
no, Piltz/Pradel, ZD 2019, 152 yes. The earlier end is given as due, the later one beside it as ``arguable``.
Civil Code Art 201: hours run from the moment itself.

Dates an organisation sets itself are counted ``plain``: the day of the event is left out too, and nothing moves.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from typing import Literal, get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dateutil.relativedelta import relativedelta

from governance.errors import BadData
from governance.law.working_days import Counting, WorkingDays, working_days

Unit = Literal["hours", "days", "working_days", "weeks", "months", "years"]
Moment = date | datetime
Why = Literal[
    "day_not_counted", "hour_not_counted", "from_the_moment", "time_unknown", "period_ends", "no_such_day",
    "stopped", "saturday", "sunday", "public_holiday", "day_off", "next_working_day", "two_working_days",
    "two_working_days_disputed", "region_unknown", "not_announced",
]  # fmt: skip

CITES: dict[Counting, str] = {
    "eu_1182_71": "Regulation (EEC, Euratom) 1182/71 Art 3",
    "cn_civil_code": "PRC Civil Code Art 200-204",
    "plain": "",
}
MOVES = frozenset({"saturday", "sunday", "public_holiday", "day_off", "two_working_days"})


@dataclass(frozen=True, slots=True)
class Period:
    """Hold a length of time as the law writes it."""

    amount: int
    unit: Unit

    def __post_init__(self) -> None:
        if self.unit not in get_args(Unit):
            raise BadData("period_unit_unknown", unit=self.unit)
        if self.amount < 1:
            raise BadData("period_amount_bad", amount=self.amount)


@dataclass(frozen=True, slots=True)
class Place:
    """Say whose days count: the region of public holidays, if known, and the time zone."""

    region: str | None
    zone: str

    def days(self, counting: Counting) -> WorkingDays:
        """Return the working days of the place."""
        return working_days(self.region, counting)

    def local(self, moment: Moment) -> date:
        """Return the day of ``moment`` on the calendar of the place."""
        return moment.astimezone(zone(self.zone)).date() if isinstance(moment, datetime) else moment


@dataclass(frozen=True, slots=True)
class Step:
    """Hold one step of the count, for people who want to follow it: why, and the day or moment reached."""

    why: Why
    reached: Moment
    period: Period | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """Hold when a period ends and how that was counted.

    ``end`` is a day, of which the last hour counts, or a moment for periods in hours. ``raw`` is the end before
    it moved to a working day. ``provisional`` means that holidays not announced yet, or no region, were used.
    """

    end: Moment
    raw: Moment
    counting: Counting
    steps: tuple[Step, ...]
    provisional: bool
    arguable: datetime | None = None

    @property
    def moved(self) -> tuple[Why, ...]:
        """Return why the end moved, in the order it did; empty when it stayed."""
        return tuple(step.why for step in self.steps if step.why in MOVES)

    @property
    def cites(self) -> str:
        """Return the rule of counting; empty for dates of one's own."""
        return CITES[self.counting]


@cache
def zone(name: str) -> ZoneInfo:
    """Return a time zone; raise BadData for a name the machine does not know."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as fault:
        raise BadData("time_zone_unknown", zone=name) from fault


def count(start: Moment, period: Period, counting: Counting, place: Place, *, stopped: int = 0) -> Due:
    """Return when ``period`` ends that the event of ``start`` set off.

    ``stopped`` days during which the clock stood still are added before the end is moved; for periods in working
    days they are working days. Hours cannot be stopped. Raise BadData for a moment without a time zone, an
    unknown region, zone or unit.
    """
    if isinstance(start, datetime) and start.tzinfo is None:
        raise BadData("moment_without_zone", moment=start.isoformat(" "))
    if period.unit == "hours":
        return _hours(start, period, counting, place)
    days, first = place.days(counting), place.local(start)
    raw, steps = _plain_end(first, period, days)
    if stopped:
        raw = _working_end(raw, stopped, days) if period.unit == "working_days" else raw + _days(stopped)
        steps.append(Step("stopped", raw, Period(stopped, "days")))
    if counting == "plain":
        return Due(raw, raw, counting, tuple(steps), provisional=False)
    end, moved = _moved(first, raw, period, days)
    return _judged(Due(end, raw, counting, (*steps, *moved), provisional=False), end, days)


def back(end: date, period: Period, counting: Counting, place: Place) -> date:
    """Return the day that lies ``period`` before ``end``; ``end`` itself is not counted.

    Regulation 1182/71 Art 3(4) second paragraph: a period counted back does not move to a working day.
    """
    if period.unit == "hours":
        raise BadData("period_unit_unknown", unit=period.unit)
    if period.unit != "working_days":
        return end - _length(period)
    days, day, left = place.days(counting), end, period.amount
    while left:
        day -= timedelta(days=1)
        left -= days.is_working(day)
    return day


def _days(amount: int) -> timedelta:
    return timedelta(days=amount)


@lru_cache(maxsize=256)
def _length(period: Period) -> relativedelta | timedelta:
    """Return a period in days, weeks, months or years; months clip to the last day (1182/71 Art 3(2)(c))."""
    match period.unit:
        case "months":
            return relativedelta(months=period.amount)
        case "years":
            return relativedelta(years=period.amount)
        case "weeks":
            return timedelta(weeks=period.amount)
        case _:
            return timedelta(days=period.amount)


def _plain_end(first: date, period: Period, days: WorkingDays) -> tuple[date, list[Step]]:
    """Return the last day of the period as it is written, and the steps to it.

    The day from which a period in weeks, months or years runs is the day of the event: ECJ C-171/03 Toeters.
    """
    steps = [Step("day_not_counted", first)]
    if period.unit == "working_days":
        end = _working_end(first, period.amount, days)
    else:
        end = first + _length(period)
    steps.append(Step("period_ends", end, period))
    if period.unit in {"months", "years"} and end.day != first.day:
        steps.append(Step("no_such_day", end))
    return end, steps


def _working_end(day: date, amount: int, days: WorkingDays) -> date:
    for _ in range(amount):
        day = days.next_working(day)
    return day


def _moved(first: date, end: date, period: Period, days: WorkingDays) -> tuple[date, list[Step]]:
    """Return the end on a working day: 1182/71 Art 3(4), (5), Civil Code Art 203."""
    steps: list[Step] = []
    rest = days.rest(end)
    if rest is not None:
        steps.append(Step(rest, end))
        end = days.next_working(end)
        steps.append(Step("next_working_day", end))
    two_days = period.unit != "days" or period.amount > 1
    if days.counting == "eu_1182_71" and two_days and period.unit != "working_days":
        while not days.at_least(2, first, end):
            end = days.next_working(end)
            steps.append(Step("two_working_days", end))
    return end, steps


def _judged(due: Due, last: date, days: WorkingDays) -> Due:
    """Return ``due`` marked provisional where the days up to ``last`` rest on a calendar that is not certain."""
    if not days.provisional(last):
        return due
    why: Why = "region_unknown" if days.region is None else "not_announced"
    return replace(due, provisional=True, steps=(*due.steps, Step(why, last)))


def _hours(start: Moment, period: Period, counting: Counting, place: Place) -> Due:
    """Return the end of a period in hours, in the time of the place; the hours are real ones across a clock change.

    An event known by its day only is taken to have happened as that day began, so that the end is never too late.
    """
    here = zone(place.zone)
    steps: list[Step] = []
    if not isinstance(start, datetime):
        start = datetime.combine(start, time(), here)
        steps.append(Step("time_unknown", start))
    begin = start.astimezone(here)
    if counting == "eu_1182_71":
        into = timedelta(minutes=begin.minute, seconds=begin.second, microseconds=begin.microsecond)
        begin = (begin.astimezone(UTC) - into + timedelta(hours=1)).astimezone(here)
        steps.append(Step("hour_not_counted", begin))
    else:
        steps.append(Step("from_the_moment", begin))
    end = (begin.astimezone(UTC) + timedelta(hours=period.amount)).astimezone(here)
    steps.append(Step("period_ends", end, period))
    later = _arguable(begin, end, period, place) if counting == "eu_1182_71" else None
    if later:
        steps.append(Step("two_working_days_disputed", later))
    return Due(end, end, counting, tuple(steps), provisional=False, arguable=later)


def _arguable(begin: datetime, end: datetime, period: Period, place: Place) -> datetime | None:
    """Return the end if Art 3(5) held for hours: the last hour of the second working day, a part counting as one."""
    if period.amount < 48:
        return None
    days = place.days("eu_1182_71")
    last = (end - timedelta(microseconds=1)).date()
    found = days.between(begin.date() - timedelta(days=1), last)
    if found >= 2:
        return None
    for _ in range(2 - found):
        last = days.next_working(last)
    return datetime.combine(last + timedelta(days=1), time(), zone(place.zone))
