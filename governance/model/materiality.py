"""Which material fields differ between two contents: what an approval lapses by, in words people can be shown."""

from __future__ import annotations

from typing import Any

from governance.model.canonical import material_content
from governance.model.differences import FieldChange, differences


def material_differences(kind: str, old: dict[str, Any], new: dict[str, Any]) -> tuple[FieldChange, ...]:
    """Return every material field that differs; nothing exactly when both have the same material hash.

    An answer «there are none» or «not known» stands by itself, under the path ``stated/<path of its field>``.
    """
    found: list[FieldChange] = []
    for each in differences(kind, material_content(kind, old), material_content(kind, new)):
        found += _answers(each) if each.path == "stated" else [each]
    return tuple(found)


def _answers(change: FieldChange) -> list[FieldChange]:
    old, new = change.old or {}, change.new or {}
    return [
        FieldChange(f"stated/{path}", change.field, _one(old, path), _one(new, path))
        for path in sorted({*old, *new})
        if old.get(path) != new.get(path)
    ]


def _one(answers: dict[str, str], path: str) -> dict[str, str] | None:
    return {path: answers[path]} if path in answers else None
