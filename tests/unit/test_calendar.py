"""Periods end where the law says: every case here was counted by hand, from the source named beside it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, get_args
from zoneinfo import ZoneInfo

import holidays
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from governance import vocabulary
from governance.errors import BadData
from governance.language import LANGUAGES, explain
from governance.law import working_days as days
from governance.law.calendar import CITES, Due, Moment, Period, Place, Unit, back, count
from governance.law.working_days import Counting, working_days

EU: Counting = "eu_1182_71"
CN: Counting = "cn_civil_code"
BERLIN, SHANGHAI = ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Shanghai")
REGIONS = [term.code for term in vocabulary.terms("holiday_region")]


def ends(start: Moment, amount: int, unit: Unit, region: str | None, counting: Counting = EU) -> Due:
    """Count a period in a region, by the clock of Berlin or Shanghai."""
    zone = "Europe/Berlin" if counting == EU else "Asia/Shanghai"
    return count(start, Period(amount, unit), counting, Place(region, zone))


# Regulation (EEC, Euratom) 1182/71 Art 3. Public holidays: the official lists of the Member States.
EUROPE: list[tuple[str, int, Unit, str, str, tuple[str, ...]]] = [
    # Months end on the day of the same number, or on the month's last day: Art 3(2)(c).
    ("2026-01-31", 1, "months", "de_be", "2026-03-02", ("saturday",)),  # 28 February is a Saturday: Art 3(4)
    ("2026-01-29", 1, "months", "de_be", "2026-03-02", ("saturday",)),  # no 29 February in 2026
    ("2024-01-31", 1, "months", "de_be", "2024-02-29", ()),  # a leap year, a Thursday
    ("2024-01-29", 1, "months", "de_be", "2024-02-29", ()),
    ("2023-01-31", 1, "months", "de_be", "2023-02-28", ()),  # a Tuesday
    ("2024-02-29", 1, "months", "de_be", "2024-04-02", ("public_holiday",)),  # Good Friday to Easter Monday
    ("2026-08-31", 1, "months", "de_be", "2026-09-30", ()),  # example in EDPB Guidelines 01/2022 (5.3)
    ("2024-03-05", 1, "months", "de_be", "2024-04-05", ()),  # 5 March to 5 April, the same guidelines
    ("2026-03-05", 1, "months", "de_be", "2026-04-07", ("sunday",)),  # 5 April is Easter Sunday
    ("2024-09-03", 1, "months", "gb", "2024-10-03", ()),  # 3 September to 3 October: ICO, right of access
    ("2024-09-03", 1, "months", "de_be", "2024-10-04", ("public_holiday",)),  # Day of German Unity
    ("2026-01-31", 3, "months", "de_be", "2026-04-30", ()),  # with the extension of GDPR 12(3): from receipt
    ("2025-11-30", 3, "months", "de_be", "2026-03-02", ("saturday",)),
    ("2026-11-30", 1, "months", "de_be", "2026-12-30", ()),  # from a shorter month to a longer one
    ("2025-12-31", 1, "months", "de_be", "2026-02-02", ("saturday",)),  # over the turn of the year
    ("2026-12-31", 1, "months", "de_be", "2027-02-01", ("sunday",)),
    # Public holidays differ by region: Art 2(1) takes those of the place of action.
    ("2025-12-01", 1, "months", "de_be", "2026-01-02", ("public_holiday",)),  # New Year
    (
        "2025-12-01",
        1,
        "months",
        "ro",
        "2026-01-05",
        ("public_holiday",),
    ),  # 2 January is one too, then a weekend
    ("2025-12-06", 1, "months", "de_by", "2026-01-07", ("public_holiday",)),  # Epiphany
    ("2025-12-06", 1, "months", "de_be", "2026-01-06", ()),
    ("2025-12-06", 1, "months", "at", "2026-01-07", ("public_holiday",)),
    ("2025-12-06", 1, "months", "se", "2026-01-07", ("public_holiday",)),
    ("2025-12-06", 1, "months", "dk", "2026-01-06", ()),
    (
        "2025-12-06",
        1,
        "months",
        "ro",
        "2026-01-08",
        ("public_holiday",),
    ),  # Epiphany and Saint John, since 2024
    ("2026-01-02", 1, "months", "ie", "2026-02-03", ("public_holiday",)),  # Saint Brigid, since 2023
    ("2027-02-08", 1, "months", "de_be", "2027-03-09", ("public_holiday",)),  # Women's Day, Berlin only
    ("2027-02-08", 1, "months", "de_by", "2027-03-08", ()),
    ("2026-03-02", 1, "months", "no", "2026-04-07", ("public_holiday",)),  # Maundy Thursday to Easter Monday
    ("2026-03-02", 1, "months", "de_be", "2026-04-02", ()),
    ("2026-03-10", 1, "months", "gr", "2026-04-14", ("public_holiday",)),  # Orthodox Good Friday and Monday
    (
        "2023-04-05",
        1,
        "months",
        "dk",
        "2023-05-08",
        ("public_holiday",),
    ),  # Great Prayer Day, for the last time
    ("2024-03-26", 1, "months", "dk", "2024-04-26", ()),  # abolished from 2024
    ("2025-04-09", 1, "months", "lu", "2025-05-12", ("public_holiday",)),  # Europe Day on a Friday
    ("2026-04-14", 1, "months", "dk", "2026-05-15", ("public_holiday",)),  # Ascension
    ("2026-04-14", 1, "months", "it", "2026-05-14", ()),
    ("2026-05-04", 1, "months", "de_nw", "2026-06-05", ("public_holiday",)),  # Corpus Christi
    ("2026-05-04", 1, "months", "de_be", "2026-06-04", ()),
    ("2025-05-06", 1, "months", "se", "2025-06-09", ("public_holiday",)),  # National Day; Whit Monday is none
    ("2025-05-09", 1, "months", "dk", "2025-06-10", ("public_holiday",)),  # Whit Monday
    ("2026-05-10", 1, "months", "pt", "2026-06-11", ("public_holiday",)),  # Portugal Day
    ("2026-06-14", 1, "months", "fr", "2026-07-15", ("public_holiday",)),  # 14 July
    ("2026-07-20", 1, "months", "hu", "2026-08-21", ("public_holiday",)),  # Saint Stephen
    # A day off against a worked Saturday is no public holiday, and the Saturday no working day: Art 2(2).
    ("2026-07-21", 1, "months", "hu", "2026-08-21", ()),
    ("2026-07-08", 1, "months", "hu", "2026-08-10", ("saturday",)),
    ("2026-08-28", 1, "months", "cz", "2026-09-29", ("public_holiday",)),  # Saint Wenceslas
    ("2026-10-11", 1, "months", "pl", "2026-11-12", ("public_holiday",)),  # Independence Day
    ("2026-11-25", 1, "months", "de_be", "2026-12-28", ("public_holiday",)),  # Friday to Sunday
    ("2026-11-25", 1, "months", "gb", "2026-12-29", ("public_holiday",)),  # Boxing Day made up on Monday
    # Weeks and years. ECJ C-171/03 Toeters: three weeks end on the weekday of the event.
    ("1998-03-12", 3, "weeks", "nl", "1998-04-02", ()),
    ("1998-03-13", 3, "weeks", "nl", "1998-04-03", ()),
    ("1998-01-27", 3, "weeks", "nl", "1998-02-17", ()),
    ("2026-03-02", 8, "weeks", "de_be", "2026-04-27", ()),  # GDPR 36(2)
    ("2026-03-02", 8, "weeks", "nl", "2026-04-28", ("public_holiday",)),  # King's Day
    ("2026-03-02", 14, "weeks", "de_be", "2026-06-08", ()),  # with the six weeks of GDPR 36(2)
    ("2024-02-29", 1, "years", "de_be", "2025-02-28", ()),
    ("2024-02-29", 4, "years", "de_be", "2028-02-29", ()),
    ("2023-11-01", 3, "years", "de_be", "2026-11-02", ("sunday",)),
    # Days. Art 3(5): a period of two days or more has at least two working days in it.
    ("2026-01-31", 30, "days", "de_be", "2026-03-02", ()),  # thirty days are not a month
    ("2026-01-02", 1, "days", "de_be", "2026-01-05", ("saturday",)),
    ("2026-01-08", 2, "days", "de_be", "2026-01-12", ("saturday",)),  # Friday and Monday
    ("2026-01-09", 2, "days", "de_be", "2026-01-13", ("sunday", "two_working_days")),
    ("2026-01-09", 3, "days", "de_be", "2026-01-13", ("two_working_days",)),
    ("2026-04-02", 5, "days", "de_be", "2026-04-08", ("two_working_days",)),  # Easter: only Tuesday is in it
    ("2026-01-09", 1, "working_days", "de_be", "2026-01-12", ()),
    ("2026-03-30", 10, "working_days", "de_be", "2026-04-15", ()),  # two Easter holidays left out
]


@pytest.mark.parametrize(("start", "amount", "unit", "region", "end", "moved"), EUROPE)
def test_a_period_of_european_law_ends(
    start: str, amount: int, unit: Unit, region: str, end: str, moved: tuple[str, ...]
) -> None:
    """The day of the event is left out, and an end on a day off moves to the next working day."""
    found = ends(date.fromisoformat(start), amount, unit, region)

    assert (str(found.end), found.moved) == (end, moved)
    assert found.cites == CITES[EU]


# Civil Code Art 201-203; notices of the General Office of the State Council on holidays.
CHINA: list[tuple[str, int, Unit, str, tuple[str, ...]]] = [
    # The notice itself gives 29 August 2025 as the end of 30 working days from 18 July (CAC, officer filing).
    ("2025-07-18", 30, "working_days", "2025-08-29", ()),
    # Notice for 2026 of 4 November 2025: Spring Festival 15-23 February 2026, worked on 14 and 28 February.
    ("2026-02-10", 10, "working_days", "2026-03-02", ()),
    ("2026-02-13", 1, "working_days", "2026-02-14", ()),
    ("2026-02-14", 1, "working_days", "2026-02-24", ()),
    ("2026-02-27", 1, "working_days", "2026-02-28", ()),
    ("2025-12-31", 1, "working_days", "2026-01-04", ()),  # New Year 1-3 January, worked on Sunday the 4th
    ("2026-04-30", 4, "working_days", "2026-05-09", ()),  # Labour Day 1-5 May, worked on Saturday the 9th
    ("2026-09-18", 5, "working_days", "2026-09-24", ()),  # worked on Sunday 20 September
    ("2026-09-28", 5, "working_days", "2026-10-10", ()),  # National Day 1-7 October, worked on the 10th
    # Notice for 2025: Spring Festival 28 January - 4 February 2025, worked on 26 January and 8 February.
    ("2025-01-20", 10, "working_days", "2025-02-08", ()),
    ("2025-04-25", 1, "working_days", "2025-04-27", ()),
    (
        "2025-09-25",
        10,
        "working_days",
        "2025-10-15",
        (),
    ),  # 1-8 October, worked on 28 September and 11 October
    # Notice for 2024: Spring Festival 10-17 February 2024, worked on 4 and 18 February; the eve is no holiday.
    ("2024-02-01", 10, "working_days", "2024-02-20", ()),
    ("2024-04-03", 2, "working_days", "2024-04-08", ()),  # Qingming 4-6 April, worked on Sunday the 7th
    ("2024-04-26", 1, "working_days", "2024-04-28", ()),
    ("2024-09-13", 1, "working_days", "2024-09-14", ()),
    ("2024-09-27", 2, "working_days", "2024-09-30", ()),
    ("2024-10-11", 1, "working_days", "2024-10-12", ()),
    # Art 202, 203: the same day of the month, moved to the day after the holiday.
    ("2026-01-15", 1, "months", "2026-02-24", ("sunday",)),
    ("2026-01-20", 1, "months", "2026-02-24", ("day_off",)),
    ("2026-01-17", 1, "months", "2026-02-24", ("public_holiday",)),
    ("2026-01-14", 1, "months", "2026-02-14", ()),  # a worked Saturday is no rest day
    ("2026-01-31", 1, "months", "2026-02-28", ()),  # so here, where European law says 2 March
    ("2024-02-29", 1, "years", "2025-02-28", ()),
    ("2023-11-01", 3, "years", "2026-11-02", ("sunday",)),
    ("2024-10-05", 2, "years", "2026-10-08", ("public_holiday",)),
    ("2024-09-20", 15, "days", "2024-10-08", ("saturday",)),  # the days of an appeal over National Day 2024
    ("2026-01-20", 30, "days", "2026-02-24", ("public_holiday",)),
    ("2026-01-09", 2, "days", "2026-01-12", ("sunday",)),  # no rule of two working days
]


@pytest.mark.parametrize(("start", "amount", "unit", "end", "moved"), CHINA)
def test_a_period_of_chinese_law_ends(
    start: str, amount: int, unit: Unit, end: str, moved: tuple[str, ...]
) -> None:
    """Working days are those of the State Council's notices, weekends worked for a holiday included."""
    found = ends(date.fromisoformat(start), amount, unit, "cn", CN)

    assert (str(found.end), found.moved, found.provisional) == (end, moved, False)
    assert found.cites == CITES[CN]


