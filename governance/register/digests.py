"""Who was looked at for a digest on which day: kept outside the journal, so that a restart does not write twice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date

    from governance.register.store import Register

Outcome = Literal["sent", "nothing"]


def seen_to(register: Register, day: date) -> frozenset[str]:
    """Return the people who had their digest of ``day``, or for whom there was nothing to say."""
    with register.cursor() as cursor:
        rows = cursor.execute("SELECT person FROM digest WHERE day = ?", [day]).fetchall()
    return frozenset(person for (person,) in rows)


def note(register: Register, person: str, day: date, outcome: Outcome) -> None:
    """Remember that ``person`` was seen to on ``day``; older days are forgotten."""
    with register.lock, register.cursor() as cursor:
        cursor.execute("DELETE FROM digest WHERE day < ? - 60", [day])
        cursor.execute("INSERT OR REPLACE INTO digest VALUES (?, ?, ?)", [person, day, outcome])
