"""One cell: an activity at a stage, its four facts, what each rests on, and the way to make it true."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from governance.errors import UnknownRecord
from governance.ui import feedback, words
from governance.ui.context import current
from governance.ui.insight import data
from governance.ui.links import go_record
from governance.ui.register import names
from governance.ui.words import plain, t

if TYPE_CHECKING:
    from collections.abc import Mapping

    from governance.insight.cell import Cell, Fact, Fix
    from governance.ui.insight.data import Row

_COLOURS = {"covered": "green", "partial": "orange", "gap": "red"}
MOST_ROWS = 8


def show(activity: str, stage: str) -> None:
    """Draw the cell, or say that it may not be seen."""
    try:
        cell = data.cell(activity, stage)
    except UnknownRecord as error:
        feedback.report(error)
        return
    _head(cell)
    with st.grid(2, min_column_width=320):
        for fact in cell.facts:
            with st.container(border=True, key=f"card_fact_{fact.code}", height="stretch"):
                _fact(cell, fact)


def _head(cell: Cell) -> None:
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        with st.container(horizontal=True, vertical_alignment="center", width="content"):
            st.badge(t(f"state.{cell.state}"), color=_COLOURS.get(cell.state, "gray"))  # type: ignore[arg-type]
            held = sum(fact.true for fact in cell.facts)
            st.markdown(t("dash.cell.facts", held=held), width="content")
        editable = current().can("update", "activity", cell.department)
        label = t("dash.cell.edit" if editable else "dash.open_record")
        if st.button(label, icon=":material/edit:", type="primary", key="cell.edit"):
            go_record(cell.activity, tab="stages", edit=editable)
    if cell.reason:
        st.text(t("dash.cell.reason", reason=cell.reason))
    for number, fix in enumerate(cell.fixes):
        _fix(fix, f"cell.state.{number}", cell.department)


def _fact(cell: Cell, fact: Fact) -> None:
    mark = ":green[:material/check_circle:]" if fact.true else ":red[:material/cancel:]"
    st.markdown(
        f"{mark} **{t(f'fact.{fact.code}')}** · {t('dash.cell.yes' if fact.true else 'dash.cell.no')}"
    )
    if cell.state == "not_applicable":
        st.caption(t("state.not_applicable"))
        return
    st.caption(t(f"dash.cell.{fact.code}"))
    for number, row in enumerate(fact.rows[:MOST_ROWS]):
        _row(fact, row, f"cell.{fact.code}.{number}")
    if len(fact.rows) > MOST_ROWS:
        st.caption(t("dash.cell.more", count=len(fact.rows) - MOST_ROWS))
    for number, fix in enumerate(fact.fixes):
        _fix(fix, f"cell.fix.{fact.code}.{number}", cell.department, _about(fact, fix))


def _row(fact: Fact, row: Row, key: str) -> None:
    """Draw one thing the fact rests on: its name opens it, beside it how it stands."""
    mark = ":green[:material/check:]" if row["counts"] else ":gray[:material/remove:]"
    record = row.get("id") or row.get("assigned_department")
    name = words.name_of(row) if row.get("name") else names.name(record)
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        st.markdown(mark, width="content")
        if record:
            if st.button(plain(name, 60), key=key, type="tertiary"):
                go_record(str(record))
        else:
            st.markdown(t("dash.cell.no_evidence", measure=plain(_measure(row), 60)), width="content")
        st.caption(_standing(fact.code, row), width="content")


def _standing(code: str, row: Row) -> str:
    """Return in words why the row counts or does not."""
    if code == "policy":
        start, end = words.day(row["in_force_from"]), words.day(row["in_force_to"])
        return t(
            "dash.cell.policy.dates" if row["in_force_to"] else "dash.cell.policy.since", start=start, end=end
        )
    if code == "measure":
        state = words.term("measure_state", row["state"])
        return f"{state} · {words.day(row['since'])}" if row["since"] else state
    if code == "evidence":
        until = f" · {words.day(row['expires_on'])}" if row.get("expires_on") else ""
        return t(f"dash.evidence.{row['state']}") + until
    return _holder(row)


def _holder(row: Mapping[str, object]) -> str:
    source = t(f"dash.a_source.{row['source']}")
    if row["state"] == "held":
        return f"{plain(names.name(str(row['holder'])), 60)} · {source}"
    return f"{t('dash.a_state.' + str(row['state']))} · {source}"


def _measure(row: Row) -> str:
    return words.name_of(row["measure"])


def _about(fact: Fact, fix: Fix) -> str:
    """Return which measure or record a fix is about, where several could be meant."""
    if fix.kind != "activity":
        return names.name(fix.record_id)
    _, _, below = fix.path.partition("/measures/")
    key = below.partition("/")[0]
    for row in fact.rows:
        measure = row.get("measure") or row
        if key and measure.get("key") == key:
            return words.name_of(measure)
    return ""


def _fix(fix: Fix, key: str, department: str | None, about: str = "") -> None:
    """Draw what to do in a sentence, with the button that leads to the very record and tab."""
    context = current()
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        words_ = t(fix.text_key) + (f" ({plain(about, 60)})" if about else "")
        st.markdown(f":material/build: {words_}", width="stretch")
        may = context.can("update", fix.kind, department if fix.kind == "activity" else None)
        label = t("dash.cell.fix" if may else "dash.cell.look")
        if st.button(label, key=key, icon=":material/arrow_forward:"):
            tab = "stages" if fix.kind == "activity" else None
            go_record(fix.record_id, tab=tab, edit=may)
