"""Contents of records as they stood at a revision, and how they differ, as far as a reader may see them."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from governance.model.differences import FieldChange, differences
from governance.model.kinds import kind_of
from governance.model.materiality import material_differences
from governance.model.upcast import upcast

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from governance.model.fields import Declared
    from governance.register.reader import Reader

MASK = "•••"
IMPORTED = ("kept", "origins")


def contents_at(reader: Reader, revisions: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Return the content each of ``revisions`` holds, as the current model reads it; erased ones are left out."""
    rows = reader.rows(
        "SELECT revision, kind, model_version, content FROM journal"
        " WHERE revision IN (SELECT unnest($revisions)) AND revision <= lens_revision() AND content IS NOT NULL",
        revisions=list(revisions),
    )
    return {
        row["revision"]: upcast(row["kind"], row["model_version"], json.loads(row["content"])) for row in rows
    }


def compared(
    reader: Reader, kind: str, old: dict[str, Any], new: dict[str, Any], *, material: bool = False
) -> tuple[FieldChange, ...]:
    """Return what differs, or what differs in material fields, with contact details hidden where the lens hides them."""
    found = material_differences(kind, old, new) if material else differences(kind, old, new)
    kept = (each for each in found if each.path.split("/")[0] not in IMPORTED)
    return tuple(_masked(kept) if reader.lens.masks_contacts else kept)


def _masked(changes: Iterable[FieldChange]) -> Iterable[FieldChange]:
    for each in changes:
        yield replace(each, old=_hidden(each.field, each.old), new=_hidden(each.field, each.new))


def _hidden(field: Declared, value: Any) -> Any:
    """Return ``value`` without contact details; of a row, its fields one by one."""
    if value is None or not field.spec.personal:
        personal = {each.name for each in field.children if each.spec.personal}
        if isinstance(value, dict) and personal:
            return {name: MASK if name in personal else inner for name, inner in value.items()}
        return value
    return MASK


def visible(reader: Reader, kind: str, content: dict[str, Any]) -> dict[str, Any]:
    """Return ``content`` as the lens shows it: contact details hidden and imported text left out, where it masks."""
    if not reader.lens.masks_contacts:
        return content
    kept = {name: value for name, value in content.items() if name not in IMPORTED}
    return _without_contacts(kind_of(kind).fields, kept)


def _without_contacts(fields: tuple[Declared, ...], content: dict[str, Any]) -> dict[str, Any]:
    known = {each.name: each for each in fields}
    return {name: _hide(known.get(name), value) for name, value in content.items()}


def _hide(field: Declared | None, value: Any) -> Any:
    if field is None:
        return value
    if field.shape == "rows":
        return [_without_contacts(field.children, row) for row in value]
    return MASK if field.spec.personal else value
