"""Posture: one page that says how things stand, where the gaps are, who acts, and what comes next."""

from __future__ import annotations

from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from governance.insight.weakest import weakest
from governance.ui import words
from governance.ui.cards import behind, figure_card, panel
from governance.ui.context import current
from governance.ui.insight import (
    address,
    charts_view,
    coverage_view,
    data,
    figure_rows,
    history,
    posture_lists,
    posture_short,
    since_view,
    trend_coming,
    trend_data,
)
from governance.ui.insight.figure_rows import Carded
from governance.ui.insight.scope import Scope
from governance.ui.insight.unchanged import cells_stamp
from governance.ui.law import clock_figures
from governance.ui.links import go, link
from governance.ui.words import plain, t

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from streamlit.delta_generator import DeltaGenerator

    from governance.insight.figure import Figure

    Figures = Mapping[str, Figure]

HEADLINES = ("coverage", "accountability.gaps", "officers.in_post", "risk.high")
TRENDS = ("coverage", "officers.in_post", "evidence.in_date")
FAULTS = ("no_a", "two_as", "vacant_or_left", "officer_conflict", "no_r", "inherited_only")
MORE = (
    "activities.approved",
    "deletion.overdue",
    "basis.gdpr",
    "basis.pipl",
    "transfer.invalid",
    "retention.not_computable",
    "evidence.expired_in_use",
    "system.restore_untested",
    "risk.untreated",
    "answers.not_known",
)
FINDINGS = ("findings.critical", "findings.high", "findings.unknown", "findings.waived")
MOST_DEPARTMENTS = 10
EVERYTHING = Scope()


def subtitle(*, behind: bool = False) -> str:
    """Return the line under the title: for whom and as of when; ``behind`` when the newest changes are left out."""
    first = data.first_organisation()
    name = plain(words.name_of(first)) if first else t("app.name")
    line = t("dash.posture.subtitle", organisation=name, day=words.day(current().effective_on))
    return f"{line} · {t('dash.posture.settled')}" if behind else line


def actions() -> None:
    """Draw the way to the same as a document."""
    link("board", t("posture.board"), icon=":material/picture_as_pdf:")


def show() -> None:
    """Draw the page, or what to do first when there is nothing to judge.

    What the trend needs is read last: the first visit of a day shows everything else meanwhile.
    """
    figures = data.figures_of(EVERYTHING)
    if figures["activities"].value is None:
        _begin()
        return
    before = _compared_with()
    with st.grid(4, min_column_width=210):
        cards = [st.empty() for _ in HEADLINES]
    if not trend_data.ready(before):
        for card, each in zip(cards, HEADLINES, strict=True):
            card.metric(t(figures[each].title_key), posture_lists.value(figures[each]), border=True)
    pressing = posture_short.show(figures)
    _where(figures)
    trend_place = _who(figures)
    posture_lists.coming(figures)
    with panel("dash.posture.more", "more"), st.grid(2, min_column_width=320, gap="small"):
        posture_lists.numbers(list(MORE), figures)
    law = st.container()
    _over_time(figures, cards, trend_place, before)
    with law:
        critical, overdue = _law()
    posture_short.say_law(pressing, figures, critical, overdue)


def _who(figures: Figures) -> DeltaGenerator:
    """Draw who answers, and return the place of the trend beside it."""
    left, right = st.columns([3, 2], gap="medium")
    with right, panel("dash.posture.answers", "answers", height="stretch"):
        posture_lists.numbers([f"accountability.{name}" for name in FAULTS], figures)
        link("matrix", t("dash.posture.answers.all"), icon=":material/view_module:")
    return left


def _compared_with() -> date | None:
    """Draw which day the cards are compared with; None when the register is too young to have one."""
    first, day = history.first_day(), current().effective_on
    if first is None or first >= day:
        return None
    options = {name: t(f"ins.since.period.{name}") for name in since_view.MONTHS}
    with st.container(horizontal=True, vertical_alignment="center", key="posture_compare", gap="small"):
        st.caption(t("ins.compare"), width="content")
        period = address.segments(t("ins.compare"), "period", options, key="posture.period")
        before = since_view.day_before(first, day, period)
        link("since", t("page.since"), icon=":material/difference:", query={"period": period})
    return before


