"""One spelling for content, so that equal content has equal hashes (RFC 8785)."""

from __future__ import annotations

import hashlib
from typing import Any

import rfc8785

from governance.model.fields import Declared
from governance.model.kinds import kind_of


def canonical(value: Any) -> str:
    """Return ``value`` as canonical JSON."""
    return rfc8785.dumps(value).decode("utf-8")


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