HOURS: list[tuple[datetime, int, Counting, str]] = [
    # Art 3(1), (2)(a): the hour of the event is left out. A Friday and Christmas Day: Art 3(4) moves no hours.
    (datetime(2020, 12, 22, 12, 17, tzinfo=BERLIN), 72, EU, "2020-12-25T13:00:00+01:00"),
    (datetime(2020, 12, 22, 12, 59, tzinfo=BERLIN), 72, EU, "2020-12-25T13:00:00+01:00"),
    (datetime(2020, 12, 22, 12, 0, tzinfo=BERLIN), 72, EU, "2020-12-25T13:00:00+01:00"),
    (datetime(2026, 1, 9, 16, 40, tzinfo=BERLIN), 72, EU, "2026-01-12T17:00:00+01:00"),
    # Clocks go forward on 29 March and back on 25 October 2026: 72 hours are 72 hours.
    (datetime(2026, 3, 28, 10, 20, tzinfo=BERLIN), 72, EU, "2026-03-31T12:00:00+02:00"),
    (datetime(2026, 3, 29, 1, 30, tzinfo=BERLIN), 72, EU, "2026-04-01T03:00:00+02:00"),
    (datetime(2026, 10, 24, 10, 30, tzinfo=BERLIN), 72, EU, "2026-10-27T10:00:00+01:00"),
    (datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN), 72, EU, "2026-10-28T02:00:00+01:00"),
    (datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN, fold=1), 72, EU, "2026-10-28T03:00:00+01:00"),
    (datetime(2026, 3, 28, 9, 20, tzinfo=UTC), 72, EU, "2026-03-31T12:00:00+02:00"),
    # Civil Code Art 201: from the moment itself, day and night. National incident reporting: 1, 2, 4 hours.
    (datetime(2026, 5, 1, 22, 30, tzinfo=SHANGHAI), 1, CN, "2026-05-01T23:30:00+08:00"),
    (datetime(2026, 5, 1, 22, 30, tzinfo=SHANGHAI), 2, CN, "2026-05-02T00:30:00+08:00"),
    (datetime(2026, 5, 1, 14, 30, tzinfo=UTC), 4, CN, "2026-05-02T02:30:00+08:00"),
]


