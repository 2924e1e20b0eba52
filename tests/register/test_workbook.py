"""Recital's own workbook against real registers: template, export, preview, commit."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from governance.errors import GovernanceError, UnreadableFile
from governance.exchange import workbook, workbook_read
from governance.exchange.tabular import display_width, sheet_name
from governance.exchange.workbook_words import sentence
from governance.language import LANGUAGES, Language, catalog
from governance.register.commands import Change, initialise
from governance.register.store import Register
from tests.hand import ADMIN, Hand

ACTIVITY: dict[str, Any] = {
    "name": "=HYPERLINK(1)",
    "name_zh": "工资发放",
    "department": "DEP-00001",
    "role": "controller",
    "contact": "hr@example.org",
    "starts_on": "2026-01-01",
    "description": "@one\n-two +three",
    "stated": {"transfers": "none", "data/d1/source": "unknown", "data/gone/name": "unknown"},
    "purposes": [{"key": "p1", "name": "Pay", "bases_gdpr": ["contract", "legal_obligation"]}, {"key": "p2", "name": "Tax"}],
    "data": [{"key": "d1", "category": "name", "subjects": ["staff"], "purposes": ["p1"], "mandatory": False}],
    "stages": [
        {"key": "store", "stage": "store", "measures": [{"key": "m1", "measure": "MEA-00001", "state": "in_place"}]}
    ],
    "kept": [{"key": "k1", "column": "Notes", "text": "as it stood"}],
    "origins": [{"key": "o1", "source": "SRC-00001", "row_key": "7", "values": {"a": [1, "=2"]}}],
}  # fmt: skip

Edit = Callable[[openpyxl.Workbook], None]


@pytest.fixture
def filled(hand: Hand) -> Hand:
    """A register with a few records that point to each other."""
    hand.create(
        "department", {"name": "People", "name_zh": "人事部", "organisation": "ORG-00001"}, "DEP-00001"
    )
    hand.create("activity", ACTIVITY, "ACT-00001")
    hand.create("risk", {"name": "Leak", "activity": "ACT-00001", "likelihood_before": 4}, "RSK-00001")
    hand.create("policy", {"name": "Old rules"}, "POL-00001")
    hand.change(Change("policy", "retire", record_id="POL-00001"))
    return hand


def _export(
    register: Register, file: Path, language: Language = "en", edit: Edit | None = None, **lens: Any
) -> Path:
    with register.read(register.lens(**lens)) as reader:
        workbook.export(reader, language, file)
    if edit:
        _edit(file, edit)
    return file


def _edit(file: Path, edit: Edit) -> None:
    book = openpyxl.load_workbook(file)
    edit(book)
    book.save(file)


def _preview(register: Register, file: Path) -> workbook_read.Preview:
    with register.read(register.lens()) as reader:
        return workbook_read.read(file, reader)


def _column(sheet: Any, code: str) -> int:
    return next(int(cell.column) for cell in sheet[1] if cell.value == f"recital:{code}")


def _sheet(book: openpyxl.Workbook, code: str) -> Any:
    return next(
        sheet
        for sheet in book
        if str(sheet.cell(1, 1).value).startswith((f"recital:{code}@", f"recital:{code}."))
    )


def _put(code: str, row: int, value: object) -> Edit:
    """Return an edit that puts ``value`` in a column, in the data row counted from 0."""
    kind = code.partition("@")[0] if "@" in code else code.rpartition(".")[0]

    def edit(book: openpyxl.Workbook) -> None:
        sheet = _sheet(book, kind)
        sheet.cell(3 + row, _column(sheet, code)).value = value

    return edit


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_workbook_read_back_changes_nothing(filled: Hand, tmp_path: Path, language: Language) -> None:
    """Every record is known and none differs, in either language."""
    preview = _preview(filled.register, _export(filled.register, tmp_path / "w.xlsx", language))
    assert preview.problems == ()
    assert preview.proposals == ()
    assert preview.records_unchanged == preview.records_read > 90


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_workbook_fills_another_register(filled: Hand, tmp_path: Path, language: Language) -> None:
    """Records keep their ids, texts, answers and rows; one that had ended stays ended; the second time does nothing."""
    file = _export(filled.register, tmp_path / "w.xlsx", language)
    other = Register.create(tmp_path / "other" / "r.duckdb")
    initialise(other, organisation="Alba", person="Ann Lee", email="ann@example.org")
    preview = _preview(other, file)
    assert preview.problems == ()
    assert preview.records_new == 4
    workbook_read.apply(other, preview, actor=ADMIN, reason="moved")
    for record_id in ("ACT-00001", "DEP-00001", "RSK-00001", "POL-00001"):
        assert other.content(record_id) == filled.register.content(record_id)
    again = _preview(other, file)
    assert again.proposals == ()
    with other.read(other.lens()) as reader:
        assert reader.value("SELECT status FROM policy WHERE id = 'POL-00001'") == "retired"
    other.close()


def test_the_demonstration_organisation_survives_the_round_trip(tmp_path: Path) -> None:
    """Everything the demonstration holds goes out in Chinese and comes back unchanged, also into an empty register.

    But for signatures: approvals, attestations and editions are made by their steps only, and each one left out is named.
    """
    demo = pytest.importorskip("governance.exchange.demo")
    demo.build(tmp_path / "demo.duckdb", date(2026, 11, 23))
    register = Register.open(tmp_path / "demo.duckdb")
    file = _export(register, tmp_path / "w.xlsx", "zh")
    preview = _preview(register, file)
    register.close()
    assert preview.errors == ()
    assert preview.proposals == ()
    empty = Register.create(tmp_path / "empty.duckdb")
    into_empty = _preview(empty, file)
    signed = [each for each in into_empty.problems if each.code == "workbook_signed"]
    assert signed
    assert into_empty.records_new + len(signed) == preview.records_read
    empty.close()


def test_text_that_looks_like_a_formula_is_text(filled: Hand, tmp_path: Path) -> None:
    """No cell of an export is a formula or a link."""
    file = _export(filled.register, tmp_path / "w.xlsx")
    with zipfile.ZipFile(file) as archive:
        sheets = [archive.read(name).decode() for name in archive.namelist() if "worksheets/sheet" in name]
    assert not any("<f>" in sheet or "<hyperlink" in sheet for sheet in sheets)


def test_an_edit_in_excel_becomes_an_update_of_that_field(filled: Hand, tmp_path: Path) -> None:
    """Only what was edited differs; the update starts from the version exported."""
    file = _export(filled.register, tmp_path / "w.xlsx", edit=_put("activity.purposes.name", 1, "Taxes"))
    preview = _preview(filled.register, file)
    (proposal,) = preview.proposals
    assert (proposal.operation, proposal.record_id, proposal.base_version) == ("update", "ACT-00001", 1)
    assert proposal.fields == ("purposes/p2/name",)
    workbook_read.apply(filled.register, preview, actor=ADMIN, reason="edited")
    assert filled.register.content("ACT-00001")["purposes"][1]["name"] == "Taxes"


def test_rows_in_another_order_change_nothing(filled: Hand, tmp_path: Path) -> None:
    """A sheet sorted by its user is the same sheet."""

    def swap(book: openpyxl.Workbook) -> None:
        sheet = _sheet(book, "activity.purposes")
        for column in range(1, sheet.max_column + 1):
            above, below = sheet.cell(3, column), sheet.cell(4, column)
            above.value, below.value = below.value, above.value

    assert _preview(filled.register, _export(filled.register, tmp_path / "w.xlsx", edit=swap)).proposals == ()


def test_columns_and_sheets_left_out_leave_fields_alone(filled: Hand, tmp_path: Path) -> None:
    """What has no column stays as it is; a record that is not in the file is not retired."""

    def cut(book: openpyxl.Workbook) -> None:
        sheet = _sheet(book, "activity")
        sheet.delete_cols(_column(sheet, "activity.description"))
        for code in ("activity.data", "record.stated", "record.kept", "risk"):
            del book[_sheet(book, code).title]

    preview = _preview(filled.register, _export(filled.register, tmp_path / "w.xlsx", edit=cut))
    assert preview.problems == ()
    assert preview.proposals == ()


def test_a_row_taken_out_of_a_list_is_taken_out_of_the_record(filled: Hand, tmp_path: Path) -> None:
    """Deleting a purpose's row proposes the activity without it."""

    def delete(book: openpyxl.Workbook) -> None:
        _sheet(book, "activity.purposes").delete_rows(4)

    (proposal,) = _preview(
        filled.register, _export(filled.register, tmp_path / "w.xlsx", edit=delete)
    ).proposals
    assert [row["key"] for row in proposal.content["purposes"]] == ["p1"]


