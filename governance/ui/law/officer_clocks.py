"""The deadlines of protection officers: to file, to publish, to tell of a change; days not yet certain are marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from governance.ui.cards import panel
from governance.ui.law import clock_data
from governance.ui.links import go
from governance.ui.tables import Column, table
from governance.ui.words import number, t

if TYPE_CHECKING:
    from governance.law.clocks import ClockRow

_OFFICER = ".officer."  # in the id of every clock that runs for a protection officer


def rows() -> list[ClockRow]:
    """Return the clocks of protection officers the person may see, overdue first."""
    return [row for row in clock_data.rows() if _OFFICER in row.rule.id]


def draw() -> None:
    """Draw the panel; picking a clock opens how it was counted."""
    found = rows()
    with panel("signoff.officer_clocks", "officer_clocks"):
        late = sum(row.standing in ("overdue", "expired") for row in found)
        provisional = sum(row.clock.provisional for row in found)
        if late:
            st.error(t("signoff.officer_clocks.late", count=number(late)), icon=":material/alarm:")
        if provisional:
            st.warning(
                t("signoff.officer_clocks.provisional", count=number(provisional)),
                icon=":material/event_busy:",
            )
        picked = table(
            clock_data.shown(found),
            [
                Column("standing", t("clocks.column.standing"), width=110, pinned=True),
                Column("what", t("clocks.column.what"), width=250),
                Column("record", t("column.name"), width=220),
                Column("due", t("clocks.column.due"), "date", width=95),
                Column("left", t("clocks.column.left"), width=120),
                Column("marks", t("clocks.column.marks"), width=170),
                Column("start", t("clocks.column.start"), "date", width=95),
                Column("cites", t("clocks.column.cites"), width=170),
                Column("id", t("column.id"), width=95),
            ],
            key="dpo.clocks",
            alt=t("signoff.officer_clocks"),
            select="row",
            export="officer-clocks",
            empty_key="signoff.officer_clocks.none",
            find=False,
        )
    if picked:
        go("clocks", show="all", clock=picked.row["place"])
