"""The lines and lists of the posture page: a number with its rows at hand, and what ends or is overdue."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from governance.ui import words
from governance.ui.cards import behind, panel
from governance.ui.insight import data, figure_rows
from governance.ui.insight.figure_rows import Carded
from governance.ui.links import go_record
from governance.ui.tables import table
from governance.ui.words import t

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from governance.insight.figure import Figure

ENDING = ("name", "expires_on", "owner")
LATE = ("name", "due_on", "owner")
REVIEWS = ("name", "review_by", "owner")
# What the rows of each list are read from, the names in them included.
READ_FROM = {
    "evidence.expiring": ("evidence", "post"),
    "risk.overdue": ("risk", "post", "activity"),
    "policy.review_overdue": ("policy", "post"),
}
NARROW = {"name": 205, "due_on": 88, "expires_on": 88, "review_by": 88}  # two lists side by side
MOST_LISTED = 200


def coming(figures: Mapping[str, Figure]) -> None:
    """Draw what runs out next and what is overdue."""
    left, right = st.columns(2, gap="medium")
    with left, panel("dash.posture.evidence", "evidence", height="stretch"):
        _listed(figures["evidence.expiring"], ENDING, "dash.posture.evidence.none", 487)
    with right, panel("dash.posture.overdue", "overdue", height="stretch"):
        _listed(figures["risk.overdue"], LATE, "dash.posture.overdue.none", 234)
        _listed(figures["policy.review_overdue"], REVIEWS, "dash.posture.reviews.none", 135)


def numbers(ids: Sequence[str], figures: Mapping[str, Figure]) -> None:
    """Draw figures as lines: number, title, and the button that opens rows and formula."""
    for each in ids:
        figure = figures[each]
        with number_line(f"**{value(figure)}** · {t(figure.title_key)}"):
            behind(Carded(figure), partial(figure_rows.columns, figure), label_key="dash.rows")


@contextmanager
def number_line(words_of_it: str) -> Iterator[None]:
    """Draw one number with its title, and what is opened from it at the right."""
    with st.container(
        horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", gap="small"
    ):
        st.markdown(words_of_it, width="content")
        yield


def value(figure: Figure) -> str:
    """Return the value of ``figure`` in words."""
    return words.shown(figure.value, figure.unit)


def _listed(figure: Figure, columns: tuple[str, ...], nothing: str, height: int) -> None:
    """List the rows of ``figure``, its formula at hand; picking a row opens its record."""
    numbers([figure.id], {figure.id: figure})
    rows = data.rows_of(figure, MOST_LISTED, READ_FROM[figure.id])
    if not rows.num_rows:
        st.caption(t(nothing))
        return
    if figure.numerator > rows.num_rows:
        counts = {"shown": words.number(rows.num_rows), "all": words.number(figure.numerator)}
        st.caption(t("ins.first_of", **counts))
    name = figure.id.replace(".", "-")
    picked = table(
        rows,
        [replace(figure_rows.column(each), width=NARROW.get(each)) for each in columns],
        key=f"posture.{name}",
        alt=t(figure.title_key),
        select="row",
        find=False,
        export=name,
        height=min(height, 36 + 33 * rows.num_rows),
    )
    if picked:
        go_record(picked.row["id"])
