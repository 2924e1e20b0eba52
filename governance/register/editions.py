"""Editions of the register: listed, read, and written to a file that anybody can check."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from governance.errors import GovernanceError, UnknownRecord
from governance.register.freezing import LINE

if TYPE_CHECKING:
    from governance.register.reader import Reader

FORMAT = "recital-edition/1"
HEAD = ("number", "frozen_on", "person", "post", "register_revision", "chain_hash", "edition_hash", "note")


def listed(reader: Reader) -> list[dict[str, Any]]:
    """Return every edition the lens shows, newest first, with the number of its records instead of their list."""
    return reader.rows(
        f"SELECT id, {', '.join(HEAD)}, len(lines) AS records FROM edition ORDER BY number DESC"
    )


def edition(reader: Reader, number: int) -> dict[str, Any]:
    """Return one edition with its lines; UnknownRecord when there is none of this number."""
    found = reader.row(
        f"SELECT id, {', '.join(HEAD)}, coalesce(lines, []) AS lines FROM edition WHERE number = $n", n=number
    )
    if found is None:
        raise UnknownRecord("no_edition", number=number)
    return found


def exported(reader: Reader, number: int) -> dict[str, Any]:
    """Return an edition as its file says it: every record's content with salt and hashes.

    Content erased since is left out and marked. Only a reader of everything may export: a part would not verify.
    """
    if reader.lens.departments is not None or reader.lens.masks_contacts:
        raise GovernanceError("edition_needs_all")
    found = edition(reader, number)
    head = {name: found[name] for name in HEAD if found[name] is not None}
    head["frozen_on"] = found["frozen_on"].isoformat()
    return {
        "format": FORMAT,
        "organisation": reader.value("SELECT name FROM settings LIMIT 1"),
        **head,
        "records": list(records(reader, found["lines"])),
    }


def records(reader: Reader, lines: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Give the records of an edition's lines with salt and content, or marked as erased since."""
    rows = reader.rows(
        "SELECT record_id, record_version, content, salt FROM journal"
        " WHERE record_id IN (SELECT unnest($ids)) AND operation <> 'refuse'",
        ids=[line["record"] for line in lines],
    )
    held = {(row["record_id"], row["record_version"]): row for row in rows}
    for line in lines:
        row = held.get((line["record"], line["version"]), {"content": None, "salt": None})
        kept = {name: line[name] for name in LINE}
        if row["content"] is None:
            yield {**kept, "erased": True}
        else:
            yield {**kept, "salt": row["salt"], "content": json.loads(row["content"])}


def write(reader: Reader, number: int, out: Path) -> None:
    """Write the file of an edition, whole or not at all."""
    text = json.dumps(exported(reader, number), ensure_ascii=False, indent=1)
    partial = out.with_name(out.name + ".partial")
    partial.write_text(text + "\n", "utf-8")
    partial.replace(out)
