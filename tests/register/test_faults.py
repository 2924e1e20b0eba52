"""A full disk: said in one sentence, nothing acknowledged is lost, and work goes on when there is space again."""

from __future__ import annotations

import contextlib
import random
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from governance.errors import GovernanceError, RegisterRefused
from governance.journal import duckdb_journal
from governance.language import LANGUAGES, explain
from governance.register import drafts, verify
from governance.register.commands import Change, Receipt, write
from governance.register.store import Register
from tests.disks import Disk, files_end_at, mounted
from tests.hand import ADMIN, Hand

MEGABYTE = 1 << 20
MANY = 20
SEED = random.Random(7)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    """A disk of 64 MB."""
    with mounted(tmp_path / "disk", 64) as found:
        yield found


@pytest.fixture
def on_disk(disk: Disk, fresh: Path) -> Iterator[Register]:
    """A register on that disk."""
    for file in fresh.parent.glob("register.duckdb*"):
        shutil.copy(file, disk.folder / file.name)
    opened = Register.open(disk.folder / "register.duckdb")
    yield opened
    opened.close()


def _save(register: Register, command: str | None = None, many: int = 1) -> Receipt:
    """Save activities whose text does not compress."""
    changes = [
        Change("activity", "create", {"name": "A", "description": SEED.randbytes(15_000).hex()})
        for _ in range(many)
    ]
    return write(register, actor=ADMIN, reason="a test", changes=changes, command_id=command)


def _save_until_refused(register: Register, many: int = 1) -> tuple[list[Receipt], GovernanceError]:
    saved: list[Receipt] = []
    for _ in range(3_000):
        try:
            saved.append(_save(register, many=many))
        except GovernanceError as error:
            return saved, error
    pytest.fail("the disk was never full")


def _activities(register: Register) -> int:
    with register.read(register.lens()) as reader:
        return int(reader.value("SELECT count(*) FROM activity"))


def _holds(register: Register, receipts: list[Receipt]) -> None:
    """What the process remembers of the end is what the file says, and every receipt is kept in it."""
    with register.cursor() as cursor:
        end = duckdb_journal.head(cursor)
        stored = {row[0] for row in cursor.execute("SELECT command_id FROM journal").fetchall()}
    assert register.head() == end
    assert register.head_file.read() == end
    assert {each.command_id for each in receipts} <= stored
    assert verify.verify(register).ok


def _as_after_a_crash(register: Register, folder: Path) -> Register:
    """Open what a process that was killed now would leave behind."""
    folder.mkdir()
    for file in register.path.parent.glob(f"{register.path.name}*"):
        shutil.copy(file, folder / file.name)
    return Register.open(folder / register.path.name)


def _goes_on(register: Register, saved: list[Receipt], folder: Path) -> None:
    """Saving works again; the numbers of records go on without a gap; a crash right now loses nothing."""
    before = saved[-1].saved[-1].record_id
    after = _save(register)
    assert int(after.saved[0].record_id[4:]) == int(before[4:]) + 1
    _holds(register, [*saved, after])
    crashed = _as_after_a_crash(register, folder)
    _holds(crashed, [*saved, after])
    crashed.close()


def test_full_disk_refuses_the_save_and_nothing_else(on_disk: Register, disk: Disk, tmp_path: Path) -> None:
    """A save that finds no space is refused in both languages; reading goes on; with space again saving does too."""
    disk.fill(leave=MEGABYTE)
    saved, error = _save_until_refused(on_disk)

    assert error.code == "disk_full"
    assert on_disk.trouble == "disk_full"
    assert all(str(disk.folder) in explain(error, language) for language in LANGUAGES)
    assert _activities(on_disk) == len(saved)
    _holds(on_disk, saved)

    disk.free()
    _goes_on(on_disk, saved, tmp_path / "crashed")
    assert on_disk.trouble == ""


def test_crash_on_a_full_disk_loses_nothing(on_disk: Register, disk: Disk, tmp_path: Path) -> None:
    """What was acknowledged before the disk was full is there after a crash amid refusals, and no more is promised."""
    disk.fill(leave=MEGABYTE)
    saved, _ = _save_until_refused(on_disk)
    for _ in range(3):
        with pytest.raises(RegisterRefused, match="disk_full"):
            _save(on_disk)

    crashed = _as_after_a_crash(on_disk, tmp_path / "crashed")

    _holds(crashed, saved)
    crashed.close()


