"""From the lines of a source to the content of one record, with everything said about its cells."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from governance.exchange.importing.findings import SHOWN, Finding, Level
from governance.exchange.importing.finish import Finisher
from governance.exchange.importing.grouping import Groups, Piece
from governance.exchange.importing.leaves import Leaf, SourceRow
from governance.exchange.importing.linked import Linker
from governance.exchange.importing.mapping import ColumnMapping, TableMapping
from governance.exchange.importing.meaning import ColumnReader, Meaning
from governance.exchange.importing.rows import Where, link_rows, merge_equal, name_keys
from governance.exchange.importing.targets import Target, target
from governance.exchange.importing.words import on_behalf
from governance.exchange.references import Titles

PROCESSOR_ROLES = ("processor", "entrusted_party")
CONSTANT = "="
_ABBREVIATION = re.compile(
    r"(?:\b(?:ltd|inc|co|corp|bros|plc|cie)|\b[a-z](?:\.[a-z]){1,2})\.$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Built:
    """Hold what became of one or more lines: the content of a record, or none, and what is to be said about it."""

    rows: tuple[SourceRow, ...]
    content: dict[str, Any] | None
    findings: tuple[Finding, ...]


@dataclass(slots=True)
class Builder:
    """Build records of one table; readers and links are shared by all its rows."""

    mapping: TableMapping
    source: str
    captions: Mapping[str, str]
    titles: Titles
    linker: Linker
    _readers: dict[str, ColumnReader] = field(default_factory=dict)

    def build(self, rows: Sequence[SourceRow]) -> Built:
        """Return the record that ``rows``, one or several folded lines, describe."""
        return Assembly(self, tuple(rows)).build()

    def reader(self, path: str) -> ColumnReader:
        """Return the reader of the column at ``path``; one without mapping keeps its text."""
        if path not in self._readers:
            column = self.mapping.column(path) or ColumnMapping(column=path)
            if path.startswith(CONSTANT):
                column = ColumnMapping(column=path, field=path.removeprefix(CONSTANT), use=True)
            self._readers[path] = ColumnReader(self.mapping.kind, column, self.captions, self.titles)
        return self._readers[path]


@dataclass(slots=True)
class Assembly:
    """Put one record together."""

    builder: Builder
    rows: tuple[SourceRow, ...]
    findings: list[Finding] = field(default_factory=list)
    kept: dict[tuple[str, str, str], None] = field(default_factory=dict)
    scalars: dict[str, list[Piece]] = field(default_factory=dict)
    pieces: list[Piece] = field(default_factory=list)
    states: dict[str, str] = field(default_factory=dict)
    current: SourceRow | None = None

    def build(self) -> Built:
        """Read all cells, group them and return the record with its findings."""
        for line, row in enumerate(self.rows):
            self.current = row
            where = line if len(self.rows) > 1 else None
            for leaf in row.leaves:
                self._leaf(leaf, where)
        self.current = self.rows[0]
        for path, text in self.builder.mapping.constants.items():
            self._leaf(Leaf(f"{CONSTANT}{path}", (), text), None)
        return self._finish()

    def _leaf(self, leaf: Leaf, line: int | None) -> None:
        reader = self.builder.reader(leaf.path)
        if reader.column.drop:
            return
        aim, place = reader.target, Where.of(leaf.path, leaf.at, line)
        for meaning in reader.read(leaf.value):
            for doubt in meaning.doubts:
                self.say(doubt.code, doubt.level, leaf.path, meaning.text, **doubt.context)
            if aim is None or aim.shape == "aside":
                self.keep(leaf.path, aim.path if aim else "", meaning.text)
            elif aim.group:
                self._grouped(Piece(leaf.path, place, aim, meaning))
            else:
                self._scalar(Piece(leaf.path, place, aim, meaning))

    def _grouped(self, piece: Piece) -> None:
        if piece.meaning.state is not None and piece.target.identifies:
            self.states.setdefault(piece.target.group, piece.meaning.state)
        elif _says_something(piece.meaning):
            self.pieces.append(piece)

    def _scalar(self, piece: Piece) -> None:
        if piece.meaning.state is not None:
            self.states.setdefault(piece.target.name, piece.meaning.state)
        else:
            if piece.meaning.kept:
                self.keep(piece.column, piece.target.name, piece.meaning.text)
            self.scalars.setdefault(piece.target.path, []).append(piece)

    def _finish(self) -> Built:
        groups = Groups(lambda code, column, text: self.say(code, "note", column, text))
        groups.fill(self.pieces)
        self._on_behalf(groups)
        made = {group: merge_equal(rows) for group, rows in groups.rows.items()}
        name_keys(made)
        if len(self.rows) > 1 or any(
            place.lists for rows in made.values() for row in rows for place in row.places
        ):
            link_rows(made)
        content = Finisher(self, made).content()
        return Built(self.rows, content, tuple(dict.fromkeys(self.findings)))

    def _on_behalf(self, groups: Groups) -> None:
        """Name the controller a processor's purpose speaks of, when no column names one (GDPR 30(2)(a))."""
        if self.builder.mapping.role not in PROCESSOR_ROLES or groups.rows.get("controllers"):
            return
        aim = target("activity", "controllers.name")
        texts = [piece for piece in self.pieces if piece.target.path == "purposes.name"] + self.scalars.get(
            "name", []
        )
        for piece in texts:
            found = on_behalf().search(piece.meaning.text)
            if found and aim:
                name = bare_name(found["controller"])
                groups.fill([Piece(piece.column, piece.place, aim, Meaning(name, value=name))])
                self.say("import_controller_read", "note", piece.column, name)
                return

    def say(self, code: str, level: Level, column: str = "", value: str = "", **context: Any) -> None:
        """Add a finding about the row in hand."""
        row = self.current or self.rows[0]
        shown = "" if column.startswith(CONSTANT) else column
        self.findings.append(
            Finding(row.file, code, row.sheet, row.number, shown, value[:SHOWN], level, context)
        )

    def keep(self, column: str, about: str, text: str) -> None:
        """Keep a text beside the record."""
        self.kept[column.removeprefix(CONSTANT), about, text] = None

    def link(self, aim: Target, name: str) -> str | None:
        """Return the id of the record called ``name``, or None when there is none and none may be created."""
        return self.builder.linker.find(aim.link_kinds, name)


def bare_name(text: str) -> str:
    """Return a name without what ends the sentence; the dot of an abbreviation belongs to it."""
    name = text.strip(" ,;")
    return name if _ABBREVIATION.search(name) else name.rstrip(".")


def _says_something(meaning: Meaning) -> bool:
    return (
        meaning.state is not None
        or meaning.kept
        or meaning.value is not None
        or bool(meaning.codes or meaning.names)
    )
