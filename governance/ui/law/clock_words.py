"""What a clock says in words: its standing, the time left, and the count step by step."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from governance.law.clock_rules import clocks
from governance.ui import words
from governance.ui.insight.cache import look
from governance.ui.words import plain, t

if TYPE_CHECKING:
    from governance.law.calendar import Moment, Period, Place, Step
    from governance.law.clocks import ClockRow


def standing(row: ClockRow) -> str:
    """Return the standing of a clock; what is only to be kept is not called running."""
    if row.rule.role == "keep" and row.standing == "running":
        return t("clocks.standing.kept")
    return t(f"clocks.standing.{row.standing}")


def record(row: ClockRow) -> str:
    """Return what the record is called, with the row in it."""
    name = words.name_of({"name": row.name, "name_zh": row.name_zh, "id": row.id})
    return f"{name} · {row.row}" if row.row else name


def subject(name: str) -> str:
    """Return what a clock runs on."""
    return t(f"clocks.subject.{name}")


def pack(name: str) -> str:
    """Return the name of a family of clocks."""
    known = clocks().packs.get(name)
    return known.in_language(look()[0]) if known else name


def left(row: ClockRow) -> str:
    """Return the time left, or how long it took, in a few words; nothing where nobody knows whether it runs."""
    clock = row.clock
    if row.standing == "unclear":
        return words.MISSING
    if clock.due is None or row.standing == "not_started":
        return _elapsed(row)
    if row.standing in {"met", "met_late", "over"}:
        return t(f"clocks.left.{row.standing}")
    if clock.hours_left is not None and abs(clock.hours_left) < 72:
        hours = clock.hours_left
        return t("clocks.left.hours" if hours >= 0 else "clocks.left.hours_late", count=abs(hours))
    days = clock.days_left or 0
    if days < 0:
        late = "clocks.left.expired" if clock.state == "expired" else "clocks.left.late"
        return t(late, count=words.number(-days))
    return t("clocks.left.days", count=words.number(days)) if days else t("clocks.left.today")


def _elapsed(row: ClockRow) -> str:
    if row.clock.elapsed is None:
        return words.MISSING
    key = "clocks.left.took" if "done" in row.clock.reasons else "clocks.left.since"
    return t(key, count=words.number(row.clock.elapsed))


def marks(row: ClockRow) -> str | None:
    """Return what to be careful about: provisional, unverified, not certain, an authority's deadline."""
    said = (
        ("provisional", row.clock.provisional),
        ("unverified", row.rule.unverified),
        ("unclear", not row.certain),
        ("authority", row.rule.role == "authority"),
        ("disputed", row.clock.arguable is not None),
    )
    return " · ".join(t(f"clocks.mark.{name}") for name, holds in said if holds) or None


def moment(value: Moment | None, place: Place) -> str:
    """Return a day, or a moment to the minute in the time of the place."""
    if not isinstance(value, datetime):
        return words.day(value)
    local = value.replace(tzinfo=None)
    return t("clocks.moment", day=words.day(local.date()), time=f"{local:%H:%M}", zone=place.zone)


def steps(row: ClockRow) -> list[str]:
    """Return the count as sentences, from the event to the end."""
    started = row.start is not None and bool(row.clock.steps)
    first = [t("clocks.step.start", day=moment(row.start, row.place))] if started else []
    return [
        *first,
        *(_step(step, row) for step in row.clock.steps),
        *(_reason(code, row) for code in row.clock.reasons),
    ]


def due(row: ClockRow) -> str:
    """Return the end as a sentence: a day ends with its last hour, a moment is one."""
    key = "clocks.step.due_moment" if isinstance(row.clock.due, datetime) else "clocks.step.due"
    return t(key, day=moment(row.clock.due, row.place))


def _step(step: Step, row: ClockRow) -> str:
    return t(f"clocks.step.{step.why}", day=moment(step.reached, row.place), period=_period(step.period))


def _period(period: Period | None) -> str:
    if period is None:
        return ""
    one = "one" if period.amount == 1 else "many"
    return t(f"clocks.unit.{period.unit}.{one}", count=period.amount)


def _reason(code: str, row: ClockRow) -> str:
    return t(
        f"clocks.reason.{code}",
        day=moment(row.clock.due, row.place),
        first=moment(row.clock.first_due, row.place),
        done=moment(row.done, row.place),
        start=moment(row.start, row.place),
    )


def counting(row: ClockRow) -> str:
    """Return by which rules it was counted, and whose days and hours those are."""
    region = words.term("holiday_region", row.place.region) if row.place.region else t("clocks.no_region")
    return t(f"clocks.counting.{row.rule.counting}", region=plain(region), zone=plain(row.place.zone))
