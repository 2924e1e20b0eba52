"""Begin an import: read the files, and take the mapping given, the one of the source, or a proposal."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from governance.exchange import reading
from governance.exchange.importing.mapping import Mapping
from governance.exchange.importing.offers import source_name
from governance.exchange.importing.propose import FoldUnknown, ProposeOptions, chosen, propose
from governance.exchange.importing.sources import find_source
from governance.register.store import Register


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """Say how to read the files and what is asked of the proposal."""

    reading: reading.Options = field(default_factory=reading.Options)
    proposal: ProposeOptions = field(default_factory=ProposeOptions)


def read_and_propose(
    path: Path,
    register: Register,
    *,
    source: str | None = None,
    mapping: Mapping | None = None,
    options: ImportOptions | None = None,
) -> tuple[reading.Reading, Mapping]:
    """Read a file, folder or ZIP and return it with the mapping to import it by.

    That is ``mapping`` when given, else the one saved with the source of this name, else a proposal. Raises
    UnreadableFile, or FoldUnknown when columns to fold on are in no table.
    """
    asked = options or ImportOptions()
    found = reading.read(path, asked.reading)
    name = source or (mapping.source if mapping else "") or _name_of(path, found)
    if mapping is None:
        with register.read(register.lens()) as reader:
            known = find_source(reader, name)
            mapping = known.mapping if known else None
            if mapping is None:
                return found, propose(found, reader, asked.proposal, source=name)
    return found, adjust(mapping.model_copy(update={"source": name}, deep=True), asked.proposal)


def adjust(mapping: Mapping, asked: ProposeOptions) -> Mapping:
    """Apply what was asked for to a mapping that exists already; raise FoldUnknown when no table has the columns."""
    for table in mapping.tables:
        table.fold = chosen(table.columns, asked.fold) or table.fold
        table.keys = chosen(table.columns, asked.keys) or table.keys
    if asked.fold and not any(table.fold for table in mapping.tables if table.use):
        raise FoldUnknown(columns=", ".join(asked.fold))
    if asked.create:
        mapping.create = list(dict.fromkeys([*mapping.create, *asked.create]))  # type: ignore[list-item]  # checked on assignment
    return mapping


def _name_of(path: Path, found: reading.Reading) -> str:
    return path.stem if path.is_file() else path.name or source_name(found)
