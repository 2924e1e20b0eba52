"""The journal's arithmetic: entries, salted content hashes and the chain that binds them in order.

content hash = SHA-256(salt + content); chain hash = SHA-256(previous chain hash + header + content hash),
so a redacted content leaves the chain whole, and any other change breaks it at its revision.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

import rfc8785

from governance.model.canonical import digest

GENESIS = "0" * 64
HEADER = (
    "revision",
    "recorded_at",
    "actor",
    "command_id",
    "reason",
    "kind",
    "record_id",
    "record_version",
    "model_version",
    "operation",
    "status",
)


@dataclass(frozen=True, slots=True)
class Entry:
    """Hold one journal entry; ``recorded_at`` is naive UTC, ``content`` and ``salt`` are None once erased."""

    revision: int
    recorded_at: datetime
    actor: str
    command_id: str
    reason: str
    kind: str
    record_id: str
    record_version: int
    model_version: int
    operation: str
    status: str
    content: str | None
    salt: str | None
    content_hash: str
    chain_hash: str


COLUMNS = tuple(each.name for each in fields(Entry))


@dataclass(frozen=True, slots=True)
class Break:
    """Name the first revision at which the journal does not hold, and what does not."""

    revision: int
    fault: str


def seal(previous: str, *, content: str, **header: Any) -> Entry:
    """Return the entry that follows the chain hash ``previous`` with ``content`` (canonical JSON)."""
    salt = secrets.token_hex(16)
    content_hash = digest(salt + content)
    return Entry(
        **header,
        content=content,
        salt=salt,
        content_hash=content_hash,
        chain_hash=link(previous, header, content_hash),
    )


def link(previous: str, header: dict[str, Any], content_hash: str) -> str:
    """Return the chain hash of an entry from the one before, its header and its content hash."""
    spelled = [
        value.isoformat(timespec="microseconds") if isinstance(value, datetime) else value
        for value in (header[name] for name in HEADER)
    ]
    return digest(previous + rfc8785.dumps(spelled).decode("utf-8") + content_hash)


def breaks(
    entries: Iterable[Entry], redacted: Mapping[str, int], *, previous: str = GENESIS, expected: int = 1
) -> Iterator[Break | None]:
    """Yield, entry by entry, None or what is wrong with it.

    ``redacted`` gives for a record the revision of its newest redaction; only older content may be erased. ``previous``
    is the chain hash before the first of ``entries``, ``expected`` its revision.
    """
    for entry in entries:
        yield _fault(entry, previous, expected, redacted)
        previous, expected = entry.chain_hash, entry.revision + 1


def _fault(entry: Entry, previous: str, expected: int, redacted: Mapping[str, int]) -> Break | None:
    if entry.revision != expected:
        return Break(expected, "missing")
    if entry.content is None or entry.salt is None:
        if redacted.get(entry.record_id, 0) <= entry.revision or entry.content != entry.salt:
            return Break(entry.revision, "content_erased")
    elif digest(entry.salt + entry.content) != entry.content_hash:
        return Break(entry.revision, "content_changed")
    header = {name: getattr(entry, name) for name in HEADER}
    if link(previous, header, entry.content_hash) != entry.chain_hash:
        return Break(entry.revision, "chain_broken")
    return None
