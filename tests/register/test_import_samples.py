"""Published registers of other people, imported by exact matches only; skipped where the samples are not at hand."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from governance.exchange.importing import (
    ImportOptions,
    Preview,
    ProposeOptions,
    Report,
    commit,
    preview,
    read_and_propose,
    report_json,
)
from governance.register.store import Register
from tests.hand import ADMIN

SAMPLES = Path(os.environ.get("RECITAL_SAMPLES", Path(__file__).resolve().parents[3] / "shared" / "samples"))
pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the sample registers are not here")


def brought(
    register: Register, path: Path, source: str | None = None, fold: tuple[str, ...] = ()
) -> tuple[Preview, Report]:
    """Import a file the way the command line does without a mapping."""
    options = ImportOptions(proposal=ProposeOptions(fold=fold))
    reading, mapping = read_and_propose(path, register, source=source, options=options)
    shown = preview(reading, mapping, register, ADMIN)
    return shown, commit(shown, register, actor=ADMIN, reason="import")


def activities(register: Register, columns: str = "*", where: str = "true") -> list[dict[str, Any]]:
    """Read the activities of the register."""
    with register.read(register.lens()) as reader:
        return reader.rows(f"SELECT {columns} FROM activity WHERE {where} ORDER BY id")


@pytest.mark.parametrize("folder", ["kl_article30_da/registers", "kl_article30_da"])
def test_danish_register(register: Register, folder: str) -> None:
    """94 activities, all with a basis of Art. 6 and 65 of Art. 9; the Danish sections stay text; code lists are no records."""
    _, report = brought(register, SAMPLES / folder, "kl")
    assert (report.records_read, report.records_new, report.records_invalid) == (94, 94, 0)
    based = "len(list_filter(purposes, lambda p: len(p.{}) > 0)) > 0"
    assert len(activities(register)) == 94
    assert len(activities(register, where=based.format("bases_gdpr"))) == 94
    assert len(activities(register, where=based.format("special_conditions"))) == 65
    sections = "len(list_filter(kept, lambda k: contains(k.text, 'valp11'))) > 0"
    assert len(activities(register, where=sections)) == 88
    if folder == "kl_article30_da":
        assert (
            len(activities(register, where="len(list_filter(kept, lambda k: contains(k.text, '§11'))) > 0"))
            == 88
        )


def test_second_import_of_the_danish_register(register: Register) -> None:
    """The same files again change nothing: no entry is written."""
    brought(register, SAMPLES / "kl_article30_da", "kl")
    before = register.head()
    _, report = brought(register, SAMPLES / "kl_article30_da", "kl")
    assert (report.records_unchanged, report.entries_written) == (94, 0)
    assert register.head() == before


@pytest.mark.parametrize(("start", "count"), [("Customer", 3), ("HR", 4), ("Marketing", 3)])
def test_workbooks_of_a_controller(register: Register, start: str, count: int) -> None:
    """Headings of Art. 30(1) make controller activities; the mapping row below them is none."""
    (path,) = (SAMPLES / "dpcat_alpha_beta_en").glob(f"{start}*.xlsx")
    _, report = brought(register, path)
    assert (report.records_new, report.problems) == (count, ())
    assert {row["role"] for row in activities(register)} == {"controller"}


def test_nil_states_that_there_are_none(register: Register) -> None:
    """«Nil» in the columns of recipients and third countries is an answer, not a name."""
    (path,) = (SAMPLES / "dpcat_alpha_beta_en").glob("Marketing*.xlsx")
    brought(register, path)
    for row in activities(register):
        assert row["stated"] == {"recipients": "none", "transfers": "none"}
        assert not row["recipients"]


def test_workbook_of_a_processor(register: Register) -> None:
    """A register named after a processor, whose purpose says on whose behalf, is one of Art. 30(2)."""
    (path,) = (SAMPLES / "dpcat_alpha_beta_en").glob("Beta*.xlsx")
    brought(register, path)
    (row,) = activities(register)
    assert row["role"] == "processor"
    assert [each["name"] for each in row["controllers"]] == ["Alpha Ltd."]


def test_flat_lines_fold_on_named_columns_only(register: Register) -> None:
    """13 lines are 10 activities when folded on department and title, 13 when nothing was said."""
    path = SAMPLES / "dpcat_alpha_beta_en" / "query-result-ropa-controller.csv"
    _, folded = brought(register, path, "folded", ("department", "title"))
    _, plain = brought(register, path, "plain")
    assert (folded.rows_read, folded.records_new, plain.records_new) == (13, 10, 13)
    first = activities(register)[0]
    assert [each["name"] for each in first["data"]] == ["Contact", "Voice Communication Recording"]
    assert len(first["purposes"]) == 1
    assert (first["data"][0]["retention_amount"], first["data"][0]["retention_unit"]) == (2, "year")


def test_impossible_day(register: Register) -> None:
    """A day that does not exist is named at its line and column; the rest of the line is imported."""
    _, report = brought(register, SAMPLES / "dpcat_alpha_beta_en" / "query-result-controller-startend.csv")
    (problem,) = report_json(report)["problems"]
    assert (problem["row"], problem["column"], problem["value"]) == (5, "end", "2021-31-31")
    assert problem["code"] == "import_date_impossible"
    assert report.records_new == 9
    (row,) = activities(register, where="name = 'Recruitment of staff'")
    assert (row["ends_on"], [kept["text"] for kept in row["kept"] if kept["about"] == "ends_on"]) == (
        None,
        ["2021-31-31"],
    )


def test_lines_of_a_processor(register: Register) -> None:
    """Headings of Art. 30(2) make processor activities with the controller they name."""
    brought(register, SAMPLES / "dpcat_alpha_beta_en" / "query-result-ropa-processor.csv")
    rows = activities(register)
    assert {(row["role"], row["controllers"][0]["name"]) for row in rows} == {("processor", "Alpha Inc.")}


def test_release_register(register: Register) -> None:
    """The right sheet among five, 452 activities, and legal bases as text where they match nothing."""
    (path,) = (SAMPLES / "phe_release_register_en").glob("*.ods")
    _, report = brought(register, path)
    assert (report.records_new, report.records_invalid) == (452, 0)
    kept = "len(list_filter(kept, lambda k: k.text = 'Regulation 5 (s251)' AND contains(k.about, 'bases_gdpr'))) > 0"
    assert len(activities(register, where=kept)) > 50
    _, again = brought(register, path)
    assert (again.records_unchanged, again.entries_written) == (452, 0)


def test_field_list_in_an_old_encoding(register: Register) -> None:
    """A description of fields is read with the right characters and holds no activity."""
    (path,) = (SAMPLES / "phe_release_register_en").glob("*.csv")
    reading, mapping = read_and_propose(path, register)
    assert reading.tables[0].encoding == "cp1252"
    assert preview(reading, mapping, register, ADMIN).items == ()


def test_privacy_notices(register: Register) -> None:
    """One activity a notice, its disclosures as data rows with purposes; the empty notice is reported, not created."""
    shown, report = brought(register, SAMPLES / "tilt_corpus")
    assert (report.records_new, report.records_invalid) == (9, 1)
    assert [each.code for each in report.problems] == ["reading_empty_record"]
    rows = {row["name"]: row for row in activities(register)}
    assert len(rows["Apple"]["data"]) >= 20
    vw = rows["vw"]
    named = {each["key"]: each["name"] for each in vw["purposes"]}
    assert all(set(each["purposes"] or ()) <= named.keys() for each in vw["data"])
    assert any(each["purposes"] for each in vw["data"])
    assert any(each["basis_reason"] for each in vw["purposes"])
    assert any(kept["column"] == "dataProtectionOfficer.email" for kept in vw["kept"])
    assert {item.state for item in shown.items} == {"new", "invalid"}
