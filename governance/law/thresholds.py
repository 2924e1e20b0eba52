"""How many people each entity processes and exports, against the thresholds of the law in force on the day.

Activities share people, so their numbers only give a range: at least the largest single activity, at most the sum. A
dated, sourced count of people, each once, replaces it; a crossing date comes from such counts alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from governance.law.threshold_rules import ABOUTS, About, Threshold, thresholds
from governance.register.reader import Reader

Row = dict[str, Any]
State = Literal["above", "maybe", "unknown", "below"]
STATES: tuple[State, ...] = ("above", "maybe", "unknown", "below")
FURTHEST = 365 * 30  # days; a line drawn further into the future tells nothing

_ORGANISATIONS = """
SELECT o.id, o.name, o.name_zh, o.ciio, o.people_handled, lens_day() AS day
FROM organisation o WHERE o.status NOT IN ('void', 'retired') AND (list_contains(o.laws, 'pipl') OR o.id IN (
    SELECT unnest(handlers) FROM law_base WHERE under_pipl)) ORDER BY o.id
"""
_COUNTS = """
SELECT id AS organisation, c.* FROM (SELECT id, unnest(counts) AS c FROM organisation)
WHERE c.counted_on IS NULL OR c.counted_on <= lens_day() ORDER BY c.counted_on, c.people, c.key
"""
# What is done for others, and what is under a law nobody named, may count towards the handler: in the sum only.
_PROCESSED = """
SELECT organisation, id, name, name_zh, 'processed' AS about, people AS most,
       CASE WHEN under_pipl AND NOT as_processor THEN people END AS least, people IS NULL AS missing
FROM (SELECT id, name, name_zh, under_pipl, as_processor, people_affected AS people,
             unnest(list_distinct(handlers)) AS organisation FROM law_base WHERE under_pipl OR NOT laws_known)
"""
# The law counts 100,000 and a million without sensitive data. Exempt exports are left out as in organisation_export;
# one without a country may be an export: in the sum only.
_EXPORTED = """
WITH row AS (
    SELECT organisation, id, name, name_zh, t.country IS NOT NULL AS abroad, t.people_year AS people,
           t.sensitive_year AS sensitive
    FROM (SELECT unnest(list_distinct(handlers)) AS organisation, id, name, name_zh, t
          FROM (SELECT handlers, id, name, name_zh, unnest(transfers) AS t FROM law_base WHERE under_pipl))
    WHERE t.country IS DISTINCT FROM 'CN' AND coalesce(t.pipl_route NOT IN (
        'exempt_contract', 'exempt_hr', 'exempt_emergency', 'exempt_transit', 'exempt_ftz'), true)
)
SELECT organisation, id, any_value(name) AS name, any_value(name_zh) AS name_zh, 'exported' AS about,
       sum(greatest(people - coalesce(sensitive, 0), 0))::BIGINT AS most,
       max(greatest(people - sensitive, 0)) FILTER (abroad) AS least, bool_or(people IS NULL) AS missing
FROM row GROUP BY organisation, id
UNION ALL
SELECT organisation, id, any_value(name), any_value(name_zh), 'exported_sensitive', sum(sensitive)::BIGINT,
       max(sensitive) FILTER (abroad), bool_or(sensitive IS NULL)