@pytest.mark.parametrize(("start", "amount", "counting", "end"), HOURS)
def test_hours_end(start: datetime, amount: int, counting: Counting, end: str) -> None:
    """Hours are real hours, shown in the time of the place, and never move to a working day."""
    found = ends(start, amount, "hours", "de_be" if counting == EU else "cn", counting)

    assert isinstance(found.end, datetime)
    assert (found.end.isoformat(), found.moved) == (end, ())


def test_the_two_working_days_are_disputed_for_hours() -> None:
    """Over Easter the 72 hours hold one working day; the end some read from Art 3(5) is named, not used."""
    found = ends(datetime(2026, 4, 2, 18, 5, tzinfo=BERLIN), 72, "hours", "de_be")

    assert str(found.end) == "2026-04-05 19:00:00+02:00"
    assert str(found.arguable) == "2026-04-08 00:00:00+02:00"
    assert found.steps[-1].why == "two_working_days_disputed"
    assert ends(datetime(2026, 1, 9, 16, 40, tzinfo=BERLIN), 72, "hours", "de_be").arguable is None
    assert ends(datetime(2026, 4, 2, 18, 5, tzinfo=BERLIN), 24, "hours", "de_be").arguable is None


def test_a_day_without_a_time_counts_from_its_beginning() -> None:
    """When the hour of awareness is not known, the deadline is the earliest it can be, and says so."""
    found = ends(date(2026, 1, 7), 72, "hours", "de_be")

    assert str(found.end) == "2026-01-10 01:00:00+01:00"
    assert found.steps[0].why == "time_unknown"


