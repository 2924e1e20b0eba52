"""A backup made while people work restores to the very same head; one flipped byte anywhere is found."""

from __future__ import annotations

import json
import random
import shutil
import stat
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from governance.config import forget
from governance.errors import BackupBroken, GovernanceError, JournalBroken, RegisterRefused
from governance.exchange import files
from governance.operations import backing_up
from governance.register import backup_check, backups, copying, drafts, manifest, restoring, verify
from governance.register.commands import Change, write
from governance.register.store import Register
from tests.disks import mounted
from tests.hand import ADMIN, Hand

SECRETS = ("session", "access_code", "access_key", "signin_failure")


@pytest.fixture
def backup(register: Register, hand: Hand, path: Path) -> Path:
    """A backup of a register with a few records, a stored file and a draft."""
    hand.create("activity", {"name": "Newsletter", "name_zh": "电子期刊"})
    files.store(path, "proof.txt", b"signed")
    drafts.keep(
        register, person=ADMIN, kind="activity", record_id="new", base_version=0, content={"name": "D"}
    )
    return backing_up.make(register)


def _write_on(register: Register, stop: threading.Event, number: int, errors: list[BaseException]) -> None:
    turn = 0
    while not stop.is_set():
        turn += 1
        try:
            changes = [Change("activity", "create", {"name": f"{number} {turn} {each}"}) for each in range(3)]
            write(register, actor=ADMIN, reason="load", changes=changes)
        except BaseException as error:  # noqa: BLE001 - any is what is looked for
            errors.append(error)
            return


def test_backup_under_load_restores_to_its_head(register: Register, tmp_path: Path) -> None:
    """Made while four people write, a backup is of one moment: both of its forms restore to the head it names."""
    stop, errors = threading.Event(), list[BaseException]()
    people = [
        threading.Thread(target=_write_on, args=(register, stop, each, errors), daemon=True)
        for each in range(4)
    ]
    for person in people:
        person.start()
    made = [backing_up.make(register) for _ in range(3)]
    stop.set()
    for person in people:
        person.join(30)

    assert errors == []
    heads = [manifest.read(each).head for each in made]
    assert len({head.revision for head in heads}) == 3
    for number, (each, head) in enumerate(zip(made, heads, strict=True)):
        copied = restoring.restore(each, tmp_path / f"{number}" / "copy.duckdb")
        rebuilt = restoring.restore(each / manifest.JOURNAL, tmp_path / f"{number}" / "text.duckdb")
        with register.cursor() as cursor:
            row = cursor.execute(
                "SELECT chain_hash FROM journal WHERE revision = ?", [head.revision]
            ).fetchone()
        assert row == (head.chain_hash,)
        assert copied.head() == rebuilt.head() == head
        assert verify.verify(copied).ok
        assert _activities(copied) == _activities(rebuilt)
        copied.close()
        rebuilt.close()


def _activities(register: Register) -> list[object]:
    with register.read(register.lens()) as reader:
        return [row["name"] for row in reader.rows("SELECT name FROM activity ORDER BY id")]


def test_backup_brings_files_and_drafts_along(backup: Path, tmp_path: Path) -> None:
    """What people typed and had not saved comes back with the copy, and so do the stored files."""
    restored = restoring.restore(backup, tmp_path / "other" / "register.duckdb")

    assert drafts.all_of(restored, ADMIN)[0].content == {"name": "D"}
    stored = next((tmp_path / "other" / "files").iterdir())
    assert stored.read_bytes() == b"signed"
    assert restored.head() == manifest.read(backup).head
    restored.close()


def test_nothing_that_lets_in_is_in_a_backup(register: Register, hand: Hand, tmp_path: Path) -> None:
    """Sessions, one-time codes, keys and counts of guesses are left out; password hashes and drafts come along."""
    with register.cursor() as cursor:
        for name in (*SECRETS, "credential", "brought_by_somebody"):
            cursor.execute(f"CREATE TABLE IF NOT EXISTS {name} (kept VARCHAR)")
            columns = len(cursor.execute(f"DESCRIBE {name}").fetchall())
            cursor.execute(
                f"INSERT INTO {name} BY NAME SELECT 'KEPT-{name}' AS kept"
            ) if columns == 1 else None

    made = backing_up.make(register)

    tables = set(manifest.read(made).tables)
    assert tables & {*SECRETS, "brought_by_somebody"} == set()
    assert {"journal", "draft", "credential", "activity_version"} <= tables
    raw = b"".join(each.read_bytes() for each in made.rglob("*") if each.is_file())
    assert not any(f"KEPT-{name}".encode() in raw for name in SECRETS)
    assert set(SECRETS) == set(copying.NEVER)


