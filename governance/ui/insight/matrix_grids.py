"""The grids of the accountability matrices, built once for a state of the register and a look of the screen."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

import streamlit as st

from governance.ui import words
from governance.ui.insight import coverage_view, data, matrices, shades
from governance.ui.insight.cache import Stamp
from governance.ui.insight.matrices import Cell, Matrix, Prepared
from governance.ui.insight.scope import Scope
from governance.ui.words import t

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from governance.ui.insight.data import Row

LETTERS = ("accountable", "responsible", "consulted", "informed")
SIGNS = dict(zip(LETTERS, "ARCI", strict=True))
PAGE = 25  # a coloured grid of many posts is heavy to send
NOBODY = "none"


@dataclass(frozen=True, slots=True)
class Grid:
    """Hold a matrix ready to draw, and what its lines and columns are called."""

    ready: Prepared
    lines: Mapping[str, str]
    places: Mapping[str, str]


@st.cache_resource(max_entries=64, show_spinner=False)
def activities(key: Stamp, scope: Scope, page: int, language: str, dark: bool) -> Grid:
    """Return one page of activities × posts; the posts with most letters stand first."""
    del key, language
    chosen = data.answering_activities(scope).slice((page - 1) * PAGE, PAGE)
    tidy = data.letters(chosen.to_pylist()).to_pylist() if len(chosen) else []
    busy = Counter(row["post"] for row in tidy)
    posts = {row["post"]: name_of(row, "post") for row in tidy}
    lines = {row["activity"]: name_of(row, "activity") for row in tidy}
    places = dict(sorted(posts.items(), key=lambda each: (-busy[each[0]], each[1].casefold())))
    cells = _cells((row | {"line": row["activity"], "place": row["post"]} for row in tidy), _post_faulty)
    return _grid(t("dash.coverage.activity"), lines, places, cells, dark=dark)


@st.cache_resource(max_entries=64, show_spinner=False)
def stages(key: Stamp, scope: Scope, view: str, language: str, dark: bool) -> Grid:
    """Return departments or people × stages; ``view`` is department or person."""
    del key, language
    tidy = data.stage_roles(view, scope).to_pylist()
    lines = {
        row[view] or NOBODY: words.name_of(row) if row["name"] else t("dash.coverage.no_department")
        for row in tidy
    }
    faulty = _department_faulty if view == "department" else _person_faulty
    cells = _cells((row | {"line": row[view] or NOBODY, "place": row["stage"]} for row in tidy), faulty)
    return _grid(t(f"dash.matrix.{view}"), lines, dict(coverage_view.stage_columns()), cells, dark=dark)


def name_of(row: Row, what: str) -> str:
    """Return what the activity, post or holder of a row is called."""
    names = {"name": row[f"{what}_name"], "name_zh": row[f"{what}_name_zh"], "id": row.get(what)}
    return words.name_of(names)


def _grid(
    heading: str,
    lines: Mapping[str, str],
    places: Mapping[str, str],
    cells: Mapping[tuple[str, str], Cell],
    *,
    dark: bool,
) -> Grid:
    matrix = Matrix(
        leading=((heading, 260),),
        columns=tuple(places.items()),
        rows=tuple((line, (name,)) for line, name in lines.items()),
        cells=cells,
    )
    return Grid(matrices.prepared(matrix, shades.letters(dark=dark)), lines, places)


def _cells(tidy: Iterable[Row], faulty: Callable[[Row], bool]) -> Mapping[tuple[str, str], Cell]:
    """Return the cells: each letter with the number of stages or activities it stands for."""

    def place(row: Row) -> tuple[str, str]:
        return row["line"], row["place"]

    found = {}
    for key, group in groupby(sorted(tidy, key=place), key=place):
        rows = sorted(group, key=lambda row: LETTERS.index(row["letter"]))
        texts = "  ".join(_letter(row, wrong=faulty(row)) for row in rows)
        found[key] = Cell(texts, _shade(rows, wrong=faulty(rows[0])))
    return found


def _letter(row: Row, *, wrong: bool) -> str:
    """Return one letter with its count: A4, (A4) when all of it is taken over, A4! when nobody is behind it."""
    number = row.get("activities") or row["cells"]
    letter = f"{SIGNS[row['letter']]}{number}" + ("!" if wrong else "")
    return letter if row["explicit"] else f"({letter})"


def _shade(rows: list[Row], *, wrong: bool) -> str:
    first = rows[0]
    if wrong and first["letter"] in LETTERS[:2]:
        return "fault"
    if first["letter"] == "accountable" and not first["explicit"]:
        return "inherited"
    return str(first["letter"])


def _post_faulty(row: Row) -> bool:
    return bool(row["state"] != "held")


def _department_faulty(row: Row) -> bool:
    return bool(row["not_held"])


def _person_faulty(row: Row) -> bool:
    return bool(row["state"] == "left")
