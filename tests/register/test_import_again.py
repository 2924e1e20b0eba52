"""A source imported again: what the file changed, what was edited here, and what happens when both did."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from governance.errors import GovernanceError, NotPermitted
from governance.exchange.importing import (
    Choices,
    ImportOptions,
    Mapping,
    Preview,
    ProposeOptions,
    Report,
    commit,
    load,
    preview,
    read_and_propose,
    report_json,
    report_of,
    save,
)
from governance.register.commands import Change
from governance.register.store import Register
from tests import import_files
from tests.hand import ADMIN, Hand

HEADER = (
    "Ref",
    "Processing activity",
    "Department",
    "Purpose",
    "Legal basis",
    "Retention period",
    "Description",
)
ROWS = (
    ("A-1", "Payroll", "Finance", "Pay wages", "Contract", "10 years", "old text"),
    ("A-2", "Support", "Service", "Answer questions", "Consent", "2 years", "tickets"),
    ("A-3", "Fleet", "Plant", "Track cars", "Legitimate interests", "1 year", "cars"),
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A small register in a workbook."""
    return written(tmp_path / "ours.xlsx")


def written(path: Path, rows: tuple[tuple[Any, ...], ...] = ROWS, header: tuple[str, ...] = HEADER) -> Path:
    """Write a register of one sheet."""
    return import_files.sheets(path, {"Register": [header, *rows]})


def changed(**cells: str) -> tuple[tuple[Any, ...], ...]:
    """Return the rows with cells of the first one replaced."""
    first = [cells.get(name.split()[0].lower(), value) for name, value in zip(HEADER, ROWS[0], strict=True)]
    return (tuple(first), *ROWS[1:])


def shown(register: Register, path: Path, **asked: Any) -> Preview:
    """Preview the import of a file."""
    reading, mapping = read_and_propose(
        path, register, source="ours", options=ImportOptions(proposal=ProposeOptions(**asked))
    )
    return preview(reading, mapping, register, ADMIN)


def brought(register: Register, path: Path, choices: Choices | None = None, **asked: Any) -> Report:
    """Preview and commit the import of a file."""
    return commit(shown(register, path, **asked), register, actor=ADMIN, reason="import", choices=choices)


def edit(hand: Hand, record_id: str, **fields: Any) -> None:
    """Edit a record here."""
    with hand.register.read(hand.register.lens()) as reader:
        version = reader.value("SELECT version FROM activity WHERE id = $id", id=record_id)
    hand.update("activity", record_id, {**hand.register.content(record_id), **fields}, version)


def test_preview_writes_nothing(register: Register, file: Path) -> None:
    """The journal is the same after a preview, and its report says so."""
    before = register.head()
    report = report_json(report_of(shown(register, file), committed=False))
    assert (report["committed"], report["records_new"], report["entries_written"]) == (False, 3, 0)
    assert register.head() == before


def test_only_what_the_file_changed_is_taken_over(register: Register, hand: Hand, file: Path) -> None:
    """A field edited here stays, a field changed in the file follows it, in the same record."""
    brought(register, file)
    edit(hand, "ACT-00001", notice="our notice")
    report = brought(register, written(file, changed(description="new text")))
    assert (report.records_changed, report.records_unchanged, report.records_conflicting) == (1, 2, 0)
    content = register.content("ACT-00001")
    assert (content["description"], content["notice"]) == ("new text", "our notice")


def test_both_changed_is_a_conflict(register: Register, hand: Hand, file: Path) -> None:
    """The value here stands until somebody chooses; the conflict is shown again each time."""
    brought(register, file)
    edit(hand, "ACT-00001", description="our text")
    newer = written(file, changed(description="new text"))
    before = register.head()
    for _ in range(2):
        report = brought(register, newer)
        assert (report.records_conflicting, report.entries_written) == (1, 0)
    assert register.head() == before
    (item,) = [item for item in shown(register, newer).items if item.merged and item.merged.conflicts]
    assert item.merged is not None
    (conflict,) = item.merged.conflicts
    assert (conflict.path, conflict.base, conflict.theirs, conflict.mine) == (
        "description",
        "old text",
        "our text",
        "new text",
    )


