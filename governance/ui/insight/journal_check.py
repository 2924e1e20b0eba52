"""Proof that the journal is whole: the check on the spot, and the journal as plain text to take away."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

import pyarrow as pa
import streamlit as st

from governance.journal import access, duckdb_journal
from governance.journal import text as journal_text
from governance.register.verify import Verdict, verify
from governance.ui import taking, words
from governance.ui.context import current, reader
from governance.ui.insight import journal_filters, journal_view
from governance.ui.spreadsheets import CSV_TYPE, to_csv
from governance.ui.words import plain, t

if TYPE_CHECKING:
    from collections.abc import Iterator

    from governance.register.store import Register

_VERDICT = "journal.verdict"
_LINES = 500
_MOST = 20_000


def actions() -> None:
    """Draw the buttons of the page: check the journal, and take it away as plain text."""
    if st.button(t("dash.journal.verify"), icon=":material/verified_user:", type="primary", key="journal.go"):
        st.session_state[_VERDICT] = None
    _take_away(current().register)


def verdict() -> None:
    """Run the check that was asked for, with progress, and say clearly what it found."""
    if _VERDICT not in st.session_state:
        return
    found: Verdict | None = st.session_state[_VERDICT]
    if found is None:
        found = _check(current().register)
        st.session_state[_VERDICT] = found
    if found.ok:
        st.success(
            t("dash.journal.whole", count=words.number(found.revisions)), icon=":material/verified_user:"
        )
        st.caption(t("dash.journal.head"))
        st.code(found.head_hash or "—", language=None)
    else:
        fault = t(f"dash.journal.fault.{found.fault}") if _known(found) else plain(found.fault)
        st.error(
            t("dash.journal.broken", revision=words.number(found.broken_at), fault=fault),
            icon=":material/gpp_bad:",
        )


def _known(found: Verdict) -> bool:
    return words.has(f"dash.journal.fault.{found.fault}")


def _check(register: Register) -> Verdict:
    bar = st.progress(0.0, t("dash.journal.checking"))

    def step(done: int, total: int) -> None:
        share = min(1.0, done / total) if total else 1.0
        shown = t("dash.journal.checked", done=words.number(done), total=words.number(total))
        bar.progress(share, shown)

    found = verify(register, step)
    bar.empty()
    return found


def _take_away(register: Register) -> None:
    """Offer the entries that match the filters as a table and, to who may see all of it, the journal as text."""
    if not taking.may("journal_list"):
        return
    menu = st.popover(
        t("dash.journal.export"), icon=":material/download:", key="journal.take", on_change="rerun"
    )
    if not menu.open:
        return
    with menu:
        st.caption(t("dash.journal.export.list.about"))
        st.link_button(
            t("dash.journal.export.list"), _list_url(), icon=":material/table_view:", width="stretch"
        )
        if taking.may("journal"):
            st.caption(t("dash.journal.export.about"))
            url = taking.offer(
                "journal", f"{register.path.stem}-journal.jsonl", "application/x-ndjson", lambda: _lines(register),
                slot="journal.text", rows=register.end.revision,
            )  # fmt: skip
            st.link_button(t("dash.journal.export.file"), url, icon=":material/download:", width="stretch")


def _list_url() -> str:
    with reader() as views:
        asked = journal_filters.asked()
        entries, _ = asked.entries(views, limit=_MOST, offset=0)
    shown = [
        each | {"operation": words.term("operation", each["operation"])}
        for each in journal_view.worded(entries)
    ]
    columns = [(each.name, each.label) for each in journal_view.columns()]
    table = pa.table({name: pa.array([row[name] for row in shown]) for name, _ in columns})
    return taking.offer(
        "journal_list", "journal.csv", CSV_TYPE, lambda: to_csv(table, columns), slot="journal.list",
        rows=table.num_rows, filters=asked.set,
    )  # fmt: skip


def _lines(register: Register) -> Iterator[bytes]:
    """Yield the journal as text, some hundred entries at a time."""
    with register.cursor() as cursor:
        gathered: list[str] = []
        log = access.lines(register.access.entries())
        for line in chain(journal_text.lines(duckdb_journal.entries(cursor)), log):
            gathered.append(line)
            if len(gathered) >= _LINES:
                yield "".join(gathered).encode()
                gathered.clear()
        yield "".join(gathered).encode()
