"""Who may read and write what, from the grants in force now and one table in ``data/permission.toml``."""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

ANYONE = "anyone"  # everybody who got in, with or without a role
PACKAGED = Path(__file__).resolve().parent.parent.parent / "data" / "permission.toml"


@dataclass(frozen=True, slots=True)
class Granted:
    """Hold one grant in force: a role, and the departments it is limited to (none = every department)."""

    role: str
    departments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scope:
    """Say what a person may read: departments (None = all) and whether contact details are hidden."""

    departments: tuple[str, ...] | None
    masks_contacts: bool


@cache
def table() -> dict[str, Any]:
    """Return the permission table; a file of the overlay folder takes the place of the packaged one."""
    overlay = Path(os.environ.get("RECITAL_DATA", "")) / "permission.toml"
    path = overlay if os.environ.get("RECITAL_DATA") and overlay.exists() else PACKAGED
    return tomllib.loads(path.read_text("utf-8"))


def grants_of(cursor: duckdb.DuckDBPyConnection, actor: str, today: date) -> tuple[Granted, ...]:
    """Return the grants of ``actor`` in force on ``today``; a person who left or was voided has none."""
    rows = cursor.execute(
        "SELECT g.role, coalesce(g.departments, []) FROM grant_version g"
        " JOIN person_version p ON p.record_id = g.person AND p.until_revision IS NULL"
        " WHERE g.until_revision IS NULL AND g.status NOT IN ('void', 'retired') AND g.person = $actor"
        " AND p.status NOT IN ('void', 'retired') AND (p.left_on IS NULL OR p.left_on > $today)"
        " AND (g.starts_on IS NULL OR g.starts_on <= $today) AND (g.ends_on IS NULL OR g.ends_on > $today)",
        {"actor": actor, "today": today},
    ).fetchall()
    return tuple(Granted(role, tuple(departments)) for role, departments in rows)


def allows(
    grants: tuple[Granted, ...], operation: str, kind: str, departments: tuple[str | None, ...] = ()
) -> bool:
    """Tell whether ``grants`` cover ``operation`` on a record of ``kind`` that lies in ``departments``.

    ``departments`` are those the record belongs to before and after the change; all must be covered.
    """
    return any(
        rule["role"] == grant.role
        and operation in rule["operations"]
        and kind in rule["kinds"]
        and _covers(rule["scope"], grant, departments)
        for rule in table()["rule"]
        for grant in grants
    )


def _covers(scope: str, grant: Granted, departments: tuple[str | None, ...]) -> bool:
    if scope == "all" or not grant.departments:
        return True
    return all(department in grant.departments for department in departments)


def scope_of(grants: tuple[Granted, ...]) -> Scope:
    """Return what ``grants`` let a person read: the widest of them; no grant reads no activity."""
    rules = {rule["role"]: rule for rule in table()["reading"]}
    reading = [(rules[grant.role], grant) for grant in grants if grant.role in rules]
    everything = any(rule["scope"] == "all" or not grant.departments for rule, grant in reading)
    named = tuple(sorted({each for _, grant in reading for each in grant.departments}))
    return Scope(None if everything else named, not any(rule["contacts"] for rule, _ in reading))


def may_open(grants: tuple[Granted, ...], page: str) -> bool:
    """Tell whether ``grants`` open the page of this name; a page the table does not name opens to nobody."""
    return _named(grants, "page", page) is not None


def may_take(grants: tuple[Granted, ...], export: str) -> bool:
    """Tell whether ``grants`` let a person take the export of this name out of the register."""
    rule = _named(grants, "export", export)
    if rule is None:
        return False
    scope = scope_of(grants)
    return not rule.get("whole") or (scope.departments is None and not scope.masks_contacts)


def _named(grants: tuple[Granted, ...], section: str, name: str) -> dict[str, Any] | None:
    roles = {ANYONE, *(grant.role for grant in grants)}
    rules = (each for each in table()[section] if name in each["names"])
    return next((each for each in rules if roles & set(each["roles"])), None)
