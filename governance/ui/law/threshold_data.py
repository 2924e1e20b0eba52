"""The thresholds of entities as the page draws them, asked once for a state of the register and kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from governance.charts.threshold import Bar, bars, numbers
from governance.law.threshold_rules import thresholds
from governance.law.thresholds import STATES, entities
from governance.ui import words
from governance.ui.context import reader
from governance.ui.insight.cache import Stamp, look, stamp
from governance.ui.law import citing
from governance.ui.words import name_of, t

if TYPE_CHECKING:
    from collections.abc import Sequence

    from governance.charts import Chart
    from governance.law.thresholds import Entity, Standing

Row = dict[str, Any]
KINDS = ("activity", "organisation", "department")


def found() -> tuple[Entity, ...]:
    """Return the entities the person may see, those with the gravest state first."""
    return _found(stamp(KINDS), id(thresholds()))


@st.cache_resource(max_entries=16, show_spinner=False)
def _found(key: Stamp, rules: int) -> tuple[Entity, ...]:
    del key, rules
    with reader() as views:
        return tuple(sorted(entities(views), key=_gravest))


def _gravest(entity: Entity) -> tuple[int, ...]:
    return tuple(sorted(STATES.index(each.state) for each in entity.standings))


def partial() -> bool:
    """Tell whether the person sees the activities of some departments only."""
    return stamp(KINDS)[3] is not None


def bar(standing: Standing) -> Bar:
    """Return one threshold as the chart draws it, in the language of the screen."""
    rule, measure = standing.rule, standing.measure
    count = None if measure.conflict else measure.count
    return Bar(rule.title(look()[0]), rule.number, measure.least, measure.most, count, standing.state)


def chart(entity: Entity) -> Chart:
    """Return the bars of one entity."""
    language, dark = look()
    return bars([bar(each) for each in entity.standings], language, dark=dark)


def lines(shown: Sequence[Entity]) -> list[Row]:
    """Return one row an entity and threshold, in words."""
    language = look()[0]
    return [
        {
            "entity": name_of({"id": entity.id, "name": entity.name, "name_zh": entity.name_zh}),
            "what": each.rule.title(language),
            "state": t(f"thresholds.state.{each.state}"),
            "numbers": numbers(bar(each), language),
            "number": each.rule.number,
            "least": each.measure.least,
            "most": each.measure.most,
            "count": each.measure.count,
            "counted_on": each.measure.counted_on,
            "missing": each.measure.missing,
            "crossing": each.crossing,
            "cites": citing.cites(each.rule.cites),
            "id": entity.id,
        }
        for entity in shown
        for each in entity.standings
    ]


def counts(entity: Entity) -> list[Row]:
    """Return the counts recorded for an entity, newest first, each with what keeps it from being used."""
    return [
        row
        | {"used": t("thresholds.count.used" if row["valid"] is None else f"thresholds.lacks.{row['valid']}")}
        for row in reversed(entity.counts)
    ]


def activities(entity: Entity, about: str) -> list[Row]:
    """Return the activities behind the range of one number, the largest first."""
    rows = [row | {"shown": name_of(row)} for row in entity.activities if row["about"] == about]
    return sorted(rows, key=lambda row: (-(row["most"] or 0), row["id"]))


def state_line(standing: Standing) -> list[str]:
    """Return what is to be said of one threshold besides its bar, as sentences."""
    measure = standing.measure
    said = [t(f"thresholds.about.{standing.state}")]
    if measure.conflict:
        said.append(
            t("thresholds.conflict", count=words.number(measure.count), day=words.day(measure.counted_on))
        )
    elif measure.count is not None:
        said.append(t("thresholds.counted", day=words.day(measure.counted_on)))
    elif standing.state == "above":
        said.append(t("thresholds.alone" if measure.about == "processed" else "thresholds.alone_export"))
    elif measure.activities == 0:
        said.append(t("thresholds.no_activities"))
    elif measure.missing:
        said.append(
            t(
                "thresholds.missing",
                count=words.number(measure.missing),
                total=words.number(measure.activities),
            )
        )
    if standing.crossing is not None:
        said.append(t("thresholds.crossing", day=words.day(standing.crossing)))
    return said
