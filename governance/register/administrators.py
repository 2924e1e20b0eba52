"""A register never loses its last administrator: nobody could give a right back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import duckdb

from governance.errors import GovernanceError

if TYPE_CHECKING:
    from governance.register.planning import Planned

ENDED = ("void", "retired")


def require_one(cursor: duckdb.DuckDBPyConnection, planned: Sequence[Planned], today: date) -> None:
    """Raise ``last_administrator`` when after ``planned`` nobody would hold the role in force on ``today``."""
    changed = {each.record_id: each for each in planned if each.changed and each.kind in ("grant", "person")}
    if not changed:
        return
    grants = _standing(cursor, "grant", "role, person, starts_on, ends_on") | _new(changed, "grant")
    people = _standing(cursor, "person", "left_on") | _new(changed, "person")
    if not any(_counts(grant, people, today) for grant in grants.values()):
        raise GovernanceError("last_administrator")


def _standing(cursor: duckdb.DuckDBPyConnection, kind: str, names: str) -> dict[str, dict[str, Any]]:
    rows = cursor.execute(
        f"SELECT record_id, status, {names} FROM {kind}_version WHERE until_revision IS NULL"
    ).fetchall()
    columns = ["status", *names.split(", ")]
    return {row[0]: dict(zip(columns, row[1:], strict=True)) for row in rows}


def _new(changed: dict[str, Planned], kind: str) -> dict[str, dict[str, Any]]:
    return {
        record_id: {"status": each.status, **each.content}
        for record_id, each in changed.items()
        if each.kind == kind
    }


def _counts(grant: dict[str, Any], people: dict[str, dict[str, Any]], today: date) -> bool:
    person = people.get(grant.get("person", ""))
    if grant.get("role") != "administrator" or grant["status"] in ENDED or person is None:
        return False
    left, start, end = _day(person.get("left_on")), _day(grant.get("starts_on")), _day(grant.get("ends_on"))
    present = person["status"] not in ENDED and (left is None or left > today)
    return present and (start is None or start <= today) and (end is None or end > today)


def _day(value: date | str | None) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value
