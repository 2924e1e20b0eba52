"""Erasing what has been kept long enough: records that hold people's own data until a day (GDPR 5(1)(e), PIPL 47)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from governance.model.fields import by_name
from governance.model.kinds import KINDS
from governance.register.commands import Change, Receipt, write
from governance.register.schema import quoted

if TYPE_CHECKING:
    from governance.register.reader import Reader
    from governance.register.store import Register

FIELD = "delete_after"
ENDING = tuple(code for code, kind in KINDS.items() if FIELD in by_name(kind.model))
_DUE = " UNION ALL ".join(
    f"SELECT '{code}' AS kind, id, {FIELD}, department FROM {quoted(code)} WHERE {FIELD} < lens_day()"
    for code in ENDING
)


@dataclass(frozen=True, slots=True)
class Due:
    """Name a record that is to be erased and the last day it was to be kept; never what it says."""

    kind: str
    id: str
    delete_after: date
    department: str | None


def due(reader: Reader) -> tuple[Due, ...]:
    """Return the requests and incidents whose last day has passed, the longest overdue first.

    Retired and void ones are among them: they still hold what was written. Erased ones are not.
    """
    return tuple(Due(**row) for row in reader.rows(f"{_DUE} ORDER BY {FIELD}, id"))


def erase_due(register: Register, actor: str, reason: str) -> tuple[tuple[Due, ...], Receipt | None]:
    """Erase everything ``actor`` sees that is due today, in one command; return it and the receipt, None for nothing.

    Content goes from journal, tables, search and drafts; that it was there, and who erased it why, stays. Raises
    NotPermitted when the actor may not erase, and then erases nothing.
    """
    with register.read(register.lens(actor=actor)) as reader:
        found = due(reader)
    if not found:
        return (), None
    changes = [Change(each.kind, "redact", record_id=each.id) for each in found]
    return found, write(register, actor=actor, reason=reason, changes=changes)
