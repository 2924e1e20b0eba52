"""Which record of the register a row of a source is: by its key columns, else by the row as a whole."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson

from governance.exchange.contents import records
from governance.exchange.importing.leaves import SourceRow
from governance.exchange.importing.meaning import shown
from governance.model.canonical import canonical, digest
from governance.register.reader import Reader
from governance.register.store import Register

ALIKE = 0.5
LOOSE = "row-"
ENDED = ("retired", "void")


@dataclass(frozen=True, slots=True)
class Known:
    """Hold a record that was imported from the source before: its row key and the values last imported.

    ``content`` is read only where the file says something else than those values.
    """

    record_id: str
    version: int
    status: str
    name: str
    source_id: str
    row_key: str
    base: dict[str, Any] = field(repr=False)
    content: dict[str, Any] = field(default_factory=dict, repr=False)

    @property
    def origin(self) -> dict[str, Any]:
        """Return the entry of the record about this source and row."""
        found: dict[str, Any] = next(each for each in self.content["origins"] if self.owns(each))
        return found

    def owns(self, origin: dict[str, Any]) -> bool:
        """Say whether an entry about an import is the one of this source and row."""
        return (origin["source"], origin["row_key"]) == (self.source_id, self.row_key)

    @property
    def current(self) -> dict[str, Any]:
        """Return the content as it stands, without the trail of its imports."""
        return {name: value for name, value in self.content.items() if name != "origins"}


def known_records(reader: Reader, kind: str, source_id: str | None) -> dict[str, Known]:
    """Return the records of ``kind`` that came from the source, by row key."""
    if source_id is None:
        return {}
    rows = reader.rows(
        'SELECT t.id, t.version, t.status, t.name, u.o.row_key AS row_key, u.o."values"::VARCHAR AS held'
        f' FROM "{kind}" t, unnest(t.origins) u(o) WHERE u.o.source = $source',
        source=source_id,
    )
    return {
        row["row_key"]: Known(
            row["id"],
            row["version"],
            row["status"],
            row["name"],
            source_id,
            row["row_key"],
            orjson.loads(row["held"] or "{}"),
        )
        for row in rows
    }


def contents(register: Register, kind: str, record_ids: list[str]) -> dict[str, dict[str, Any]]:
    """Return the content of each of ``record_ids`` as it stands."""
    if not record_ids:
        return {}
    with register.read(register.lens()) as reader:
        listed = records(reader, kind, "t.id IN (SELECT unnest($ids))", ids=record_ids)
        return {held.record_id: held.content for held in listed}


def fingerprint(rows: Iterable[SourceRow], label: str = "") -> str:
    """Return a mark of everything the rows of the table ``label`` say, whatever the order of columns and lines."""
    facts = sorted({(leaf.path, shown(leaf.value).strip()) for row in rows for leaf in row.leaves})
    return f"{LOOSE}{digest(canonical([label, *(list(fact) for fact in facts)]))[:32]}"


def is_loose(row_key: str) -> bool:
    """Say whether a row key is the mark of a whole row rather than the value of key columns."""
    return row_key.startswith(LOOSE)


def key_of(row: SourceRow, columns: Sequence[str], label: str = "") -> str | None:
    """Return the key of a row of the table ``label`` in the columns that identify it; None when one is empty."""
    cells = {leaf.path: shown(leaf.value).strip() for leaf in reversed(row.leaves) if leaf.path in columns}
    parts = [cells.get(column, "") for column in columns]
    if not parts or not all(parts):
        return None
    return json.dumps([label, *parts] if label else parts, ensure_ascii=False)


def by_likeness(rest: dict[str, dict[str, Any]], known: dict[str, Known]) -> dict[str, str]:
    """Match rows without key to known ones: same name and department, once on each side, and much else alike.

    ``rest`` holds contents by row key; the answer maps their row keys to known ones.
    """
    mine, theirs = _by_name(rest), _by_name({key: each.base for key, each in known.items()})
    matched = {}
    for name, keys in mine.items():
        others = theirs.get(name, [])
        if len(keys) == len(others) == 1 and _likeness(rest[keys[0]], known[others[0]].base) >= ALIKE:
            matched[keys[0]] = others[0]
    return matched


def _by_name(contents: dict[str, dict[str, Any]]) -> dict[tuple[str, str], list[str]]:
    found: dict[tuple[str, str], list[str]] = {}
    for key, content in contents.items():
        name = " ".join(str(content.get("name", "")).split()).casefold()
        found.setdefault((name, str(content.get("department", ""))), []).append(key)
    return found


def _likeness(one: dict[str, Any], other: dict[str, Any]) -> float:
    """Return the share of facts, names aside, that both contents hold."""
    mine, theirs = set(_facts(one, "")), set(_facts(other, ""))
    whole = mine | theirs
    return len(mine & theirs) / len(whole) if whole else 0.0


def _facts(value: Any, path: str) -> list[tuple[str, str]]:
    if isinstance(value, dict):
        return [
            fact
            for name, inner in value.items()
            if name not in ("key", "name") or path
            for fact in _facts(inner, f"{path}/{name}")
        ]
    if isinstance(value, list):
        return [fact for inner in value for fact in _facts(inner, path)]
    return [] if path.endswith(("/key", "/source")) else [(path, str(value))]
