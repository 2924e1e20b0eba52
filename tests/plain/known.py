"""What a journal held at a revision: kind, id, status and content of every record, read entry by entry."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from governance.journal import duckdb_journal
from governance.register.store import Register

Content = dict[str, Any]
ENDED = ("void", "retired")


@dataclass(frozen=True)
class Rec:
    """Hold one record as it stood: its status and content."""

    id: str
    status: str
    content: Content

    def __getitem__(self, name: str) -> Any:
        return self.content.get(name)

    def day(self, name: str) -> date | None:
        """Return a field as a date."""
        return day(self.content.get(name))

    @property
    def ended(self) -> bool:
        """Tell whether it was retired or voided."""
        return self.status in ENDED


Known = dict[str, dict[str, Rec]]


def known(register: Register, until: datetime | None) -> Known:
    """Return every record as the journal held it at ``until`` (None: now)."""
    limit = until.astimezone(UTC).replace(tzinfo=None) if until else None
    found: Known = {}
    with register.cursor() as cursor:
        entries = list(duckdb_journal.entries(cursor))
    for entry in entries:
        if entry.operation == "refuse" or (limit and entry.recorded_at > limit):
            continue
        content = json.loads(entry.content or "{}")
        found.setdefault(entry.kind, {})[entry.record_id] = Rec(entry.record_id, entry.status, content)
    return found


def day(value: str | None) -> date | None:
    """Return an ISO date."""
    return date.fromisoformat(value) if value else None


def spans(start: date | None, end: date | None, on: date, *, open_start: bool) -> bool:
    """Tell whether a span holds on a day; its last day is the first it does not hold."""
    begun = open_start if start is None else start <= on
    return begun and (end is None or on < end)


def live(records: Iterable[Rec]) -> list[Rec]:
    """Return the records that are neither void nor retired."""
    return [each for each in records if not each.ended]
