"""From the plain-text journal back to a register, on this machine or another."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

from governance.errors import JournalBroken, RegisterRefused
from governance.journal import access, duckdb_journal, text
from governance.journal.head import Head
from governance.register import projection
from governance.register.store import Register
from governance.register.verify import verify_file

CHUNK = 5_000


def restore(file: Path, path: Path, progress: projection.Progress | None = None) -> Register:
    """Build the register ``path`` from the exported journal ``file``; a journal that does not hold is refused.

    Raises JournalBroken naming the first bad revision, RegisterRefused when ``path`` exists already.
    """
    verdict = verify_file(file, progress)
    if not verdict.ok:
        raise JournalBroken(file=file.name, revision=verdict.broken_at, fault=verdict.fault)
    if path.exists():
        raise RegisterRefused("register_exists", file=str(path))
    register = Register.create(path)
    entries = text.read(file)
    with register.cursor() as cursor:
        cursor.execute("BEGIN")
        while chunk := list(islice(entries, CHUNK)):
            duckdb_journal.append(cursor, chunk)
        cursor.execute("COMMIT")
    register.access.take(tuple(access.read(file)))
    register.head_file.write(Head(verdict.revisions, verdict.head_hash))
    register.close()
    return Register.open(path, progress)
