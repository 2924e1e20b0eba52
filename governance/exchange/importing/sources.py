"""Sources: the name under which a register is imported again, with the mapping it was imported by."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from governance.exchange.contents import Held, records
from governance.exchange.importing.mapping import Mapping, from_content
from governance.exchange.references import plain
from governance.register.reader import Reader


@dataclass(frozen=True, slots=True)
class KnownSource:
    """Hold a source of the register: its record and the mapping it was last imported by, if it has one."""

    held: Held
    mapping: Mapping | None = field(default=None, repr=False)


def find_source(reader: Reader, name: str) -> KnownSource | None:
    """Return the live source called ``name``, or None."""
    for held in records(reader, "source", "t.status NOT IN ('void', 'retired')"):
        if plain(str(held.content["name"])) == plain(name):
            stored = held.content.get("mapping")
            return KnownSource(held, from_content(stored, name) if stored else None)
    return None


def source_content(known: KnownSource | None, mapping: Mapping) -> dict[str, Any]:
    """Return the content of the source record that remembers ``mapping``."""
    before = dict(known.held.content) if known else {"name": mapping.source}
    kinds = [table.kind for table in mapping.tables if table.use]
    return {**before, "target": kinds[0] if kinds else "activity", "mapping": mapping.decided()}
