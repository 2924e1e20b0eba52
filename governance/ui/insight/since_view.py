"""Since last time: each figure on both days, and the records that changed it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import streamlit as st
from dateutil.relativedelta import relativedelta

from governance.insight import since
from governance.ui import feedback, words
from governance.ui.cards import panel
from governance.ui.context import current, reader
from governance.ui.insight import address, data, effects, history
from governance.ui.insight.cache import LAWFUL, Stamp, stamp
from governance.ui.links import go_record
from governance.ui.register import names
from governance.ui.tables import Column, table
from governance.ui.words import t

if TYPE_CHECKING:
    from collections.abc import Mapping

    from governance.insight.since import Change, Explanation
    from governance.register.lens import Lens

MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}
FIRST = "coverage"


def show() -> None:
    """Draw the choice of the earlier day, the figures, and why one of them changed."""
    first, day = history.first_day(), current().effective_on
    if first is None or first >= day:
        feedback.no_data("ins.since.young")
        return
    before = ask(first, day)
    found = _changes(stamp(), before, data.COUNTED)
    if address.toggle(t("ins.since.law"), "law", key="since.law"):
        with st.spinner(t("ins.since.judging")):
            found = {**found, **_changes(stamp(LAWFUL), before, data.JUDGED_BY_LAW)}
    st.caption(t("ins.since.between", first=words.day(before), last=words.day(day)))
    figure = _figures(found)
    _explain(_explanation(stamp(LAWFUL), before, figure))


def ask(first: date, day: date) -> date:
    """Draw how far to look back; return that day, within what the register remembers."""
    options = {name: t(f"ins.since.period.{name}") for name in (*MONTHS, "day")}
    with st.container(horizontal=True, vertical_alignment="bottom", key="since_period"):
        period = address.segments(
            t("ins.since.period"), "period", options, key="since.period", drops=("from",)
        )
        if period == "day":
            latest = day - timedelta(days=1)
            return address.day(
                t("ins.since.from"), "from", max(first, latest - timedelta(days=29)), key="since.from",
                earliest=first, latest=latest,
            )  # fmt: skip
    return day_before(first, day, period)


def day_before(first: date, day: date, period: str) -> date:
    """Return the day one of ``MONTHS`` before ``day``, not before the ``first`` of the register."""
    return max(first, day - relativedelta(months=MONTHS[period]))


def lenses(before: date) -> tuple[Lens, Lens]:
    """Return what the person of this run may see on the earlier day and on the day looked at."""
    context = current()
    with reader() as views:
        after = views.lens
    known_at = None if history.hindsight() else context.register.end_of(before)
    return context.register.lens(known_at=known_at, effective_on=before, actor=context.actor), after


@st.cache_resource(max_entries=32, show_spinner=False)
def _changes(key: Stamp, before: date, ids: tuple[str, ...]) -> Mapping[str, Change]:
    del key
    return since.changes(current().register, *lenses(before), ids)


@st.cache_resource(max_entries=64, show_spinner=False)
def _explanation(key: Stamp, before: date, figure: str) -> Explanation:
    del key
    return since.explain(current().register, figure, *lenses(before))


def _figures(found: Mapping[str, Change]) -> str:
    """List the figures, what got worse first and what did not change last; return the one to explain."""
    verdicts = [each.better for each in found.values()]
    counts = {"worse": verdicts.count(False), "better": verdicts.count(True), "same": verdicts.count(None)}
    st.markdown(t("since.verdict.sum", **{name: f"**{count}**" for name, count in counts.items()}))
    ordered = sorted(found.values(), key=lambda each: (False, True, None).index(each.better))
    rows = [_line(each) for each in ordered]
    picked = table(
        rows,
        [
            Column("title", t("ins.figure"), width=330, pinned=True),
            Column("before", t("ins.before"), width=110),
            Column("after", t("ins.after"), width=110),
            Column("change", t("ins.change"), width=120),
            Column("verdict", t("ins.verdict"), width=110),
        ],
        key="since.figures",
        alt=t("page.since.help"),
        select="row",
        find=False,
        export="since",
        height=372,
    )
    if picked:
        address.put(figure=picked.row["id"])
    return address.chosen("figure", list(found), FIRST) or FIRST


def _line(change: Change) -> dict[str, Any]:
    share = change.after.unit == "share"
    return {
        "id": change.id,
        "title": t(change.after.title_key),
        "before": words.shown(change.before.value, change.before.unit),
        "after": words.shown(change.after.value, change.after.unit),
        "change": effects.change(change.value, share=share),
        "verdict": effects.verdict(better=change.better),
    }


def _explain(found: Explanation) -> None:
    change = found.change
    share = change.after.unit == "share"
    with panel("ins.since.why", "since_why", title=t(change.after.title_key)):
        st.markdown(
            t(
                "ins.since.sentence",
                before=f"**{words.shown(change.before.value, change.before.unit)}**",
                after=f"**{words.shown(change.after.value, change.after.unit)}**",
                change=f"**{effects.change(change.value, share=share)}**",
            )
        )
        if not found.rows:
            st.caption(t("ins.since.nothing"))
            return
        _totals(found, share=share)
        _causes(found, share=share)
        _rows(found, share=share)


def _totals(found: Explanation, *, share: bool) -> None:
    """Say kind by kind what the causes did; the effects add up to the change."""
    with st.container(horizontal=True, gap="small", key="since_totals"):
        for each in found.totals:
            with st.container(border=True, width="content", gap=None, key=f"since_total_{each.what}"):
                st.markdown(f"**{effects.what(each.what)}** · {effects.change(each.effect, share=share)}")
                counts = {"records": words.number(each.records), "rows": words.number(each.rows)}
                st.caption(t("ins.since.counts", **counts))


def _causes(found: Explanation, *, share: bool) -> None:
    st.subheader(t("ins.since.causes"), anchor=False)
    rows = [
        {
            "id": each.record,
            "what": effects.what(each.what),
            "name": words.name_of({"id": each.record, "name": each.name, "name_zh": each.name_zh}),
            "on": each.on,
            "rows": each.rows,
            "effect": effects.change(each.effect, share=share),
            "actor": names.name(each.actor) if each.actor else t("ins.since.time"),
            "reason": each.reason or words.MISSING,
        }
        for each in found.causes
    ]
    picked = table(
        rows,
        [
            Column("name", t("ins.record"), width=300, pinned=True),
            Column("what", t("ins.what"), width=130),
            Column("on", t("ins.on"), "date", width=100),
            Column("rows", t("ins.rows"), "number", width=70),
            Column("effect", t("ins.effect"), width=110),
            Column("actor", t("ins.who"), width=130),
            Column("reason", t("ins.reason"), width=260),
            Column("id", t("column.id"), width=95),
        ],
        key="since.causes",
        alt=t("ins.since.causes"),
        select="row",
        export="since-causes",
        height=360,
    )
    if picked and picked.row["id"]:
        go_record(picked.row["id"])


def _rows(found: Explanation, *, share: bool) -> None:
    title = t("ins.since.rows", count=words.number(len(found.rows)))
    opened = st.expander(title, key="since.rows.open", on_change="rerun")
    if not opened.open:
        return
    with opened:
        picked = table(
            [_row(row, share=share) for row in found.rows],
            [
                Column("name", t("column.name"), width=280, pinned=True),
                Column("part", t("ins.part"), width=120),
                Column("before", t("ins.before"), width=150),
                Column("after", t("ins.after"), width=150),
                Column("what", t("ins.what"), width=130),
                Column("record", t("ins.record"), width=240),
                Column("on", t("ins.on"), "date", width=100),
                Column("effect", t("ins.effect"), width=110),
                Column("id", t("column.id"), width=95),
            ],
            key="since.rows",
            alt=title,
            select="row",
            export="since-rows",
        )
    if picked:
        go_record(picked.row["id"])


def _row(row: Mapping[str, Any], *, share: bool) -> dict[str, Any]:
    part = words.term("stage", row["stage"]) if row["stage"] else row["part"]
    return {
        **row,
        "name": words.name_of(row),
        "part": part,
        "before": _counted(row["before"], share=share),
        "after": _counted(row["after"], share=share),
        "what": effects.what(row["what"]),
        "record": names.name(row["record"]) if row["record"] else words.MISSING,
        "effect": effects.change(row["effect"], share=share),
    }


def _counted(how: bool | None, *, share: bool) -> str:
    """Say how a row counted: in the numerator, only in the denominator, or not at all."""
    if how is None:
        return t("ins.counted.absent")
    if not share:
        return t("ins.counted.listed")
    return t("ins.counted.yes") if how else t("ins.counted.no")
