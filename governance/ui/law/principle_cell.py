"""One principle in one department: its parts, each opening the findings it counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from governance.law.rules import SEVERITIES
from governance.ui import words
from governance.ui.links import link
from governance.ui.words import plain, t

if TYPE_CHECKING:
    from collections.abc import Sequence

    from governance.law.scorecard import Score
    from governance.ui.law.principles_data import Line


def query(principle: str, department: str | None, **more: str) -> dict[str, str]:
    """Return the choices of the page of findings that choose those of a principle in a department."""
    return {"principle": principle} | ({"department": department} if department else {}) | more


def show(lines: Sequence[Line]) -> None:
    """Draw the cell the address names among ``lines``; without one, say how to pick it."""
    place, principle = st.query_params.get("place"), st.query_params.get("principle", "")
    line = next((each for each in lines if each.department == place), None)
    score = line.scores.get(principle) if line else None
    if line is None or score is None:
        st.caption(t("principles.pick"))
        return
    with st.container(border=True, key="panel_principle"):
        st.markdown(f"**{plain(line.name)} · {words.term('principle', principle)}**")
        if not score.judged:
            st.info(t("principles.nothing"), icon=":material/inbox:", title=t("figure.no_data"))
            return
        _parts(score, principle, line.department)


def _parts(score: Score, principle: str, department: str) -> None:
    st.markdown(
        t(
            "principles.cell",
            judged=words.number(score.judged),
            clear=words.number(score.judged - score.found),
            share=words.percent(score.share),
            findings=words.number(score.open + score.accepted),
        )
    )
    with st.container(horizontal=True, gap="medium"):
        for severity in SEVERITIES:
            chosen = query(principle, department, severity=severity, standing="open")
            _count(words.term("severity", severity), getattr(score, severity), chosen)
        _count(t("law.column.unknown"), score.unknown, query(principle, department, standing="unknown"))
        _count(t("law.column.waived"), score.accepted, query(principle, department, standing="waived"))
    link("findings", t("principles.open"), icon=":material/rule:", query=query(principle, department))


def _count(label: str, count: int, chosen: dict[str, str]) -> None:
    """Draw a count as a link to the findings it counts; nothing to open where it is nothing."""
    told = f"{label} {words.number(count)}"
    if count:
        link("findings", told, query=chosen)
    else:
        st.caption(told, width="content")
