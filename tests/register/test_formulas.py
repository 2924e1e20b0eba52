"""No export holds a formula or a link, whatever people typed: every workbook and every CSV, found by the doors."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import get_args

import pyarrow as pa
import pytest
from openpyxl import load_workbook

from governance.exchange import article30, lists, workbook
from governance.exchange.article30 import Which
from governance.law import report
from governance.law.verdicts import verdicts
from governance.model.kinds import KINDS
from governance.register import history
from governance.register.store import Register
from governance.ui import spreadsheets
from tests import two_departments as two

FORMULAS = ('=HYPERLINK("http://evil.example","x")', "+1+1", "-2+3", "@SUM(1)", "\t=1+1", "\r=1")
START = ("=", "+", "-", "@", "\t", "\r")


@pytest.fixture(scope="module", params=FORMULAS, ids=["link", "plus", "minus", "at", "tab", "return"])
def opened(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Register]:
    """A register with a formula in every text."""
    path = tmp_path_factory.mktemp("register") / "register.duckdb"
    two.build(path, text=f"{request.param} x", contact=request.param)
    register = Register.open(path)
    yield register
    register.close()


def _whole(register: Register) -> bytes:
    out = io.BytesIO()
    with register.read(register.lens()) as reader:
        workbook.export(reader, "en", out)
    return out.getvalue()


def _article30(register: Register) -> bytes:
    with register.read(register.lens()) as reader:
        return article30.xlsx(*(article30.build(reader, "en", which) for which in get_args(Which)))


def _table(register: Register) -> pa.Table:
    with register.read(register.lens()) as reader:
        return reader.table("SELECT id, name, description, notes, status, version FROM activity")


def _list(register: Register) -> bytes:
    return lists.xlsx(_table(register), lists.columns("activity", ["name", "description", "notes"], {}), "en")


def _screen(register: Register) -> bytes:
    return spreadsheets.to_xlsx(
        _table(register), [(each, each) for each in ("id", "name", "description", "notes")]
    )


@pytest.mark.parametrize("make", [_whole, _article30, _list, _screen], ids=lambda make: make.__name__[1:])
def test_no_workbook_holds_a_formula(opened: Register, make: Callable[[Register], bytes]) -> None:
    """Every cell of people's text is text: no formula, no link."""
    book = load_workbook(io.BytesIO(make(opened)))

    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    assert [
        cell.coordinate for cell in cells if cell.hyperlink and "evil" in str(cell.hyperlink.target)
    ] == []
    assert any(str(cell.value).lstrip().startswith(START) for cell in cells)  # it is there, as text


def _list_csv(register: Register) -> bytes:
    wanted = lists.columns("activity", ["name", "description", "notes"], {})
    return b"".join(lists.csv(_table(register), wanted, "en"))


def _screen_csv(register: Register) -> bytes:
    return spreadsheets.to_csv(
        _table(register), [(each, each) for each in ("id", "name", "description", "notes")]
    )


def _journal_csv(register: Register) -> bytes:
    with register.read(register.lens()) as reader:
        rows, _ = history.entries(reader, limit=1_000)
    table = pa.table({name: [str(row[name]) for row in rows] for name in ("reason", "name", "record_id")})
    return spreadsheets.to_csv(table, [(name, name) for name in table.column_names])


def _findings_csv(register: Register) -> bytes:
    with register.read(register.lens()) as reader:
        found = list(report.lines(reader, verdicts(register, reader.lens), (), "en"))
    table = pa.table(
        {name: [str(line.get(name) or "") for line in found] for name in ("name", "row_name", "record")}
    )
    return spreadsheets.to_csv(table, [(name, name) for name in table.column_names])


@pytest.mark.parametrize(
    "make", [_list_csv, _screen_csv, _journal_csv, _findings_csv], ids=lambda make: make.__name__[1:]
)
def test_no_csv_holds_a_formula(opened: Register, make: Callable[[Register], bytes]) -> None:
    """No cell begins with what a spreadsheet program runs."""
    rows = list(csv.reader(io.StringIO(make(opened).decode("utf-8-sig"), newline="")))

    cells = [cell for row in rows for cell in row]
    assert [cell for cell in cells if cell.startswith(START)] == []
    assert any(cell.startswith("'") for cell in cells)


def test_every_writer_of_tables_is_tested_here() -> None:
    """Nobody but the modules tested above writes a CSV or a workbook."""
    root = Path(__file__).resolve().parents[2] / "governance"
    writers = {
        file.relative_to(root).as_posix()
        for file in root.rglob("*.py")
        if any(
            sign in file.read_text("utf-8")
            for sign in ("xlsxwriter.Workbook", "csv.writer(", "write_csv(", "Book(")
        )
    }

    assert writers == {
        "ui/spreadsheets.py", "ui/law/export.py", "exchange/lists.py", "exchange/article30/sheets.py",
        "exchange/workbook.py", "exchange/tabular.py",
    }  # fmt: skip
    assert len(KINDS) > 20
