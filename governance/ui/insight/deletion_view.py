"""The deletion calendar: what has run out without proof, what comes next, and where the register knows no day."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import streamlit as st

from governance.insight import deletion
from governance.ui import feedback, words
from governance.ui.cards import figure_card, panel
from governance.ui.context import current, reader
from governance.ui.insight import address, data, figure_rows
from governance.ui.insight import scope as scopes
from governance.ui.insight.cache import Stamp, stamp
from governance.ui.insight.figure_rows import Carded, worded
from governance.ui.links import go_record
from governance.ui.register import names
from governance.ui.tables import Column, table
from governance.ui.words import t

if TYPE_CHECKING:
    from collections.abc import Mapping

    from governance.insight.filters import Filters
    from governance.ui.insight.data import Row
    from governance.ui.insight.scope import Scope

FIGURES = ("deletion.overdue", "retention.not_computable")


def show() -> None:
    """Draw the figures, how many rows are in which state, and the calendar."""
    scope = scopes.ask(units=True)
    counts = _counts(stamp(), data.filters_of(scope))
    if not any(counts.values()):
        feedback.no_data("ins.deletion.empty")
        return
    _cards(scope, counts)
    with panel("ins.deletion.calendar", "deletion_calendar"):
        _calendar(data.filters_of(scope), counts)
        st.caption(t("ins.deletion.method"))


@st.cache_resource(max_entries=32, show_spinner=False)
def _counts(key: Stamp, filters: Filters) -> Mapping[str, int]:
    del key
    with reader() as views:
        return deletion.counts(views, filters)


@st.cache_resource(max_entries=16, show_spinner=False)
def _rows(key: Stamp, filters: Filters, language: str) -> list[Row]:
    del key, language
    with reader() as views:
        return [_line(row) for row in worded(deletion.calendar(views, filters).to_pylist())]


def _cards(scope: Scope, counts: Mapping[str, int]) -> None:
    figures = data.figures_of(scope)
    with st.grid(4, min_column_width=200):
        for each in FIGURES:
            figure_card(Carded(figures[each]), columns=partial(figure_rows.columns, figures[each]))
        for state in ("due", "hold"):
            with st.container(border=True, key=f"card_deletion_{state}", height="stretch", gap="xsmall"):
                st.metric(t(f"ins.deletion.card.{state}"), words.number(counts[state]), height="stretch")
                if st.button(
                    t("dash.rows"), key=f"deletion.{state}", type="tertiary", icon=":material/table_rows:"
                ):
                    address.put(state=state)
                    st.rerun()


def _calendar(filters: Filters, counts: Mapping[str, int]) -> None:
    options = {
        state: f"{t(f'ins.deletion.state.{state}')} ({words.number(counts[state])})"
        for state in deletion.STATES
    }
    state = address.segments(t("ins.deletion.state"), "state", options, key="deletion.state")
    st.caption(t(f"ins.deletion.state.{state}.means"))
    rows = [row for row in _rows(stamp(), filters, current().language) if row["standing"] == state]
    picked = table(
        rows,
        [
            Column("name", t("dash.coverage.activity"), width=260, pinned=True),
            Column("shown", t("dash.column.category"), width=180),
            Column("due_on", t("ins.deletion.due"), "date", width=105),
            Column("period", t("ins.deletion.period"), width=130),
            Column("counted_event", t("dash.column.counted_event"), vocabulary="retention_start", width=190),
            Column("counted_from", t("ins.deletion.from"), "date", width=105),
            Column("why_shown", t("ins.deletion.why"), width=240),
            Column("people", t("dash.column.people"), "number", width=110),
            Column("method", t("ins.deletion.how"), vocabulary="deletion_method", width=150),
            Column("proof_shown", t("ins.deletion.proof"), width=260),
            Column("department", t("dash.column.department"), width=170),
            Column("id", t("column.id"), width=95),
        ],
        key=f"deletion.{state}.rows",
        alt=t("ins.deletion.calendar"),
        select="row",
        export=f"deletion-{state}",
        empty_key="ins.deletion.none",
    )
    if picked:
        go_record(picked.row["id"], tab="data")


def _length(amount: int | None, unit: str | None) -> str:
    if amount is None or unit is None:
        return words.MISSING
    return t(f"clocks.unit.{unit}s.{'one' if amount == 1 else 'many'}", count=words.number(amount))


def _line(row: Row) -> dict[str, Any]:
    written = row["written"] if not row["category"] else words.term("data_category", row["category"])
    separator = "、" if current().language == "zh" else ", "
    return row | {
        "shown": written or row["key"],
        "period": _length(row["amount"], row["unit"]),
        "why_shown": t(f"ins.deletion.why.{row['why']}") if row["why"] else "",
        "proof_shown": separator.join(names.name(each) for each in row["proof"]),
    }
