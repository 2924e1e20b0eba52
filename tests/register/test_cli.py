"""The command line, run as people run it."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import duckdb
import pytest

from governance.register.commands import Change, write
from governance.register.store import Register
from tests.command_line import Run

CSV = "Name;Purpose;Lawful basis\nPayroll;Paying wages;Contract\nLeads;Finding customers;Something local\n"


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """A register made on the command line."""
    path = tmp_path / "register.duckdb"
    run = Run("init", "--register", path, "--organisation", "Alba", "--person", "Ann", "--json")
    assert run.code == 0, run.err
    assert run.json["ok"]
    return path


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    """A small register in a CSV file."""
    file = tmp_path / "ours.csv"
    file.write_text(CSV, "utf-8")
    return file


def test_init_refuses_to_overwrite(made: Path) -> None:
    """A register that exists is left as it is, exit 1, with a sentence."""
    run = Run("init", "--register", made, "--organisation", "B", "--person", "C", "--json")

    assert run.code == 1
    assert run.json["error"] == "register_exists"
    assert str(made) in run.err


def test_import_previews_then_commits_then_changes_nothing(made: Path, sheet: Path) -> None:
    """Without --commit nothing is written; with it all rows are; a second time nothing differs."""
    preview = Run("import", sheet, "--register", made, "--source", "ours", "--json").json
    assert (preview["records_read"], preview["records_new"], preview["committed"]) == (2, 2, False)
    assert Run("list", "activity", "--register", made, "--json").json == []

    first = Run("import", sheet, "--register", made, "--source", "ours", "--commit", "--json").json
    second = Run("import", sheet, "--register", made, "--source", "ours", "--commit", "--json").json
    names = [row["name"] for row in Run("list", "activity", "--register", made, "--json").json]

    assert (first["records_new"], second["records_new"], second["records_unchanged"]) == (2, 0, 2)
    assert second["entries_written"] == 0
    assert names == ["Payroll", "Leads"]


def test_a_saved_mapping_can_be_edited_and_used(made: Path, sheet: Path, tmp_path: Path) -> None:
    """--save-mapping writes an editable file that --mapping takes."""
    mapping = tmp_path / "mapping.toml"
    Run("import", sheet, "--register", made, "--save-mapping", mapping)
    assert "Lawful basis" in mapping.read_text("utf-8")

    run = Run("import", sheet, "--register", made, "--mapping", mapping, "--commit", "--json")

    assert run.json["records_new"] == 2
    assert Run("import", sheet, "--register", made, "--mapping", "nowhere", "--json").code == 1


@pytest.mark.parametrize("name", ["missing.xlsx", "broken.xlsx", "empty.csv"])
def test_an_unreadable_file_is_one_sentence_and_exit_one(made: Path, tmp_path: Path, name: str) -> None:
    """A file that is not there, broken or empty writes nothing and names itself."""
    if name != "missing.xlsx":
        (tmp_path / name).write_bytes(b"PK\x03\x04 not a workbook" if name == "broken.xlsx" else b"")

    run = Run("import", tmp_path / name, "--register", made, "--commit", "--json")

    assert run.code == 1
    assert run.json["ok"] is False
    assert name in run.err
    assert "Traceback" not in run.err


def test_verify_names_the_changed_revision(made: Path) -> None:
    """Exit 0 for an untouched journal, exit 1 and the revision after a change by SQL."""
    whole = Run("verify", "--register", made, "--json")
    with duckdb.connect(str(made)) as connection:
        connection.execute("UPDATE journal SET reason = 'x' WHERE revision = 3")
    changed = Run("verify", "--register", made, "--json")

    assert (whole.code, whole.json["ok"]) == (0, True)
    assert (changed.code, changed.json["ok"], changed.json["broken_at"]) == (1, False, 3)


def test_backup_and_restore(made: Path, tmp_path: Path) -> None:
    """The plain-text journal rebuilds the register with the same head."""
    file, other = tmp_path / "journal.jsonl", tmp_path / "other" / "register.duckdb"
    assert Run("backup", "--register", made, "--out", file).code == 0
    assert Run("restore", file, "--register", other).code == 0

    heads = [Run("verify", "--register", path, "--json").json["head_hash"] for path in (made, other)]
    text = Run("verify", "--journal", file, "--json").json["head_hash"]

    assert heads[0] == heads[1] == text


@pytest.mark.parametrize("what", ["workbook", "article30", "template", "journal"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_export_writes_its_file(made: Path, tmp_path: Path, what: str, language: str) -> None:
    """Each export is written whole; the journal is text, the rest are workbooks."""
    out = tmp_path / f"{what}.xlsx"

    run = Run("export", what, "--register", made, "--out", out, "--lang", language, "--json")

    assert run.code == 0, run.err
    start = out.read_bytes()[:2]
    assert start == (b'{"' if what == "journal" else b"PK")


def test_the_own_workbook_comes_back_unchanged(made: Path, sheet: Path, tmp_path: Path) -> None:
    """Export and import of the full workbook is a round trip without change, in Chinese too."""
    Run("import", sheet, "--register", made, "--commit")
    out = tmp_path / "all.xlsx"
    Run("export", "workbook", "--register", made, "--out", out, "--lang", "zh")

    run = Run("import", out, "--register", made, "--commit", "--json")

    assert (run.json["records_new"], run.json["records_changed"]) == (0, 0), run.out
    assert run.json["records_unchanged"] >= 2


def test_an_empty_register_has_no_data(made: Path) -> None:
    """Without activities there is no coverage to report, rather than a hundred per cent."""
    figures = {row["id"]: row for row in Run("figures", "--register", made, "--json").json}
    shares = [row for row in figures.values() if row["unit"] == "share"]

    assert shares
    assert {row["value"] for row in shares} == {None}
    assert Run("coverage", "--register", made, "--json").json == []


def test_a_past_day_shows_what_was_known(made: Path, sheet: Path) -> None:
    """As of a day before the register there is nothing."""
    Run("import", sheet, "--register", made, "--commit")

    assert Run("list", "activity", "--register", made, "--as-of", "2020-01-01", "--json").json == []
    assert Run("list", "nonsense", "--register", made, "--json").code == 1


def test_chinese_terminal_gets_chinese_sentences(tmp_path: Path) -> None:
    """The sentence of an error follows the language of the terminal."""
    run = Run("verify", "--register", tmp_path / "none.duckdb", environment={"RECITAL_LANG": "zh"})

    assert run.code == 1
    assert "没有台账" in run.err


def test_clocks_are_printed_overdue_first(made: Path) -> None:
    """A request of January is overdue in April and not there before it was entered; --law narrows, JSON has all."""
    with closing(Register.open(made)) as register:
        organisation = {
            "name": "Alba",
            "laws": ["gdpr"],
            "time_zone": "Europe/Berlin",
            "holiday_region": "de_be",
        }
        request = {"name": "Access", "organisation": "ORG-00009", "received_on": "2026-01-31"}
        changes = [
            Change("organisation", "create", organisation, "ORG-00009"),
            Change("request", "create", request, "REQ-00001"),
        ]
        write(register, actor="PER-00001", reason="a test", changes=changes)

    run = Run("clocks", "--register", made, "--law", "gdpr", "--json")
    (row,) = [each for each in run.json if each["clock"] == "gdpr.request.answer"]
    assert (row["standing"], row["due"], row["id"], row["region"]) == (
        "overdue",
        "2026-03-02",
        "REQ-00001",
        "de_be",
    )
    assert [step["why"] for step in row["steps"]][-2:] == ["saturday", "next_working_day"]
    assert {each["law"] for each in run.json} == {"gdpr"}
    assert Run("clocks", "--register", made, "--as-of", "2020-01-01", "--json").json == []
    assert "REQ-00001" in Run("clocks", "--register", made, environment={"COLUMNS": "200"}).out
    wrong = Run("clocks", "--register", made, "--law", "hammurabi")
    assert (wrong.code, "hammurabi" in wrong.err) == (1, True)
