"""Put the values of a source row into nested rows: names make rows, other values go to the rows they speak of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from governance.exchange.importing.leaves import LIST
from governance.exchange.importing.meaning import Meaning
from governance.exchange.importing.rows import Made, Where, speaking
from governance.exchange.importing.targets import IDENTITY, WRITTEN, Target

Report = Callable[[str, str, str], None]


@dataclass(frozen=True, slots=True)
class Piece:
    """Hold one piece of a cell: its column, the place of the cell and what it means."""

    column: str
    place: Where
    target: Target
    meaning: Meaning


@dataclass(slots=True)
class Groups:
    """Collect nested rows by group; ``report(code, column, text)`` is told what did not fit."""

    report: Report
    rows: dict[str, list[Made]] = field(default_factory=dict)

    def fill(self, pieces: list[Piece]) -> None:
        """Place all ``pieces`` that lie in groups."""
        by_group: dict[str, list[Piece]] = {}
        for piece in pieces:
            by_group.setdefault(piece.target.group, []).append(piece)
        for group, held in by_group.items():
            rows = self.rows.setdefault(group, [])
            self._make(group, rows, held)
            for piece in held:
                if not piece.target.identifies and piece.meaning.state is None:
                    self._attach(group, rows, piece)
            for piece in held:
                if piece.meaning.state is not None:
                    _state(rows, piece)

    def _make(self, group: str, rows: list[Made], pieces: list[Piece]) -> None:
        """Make rows of the values that identify them, the names first."""
        for name in IDENTITY.get(group, ()):
            cells: dict[tuple[str, Where], list[Piece]] = {}
            for piece in pieces:
                if piece.target.name == name and piece.target.identifies and piece.meaning.state is None:
                    cells.setdefault((piece.column, piece.place), []).append(piece)
            standing = list(rows)
            for (column, place), held in cells.items():
                self._cell(group, rows, speaking(standing, place), column, held)

    def _cell(
        self, group: str, rows: list[Made], known: list[Made], column: str, pieces: list[Piece]
    ) -> None:
        """Place the pieces of one cell: beside the rows it speaks of when their numbers agree, else in rows of their own."""
        if known and (len(pieces) == 1 or len(pieces) == len(known)):
            if len(pieces) > 1:
                self.report("import_paired", column, "; ".join(piece.meaning.text for piece in pieces))
            for position, row in enumerate(known):
                self._put(row, pieces[position if len(pieces) > 1 else 0])
            return
        for position, piece in enumerate(pieces):
            place = piece.place.inner(column, position) if len(pieces) > 1 else piece.place
            row = Made(group, [place])
            rows.append(row)
            self._put(row, piece, names=True)

    def _attach(self, group: str, rows: list[Made], piece: Piece) -> None:
        known = speaking(rows, piece.place)
        if piece.target.shape == "key":
            for row in known if len(known) == 1 else []:
                row.given_key = piece.meaning.text
            return
        if not known:
            inside = group == "purposes" or piece.column.endswith(LIST)
            known = [Made(group, [piece.place.outer() if inside else piece.place])]
            rows += known
        if len(known) > 1 and group == "purposes" and piece.meaning.codes:
            self.report("import_for_all", piece.column, piece.meaning.text)
        for row in known:
            self._put(row, piece)

    def _put(self, row: Made, piece: Piece, *, names: bool = False) -> None:
        aim, meaning = piece.target, piece.meaning
        if aim.shape == "duration":
            row.durations.append((meaning.text, meaning.value))
            return
        for path, code in meaning.codes:
            self._set(row, path.partition(".")[2], code, path=path, piece=piece)
        written = WRITTEN.get(aim.path)
        if (
            written == "name"
            and aim.identifies
            and aim.name == "category"
            and (names or not row.fields.get("name"))
        ):
            row.fields["name"] = meaning.text
        elif meaning.kept:
            row.kept.append((piece.column, aim.name, meaning.text))
        if not aim.vocabulary and meaning.value is not None:
            self._set(row, aim.name, meaning.value, path=aim.path, piece=piece)

    def _set(self, row: Made, name: str, value: Any, *, path: str, piece: Piece) -> None:
        held = row.fields.get(name)
        if _is_list(path, piece):
            if value not in row.fields.setdefault(name, []):
                row.fields[name].append(value)
        elif held is None:
            row.fields[name] = value
        elif piece.target.shape == "text" and not piece.target.identifies and isinstance(value, str):
            row.fields[name] = held if value in held.split("\n") else f"{held}\n{value}"
        elif held != value:
            entry = (piece.column, name, piece.meaning.text)
            if entry not in row.kept:
                row.kept.append(entry)
                self.report("import_several_values", piece.column, piece.meaning.text)


def _is_list(path: str, piece: Piece) -> bool:
    return (
        path.endswith((".bases_gdpr", ".bases_pipl", ".special_conditions")) or piece.target.shape == "codes"
    )


def _state(rows: list[Made], piece: Piece) -> None:
    """Note «there are none» or «not known» at the rows it speaks of, or for the group when it has no row."""
    state = piece.meaning.state
    if state is None or piece.target.identifies:
        return
    for row in speaking(rows, piece.place):
        name = "retention_amount" if piece.target.shape == "duration" else piece.target.name
        row.states.setdefault(name, state)
