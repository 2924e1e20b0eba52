"""Registers of shapes the import was never shown, by exact matches only."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from governance.exchange.importing import Preview, commit, preview, read_and_propose
from governance.exchange.importing.leaves import Leaf
from governance.register.store import Register
from tests import import_files
from tests.hand import ADMIN


def contents(register: Register, path: Path) -> tuple[Preview, list[dict[str, Any]]]:
    """Preview a file and return what each row would become."""
    reading, mapping = read_and_propose(path, register)
    shown = preview(reading, mapping, register, ADMIN)
    return shown, [item.content for item in shown.items]


def names(rows: list[dict[str, Any]], field: str = "name") -> list[Any]:
    """Return one field of nested rows."""
    return [row.get(field) for row in rows]


def test_german_register(register: Register, tmp_path: Path) -> None:
    """A semicolon file with a mark: bases cited in German, several categories a cell, «keine», «unbekannt», bad days."""
    path = import_files.text(
        tmp_path / "vvt.csv",
        import_files.GERMAN,
        import_files.GERMAN_ROWS,
        delimiter=";",
        encoding="utf-8-sig",
    )
    shown, (staff, letter, video) = contents(register, path)
    assert staff["purposes"][0]["bases_gdpr"] == ["contract", "legal_obligation"]
    assert names(staff["data"], "category") == ["contact", "bank_account", None]
    assert names(staff["data"])[2] == "Sozialversicherungsdaten"
    assert (staff["data"][0]["retention_amount"], staff["data"][0]["retention_start"]) == (
        10,
        "employment_end",
    )
    assert staff["stated"] == {"transfers": "none"}
    assert letter["transfers"][0] | {"key": ""} == {
        "key": "",
        "country": "US",
        "safeguards": "Standardvertragsklauseln",
    }
    assert letter["data"][0]["subjects"] == ["customers", "prospects"]
    assert letter["data"][0]["retention_text"] == "bis auf Widerruf"
    assert video["stated"] == {"recipients": "unknown", "transfers": "none"}
    assert "retention_amount" not in video["data"][0]
    (problem,) = [each for each in shown.findings if each.level == "error"]
    assert (problem.row, problem.column, problem.value) == (4, "Startdatum", "31.02.2021")
    assert {kept["text"] for kept in staff["kept"]} == {"Stand geprüft", "Personal"}


def test_chinese_register(register: Register, tmp_path: Path) -> None:
    """A GB18030 file: bases of the PIPL, yes and no in Chinese, years in the header, large numbers in words."""
    path = import_files.text(
        tmp_path / "pipl.csv",
        import_files.CHINESE,
        import_files.CHINESE_ROWS,
        delimiter=",",
        encoding="gb18030",
    )
    _, (hiring, members, doors) = contents(register, path)
    assert hiring["purposes"][0]["bases_pipl"] == ["contract_or_hr"]
    assert names(hiring["data"], "category") == ["name", "contact", "national_id"]
    assert (hiring["data"][0]["retention_amount"], hiring["data"][0]["retention_unit"]) == (2, "year")
    assert hiring["stated"] == {"transfers": "none"}
    assert (hiring["automated_decisions"], members["automated_decisions"]) == (False, True)
    assert len(members["transfers"]) == 1
    assert members["stated"] == {"recipients": "none"}
    assert members["data"][0]["people"] == 50_000
    assert doors["stated"]["recipients"] == "none"
    assert doors["stated"][f"purposes/{doors['purposes'][0]['key']}/bases_pipl"] == "unknown"
    assert doors["data"][0]["retention_text"] == "长期"


def test_header_in_row_nine(register: Register, tmp_path: Path) -> None:
    """Under a contact block, without titles: activities are called after their purpose; «N/A» and «Not sure» differ."""
    _, (pay, sick, sales) = contents(register, import_files.ico(tmp_path / "ico.xlsx"))
    assert [each["name"] for each in (pay, sick, sales)] == [
        "Payroll",
        "Sickness records",
        "Direct marketing",
    ]
    assert pay["purposes"][0]["bases_gdpr"] == ["contract"]
    assert pay["stated"]["transfers"] == "none"
    assert sick["purposes"][0]["special_conditions"] == ["employment"]
    assert sick["stated"][f"data/{sick['data'][0]['key']}/retention_amount"] == "unknown"
    assert sales["data"][0]["retention_start"] == "last_activity"
    assert {kept["text"] for kept in pay["kept"]} >= {"https://example.org/c", "Finance"}


def test_form_sheets(register: Register, tmp_path: Path) -> None:
    """One sheet an activity in French; the blank model is none; the order of days is proved by the column."""
    _, (pay, video) = contents(register, import_files.forms(tmp_path / "cnil.xlsx"))
    assert names(pay["purposes"]) == ["Établir les bulletins de paie", "Déclarations sociales"]
    assert names(pay["recipients"]) == ["URSSAF", "Cabinet comptable"]
    assert pay["data"][0]["retention_text"] == "5 ans à compter du versement de la paie"
    assert (pay["starts_on"], video["starts_on"]) == ("2020-03-02", "2021-06-15")
    assert video["transfers"][0]["country"] == "US"


def test_nested_export_of_another_tool(register: Register, tmp_path: Path) -> None:
    """Lists of purposes, data and recipients become rows; equal titles of different records stay apart."""
    _, (staff, plant, visitors) = contents(register, import_files.nested(tmp_path / "peer.json"))
    assert (staff["name"], plant["name"], staff["reference"]) == ("Recruitment", "Recruitment", "7f0c")
    assert names(staff["purposes"], "bases_gdpr") == [["contract"], ["legitimate_interests"]]
    assert names(staff["data"], "retention_amount") == [6, 1]
    assert staff["recipients"][0]["category"] == "service_provider"
    assert "unclear wording" in {kept["text"] for kept in plant["kept"]}
    assert visitors["stated"] == {"recipients": "none"}


def test_systems_with_declarations(register: Register, tmp_path: Path) -> None:
    """Declarations tie data to the purpose they stand beside."""
    _, (shop, _crm) = contents(register, import_files.declarations(tmp_path / "systems.json"))
    keys = {row["name"]: row["key"] for row in shop["purposes"]}
    assert {row["name"]: row["purposes"] for row in shop["data"]} == {
        "Contact details": [keys["Fulfil orders"]],
        "user.odd.key": [keys["Fulfil orders"]],
        "Email address": [keys["Advertising"]],
    }


def test_sheets_tied_by_a_reference(register: Register, tmp_path: Path) -> None:
    """Sheets that refer to the first one are parts of its activities, not records of their own."""
    _, (pay, _support, fleet) = contents(register, import_files.related(tmp_path / "related.xlsx"))
    assert names(pay["purposes"]) == ["Pay wages", "Report taxes"]
    assert names(pay["purposes"], "bases_gdpr") == [["contract"], ["legal_obligation"]]
    assert fleet["recipients"][0]["name"] == "Garage"


SHAPES: tuple[Callable[[Path], Path], ...] = (
    import_files.ico,
    import_files.forms,
    import_files.related,
    lambda path: import_files.nested(path.with_suffix(".json")),
    lambda path: import_files.declarations(path.with_suffix(".json")),
)


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_twice(register: Register, tmp_path: Path, shape: Callable[[Path], Path]) -> None:
    """Whatever its shape, a file imported twice changes nothing the second time."""
    path = shape(tmp_path / "register.xlsx")
    shown, _ = contents(register, path)
    first = commit(shown, register, actor=ADMIN, reason="import")
    assert first.records_new == len(shown.items) > 0
    before = register.head()
    again, _ = contents(register, path)
    second = commit(again, register, actor=ADMIN, reason="import")
    assert (second.records_unchanged, second.entries_written) == (first.records_new, 0)
    assert register.head() == before


@pytest.mark.parametrize("shape", SHAPES)
def test_no_text_is_lost(register: Register, tmp_path: Path, shape: Callable[[Path], Path]) -> None:
    """Every text of a row stands in its record: in a field, as text kept, or as what a code was read from."""
    shown, _ = contents(register, shape(tmp_path / "register.xlsx"))
    read = {text for table in shown.mapping.tables for column in table.columns for text in column.values}
    for item in shown.items:
        held = "\n".join(_texts(item.content))
        for row in item.rows:
            for leaf in row.leaves:
                if isinstance(leaf.value, str) and leaf.value not in read and not _answered(leaf):
                    parts = [part for part in leaf.value.splitlines() if part not in read]
                    assert all(part in held for part in parts), leaf


def _answered(leaf: Leaf) -> bool:
    """Say whether a cell is an answer, a date or a technical id, which the record holds in its own way."""
    value = str(leaf.value)
    dated = value[:1].isdigit() and value.count("/") == 2
    return value in ("N/A", "Not sure", "none", "nil") or dated or leaf.path.endswith("[].id")


def _texts(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for inner in value.values() for text in _texts(inner)]
    if isinstance(value, list):
        return [text for inner in value for text in _texts(inner)]
    return [str(value)]


def test_lists_of_other_things_are_left_out(register: Register, tmp_path: Path) -> None:
    """A list of vendors has names and descriptions too; it is named as left out and makes no activity."""
    vendors = [
        {"name": f"Firm {n}", "description": f"Does {n} things", "countries": ["US"], "certified": n % 2 == 0}
        for n in range(4)
    ]
    path = tmp_path / "vendors.json"
    path.write_text(json.dumps(vendors), "utf-8")
    shown, items = contents(register, path)
    (finding,) = shown.findings
    assert (items, finding.code, finding.level) == ([], "import_table_left_out", "warning")
    assert "other than processing activities" in finding.message("en")


def test_long_and_empty_answers(register: Register, tmp_path: Path) -> None:
    """A cell at the limit of a spreadsheet is kept whole; placeholders are named and not taken for answers."""
    whole = "long " * 6_553 + "ab"
    rows = [
        ("Processing activity", "Purpose", "Security measures", "Start date", "Recipients"),
        ("Payroll", whole, whole, "2020-02-30", "Select an item from this list ►"),
        ("Support", "Answer", "locks", "[DATE]", "=FALSE()"),
    ]
    shown, (pay, support) = contents(
        register, import_files.sheets(tmp_path / "long.xlsx", {"Register": rows})
    )
    assert len(whole) == 32_767
    assert pay["purposes"][0]["name"].endswith("…")
    assert whole.strip() in "".join(row["text"] for row in pay["kept"] if row["about"] == "security")
    assert "recipients" not in pay
    assert "starts_on" not in {*pay, *support}
    codes = {finding.code for finding in shown.findings}
    assert {"import_placeholder", "import_shortened", "import_date_impossible"} <= codes
    assert support["stated"] == {"recipients": "none"}


def test_a_row_that_says_nothing_is_no_record(register: Register, tmp_path: Path) -> None:
    """A row without name and purpose is reported with its place; the others are imported."""
    rows = [
        ("Ref", "Processing activity", "Retention period"),
        ("1", "Payroll", "1 year"),
        ("2", None, "2 years"),
        ("3", "Fleet", "x"),
    ]
    shown, _ = contents(register, import_files.sheets(tmp_path / "gap.xlsx", {"Register": rows}))
    assert [item.state for item in shown.items] == ["new", "invalid", "new"]
    (problem,) = [finding for finding in shown.findings if finding.level == "error"]
    assert (problem.code, problem.row, problem.sheet) == ("import_no_name", 3, "Register")
