"""The board of clocks as plain rows, for the command line and other programs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from governance.errors import BadData
from governance.language import Language
from governance.law.calendar import Moment
from governance.law.clock_rules import clocks
from governance.law.clocks import ClockRow

BRIEF = ("standing", "due", "days_left", "clock", "title", "id", "name")


def of_law(rows: Iterable[ClockRow], law: str | None) -> list[ClockRow]:
    """Return the clocks of a law, or of a file of clocks; None means every one. Raise BadData for an unknown one."""
    if law is None:
        return list(rows)
    known = {name for rule in clocks().rules for name in (*rule.laws, rule.pack)}
    if law not in known:
        raise BadData("clock_law_unknown", law=law, known=", ".join(sorted(known)))
    return [row for row in rows if law in row.rule.laws or law == row.rule.pack]


def listed(rows: Iterable[ClockRow], language: Language) -> list[dict[str, Any]]:
    """Return each clock with everything that is known of it; days and moments as ISO text."""
    return [_plain(row, language) for row in rows]


def brief(rows: Iterable[ClockRow], language: Language) -> list[dict[str, Any]]:
    """Return of each clock what fits on a line."""
    return [{name: each[name] for name in BRIEF} for each in listed(rows, language)]


def _plain(row: ClockRow, language: Language) -> dict[str, Any]:
    rule, clock = row.rule, row.clock
    first, second = (row.name_zh, row.name) if language == "zh" else (row.name, row.name_zh)
    return {
        "standing": row.standing,
        "kind": row.kind,
        "id": row.id,
        "row": row.key,
        "name": first or second,
        "row_name": row.row,
        "department": row.department,
        "organisation": row.organisation,
        "clock": rule.id,
        "title": rule.title(language),
        "law": rule.pack,
        "cites": list(rule.cites),
        "role": rule.role,
        "severity": rule.severity,
        "start": _iso(row.start),
        "done": _iso(row.done),
        "due": _iso(clock.due),
        "first_due": _iso(clock.first_due),
        "arguable": _iso(clock.arguable),
        "days_left": clock.days_left,
        "hours_left": clock.hours_left,
        "elapsed_days": clock.elapsed,
        "reasons": list(clock.reasons),
        "steps": [{"why": step.why, "reached": _iso(step.reached)} for step in clock.steps],
        "provisional": clock.provisional,
        "unverified": rule.unverified,
        "applies": True if row.certain else None,
        "region": row.place.region,
        "time_zone": row.place.zone,
        "explanation": rule.explanation.in_language(language),
        "source": rule.source,
        "checked_on": rule.checked_on.isoformat(),
    }


def _iso(moment: Moment | None) -> str | None:
    if moment is None:
        return None
    return moment.isoformat(timespec="minutes") if isinstance(moment, datetime) else moment.isoformat()
