"""Trends: any figures at the ends of months or quarters or on one day of each week, with marks of what happened."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import streamlit as st

from governance.insight import annotations as happenings
from governance.insight import trends
from governance.model.kinds import kind_of
from governance.ui import feedback, words
from governance.ui.cards import panel
from governance.ui.context import current, reader
from governance.ui.insight import address, charts_view, data, figures_view, history
from governance.ui.insight.cache import Stamp, stamp
from governance.ui.links import go_record
from governance.ui.tables import Column, table
from governance.ui.words import t

if TYPE_CHECKING:
    from collections.abc import Sequence

    from governance.insight.annotations import Mark
    from governance.insight.figure import Figure

DEFAULT = ("coverage", "evidence.in_date", "risk.overdue")
MOST_DAYS = 60


def show() -> None:
    """Draw the choices, one chart for shares and one for counts, and the numbers."""
    first, day = history.first_day(), current().effective_on
    if first is None or first >= day:
        feedback.no_data("ins.trends.young")
        return
    ids, days = _ask(first, day)
    marks = _marks(stamp(), days[0], days[-1])
    with st.spinner(t("ins.trends.reading")):
        series = history.series(ids, days)
    for unit in ("share", "count"):
        drawn = {
            each: figures
            for each, figures in series.items()
            if (figures[0].unit == "share") == (unit == "share")
        }
        if drawn:
            with panel(f"ins.trends.{unit}", f"trends_{unit}"):
                charts_view.trends(drawn, marks=marks, key=f"trends.{unit}")
    _numbers(series)
    _happened(marks)


def _ask(first: date, day: date) -> tuple[list[str], list[date]]:
    """Draw which figures, since when and how often; return ids and days."""
    options = {each: t(f"figure.{each}") for each in data.COUNTED}
    ids = address.several(t("ins.trends.figures"), "figures", options, key="trends.figures", default=DEFAULT)
    with st.container(horizontal=True, vertical_alignment="bottom", key="trends_when"):
        start = address.day(
            t("ins.since.from"), "from", max(first, day - timedelta(days=365)), key="trends.from", earliest=first,
            latest=day - timedelta(days=1),
        )  # fmt: skip
        steps = {name: t(f"ins.trends.step.{name}") for name in ("months", "quarters", "weeks")}
        step = address.segments(t("ins.trends.step"), "step", steps, key="trends.step")
    return ids or list(DEFAULT), _days(start, day, step)


def _days(start: date, day: date, step: str) -> list[date]:
    """Return the days asked for, oldest first and ending with the day looked at; at most the newest sixty."""
    if step == "weeks":
        found = [day - timedelta(days=7 * back) for back in range(MOST_DAYS)][::-1]
    else:
        found = trends.month_ends(day, MOST_DAYS)
        if step == "quarters":
            found = [each for each in found if each.month % 3 == 0 or each == day]
    return [start, *(each for each in found if each > start)][-MOST_DAYS:]


@st.cache_resource(max_entries=32, show_spinner=False)
def _marks(key: Stamp, first: date, last: date) -> tuple[Mark, ...]:
    del key
    with reader() as views:
        return happenings.marks(views, first, last)


def _numbers(series: dict[str, list[Figure]]) -> None:
    opened = st.expander(t("ins.trends.numbers"), key="trends.numbers", on_change="rerun")
    if not opened.open:
        return
    rows = [
        {"on": figures[0].effective_on} | {each.id: words.shown(each.value, each.unit) for each in figures}
        for figures in zip(*series.values(), strict=True)
    ]
    columns = [Column("on", t("ins.on"), "date", width=100, pinned=True)]
    columns += [Column(each, t(f"figure.{each}"), width=170) for each in series]
    with opened:
        st.caption(t("ins.trends.open"))
        picked = table(
            rows[::-1],
            columns,
            key="trends.numbers",
            alt=t("ins.trends.numbers"),
            select="cell",
            export="trends",
        )
    if picked and picked.column in series:
        on = picked.row["on"]
        figures_view.detail(
            next(each for each in series[picked.column] if each.effective_on == on), key="trends"
        )


def _happened(marks: Sequence[Mark]) -> None:
    """List what the marks stand for."""
    if not marks:
        return
    rows: list[dict[str, Any]] = [
        {
            "on": each.on,
            "kind": kind_of(each.kind).label(current().language),
            "name": words.name_of({"id": each.record, "name": each.name, "name_zh": each.name_zh}),
            "id": each.record,
        }
        for each in marks
    ]
    with panel("ins.trends.marks", "trends_marks"):
        picked = table(
            rows,
            [
                Column("on", t("ins.on"), "date", width=100),
                Column("kind", t("ins.kind"), width=130),
                Column("name", t("column.name"), width=360),
                Column("id", t("column.id"), width=95),
            ],
            key="trends.marks",
            alt=t("ins.trends.marks"),
            select="row",
            find=False,
            height=260,
        )
    if picked:
        go_record(picked.row["id"])