@pytest.mark.parametrize(("side", "text"), [("file", "new text"), ("here", "our text")])
def test_a_conflict_is_settled_once(register: Register, hand: Hand, file: Path, side: Any, text: str) -> None:
    """After a choice the chosen value stands and the conflict does not come back."""
    brought(register, file)
    edit(hand, "ACT-00001", description="our text")
    newer = written(file, changed(description="new text"))
    (item,) = [item for item in shown(register, newer).items if item.state == "conflict"]
    brought(register, newer, Choices(conflicts={item.row_key: {"description": side}}))
    assert register.content("ACT-00001")["description"] == text
    assert brought(register, newer).records_unchanged == 3


def test_rows_of_a_list_merge_by_key(register: Register, hand: Hand, file: Path) -> None:
    """A purpose detailed here keeps its detail when the file changes the basis of another field of the row."""
    brought(register, file)
    purposes = register.content("ACT-00001")["purposes"]
    edit(hand, "ACT-00001", purposes=[{**purposes[0], "basis_reason": "labour contract"}])
    brought(register, written(file, changed(legal="Legal obligation")))
    (purpose,) = register.content("ACT-00001")["purposes"]
    assert (purpose["bases_gdpr"], purpose["basis_reason"]) == (["legal_obligation"], "labour contract")


def test_vanished_rows_retire_nothing(register: Register, file: Path) -> None:
    """A row that is gone is named; its record stays as it is."""
    brought(register, file)
    report = brought(register, written(file, ROWS[:2]))
    assert [each.record_id for each in report.vanished] == ["ACT-00003"]
    with register.read(register.lens()) as reader:
        assert reader.value("SELECT status FROM activity WHERE id = 'ACT-00003'") == "draft"


def test_void_records_are_not_brought_back(register: Register, hand: Hand, file: Path) -> None:
    """A record voided here stays void, and the report says which row was left."""
    brought(register, file)
    hand.change(Change("activity", "void", record_id="ACT-00002"))
    report = brought(register, file)
    (problem,) = report.problems
    assert (problem.code, problem.row, report.entries_written) == ("import_ended", 3, 0)


def test_rows_without_key_are_found_by_themselves(register: Register, tmp_path: Path) -> None:
    """Without reference numbers a row moved is the same row, a row mostly alike is changed, equal titles stay apart."""
    header, rows = HEADER[1:], tuple(row[1:] for row in ROWS)
    twins = (*rows, ("Payroll", "Plant", "Pay workers", "Contract", "7 years", "another payroll"))
    path = written(tmp_path / "plain.xlsx", twins, header)
    assert brought(register, path).records_new == 4
    moved = tuple(reversed(twins))
    assert brought(register, written(path, moved, header)).records_unchanged == 4
    changed_one = (*moved[:-1], (*moved[-1][:-1], "a new description"))
    report = brought(register, written(path, changed_one, header))
    assert (report.records_changed, report.records_new, report.vanished) == (1, 0, ())


def test_a_repeated_key_folds_nothing(register: Register, tmp_path: Path) -> None:
    """Two rows with one reference number are two records: folding needs a word of a person."""
    rows = (ROWS[0], ("A-1", "Bonus", "Finance", "Pay bonus", "Contract", "3 years", "more"), *ROWS[1:])
    path = written(tmp_path / "twice.xlsx", rows)
    assert brought(register, path).records_new == 4
    before = register.head()
    assert brought(register, path).records_unchanged == 4
    assert register.head() == before


def test_equal_numbers_in_two_sheets_are_two_records(register: Register, tmp_path: Path) -> None:
    """Each sheet counts its own rows: row 1 of one department is not row 1 of another."""
    other = (
        ("A-1", "Hiring", "People", "Choose staff", "Contract", "1 year", "x"),
        ("A-2", "Leave", "People", "Plan", "Contract", "2 years", "y"),
    )
    path = import_files.sheets(
        tmp_path / "two.xlsx", {"Finance": [HEADER, *ROWS], "People": [HEADER, *other]}
    )
    assert brought(register, path).records_new == 5
    before = register.head()
    assert brought(register, path).records_unchanged == 5
    assert register.head() == before


