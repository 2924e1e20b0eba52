"""What made an approval lapse: the first update after it that changed something material, field by field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from governance.register.versions import compared, contents_at

if TYPE_CHECKING:
    from datetime import datetime

    from governance.model.differences import FieldChange
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
    rows = reader.rows(
        "SELECT revision, recorded_at, actor, reason, kind, operation, status,"
        " lag(revision) OVER (ORDER BY revision) AS before FROM entry"
        " WHERE record_id = $id AND operation <> 'refuse' ORDER BY revision",
        id=record_id,
    )
    approved = max((row["revision"] for row in rows if row["operation"] == "approve"), default=None)
    if approved is None:
        return None
    later = (row for row in rows if row["revision"] > approved and row["status"] != "approved")
    first = next(later, None)
    if first is None or first["operation"] != "update":
        return None
    held = contents_at(reader, [first["before"], first["revision"]])
    old, new = held.get(first["before"], {}), held.get(first["revision"], {})
    told = {name: first[name] for name in ("revision", "recorded_at", "actor", "reason")}
    changes = compared(reader, first["kind"], old, new, material=True)
    return Lapse(approved_revision=approved, **told, changes=changes)