def test_a_moment_is_a_day_of_the_place() -> None:
    """Half past eleven at night in New York is the next day in Berlin, and that day is left out."""
    night = datetime(2026, 6, 1, 23, 30, tzinfo=ZoneInfo("America/New_York"))

    assert ends(night, 1, "months", "de_be").end == date(2026, 7, 2)


def test_the_count_can_be_followed() -> None:
    """Each step of the count is there with the day it reached."""
    found = ends(date(2026, 1, 31), 1, "months", "de_be")

    assert [(step.why, str(step.reached)) for step in found.steps] == [
        ("day_not_counted", "2026-01-31"),
        ("period_ends", "2026-02-28"),
        ("no_such_day", "2026-02-28"),
        ("saturday", "2026-02-28"),
        ("next_working_day", "2026-03-02"),
    ]
    assert found.raw == date(2026, 2, 28)


def test_dates_of_ones_own_do_not_move() -> None:
    """An interval an organisation chose itself ends on a Saturday too, and needs no calendar."""
    found = ends(date(2026, 1, 31), 1, "months", None, "plain")

    assert (found.end, found.moved, found.provisional, found.cites) == (date(2026, 2, 28), (), False, "")


@pytest.mark.parametrize(
    ("end", "amount", "unit", "counting", "day"),
    [
        ("2026-08-31", 6, "months", EU, "2026-02-28"),  # a Saturday: nothing moves when counted back
        ("2026-03-01", 1, "days", EU, "2026-02-28"),
        ("2027-05-10", 1, "weeks", EU, "2027-05-03"),
        ("2026-02-24", 3, "working_days", CN, "2026-02-12"),  # over the festival, 14 February worked
        ("2026-04-08", 2, "working_days", EU, "2026-04-02"),  # over Easter
    ],
)
def test_a_period_counted_back(end: str, amount: int, unit: Unit, counting: Counting, day: str) -> None:
    """Counting back leaves out the day it starts from and does not move: 1182/71 Art 3(4) second paragraph."""
    place = Place("cn" if counting == CN else "de_be", "Europe/Berlin")

    assert str(back(date.fromisoformat(end), Period(amount, unit), counting, place)) == day


