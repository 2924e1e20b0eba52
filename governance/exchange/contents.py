"""The content of records as a lens shows it, for everything that leaves the register."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import orjson

from governance.register.reader import Reader

SYSTEM = ("id", "version", "status", "revision", "recorded_at", "actor")


@dataclass(frozen=True, slots=True)
class Held:
    """Hold one record: id, version, status and the content without fields that hold nothing."""

    kind: str
    record_id: str
    version: int
    status: str
    content: dict[str, Any] = field(repr=False)


def records(reader: Reader, kind: str, where: str = "true", **params: Any) -> Iterator[Held]:
    """Give every record of ``kind`` the lens shows, in the order of ids, limited by an SQL condition on ``t``."""
    found = reader.rows(
        f'SELECT to_json(t)::VARCHAR AS body FROM "{kind}" t WHERE {where} ORDER BY t.id', **params
    )
    for row in found:
        whole = orjson.loads(row["body"])
        system = {name: whole.pop(name) for name in SYSTEM}
        yield Held(kind, system["id"], system["version"], system["status"], compact(whole))


def compact(content: dict[str, Any]) -> dict[str, Any]:
    """Return ``content`` without fields and fields of rows that hold nothing."""
    kept: dict[str, Any] = {}
    for name, value in content.items():
        if isinstance(value, dict):
            value = compact(value)  # noqa: PLW2901 - the loop variable is the value being cleaned
        elif isinstance(value, list):
            value = [compact(each) if isinstance(each, dict) else each for each in value]  # noqa: PLW2901 - as above
        if value not in (None, "", [], {}):
            kept[name] = value
    return kept
