"""Grants of a person by role, as the organisation's identity provider keeps them in step."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING, Any

from governance import vocabulary
from governance.register.permissions import table
from governance.register.plans import Change

if TYPE_CHECKING:
    from governance.register.reader import Reader

_SQL = """
SELECT id, version, role, ends_on FROM "grant"
WHERE person = $person AND list_contains($roles, role) AND status NOT IN ('void', 'retired')
  AND (starts_on IS NULL OR starts_on <= $today) AND (ends_on IS NULL OR ends_on > $today)
"""


def is_scoped(role: str) -> bool:
    """Tell whether ``role`` reads the departments its grant names only."""
    return any(rule["role"] == role and rule["scope"] == "departments" for rule in table()["reading"])


def changes(
    reader: Reader, person: str, *, managed: Collection[str], wanted: Collection[str], today: date
) -> list[Change]:
    """Return what brings the grants of ``person`` in step: of the ``managed`` roles those ``wanted`` and no other.

    A grant that stands is left as it is, its departments too. A new one of a role that is limited to departments
    names the person's own; for a person without one it is left out, since no department would mean every one.
    """
    held = reader.rows(_SQL, person=person, roles=sorted(managed), today=today)
    about = reader.row("SELECT name, name_zh, department FROM person WHERE id = $person", person=person)
    ended = [
        Change("grant", "update", _ending(reader, row, today), row["id"], row["version"])
        for row in held
        if row["role"] not in wanted
    ]
    missing = sorted(set(wanted) & set(managed) - {row["role"] for row in held})
    made = [_made(about, person, role, today) for role in missing if about]
    return [*(each for each in made if each), *ended]


def _ending(reader: Reader, row: dict[str, Any], today: date) -> dict[str, Any]:
    return reader.register.content(row["id"]) | {"ends_on": today.isoformat()}


def _made(about: dict[str, Any], person: str, role: str, today: date) -> Change | None:
    if is_scoped(role) and not about["department"]:
        return None
    content = {
        "name": f"{about['name']}: {vocabulary.label('application_role', role, 'en')}",
        "name_zh": f"{about['name_zh'] or about['name']}：{vocabulary.label('application_role', role, 'zh')}",
        "person": person,
        "role": role,
        "departments": [about["department"]] if is_scoped(role) else [],
        "starts_on": today.isoformat(),
    }
    return Change("grant", "create", content)
