"""Who gets a digest: people with an address and a grant in force, in the language they read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from governance.language import LANGUAGES, Language

if TYPE_CHECKING:
    from governance.register.permissions import Granted
    from governance.register.store import Register

# One address and nothing else: no space, no line end, no list, no display name.
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?")
_PEOPLE = """
SELECT p.id, p.name, p.name_zh, p.email, coalesce(p.language, s.language) AS language
FROM person p LEFT JOIN (SELECT max(language) AS language FROM settings) s ON true
WHERE p.status NOT IN ('void', 'retired') AND p.email IS NOT NULL AND (p.left_on IS NULL OR p.left_on > lens_day())
ORDER BY p.id
"""


@dataclass(frozen=True, slots=True)
class Recipient:
    """Hold a person to write to; ``email`` is one plain address."""

    person: str
    name: str | None
    name_zh: str | None
    email: str
    language: Language
    grants: tuple[Granted, ...]


def recipients(register: Register) -> tuple[Recipient, ...]:
    """Return everybody to write to today, by id; who left, has no grant or no usable address is left out."""
    with register.read(register.lens()) as reader:
        rows = reader.rows(_PEOPLE)
    with register.cursor() as cursor:
        granted = {row["id"]: register.grants(cursor, row["id"]) for row in rows}
    return tuple(
        Recipient(row["id"], row["name"], row["name_zh"], row["email"], _language(row["language"]), grants)
        for row in rows
        if (grants := granted[row["id"]]) and _ADDRESS.fullmatch(row["email"])
    )


def _language(code: str | None) -> Language:
    return next((each for each in LANGUAGES if each == code), "en")
