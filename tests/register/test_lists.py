"""Any filtered list as CSV and XLSX: labels, text that stays text, every type of column."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date
from typing import Any

import openpyxl
import pyarrow as pa
import pytest

from governance.errors import GovernanceError
from governance.exchange import lists
from governance.language import LANGUAGES, Language
from tests.hand import Hand

NAMES = ["id", "name", "status", "role", "laws", "department", "starts_on", "automated_decisions", "review_months", "purposes"]  # fmt: skip
TITLES = {"DEP-00001": "People; staff"}


@pytest.fixture
def table(hand: Hand) -> Iterator[pa.Table]:
    """The activities of a small register as an Arrow table."""
    hand.create("department", {"name": "People"}, "DEP-00001")
    full: dict[str, Any] = {
        "name": "=cmd|' /C calc'!A0",
        "role": "controller",
        "laws": ["gdpr", "pipl"],
        "department": "DEP-00001",
        "starts_on": "2026-01-31",
        "automated_decisions": False,
        "review_months": 12,
        "purposes": [{"key": "p1"}, {"key": "p2"}],
    }
    hand.create("activity", full, "ACT-00001")
    hand.create("activity", {"name": '发薪, "月度"\n第二行'}, "ACT-00002")
    with hand.register.read(hand.register.lens()) as reader:
        yield reader.table('SELECT * FROM "activity" ORDER BY id')


def _csv(table: pa.Table, language: Language = "en", *, labels: bool = True) -> list[list[str]]:
    whole = b"".join(lists.csv(table, lists.columns("activity", NAMES, TITLES), language, labels=labels))
    assert whole.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(whole.decode("utf-8-sig"), newline="")))


def test_labels_stand_for_codes(table: pa.Table) -> None:
    """Terms, links, flags, days, lists and lists of rows each have a readable cell."""
    rows = _csv(table)
    assert rows[0][:4] == ["ID", "Name", "Status", "Role of the organisation"]
    assert rows[1][2:4] == ["Draft", "Controller"]
    assert rows[1][5:] == ["People; staff", "2026-01-31", "No", "12", "2"]
    assert rows[2] == ["ACT-00002", '发薪, "月度"\n第二行', "Draft", *[""] * 7]


def test_codes_can_be_had_instead(table: pa.Table) -> None:
    """Without labels the codes themselves are written, in Chinese too."""
    rows = _csv(table, "zh", labels=False)
    assert rows[0][1] == "名称"
    assert rows[1][2:6] == ["draft", "controller", "gdpr；pipl", "DEP-00001"]


def test_no_cell_of_a_csv_is_a_formula(table: pa.Table) -> None:
    """A text that begins like a formula gets an apostrophe."""
    assert _csv(table)[1][1] == "'=cmd|' /C calc'!A0"
    tricky = pa.table({"name": ["+1", "-1", "@x", "\tx", "\rx", "x=", None]})
    whole = b"".join(lists.csv(tricky, lists.columns("activity", ["name"]), "en")).decode("utf-8-sig")
    assert whole.splitlines()[1].startswith('"\'+1"')
    assert whole.count("\"'") == 5


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_workbook_keeps_numbers_and_days(table: pa.Table, language: Language) -> None:
    """Numbers are numbers, days are days, and text is text however it begins."""
    content = lists.xlsx(table, lists.columns("activity", NAMES, TITLES), language)
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    row = [cell.value for cell in sheet[2]]
    assert row[1] == "=cmd|' /C calc'!A0"
    assert sheet["B2"].data_type == "s"
    assert row[6].date() == date(2026, 1, 31)
    assert row[8] == 12


def test_an_empty_list_is_its_header(table: pa.Table) -> None:
    """No rows make a file with one line."""
    assert len(_csv(table.slice(0, 0))) == 1
    lists.xlsx(table.slice(0, 0), lists.columns("activity", NAMES), "en")


def test_a_text_no_cell_can_hold_is_refused() -> None:
    """Nothing is cut in silence."""
    table = pa.table({"description": ["😀" * 20_000]})
    with pytest.raises(GovernanceError) as refused:
        lists.xlsx(table, lists.columns("activity", ["description"]), "en")
    assert refused.value.code == "export_text_too_long"
