"""The journal: append-only, chained, erasable by redaction only, recoverable."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import duckdb
import pytest

from governance.errors import GovernanceError, JournalBroken, RegisterRefused
from governance.journal.chain import COLUMNS
from governance.journal.head import Head, HeadFile
from governance.model import kinds, upcast
from governance.model.fields import Short, field
from governance.register import backups, restoring, verify
from governance.register.commands import Change
from governance.register.store import Register
from tests.hand import ADMIN, Hand


def _tamper(path: Path, sql: str) -> None:
    with duckdb.connect(str(path)) as connection:
        connection.execute(sql)


CHANGES = {
    "revision": "revision = 1000 + revision",
    "recorded_at": "recorded_at = recorded_at + INTERVAL 1 SECOND",
    "record_version": "record_version = record_version + 1",
    "model_version": "model_version = model_version + 1",
    "salt": "salt = 'ff'",
}


@pytest.mark.parametrize("column", [name for name in COLUMNS if name != "revision"])
def test_a_value_changed_in_any_column_is_found_at_its_revision(
    register: Register, hand: Hand, path: Path, column: str
) -> None:
    """Verify names the revision whose value was changed by SQL."""
    for number in range(5):
        hand.create("activity", {"name": f"A{number}"})
    revision = register.head().revision - 2
    register.close()
    _tamper(
        path,
        f"UPDATE journal SET {CHANGES.get(column, f'{column} = {column} || $$x$$')}"
        f" WHERE revision = {revision}",
    )

    reopened = Register.open(path)
    verdict = verify.verify(reopened)
    reopened.close()

    assert not verdict.ok
    assert verdict.broken_at == revision


def test_a_removed_entry_is_found(register: Register, hand: Hand, path: Path) -> None:
    """Verify names the revision that is missing."""
    hand.create("activity", {"name": "A"})
    hand.create("activity", {"name": "B"})
    revision = register.head().revision - 1
    register.close()
    _tamper(path, f"DELETE FROM journal WHERE revision = {revision}")

    reopened = Register.open(path)
    verdict = verify.verify(reopened)
    reopened.close()

    assert (verdict.ok, verdict.broken_at) == (False, revision)


@pytest.mark.parametrize("column", COLUMNS)
def test_a_value_changed_in_an_exported_journal_is_found(
    register: Register, hand: Hand, tmp_path: Path, column: str
) -> None:
    """Verify names the revision whose value was changed in the exported text."""
    hand.create("activity", {"name": "A"})
    file = backups.back_up(register, tmp_path / "journal.jsonl")
    lines = file.read_text("utf-8").splitlines()
    entry = json.loads(lines[3])
    changed = {"recorded_at": "2020-01-01T00:00:00.000000"}.get(column)
    entry[column] = changed or (entry[column] + 7 if isinstance(entry[column], int) else entry[column] + "0")
    lines[3] = json.dumps(entry)
    file.write_text("\n".join(lines) + "\n", "utf-8")

    verdict = verify.verify_file(file)

    assert (verdict.ok, verdict.broken_at) == (False, 4)


def test_an_untouched_journal_verifies(register: Register, hand: Hand, tmp_path: Path) -> None:
    """The register and its exported text both hold, with the same head."""
    hand.create("activity", {"name": "A"})
    inside = verify.verify(register)
    outside = verify.verify_file(backups.back_up(register, tmp_path / "journal.jsonl"))

    assert inside.ok
    assert (inside.revisions, inside.head_hash) == (outside.revisions, outside.head_hash)
    assert inside.head_hash == register.head().chain_hash


def test_redaction_erases_and_the_chain_still_holds(register: Register, hand: Hand, path: Path) -> None:
    """A redacted person is gone from journal, tables and export, and verify still passes."""
    person = hand.create("person", {"name": "Zebulon Quirk", "email": "z@example.org"})
    hand.update("person", person, {"name": "Zebulon Quirk II"}, 1)
    hand.change(Change("person", "redact", record_id=person))

    assert verify.verify(register).ok
    text = backups.back_up(register).read_text("utf-8")
    assert "Zebulon" not in text
    with register.read(register.lens()) as reader:
        assert reader.value("SELECT count(*) FROM person WHERE contains(name, 'Zebulon')") == 0
    register.close()
    reopened = Register.open(path)
    with reopened.cursor() as cursor:
        rows = cursor.execute(
            "SELECT count(*) FROM person_version WHERE contains(name, 'Zebulon')"
        ).fetchone()
    reopened.close()
    assert rows == (0,)


def test_records_of_processing_are_locked_for_three_years(register: Register, hand: Hand) -> None:
    """The attempt to redact a record of processing is refused and stands in the journal (PIPL 56)."""
    dpo = hand.create("person", {"name": "Dee"})
    hand.create("grant", {"name": "g", "person": dpo, "role": "dpo"})
    record_id = hand.create("activity", {"name": "A"})

    with pytest.raises(GovernanceError, match="redaction_locked"):
        Hand(register, dpo).change(Change("activity", "redact", record_id=record_id))

    with register.read(register.lens()) as reader:
        newest = reader.row("SELECT operation, actor FROM entry ORDER BY revision DESC LIMIT 1")
        assert reader.value("SELECT name FROM activity") == "A"
    assert newest == {"operation": "refuse", "actor": dpo}
    assert verify.verify(register).ok


def test_erasing_an_ended_activity_takes_the_rows_of_its_stages_along(register: Register, hand: Hand) -> None:
    """Of a redacted activity nothing is left of what any version of it said of a stage, and others keep theirs."""
    dpo = hand.create("person", {"name": "Dee"})
    hand.create("grant", {"name": "g", "person": dpo, "role": "dpo"})
    post = hand.create("post", {"name": "P"})
    roles = [{"key": "r", "letter": "accountable", "post": post}]
    stages = [{"key": "store", "stage": "store", "roles": roles}]
    content: dict[str, object] = {"name": "A", "ends_on": "2020-01-01", "stages": stages}
    gone, kept = hand.create("activity", content), hand.create("activity", content)
    hand.update("activity", gone, content | {"name": "A2"}, 1)
    Hand(register, dpo).change(Change("activity", "redact", record_id=gone))

    with register.cursor() as cursor:
        left = cursor.execute(
            "SELECT c.department, c.a_post, l.target FROM activity_cell c LEFT JOIN activity_link l USING (cell)"
            " WHERE a_post IS NOT NULL"
        ).fetchall()
        versions = cursor.execute("SELECT DISTINCT revision FROM activity_cell").fetchall()
        live = cursor.execute("SELECT revision FROM activity_version").fetchall()
    assert left == [("", post, post)]
    assert sorted(versions) == sorted(live)
    assert register.content(kept) == content


def test_a_cut_journal_is_refused_with_the_way_out(register: Register, hand: Hand, path: Path) -> None:
    """A file without the newest acknowledged revision does not open; the message names the backup."""
    backup = backups.back_up(register)
    hand.create("activity", {"name": "A"})
    register.close()
    _tamper(path, "DELETE FROM journal WHERE revision = (SELECT max(revision) FROM journal)")

    with pytest.raises(RegisterRefused, match="register_behind") as raised:
        Register.open(path)

    assert raised.value.context["backup"] == str(backup)


def test_a_flipped_byte_is_refused_with_the_way_out(register: Register, hand: Hand, path: Path) -> None:
    """A damaged block of the journal gives one clear refusal naming the backup, wherever it lies."""
    for number in range(300):
        hand.create("activity", {"name": f"Activity {number}", "description": os.urandom(300).hex()})
    backup = backups.back_up(register)
    register.close()
    with duckdb.connect(str(path)) as connection:
        connection.execute("CHECKPOINT")
    whole = path.read_bytes()
    outcomes = [_open_with_a_flip(path, whole, place) for place in range(40, len(whole), len(whole) // 30)]

    assert {outcome for outcome in outcomes if outcome} == {str(backup)}
    assert outcomes.count(str(backup)) > len(outcomes) // 3


def _open_with_a_flip(path: Path, whole: bytes, place: int) -> str | None:
    """Return the backup the refusal names; None when the file opened and its journal holds all the same."""
    path.write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
    try:
        register = Register.open(path)
    except RegisterRefused as error:
        return str(error.context["backup"])
    assert verify.verify(register).ok
    register.close()
    return None


def test_the_head_file_survives_a_torn_write(tmp_path: Path) -> None:
    """With one slot destroyed the head before it is read."""
    file = HeadFile(tmp_path / "r.duckdb")
    file.write(Head(7, "a" * 64))
    file.write(Head(8, "b" * 64))
    data = bytearray(file.path.read_bytes())
    data[10:40] = b"\0" * 30
    file.path.write_bytes(bytes(data))

    assert file.read() == Head(7, "a" * 64)


def test_a_second_opener_is_told_who_owns_the_file(register: Register, path: Path) -> None:
    """Another process that opens the file gets the owner's process id."""
    script = (
        "import sys; from pathlib import Path; from governance.register.store import Register\n"
        "from governance.errors import RegisterRefused\n"
        "try: Register.open(Path(sys.argv[1]))\n"
        "except RegisterRefused as error: print(error.code, error.context['pid'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=True
    )

    assert done.stdout.split() == ["register_locked", str(os.getpid())]