def test_hidden_contacts_are_not_overwritten(filled: Hand, tmp_path: Path) -> None:
    """A workbook exported by someone who may not see contacts changes none of them."""
    filled.create("person", {"name": "Eve"}, "PER-00002")
    filled.create("grant", {"name": "Eve", "person": "PER-00002", "role": "executive"})
    preview = _preview(filled.register, _export(filled.register, tmp_path / "w.xlsx", actor="PER-00002"))
    assert preview.proposals == ()
    assert preview.problems == ()


@pytest.mark.parametrize(
    ("code", "value", "problem"),
    [
        ("activity.role", "emperor", "workbook_unknown_term"),
        ("activity.starts_on", "2021-31-31", "workbook_bad_date"),
        ("activity.department", "Nowhere", "workbook_unknown_link"),
        ("activity.department", "DEP-00099", "unknown_reference"),
        ("activity.review_months", "often", "workbook_bad_number"),
        ("activity.automated_decisions", "maybe", "workbook_bad_flag"),
        ("activity.recipients", "Bank", "workbook_rows_elsewhere"),
        ("activity.name", None, "missing"),
        ("activity@id", "DEP-00005", "id_malformed"),
        ("activity.data.purposes", "p9", "unknown_row"),
        ("activity.stages.measures@parent", "delete", "workbook_no_parent_row"),
        ("activity.purposes@record", "ACT-00077", "workbook_no_record"),
        ("activity.notice", "x" * 301, "string_too_long"),
    ],
)
def test_a_bad_cell_is_named_where_it_stands(
    filled: Hand, tmp_path: Path, code: str, value: object, problem: str
) -> None:
    """The problem tells file, sheet, row, column and value; nothing is written while it stands."""
    preview = _preview(
        filled.register, _export(filled.register, tmp_path / "w.xlsx", edit=_put(code, 0, value))
    )
    found = next(each for each in preview.problems if each.code == problem)
    book = openpyxl.load_workbook(tmp_path / "w.xlsx")
    sheet = book[found.sheet]
    assert (found.file, found.row) == ("w.xlsx", 3)
    assert sheet[f"{found.column}1"].value == f"recital:{code}"
    assert all(len(sentence(found, language)) > 5 for language in LANGUAGES)
    with pytest.raises(GovernanceError) as refused:
        workbook_read.apply(filled.register, preview, actor=ADMIN, reason="no")
    assert refused.value.code == "workbook_has_errors"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_template_filled_in_by_name_makes_records(
    register: Register, tmp_path: Path, language: Language
) -> None:
    """Without ids, links are found by name, lists by label in any language, keys are made up, and twice is once."""
    file = tmp_path / "t.xlsx"
    file.write_bytes(workbook.template(language))
    edits = [
        _put("department.name", 0, "Marketing"),
        _put("activity.name", 0, "Newsletter"),
        _put("activity.department", 0, "marketing"),
        _put("activity.role", 0, "控制者"),
        _put("activity.recipients", 0, "[无]"),
        _put("activity.automated_decisions", 0, "否"),
        _put("activity.purposes@record", 0, "Newsletter"),
        _put("activity.purposes.name", 0, "Send news"),
        _put("activity.purposes.bases_gdpr", 0, "Consent"),
        _put("activity.data@record", 0, "Newsletter"),
        _put("activity.data.category", 0, "姓名"),
        _put("activity.data.purposes", 0, "send news"),
        _put("activity.stages@record", 0, "Newsletter"),
        _put("activity.stages.stage", 0, "delete"),
    ]
    for edit in edits:
        _edit(file, edit)
    preview = _preview(register, file)
    assert preview.problems == ()
    workbook_read.apply(register, preview, actor=ADMIN, reason="filled in")
    assert register.content("ACT-00001") == {
        "name": "Newsletter",
        "department": "DEP-00001",
        "role": "controller",
        "automated_decisions": False,
        "stated": {"recipients": "none"},
        "purposes": [{"key": "p1", "name": "Send news", "bases_gdpr": ["consent"]}],
        "data": [{"key": "d1", "category": "name", "purposes": ["p1"]}],
        "stages": [{"key": "delete", "stage": "delete"}],
    }
    again = _preview(register, file)
    assert again.proposals == ()
    assert {each.code for each in again.problems} == {"workbook_matched_by_name"}


