"""A table on screen as a CSV or XLSX file, with formulas of spreadsheet programs made harmless."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

import streamlit as st
import xlsxwriter

from governance.ui import taking
from governance.ui.words import t

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
_WIDEST = 60


def offer_sheet(shown: pa.Table, columns: Sequence[tuple[str, str]], *, name: str, key: str) -> None:
    """Draw the export button: a popover which offers ``shown`` as CSV and XLSX when it is opened."""
    if not taking.may("table"):
        return
    menu = st.popover(
        t("table.export"), icon=":material/download:", key=f"{key}.export", on_change="rerun", type="tertiary"
    )
    if not menu.open:
        return
    with menu:
        for ending, kind, write in (("xlsx", XLSX_TYPE, to_xlsx), ("csv", CSV_TYPE, to_csv)):
            url = taking.offer(
                "table",
                f"{name}.{ending}",
                kind,
                lambda write=write: write(shown, columns),  # type: ignore[misc]
                slot=f"{key}.{ending}",
                rows=shown.num_rows,
            )
            st.link_button(t(f"table.export.{ending}"), url, icon=":material/download:", width="stretch")


def to_csv(shown: pa.Table, columns: Sequence[tuple[str, str]]) -> bytes:
    """Return ``shown`` as UTF-8 CSV with a byte-order mark, which spreadsheet programs need for Chinese."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([harmless(label) for _, label in columns])
    lists = [shown.column(name).to_pylist() for name, _ in columns]
    writer.writerows([harmless(_flat(cell)) for cell in row] for row in zip(*lists, strict=True))
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def to_xlsx(shown: pa.Table, columns: Sequence[tuple[str, str]]) -> bytes:
    """Return ``shown`` as a workbook with one sheet; text stays text, whatever it begins with."""
    out = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "remove_timezone": True,
    }
    with xlsxwriter.Workbook(out, options) as book:
        sheet = book.add_worksheet()
        heading = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        dates = book.add_format({"num_format": "yyyy-mm-dd"})
        for index, (name, label) in enumerate(columns):
            sheet.write_string(0, index, label, heading)
            sheet.set_column(index, index, min(_WIDEST, max(12, 2 * len(label))))
            for line, cell in enumerate(shown.column(name).to_pylist(), start=1):
                _write(sheet, line, index, _flat(cell), dates)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(shown.num_rows, 1), len(columns) - 1)
    return out.getvalue()


def harmless(cell: Any) -> Any:
    """Return ``cell`` with an apostrophe before text which a spreadsheet program would run as a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_DANGEROUS) else cell


def _flat(cell: Any) -> Any:
    return "; ".join(map(str, cell)) if isinstance(cell, list) else cell


def _write(sheet: Any, line: int, index: int, cell: Any, dates: Any) -> None:
    if cell is None:
        return
    if isinstance(cell, bool):
        sheet.write_boolean(line, index, cell)
    elif isinstance(cell, int | float):
        sheet.write_number(line, index, cell)
    elif hasattr(cell, "isoformat"):
        sheet.write_datetime(line, index, cell, dates)
    else:
        sheet.write_string(line, index, str(cell)[:32_767])