def test_stopped_days_are_added_before_the_end_moves() -> None:
    """Ten days of waiting for proof of identity are added to the month, then the weekend is looked at."""
    place = Place("de_be", "Europe/Berlin")
    found = count(date(2026, 1, 15), Period(1, "months"), EU, place, stopped=13)

    assert (found.raw, found.end) == (date(2026, 2, 28), date(2026, 3, 2))


@pytest.mark.parametrize(
    ("year", "worked"),
    [
        (2024, {(2, 4), (2, 18), (4, 7), (4, 28), (5, 11), (9, 14), (9, 29), (10, 12)}),
        (2025, {(1, 26), (2, 8), (4, 27), (9, 28), (10, 11)}),
        (2026, {(1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10)}),
    ],
)
def test_worked_weekends_are_those_of_the_notices(year: int, worked: set[tuple[int, int]]) -> None:
    """The weekends worked in China are the ones the State Council named for 2024, 2025 and 2026."""
    china = working_days("cn", CN)
    year_days = [date(year, 1, 1) + timedelta(days=step) for step in range(365)]

    assert {
        (day.month, day.day) for day in year_days if day.weekday() > 4 and china.is_working(day)
    } == worked


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("2024-02-10", "2024-02-17"),
        ("2024-10-01", "2024-10-07"),
        ("2025-01-28", "2025-02-04"),
        ("2025-10-01", "2025-10-08"),
        ("2026-02-15", "2026-02-23"),
        ("2026-05-01", "2026-05-05"),
        ("2026-10-01", "2026-10-07"),
    ],
)
def test_long_holidays_are_those_of_the_notices(first: str, last: str) -> None:
    """No day within a long holiday is worked, and the days around it are."""
    china, start, end = working_days("cn", CN), date.fromisoformat(first), date.fromisoformat(last)
    day = timedelta(days=1)

    assert china.between(start - day, end) == 0
    assert china.next_working(start - day) == china.next_working(end)


def test_years_not_announced_are_provisional() -> None:
    """A Chinese count that reaches a year without a notice says so, from the last week of December on."""
    assert days.announced_to("cn") == 2026
    assert ends(date(2026, 12, 11), 5, "working_days", "cn", CN).provisional is False
    assert ends(date(2026, 12, 18), 5, "working_days", "cn", CN).provisional is True
    found = ends(date(2024, 3, 22), 3, "years", "cn", CN)
    assert (found.end, found.provisional, found.steps[-1].why) == (date(2027, 3, 22), True, "not_announced")
    assert ends(date(2030, 1, 31), 1, "months", "de_be").provisional is False


