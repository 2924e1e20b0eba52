"""How the fields of a kind fall into sections, and which of them a person fills in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from governance.model.fields import Declared
from governance.model.kinds import kind_of

HIDDEN = ("json", "answers")
EMPTY: tuple[Any, ...] = (None, "", [], {})


def visible(fields: tuple[Declared, ...]) -> tuple[Declared, ...]:
    """Return those of ``fields`` a person fills in."""
    return tuple(each for each in fields if not each.spec.machine and each.shape not in HIDDEN)


def fields_of(kind: str) -> tuple[Declared, ...]:
    """Return the fields of ``kind`` a person fills in, in the order of their declaration."""
    return visible(kind_of(kind).fields)


def sections_of(kind: str) -> dict[str, tuple[Declared, ...]]:
    """Return the fields of ``kind`` by section, the sections in the order they first occur."""
    found: dict[str, list[Declared]] = {}
    for each in fields_of(kind):
        found.setdefault(each.spec.section, []).append(each)
    return {section: tuple(fields) for section, fields in found.items()}


def rows_by_key(content: Mapping[str, Any], name: str) -> dict[str, dict[str, Any]]:
    """Return the nested rows ``name`` of ``content`` by key."""
    return {row["key"]: row for row in content.get(name) or []}


def is_empty(value: Any) -> bool:
    """Tell whether ``value`` holds nothing; False and 0 are values."""
    return any(value is each or (type(value) is type(each) and value == each) for each in EMPTY)
