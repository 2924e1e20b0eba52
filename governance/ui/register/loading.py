"""One record as the person who looks may see it, on the day looked at."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from governance.errors import UnknownRecord
from governance.model.fields import Declared
from governance.model.kinds import kind_of
from governance.model.upcast import upcast
from governance.register import where_used
from governance.register.vantage import Vantage, vantage
from governance.register.versions import visible
from governance.ui.context import current, reading
from governance.ui.register.names import kind_of_id

if TYPE_CHECKING:
    from governance.register.reader import Reader

_READ_WHOLE = ("person",)  # whose contacts are shown by department: only the view knows


@dataclass(frozen=True, slots=True)
class Seen:
    """Hold one record as seen: what it is, its standing and its content as plain JSON values, which nobody may change.

    ``point`` answers what else is asked about it.
    """

    kind: str
    id: str
    revision: int
    version: int
    status: str
    recorded_at: datetime
    actor: str
    content: dict[str, Any]
    point: Vantage

    @property
    def department(self) -> str | None:
        """Return the department whose people may edit an activity; other kinds have no such limit."""
        return self.content.get("department") if self.kind == "activity" else None


def load(record_id: str) -> Seen:
    """Return the record as seen through the lens of the screen; UnknownRecord when it may not be seen."""
    kind = kind_of_id(record_id)
    if kind is None:
        raise UnknownRecord(record_id=record_id)
    point = vantage(current().register, reading(), record_id)
    found = point.answer("content", (), lambda views: _read(views, kind, record_id))
    if found is None:
        raise UnknownRecord(record_id=record_id)
    row, content = found
    named = ("revision", "version", "status", "recorded_at", "actor")
    return Seen(kind, record_id, **{name: row[name] for name in named}, content=content, point=point)


def _read(views: Reader, kind: str, record_id: str) -> tuple[dict[str, Any], dict[str, Any]] | None:
    """Return standing and content of a record as the lens shows it."""
    declared = kind_of(kind).fields
    if kind in _READ_WHOLE or any(each.shape == "json" for each in declared):
        row = views.row(f'SELECT * FROM "{kind}" WHERE id = $id', id=record_id)
        return (row, _plain(declared, row)) if row else None
    row = views.row(
        "SELECT r.revision, r.version, r.status, r.recorded_at, r.actor, j.model_version, j.content"
        f' FROM "{kind}" r JOIN journal j ON j.revision = r.revision WHERE r.id = $id',
        id=record_id,
    )
    if row is None:
        return None
    held = upcast(kind, row.pop("model_version"), json.loads(row.pop("content")))
    return row, _plain(declared, visible(views, kind, held))


def pointing(seen: Seen) -> tuple[str, ...]:
    """Return the kinds of which any record ever pointed to this one."""
    return seen.point.answer(
        "pointing",
        where_used.kinds_that_point(seen.kind),
        lambda views: where_used.pointing(views, seen.kind, seen.id),
    )


def used_by(seen: Seen) -> list[dict[str, Any]]:
    """Return the live records that point to this one: id, kind, names and the fields that do."""
    found = tuple(each for each in pointing(seen) if not kind_of(each).signed)
    if not found:
        return []
    return seen.point.answer(
        "used", found, lambda views: where_used.used_by(views, seen.kind, seen.id, found)
    )


def _plain(fields: tuple[Declared, ...], row: dict[str, Any]) -> dict[str, Any]:
    found = {each.name: _value(each, row.get(each.name)) for each in fields}
    return {name: value for name, value in found.items() if value not in (None, [], {})}


def _value(field: Declared, value: Any) -> Any:
    if field.shape == "rows":
        return [_plain(field.children, row) for row in value or ()]
    return value.isoformat() if isinstance(value, date) else value
