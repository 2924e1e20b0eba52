"""Figures on cards: no number without its formula, its dates and the rows behind it."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol

import streamlit as st

from governance import formatting
from governance.ui import words
from governance.ui.context import reader
from governance.ui.state import language
from governance.ui.tables import Column, table
from governance.ui.words import t

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date

    Columns = Sequence[Column] | Callable[[], Sequence[Column]]


class Exclusion(Protocol):
    """Name why rows were left out of a figure, and how many."""

    @property
    def reason(self) -> str:
        """Return the code of the reason."""

    @property
    def count(self) -> int:
        """Return how many were left out."""


class Figure(Protocol):
    """Say what a card needs of a figure of ``governance.insight.figures``."""

    @property
    def key(self) -> str:
        """Return the id its wording is found by."""

    @property
    def unit(self) -> str:
        """Return "percent" for a share from 0 to 1, else anything."""

    @property
    def value(self) -> float | None:
        """Return the value; None is no data."""

    @property
    def numerator(self) -> float | None:
        """Return what was counted."""

    @property
    def denominator(self) -> float | None:
        """Return out of how many."""

    @property
    def exclusions(self) -> Sequence[Exclusion]:
        """Return what was left out."""

    @property
    def effective_on(self) -> date:
        """Return the day it is of."""

    @property
    def trend(self) -> Sequence[float | None]:
        """Return its values over time, oldest first, this one last."""

    @property
    def up_is_bad(self) -> bool:
        """Return whether a rise is bad news."""

    def rows(self, views: Any) -> list[dict[str, Any]]:
        """Return the rows behind the figure."""


def figure_card(
    figure: Figure,
    *,
    columns: Columns = (),
    note: str | None = None,
    compared: Sequence[float | None] | None = None,
) -> None:
    """Draw one figure as a card with its trend and a button that opens formula, counts, dates and rows.

    ``columns`` name what the rows show, or give it once it is asked for; without them id and name. A figure without data
    says so, never 100 %.
    ``compared`` are the older and the present value its change is told between; without them the last two of its trend.
    """
    with card(figure.key):
        delta = _delta(figure, figure.trend if compared is None else compared)
        same = delta == 0
        st.metric(
            t(f"figure.{figure.key}"),
            shown(figure),
            delta=t("report.change.none") if same else delta,
            delta_color="off" if same else "inverse" if figure.up_is_bad else "normal",
            delta_arrow="off" if same else "auto",
            delta_description=note or (t("figure.since") if delta is not None else None),
            chart_data=_trend(figure),
            height="stretch",
        )
        behind(figure, columns)


@contextmanager
def panel(title_key: str, key: str, *, height: str | int = "content", **values: Any) -> Iterator[None]:
    """Open a bordered card whose title asks the question its content answers.

    ``title_key`` names the title; ``<title_key>.question`` in the catalog, if there, is the line under it.
    """
    with st.container(border=True, key=f"panel_{key}", height=height):  # type: ignore[arg-type]
        st.header(t(title_key, **values), anchor=False)
        if words.has(f"{title_key}.question"):
            st.caption(t(f"{title_key}.question", **values))
        yield


@contextmanager
def card(key: str) -> Iterator[None]:
    """Open a card of equal height beside its neighbours."""
    with st.container(border=True, key=f"card_{key.replace('.', '_')}", height="stretch", gap="xsmall"):
        yield


def shown(figure: Figure) -> str:
    """Return the value of ``figure`` as text: a percentage, a number or "no data"."""
    return words.shown(figure.value, figure.unit)


def _delta(figure: Figure, values: Sequence[float | None]) -> str | int | None:
    return formatting.change(values, figure.unit, language()) if figure.value is not None else None


def _trend(figure: Figure) -> list[float] | None:
    known = [float(each) for each in figure.trend if each is not None]
    return known if len(known) > 1 else None


def behind(figure: Figure, columns: Columns = (), *, label_key: str = "figure.open") -> None:
    """Draw the button that opens formula, counts, dates and rows of one figure; once a page for each figure."""
    key = f"behind.{figure.key}"
    opened = st.popover(
        t(label_key), icon=":material/table_rows:", key=key, type="tertiary", on_change="rerun"
    )
    if not opened.open:
        return
    with opened:
        st.markdown(f"**{t(f'figure.{figure.key}')}**")
        st.markdown(t(f"figure.{figure.key}.formula"))
        _counts(figure)
        with reader() as views:
            rows = figure.rows(views)
        _rows(rows, figure, columns() if callable(columns) else columns)


def _counts(figure: Figure) -> None:
    lines: Mapping[str, str] = {
        "figure.numerator": words.number(figure.numerator),
        "figure.denominator": words.number(figure.denominator),
        "figure.date": words.day(figure.effective_on),
    }
    st.caption(" · ".join(f"{t(key)} {value}" for key, value in lines.items()))
    for left_out in figure.exclusions:
        reason = t(f"figure.excluded.{left_out.reason}")
        st.caption(t("figure.excluded", count=words.number(left_out.count), reason=reason))


def _rows(rows: list[dict[str, Any]], figure: Figure, columns: Sequence[Column]) -> None:
    from governance.ui.links import go_record  # noqa: PLC0415

    chosen = columns or (Column("id", t("column.id"), width="small"), Column("name", t("column.name")))
    picked = table(
        rows,
        chosen,
        key=f"behind.{figure.key}.rows",
        alt=t(f"figure.{figure.key}"),
        select="row",
        export=figure.key.replace(".", "-"),
        height=320,
        empty_key="figure.no_rows",
    )
    if picked and picked.row.get("id"):
        go_record(str(picked.row["id"]))
