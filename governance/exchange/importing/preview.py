"""What an import would do, row by row; nothing is written."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from governance.errors import InvalidRecord
from governance.exchange.importing.build import Builder, Built
from governance.exchange.importing.findings import Finding, of_reading
from governance.exchange.importing.identity import (
    ENDED,
    Known,
    by_likeness,
    contents,
    is_loose,
    known_records,
)
from governance.exchange.importing.leaves import SourceRow
from governance.exchange.importing.lines import fold, row_keys
from governance.exchange.importing.linked import Creation, Linker
from governance.exchange.importing.mapping import Mapping, TableMapping
from governance.exchange.importing.merging import Merged, three_way
from governance.exchange.importing.pairing import lay_out_all
from governance.exchange.importing.sources import KnownSource, find_source
from governance.exchange.reading import Reading
from governance.exchange.references import Titles, titles
from governance.model import check
from governance.model.kinds import content_of, parse
from governance.register.store import Register

State = Literal["new", "changed", "unchanged", "conflict", "invalid", "ended", "outside"]
SAMPLE = 200


@dataclass(frozen=True, slots=True)
class Item:
    """Tell what becomes of one record of the source.

    ``content`` is what the file says, ``merged`` the outcome beside the record that stands (None when new).
    """

    kind: str
    row_key: str
    rows: tuple[SourceRow, ...]
    state: State
    content: dict[str, Any] = field(repr=False)
    findings: tuple[Finding, ...] = ()
    known: Known | None = field(default=None, repr=False)
    merged: Merged | None = field(default=None, repr=False)

    @property
    def writable(self) -> bool:
        """Say whether a commit may write it."""
        return self.state in ("new", "changed", "conflict") or (
            self.merged is not None and self.merged.differs
        )

    @property
    def name(self) -> str:
        """Return what the record is called; empty when it has no name."""
        return str(self.content.get("name", ""))


@dataclass(frozen=True, slots=True)
class Vanished:
    """Name a record that came from the source and is not in the file any more; it stays as it is."""

    record_id: str
    name: str
    row_key: str


@dataclass(frozen=True, slots=True)
class Preview:
    """Hold all an import would do; give it to ``commit`` as it is, or show it and choose."""

    mapping: Mapping
    files: int
    rows_read: int
    items: tuple[Item, ...]
    problems: tuple[Finding, ...]
    vanished: tuple[Vanished, ...]
    creations: tuple[Creation, ...]
    missing: tuple[tuple[str, str, int], ...]
    source: KnownSource | None = field(default=None, repr=False)

    def count(self, *states: State) -> int:
        """Return how many records are in one of ``states``."""
        return sum(1 for item in self.items if item.state in states)

    @property
    def kept_texts(self) -> int:
        """Return how many texts are kept beside the records because they matched nothing."""
        return sum(len(item.content.get("kept", [])) for item in self.items)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Return everything to be said, of the files first, then row by row."""
        return (*self.problems, *(finding for item in self.items for finding in item.findings))


def preview(reading: Reading, mapping: Mapping, register: Register, actor: str | None = None) -> Preview:
    """Return what importing ``reading`` by ``mapping`` would do for ``actor`` (None = the register itself)."""
    with register.read(register.lens()) as reader:
        source = find_source(reader, mapping.source)
        known = {
            kind: known_records(reader, kind, source.held.record_id if source else None)
            for kind in {table.kind for table in mapping.tables if table.use}
        }
    with register.read(register.lens(actor=actor)) as reader:
        named = titles(reader)
    visible = _visible(register, actor)
    work = _Work(reading, mapping, named, known, visible, lambda kind, ids: contents(register, kind, ids))
    with collector_paused():
        items = tuple(work.items())
    problems = [of_reading(problem) for problem in reading.problems]
    return Preview(
        mapping=mapping,
        files=reading.files,
        rows_read=work.rows_read,
        items=items,
        problems=(*problems, *work.findings),
        vanished=tuple(work.vanished()) if source else (),
        creations=tuple(work.linker.wanted.values()),
        missing=tuple((kind, name, count) for (kind, name), count in work.linker.missing.items()),
        source=source,
    )


