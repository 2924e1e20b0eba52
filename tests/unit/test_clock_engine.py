"""Where a clock stands: pauses, extensions, hours, what is not known, and what holds whatever the facts are."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from governance.law.calendar import Place
from governance.law.clock_engine import Clock, Facts, Pause, judge, next_yearly, place_for
from governance.law.clock_rules import ClockRule, clocks

BERLIN, SHANGHAI = ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Shanghai")
RULES = {rule.id: rule for rule in clocks().rules}


def read(clock: str, now: date | datetime, **facts: Any) -> Clock:
    """Judge a packaged clock in Berlin or Shanghai."""
    rule = RULES[clock]
    zone = "Asia/Shanghai" if rule.pack == "china" else "Europe/Berlin"
    return judge(rule, Facts(**facts), place_for(rule, "de_be", zone), now)


@pytest.mark.parametrize(
    ("today", "done", "state", "left"),
    [
        (date(2026, 1, 31), None, "running", 30),
        (date(2026, 2, 15), None, "running", 15),
        (date(2026, 2, 16), None, "due_soon", 14),
        (date(2026, 3, 2), None, "due_soon", 0),
        (date(2026, 3, 3), None, "overdue", -1),
        (date(2026, 4, 1), date(2026, 3, 2), "met", -30),
        (date(2026, 4, 1), date(2026, 3, 3), "met_late", -30),
        (date(2026, 2, 20), date(2026, 3, 3), "due_soon", 10),  # what happens later is not known yet
    ],
)
def test_a_request_of_31_january(today: date, done: date | None, state: str, left: int) -> None:
    """The month ends on Saturday 28 February, so Monday 2 March is still in time."""
    found = read("gdpr.request.answer", today, start=date(2026, 1, 31), done=done)

    assert (found.state, found.due, found.days_left) == (state, date(2026, 3, 2), left)


def test_an_extension_told_in_time_makes_three_months_from_receipt() -> None:
    """Told on the last day of the first month, the answer is due three months from receipt."""
    found = read("gdpr.request.answer", date(2026, 3, 2), start=date(2026, 1, 31), extended=date(2026, 3, 2))

    assert (found.due, found.first_due, found.reasons) == (date(2026, 4, 30), date(2026, 3, 2), ("extended",))


def test_an_extension_told_late_does_not_count() -> None:
    """GDPR 12(3): who tells of the extension after the first month has no extension."""
    found = read("gdpr.request.answer", date(2026, 3, 10), start=date(2026, 1, 31), extended=date(2026, 3, 3))

    assert (found.state, found.due) == ("overdue", date(2026, 3, 2))
    assert found.reasons == ("extension_told_late",)


def test_a_refusal_cannot_be_extended() -> None:
    """GDPR 12(4) knows no extension."""
    found = read(
        "gdpr.request.refusal", date(2026, 2, 20), start=date(2026, 1, 31), extended=date(2026, 2, 10)
    )

    assert (found.due, found.reasons) == (date(2026, 3, 2), ("extension_not_allowed",))


def test_a_pause_moves_the_end_by_its_days() -> None:
    """Ten days of waiting for proof of identity are added to the month."""
    pause = Pause(date(2026, 1, 20), date(2026, 1, 30))
    found = read("gdpr.request.answer", date(2026, 2, 1), start=date(2026, 1, 15), pauses=(pause,))

    assert (found.due, found.reasons) == (date(2026, 2, 25), ("stopped",))


def test_an_open_pause_stops_the_clock() -> None:
    """While the answer is awaited the clock stands, and its end moves day by day."""
    facts: dict[str, Any] = {"start": date(2026, 1, 15), "pauses": (Pause(date(2026, 1, 20)),)}
    first = read("gdpr.request.answer", date(2026, 1, 26), **facts)
    later = read("gdpr.request.answer", date(2026, 2, 25), **facts)

    assert (first.state, later.state) == ("stopped", "stopped")
    assert (first.due, later.due) == (date(2026, 2, 23), date(2026, 3, 23))


def test_overlapping_pauses_count_once() -> None:
    """Two questions at the same time stop the clock once."""
    pauses = (Pause(date(2026, 1, 20), date(2026, 1, 30)), Pause(date(2026, 1, 25), date(2026, 1, 30)))
    found = read("gdpr.request.answer", date(2026, 2, 1), start=date(2026, 1, 15), pauses=pauses)

    assert found.due == date(2026, 2, 25)


def test_a_pause_after_the_end_revives_nothing() -> None:
    """Who asks only after the month has run out stays overdue."""
    pause = Pause(date(2026, 3, 1))
    found = read("gdpr.request.answer", date(2026, 3, 10), start=date(2026, 1, 15), pauses=(pause,))

    assert (found.due, found.reasons) == (date(2026, 2, 16), ("stop_after_end",))


def test_a_pause_where_the_law_knows_none_is_ignored() -> None:
    """The clock of a refusal does not stand still."""
    pause = Pause(date(2026, 1, 20), date(2026, 1, 30))
    found = read("gdpr.request.refusal", date(2026, 2, 1), start=date(2026, 1, 15), pauses=(pause,))

    assert (found.due, found.reasons) == (date(2026, 2, 16), ("stop_not_allowed",))


def test_a_pause_in_working_days_adds_working_days() -> None:
    """Over the Spring Festival a clock in working days stands still anyway: only the days worked are added."""
    rule = RULES["pipl.request.answer_app"].model_copy(update={"stop_the_clock": True})
    place = Place("cn", "Asia/Shanghai")
    facts = Facts(start=date(2026, 2, 9), pauses=(Pause(date(2026, 2, 13), date(2026, 2, 25)),))
    plain = judge(rule, Facts(start=date(2026, 2, 9)), place, date(2026, 3, 1))
    found = judge(rule, facts, place, date(2026, 3, 1))

    assert plain.due == date(2026, 3, 6)
    assert found.due == date(2026, 3, 11)  # 13, 14 and 24 February


AWARE = datetime(2026, 3, 27, 16, 40, tzinfo=BERLIN)  # a Friday; clocks go forward on Sunday


@pytest.mark.parametrize(
    ("now", "done", "state", "hours"),
    [
        (datetime(2026, 3, 27, 16, 45, tzinfo=BERLIN), None, "due_soon", 72),
        (datetime(2026, 3, 30, 17, 59, tzinfo=BERLIN), None, "due_soon", 0),
        (datetime(2026, 3, 30, 18, 1, tzinfo=BERLIN), None, "overdue", -1),
        (datetime(2026, 4, 2, 9, 0, tzinfo=BERLIN), datetime(2026, 3, 30, 18, 0, tzinfo=BERLIN), "met", -63),
        (
            datetime(2026, 4, 2, 9, 0, tzinfo=BERLIN),
            datetime(2026, 3, 30, 18, 1, tzinfo=BERLIN),
            "met_late",
            -63,
        ),
        (date(2026, 3, 29), None, "due_soon", 18),
        (date(2026, 3, 30), None, "overdue", -6),
    ],
)
def test_72_hours_across_the_clock_change(
    now: date | datetime, done: datetime | None, state: str, hours: int
) -> None:
    """From 17:00 on Friday 72 real hours end at 18:00 summer time on Monday; a day asked for stands for its end."""
    found = read("gdpr.incident.authority", now, start=AWARE, done=done)

    assert found.due == datetime(2026, 3, 30, 18, 0, tzinfo=BERLIN)
    assert (found.state, found.hours_left) == (state, hours)


def test_an_hour_that_comes_twice_is_told_apart() -> None:
    """On 25 October half past two comes twice; the second is an hour later than the first."""
    first = datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN)
    second = first.replace(fold=1)
    found = read(
        "gdpr.incident.authority", second, start=datetime(2026, 10, 22, 2, 10, tzinfo=BERLIN), done=second
    )

    assert found.due == datetime(2026, 10, 25, 2, 0, tzinfo=BERLIN, fold=1)
    assert found.state == "met_late"
    assert read("gdpr.incident.authority", first, start=first - timedelta(days=3)).state == "due_soon"


def test_a_report_on_the_last_day_without_a_time_is_not_shown_as_in_time() -> None:
    """Reported on the day the hours end, at a time nobody wrote down: that does not count as in time."""
    found = read("gdpr.incident.authority", date(2026, 4, 2), start=AWARE, done=date(2026, 3, 30))

    assert found.state == "met_late"
    assert "done_time_unknown" in found.reasons
    assert (
        read("gdpr.incident.authority", date(2026, 4, 2), start=AWARE, done=date(2026, 3, 29)).state == "met"
    )


def test_awareness_without_a_time_counts_from_the_morning() -> None:
    """The deadline is then the earliest it can be, and says why."""
    found = read("gdpr.incident.authority", date(2026, 3, 27), start=date(2026, 3, 27))

    assert found.due == datetime(2026, 3, 30, 2, 0, tzinfo=BERLIN)
    assert "start_time_unknown" in found.reasons


def test_chinese_hours_run_from_the_moment() -> None:
    """An incident known at 23:10 in Shanghai is reported by 03:10."""
    aware = datetime(2026, 5, 1, 23, 10, tzinfo=SHANGHAI)
    found = read("cn.incident.four_hours", datetime(2026, 5, 2, 3, 0, tzinfo=SHANGHAI), start=aware)

    assert (found.due, found.state) == (datetime(2026, 5, 2, 3, 10, tzinfo=SHANGHAI), "due_soon")


def test_chinese_law_counts_chinese_days_wherever_the_organisation_is() -> None:
    """A German company files its standard contract by the working days of China."""
    assert place_for(RULES["cn.transfer.contract_filing"], "de_be", "Europe/Berlin").region == "cn"
    assert place_for(RULES["gdpr.request.answer"], "de_be", "Europe/Berlin").region == "de_be"


def test_filing_the_officer_from_the_day_of_the_notice() -> None:
    """Thirty working days from 18 July 2025 end on 29 August 2025, as the notice says."""
    found = read("cn.officer.file", date(2025, 8, 1), start=date(2025, 7, 18))

    assert (found.due, found.state) == (date(2025, 8, 29), "running")


def test_an_assessment_may_be_extended_in_its_last_sixty_working_days() -> None:
    """The result of 22 March 2024 ends on 22 March 2027; sixty working days before, it is due soon."""
    start = date(2024, 3, 22)
    before = read("cn.transfer.assessment_validity", date(2026, 12, 14), start=start)
    within = read("cn.transfer.assessment_validity", date(2027, 1, 4), start=start)
    after = read("cn.transfer.assessment_validity", date(2027, 3, 23), start=start)

    assert (before.due, before.provisional) == (date(2027, 3, 22), True)
    assert (before.state, within.state, after.state) == ("running", "due_soon", "expired")


def test_a_date_in_the_record_goes_before_the_count() -> None:
    """The day written on the decision is taken, not three years from its effect."""
    found = read(
        "cn.transfer.assessment_validity", date(2026, 1, 1), start=date(2024, 3, 22), given=date(2026, 6, 30)
    )

    assert (found.due, found.reasons) == (date(2026, 6, 30), ("date_in_record",))


def test_what_must_be_kept_is_never_overdue() -> None:
    """A PIPIA of 2021 had to be kept until 2024; after that it may go, nobody is late."""
    assert read("pipl.assessment.keep", date(2024, 11, 1), start=date(2021, 11, 1)).state == "running"
    assert read("pipl.assessment.keep", date(2024, 11, 2), start=date(2021, 11, 1)).state == "over"


def test_the_audit_of_minors_is_due_at_the_end_of_january() -> None:
    """For the year 2025 the report is due on 31 January 2026, a Saturday that does not move."""
    found = read("cn.audit.minors", date(2026, 1, 31), start=date(2025, 12, 31))

    assert (found.due, found.state, found.reasons) == (date(2026, 1, 31), "due_soon", ("yearly",))


def test_the_next_yearly_day() -> None:
    """The day itself is over; 29 February is the last of February."""
    assert next_yearly(date(2026, 1, 31), "01-31") == date(2027, 1, 31)
    assert next_yearly(date(2026, 1, 30), "01-31") == date(2026, 1, 31)
    assert next_yearly(date(2026, 3, 1), "02-29") == date(2027, 2, 28)
    assert next_yearly(date(2026, 12, 31), "12-31") == date(2027, 12, 31)


def test_a_clock_without_a_figure_shows_the_days_gone_by() -> None:
    """«Without undue delay» has no end: the days until it was done, or until today, are shown."""
    start = date(2026, 3, 1)
    still = read("gdpr.incident.people", date(2026, 3, 11), start=start)
    done = read("gdpr.incident.people", date(2026, 3, 11), start=start, done=date(2026, 3, 4))

    assert (still.state, still.elapsed, still.reasons, still.due) == ("no_figure", 10, ("open",), None)
    assert (done.state, done.elapsed, done.reasons) == ("no_figure", 3, ("done",))


@pytest.mark.parametrize(
    ("clock", "facts", "reason"),
    [
        ("gdpr.request.answer", {}, "no_date"),
        ("gdpr.request.answer", {"done": date(2026, 1, 1)}, "no_date"),
        ("gdpr.incident.people", {}, "no_date"),
        ("gdpr.incident.people", {"start": date(2026, 6, 1)}, "starts_later"),
        ("gdpr.request.answer", {"start": date(2026, 6, 1)}, "starts_later"),
        ("internal.activity.review", {"start": date(2025, 6, 1)}, "interval_unknown"),
        ("internal.evidence.end", {}, "no_date"),
    ],
)
def test_a_clock_that_cannot_run_says_why(clock: str, facts: dict[str, Any], reason: str) -> None:
    """Without a date nothing is in time: the clock has not started, with the reason."""
    found = read(clock, date(2026, 3, 1), **facts)

    assert found.state == "not_started"
    assert reason in found.reasons


def test_an_interval_of_the_record() -> None:
    """Reviewed in June 2025 and to be reviewed every twelve months, it is due in June 2026."""
    found = read("internal.activity.review", date(2026, 6, 1), start=date(2025, 6, 10), interval=12)

    assert (found.due, found.state) == (date(2026, 6, 10), "due_soon")


COUNTED = [rule for rule in clocks().rules if rule.amount]
DAYS = st.dates(date(2019, 1, 1), date(2035, 12, 31))
SHIFT = st.integers(0, 400).map(timedelta)
SPANS = st.lists(st.tuples(st.integers(-30, 200), st.none() | st.integers(0, 90)), max_size=4)


def pauses(start: date, spans: list[tuple[int, int | None]]) -> tuple[Pause, ...]:
    """Return pauses relative to a day."""
    return tuple(
        Pause(since, None if length is None else since + timedelta(days=length))
        for offset, length in spans
        for since in [start + timedelta(days=offset)]
    )


@settings(deadline=None)
@given(
    rule=st.sampled_from(COUNTED), start=DAYS, wait=SHIFT, spans=SPANS, told=st.none() | st.integers(0, 120)
)
def test_an_end_is_never_before_its_start(
    rule: ClockRule, start: date, wait: timedelta, spans: list[tuple[int, int | None]], told: int | None
) -> None:
    """Whatever stops or extends it, a period ends after it began, and no extension ends it earlier."""
    place = place_for(rule, "de_by", "Europe/Berlin")
    extended = None if told is None else start + timedelta(days=told)
    found = judge(rule, Facts(start, pauses=pauses(start, spans), extended=extended), place, start + wait)

    assert found.due is not None
    assert found.first_due is not None
    assert place.local(found.due) >= start
    assert place.local(found.due) >= place.local(found.first_due)


@settings(deadline=None)
@given(rule=st.sampled_from(COUNTED), start=DAYS, wait=SHIFT, spans=SPANS, more=SPANS)
def test_more_pause_never_ends_earlier(
    rule: ClockRule, start: date, wait: timedelta, spans: list[Any], more: list[Any]
) -> None:
    """A further pause moves the end later or not at all."""
    place = place_for(rule, "de_by", "Europe/Berlin")
    few = judge(rule, Facts(start, pauses=pauses(start, spans)), place, start + wait)
    many = judge(rule, Facts(start, pauses=pauses(start, [*spans, *more])), place, start + wait)

    assert few.due is not None
    assert many.due is not None
    assert many.due >= few.due


@settings(deadline=None)
@given(rule=st.sampled_from(COUNTED), start=DAYS, took=SHIFT, after=SHIFT)
def test_met_is_done_by_the_end(rule: ClockRule, start: date, took: timedelta, after: timedelta) -> None:
    """A thing done by the end of its period is met, a day later it is not, whenever one looks."""
    place = place_for(rule, "de_by", "Europe/Berlin")
    done = datetime.combine(start + took, time(8), UTC)
    found = judge(rule, Facts(start, done=done), place, done + after)

    assert found.due is not None
    in_time = done <= found.due if isinstance(found.due, datetime) else place.local(done) <= found.due
    assert found.state == ("met" if in_time else "met_late")


@settings(deadline=None)
@given(rule=st.sampled_from(COUNTED), start=DAYS, wait=SHIFT)
def test_an_open_clock_is_late_exactly_after_its_end(rule: ClockRule, start: date, wait: timedelta) -> None:
    """Nothing done: late from the end on, not before; the days left say the same."""
    place = place_for(rule, "de_by", "Europe/Berlin")
    now = datetime.combine(start + wait, time(12), UTC)
    found = judge(rule, Facts(start), place, now)

    assert found.due is not None
    late = now > found.due if isinstance(found.due, datetime) else place.local(now) > found.due
    assert (found.state in {"overdue", "expired", "over"}) == late
    assert isinstance(found.due, datetime) or (found.days_left is not None and (found.days_left < 0) == late)