def test_the_package_holds_the_notices_without_a_gap() -> None:
    """Every year up to the last announced one has its notice in the package, so that the last one tells."""
    held = holidays.countries.china.ChinaStaticHolidays.special_public_holidays

    assert set(held) == set(range(2001, 2027))


def test_without_a_region_only_weekends_are_known() -> None:
    """An organisation without a region gets the earlier end, marked provisional."""
    found = ends(date(2025, 11, 25), 1, "months", None)

    assert (found.end, found.provisional, found.steps[-1].why) == (date(2025, 12, 25), True, "region_unknown")


@pytest.mark.parametrize("region", REGIONS)
def test_every_region_of_the_list_is_known_to_the_package(region: str) -> None:
    """Each code has New Year off and a working day in its first fortnight."""
    assert working_days(region, EU).rest(date(2025, 1, 1)) == "public_holiday"
    assert working_days(region, EU).between(date(2025, 1, 1), date(2025, 1, 14)) >= 6


def own_days(folder: Path, content: str) -> None:
    """Write an organisation's own calendar file."""
    (folder / "law").mkdir()
    (folder / "law" / "holidays.toml").write_text(content, "utf-8")


def test_an_organisation_adds_its_own_days(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A local holiday, a worked weekend and the notice of a new year are one row each."""
    own_days(
        tmp_path,
        '[[day]]\nregion = "de_by"\non = 2025-08-08\nworking = false\nsource = "Augsburg"\n'
        '[[day]]\nregion = "de"\non = 2025-10-31\nworking = false\nsource = "Reformation"\n'
        '[[day]]\nregion = "cn"\non = 2027-02-13\nworking = true\nsource = "Notice for 2027"\n'
        '[[day]]\nregion = "cn"\non = 2027-02-11\nworking = false\nsource = "Notice for 2027"\n'
        '[[calendar]]\nregion = "cn"\nannounced_to = 2027\nsource = "Notice for 2027"\n',
    )
    before = ends(date(2027, 1, 13), 1, "months", "cn", CN)
    monkeypatch.setenv("RECITAL_DATA", str(tmp_path))
    after = ends(date(2027, 1, 13), 1, "months", "cn", CN)

    assert (before.end, before.provisional) == (date(2027, 2, 15), True)
    assert (after.end, after.provisional) == (date(2027, 2, 13), False)
    assert ends(date(2027, 1, 11), 1, "months", "cn", CN).moved == ("day_off",)
    assert ends(date(2025, 7, 8), 1, "months", "de_by").end == date(2025, 8, 11)
    assert ends(date(2025, 9, 30), 31, "days", "de_be").end == date(2025, 11, 3)
    assert days.announced_to("hu") == 2026


@pytest.mark.parametrize(
    ("content", "code", "context"),
    [
        (
            '[[day]]\nregion = "de"\non = 2026-01-05\nworking = "no"\nsource = "S"\n',
            "holidays_row_bad",
            {"row": "2026-01-05", "reason": "working"},
        ),
        ('[[calendar]]\nregion = "de"\n', "holidays_row_bad", {"row": "de", "reason": "announced_to"}),
        ("day = 5\n", "holidays_row_bad", {"row": "?"}),
        ("[[day]\n", "vocabulary_not_toml", {"line": "1"}),
    ],
)
def test_a_bad_calendar_file_is_refused_and_the_packaged_one_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str, code: str, context: dict[str, Any]
) -> None:
    """The refusal names file, row and reason in both languages; counting goes on without the file."""
    own_days(tmp_path, content)
    monkeypatch.setenv("RECITAL_DATA", str(tmp_path))

    (refused,) = days.overrides().refused
    assert refused.code == code
    assert refused.context.items() >= context.items()
    assert str(ends(date(2026, 1, 31), 1, "months", "de_be").end) == "2026-03-02"
    assert all(explain(refused, language) != str(refused) for language in LANGUAGES)


@pytest.mark.parametrize(
    ("code", "call"),
    [
        ("holiday_region_unknown", lambda: ends(date(2026, 1, 1), 1, "days", "atlantis")),
        ("period_unit_unknown", lambda: Period(1, "fortnights")),  # type: ignore[arg-type]
        ("period_unit_unknown", lambda: back(date(2026, 1, 1), Period(1, "hours"), EU, Place(None, "UTC"))),
        ("period_amount_bad", lambda: Period(0, "days")),
        ("moment_without_zone", lambda: ends(datetime(2026, 1, 1, 8), 72, "hours", "de_be")),  # noqa: DTZ001
        (
            "time_zone_unknown",
            lambda: count(date(2026, 1, 1), Period(1, "hours"), EU, Place(None, "Mars/One")),
        ),
    ],
)
def test_what_cannot_be_counted_is_a_clear_error(code: str, call: Any) -> None:
    """An unknown region, unit, zone or a moment without one is named, in both languages."""
    with pytest.raises(BadData) as fault:
        call()

    assert fault.value.code == code
    assert all(explain(fault.value, language) != str(fault.value) for language in LANGUAGES)


DATES = st.dates(date(2001, 1, 1), date(2099, 12, 31))
LENGTHS = st.builds(Period, st.integers(1, 40), st.sampled_from([u for u in get_args(Unit) if u != "hours"]))
COUNTINGS = st.sampled_from([EU, CN])


@settings(deadline=None)
@given(start=DATES, period=LENGTHS, counting=COUNTINGS, region=st.sampled_from([None, *REGIONS]))
def test_an_end_is_a_working_day_after_the_start(
    start: date, period: Period, counting: Counting, region: str | None
) -> None:
    """Every period ends on a working day, after its start and not before it ends as written."""
    place = Place(region, "Europe/Berlin")
    found = count(start, period, counting, place)

    assert start < found.raw <= found.end
    assert place.days(counting).is_working(found.end)
    assert (found.end == found.raw) == (found.moved == ())


@settings(deadline=None)
@given(
    start=DATES, period=LENGTHS, counting=COUNTINGS, region=st.sampled_from(REGIONS), more=st.integers(1, 60)
)
def test_later_starts_and_longer_periods_end_no_earlier(
    start: date, period: Period, counting: Counting, region: str, more: int
) -> None:
    """The end grows with the start, with the length and with the days the clock stood still."""
    place = Place(region, "Europe/Berlin")
    end = count(start, period, counting, place).end

    assert count(start + timedelta(days=more), period, counting, place).end >= end
    assert count(start, Period(period.amount + more, period.unit), counting, place).end >= end
    assert count(start, period, counting, place, stopped=more).end >= end


@settings(deadline=None)
@given(start=DATES, amount=st.integers(2, 30), region=st.sampled_from(REGIONS))
def test_european_periods_hold_two_working_days(start: date, amount: int, region: str) -> None:
    """Art 3(5): a period of two days or more has at least two working days in it."""
    place = Place(region, "Europe/Berlin")
    found = count(start, Period(amount, "days"), EU, place)

    assert place.days(EU).between(start, place.local(found.end)) >= 2


@settings(deadline=None)
@given(
    start=st.datetimes(datetime(2001, 1, 1), datetime(2099, 12, 31)),  # noqa: DTZ001 - made aware below
    zone=st.sampled_from(["Europe/Berlin", "Asia/Shanghai", "America/New_York", "Asia/Kolkata", "UTC"]),
    hours=st.integers(1, 200),
    counting=COUNTINGS,
)
def test_hours_are_real_hours(start: datetime, zone: str, hours: int, counting: Counting) -> None:
    """Between event and end lie exactly the hours of the law, plus at most the hour of the event in the EU."""
    moment = start.replace(tzinfo=UTC)
    found = count(moment, Period(hours, "hours"), counting, Place(None, zone))

    assert isinstance(found.end, datetime)
    over = found.end - moment - timedelta(hours=hours)
    assert timedelta(0) <= over <= timedelta(hours=1 if counting == EU else 0)
    assert counting == CN or found.end.minute == 0


@settings(deadline=None)
@given(end=DATES, amount=st.integers(1, 60), counting=COUNTINGS, region=st.sampled_from(REGIONS))
def test_working_days_back_and_forth(end: date, amount: int, counting: Counting, region: str) -> None:
    """As many working days forward from the day counted back to lead to the last working day up to the end."""
    place = Place(region, "Europe/Berlin")
    start = back(end, Period(amount, "working_days"), counting, place)
    found = count(start, Period(amount, "working_days"), counting, place).end

    assert place.days(counting).between(start, end - timedelta(days=1)) == amount - 1
    assert found >= end
