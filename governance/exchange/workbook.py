"""Recital's own workbook: an empty template to fill in, or everything the lens shows."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from governance import vocabulary
from governance.exchange import contents, references
from governance.exchange.reading.cells import letter
from governance.exchange.stamp import Stamp, stamp
from governance.exchange.tabular import Book, CellValue, Out, column_width, parts, sheet_name
from governance.exchange.workbook_layout import CONTINUED, Column, Sheet, common_sheets, sheets_of
from governance.exchange.workbook_rows import Flattener, Row
from governance.exchange.workbook_values import ANSWERS, Encoder, marker
from governance.language import Language, text
from governance.model.kinds import KINDS
from governance.register.library import measure_records
from governance.register.reader import Reader

Progress = Callable[[int, int], None]
CODES, HEADER, FIRST = 0, 1, 2  # rows, counted from 0: column codes (hidden), labels, data
SPARE = 500  # rows below the data that still have drop-downs
TOLD_EVERY = 200
NOT_IN_TEMPLATE = ("grant", "settings", "source")
LINE_STEPS = ("fill", "codes", "empty", "rows", "links", "ids", "lists", "import")


def template(language: Language) -> bytes:
    """Return an empty workbook with drop-downs and instructions in ``language``."""
    out = io.BytesIO()
    kinds = tuple(code for code, kind in KINDS.items() if code not in NOT_IN_TEMPLATE and not kind.signed)
    writer = _Writer(out, language, references.Titles(), template=True)
    with writer.book:
        writer.begin(kinds, None)
        for kind in kinds:
            writer.sheets(sheets_of(kind), {})
    return out.getvalue()


def export(reader: Reader, language: Language, out: Out, progress: Progress | None = None) -> None:
    """Write every record the lens shows to ``out``; ``progress(done, total)`` counts records.

    Reading the workbook back changes nothing.
    """
    held = {kind: contents.records(reader, kind) for kind in KINDS}
    write(held, references.titles(reader), language, out, made=stamp(reader), progress=progress)


def write(
    records: Mapping[str, Iterable[contents.Held]],
    titles: references.Titles,
    language: Language,
    out: Out,
    *,
    made: Stamp | None = None,
    progress: Progress | None = None,
) -> None:
    """Write ``records``, given by kind, as a workbook; ``titles`` says what linked records are called."""
    writer = _Writer(out, language, titles, progress=progress)
    shared: dict[str, list[Row]] = {}
    with writer.book:
        writer.begin(tuple(records), made)
        for kind, held in records.items():
            rows = writer.flattened(held)
            for sheet in common_sheets():
                shared.setdefault(sheet.code, []).extend(rows.pop(sheet.code, ()))
            writer.sheets(sheets_of(kind), rows)
        writer.sheets(common_sheets(), shared)
    writer.tell()


@dataclass(slots=True)
class _Writer:
    out: Out
    language: Language
    titles: references.Titles
    template: bool = False
    progress: Progress | None = None
    done: int = 0
    book: Book = field(init=False)
    flattener: Flattener = field(init=False)
    taken: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.book = Book(self.out)
        self.flattener = Flattener(Encoder(self.language, self.titles))

    def begin(self, kinds: Sequence[str], made: Stamp | None) -> None:
        """Write the instructions and the lists the drop-downs draw on."""
        sheet = self.book.sheet(sheet_name(self.say("exchange.sheet.instructions"), self.taken))
        sheet.set_column(0, 0, 110)
        sheet.write_string(0, 0, self.say("exchange.instructions.title"), self.book.title)
        lines = [self.say(f"exchange.instructions.{step}", **self._markers()) for step in LINE_STEPS]
        if made:
            lines = [*made.lines(self.language), *lines, self.say("exchange.instructions.machine")]
        for number, line in enumerate([*lines, self.say("exchange.not_advice")], 2):
            sheet.write_string(number, 0, line, self.book.wrapped)
        self._lists(kinds)

    def _markers(self) -> dict[str, str]:
        return {answer: marker(answer, self.language) for answer in ANSWERS}

    def say(self, key: str, **values: str) -> str:
        return text(key, self.language, **values)

    def _lists(self, kinds: Sequence[str]) -> None:
        name = sheet_name(self.say("exchange.sheet.lists"), self.taken)
        sheet = self.book.sheet(name)
        columns = self._choices(kinds)
        for row in range(max(len(lines) for _, lines in columns)):
            for place, (_, lines) in enumerate(columns):
                if row < len(lines):
                    sheet.write_string(row, place, lines[row])
        for place, (code, lines) in enumerate(columns):
            at = letter(place)
            sheet.set_column(place, place, column_width(lines[0], lines))
            self.book.file.define_name(f"v_{code}", f"='{name}'!${at}$2:${at}${max(2, len(lines))}")
        sheet.freeze_panes(1, 0)

    def _choices(self, kinds: Sequence[str]) -> list[tuple[str, list[str]]]:
        """Return each list of choices: its code, then its heading and its lines."""
        used = {each.spec.vocabulary for kind in kinds for each in _fields(sheets_of(kind))} - {None}
        term = self.flattener.encoder.term
        found = [
            (
                name,
                [
                    one.label(self.language),
                    *(term(name, each.code) for each in one.terms if not each.deprecated),
                ],
            )
            for name in sorted(used)
            if (one := vocabulary.vocabulary(str(name))) and name
        ]
        yes_no = [self.say("exchange.yes_no"), self.say("exchange.yes"), self.say("exchange.no")]
        measures = [KINDS["measure"].label(self.language, many=True), *self._measures()]
        return [("yes_no", yes_no), ("measure", measures), *found]

    def _measures(self) -> list[str]:
        if not self.template:
            ids = [each.record_id for each in self.titles.by_id.values() if each.kind == "measure"]
            return [self.titles.shown(each, self.language) for each in sorted(ids)]
        named = "name_zh" if self.language == "zh" else "name"
        return [
            f"{record_id}{references.SEPARATOR}{content.get(named) or content['name']}"
            for record_id, content in measure_records().items()
        ]

    def flattened(self, records: Iterable[contents.Held]) -> dict[str, list[Row]]:
        """Return the rows of ``records`` by sheet."""
        rows: dict[str, list[Row]] = {}
        for held in records:
            for code, row in self.flattener.rows(held):
                rows.setdefault(code, []).append(row)
            self.done += 1
            if self.done % TOLD_EVERY == 0:
                self.tell()
        return rows

    def tell(self) -> None:
        """Tell how many records are written."""
        if self.progress:
            self.progress(self.done, max(self.done, len(self.titles.by_id)))

    def sheets(self, sheets: Iterable[Sheet], rows: dict[str, list[Row]]) -> None:
        """Write ``sheets`` with their rows, given by the code of the sheet."""
        for sheet in sheets:
            self._sheet(sheet, rows.get(sheet.code, []))

    def _sheet(self, sheet: Sheet, rows: list[Row]) -> None:
        page = self.book.sheet(sheet_name(sheet.label(self.language), self.taken))
        columns = [each for each in enumerate(sheet.columns) if not (self.template and each[1].machine)]
        spread = [(place, column, _pieces(rows, place)) for place, column in columns]
        headers = [
            (
                f"{column.code}{CONTINUED}{part}" if part > 1 else column.code,
                self._header(column, part),
                column,
            )
            for _, column, pieces in spread
            for part in range(1, pieces + 1)
        ]
        self._head(page, headers, rows, spread)
        for number, row in enumerate(rows, FIRST):
            self._row(page, number, row, spread)
        page.freeze_panes(FIRST, 2)
        page.autofilter(HEADER, 0, max(HEADER, HEADER + len(rows)), len(headers) - 1)
        self._choosing(page, headers, len(rows))

    def _header(self, column: Column, part: int) -> str:
        label = column.label(self.language)
        return label if part == 1 else self.say("exchange.column.continued", label=label, part=str(part))

    def _head(
        self,
        page: Any,
        headers: list[tuple[str, str, Column]],
        rows: list[Row],
        spread: list[tuple[int, Column, int]],
    ) -> None:
        page.set_row(CODES, None, None, {"hidden": True})
        places = [place for place, _, pieces in spread for _ in range(pieces)]
        for number, (code, _, _) in enumerate(headers):
            page.write_string(CODES, number, code, self.book.code)
        for number, (_, label, column) in enumerate(headers):
            style = self.book.machine_head if column.machine else self.book.head
            page.write_string(HEADER, number, label, style)
            shown = [row[places[number]] for row in rows[:200]]
            page.set_column(number, number, column_width(label, shown))
            if about := self._about(column):
                page.write_comment(HEADER, number, about, {"x_scale": 2})

    def _about(self, column: Column) -> str:
        if column.field is None:
            return ""
        spec = column.field.spec
        return "\n".join(line for line in (spec.help(self.language), ", ".join(spec.cites)) if line)

    def _row(self, page: Any, number: int, row: Row, spread: list[tuple[int, Column, int]]) -> None:
        at = 0
        for place, _, pieces in spread:
            value: CellValue = row[place]
            if value is not None:
                if pieces == 1:
                    self.book.put(page, number, at, value)
                else:
                    for offset, piece in enumerate(parts(str(value))):
                        self.book.put(page, number, at + offset, piece)
            at += pieces

    def _choosing(self, page: Any, headers: list[tuple[str, str, Column]], filled: int) -> None:
        for number, (_, _, column) in enumerate(headers):
            source = _source(column)
            if source:
                page.data_validation(
                    FIRST,
                    number,
                    FIRST + filled + SPARE,
                    number,
                    {"validate": "list", "source": f"=v_{source}", "show_error": False},
                )


def _fields(sheets: Iterable[Sheet]) -> list[Any]:
    return [column.field for sheet in sheets for column in sheet.columns if column.field]


def _source(column: Column) -> str | None:
    each = column.field
    if each is None or column.part == "rows":
        return None
    if each.shape == "flag":
        return "yes_no"
    return "measure" if each.spec.links == "measure" else each.spec.vocabulary


def _pieces(rows: list[Row], place: int) -> int:
    longest = [value for row in rows if isinstance(value := row[place], str) and len(value) > 16_000]
    return max((len(parts(value)) for value in longest), default=1)
