"""The catalogue of figures: title, formula, today's value, and the rows behind each."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import streamlit as st

from governance.insight.catalogue import DEFINITIONS
from governance.ui import words
from governance.ui.cards import panel
from governance.ui.context import current, reader
from governance.ui.insight import address, data, figure_rows
from governance.ui.insight import scope as scopes
from governance.ui.links import go_record
from governance.ui.tables import Column, table
from governance.ui.words import t

if TYPE_CHECKING:
    from governance.insight.figure import Figure


def show() -> None:
    """List every figure; a picked one shows its formula, what it leaves out and its rows."""
    scope = scopes.ask(units=True, weighting=True)
    found = {**data.figures_of(scope), **data.law_figures_of(scope)}
    picked = table(
        [_line(each) for each in found.values()],
        [
            Column("title", t("ins.figure"), width=300, pinned=True),
            Column("value", t("ins.figures.value"), width=110),
            Column("numerator", t("figure.numerator"), "number", width=90),
            Column("denominator", t("figure.denominator"), "number", width=90),
            Column("unit", t("ins.figures.unit"), width=90),
            Column("better", t("ins.figures.better"), width=110),
            Column("formula", t("ins.figures.formula"), width=520),
            Column("id", t("ins.figures.id"), width=220),
        ],
        key="figures.all",
        alt=t("page.figures.help"),
        select="row",
        export="figures",
        height=420,
    )
    if picked:
        address.put(figure=picked.row["id"])
    chosen = address.chosen("figure", list(DEFINITIONS))
    if chosen:
        detail(found[chosen], key="figures")
    else:
        st.caption(t("ins.figures.pick"))


def _line(figure: Figure) -> dict[str, Any]:
    return {
        "id": figure.id,
        "title": t(figure.title_key),
        "value": words.shown(figure.value, figure.unit),
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "unit": t(f"ins.unit.{'people' if figure.weighted else figure.unit}"),
        "better": t(f"ins.better.{figure.better}"),
        "formula": t(figure.formula_key),
    }


def detail(figure: Figure, *, key: str) -> None:
    """Draw one figure as it stood: formula, counts, what was left out, and its rows on that day."""
    with panel("ins.figures.one", f"{key}_detail", title=t(figure.title_key)):
        st.markdown(f"**{words.shown(figure.value, figure.unit)}** · {words.day(figure.effective_on)}")
        st.markdown(t(figure.formula_key))
        counts = {"top": words.number(figure.numerator), "bottom": words.number(figure.denominator)}
        st.caption(t("ins.figures.counts", **counts))
        for left_out in figure.exclusions:
            reason = t(f"figure.excluded.{left_out.reason}")
            st.caption(t("figure.excluded", count=words.number(left_out.count), reason=reason))
        picked = table(
            rows_of(figure),
            figure_rows.columns(figure),
            key=f"{key}.rows",
            alt=t(figure.title_key),
            select="row",
            export=figure.id.replace(".", "-"),
            height=420,
            empty_key="figure.no_rows",
        )
    if picked and picked.row.get("id"):
        go_record(str(picked.row["id"]))


def rows_of(figure: Figure) -> list[dict[str, Any]]:
    """Return the rows behind a figure of any day, as that day saw them, in the words of the screen."""
    with reader() as views:
        lens = replace(views.lens, known_revision=figure.known_revision, effective_on=figure.effective_on)
    with current().register.read(lens) as views:
        return figure_rows.worded(figure.rows(views))
