"""Principles: departments by principle, the share without open findings with its parts, and the way to the findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from governance import vocabulary
from governance.law.population import population
from governance.law.principles import STANDINGS, Scores, summed
from governance.law.principles import scores as score_all
from governance.ui import words
from governance.ui.context import current, reader
from governance.ui.insight import address, matrices, shades
from governance.ui.insight.cache import LAWFUL, Stamp, stamp
from governance.ui.insight.matrices import Cell, Matrix
from governance.ui.law import banner, choices, data
from governance.ui.links import go, link
from governance.ui.register import names
from governance.ui.words import plain, t

if TYPE_CHECKING:
    from collections.abc import Sequence

    from governance.law.principles import Score

ALL = "all"  # the line of every department together


def show() -> None:
    """Draw the choice of law, the scorecard and the parts of a picked cell."""
    banner.refusals()
    law = address.select(
        t("law.filter.law"), "law", choices.law_labels(), key="principles.law", everything=t("law.filter.every_law"),
        drops=("department", "principle"),
    )  # fmt: skip
    scores = _scores(stamp(LAWFUL), law)
    if not any(each.judged for each in scores.values()):
        st.info(t("principles.empty"), icon=":material/inbox:", title=t("figure.no_data"))
        link("activities", t("page.activities"), icon=":material/list_alt:")
        banner.no_advice()
        return
    st.markdown(t("principles.formula"))
    _card(scores)
    department, principle = st.query_params.get("department"), st.query_params.get("principle")
    if department and principle:
        _parts(scores, department, principle, law)
    banner.no_advice()


@st.cache_resource(max_entries=16, show_spinner=False)
def _scores(key: Stamp, law: str | None) -> Scores:
    del key
    judged = data.judged()
    with reader() as views:
        looked_at = population(current().register, views.lens)
    return score_all(judged.verdicts, looked_at, judged.waived, law)


def _card(scores: Scores) -> None:
    departments = _departments(scores)
    principles = [each.code for each in vocabulary.terms("principle")]
    matrix = _grid(scores, departments, principles)
    colours = shades.coverage(dark=current().dark)
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        matrices.legend(shades.coverage_legend(), colours)
        matrices.export(matrix, name="principles", key="principles")
    styled = matrices.prepared(matrix, colours)
    picked = matrices.draw(matrix, styled, key="principles.grid", alt=t("principles.alt"), width=150)
    st.caption(t("principles.pick"))
    if picked and picked[1]:
        address.put(department=picked[0], principle=picked[1])


def _departments(scores: Scores) -> list[str]:
    """Return the lines: all together, the departments with the smallest share first, then what belongs to none."""
    live = [each for each in choices.departments() if each != data.NO_DEPARTMENT]
    shares = {each: summed(_of(scores, each)).share for each in live}
    known = sorted((each for each in live if shares[each] is not None), key=lambda each: (shares[each], each))
    return [ALL, *known, *([data.NO_DEPARTMENT] if any(_of(scores, data.NO_DEPARTMENT)) else [])]


def _of(scores: Scores, department: str) -> list[Score]:
    """Return the scores of a department and all below it, of every principle."""
    below = data.below(None if department == ALL else department)
    return [score for (its, _), score in scores.items() if below is None or its in below]


def score_of(scores: Scores, department: str, principle: str) -> Score:
    """Return the score of a cell: of a department and all below it, or of everything."""
    below = data.below(None if department == ALL else department)
    return summed(
        score
        for (its, its_principle), score in scores.items()
        if its_principle == principle and (below is None or its in below)
    )


def _grid(scores: Scores, departments: Sequence[str], principles: Sequence[str]) -> Matrix:
    return Matrix(
        leading=((t("law.filter.department"), 200),),
        columns=tuple((each, words.term("principle", each)) for each in principles),
        rows=tuple((each, (department_name(each),)) for each in departments),
        cells={
            (department, principle): _cell(score_of(scores, department, principle))
            for department in departments
            for principle in principles
        },
    )


def _cell(score: Score) -> Cell:
    if score.share is None:
        return Cell(t("figure.no_data"), "none")
    share = words.percent(round(score.share, 2))
    return Cell(f"{share} · {score.fine}/{score.judged}", shades.of_share(score.share))


def department_name(department: str) -> str:
    """Return what a line of the scorecard is called."""
    if department == ALL:
        return t("principles.all")
    return t("law.no_department") if department == data.NO_DEPARTMENT else names.name(department)


def _parts(scores: Scores, department: str, principle: str, law: str | None) -> None:
    """Draw everything one share is made of, and the way to its findings."""
    score = score_of(scores, department, principle)
    with st.container(border=True, key="panel_principle"):
        title = f"{words.term('principle', principle)} · {department_name(department)}"
        st.header(plain(title, 200), anchor=False)
        if score.share is None:
            st.info(t("principles.nothing"), icon=":material/inbox:", title=t("figure.no_data"))
            return
        term = vocabulary.term("principle", principle)
        if term and term.about:
            about = term.about.zh if current().language == "zh" else term.about.en
            st.caption(plain(f"{about} {words.MISSING} {', '.join(term.cites)}", 300))
        told = t(
            "principles.parts",
            fine=words.number(score.fine),
            judged=words.number(score.judged),
            open=words.number(score.open),
        )
        st.markdown(told)
        with st.grid(6, min_column_width=130):
            for name in STANDINGS:
                label = (
                    words.term("severity", name)
                    if name not in ("unknown", "waived")
                    else t(f"law.standing.{name}")
                )
                st.metric(label, words.number(score.findings.get(name, 0)), border=True)
        if st.button(t("principles.findings"), icon=":material/rule:", key="principles.findings"):
            chosen = {"principle": principle} | ({"law": law} if law else {})
            go("findings", **chosen, **({} if department == ALL else {"department": department}))
