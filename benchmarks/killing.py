"""Kill a process that saves, reads and backs up in several threads with signal 9, and see what is left of what it acknowledged.

``python -m benchmarks --only killing`` does it a hundred times; a test does a few.
"""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import tempfile
import textwrap
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measure import Line, line
from benchmarks.registers import Registers
from governance.register import verify
from governance.register.commands import initialise
from governance.register.store import Register

ROUNDS = 100
LONGEST = 0.6  # seconds from the first acknowledged save to the kill, at most
ACTOR = "PER-00001"

VICTIM = textwrap.dedent(
    """
    import random, sys, threading
    from pathlib import Path
    from governance.errors import GovernanceError
    from governance.register import drafts
    from governance.register.commands import Change, write
    from governance.register.store import Register

    register, mark = Register.open(Path(sys.argv[1])), sys.argv[2]
    said = threading.Lock()

    def tell(*words):
        with said:
            sys.stdout.write(" ".join(map(str, words)) + "\\n")
            sys.stdout.flush()

    def save(number):
        turn, mine = 0, []
        while True:
            turn += 1
            text = random.randbytes(random.choice((40, 4_000))).hex()
            many = random.choice((1, 1, 1, 12))
            changes = [Change("activity", "create", {"name": f"{mark} {number} {turn}", "description": text})] * many
            if mine and turn % 3 == 0:
                record, version = mine.pop()
                changes.append(Change("activity", "update", {"name": f"again {turn}"}, record, version))
            command = f"{mark}-{number}-{turn}"
            receipt = write(register, actor="PER-00001", reason="kill", changes=changes, command_id=command)
            mine.append((receipt.saved[0].record_id, receipt.saved[0].version))
            tell("saved", receipt.command_id, receipt.first_revision, receipt.last_revision)

    def keep_drafts():
        turn = 0
        while True:
            turn += 1
            content = {"name": f"{mark} {turn}"}
            drafts.keep(register, person="PER-00001", kind="activity", record_id=mark, base_version=0, content=content)
            tell("draft", turn)

    def read():
        while True:
            with register.read(register.lens()) as reader:
                reader.rows("SELECT id, name, status FROM activity ORDER BY id LIMIT 50")

    def checkpoint():
        while True:
            try:
                with register.lock, register.cursor() as cursor:
                    cursor.execute("CHECKPOINT")
            except Exception:
                pass
            threading.Event().wait(random.random() / 5)

    work = [lambda n=n: save(n) for n in range(4)] + [keep_drafts, read, checkpoint]
    for each in work:
        threading.Thread(target=each, daemon=True).start()
    threading.Event().wait()
    """
)


@dataclass(frozen=True)
class Round:
    """Hold what one kill left: saves and drafts acknowledged, those lost, partly stored commands, seconds to open."""

    acknowledged: int
    lost: int
    partial: int
    beyond: int
    draft_lost: bool
    verified: bool
    opened_in: float

    @property
    def whole(self) -> bool:
        """Tell whether everything acknowledged is there, nothing is there in part, and the journal verifies."""
        return self.verified and not self.lost and not self.partial and not self.draft_lost


def measure(_registers: Registers) -> Iterator[Line]:
    """Yield what a hundred kills left."""
    with tempfile.TemporaryDirectory(prefix="recital-killing-") as folder:
        path = Path(folder) / "register.duckdb"
        create(path)
        found = list(rounds(path, ROUNDS, seed=2026))
    lost = sum(each.lost + each.draft_lost for each in found)
    saves = sum(each.acknowledged for each in found)
    beyond = sum(each.beyond for each in found)
    note = (
        f"{ROUNDS} rounds, {saves:,} acknowledged saves; {beyond} more were stored and not yet acknowledged"
    )
    yield Line("kill -9: acknowledged and lost", lost, "saves", aim=0, samples=ROUNDS, note=note)
    broken = sum(not each.whole for each in found)
    yield Line("kill -9: registers not whole", broken, "rounds", aim=0, samples=ROUNDS)
    yield line("kill -9: opening again", [each.opened_in * 1000 for each in found])


def create(path: Path) -> None:
    """Make the register that is killed."""
    register = Register.create(path)
    initialise(register, organisation="Alba", person="Ann Lee")
    register.close()


def rounds(path: Path, number: int, *, seed: int) -> Iterator[Round]:
    """Kill a fresh process over the register ``path`` so many times, at moments drawn from ``seed``."""
    moments = random.Random(seed)
    for each in range(number):
        yield _round(path, f"r{each}", moments.uniform(0, LONGEST))


def _round(path: Path, mark: str, seconds: float) -> Round:
    with subprocess.Popen(
        [sys.executable, "-c", VICTIM, str(path), mark], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        told = [process.stdout.readline()]
        time.sleep(seconds)
        process.send_signal(signal.SIGKILL)
        told += process.stdout.readlines()
    said = [each.split() for each in told if each.endswith("\n")]
    saved = {each[1]: int(each[3]) - int(each[2]) + 1 for each in said if each and each[0] == "saved"}
    draft = max((int(each[1]) for each in said if each and each[0] == "draft"), default=0)
    return _left(path, mark, saved, draft)


def _left(path: Path, mark: str, saved: dict[str, int], draft: int) -> Round:
    start = time.perf_counter()
    register = Register.open(path)
    opened_in = time.perf_counter() - start
    with register.cursor() as cursor:
        counts = cursor.execute(
            "SELECT command_id, count(*) FROM journal WHERE starts_with(command_id, ?) GROUP BY 1",
            [f"{mark}-"],
        ).fetchall()
        kept = cursor.execute(
            "SELECT count(*) FROM activity_version WHERE revision IN"
            " (SELECT revision FROM journal WHERE starts_with(command_id, ?))",
            [f"{mark}-"],
        ).fetchone()
        row = cursor.execute("SELECT content FROM draft WHERE record_id = ?", [mark]).fetchone()
    stored: dict[str, int] = dict(counts)
    verified = verify.verify(register).ok
    register.close()
    in_tables = kept[0] if kept else 0
    kept_draft = int(row[0].rstrip('"}').rpartition(" ")[2]) if row else 0
    return Round(
        acknowledged=len(saved),
        lost=len(saved.keys() - stored.keys()),
        partial=sum(stored[each] != count for each, count in saved.items() if each in stored)
        + (in_tables != sum(stored.values())),
        beyond=len(stored.keys() - saved.keys()),
        draft_lost=kept_draft < draft,
        verified=verified,
        opened_in=opened_in,
    )
