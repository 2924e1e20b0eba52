"""Statutory clocks: numbers to act on, the board, and how the end of the picked clock was counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from governance.language import explain
from governance.law.clock_rules import clocks
from governance.law.working_days import overrides
from governance.ui import feedback, words
from governance.ui.cards import figure_card, panel
from governance.ui.insight import address
from governance.ui.insight.cache import look
from governance.ui.law import citing, clock_data, clock_figures, clock_words
from governance.ui.links import go_record
from governance.ui.register import names
from governance.ui.tables import Column, table
from governance.ui.words import plain, t

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from governance.law.clocks import ClockRow

PICKED = "clock"
OPEN = frozenset(
    {"overdue", "expired", "due_soon", "stopped", "running", "no_figure", "unclear", "not_started"}
)
SHOWN: dict[str, Callable[[ClockRow], bool]] = {
    "act": lambda row: (row.ours and row.standing in {"overdue", "expired", "due_soon"}) or _waits(row),
    "open": lambda row: row.standing in OPEN and "done" not in row.clock.reasons,
    "unknown": clock_data.COUNTED["undated"],
    "done": lambda row: row.standing not in OPEN or "done" in row.clock.reasons,
    "all": lambda _: True,
}


def _waits(row: ClockRow) -> bool:
    """Tell whether something is to be done without delay and is not done."""
    return row.standing == "no_figure" and "open" in row.clock.reasons


def show() -> None:
    """Draw refusals, filters, numbers, the board and the count of the picked clock."""
    _refusals()
    found = clock_data.rows()
    if not found:
        feedback.no_data("clocks.empty")
        return
    found = _filtered(found)
    with st.grid(5, min_column_width=150):
        for figure in clock_figures.figures(found):
            figure_card(figure, columns=clock_figures.columns)
    _board(found)


def _refusals() -> None:
    for fault in (*clocks().refused, *overrides().refused):
        st.error(plain(explain(fault, look()[0]), 600), icon=":material/error:")


def _filtered(found: Sequence[ClockRow]) -> list[ClockRow]:
    """Draw the choices of law, kind and department; return the clocks they leave."""
    packs = dict.fromkeys(row.rule.pack for row in found)
    kinds = dict.fromkeys(row.rule.on for row in found)
    departments = {row.department for row in found if row.department}
    with st.container(horizontal=True, vertical_alignment="bottom", key="clock_scope"):
        pack = address.select(
            t("clocks.column.law"), "pack", {each: clock_words.pack(each) for each in packs}, key="clocks.pack",
            everything=t("clocks.every_law"), drops=(PICKED,),
        )  # fmt: skip
        kind = address.select(
            t("clocks.column.subject"), "on", {each: clock_words.subject(each) for each in kinds}, key="clocks.on",
            everything=t("clocks.every_subject"), drops=(PICKED,),
        )  # fmt: skip
        labels = sorted((names.name(each), each) for each in departments)
        department = address.select(
            t("clocks.column.department"), "department", {each: label for label, each in labels},
            key="clocks.department", everything=t("clocks.every_department"), drops=(PICKED,),
        )  # fmt: skip
    return [
        row
        for row in found
        if (pack is None or row.rule.pack == pack)
        and (kind is None or row.rule.on == kind)
        and (department is None or row.department == department)
    ]


def _board(found: Sequence[ClockRow]) -> None:
    options = {name: t(f"clocks.show.{name}") for name in SHOWN}
    name = address.segments(t("clocks.show"), "show", options, key="clocks.show", drops=(PICKED,))
    listed = [row for row in found if SHOWN[name](row)]
    rows = clock_data.shown(listed)
    picked = table(
        rows,
        _columns(timed=any(row["time"] for row in rows)),
        key="clocks",
        alt=t("page.clocks.help"),
        select="row",
        export="clocks",
        empty_key="clocks.none",
    )
    wanted = picked.row["place"] if picked else st.query_params.get(PICKED)
    chosen = next((row for row in found if clock_data.place(row) == wanted), None)
    if chosen is None:
        st.caption(t("clocks.hint"))
        return
    address.put(**{PICKED: clock_data.place(chosen)})
    _count(chosen)


def _columns(*, timed: bool) -> list[Column]:
    time = [Column("time", t("clocks.column.time"), width=65)] if timed else []
    return [
        Column("standing", t("clocks.column.standing"), width=110, pinned=True),
        Column("record", t("column.name"), width=230),
        Column("what", t("clocks.column.what"), width=230),
        Column("due", t("clocks.column.due"), "date", width=95),
        *time,
        Column("left", t("clocks.column.left"), width=120),
        Column("law", t("clocks.column.law"), width=150),
        Column("cites", t("clocks.column.cites"), width=150),
        Column("department", t("clocks.column.department"), width=150),
        Column("organisation", t("clocks.column.organisation"), width=150),
        Column("marks", t("clocks.column.marks"), width=170),
        Column("subject", t("clocks.column.subject"), width=120),
        Column("start", t("clocks.column.start"), "date", width=95),
        Column("id", t("column.id"), width=95),
    ]


def _count(row: ClockRow) -> None:
    """Draw how the end of one clock was counted, what the law says, and the way to the record."""
    rule, language = row.rule, look()[0]
    with panel("clocks.count", "clock_count", what=plain(rule.title(language))):
        st.markdown(f"**{plain(clock_words.record(row))}** · {plain(clock_words.standing(row))}")
        lines = clock_words.steps(row)
        if row.clock.due is not None:
            lines.append(clock_words.due(row))
        if not row.certain:
            lines.append(t("clocks.unclear"))
        st.markdown("\n".join(f"{number}. {line}" for number, line in enumerate(lines, start=1)))
        st.caption(clock_words.counting(row))
        _law(row)
        if st.button(t("clocks.open"), icon=":material/open_in_new:", key="clocks.record"):
            go_record(row.id)


def _law(row: ClockRow) -> None:
    """Draw what the law says, its source, and what to be careful about."""
    rule, language = row.rule, look()[0]
    st.markdown(
        f"{plain(citing.cites(rule.cites), 400)} — {plain(rule.explanation.in_language(language), 2000)}"
    )
    for said in (rule.extension.condition if rule.extension else None, rule.stop_reason):
        if said is not None:
            st.markdown(plain(said.in_language(language), 2000))
    if rule.unverified:
        st.warning(t("clocks.unverified"), icon=":material/help:")
    if row.clock.provisional:
        st.warning(t("clocks.provisional"), icon=":material/event_busy:")
    st.caption(
        t(
            "clocks.source",
            source=plain(rule.source, 400),
            day=words.day(rule.checked_on),
            clock=plain(rule.id),
        )
    )
