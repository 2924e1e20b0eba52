"""Waivers in force: findings the executive sponsor accepted for a time, after the officer's opinion."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from governance.register.reader import Reader


@dataclass(frozen=True, slots=True)
class Waived:
    """Name an approved waiver in force: its rule, its record and, when it is for one row only, the key of that row."""

    id: str
    rule: str
    record: str
    row: str

    def accepts(self, code: str, path: str) -> bool:
        """Tell whether the waiver accepts a finding of this code at this path."""
        return self.rule == code and (not self.row or self.row in path.split("/"))


def in_force(reader: Reader) -> tuple[Waived, ...]:
    """Return every waiver in force on the day: approved, begun, and with an end still to come."""
    rows = reader.settled(
        ("waiver",),
        "SELECT id, rule, record, coalesce(\"row\", '') AS \"row\" FROM waiver WHERE status = 'approved'"
        " AND rule IS NOT NULL AND record IS NOT NULL AND (accepted_on IS NULL OR accepted_on <= lens_day())"
        " AND lens_day() < ends_on ORDER BY id",
    )
    return tuple(Waived(row["id"], row["rule"], row["record"], row["row"].rsplit("/", 1)[-1]) for row in rows)


def waivers(reader: Reader, record_id: str) -> tuple[Waived, ...]:
    """Return the waivers of one record in force on the day."""
    return tuple(each for each in in_force(reader) if each.record == record_id)


def accepting(found: Sequence[Waived], code: str, path: str) -> str | None:
    """Return the first of these waivers that accepts a finding, or None."""
    return next((each.id for each in found if each.accepts(code, path)), None)
