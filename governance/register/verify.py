"""Checking the journal from its first entry to its last, in the register or in an exported file."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from governance.journal import access, duckdb_journal, text
from governance.journal.chain import GENESIS, Break, Entry, breaks
from governance.register.store import Register

Progress = Callable[[int, int], None]
STEP = 1_000
END = 500


@dataclass(frozen=True, slots=True)
class Verdict:
    """Say whether the journal holds: how many revisions, the head's hash, and the first break if any."""

    ok: bool
    revisions: int
    head_hash: str
    broken_at: int | None = None
    fault: str = ""


def verify(register: Register, progress: Progress | None = None) -> Verdict:
    """Recompute every hash of the journal and of the log of refusals and exports, and compare the ends with the heads."""
    with register.cursor() as cursor:
        head = duckdb_journal.head(cursor)
        redacted = duckdb_journal.redactions(cursor)
        verdict = _verdict(duckdb_journal.entries(cursor), redacted, head.revision, progress)
        outside = register.head_file.read()
        if verdict.ok and outside and outside.revision:
            held = duckdb_journal.chain_hash_of(cursor, outside.revision)
            if held != outside.chain_hash:
                return Verdict(False, verdict.revisions, verdict.head_hash, outside.revision, "head_differs")
    return _with_access(verdict, register.access.fault())


def verify_end(register: Register, last: int = END) -> Verdict:
    """Recompute the hashes of the newest ``last`` entries only, and compare the end with the head outside the file."""
    with register.cursor() as cursor:
        head = duckdb_journal.head(cursor)
        start = max(0, head.revision - last)
        previous = duckdb_journal.chain_hash_of(cursor, start) if start else GENESIS
        redacted = duckdb_journal.redactions(cursor)
        entries = duckdb_journal.entries(cursor, after=start)
        for found in breaks(entries, redacted, previous=previous or "", expected=start + 1):
            if found is not None:
                return Verdict(False, head.revision, head.chain_hash, found.revision, found.fault)
    outside = register.head_file.read()
    if outside and outside.revision > head.revision:
        return Verdict(False, head.revision, head.chain_hash, outside.revision, "head_differs")
    return Verdict(True, head.revision, head.chain_hash)


def verify_file(path: Path, progress: Progress | None = None) -> Verdict:
    """Recompute every hash of an exported journal."""
    redacted: dict[str, int] = {}
    total = 0
    for entry in text.read(path):
        total += 1
        if entry.operation == "redact":
            redacted[entry.record_id] = entry.revision
    return _with_access(_verdict(text.read(path), redacted, total, progress), access.fault(access.read(path)))


def _with_access(verdict: Verdict, fault: tuple[int, str] | None) -> Verdict:
    """Return ``verdict``, or that the log of refusals and exports does not hold at a number of its own."""
    if not verdict.ok or fault is None:
        return verdict
    return Verdict(False, verdict.revisions, verdict.head_hash, fault[0], f"access_{fault[1]}")


def _verdict(
    entries: Iterable[Entry], redacted: dict[str, int], total: int, progress: Progress | None
) -> Verdict:
    last: list[Entry] = []
    fault: Break | None = None
    for count, fault in enumerate(breaks(_remember(entries, last), redacted), start=1):
        if fault is not None:
            break
        if progress and count % STEP == 0:
            progress(count, total)
    if progress:
        progress(total, total)
    head_hash = last[0].chain_hash if last else ""
    if fault is not None:
        return Verdict(False, total, head_hash, fault.revision, fault.fault)
    return Verdict(True, last[0].revision if last else 0, head_hash)


def _remember(entries: Iterable[Entry], last: list[Entry]) -> Iterable[Entry]:
    for entry in entries:
        last[:] = [entry]
        yield entry
