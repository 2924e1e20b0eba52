"""Which days are working days in a region, by the law that counts them, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache, lru_cache
from itertools import islice
from pathlib import Path
from typing import Literal

import holidays
from holidays.countries.china import ChinaStaticHolidays
from pydantic import StrictBool, StrictInt, ValidationError

from governance.errors import BadData
from governance.law import files
from governance.vocabulary import lookup
from governance.vocabulary.terms import Bilingual, Frozen, Words

Counting = Literal["eu_1182_71", "cn_civil_code", "plain"]
Rest = Literal["saturday", "sunday", "public_holiday", "day_off"]

SATURDAY, SUNDAY = 5, 6
NAME = "holidays.toml"
# A day off exchanged for a worked weekend, as the package names it in English.
_EXCHANGED = "Day off (substituted"


class AnnouncedYearly(Frozen):
    """Hold one region whose holidays are announced year by year, and the last year announced."""

    region: Words
    announced_to: StrictInt
    source: Words


class OwnDay(Frozen):
    """Hold one day that is not what the published calendar says."""

    region: Words
    on: date
    working: StrictBool
    source: Words
    note: Bilingual | None = None


@dataclass(frozen=True, slots=True)
class Overrides:
    """Hold what the files say over the package, and the files that were refused."""

    announced: Mapping[str, int]
    days: Mapping[tuple[str, date], bool]
    refused: tuple[BadData, ...]


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """Tell working days from days off in one region; without a region only weekends are known."""

    counting: Counting
    region: str | None
    country: str | None = None
    subdivision: str | None = None
    own: Mapping[date, bool] = field(default_factory=dict, repr=False, compare=False)

    def is_working(self, day: date) -> bool:
        """Tell whether work is done on ``day``."""
        return self.rest(day) is None

    def rest(self, day: date) -> Rest | None:
        """Return why ``day`` is no working day, or None when it is one.

        Regulation 1182/71 Art 2: working days are all days but public holidays, Sundays and Saturdays, so a
        weekend worked by exchange stays a weekend, and the day off taken for it is no public holiday. Civil
        Code Art 203 speaks of statutory rest days: weekends and holidays as the State Council arranges them.
        """
        own = self.own.get(day)
        table = _table(self.country, self.subdivision, day.year)
        worked = own is True or (day in table.worked and own is None)
        if self.counting == "cn_civil_code" and worked:
            return None
        if day.weekday() >= SATURDAY:
            return "saturday" if day.weekday() == SATURDAY else "sunday"
        if own is not None:
            return None if own else "day_off"
        if day in table.public:
            return "public_holiday"
        return "day_off" if self.counting == "cn_civil_code" and day in table.exchanged else None

    def next_working(self, day: date) -> date:
        """Return the first working day after ``day``."""
        day += timedelta(days=1)
        while not self.is_working(day):
            day += timedelta(days=1)
        return day

    def between(self, after: date, upto: date) -> int:
        """Return how many working days lie after ``after`` up to and with ``upto``."""
        return sum(1 for _ in self._after(after, upto))

    def at_least(self, number: int, after: date, upto: date) -> bool:
        """Tell whether ``number`` working days or more lie after ``after`` up to and with ``upto``."""
        return sum(1 for _ in islice(self._after(after, upto), number)) == number

    def _after(self, after: date, upto: date) -> Iterator[date]:
        for step in range(1, (upto - after).days + 1):
            day = after + timedelta(days=step)
            if self.is_working(day):
                yield day

    def provisional(self, day: date) -> bool:
        """Tell whether a count up to ``day`` rests on a calendar not announced yet, or on no region at all.

        The last week of December counts as the year after: a notice may exchange days of it (2007, 2012).
        """
        last = announced_to(self.region)
        return self.region is None or (last is not None and (day + timedelta(days=7)).year > last)


@dataclass(frozen=True, slots=True)
class _Year:
    """Hold the holidays of one year: designated ones, days off by exchange, weekends worked for them."""

    public: frozenset[date]
    exchanged: frozenset[date]
    worked: frozenset[date]


def working_days(region: str | None, counting: Counting) -> WorkingDays:
    """Return the working days of a region of the list ``holiday_region``.

    Raise BadData for a region that is not in the list or not known to the package.
    """
    return _working_days(region, counting, files.folders())


@lru_cache(maxsize=256)
def _working_days(region: str | None, counting: Counting, places: tuple[Path, ...]) -> WorkingDays:
    if region is None:
        return WorkingDays(counting, None)
    term = lookup.term("holiday_region", region)
    country = str(term.extra.get("country", "")) if term else ""
    subdivision = str(term.extra["subdivision"]) if term and "subdivision" in term.extra else None
    if not country or not _known(country, subdivision):
        raise BadData("holiday_region_unknown", region=region)
    # What is said of the whole holds for its part, unless the part says otherwise.
    days = _overrides(places).days
    own = {
        day: work
        for part in (region.partition("_")[0], region)
        for (of, day), work in days.items()
        if of == part
    }
    return WorkingDays(counting, region, country, subdivision, own)


def announced_to(region: str | None) -> int | None:
    """Return the last year whose holidays are announced, or None where they follow from the statute."""
    if region is None:
        return None
    own = overrides().announced.get(region)
    if region == "cn":
        return max(own or 0, *ChinaStaticHolidays.special_public_holidays)
    return own


def overrides() -> Overrides:
    """Return the days and years of ``holidays.toml``, the organisation's own file winning over the packaged."""
    return _overrides(files.folders())


@cache
def _known(country: str, subdivision: str | None) -> bool:
    try:
        holidays.country_holidays(country, subdiv=subdivision)
    except NotImplementedError:
        return False
    return True


@lru_cache(maxsize=512)
def _table(country: str | None, subdivision: str | None, year: int) -> _Year:
    if country is None:
        return _Year(frozenset(), frozenset(), frozenset())
    listed = holidays.country_holidays(country, subdiv=subdivision, years=year, language="en_US")
    exchanged = {day for day, name in listed.items() if name.startswith(_EXCHANGED)}
    worked = {day for day in listed.weekend_workdays if day.year == year}
    return _Year(frozenset(listed.keys() - exchanged), frozenset(exchanged), frozenset(worked))


@cache
def _overrides(places: tuple[Path, ...]) -> Overrides:
    announced: dict[str, int] = {}
    days: dict[tuple[str, date], bool] = {}
    refused: list[BadData] = []
    for file in (place / NAME for place in places if (place / NAME).is_file()):
        try:
            calendars, own = _rows(file)
        except BadData as fault:
            refused.append(fault)
            continue
        announced |= {row.region: row.announced_to for row in calendars}
        days |= {(row.region, row.on): row.working for row in own}
    return Overrides(announced, days, tuple(refused))


def _rows(file: Path) -> tuple[list[AnnouncedYearly], list[OwnDay]]:
    """Return both tables of a file; raise BadData naming file, row and key when one is wrong."""
    content = files.read(file)
    calendars, own = content.get("calendar", []), content.get("day", [])
    row = "?"
    try:
        found = [AnnouncedYearly.model_validate(row := entry) for entry in calendars]
        return found, [OwnDay.model_validate(row := entry) for entry in own]
    except ValidationError as fault:
        key = ".".join(str(step) for step in fault.errors(include_url=False)[0]["loc"]) or "?"
        name = str(row.get("on") or row.get("region") or "?") if isinstance(row, Mapping) else "?"
        raise BadData("holidays_row_bad", file=files.label(file), row=name, reason=key) from fault
    except TypeError as fault:
        raise BadData("holidays_row_bad", file=files.label(file), row="?", reason="[[day]]") from fault