def test_restore_rebuilds_the_register_from_text(register: Register, hand: Hand, tmp_path: Path) -> None:
    """The plain-text journal alone gives the same register elsewhere."""
    hand.create("activity", {"name": "Payroll", "purposes": [{"key": "p", "name": "pay"}]})
    file = backups.back_up(register, tmp_path / "journal.jsonl")

    other = restoring.restore(file, tmp_path / "other" / "register.duckdb")

    assert verify.verify(other).head_hash == register.head().chain_hash
    assert other.content("ACT-00001") == register.content("ACT-00001")
    other.close()


def test_restore_refuses_a_changed_text(register: Register, tmp_path: Path) -> None:
    """A journal that does not hold restores nothing."""
    file = backups.back_up(register, tmp_path / "journal.jsonl")
    file.write_text(file.read_text("utf-8").replace("Ann Lee", "Bob Lee"), "utf-8")

    with pytest.raises(JournalBroken):
        restoring.restore(file, tmp_path / "other.duckdb")
    assert not (tmp_path / "other.duckdb").exists()


def test_a_renamed_field_reads_old_entries(
    register: Register, hand: Hand, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a rename with an upcast, old entries read under the new name and stored bytes stay the same."""
    record_id = hand.create("activity", {"name": "Payroll", "reference": "R-7"})
    head = register.head()
    register.close()

    class Renamed(kinds.KINDS["activity"].model):  # type: ignore[misc]
        own_reference: Short | None = field("Own reference", "内部编号")

    newer = kinds.Kind("activity", Renamed, "ACT", "a", "b", "c", "d", version=2)
    monkeypatch.setitem(kinds.KINDS, "activity", newer)
    monkeypatch.setitem(
        upcast.UPCASTS,
        ("activity", 1),
        lambda content: {
            ("own_reference" if key == "reference" else key): value for key, value in content.items()
        },
    )
    reopened = Register.open(path)
    with reopened.read(reopened.lens()) as reader:
        row = reader.row("SELECT own_reference, reference FROM activity")
    written = Hand(reopened).create("activity", {"name": "New", "own_reference": "R-8"})

    assert row == {"own_reference": "R-7", "reference": None}
    assert reopened.content(record_id)["own_reference"] == "R-7"
    assert reopened.content(written)["own_reference"] == "R-8"
    assert verify.verify(reopened).ok
    assert reopened.head().revision == head.revision + 1
    reopened.close()


def test_a_rebuild_gives_the_same_tables(register: Register, hand: Hand, path: Path) -> None:
    """Tables thrown away and rebuilt from the journal equal the ones kept up entry by entry."""
    record_id = hand.create("activity", {"name": "A", "data": [{"key": "d", "people": 5}]})
    hand.update("activity", record_id, {"name": "B"}, 1)
    hand.change(
        Change("activity", "create", {"name": "C"}, "ACT-00007"),
        Change("activity", "update", {"name": "C2"}, "ACT-00007", 1),
    )
    tables = ("activity_version", "record_head", "command", "person_version")
    before = _dump(register, tables)
    with register.cursor() as cursor:
        cursor.execute("UPDATE projection_state SET model_hash = 'older'")
    register.close()
    steps: list[tuple[int, int]] = []

    reopened = Register.open(path, lambda done, total: steps.append((done, total)))

    assert _dump(reopened, tables) == before
    assert steps[-1][0] == steps[-1][1] == reopened.head().revision
    reopened.close()


def _dump(register: Register, tables: tuple[str, ...]) -> dict[str, list[str]]:
    with register.cursor() as cursor:
        return {name: sorted(map(str, cursor.execute(f"FROM {name}").fetchall())) for name in tables}


KILLED = textwrap.dedent(
    """
    import sys
    from pathlib import Path
    from governance.register.commands import Change, write
    from governance.register.store import Register
    register = Register.open(Path(sys.argv[1]))
    batch = int(sys.argv[2])
    number = 0
    while True:
        number += 1
        changes = [Change("activity", "create", {"name": f"A{number}"}) for _ in range(batch)]
        receipt = write(register, actor="PER-00001", reason="kill", changes=changes, command_id=f"k{number}")
        print(receipt.command_id, receipt.last_revision, flush=True)
    """
)


@pytest.mark.parametrize(("batch", "acknowledged"), [(1, 50), (400, 2)])
def test_nothing_acknowledged_is_lost_to_kill_nine(
    register: Register, path: Path, batch: int, acknowledged: int
) -> None:
    """After kill -9 amid commits every acknowledged command is there, whole, and the journal verifies."""
    register.close()
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(path), str(batch)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout
    seen = [process.stdout.readline().split() for _ in range(acknowledged)]
    time.sleep(0.013)
    process.send_signal(signal.SIGKILL)
    seen += [line.split() for line in process.stdout.read().splitlines() if len(line.split()) == 2]
    process.wait()
    process.stdout.close()

    reopened = Register.open(path)
    verdict = verify.verify(reopened)
    with reopened.cursor() as cursor:
        stored = dict(
            cursor.execute(
                "SELECT command_id, count(*) FROM journal WHERE reason = 'kill' GROUP BY 1"
            ).fetchall()
        )
        rows = cursor.execute("SELECT count(*) FROM activity_version").fetchone()
    reopened.close()

    assert verdict.ok
    assert {command for command, _ in seen} <= stored.keys()
    assert set(stored.values()) == {batch}
    assert rows == (sum(stored.values()),)


def test_actor_is_recorded_as_person_id(register: Register) -> None:
    """The first entries are made by the first person."""
    with register.read(register.lens()) as reader:
        assert reader.rows("SELECT DISTINCT actor FROM entry") == [{"actor": ADMIN}]