def test_long_text_goes_on_in_a_second_column(hand: Hand, tmp_path: Path) -> None:
    """A text longer than a cell is cut, and whole again when it is read."""
    hand.create("policy", {"name": "Long", "description": "😀" * 20_000}, "POL-00001")
    preview = _preview(hand.register, _export(hand.register, tmp_path / "w.xlsx"))
    assert preview.problems == ()
    assert preview.proposals == ()


def test_files_of_others_are_refused_in_one_sentence(register: Register, tmp_path: Path) -> None:
    """A foreign workbook, a text and a missing file each have a clear error."""
    foreign, rubbish = tmp_path / "f.xlsx", tmp_path / "r.xlsx"
    openpyxl.Workbook().save(foreign)
    rubbish.write_bytes(b"PK not really")
    expected = {
        foreign: "workbook_not_own",
        rubbish: "reading_broken_workbook",
        tmp_path / "no.xlsx": "workbook_missing",
    }
    for file, code in expected.items():
        assert not workbook_read.is_own(file)
        with pytest.raises(UnreadableFile) as refused:
            _preview(register, file)
        assert refused.value.code == code
        assert f"error.{code}" in catalog("en")


def test_own_files_are_recognised_and_progress_is_told(filled: Hand, tmp_path: Path) -> None:
    """Template and export are known as our own; the export counts up to its records."""
    told: list[tuple[int, int]] = []
    file = tmp_path / "w.xlsx"
    with filled.register.read(filled.register.lens()) as reader:
        workbook.export(reader, "en", file, lambda done, total: told.append((done, total)))
    assert workbook_read.is_own(file)
    assert told[-1][0] == told[-1][1] > 90


def test_templates_offer_choices_and_explain_themselves() -> None:
    """The template has instructions, drop-downs from named lists, frozen panes and no machine columns."""
    book = openpyxl.load_workbook(io.BytesIO(workbook.template("zh")))
    assert book.sheetnames[:3] == ["填写说明", "选项列表", "处理活动"]
    sheet = book["处理活动"]
    assert sheet.freeze_panes == "C3"
    assert sheet.row_dimensions[1].hidden
    assert "=v_activity_role" in {
        "=" + rule.formula1.lstrip("=") for rule in sheet.data_validations.dataValidation
    }
    assert "v_activity_role" in book.defined_names
    assert not any(str(cell.value).endswith("@status") for cell in sheet[1])


def test_widths_and_names_fit_what_a_spreadsheet_takes() -> None:
    """Chinese counts two; names are cut to 31 and told apart."""
    assert display_width("处理a\nb") == 5
    taken: set[str] = set()
    assert sheet_name("a/b:" + "x" * 40, taken) == "a b " + "x" * 27
    assert sheet_name("A/B:" + "x" * 40, taken) == "A B " + "x" * 25 + " 2"
