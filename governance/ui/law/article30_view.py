"""Article 30: how complete both registers are, by letter and by department, down to the records and their fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import streamlit as st

from governance.exchange.article30 import LETTERS, overview
from governance.ui import words
from governance.ui.cards import figure_card
from governance.ui.context import current
from governance.ui.insight import address, matrices, shades
from governance.ui.insight.cache import JUDGED, Stamp, look, stamp
from governance.ui.insight.matrices import Cell, Matrix, Prepared
from governance.ui.law import article30_data, article30_records, banner, choices, data
from governance.ui.links import link
from governance.ui.tables import Column, table
from governance.ui.words import t

if TYPE_CHECKING:
    from governance.exchange.article30 import Which
    from governance.exchange.article30.overview import Entry, Tally

DEEPER = ("letter", "place")


def show() -> None:
    """Draw the page at the level the address names."""
    which, departments = _ask()
    letter = address.chosen("letter", LETTERS[which])
    if letter:
        article30_records.show(which, letter, departments)
    else:
        _overview(which, departments)
    banner.no_advice()


def _ask() -> tuple[Which, tuple[str, ...] | None]:
    """Draw the choices: which register, and which department."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="law_choices"):
        department = address.select(
            t("law.filter.department"),
            "department",
            choices.departments(),
            key="article30.department",
            everything=t("law.filter.every_department"),
            drops=DEEPER,
        )
        which = address.segments(
            t("law30.which"),
            "which",
            {each: t(f"law30.which.{each}") for each in article30_data.REGISTERS},
            key="article30.which",
            drops=DEEPER,
        )
    return cast("Which", which), data.below(department)


def _overview(which: Which, departments: tuple[str, ...] | None) -> None:
    _cards(departments)
    found = article30_data.entries(which, departments)
    link("template", t("law30.export"), icon=":material/download:")
    if not found:
        st.info(t(f"law30.empty.{which}"), icon=":material/inbox:", title=t("figure.no_data"))
        link("activities", t("page.activities"), icon=":material/list_alt:")
        return
    _letters(found, which)
    _departments(which, departments)


def _cards(departments: tuple[str, ...] | None) -> None:
    columns = (
        Column("name", t("column.name"), width=260, pinned=True),
        Column("open", t("law30.column.open"), width=150),
        Column("department", t("law.filter.department"), width=180),
        Column("id", t("column.id"), width=100),
    )
    with st.grid(2, min_column_width=260):
        for which in article30_data.REGISTERS:
            held = article30_data.entries(which, departments)
            figure_card(article30_data.Card(which, held, current().effective_on), columns=columns)


def _letters(found: tuple[Entry, ...], which: Which) -> None:
    """Draw one line a letter; picking one opens its records."""
    st.header(t("law30.letters"), anchor=False)
    st.caption(t("law30.letters.about"))
    picked = table(
        [_line(which, letter, tally) for letter, tally in overview.by_letter(found, which).items()],
        [
            Column("short", t("law30.column.letter"), width=124),
            Column(
                "share", t("law30.column.share"), "progress", width=120, help=t("law30.column.share.help")
            ),
            *(
                Column(state, t(f"register.completeness.{state}"), "number", width=118)
                for state in overview.STATES
            ),
            Column("records", t("law.column.records"), "number", width=84),
            Column("what", t("law30.column.asks"), width=380),
        ],
        key=f"article30.letters.{which}",
        alt=t("law30.letters.alt"),
        select="row",
        export=f"article30-letters-{which}",
    )
    if picked:
        address.put(letter=picked.row["letter"], place=None)
        st.rerun()


def _line(which: Which, letter: str, tally: Tally) -> dict[str, Any]:
    return {
        "letter": letter,
        "short": t(f"law30.short.{which}.{letter}"),
        "share": tally.share,
        **{str(state): count for state, count in tally.counts.items()},
        "records": tally.records,
        "what": t(f"article30.{which}.{letter}"),
    }


def _departments(which: Which, departments: tuple[str, ...] | None) -> None:
    """Draw departments by letter; a cell opens its records, the name of a department all below it."""
    st.header(t("law30.departments"), anchor=False)
    st.caption(t("law30.departments.about"))
    drawn = _grid(stamp(JUDGED), which, departments, *look())
    palette = shades.coverage(dark=current().dark)
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        matrices.legend(shades.coverage_legend()[:-1], palette)
        matrices.export(drawn, name=f"article30-departments-{which}", key="article30.departments")
    picked = matrices.draw(drawn, key=f"article30.grid.{which}", alt=t("law30.departments.alt"), width=118)
    if picked is None:
        return
    place, letter = picked
    if letter is None:
        address.put(department=place)
    else:
        address.put(letter=letter, place=place)
    st.rerun()


@st.cache_resource(max_entries=64, show_spinner=False)
def _grid(
    key: Stamp, which: Which, departments: tuple[str, ...] | None, language: str, dark: bool
) -> Prepared:
    """Build the grid once for a state of the register and a look of the screen."""
    del key, language
    matrix = grid(article30_data.entries(which, departments), which)
    return matrices.prepared(matrix, shades.coverage(dark=dark))


def grid(found: tuple[Entry, ...], which: Which) -> Matrix:
    """Return departments × letters: share complete and how many of how many; the least complete department first."""
    tallies = overview.by_department(found)
    weakest = sorted(tallies, key=lambda each: (_open(tallies[each]), article30_data.department_name(each)))
    return Matrix(
        leading=((t("law.filter.department"), 220),),
        columns=tuple((letter, t(f"law30.short.{which}.{letter}")) for letter in LETTERS[which]),
        rows=tuple((each or data.NO_DEPARTMENT, (article30_data.department_name(each),)) for each in weakest),
        cells={
            (each or data.NO_DEPARTMENT, letter): Cell(_cell(tally), shades.of_share(tally.share))
            for each in weakest
            for letter, tally in tallies[each].items()
        },
    )


def _open(tallies: dict[str, Tally]) -> float:
    """Return the share complete over all letters of a department, to put the weakest first."""
    return sum(each.done for each in tallies.values()) / sum(each.records for each in tallies.values())


def _cell(tally: Tally) -> str:
    return f"{words.cell_percent(tally.share)} · {tally.done}/{tally.records}"
