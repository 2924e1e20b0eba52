"""What is wrong with accountability, fault by fault, with the cells behind each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import streamlit as st

from governance.insight.accountability import GRAVE, ISSUES
from governance.ui import words
from governance.ui.context import current
from governance.ui.insight import address, data
from governance.ui.insight.cache import Stamp, stamp
from governance.ui.insight.scope import Scope
from governance.ui.links import go_record
from governance.ui.tables import Column, table
from governance.ui.words import t

if TYPE_CHECKING:
    from governance.ui.insight.data import Row


def show(scope: Scope) -> None:
    """Draw the faults with their counts, and the cells that have the chosen one."""
    counts = data.issue_counts(scope)
    code = _choose(counts)
    rows = _rows(stamp(), code, scope, current().language)
    st.markdown(f"**{t(f'issue.{code}')}** · {t('dash.issue.cells', count=words.number(counts[code]))}")
    st.caption(t(f"dash.issue.{code}"))
    if not rows.num_rows:
        st.success(t("dash.issue.none"), icon=":material/check_circle:")
        return
    picked = table(
        rows,
        [
            Column("shown", t("dash.coverage.activity"), width=280, pinned=True),
            Column("stage", t("dash.column.stage"), vocabulary="stage", width=100),
            Column("letter", t("dash.column.letter"), vocabulary="raci", width=120),
            Column("post_shown", t("dash.column.post"), width=220),
            Column("holder_shown", t("dash.column.holder"), width=180),
            Column("department_shown", t("dash.column.department"), width=180),
            Column("id", t("column.id"), width=100),
        ],
        key=f"issues.{code}",
        alt=t(f"issue.{code}"),
        select="row",
        export=f"accountability-{code}",
    )
    if picked:
        go_record(picked.row["id"], tab="stages")


@st.cache_resource(max_entries=16, show_spinner=False)
def _rows(key: Stamp, code: str, scope: Scope, language: str) -> pa.Table:
    """Return the cells with the fault, in the words of the screen, once."""
    del key, language
    return pa.Table.from_pylist([_row(row) for row in data.issues(code, scope)])


def _choose(counts: object) -> str:
    """Draw one button a fault with its count, the grave ones first; return the chosen one."""
    known: dict[str, int] = dict(counts)  # type: ignore[call-overload]
    first = next((code for code in ISSUES if known[code]), ISSUES[0])
    chosen = address.chosen("issue", ISSUES, first) or first
    with st.container(horizontal=True, gap="small", key="issue_buttons"):
        for code in ISSUES:
            grave = code in GRAVE and known[code]
            icon = ":material/error:" if grave else ":material/info:" if known[code] else ":material/check:"
            label = f"{t(f'issue.{code}')} · {words.number(known[code])}"
            kind = "primary" if code == chosen else "secondary"
            if st.button(label, key=f"issue.{code}", icon=icon, type=kind):  # type: ignore[arg-type]
                address.put(issue=code)
                st.rerun()
    return chosen


def _row(row: Row) -> Row:
    return row | {
        "shown": words.name_of(row),
        "post_shown": _named(row, "post"),
        "holder_shown": _named(row, "holder"),
        "department_shown": _named(row, "department"),
    }


def _named(row: Row, what: str) -> str:
    return words.name_of({"name": row[f"{what}_name"], "name_zh": row[f"{what}_name_zh"]})