@contextlib.contextmanager
def collector_paused() -> Iterator[None]:
    """Spare the search for garbage while millions of small objects arise that are all kept."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _visible(register: Register, actor: str | None) -> frozenset[str] | None:
    """Return the ids of records the actor sees, or None for all."""
    if actor is None:
        return None
    lens = register.lens(actor=actor)
    if lens.departments is None:
        return None
    with register.read(lens) as reader:
        return frozenset(row["id"] for row in reader.rows("SELECT id FROM title"))


@dataclass(slots=True)
class _Work:
    """Walk the tables of one import."""

    reading: Reading
    mapping: Mapping
    titles: Titles
    known: dict[str, dict[str, Known]]
    visible: frozenset[str] | None
    contents: Callable[[str, list[str]], dict[str, dict[str, Any]]]
    linker: Linker = field(init=False)
    rows_read: int = 0
    findings: list[Finding] = field(default_factory=list)
    _matched: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.linker = Linker(self.titles, self.mapping.create)

    def items(self) -> Iterator[Item]:
        """Yield one item for each record the used tables describe."""
        captions = {
            code: caption for lookup in self.reading.lookups for code, caption in lookup.entries if caption
        }
        laid = lay_out_all(self.reading, self.mapping)
        self.findings += laid.findings
        tables: list[tuple[TableMapping, list[tuple[str, Built]]]] = []
        for table, sheet in laid.sheets:
            builder = Builder(table, self.mapping.source, captions, self.titles, self.linker)
            self.rows_read += len(sheet.rows)
            built = [
                _checked(table.kind, builder.build(rows)) if not rows[0].doubt else Built(rows, None, ())
                for rows in fold(sheet.rows, table.fold)
            ]
            tables.append((table, list(row_keys(table, built))))
        own = {key for _, keyed in tables for key, _ in keyed}
        for table, keyed in tables:
            yield from self._match(table, keyed, own)

    def vanished(self) -> Iterator[Vanished]:
        """Yield the live records of the source no row of the file was matched to."""
        for known in self.known.values():
            for key, each in known.items():
                if key not in self._matched and each.status not in ENDED:
                    yield Vanished(each.record_id, each.name, key)

    def _match(self, table: TableMapping, keyed: list[tuple[str, Built]], own: set[str]) -> Iterator[Item]:
        known = self.known.get(table.kind, {})
        rest = {
            key: each.content
            for key, each in keyed
            if each.content is not None and is_loose(key) and key not in known
        }
        gone = {key: each for key, each in known.items() if is_loose(key) and key not in own | self._matched}
        alike = by_likeness(rest, gone)
        pairs = [(key, each, known.get(alike.get(key, key))) for key, each in keyed]
        current = self.contents(
            table.kind, [k.record_id for _, each, k in pairs if k is not None and each.content != k.base]
        )
        for key, each, before in pairs:
            yield self._item(table.kind, key, each, before, current)

    def _item(
        self, kind: str, key: str, built: Built, known: Known | None, current: dict[str, dict[str, Any]]
    ) -> Item:
        if built.content is None:
            return Item(kind, key, built.rows, "invalid", {}, built.findings)
        if known is None:
            return Item(kind, key, built.rows, "new", built.content, built.findings)
        self._matched.add(known.row_key)
        if known.status in ENDED or (self.visible is not None and known.record_id not in self.visible):
            state: State = "ended" if known.status in ENDED else "outside"
            finding = _about(built, f"import_{state}", known.record_id if state == "ended" else "")
            return Item(kind, key, built.rows, state, built.content, (*built.findings, finding), known)
        if built.content == known.base:
            return Item(kind, key, built.rows, "unchanged", built.content, built.findings, known)
        known = replace(known, content=current[known.record_id])
        merged = three_way(kind, known.base, known.current, built.content)
        state = "conflict" if merged.conflicts else "changed" if merged.changes else "unchanged"
        return Item(kind, key, built.rows, state, built.content, built.findings, known, merged)


def _checked(kind: str, built: Built) -> Built:
    """Return the record in its stored spelling, or without content and with every problem it has."""
    if built.content is None:
        return built
    try:
        content = content_of(parse(kind, built.content))
        problems = check.problems(kind, content)
    except InvalidRecord as error:
        problems = error.problems
    if not problems:
        return Built(built.rows, content, built.findings)
    found = tuple(
        _about(built, "import_field_invalid", each.value, field=each.path, problem=each.code)
        for each in problems
    )
    return Built(built.rows, None, (*built.findings, *found))


def _about(built: Built, code: str, value: str, **context: Any) -> Finding:
    row = built.rows[0]
    return Finding(row.file, code, row.sheet, row.number, "", value[:SAMPLE], "error", context)
