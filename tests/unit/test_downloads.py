"""Files on offer: one address each, for one browser, for a while."""

from __future__ import annotations

import io

import pyarrow as pa
import pytest
from openpyxl import load_workbook

from governance.ui import downloads, spreadsheets

COLUMNS = [("name", "Name"), ("share", "Share")]
SHOWN = pa.table({"name": ["=1+1", "客户", None], "share": [0.5, None, 1.0]})


def _token(url: str) -> str:
    return url.removeprefix("/export/")


def test_only_the_owner_gets_the_file() -> None:
    """Another browser, or none, does not find the file."""
    token = _token(downloads.offer("a.csv", "text/csv", lambda: b"a", "mine"))

    found = downloads.fetch(token, "mine")

    assert found is not None
    assert found.produce() == b"a"
    assert downloads.fetch(token, "other") is None
    assert downloads.fetch(token, "") is None


def test_same_slot_replaces_the_offer_before() -> None:
    """Drawing a page again leaves one offer for the button, not many."""
    first = _token(downloads.offer("a.csv", "text/csv", lambda: b"a", "mine", slot="page.table"))
    second = _token(downloads.offer("a.csv", "text/csv", lambda: b"b", "mine", slot="page.table"))

    assert downloads.fetch(first, "mine") is None
    assert downloads.fetch(second, "mine") is not None


def test_offers_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """After its life time an offer is gone."""
    token = _token(downloads.offer("a.csv", "text/csv", lambda: b"a", "mine"))
    monkeypatch.setattr(downloads, "LIFETIME_SECONDS", -1)

    assert downloads.fetch(token, "mine") is None


def test_csv_is_harmless_and_chinese() -> None:
    """Text that a spreadsheet program would run gets an apostrophe; the byte-order mark keeps Chinese right."""
    written = spreadsheets.to_csv(SHOWN, COLUMNS)

    assert written.startswith(b"\xef\xbb\xbf")
    assert written.decode("utf-8-sig").splitlines() == ["Name,Share", "'=1+1,0.5", "客户,", ",1.0"]


def test_workbook_keeps_text_as_text() -> None:
    """A workbook holds no formula and no link, whatever people typed."""
    book = load_workbook(io.BytesIO(spreadsheets.to_xlsx(SHOWN, COLUMNS)))

    rows = list(book.active.iter_rows(values_only=True))

    assert rows == [("Name", "Share"), ("=1+1", 0.5), ("客户", None), (None, 1)]
    assert book.active["A2"].data_type == "s"
