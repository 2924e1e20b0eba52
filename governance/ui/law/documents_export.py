"""The documents that were chosen as a file: one line a record and document, with the articles that ask for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc
import streamlit as st

from governance import vocabulary
from governance.language import text
from governance.ui import state, taking
from governance.ui.context import current, reader
from governance.ui.register import names
from governance.ui.spreadsheets import CSV_TYPE, XLSX_TYPE, to_csv, to_xlsx
from governance.ui.words import t

if TYPE_CHECKING:
    from collections.abc import Callable

    from governance.language import Language
    from governance.register.lens import Lens
    from governance.register.store import Register

COLUMNS = ("name", "id", "department", "document", "state", "cites")
MOST_LINES = 200_000


def offer(found: pa.Table) -> None:
    """Draw the button that offers ``found`` as CSV, and as a workbook when it fits."""
    if not taking.may("documents"):
        return
    menu = st.popover(
        t("table.export"),
        icon=":material/download:",
        key="documents.export",
        on_change="rerun",
        type="tertiary",
    )
    if not menu.open:
        return
    language, register = state.language(), current().register
    departments = {each.id: each.shown() for each in names.book("department").values()}
    labels = [(name, t(f"documents.column.{name}")) for name in COLUMNS]
    with reader() as views:
        lens = views.lens

    def worded() -> pa.Table:
        return _worded(found, register, lens, language, departments)

    with menu:
        if found.num_rows <= MOST_LINES:
            _link("xlsx", XLSX_TYPE, lambda: to_xlsx(worded(), labels), found.num_rows)
        _link("csv", CSV_TYPE, lambda: to_csv(worded(), labels), found.num_rows)


def _link(ending: str, media: str, produce: Callable[[], bytes], count: int) -> None:
    slot = f"documents.{ending}"
    url = taking.offer("documents", slot, media, produce, slot=slot, rows=count)
    st.link_button(t(f"table.export.{ending}"), url, icon=":material/download:", width="stretch")


def _worded(
    found: pa.Table, register: Register, lens: Lens, language: Language, departments: dict[str, str]
) -> pa.Table:
    """Return the rows in words; made after the page is drawn, so everything it needs is given."""
    first, second = ("name_zh", "name") if language == "zh" else ("name", "name_zh")
    with register.read(lens) as views:
        rows = views.rows(
            f"SELECT id, coalesce({first}, {second}) AS name FROM title WHERE id IN (SELECT unnest($ids))",
            ids=pc.unique(found["id"]).to_pylist(),
        )
    called = {row["id"]: row["name"] for row in rows}
    terms = {each.code: each for each in vocabulary.terms("required_document")}
    lines = [
        {
            "name": called.get(row["id"], row["id"]),
            "id": row["id"],
            "department": departments.get(row["department"] or "", row["department"] or ""),
            "document": terms[row["document"]].label(language),
            "state": text(f"documents.state.{row['state']}", language),
            "cites": "; ".join(terms[row["document"]].cites),
        }
        for row in found.to_pylist()
    ]
    return pa.table({name: pa.array([line[name] for line in lines], pa.string()) for name in COLUMNS})
