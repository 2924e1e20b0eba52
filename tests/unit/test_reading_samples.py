"""Published registers, read as they are; skipped where the samples are not at hand."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest

from governance.exchange.reading import read

SAMPLES = Path(os.environ.get("RECITAL_SAMPLES", Path(__file__).resolve().parents[3] / "shared" / "samples"))
pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the sample registers are not here")


def test_register_of_many_files_with_code_lists() -> None:
    """94 files are one table of 94 rows; code lists, a classification and a licence beside them are no records."""
    reading = read(SAMPLES / "kl_article30_da")
    assert [len(table.rows) for table in reading.records] == [94]
    assert Counter(table.reason for table in reading.tables if not table.holds_records) == {
        "code_list": 2,
        "code_lists": 1,
        "classification": 1,
        "prose": 1,
    }
    assert len(reading.lookups) == 14
    captions = {code: caption for lookup in reading.lookups for code, caption in lookup.entries}
    assert captions["dp-access-who-leaders"] == "Ledere"
    assert [len(table.rows) for table in read(SAMPLES / "kl_article30_da" / "registers").tables] == [94]


def test_code_lists_alone_hold_no_records() -> None:
    """A folder of code lists offers look-ups only."""
    assert read(SAMPLES / "kl_article30_da" / "choices").records == ()


@pytest.mark.parametrize(("start", "rows"), [("Customer", 3), ("HR", 4), ("Marketing", 3), ("Beta", 1)])
def test_workbooks_with_a_mapping_row(start: str, rows: int) -> None:
    """The second row maps columns to a vocabulary and is put aside."""
    (path,) = (SAMPLES / "dpcat_alpha_beta_en").glob(f"{start}*.xlsx")
    (table,) = read(path).records
    assert (len(table.rows), [s.reason for s in table.skipped]) == (rows, ["mapping_row"])


@pytest.mark.parametrize(
    ("name", "rows"), [("ropa-controller", 13), ("ropa-processor", 5), ("controller-startend", 9)]
)
def test_flat_files(name: str, rows: int) -> None:
    """The same registers as CSV."""
    (table,) = read(SAMPLES / "dpcat_alpha_beta_en" / f"query-result-{name}.csv").records
    assert len(table.rows) == rows


def test_release_register_among_cover_guidance_and_changes() -> None:
    """The one sheet of records is found among five, with 452 rows."""
    (path,) = (SAMPLES / "phe_release_register_en").glob("*.ods")
    reading = read(path)
    (table,) = reading.records
    assert (len(reading.tables), len(table.rows), table.header_row) == (5, 452, 1)


def test_field_specification_in_windows_1252() -> None:
    """The description of fields reads with the right characters and holds no records."""
    (path,) = (SAMPLES / "phe_release_register_en").glob("*.csv")
    (table,) = read(path).tables
    assert (table.kind, table.encoding) == ("lookup", "cp1252")
    assert "\ufffd" not in str(table.rows)


def test_privacy_notices_one_a_file() -> None:
    """Ten notices are ten rows, the empty one marked."""
    reading = read(SAMPLES / "tilt_corpus")
    (table,) = reading.records
    assert len(table.rows) == 10
    assert [row.origin for row in table.rows if row.doubt] == ["stihl.de.tilt.json"]


def test_vendor_list() -> None:
    """A long list of vendors is records, not a code list."""
    (table,) = read(SAMPLES / "vendors_probo" / "data.json").records
    assert len(table.rows) == 564


def test_unsupported_kinds_are_reported_file_by_file() -> None:
    """Formats that cannot be read are named, each as a problem."""
    reading = read(SAMPLES / "us_sorn")
    assert {problem.code for problem in reading.problems} == {"reading_unsupported"}
