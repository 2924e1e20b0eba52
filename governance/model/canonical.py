"""One spelling for content, so that equal content has equal hashes (RFC 8785)."""

from __future__ import annotations

import hashlib
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
    """Return the part of ``content`` whose change lapses an approval: the set material fields only."""
    return _material(kind_of(kind).fields, content)


def material_hash(kind: str, content: dict[str, Any]) -> str:
    """Return the hash of the material part of ``content``; a new, unset field leaves it as it is."""
    return digest(canonical(material_content(kind, content)))


def _material(fields: tuple[Declared, ...], content: dict[str, Any]) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    for each in fields:
        if each.spec.material and each.name in content:
            value = content[each.name]
            kept[each.name] = _rows(each, value) if each.shape == "rows" else value
    return kept


def _rows(each: Declared, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"key": row["key"], **_material(each.children, row)} for row in rows]
