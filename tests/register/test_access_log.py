"""The log of refusals and exports: written, counted, chained, and never lost with what carries the journal."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from governance.errors import GovernanceError, NotPermitted
from governance.journal.access import Access
from governance.register import access_log, backups, projection, restoring, taking, verify
from governance.register.commands import Change, write
from governance.register.permissions import Scope
from governance.register.store import Register
from tests.signing_register import DI, ED, GUS, Office

ALL = Scope(None, masks_contacts=False)


def refused(register: Register, actor: str = GUS, record: str = "ACT-00001") -> None:
    """Let ``actor`` ask for what no grant covers."""
    change = Change("activity", "void", record_id=record)
    with pytest.raises(GovernanceError):
        write(register, actor=actor, reason="trying", changes=[change])


def noted(register: Register) -> list[Access]:
    """Return the log."""
    return list(register.access.entries())


def test_a_refused_command_is_noted_and_changes_nothing(office: Office) -> None:
    """Who, what, of which record and why; the register stays at its revision, and so do all caches."""
    register = office.register
    before = register.head()
    change = Change("person", "create", {"name": "New"})

    with pytest.raises(NotPermitted):
        write(register, actor=ED, reason="trying", changes=[change])

    (entry,) = noted(register)
    assert (entry.event, entry.person, entry.operation, entry.kind, entry.code) == (
        "refused", ED, "create", "person", "not_permitted",
    )  # fmt: skip
    assert (entry.times, entry.revision) == (1, before.revision)
    assert register.head() == before


def test_every_reason_is_noted(office: Office) -> None:
    """A command refused for another reason than a right is noted with that reason."""
    refused(office.register, record="ACT-00009")

    assert noted(office.register)[-1].code == "unknown_record"


def test_no_text_of_a_person_is_noted(office: Office) -> None:
    """What was typed does not come into the log."""
    with pytest.raises(GovernanceError):
        write(
            office.register,
            actor=ED,
            reason="Max Mustermann",
            changes=[Change("person", "create", {"name": "Max Mustermann"})],
        )
    office.register.access.exported(DI, "list", ALL, rows=3, filters=["text", "department"])

    assert "Mustermann" not in repr(noted(office.register))
    assert noted(office.register)[-1].filters == "department,text"


def test_the_same_refusal_within_a_minute_is_counted(office: Office) -> None:
    """A hundred times the same is one entry and one count; a minute later it is listed again."""
    for _ in range(100):
        refused(office.register)
    first = noted(office.register)
    office.clock.now += timedelta(minutes=2)
    refused(office.register)

    assert [each.times for each in first] == [1, 99]
    assert [each.times for each in noted(office.register)] == [1, 99, 1]


def test_a_flood_of_different_refusals_is_bounded(office: Office) -> None:
    """A thousand records tried one after the other make no more than a bounded number of entries, none uncounted."""
    for number in range(1_000):
        refused(office.register, record=f"ACT-{number:05}")

    entries = noted(office.register)
    assert len(entries) <= access_log.MOST_A_MINUTE + 1
    assert sum(each.times for each in entries) == 1_000
    assert entries[-1].operation == access_log.MANY


def test_nothing_goes_out_that_cannot_be_noted(office: Office) -> None:
    """When the log cannot be written, the export is refused in a sentence; a refusal stays the refusal it was."""
    office.register.access.head_file.path.mkdir()  # what is a folder cannot be written as a file

    with pytest.raises(GovernanceError) as refusal, taking.taken(office.register, DI, "list"):
        pass

    assert refusal.value.code == "export_not_noted"
    refused(office.register)


def test_the_log_verifies_and_names_what_was_changed(office: Office) -> None:
    """A changed entry is named by the check, as is one cut off the end."""
    register = office.register
    for export in ("list", "board", "journal"):
        register.access.exported(DI, export, ALL, rows=1)
    assert verify.verify(register).ok

    with register.cursor() as cursor:
        cursor.execute("DELETE FROM access_log WHERE number = 3")
    cut = verify.verify(register)
    with register.cursor() as cursor:
        cursor.execute("UPDATE access_log SET rows = 2 WHERE number = 2")
    changed = verify.verify(register)

    assert (cut.ok, cut.broken_at, cut.fault) == (False, 3, "access_head_differs")
    assert (changed.ok, changed.broken_at, changed.fault) == (False, 2, "access_chain_broken")


def test_the_log_survives_closing_rebuilding_backup_and_restore(office: Office, tmp_path: Path) -> None:
    """It is the same after a restart, after the tables were built anew, and in a register restored from the text."""
    register = office.register
    refused(register)
    refused(register)
    register.access.exported(DI, "workbook", ALL, rows=12)
    register.close()
    reopened = Register.open(register.path)
    kept = noted(reopened)
    with reopened.cursor() as cursor:
        projection.rebuild(cursor)
    rebuilt = noted(reopened)

    file = backups.back_up(reopened, tmp_path / "backup.jsonl")
    restored = restoring.restore(file, tmp_path / "other.duckdb")

    assert [each.times for each in kept] == [1, 1, 1]
    assert kept == rebuilt == noted(restored)
    assert verify.verify_file(file).ok
    assert verify.verify(restored).ok
    restored.close()
    reopened.close()


def test_a_backup_with_a_changed_log_is_refused(office: Office, tmp_path: Path) -> None:
    """The text is checked before anything is built from it."""
    office.register.access.exported(DI, "list", ALL, rows=7)
    file = backups.back_up(office.register, tmp_path / "backup.jsonl")
    file.write_text(file.read_text("utf-8").replace('"rows": 7', '"rows": 1'), "utf-8")

    verdict = verify.verify_file(file)

    assert (verdict.ok, verdict.fault) == (False, "access_chain_broken")


def test_a_backup_from_before_the_log_restores(office: Office, tmp_path: Path) -> None:
    """A text that holds the journal alone is whole."""
    file = backups.back_up(office.register, tmp_path / "backup.jsonl")

    restored = restoring.restore(file, tmp_path / "other.duckdb")

    assert noted(restored) == []
    assert verify.verify(restored).ok
    restored.close()


def test_histories_do_not_hold_the_log(office: Office) -> None:
    """Refusals stand in no history of a record and count as no version of it."""
    refused(office.register)

    with office.register.read(office.register.lens()) as reader:
        rows, total = access_log.listed(reader, first=office.clock.now.date(), last=office.clock.now.date())
        assert reader.value("SELECT count(*) FROM entry WHERE operation = 'refuse'") == 0
    assert (total, rows[0]["name"], rows[0]["record_id"]) == (1, "Gus", "ACT-00001")
