"""Waivers in force: findings the executive sponsor accepted for a time, after the officer's opinion."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from governance.register.reader import Reader


@dataclass(frozen=True, slots=True)
class Waived:
    """Name an approved waiver in force: its rule and, when it is for one row only, the path of that row."""

    id: str
    rule: str
    row: str | None

    def accepts(self, code: str, path: str) -> bool:
        """Tell whether the waiver accepts a finding of this code at this path."""
        return self.rule == code and (not self.row or path == self.row or path.startswith(f"{self.row}/"))


def waivers(reader: Reader, record_id: str) -> tuple[Waived, ...]:
    """Return the waivers of the record in force on the day: approved, begun, and with an end still to come."""
    rows = reader.rows(
        "SELECT id, rule, \"row\" FROM waiver WHERE record = $id AND status = 'approved' AND rule IS NOT NULL"
        " AND (accepted_on IS NULL OR accepted_on <= lens_day()) AND lens_day() < ends_on ORDER BY id",
        id=record_id,
    )
    return tuple(Waived(**row) for row in rows)


def accepting(found: Sequence[Waived], code: str, path: str) -> str | None:
    """Return the first of these waivers that accepts a finding, or None."""
    return next((each.id for each in found if each.accepts(code, path)), None)
