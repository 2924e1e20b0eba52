"""What made an approval lapse: the first update after it that changed something material, field by field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from governance.register.course import course
from governance.register.versions import compared, contents_at

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from governance.model.differences import FieldChange
    from governance.register.course import Entry
    from governance.register.reader import Reader


@dataclass(frozen=True, slots=True)
class Lapse:
    """Say who made an approval lapse, when (naive UTC), why and by which fields."""

    approved_revision: int
    revision: int
    recorded_at: datetime
    actor: str
    reason: str
    changes: tuple[FieldChange, ...]

    @property
    def paths(self) -> tuple[str, ...]:
        """Return the paths of the fields whose change lapsed the approval."""
        return tuple(each.path for each in self.changes)


def lapsed_by(reader: Reader, record_id: str) -> Lapse | None:
    """Return what lapsed the last approval of a record the lens shows; None while it stands or the record ended."""
    return lapse_in(reader, course(reader, record_id))


def lapse_in(reader: Reader, entries: Sequence[Entry]) -> Lapse | None:
    """Return what lapsed the last approval in the course of a record."""
    approved = max((each["revision"] for each in entries if each["operation"] == "approve"), default=None)
    if approved is None:
        return None
    later = (
        place
        for place, each in enumerate(entries)
        if each["revision"] > approved and each["status"] != "approved"
    )
    place = next(later, None)
    if place is None or entries[place]["operation"] != "update":
        return None
    first, before = entries[place], entries[place - 1]["revision"]
    held = contents_at(reader, [before, first["revision"]])
    old, new = held.get(before, {}), held.get(first["revision"], {})
    told = {name: first[name] for name in ("revision", "recorded_at", "actor", "reason")}
    changes = compared(reader, first["kind"], old, new, material=True)
    return Lapse(approved_revision=approved, **told, changes=changes)