def test_lines_that_disagree_are_reported(register: Register, tmp_path: Path) -> None:
    """Folded lines with two values for one field: the first stands, the other is kept as text and named."""
    rows = (ROWS[0], ("A-1", "Payroll", "Finance", "Report taxes", "Legal obligation", "6 years", "old text"))
    header = (*HEADER, "Start date")
    dated = tuple((*row, day) for row, day in zip(rows, ("2020-01-01", "2021-01-01"), strict=True))
    report = brought(register, written(tmp_path / "lines.xlsx", dated, header), fold=("Ref",))
    assert report.records_new == 1
    (problem,) = report.problems
    assert (problem.code, problem.column, problem.value) == (
        "import_several_values",
        "Start date",
        "2021-01-01",
    )
    content = register.content("ACT-00001")
    assert [purpose["name"] for purpose in content["purposes"]] == ["Pay wages", "Report taxes"]
    assert "2021-01-01" in {kept["text"] for kept in content["kept"]}


def test_folding_on_unknown_columns_is_refused(register: Register, file: Path) -> None:
    """Columns that no table has are named in one error."""
    with pytest.raises(GovernanceError, match="import_fold_unknown"):
        shown(register, file, fold=("Nothing", "Ref"))


def test_names_become_records_when_allowed(register: Register, hand: Hand, file: Path) -> None:
    """A known department is linked by its exact name in either language; others are created only when asked for."""
    hand.create("department", {"name": "Finanzen", "name_zh": "finance"})
    report = brought(register, file, create=("department",))
    assert {name for _, name in report.created} == {"Service", "Plant"}
    assert register.content("ACT-00001")["department"] == "DEP-00001"
    assert register.content("ACT-00002")["department"] == "DEP-00002"
    assert brought(register, file, create=("department",)).entries_written == 0


def test_unknown_names_are_kept_as_text(register: Register, file: Path) -> None:
    """Without leave to create, a department's name stays as text and is reported as missing."""
    report = brought(register, file)
    assert ("department", "Finance", 1) in report.missing
    content = register.content("ACT-00001")
    assert "department" not in content
    assert ("department", "Finance") in {(kept.get("about"), kept["text"]) for kept in content["kept"]}


def test_a_mapping_survives_new_columns(register: Register, file: Path) -> None:
    """The mapping saved with the source reads a newer file; a column it does not know is named and kept."""
    brought(register, file)
    newer = written(file, tuple((*row, "note") for row in ROWS), (*HEADER, "Extra"))
    report = brought(register, newer)
    assert report.records_changed == 3
    assert [(each.code, each.column) for each in report.findings if each.code == "import_new_column"] == [
        ("import_new_column", "Extra")
    ]


@pytest.mark.parametrize("ending", ["toml", "json"])
def test_a_mapping_file_is_edited_and_used(
    register: Register, file: Path, tmp_path: Path, ending: str
) -> None:
    """A saved proposal reads back the same, and what a person changes in it decides."""
    reading, proposal = read_and_propose(file, register, source="ours")
    saved = tmp_path / f"mapping.{ending}"
    save(proposal, saved)
    again = load(saved)
    assert again == proposal
    column = again.tables[0].column("Description")
    assert column is not None
    column.field, column.use, column.found_by = "method", True, "chosen"
    _, used = read_and_propose(file, register, source="ours", mapping=again)
    item = preview(reading, used, register, ADMIN).items[0]
    assert (item.content["method"], item.content.get("description")) == ("old text", None)


