"""What pydantic cannot know: codes are terms of their vocabulary, keys point to rows of the same record."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from governance import vocabulary
from governance.errors import Problem
from governance.model.fields import Declared
from governance.model.kinds import kind_of


@dataclass(frozen=True, slots=True)
class Reference:
    """Name one link of a record: where it stands, the record it points to and the kinds it may be."""

    path: str
    target: str
    kinds: tuple[str, ...]


def problems(kind: str, content: dict[str, Any]) -> tuple[Problem, ...]:
    """Return every term, inner key and stated answer of ``content`` that cannot stand."""
    found: list[Problem] = []
    for path, field, value in _walk(kind_of(kind).fields, content, ""):
        found += _term_problems(path, field, value) + _inner_problems(path, field, value, content)
    return (*found, *_stated_problems(content))


def references(kind: str, content: dict[str, Any]) -> tuple[Reference, ...]:
    """Return every link of ``content`` to another record."""
    return tuple(
        Reference(path, target, field.spec.link_kinds)
        for path, field, value in _walk(_links_of(kind), content, "")
        for target in (value if isinstance(value, list) else [value])
    )


@cache
def _links_of(kind: str) -> tuple[Declared, ...]:
    return _linking(kind_of(kind).fields)


def _linking(fields: tuple[Declared, ...]) -> tuple[Declared, ...]:
    """Return the fields that hold links, rows with nothing but the fields of theirs that do."""
    pruned = (
        replace(each, children=_linking(each.children)) if each.shape == "rows" else each for each in fields
    )
    return tuple(each for each in pruned if (each.children if each.shape == "rows" else each.spec.links))


def _walk(
    fields: tuple[Declared, ...], content: dict[str, Any], prefix: str
) -> Iterator[tuple[str, Declared, Any]]:
    for each in fields:
        value = content.get(each.name)
        if value in (None, [], {}):
            continue
        path = f"{prefix}{each.name}"
        if each.shape == "rows":
            for row in value:
                yield from _walk(each.children, row, f"{path}/{row['key']}/")
        else:
            yield path, each, value


@cache
def _codes(name: str) -> frozenset[str]:
    return frozenset(term.code for term in vocabulary.terms(name))


def _term_problems(path: str, field: Declared, value: Any) -> list[Problem]:
    if field.spec.vocabulary is None or field.spec.scale:
        return []
    known = _codes(field.spec.vocabulary)
    return _each(value, lambda code: code in known, path, "unknown_term", vocabulary=field.spec.vocabulary)


def _inner_problems(path: str, field: Declared, value: Any, content: dict[str, Any]) -> list[Problem]:
    if field.spec.within is None:
        return []
    keys = {row["key"] for row in content.get(field.spec.within, [])}
    return _each(value, lambda key: key in keys, path, "unknown_row", within=field.spec.within)


def _each(value: Any, holds: Callable[[str], bool], path: str, code: str, **context: str) -> list[Problem]:
    values = value if isinstance(value, list) else [value]
    return [Problem(path, code, str(each), dict(context)) for each in values if not holds(each)]


def _stated_problems(content: dict[str, Any]) -> list[Problem]:
    return [
        Problem(f"stated/{path}", "stated_but_filled", path)
        for path in content.get("stated", {})
        if _value_of(content, path.split("/")) not in (None, [], {})
    ]


def _value_of(value: Any, parts: list[str]) -> Any:
    for part in parts:
        if isinstance(value, list):
            value = next((row for row in value if row.get("key") == part), None)
        elif isinstance(value, dict):
            value = value.get(part)
        else:
            return None
    return value