FROM row GROUP BY organisation, id
"""


@dataclass(frozen=True, slots=True)
class Measure:
    """Hold what is known of one number of people of an entity.

    ``least`` is the largest single activity, ``most`` the sum over activities; None where no activity gives a number.
    ``missing`` activities give none. ``count`` of ``counted_on`` replaces the range. ``conflict``: one activity alone
    holds more people than were counted, so the count replaces nothing.
    """

    about: About
    activities: int = 0
    least: int | None = None
    most: int | None = None
    missing: int = 0
    count: int | None = None
    counted_on: date | None = None
    conflict: bool = False

    def state(self, least: int, *, whole: bool = True) -> State:
        """Return whether ``least`` people are reached; ``whole`` is false where activities may be hidden."""
        if self.count is not None and not self.conflict:
            return "above" if self.count >= least else "below"
        if (self.least or 0) >= least:
            return "above"
        if (self.most or 0) >= least:
            return "maybe"
        settled = self.activities > 0 and not self.missing and not self.conflict and whole
        return "below" if settled else "unknown"


@dataclass(frozen=True, slots=True)
class Standing:
    """Hold one threshold of one entity: where it stands, and when the counts say it will be crossed."""

    rule: Threshold
    measure: Measure
    state: State
    crossing: date | None


@dataclass(frozen=True, slots=True, eq=False)
class Entity:
    """Hold an entity under the PIPL with its standings, and the rows behind them.

    A row of ``counts`` has ``valid``: None when it is used, else the code of what it lacks.
    """

    id: str
    name: str
    name_zh: str | None
    ciio: bool | None
    standings: tuple[Standing, ...]
    counts: tuple[Row, ...]
    activities: tuple[Row, ...]


def entities(reader: Reader) -> tuple[Entity, ...]:
    """Return the entities under the PIPL that may be seen, against the thresholds in force on the day of the lens."""
    counts = reader.rows(_COUNTS)
    activities = [*reader.rows(_PROCESSED), *reader.rows(_EXPORTED)]
    whole = reader.lens.departments is None
    return tuple(
        _entity(
            row,
            [each for each in counts if each["organisation"] == row["id"]],
            [each for each in activities if each["organisation"] == row["id"]],
            whole=whole,
        )
        for row in reader.rows(_ORGANISATIONS)
    )


def _entity(row: Row, counts: list[Row], activities: list[Row], *, whole: bool) -> Entity:
    day: date = row["day"]
    told = [each | {"valid": lacks(each, day)} for each in counts if each["about"] in ABOUTS]
    valid = [each for each in told if each["valid"] is None]
    series = {about: line(about, valid) for about in ABOUTS}
    measures = {
        about: measure(
            about, activities, series[about], row["people_handled"] if about == "processed" else None
        )
        for about in ABOUTS
    }
    standings = tuple(_standing(rule, measures[rule.about], series[rule.about], day, whole=whole)
                      for rule in thresholds().on(day))  # fmt: skip
    return Entity(
        row["id"], row["name"], row["name_zh"], row["ciio"], standings, tuple(told), tuple(activities)
    )


def _standing(
    rule: Threshold, found: Measure, series: Sequence[tuple[date, int]], day: date, *, whole: bool
) -> Standing:
    state = found.state(rule.least, whole=whole)
    when = None
    if state == "below" and not found.conflict:
        when = crossing(series, rule.least)
        beyond = when is not None and rule.about != "processed" and when.year != day.year
        when = None if beyond or (when is not None and when <= day) else when
    return Standing(rule, found, state, when)


def lacks(row: Row, day: date) -> str | None:
    """Return what keeps a count of people from being used on ``day``; None when it replaces the range.

    Exports are counted anew from every 1 January (Cross-border Provisions 7 and 8).
    """
    if row["people"] is None:
        return "people"
    if row["counted_on"] is None:
        return "day"
    if row["about"] != "processed" and row["counted_on"].year != day.year:
        return "year"
    if not row["deduplicated"]:
        return "deduplicated"
    return None if (row["source"] or "").strip() else "source"


def line(about: About, counts: Sequence[Row]) -> list[tuple[date, int]]:
    """Return the counts of ``about`` by day, one a day; of several on one day the largest.

    Sensitive people counted by that day are taken off the people exported, as the law counts them apart.
    """
    by_day: dict[date, int] = {}
    for row in sorted(counts, key=lambda each: (each["counted_on"], each["people"])):
        if row["about"] == about:
            by_day[row["counted_on"]] = row["people"]
    if about == "exported":
        apart = line("exported_sensitive", counts)
        for day, people in by_day.items():
            known = [sensitive for counted, sensitive in apart if counted <= day]
            by_day[day] = max(people - (known[-1] if known else 0), 0)
    return sorted(by_day.items())


def measure(
    about: About, activities: Sequence[Row], series: Sequence[tuple[date, int]], stated: int | None = None
) -> Measure:
    """Return what activities and counts tell of one number; ``stated`` is the entity's own number, undated."""
    rows = [row for row in activities if row["about"] == about]
    least = [row["least"] for row in rows if row["least"] is not None]
    most = [row["most"] for row in rows if row["most"] is not None]
    largest = max(least, default=None)
    counted_on, count = series[-1] if series else (None, None)
    return Measure(
        about=about,
        activities=len(rows),
        least=max([*least, *([stated] if stated else [])], default=None),
        most=max(sum(most), stated or 0) if most or stated else None,
        missing=sum(bool(row["missing"]) for row in rows),
        count=count,
        counted_on=counted_on,
        conflict=about == "processed" and count is not None and (largest or 0) > count,
    )


def crossing(series: Sequence[tuple[date, int]], least: int) -> date | None:
    """Return the day a straight line through the oldest and the newest count reaches ``least``.

    None for fewer than two counts, for numbers that do not rise, and for a day too far to mean anything.
    """
    if len(series) < 2:
        return None
    (first, few), (last, many) = series[0], series[-1]
    if many <= few:
        return None
    days = -(-(least - many) * (last - first).days // (many - few))
    return last + timedelta(days=days) if 0 < days <= FURTHEST else None