def test_an_accepted_suggestion_gives_codes(register: Register, tmp_path: Path) -> None:
    """A text like a term is only offered; accepted, its codes are used."""
    path = written(tmp_path / "near.xlsx", ((*ROWS[0][:4], "Contractual necesity", *ROWS[0][5:]), *ROWS[1:]))
    reading, mapping = read_and_propose(path, register, source="ours")
    before = preview(reading, mapping, register, ADMIN).items[0].content
    assert "bases_gdpr" not in before["purposes"][0]
    column = mapping.tables[0].column("Legal basis")
    assert column is not None
    column.values = {
        **column.values,
        "Contractual necesity": column.suggestions["Contractual necesity"].codes,
    }
    after = preview(reading, mapping, register, ADMIN).items[0].content
    assert after["purposes"][0]["bases_gdpr"] == ["contract"]


def test_one_transaction_or_none(register: Register, file: Path) -> None:
    """An actor without the right writes nothing at all."""
    ready = shown(register, file)
    before = register.head()
    with pytest.raises(NotPermitted):
        commit(ready, register, actor="PER-09999", reason="import")
    assert register.head() == before


def test_rows_left_out_are_not_written(register: Register, file: Path) -> None:
    """A person may leave rows out."""
    ready = shown(register, file)
    report = brought(register, file, Choices(skip=frozenset({ready.items[1].row_key})))
    assert (report.records_left_out, report.entries_written) == (1, 3)


def test_a_repeated_command_writes_once(register: Register, file: Path) -> None:
    """The same command id twice, as after a lost answer, leaves one set of records."""
    ready = shown(register, file)
    for _ in range(2):
        commit(ready, register, actor=ADMIN, reason="import", command_id="once")
    with register.read(register.lens()) as reader:
        assert reader.value("SELECT count(*) FROM activity") == 3


def test_commas_are_never_cut_without_a_word(register: Register, tmp_path: Path) -> None:
    """A list with commas stays one text until a person names the comma."""
    header = ("Processing activity", "Purpose", "Categories of personal data")
    path = written(
        tmp_path / "commas.xlsx", (("A", "B", "Name, address, phone"), ("C", "D", "Name, e-mail")), header
    )
    reading, mapping = read_and_propose(path, register, source="ours")
    column = mapping.tables[0].column("Categories of personal data")
    assert column is not None
    assert (column.separator, "," in column.other_separators) == (None, True)
    assert len(preview(reading, mapping, register, ADMIN).items[0].content["data"]) == 1
    column.separator = ","
    assert len(preview(reading, mapping, register, ADMIN).items[0].content["data"]) == 3


def test_mapping_of_nothing_is_refused() -> None:
    """A mapping with an unknown entry is one error that names it."""
    with pytest.raises(GovernanceError, match="import_mapping_unreadable"):
        Mapping.model_validate({"source": "x"}) and load(Path(__file__))


def test_records_outside_the_departments_stay_hidden(register: Register, hand: Hand, file: Path) -> None:
    """A team member who imports the same source sees nothing of records of other departments and changes none."""
    brought(register, file, create=("department",))
    hand.create("person", {"name": "Tom"}, "PER-00002")
    hand.create(
        "grant",
        {"name": "Tom: team", "person": "PER-00002", "role": "team_member", "departments": ["DEP-00002"]},
    )
    reading, mapping = read_and_propose(
        written(file, changed(description="new text")), register, source="ours"
    )
    seen = preview(reading, mapping, register, "PER-00002")
    assert [item.state for item in seen.items] == ["outside", "unchanged", "outside"]
    assert seen.items[0].merged is None


def test_a_department_of_a_file_is_only_offered(register: Register, tmp_path: Path) -> None:
    """The name of a file suggests a department; accepted, it holds for every row."""
    path = written(
        tmp_path / "HR department.xlsx", tuple(row[:2] + row[3:] for row in ROWS), HEADER[:2] + HEADER[3:]
    )
    reading, mapping = read_and_propose(path, register, source="ours")
    table = mapping.tables[0]
    assert (table.constants, table.suggested_constants) == ({}, {"department": "HR"})
    table.constants, mapping.create = table.suggested_constants, ["department"]
    report = commit(preview(reading, mapping, register, ADMIN), register, actor=ADMIN, reason="import")
    assert report.created == (("department", "HR"),)
    assert {register.content(f"ACT-0000{number}")["department"] for number in (1, 2, 3)} == {"DEP-00001"}