def test_erased_content_is_not_in_the_next_backup(register: Register, hand: Hand) -> None:
    """What was erased is gone from the copy too, not only hidden in its free blocks."""
    person = hand.create("person", {"name": "Zebulon Quirk"})
    before = backing_up.make(register)
    hand.change(Change("person", "redact", record_id=person))

    after = backing_up.make(register)

    assert b"Zebulon" in (before / manifest.JOURNAL).read_bytes()
    assert all(b"Zebulon" not in each.read_bytes() for each in after.iterdir() if each.is_file())
    assert backup_check.check(after).ok


def test_backup_is_for_its_account_only(backup: Path) -> None:
    """Nobody else on the machine reads a backup."""
    assert all(stat.S_IMODE(each.stat().st_mode) & 0o077 == 0 for each in (backup, *backup.rglob("*")))


@pytest.mark.parametrize("name", ["register.duckdb", "journal.jsonl", "manifest.json", "files"])
def test_flipped_byte_is_found_wherever_it_is(backup: Path, tmp_path: Path, name: str) -> None:
    """One byte changed at any of many places of any file, and the backup is refused with the name of that file."""
    target = backup / name
    if target.is_dir():
        target = next(target.iterdir())
    whole = target.read_bytes()
    places = random.Random(3).sample(range(len(whole)), min(25, len(whole)))
    for place in [0, len(whole) - 1, *places]:
        changed = bytearray(whole)
        changed[place] ^= 0x15
        target.write_bytes(changed)

        found = backup_check.check(backup)

        assert not found.ok, place
        assert found.broken.startswith(target.relative_to(backup).as_posix()), place
        with pytest.raises(BackupBroken):
            restoring.restore(backup, tmp_path / "never" / "register.duckdb")
        assert not (tmp_path / "never" / "register.duckdb").exists()
    target.write_bytes(whole)
    assert backup_check.check(backup).ok


def test_flipped_byte_in_a_journal_alone_is_found(backup: Path, tmp_path: Path) -> None:
    """The plain text needs no manifest to show a changed value."""
    file = tmp_path / "journal.jsonl"
    lines = (backup / manifest.JOURNAL).read_text("utf-8").splitlines()
    for number in range(0, len(lines), 9):
        entry = json.loads(lines[number])
        entry["content"] = entry["content"].replace("name", "nome")
        file.write_text("\n".join([*lines[:number], json.dumps(entry), *lines[number + 1 :]]) + "\n", "utf-8")

        assert not backup_check.check(file).ok
        with pytest.raises(JournalBroken):
            restoring.restore(file, tmp_path / "never.duckdb")
    assert not (tmp_path / "never.duckdb").exists()


@pytest.mark.parametrize("change", ["missing", "more", "swapped", "resealed"])
def test_backup_put_together_by_hand_is_refused(
    backup: Path, register: Register, hand: Hand, change: str
) -> None:
    """A file taken away, one put in, the copy of another day, a manifest without its seal: each is said."""
    if change == "missing":
        (backup / manifest.JOURNAL).unlink()
    elif change == "more":
        (backup / "note.txt").write_text("hello")
    elif change == "swapped":
        hand.create("activity", {"name": "later"})
        shutil.copy(backing_up.make(register) / manifest.REGISTER, backup / manifest.REGISTER)
    else:
        said = json.loads((backup / "manifest.json").read_text("utf-8"))
        said["head"]["revision"] -= 1
        (backup / "manifest.json").write_text(json.dumps(said), "utf-8")

    assert not backup_check.check(backup).ok


def test_copy_that_differs_from_what_was_counted_is_refused(backup: Path) -> None:
    """A table changed by SQL is found even when somebody made the manifest anew over the changed file."""
    with duckdb.connect(str(backup / manifest.REGISTER)) as connection:
        connection.execute("UPDATE record_head SET status = 'approved'")
    said = manifest.read(backup)
    manifest.write(backup, said.register, copying.Copied(said.head, said.tables))

    found = backup_check.check(backup)

    assert (found.ok, found.broken, found.fault) == (False, manifest.REGISTER, "table record_head")


