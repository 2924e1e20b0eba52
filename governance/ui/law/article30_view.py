"""Article 30: how complete the register is, letter by letter, by department and by activity."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast, get_args

import pyarrow as pa
import pyarrow.compute as pc
import streamlit as st

from governance.exchange.article30 import LETTERS, Which
from governance.ui import words
from governance.ui.context import current
from governance.ui.insight import address, matrices, paging, shades
from governance.ui.insight.matrices import Cell, Matrix
from governance.ui.law import article30_data, choices, data
from governance.ui.law.article30_data import STATES, answered
from governance.ui.links import go_record, link
from governance.ui.register import names
from governance.ui.tables import Column, table
from governance.ui.words import t

if TYPE_CHECKING:
    from governance.ui.insight.shades import Shades

PAGE = 40
VIEWS = ("department", "activity")
DEEPER = ("page",)
SHADES = {"complete": "covered", "none": "not_applicable", "unknown": "not_assessed", "missing": "gap"}
# Where in a record the fields of a letter stand.
TABS = {
    "controller": dict(zip("abcdefg", ("main", "purposes", "data", "sharing", "sharing", "data", "security"), strict=True)),
    "processor": dict(zip("abcd", ("main", "main", "sharing", "security"), strict=True)),
}  # fmt: skip


def show() -> None:
    """Draw the choice of register and department, the letters, and the matrix."""
    which, department, view = _ask()
    found = article30_data.table(which, data.below(department))
    if not found.num_rows:
        st.info(t("article30.empty"), icon=":material/inbox:", title=t("figure.no_data"))
        with st.container(horizontal=True):
            link("activities", t("page.activities"), icon=":material/list_alt:")
            link("importing", t("page.importing"), icon=":material/upload_file:")
        return
    _letters(found, which)
    letter = address.chosen("letter", LETTERS[which])
    if view == "department":
        _departments(found, which)
    else:
        _activities(found if letter is None else _open(found, letter), which, letter)


def _ask() -> tuple[Which, str | None, str]:
    with st.container(horizontal=True, vertical_alignment="bottom", key="article30_choices"):
        whiches = {each: t(f"article30.sheet.{each}") for each in get_args(Which)}
        which = address.segments(
            t("art30.register"), "which", whiches, key="art30.which", drops=("letter", *DEEPER)
        )
        views = {each: t(f"art30.view.{each}") for each in VIEWS}
        view = address.segments(t("art30.view"), "view", views, key="art30.view", drops=DEEPER)
        department = address.select(
            t("law.filter.department"), "department", choices.departments(), key="art30.department",
            everything=t("law.filter.every_department"), drops=DEEPER,
        )  # fmt: skip
        link("template", t("art30.export"), icon=":material/download:")
    return cast("Which", which), department, view


def _letters(found: pa.Table, which: Which) -> None:
    """Draw one line a letter with its counts; picking one lists the activities in which it is open."""
    counted = article30_data.counts(found, "letter")
    rows = []
    for letter in LETTERS[which]:
        counts = counted.get((letter,), dict.fromkeys(STATES, 0))
        given, total = answered(counts)
        named = f"({letter}) {t(f'article30.{which}.{letter}')}"
        rows.append({"letter": letter, "name": named, "share": given / total if total else None, **counts})
    picked = table(
        rows,
        [
            Column("name", t("art30.letter"), width=430),
            Column("share", t("art30.share"), "progress", width=130, help=t("art30.share.help")),
            *(Column(each, t(f"register.completeness.{each}"), "number", width=125) for each in STATES),
        ],
        key=f"art30.letters.{which}",
        alt=t("art30.letters.alt"),
        select="row",
        find=False,
        export=f"article-30-{which}-completeness",
    )
    if picked and st.query_params.get("letter") != picked.row["letter"]:
        address.put(letter=picked.row["letter"], view="activity", page=None)
        st.rerun()


def _departments(found: pa.Table, which: Which) -> None:
    """Draw departments by letter: how many of how many activities answer it."""
    counted = article30_data.counts(found, "department", "letter")
    whole = {
        department: answered(_sum([each for (its, _), each in counted.items() if its == department]))
        for department in {department for department, _ in counted}
    }
    ordered = sorted(whole, key=lambda each: (whole[each][0] / whole[each][1], each))
    cells = {
        (department or data.NO_DEPARTMENT, letter): Cell(
            f"{answered(each)[0]}/{answered(each)[1]}", shades.of_share(answered(each)[0] / answered(each)[1])
        )
        for (department, letter), each in counted.items()
    }
    matrix = Matrix(
        leading=((t("law.filter.department"), 200),),
        columns=tuple((letter, f"({letter})") for letter in LETTERS[which]),
        rows=tuple((each or data.NO_DEPARTMENT, (_named(each),)) for each in ordered),
        cells=cells,
    )
    colours = shades.coverage(dark=current().dark)
    _legend(matrix, shades.coverage_legend(), colours, f"article-30-{which}-departments")
    styled = matrices.prepared(matrix, colours)
    picked = matrices.draw(
        matrix, styled, key=f"art30.departments.{which}", alt=t("art30.departments.alt"), width=96
    )
    st.caption(t("art30.departments.pick"))
    if picked:
        address.put(department=picked[0], letter=picked[1], view="activity", page=None)
        st.rerun()


def _sum(counted: list[article30_data.Counts]) -> article30_data.Counts:
    return {state: sum(each[state] for each in counted) for state in STATES}


def _named(department: str) -> str:
    return names.name(department) if department else t("law.no_department")


def _open(found: pa.Table, letter: str) -> pa.Table:
    """Return the activities in which one letter is open, with all their letters."""
    closed = pc.is_in(found["state"], value_set=pa.array(article30_data.ANSWERED))
    here = pc.and_(pc.equal(found["letter"], letter), pc.invert(closed))
    return found.filter(pc.is_in(found["id"], value_set=pc.unique(found.filter(here)["id"])))


def _activities(found: pa.Table, which: Which, letter: str | None) -> None:
    """Draw activities by letter with the state in words, those with most open letters first."""
    with st.container(horizontal=True, vertical_alignment="center"):
        if letter:
            st.badge(t("art30.open_only", letter=letter), icon=":material/filter_alt:")
            if st.button(t("art30.open_clear"), icon=":material/close:", type="tertiary", key="art30.clear"):
                address.put(letter=None, page=None)
                st.rerun()
    ids = article30_data.open_first(found)
    if not ids:
        st.success(t("art30.none_open"), icon=":material/check_circle:")
        return
    page = paging.number(len(ids), PAGE)
    shown = ids[(page - 1) * PAGE : page * PAGE]
    matrix = _grid(found, shown, which)
    colours = _states()
    _legend(
        matrix,
        [(each, t(f"register.completeness.{each}")) for each in STATES],
        colours,
        f"article-30-{which}",
    )
    st.caption(t("art30.activities.pick", count=words.number(len(ids))))
    styled = matrices.prepared(matrix, colours)
    picked = matrices.draw(
        matrix, styled, key=f"art30.activities.{which}.{page}", alt=t("art30.activities.alt"), width=120
    )
    paging.draw(len(ids), PAGE, key="art30.page")
    if picked:
        go_record(picked[0], tab=TABS[which][picked[1]] if picked[1] else None)


def _grid(found: pa.Table, ids: list[str], which: Which) -> Matrix:
    rows = found.filter(pc.is_in(found["id"], value_set=pa.array(ids))).to_pylist()
    return Matrix(
        leading=((t("article30.column.name"), 200),),
        columns=tuple((letter, f"({letter})") for letter in LETTERS[which]),
        rows=tuple((each, (names.name(each),)) for each in ids),
        cells={
            (row["id"], row["letter"]): Cell(t(f"register.completeness.{row['state']}"), row["state"])
            for row in rows
        },
    )


def _states() -> Shades:
    colours = shades.states(dark=current().dark)
    return {state: colours[shade] for state, shade in SHADES.items()}


def _legend(matrix: Matrix, entries: list[tuple[str, str]], colours: Shades, name: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        matrices.legend(entries, colours)
        matrices.export(matrix, name=name, key=f"art30.{name}")
