"""What differs between two editions: records added, removed and changed, field by field."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from governance.register.editions import edition
from governance.register.versions import compared, contents_at, visible

if TYPE_CHECKING:
    from governance.model.differences import FieldChange
    from governance.register.reader import Reader


@dataclass(frozen=True, slots=True)
class Changed:
    """Hold a record that both editions hold in different versions."""

    record: str
    kind: str
    old_version: int
    new_version: int
    changes: tuple[FieldChange, ...]
    contents: tuple[dict[str, Any], dict[str, Any]] = field(repr=False)  # later and earlier, to name rows by


@dataclass(frozen=True, slots=True)
class Comparison:
    """Hold what differs between two editions: records added, removed and changed."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[Changed, ...]


def compare(reader: Reader, first: int, second: int) -> Comparison:
    """Return what differs between edition ``first`` and edition ``second`` among what the lens shows, field by field."""
    old, new = (_seen(reader, number) for number in (first, second))
    changed = [each for each in old if each in new and old[each]["content_hash"] != new[each]["content_hash"]]
    return Comparison(
        added=tuple(sorted(new.keys() - old.keys())),
        removed=tuple(sorted(old.keys() - new.keys())),
        changed=tuple(_changed(reader, old[each], new[each]) for each in changed),
    )


def _seen(reader: Reader, number: int) -> dict[str, dict[str, Any]]:
    lines = {line["record"]: line for line in edition(reader, number)["lines"]}
    rows = reader.rows("SELECT id FROM title WHERE id IN (SELECT unnest($ids))", ids=list(lines))
    return {row["id"]: lines[row["id"]] for row in sorted(rows, key=lambda row: str(row["id"]))}


def _changed(reader: Reader, old: dict[str, Any], new: dict[str, Any]) -> Changed:
    rows = reader.rows(
        "SELECT revision FROM journal WHERE record_id = $id AND list_contains($versions, record_version)"
        " AND operation <> 'refuse' ORDER BY revision",
        id=old["record"],
        versions=[old["version"], new["version"]],
    )
    held = contents_at(reader, [row["revision"] for row in rows])
    contents = [held.get(row["revision"], {}) for row in rows]
    before, after = (contents[0], contents[-1]) if contents else ({}, {})
    kind = old["record_kind"]
    return Changed(
        record=old["record"],
        kind=kind,
        old_version=old["version"],
        new_version=new["version"],
        changes=compared(reader, kind, before, after),
        contents=(visible(reader, kind, after), visible(reader, kind, before)),
    )