def _over_time(
    figures: Figures, cards: Sequence[DeltaGenerator], place: DeltaGenerator, before: date | None
) -> None:
    """Fill in what looks back: the cards with their trend, and the chart."""
    with place, panel("dash.posture.trend", "trend", height="stretch"):
        with _waiting(None if trend_data.ready(before) else "dash.posture.trend.reading"):
            past = trend_data.load(before)
        if len(past.days) > 1:
            charts_view.trends(past.series(*TRENDS))
        elif not past.coming:
            st.caption(t("dash.posture.trend.short"))
        if past.coming:
            trend_coming.show(before)
    for card, each in zip(cards, HEADLINES, strict=True):
        with card.container():
            figure_card(
                Carded(figures[each], past.of(each)),
                columns=partial(figure_rows.columns, figures[each]),
                note=t("ins.compare.since", day=words.day(before)) if before else None,
                compared=(past.compared.get(each), figures[each].value),
            )


@contextmanager
def _waiting(key: str | None) -> Iterator[None]:
    """Say, until the block is through, what is waited for; nothing when there is no ``key``."""
    place = st.empty()
    if key:
        place.caption(t(key))
    yield
    if key:
        place.empty()


def _law() -> tuple[Figure, float | None]:
    """Draw the findings and clocks of the law; return critical findings and how many clocks are overdue.

    They are read last, because after a change the law is judged again.
    """
    with panel("dash.posture.law", "law"):
        with _waiting(None if data.is_judged(EVERYTHING) else "dash.posture.law.judging"):
            figures = data.law_figures_of(EVERYTHING)
            overdue = clock_figures.of_all("overdue")
        with st.grid(2, min_column_width=320, gap="small"):
            posture_lists.numbers(list(FINDINGS), figures)
            with posture_lists.number_line(f"**{words.number(overdue.value)}** · {t('posture.clocks')}"):
                behind(overdue, clock_figures.columns, label_key="dash.rows")
        with st.container(horizontal=True):
            link("findings", t("dash.posture.law.all"), icon=":material/rule:")
            link("clocks", t("page.clocks"), icon=":material/timer:")
    return figures["findings.critical"], overdue.value


def _begin() -> None:
    """Say that there is no data, and the ways to get some."""
    st.info(t("dash.posture.empty"), icon=":material/inbox:", title=t("figure.no_data"))
    with st.container(horizontal=True):
        link("importing", t("page.importing"), icon=":material/upload_file:")
        link("template", t("page.template"), icon=":material/table_view:")
        link("activities", t("page.activities"), icon=":material/list_alt:")


def _where(figures: Figures) -> None:
    left, right = st.columns([3, 2], gap="medium")
    with left, panel("dash.posture.gaps", "gaps", height="stretch"):
        cells = data.department_cells(EVERYTHING)
        picked = charts_view.heat_map(cells, state=cells_stamp(), key="posture.gaps", most=MOST_DEPARTMENTS)
        with st.container(
            horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", key="gaps_more"
        ):
            st.caption(t("dash.posture.gaps.hint"), width="content")
            count = words.number(len({cell["department"] for cell in cells}))
            link("heatmap", t("dash.posture.gaps.all", count=count), icon=":material/grid_on:")
    with right, panel("dash.posture.stages", "stages", height="stretch"):
        _stages(figures)
    if picked:
        go("heatmap", department=picked["department"] or data.NO_DEPARTMENT)


def _stages(figures: Figures) -> None:
    """Draw coverage stage by stage, name the weakest and who should act first."""
    charts_view.stage_bars(figures, state=cells_stamp(), key="posture.stages")
    found = weakest(figures, data.department_cells(EVERYTHING))
    if found is None:
        return
    if not found.missing:
        st.markdown(t("dash.posture.strong"))
        return
    st.markdown(
        t(
            "dash.posture.weakest",
            stage=words.term("stage", found.stage),
            missing=words.number(found.missing),
            all=words.number(found.figure.denominator),
            who=plain(t("dash.and").join(map(coverage_view.department_name, found.departments))),
        )
    )
    behind(Carded(found.figure), partial(figure_rows.columns, found.figure))
