"""Thresholds: one entity at a time, its bars, what each means, the rows behind it, and how to record a count."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from governance.language import explain
from governance.law.threshold_rules import ABOUTS, thresholds
from governance.ui import words
from governance.ui.cards import panel
from governance.ui.context import current
from governance.ui.insight import address
from governance.ui.insight.cache import look
from governance.ui.insight.charts_view import QUIET
from governance.ui.law import banner, citing, threshold_data
from governance.ui.links import go_record, link
from governance.ui.tables import Column, table
from governance.ui.words import name_of, plain, t

if TYPE_CHECKING:
    from governance.law.thresholds import Entity, Standing


def show() -> None:
    """Draw refusals, the choice of an entity, its thresholds, the rows behind them, and the table of all."""
    for fault in thresholds().refused:
        st.error(plain(explain(fault, look()[0]), 600), icon=":material/error:")
    found = threshold_data.found()
    if not found:
        _empty("thresholds.empty")
        return
    if not found[0].standings:
        _empty("thresholds.none_in_force")
        return
    names = {each.id: name_of({"id": each.id, "name": each.name, "name_zh": each.name_zh}) for each in found}
    chosen = found[0]
    if len(found) > 1:
        picked = address.select(
            t("thresholds.entity"), "entity", names, key="thresholds.entity", everything=names[chosen.id]
        )
        chosen = next((each for each in found if each.id == picked), chosen)
    _entity(chosen, names[chosen.id])
    _behind(chosen)
    _table(found)
    banner.no_advice()


def _empty(key: str) -> None:
    st.info(t(key), icon=":material/inbox:", title=t("figure.no_data"))
    link("organisations", t("page.organisations"), icon=":material/corporate_fare:")


def _entity(entity: Entity, name: str) -> None:
    with panel("thresholds.panel", "thresholds", name=plain(name)):
        chart = threshold_data.chart(entity)
        st.plotly_chart(chart.spec, key="thresholds.chart", theme=None, config=QUIET, alt=chart.alt)
        st.caption(t("thresholds.legend"))
        if entity.ciio is not False:
            st.info(
                t("thresholds.ciio.yes" if entity.ciio else "thresholds.ciio.unknown"), icon=":material/info:"
            )
        if threshold_data.partial():
            st.warning(t("thresholds.partial"), icon=":material/visibility_off:")
        with st.grid(2, min_column_width=320):
            for standing in entity.standings:
                _standing(standing)


def _standing(standing: Standing) -> None:
    """Draw what one threshold means here: state in words, why, what follows, and where it is written."""
    rule, language = standing.rule, look()[0]
    with st.container(
        border=True, height="stretch", gap="xsmall", key=f"threshold_{rule.id.replace('.', '_')}"
    ):
        st.markdown(f"**{plain(rule.title(language))}** · {t(f'thresholds.state.{standing.state}')}")
        st.markdown(("" if language == "zh" else " ").join(threshold_data.state_line(standing)))
        st.markdown(t("thresholds.consequence", text=plain(rule.consequence.in_language(language), 2000)))
        if rule.unverified:
            st.warning(t("clocks.unverified"), icon=":material/help:")
        st.caption(
            t(
                "thresholds.source",
                number=t(f"thresholds.reached.{rule.reached}", number=words.number(rule.number)),
                cites=plain(citing.cites(rule.cites), 400),
                source=plain(rule.source, 400),
                start=words.day(rule.in_force_from),
                day=words.day(rule.checked_on),
            )
        )


def _behind(entity: Entity) -> None:
    """Draw the counts recorded, the way to record one, and the activities behind each range."""
    with panel("thresholds.counts", "threshold_counts"):
        _record(entity)
        table(
            threshold_data.counts(entity),
            _count_columns(),
            key="thresholds.counts",
            alt=t("thresholds.counts.question"),
            export="people-counts",
            empty_key="thresholds.counts.none",
        )
    with panel("thresholds.activities", "threshold_activities"):
        options: dict[str, str] = {about: words.term("people_count", about) for about in ABOUTS}
        about = address.segments(t("thresholds.activities"), "about", options, key="thresholds.about")
        if about != "processed":
            st.caption(t("thresholds.exports"))
        picked = table(
            threshold_data.activities(entity, about),
            _activity_columns(),
            key=f"thresholds.activities.{about}",
            alt=t("thresholds.activities.question"),
            select="row",
            export="people-by-activity",
            empty_key="thresholds.activities.none",
        )
        if picked:
            go_record(picked.row["id"])


def _record(entity: Entity) -> None:
    context = current()
    may = not context.lens.masks_contacts and context.can("update", "organisation")
    st.markdown(t("thresholds.how" if may else "thresholds.how_not"))
    label = t("thresholds.record" if may else "thresholds.look")
    icon = ":material/edit:" if may else ":material/arrow_forward:"
    if st.button(label, icon=icon, key="thresholds.record"):
        go_record(entity.id, tab="thresholds", edit=may)


def _table(found: tuple[Entity, ...]) -> None:
    """Draw every threshold of every entity as one table."""
    with panel("thresholds.table.all" if len(found) > 1 else "thresholds.table.one", "threshold_table"):
        table(
            threshold_data.lines(found),
            _columns(several=len(found) > 1),
            key="thresholds.table",
            alt=t("page.thresholds.help"),
            export="thresholds",
        )


def _columns(*, several: bool) -> list[Column]:
    entity = [Column("entity", t("thresholds.entity"), width=190, pinned=True)] if several else []
    return [
        *entity,
        Column("what", t("thresholds.column.what"), width=250),
        Column("state", t("thresholds.column.state"), width=120),
        Column("number", t("thresholds.column.number"), "number", width=110),
        Column("least", t("thresholds.column.least"), "number", width=130),
        Column("most", t("thresholds.column.most"), "number", width=130),
        Column("missing", t("thresholds.column.missing"), "number", width=130),
        Column("count", t("thresholds.column.count"), "number", width=110),
        Column("counted_on", t("thresholds.column.counted_on"), "date", width=105),
        Column("crossing", t("thresholds.column.crossing"), "date", width=120),
        Column("cites", t("law.column.cites"), width=260),
    ]


def _count_columns() -> list[Column]:
    return [
        Column("about", t("thresholds.column.about"), vocabulary="people_count", width=230),
        Column("people", t("thresholds.column.people"), "number", width=110),
        Column("counted_on", t("thresholds.column.counted_on"), "date", width=105),
        Column("source", t("thresholds.column.source"), width=260),
        Column("used", t("thresholds.column.used"), width=320),
    ]


def _activity_columns() -> list[Column]:
    return [
        Column("id", t("column.id"), width=95),
        Column("shown", t("column.name"), width=320),
        Column(
            "least",
            t("thresholds.column.certain"),
            "number",
            width=140,
            help=t("thresholds.column.certain.help"),
        ),
        Column("most", t("thresholds.column.possible"), "number", width=140),
        Column("missing", t("thresholds.column.gap"), "flag", width=130),
    ]
