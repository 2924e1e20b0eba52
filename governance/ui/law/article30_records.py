"""One letter of Article 30: the records under it, what each still lacks, and the way to the field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from governance.exchange.article30 import overview
from governance.model.fields import by_name
from governance.model.kinds import kind_of
from governance.ui import words
from governance.ui.context import current
from governance.ui.insight import address
from governance.ui.law import article30_data, data
from governance.ui.law.mend import section
from governance.ui.law.wording import joined
from governance.ui.links import go_record
from governance.ui.register.sections import label
from governance.ui.tables import Column, table
from governance.ui.words import plain, t

if TYPE_CHECKING:
    from collections.abc import Sequence

    from governance.exchange.article30 import Which
    from governance.exchange.article30.overview import Entry, Lacking


def show(which: Which, letter: str, departments: tuple[str, ...] | None) -> None:
    """Draw the way back, the letter with its counts, and its records, those that lack something first."""
    if st.button(t("law30.back"), type="tertiary", icon=":material/arrow_back:", key="article30.back"):
        address.put(letter=None, place=None)
        st.rerun()
    found, place = _here(which, departments)
    st.header(f"{t('article30.letter', letter=letter)} {t(f'article30.{which}.{letter}')}", anchor=False)
    if place is not None:
        st.markdown(f"**{plain(article30_data.department_name(place))}**")
    if not found:
        st.info(t("law30.records.none"), icon=":material/inbox:", title=t("figure.no_data"))
        return
    _counts(found, which, letter)
    _records(found, letter)


def _here(which: Which, departments: tuple[str, ...] | None) -> tuple[tuple[Entry, ...], str | None]:
    """Return the records of the department the address names, or all that were chosen."""
    found = article30_data.entries(which, departments)
    place = st.query_params.get("place")
    if place is None:
        return found, None
    own = "" if place == data.NO_DEPARTMENT else place
    return tuple(each for each in found if each.department == own), place


def _counts(found: tuple[Entry, ...], which: Which, letter: str) -> None:
    tally = overview.by_letter(found, which)[letter]
    states = (
        f"{t(f'register.completeness.{state}')} {words.number(tally.counts[state])}"
        for state in overview.STATES
    )
    told = t(
        "law30.records.count",
        share=words.percent(tally.share),
        done=words.number(tally.done),
        records=words.number(tally.records),
    )
    st.markdown(told)
    st.caption(" · ".join(states))


def _records(found: Sequence[Entry], letter: str) -> None:
    lacks = article30_data.lacking(letter)
    ordered = sorted(found, key=lambda each: overview.STATES.index(each.states[letter]))
    picked = table(
        [_row(each, letter, lacks.get(each.id, ())) for each in ordered],
        [
            Column("name", t("column.name"), width=300),
            Column("state", t("law30.column.state"), width=140),
            Column("lacks", t("law30.column.lacks"), width=220),
            Column("open", t("law30.column.open"), width=140),
            Column("department", t("law.filter.department"), width=190),
            Column("id", t("column.id"), width=100),
        ],
        key=f"article30.records.{letter}",
        alt=t("law30.records.alt"),
        select="row",
        export=f"article30-{letter}",
        height=640,
    )
    st.caption(t("law30.records.pick"))
    if picked:
        _open(picked.row["id"], picked.row["own"], letter)


def _row(entry: Entry, letter: str, lacks: Sequence[Lacking]) -> dict[str, Any]:
    return {
        "name": words.name_of({"id": entry.id, "name": entry.name, "name_zh": entry.name_zh}),
        "state": t(f"register.completeness.{entry.states[letter]}"),
        "lacks": joined(dict.fromkeys(_field(each.field) for each in lacks)) or "–",
        "open": article30_data.letters(entry.lacking),
        "department": article30_data.department_name(entry.department),
        "id": entry.id,
        "own": entry.department,
    }


def _field(name: str) -> str:
    return label(by_name(kind_of("activity").model)[name])


def _open(record_id: str, department: str, letter: str) -> None:
    """Open the record where the letter lacks something; people who may change it come to edit it."""
    lacks = article30_data.lacking(letter).get(record_id)
    if not lacks:
        go_record(record_id)
    context = current()
    may = not context.lens.masks_contacts and context.can("update", "activity", department or None)
    go_record(record_id, tab=section("activity", lacks[0].field), edit=may, row=lacks[0].row)
