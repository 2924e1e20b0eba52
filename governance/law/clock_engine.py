"""Where one clock stands on a day: pure, from a rule, the facts of a record and the place whose days count."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

from dateutil.relativedelta import relativedelta

from governance.law.calendar import Due, Moment, Period, Place, Step, back, count, zone
from governance.law.clock_rules import ClockRule

State = Literal[
    "overdue",
    "due_soon",
    "running",
    "stopped",
    "not_started",
    "no_figure",
    "met_late",
    "met",
    "expired",
    "over",
]
Reason = Literal[
    "no_date", "starts_later", "interval_unknown", "date_in_record", "yearly", "stopped", "stop_not_allowed",
    "stop_after_end", "extended", "extension_told_late", "extension_not_allowed", "start_time_unknown",
    "done_time_unknown", "done", "open",
]  # fmt: skip
_DAY, _NOTHING = timedelta(days=1), timedelta(0)


@dataclass(frozen=True, slots=True)
class Pause:
    """Hold a time the clock stood still: from the first day to the day it went on; still standing without one."""

    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """Hold what the record says: the event, what was done when, a date given outright, pauses, an extension told."""

    start: Moment | None = None
    done: Moment | None = None
    given: date | None = None
    interval: int | None = None
    pauses: tuple[Pause, ...] = ()
    extended: date | None = None


@dataclass(frozen=True, slots=True)
class Clock:
    """Hold where a clock stands, with what led there.

    ``days_left`` is negative when overdue; ``hours_left`` is given for clocks that run in hours. ``elapsed`` counts the
    days from the event to what was done, else to the day asked for. ``arguable`` is the later end of a disputed
    reading. ``provisional``: holidays not announced yet, or no region, were used.
    """

    state: State
    due: Moment | None = None
    first_due: Moment | None = None
    days_left: int | None = None
    hours_left: int | None = None
    elapsed: int | None = None
    reasons: tuple[Reason, ...] = ()
    steps: tuple[Step, ...] = ()
    provisional: bool = False
    arguable: datetime | None = None


def place_for(rule: ClockRule, region: str | None, time_zone: str) -> Place:
    """Return whose days and hours count: Chinese law its own holidays, European law those of the organisation's region.

    Regulation 1182/71 Art 2(1): holidays of the place of action. Civil Code Art 203: those of the State Council.
    """
    return Place("cn" if rule.counting == "cn_civil_code" else region, time_zone)


def judge(rule: ClockRule, facts: Facts, place: Place, now: Moment) -> Clock:
    """Return where the clock of ``rule`` stands at ``now``; a day stands for its end.

    Facts dated after ``now`` are not known yet. A thing done on a known day at an unknown time counts from the
    end of that day, since what is not known never counts as compliant.
    """
    return _Reading(rule, place, now).judge(facts)


def next_yearly(day: date, yearly: str) -> date:
    """Return the first day with that month and number («01-31») after ``day``; a month too short gives its last."""
    month, number = (int(part) for part in yearly.split("-"))
    this_year = date(day.year, month, 1) + relativedelta(day=number)
    return this_year if this_year > day else date(day.year + 1, month, 1) + relativedelta(day=number)


@dataclass(frozen=True, slots=True)
class _Reading:
    """Read one rule at one place and moment."""

    rule: ClockRule
    place: Place
    now: Moment

    def judge(self, given: Facts) -> Clock:
        facts = self._known(given)
        if not self.rule.has_figure:
            return self._without_figure(facts)
        if facts.given is not None:
            return self._standing(facts, facts.given, Clock("running", reasons=("date_in_record",)))
        if facts.start is None:
            return Clock("not_started", reasons=("no_date",))
        if self.rule.yearly is not None:
            due = next_yearly(self.place.local(facts.start), self.rule.yearly)
            return self._standing(facts, due, Clock("running", reasons=("yearly",)))
        period = self._period(facts)
        if period is None:
            return Clock("not_started", reasons=("interval_unknown" if self.rule.interval else "no_date",))
        return self._counted(facts, facts.start, period)

    @property
    def today(self) -> date:
        return self.place.local(self.now)

    def _known(self, facts: Facts) -> Facts:
        """Return the facts as they stood at the moment."""
        done = facts.done if facts.done is not None and self._by_now(facts.done) else None
        told = facts.extended if facts.extended is not None and facts.extended <= self.today else None
        pauses = tuple(pause for pause in facts.pauses if pause.since <= self.today)
        return replace(facts, done=done, extended=told, pauses=pauses)

    def _by_now(self, moment: Moment) -> bool:
        if isinstance(moment, datetime) and isinstance(self.now, datetime):
            return self._end(moment) <= self._end(self.now)
        return self.place.local(moment) <= self.today

    def _end(self, moment: Moment) -> datetime:
        """Return the moment in UTC, where differences are real ones; a day gives its end."""
        if isinstance(moment, datetime):
            return moment.astimezone(UTC)
        return datetime.combine(moment + _DAY, time(), zone(self.place.zone)).astimezone(UTC)

    def _elapsed(self, facts: Facts) -> int | None:
        if facts.start is None or not self._by_now(facts.start):
            return None
        until = self.now if facts.done is None else facts.done
        return (self.place.local(until) - self.place.local(facts.start)).days

    def _without_figure(self, facts: Facts) -> Clock:
        if facts.start is None:
            return Clock("not_started", reasons=("no_date",))
        if not self._by_now(facts.start):
            return Clock("not_started", reasons=("starts_later",))
        ended: Reason = "open" if facts.done is None else "done"
        return Clock("no_figure", elapsed=self._elapsed(facts), reasons=(ended,))

    def _period(self, facts: Facts) -> Period | None:
        if self.rule.amount is not None and self.rule.unit is not None:
            return Period(self.rule.amount, self.rule.unit)
        return Period(facts.interval, "months") if facts.interval else None

    def _counted(self, facts: Facts, start: Moment, period: Period) -> Clock:
        """Return the clock of a period with its pauses and, if it was told in time, its extension."""
        first, reasons = self._with_pauses(facts.pauses, start, period)
        due = first
        if facts.extended is not None:
            longer, why = self._extended(facts.extended, start, period, first)
            reasons.append(why)
            if longer is not None:
                due, stops = self._with_pauses(facts.pauses, start, longer)
                reasons += [reason for reason in stops if reason not in reasons]
        if any(step.why == "time_unknown" for step in due.steps):
            reasons.append("start_time_unknown")
        clock = Clock(
            "running", first_due=first.end, reasons=tuple(reasons), steps=due.steps, provisional=due.provisional,
            arguable=due.arguable,
        )  # fmt: skip
        return self._standing(facts, due.end, clock)

    def _extended(
        self, told: date, start: Moment, period: Period, first: Due
    ) -> tuple[Period | None, Reason]:
        """Return the longer period, counted from the event as a whole, when it was told in time; else why not.

        That the two months of GDPR 12(3) make three from receipt is the reading of the ICO (right of access).
        """
        extension = self.rule.extension
        if extension is None:
            return None, "extension_not_allowed"
        limit = first.end
        if extension.told is not None:
            limit = count(start, extension.told.period, self.rule.counting, self.place).end
        if told > self.place.local(limit):
            return None, "extension_told_late"
        return Period(period.amount + extension.amount, period.unit), "extended"

    def _with_pauses(
        self, pauses: tuple[Pause, ...], start: Moment, period: Period
    ) -> tuple[Due, list[Reason]]:
        """Return the end of ``period`` moved by the times the clock stood still before it ran out."""
        due = count(start, period, self.rule.counting, self.place)
        if not pauses:
            return due, []
        if not self.rule.stop_the_clock:
            return due, ["stop_not_allowed"]
        stopped, reasons = 0, list[Reason]()
        for since, until in self._merged(pauses, self.place.local(start)):
            if since > self.place.local(due.end):
                reasons.append("stop_after_end")
                break
            stopped += self._still(since, until, period)
            due = count(start, period, self.rule.counting, self.place, stopped=stopped)
        return due, ["stopped", *reasons] if stopped else reasons

    def _still(self, since: date, until: date, period: Period) -> int:
        """Return how long the clock stood still, in days or in working days."""
        if period.unit != "working_days":
            return (until - since).days
        return self.place.days(self.rule.counting).between(since - _DAY, until - _DAY)

    def _merged(self, pauses: tuple[Pause, ...], start: date) -> list[tuple[date, date]]:
        """Return the pauses in order, without overlaps, none before ``start`` and an open one up to today."""
        spans: list[tuple[date, date]] = []
        for pause in sorted(pauses, key=lambda pause: pause.since):
            since, until = max(pause.since, start), min(pause.until or self.today, self.today)
            if until <= since:
                continue
            if spans and since <= spans[-1][1]:
                spans[-1] = (spans[-1][0], max(until, spans[-1][1]))
            else:
                spans.append((since, until))
        return spans

    def _standing(self, facts: Facts, due: Moment, clock: Clock) -> Clock:
        """Return ``clock`` with its end, its state, the time left and the days gone by."""
        reasons = clock.reasons
        if facts.done is not None and not isinstance(facts.done, datetime) and isinstance(due, datetime):
            reasons = (*reasons, "done_time_unknown")
        later = facts.start is not None and not self._by_now(facts.start)
        left = self._end(due) - self._end(self.now)
        return replace(
            clock,
            state="not_started" if later else self._state(facts, due, left),
            due=due,
            first_due=clock.first_due or due,
            days_left=(self.place.local(due) - self.today).days,
            hours_left=math.floor(left / timedelta(hours=1)) if isinstance(due, datetime) else None,
            elapsed=self._elapsed(facts),
            reasons=(*reasons, "starts_later") if later else reasons,
        )

    def _state(self, facts: Facts, due: Moment, left: timedelta) -> State:
        """Return the state of a clock that has started and whose end is known."""
        if facts.done is not None:
            return "met" if self._end(facts.done) <= self._end(due) else "met_late"
        if left < _NOTHING:
            after: dict[str, State] = {"validity": "expired", "keep": "over"}
            return after.get(self.rule.role, "overdue")
        if self.rule.role == "keep":
            return "running"
        if self.rule.stop_the_clock and any(self._stands(pause) for pause in facts.pauses):
            return "stopped"
        near = back(self.place.local(due), self.rule.soon.period, self.rule.counting, self.place)
        return "due_soon" if self.today >= near else "running"

    def _stands(self, pause: Pause) -> bool:
        return pause.since <= self.today and (pause.until is None or pause.until > self.today)
