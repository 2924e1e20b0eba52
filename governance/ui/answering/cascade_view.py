"""The cascade from commitment to proof: eight steps, a choice at any of them narrows all others; choices in the address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from governance.insight import cascade
from governance.ui import words
from governance.ui.context import reader
from governance.ui.feedback import empty
from governance.ui.insight import address
from governance.ui.insight.cache import LAWFUL, Stamp, stamp
from governance.ui.links import go_record
from governance.ui.tables import Column, table
from governance.ui.words import plain, t

if TYPE_CHECKING:
    from governance.insight.cascade import Row

    Walk = dict[str, list[Row]]
    Choices = tuple[tuple[str, str], ...]

NAMED = 5


def show() -> None:
    """Draw the sentence, the choices made, the steps with their numbers, and the rows of the step that is open."""
    whole = _walk(stamp(LAWFUL), ())
    if not whole["commitment"] and not whole["activity"]:
        empty("cascade.empty")
        return
    _told(whole)
    chosen = {name: st.query_params[name] for name in cascade.STEPS if st.query_params.get(name)}
    found = _walk(stamp(LAWFUL), tuple(chosen.items())) if chosen else whole
    _choices(chosen, whole)
    options = {
        name: t("cascade.step", step=t(f"cascade.step.{name}"), count=words.number(len(found[name])))
        for name in cascade.STEPS
    }
    step = address.segments(t("cascade.steps"), "step", options, key="cascade.step")
    st.caption(t(f"cascade.reading.{step}"))
    _rows(step, found[step], chosen)


@st.cache_resource(max_entries=32, show_spinner=False)
def _walk(key: Stamp, chosen: Choices) -> Walk:
    del key
    with reader() as views:
        return cascade.walk(views, dict(chosen))


def _told(whole: Walk) -> None:
    """Say which commitments and objectives nothing carries out, each with a way to its record; in red."""
    if not whole["commitment"]:
        st.info(t("cascade.no_commitment"), icon=":material/inbox:")
        return
    broken = cascade.broken(whole)
    if not broken:
        told = t("cascade.fine", commitments=len(whole["commitment"]), objectives=len(whole["objective"]))
        st.success(told, icon=":material/check_circle:")
        return
    counts = {name: sum(each == name for each, _ in broken) for name in ("commitment", "objective")}
    st.error(
        t("cascade.broken", commitments=counts["commitment"], objectives=counts["objective"]),
        icon=":material/link_off:",
    )
    with st.container(horizontal=True, gap="small", key="cascade_broken"):
        for name, row in broken[:NAMED]:
            label = f":red[{plain(_named(name, row), 70)}]"
            if st.button(label, key=f"cascade.broken.{row.id}", icon=":material/link_off:"):
                go_record(row.id.partition("/")[0])


def _choices(chosen: dict[str, str], whole: Walk) -> None:
    """Draw every choice made; a click takes it back."""
    if not chosen:
        st.caption(t("cascade.pick"))
        return
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="cascade_choices"):
        for name, value in chosen.items():
            row = next((each for each in whole[name] if each.id == value), None)
            label = f"{t(f'cascade.one.{name}')}: {plain(_named(name, row) if row else value, 60)}"
            if st.button(label, key=f"cascade.drop.{name}", icon=":material/close:", help=t("cascade.drop")):
                address.put(**{name: None})
                st.rerun()
        if len(chosen) > 1 and st.button(t("cascade.clear"), key="cascade.clear", type="tertiary"):
            address.put(**dict.fromkeys(chosen))
            st.rerun()


def _rows(step: str, rows: list[Row], chosen: dict[str, str]) -> None:
    """List the step; picking a row narrows all others to it, and its record can be opened."""
    if not rows:
        st.info(t("cascade.none"), icon=":material/inbox:")
        return
    picked = table(
        [_shown(step, row) for row in rows],
        [
            Column("shown", t(f"cascade.one.{step}"), width=380),
            Column("carried", t("cascade.column.standing"), width=210),
            Column("cells", t("cascade.column.cells"), "number", width=110),
            Column("activities", t("cascade.column.activities"), "number", width=110),
            Column("id", t("column.id"), width=120),
        ],
        key=f"cascade.{step}.{'.'.join(chosen.values())}",
        alt=t(f"cascade.reading.{step}"),
        select="row",
        export=f"cascade-{step}",
    )
    if picked is None:
        return
    with st.container(horizontal=True, key="cascade_picked"):
        if st.button(t("cascade.follow"), key="cascade.follow", icon=":material/filter_alt:", type="primary"):
            address.put(**{step: picked.row["id"]}, step=_next(step))
            st.rerun()
        if step != "stage" and st.button(
            t("cascade.open"), key="cascade.open", icon=":material/description:"
        ):
            go_record(picked.row["id"].partition("/")[0])


def _next(step: str) -> str | None:
    """Return the step after ``step``, for the address; the one before the last, where the way leads back."""
    place = cascade.STEPS.index(step)
    return cascade.STEPS[place + 1] if place + 1 < len(cascade.STEPS) else cascade.STEPS[place - 1]


def _shown(step: str, row: Row) -> dict[str, Any]:
    if step == "evidence":
        carried = t("cascade.evidence.expired" if row.broken else "cascade.evidence.in_date")
    else:
        carried = t("cascade.nothing" if row.broken else "cascade.carried")
    return {
        "shown": _named(step, row),
        "carried": carried,
        "cells": row.cells,
        "activities": row.activities,
        "id": row.id,
    }


def _named(step: str, row: Row) -> str:
    if step == "stage":
        return words.term("stage", row.id)
    return words.name_of({"id": row.id, "name": row.name, "name_zh": row.name_zh})