def test_draft_on_a_full_disk_is_refused_by_the_same_sentence(on_disk: Register, disk: Disk) -> None:
    """What is typed and cannot be kept is not taken for kept."""
    disk.fill(leave=MEGABYTE)
    _save_until_refused(on_disk)
    content = {"name": SEED.randbytes((drafts.LARGEST - 1_000) // 2).hex()}

    with pytest.raises(RegisterRefused, match="disk_full"):
        drafts.keep(on_disk, person=ADMIN, kind="activity", record_id="new", base_version=0, content=content)


def _read_on(
    register: Register, stop: threading.Event, answers: list[int], wrong: list[BaseException]
) -> None:
    while not stop.is_set():
        try:
            answers.append(_activities(register))
        except GovernanceError:
            answers.append(-1)
        except BaseException as error:  # noqa: BLE001 - any other is what is looked for
            wrong.append(error)


def test_dead_engine_is_opened_again_under_the_hands_of_readers(
    on_disk: Register, disk: Disk, tmp_path: Path
) -> None:
    """When the file itself cannot grow every connection dies; it is opened once more, for readers too."""
    disk.fill(leave=17 * MEGABYTE)
    generation = on_disk._connection.generation
    stop, answers, wrong = threading.Event(), list[int](), list[BaseException]()
    readers = [
        threading.Thread(target=_read_on, args=(on_disk, stop, answers, wrong), daemon=True) for _ in range(3)
    ]
    for each in readers:
        each.start()
    saved, error = _save_until_refused(on_disk, many=MANY)
    seen = len(answers)
    _activities(on_disk)
    stop.set()
    for each in readers:
        each.join(30)

    assert error.code == "disk_full"
    assert on_disk._connection.generation > generation
    assert wrong == []
    assert seen
    assert _activities(on_disk) == MANY * len(saved)
    _holds(on_disk, saved)
    disk.free()
    _goes_on(on_disk, saved, tmp_path / "crashed")


def test_dead_engine_that_cannot_be_opened_again_is_told(on_disk: Register, disk: Disk) -> None:
    """Whoever supervises the process is told once the file is gone for good."""
    told: list[str] = []
    on_disk.lost = lambda: told.append("lost")
    elsewhere = on_disk.path.with_name("elsewhere")
    on_disk.path.rename(elsewhere)
    on_disk.path.mkdir()

    with pytest.raises(RegisterRefused):
        on_disk.reopen()

    assert told == ["lost"]


def test_files_that_may_not_grow_are_a_full_disk(register: Register, path: Path, tmp_path: Path) -> None:
    """The same sentence and the same recovery where a limit, not the disk, ends a file."""
    saved = [_save(register)]
    with files_end_at(MEGABYTE):
        more, error = _save_until_refused(register)
        saved += more
        assert _activities(register) == len(saved)

    assert error.code == "disk_full"
    _holds(register, saved)
    _goes_on(register, saved, tmp_path / "crashed")


def test_saved_but_not_confirmed_is_said_and_repeating_is_harmless(register: Register, path: Path) -> None:
    """When only the head outside the file cannot be written, the person is told so; the repeated command is one."""
    head = register.head_file.path
    aside = head.with_name("aside")
    head.rename(aside)
    head.mkdir()
    with pytest.raises(GovernanceError, match="saved_unconfirmed"):
        _save(register, "once")
    head.rmdir()
    aside.rename(head)

    receipt = _save(register, "once")

    assert receipt.repeated
    assert _activities(register) == 1
    _holds(register, [receipt])


def test_numbers_of_records_have_no_gap_after_a_refused_command(register: Register, hand: Hand) -> None:
    """A number given out by a command that could not be stored is given out again."""
    first = hand.create("activity", {"name": "A"})
    with files_end_at(100_000), contextlib.suppress(RegisterRefused):
        for _ in range(50):
            first = _save(register).saved[0].record_id

    second = hand.create("activity", {"name": "B"})

    assert int(second[4:]) == int(first[4:]) + 1
