"""One spelling for content, so that equal content has equal hashes (RFC 8785)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from typing import Any

import orjson
import rfc8785

from governance.model.fields import Declared
from governance.model.kinds import kind_of

SAFE_INTEGER = 2**53 - 1


def canonical(value: Any) -> str:
    """Return ``value`` as canonical JSON (RFC 8785).

    For texts, truth values, small whole numbers and ASCII keys sorted JSON is that spelling already, and orjson
    writes it many times faster; anything else goes the long way.
    """
    if _is_plain(value):
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode("utf-8")
    return rfc8785.dumps(value).decode("utf-8")


def _is_plain(value: Any) -> bool:
    kind = type(value)
    if kind is str or kind is bool or value is None:
        return True
    if kind is dict:
        return all(type(key) is str and key.isascii() and _is_plain(each) for key, each in value.items())
    if kind is list:
        return all(map(_is_plain, value))
    return kind is int and -SAFE_INTEGER <= value <= SAFE_INTEGER


def digest(text: str) -> str:
    """Return the SHA-256 of ``text`` as lower-case hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def material_content(kind: str, content: dict[str, Any]) -> dict[str, Any]:
    """Return the part of ``content`` whose change lapses an approval: the set material fields only.

    Rows and codes stand in one order whatever order they were written in. An answer «there are none» or «not known»
    about a material field is material as well.
    """
    fields = kind_of(kind).fields
    kept = _material(fields, content)
    stated = {
        path: answer
        for path, answer in content.get("stated", {}).items()
        if _is_material(fields, path.split("/"))
    }
    return {**kept, "stated": stated} if stated else kept


def material_hash(kind: str, content: dict[str, Any]) -> str:
    """Return the hash of the material part of ``content``; a new, unset field leaves it as it is."""
    return digest(canonical(material_content(kind, content)))


def material_paths(kind: str) -> tuple[str, ...]:
    """Return the path of every material field of ``kind``, rows without their keys: «purposes/name»."""
    return tuple(_paths(kind_of(kind).fields, ""))


@cache
def fields_version(paths: tuple[str, ...]) -> str:
    """Return the hash of a list of material fields: which list an approval was given under."""
    return digest(canonical(list(paths)))


def _paths(fields: tuple[Declared, ...], prefix: str) -> Iterator[str]:
    for each in fields:
        if each.spec.material:
            yield f"{prefix}{each.name}"
            yield from _paths(each.children, f"{prefix}{each.name}/")


def _material(fields: tuple[Declared, ...], content: dict[str, Any]) -> dict[str, Any]:
    return {
        each.name: _value(each, content[each.name])
        for each in fields
        if each.spec.material and each.name in content
    }


def _value(each: Declared, value: Any) -> Any:
    if each.shape == "rows":
        rows = ({"key": row["key"], **_material(each.children, row)} for row in value)
        return sorted(rows, key=lambda row: row["key"])
    return sorted(value) if each.shape == "codes" else value


def _is_material(fields: tuple[Declared, ...], parts: list[str]) -> bool:
    """Tell whether the field at a path (rows by key) is material; a field that is gone is not."""
    each = next((one for one in fields if one.name == parts[0]), None)
    if each is None or not each.spec.material:
        return False
    return len(parts) < 3 or _is_material(each.children, parts[2:])
