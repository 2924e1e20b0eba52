"""One record as the person who looks may see it, on the day looked at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from governance.errors import UnknownRecord
from governance.model.fields import Declared
from governance.model.kinds import kind_of
from governance.ui.context import reader
from governance.ui.register.names import kind_of_id


@dataclass(frozen=True, slots=True)
class Seen:
    """Hold one record as seen: what it is, its standing and its content as plain JSON values."""

    kind: str
    id: str
    version: int
    status: str
    recorded_at: datetime
    actor: str
    content: dict[str, Any]

    @property
    def department(self) -> str | None:
        """Return the department whose people may edit an activity; other kinds have no such limit."""
        return self.content.get("department") if self.kind == "activity" else None


def load(record_id: str) -> Seen:
    """Return the record as seen through the lens of the screen; UnknownRecord when it may not be seen."""
    kind = kind_of_id(record_id)
    if kind is None:
        raise UnknownRecord(record_id=record_id)
    with reader() as views:
        row = views.row(f'SELECT * FROM "{kind}" WHERE id = $id', id=record_id)
    if row is None:
        raise UnknownRecord(record_id=record_id)
    content = _plain(kind_of(kind).fields, row)
    return Seen(kind, record_id, row["version"], row["status"], row["recorded_at"], row["actor"], content)


def _plain(fields: tuple[Declared, ...], row: dict[str, Any]) -> dict[str, Any]:
    found = {each.name: _value(each, row.get(each.name)) for each in fields}
    return {name: value for name, value in found.items() if value not in (None, [], {})}


def _value(field: Declared, value: Any) -> Any:
    if field.shape == "rows":
        return [_plain(field.children, row) for row in value or ()]
    return value.isoformat() if isinstance(value, date) else value