@pytest.mark.parametrize("name", ["register.duckdb", "register.duckdb.wal", "register.duckdb.head"])
@pytest.mark.parametrize("form", ["set", "journal"])
def test_restore_never_overwrites(backup: Path, tmp_path: Path, name: str, form: str) -> None:
    """A register, its log or its head at the place is refused and left as it was."""
    place = tmp_path / "there"
    place.mkdir()
    (place / name).write_text("mine")

    with pytest.raises(RegisterRefused, match="register_exists"):
        restoring.restore(backup if form == "set" else backup / manifest.JOURNAL, place / "register.duckdb")

    assert (place / name).read_text() == "mine"
    assert [each.name for each in place.iterdir()] == [name]


def test_backup_of_a_full_disk_harms_nobody(
    register: Register, hand: Hand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the disk of the backups is full the backup is refused, nothing is left of it, and people go on saving."""
    with mounted(tmp_path / "small", 80) as disk:
        monkeypatch.setenv("RECITAL_BACKUP__FOLDER", str(disk.folder))
        monkeypatch.setattr(backing_up, "RESERVE_BYTES", 0)
        forget()
        try:
            disk.fill(leave=1 << 20)
            with pytest.raises(GovernanceError, match="backup_no_space"):
                backing_up.make(register)
            monkeypatch.setattr(backing_up, "_require_space", lambda *_: None)
            with pytest.raises(GovernanceError, match="backup_failed"):
                backing_up.make(register)
            assert [each.name for each in disk.folder.iterdir()] == ["filler"]
            assert register.trouble == ""
            hand.create("activity", {"name": "A"})
            disk.free()
            assert backup_check.check(backing_up.make(register)).ok
        finally:
            forget()


def test_one_backup_at_a_time(register: Register) -> None:
    """A second one asked for meanwhile is refused, and the refusal does not disturb the first."""
    refused: list[str] = []

    def check(_partial: Path) -> None:
        with pytest.raises(GovernanceError, match="backup_running") as raised:
            backing_up.make(register)
        refused.append(raised.value.code)

    made = backing_up.make(register, check)

    assert refused == ["backup_running"]
    assert backup_check.check(made).ok


def test_backup_that_does_not_hold_is_not_kept(register: Register, path: Path) -> None:
    """What fails its check never takes the name of a backup, and the failure is remembered."""

    def check(partial: Path) -> None:
        (partial / manifest.JOURNAL).write_text("")
        backup_check.require_whole(partial)

    with pytest.raises(BackupBroken):
        backing_up.make(register, check)

    assert backups.sets(path) == ()
    assert list(backups.folder_of(path).iterdir()) == []
    assert backing_up.state.error is not None
    backing_up.make(register)
    assert backing_up.state.error is None


def test_backups_are_made_when_due_and_rotated(
    register: Register, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One is due after the hours of the configuration; the newest are kept; what is no backup of ours is left alone."""
    monkeypatch.setenv("RECITAL_BACKUP__KEEP", "2")
    forget()
    first = backing_up.make_if_due(register, backup_check.require_whole)
    assert first
    assert backing_up.make_if_due(register, backup_check.require_whole) is None
    now = datetime.now(UTC)
    assert not backing_up.is_due(path, now + timedelta(hours=23))
    assert backing_up.is_due(path, now + timedelta(hours=24))
    others = ["register-notes", "other-20260101T000000Z", ".register-20260101T000000Z.partial"]
    for name in others:
        (first.parent / name).mkdir()
        (first.parent / name / "kept").write_text("x")
    made = [backing_up.make(register) for _ in range(2)]

    gone = backing_up.rotate(path)

    assert gone == (first,)
    assert backups.sets(path) == tuple(made)
    assert sorted(each.name for each in first.parent.iterdir()) == sorted(
        [*others[:2], *(each.name for each in made)]
    )
    forget()


def test_stored_file_is_kept_once_on_disk(register: Register, path: Path) -> None:
    """A file that two backups hold takes its space once; a changed one is copied anew."""
    files.store(path, "proof.txt", b"signed")
    first, second = backing_up.make(register), backing_up.make(register)

    one, other = (next((each / "files").iterdir()) for each in (first, second))

    assert one.samefile(other)
    assert not one.samefile(next((path.parent / "files").iterdir()))
