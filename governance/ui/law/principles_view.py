"""Principles: each with its parts, then department by department, and one cell with the way to its findings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
import streamlit as st

from governance import vocabulary
from governance.law.rules import SEVERITIES
from governance.ui import words
from governance.ui.context import current
from governance.ui.insight import address, matrices, shades
from governance.ui.insight.cache import LAWFUL, Stamp, look, stamp
from governance.ui.insight.matrices import Cell, Matrix, Prepared
from governance.ui.law import banner, choices, citing, data, principle_cell, principles_data
from governance.ui.links import go, link
from governance.ui.spreadsheets import offer_sheet
from governance.ui.tables import Column, table
from governance.ui.words import t

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from governance.law.scorecard import Score
    from governance.ui.law.principles_data import Line

DEEPER = ("principle", "place")
COUNTS = (*SEVERITIES, "unknown", "accepted")
# A count above nothing is shaded as grave as what it counts; nothing found is the best shade.
_GRAVE = {"critical": "0", "high": "1", "medium": "2", "low": "3", "unknown": "1"}


def show() -> None:
    """Draw the page."""
    banner.refusals()
    with st.container(horizontal=True, vertical_alignment="bottom", key="law_choices"):
        department = address.select(
            t("law.filter.department"),
            "department",
            choices.departments(),
            key="principles.department",
            everything=t("law.filter.every_department"),
            drops=DEEPER,
        )
    departments = data.below(department)
    scores = principles_data.whole(departments)
    if any(score.judged for score in scores.values()):
        _principles(scores, department)
        _departments(departments, department)
    else:
        st.info(t("findings.no_data"), icon=":material/inbox:", title=t("figure.no_data"))
        link("activities", t("page.activities"), icon=":material/list_alt:")
    banner.no_advice()


def _principles(scores: Mapping[str, Score], department: str | None) -> None:
    """Draw one line a principle with all its parts; picking one opens its findings."""
    st.caption(t("principles.formula"))
    picked = table(
        [_parts(code, score) | {"cites": _cites(code)} for code, score in scores.items()],
        [
            Column("principle", t("law.filter.principle"), vocabulary="principle", width=210),
            Column("share", t("principles.share"), "progress", width=120, help=t("principles.formula")),
            *_columns(),
            Column("cites", t("law.column.cites"), width=150),
        ],
        key="principles.whole",
        alt=t("principles.alt"),
        select="row",
        export="principles",
    )
    if picked:
        go("findings", **principle_cell.query(picked.row["principle"], department))


def _columns() -> list[Column]:
    """Return the columns of the parts a share is never shown without."""
    return [
        Column("judged", t("principles.judged"), "number", width=80, help=t("principles.judged.help")),
        Column("clear", t("principles.clear"), "number", width=100),
        *(Column(each, words.term("severity", each), "number", width=70) for each in SEVERITIES),
        Column("unknown", t("law.column.unknown"), "number", width=110, help=t("principles.unknown.help")),
        Column("accepted", t("law.column.waived"), "number", width=84, help=t("principles.accepted.help")),
    ]


def _parts(principle: str, score: Score) -> dict[str, Any]:
    """Return the parts of a score; counts of what was never judged are no data and not nothing."""
    known = bool(score.judged)
    counts = {each: getattr(score, each) if known else None for each in COUNTS}
    clear = score.judged - score.found if known else None
    return {"principle": principle, "share": score.share, "judged": score.judged, "clear": clear, **counts}


def _cites(code: str) -> str:
    term = vocabulary.term("principle", code)
    return citing.cites(term.cites) if term else ""


def _departments(departments: tuple[str, ...] | None, department: str | None) -> None:
    """Draw departments by principle in the measure chosen, and below it the cell that was picked."""
    st.header(t("principles.departments"), anchor=False)
    st.caption(t("principles.departments.about"))
    options = {"share": t("principles.share")} | {
        each: words.term("severity", each) for each in SEVERITIES
    } | {"unknown": t("law.column.unknown")}  # fmt: skip
    measure = address.segments(t("principles.measure"), "measure", options, key="principles.measure")
    lines, drawn = _grid(stamp(LAWFUL), departments, measure, *look())
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        if measure == "share":
            matrices.legend(shades.coverage_legend()[:-1], shades.coverage(dark=current().dark))
        else:
            st.caption(t("principles.counts.about"), width="content")
        _export(lines)
    picked = matrices.draw(
        drawn,
        key=f"principles.grid.{measure}.{department or 'all'}",
        alt=t("principles.departments.alt"),
        width=112,
    )
    if picked and picked[1]:
        address.put(place=picked[0], principle=picked[1])
    principle_cell.show(lines)


@st.cache_resource(max_entries=64, show_spinner=False)
def _grid(
    key: Stamp, departments: tuple[str, ...] | None, measure: str, language: str, dark: bool
) -> tuple[tuple[Line, ...], Prepared]:
    """Build the grid once for a state of the register and a look of the screen."""
    del key, language
    lines = principles_data.lines(departments)
    matrix = grid(lines, measure)
    return lines, matrices.prepared(matrix, shades.coverage(dark=dark))


def grid(lines: Sequence[Line], measure: str) -> Matrix:
    """Return departments × principles in one ``measure``: the share without a finding, or a count of findings."""
    return Matrix(
        leading=((t("law.filter.department"), 200),),
        columns=tuple((code, t(f"principles.short.{code}")) for code in principles_data.principles()),
        rows=tuple((line.department, (line.name,)) for line in lines),
        cells={
            (line.department, code): _cell(score, measure)
            for line in lines
            for code, score in line.scores.items()
        },
    )


def _cell(score: Score, measure: str) -> Cell:
    if score.share is None:
        return Cell(t("figure.no_data"), "none")
    if measure == "share":
        told = f"{words.cell_percent(score.share)} · {score.judged - score.found}/{score.judged}"
        return Cell(told, shades.of_share(score.share))
    count = getattr(score, measure)
    return Cell(words.number(count), _GRAVE[measure] if count else "5")


def _export(lines: Sequence[Line]) -> None:
    """Offer every cell with all its parts, one line a department and principle."""
    columns = [
        ("department", t("law.filter.department")),
        ("principle", t("law.filter.principle")),
        ("share", t("principles.share")),
        *((each.name, each.label) for each in _columns()),
    ]
    rows = [
        _parts(code, score) | {"department": line.name, "principle": words.term("principle", code)}
        for line in lines
        for code, score in line.scores.items()
    ]
    texts = ("department", "principle")
    sheet = pa.table({name: pa.array([row[name] for row in rows], _type(name, texts)) for name, _ in columns})
    offer_sheet(sheet, columns, name="principles-by-department", key="principles.departments")


def _type(name: str, texts: Sequence[str]) -> pa.DataType:
    if name in texts:
        return pa.string()
    return pa.float64() if name == "share" else pa.int64()
