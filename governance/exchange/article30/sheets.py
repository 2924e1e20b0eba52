"""The register by article as a workbook: one row an activity, one column a letter."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from governance.exchange.article30.model import Answer, Article30
from governance.exchange.tabular import LONGEST_PART, Book, display_width, parts, sheet_name
from governance.language import text

HEAD = ("id", "name", "department", "status")
HEAD_WIDTHS = (12, 30, 20, 12)
LETTER_WIDTH = 42
SHADES = {"missing": "#FEE2E2", "unknown": "#FEF3C7", "none": "#F1F5F9"}


def xlsx(*registers: Article30) -> bytes:
    """Return one or more registers as a workbook: a sheet of activities each, and who keeps them as of when."""
    out = io.BytesIO()
    taken: set[str] = set()
    with Book(out) as book:
        for register in registers:
            name = text(f"article30.sheet.{register.which}", register.language)
            _activities(book, book.sheet(sheet_name(name, taken)), register)
        about = text("article30.sheet.about", registers[0].language)
        _about(book, book.sheet(sheet_name(about, taken)), registers)
    return out.getvalue()


def _activities(book: Book, sheet: Any, register: Article30) -> None:
    shades = {
        state: book.file.add_format({"valign": "top", "text_wrap": True, "bg_color": shade})
        for state, shade in SHADES.items()
    }
    headers = [text(f"article30.column.{name}", register.language) for name in HEAD]
    headers += [letter.title(register.language) for letter in register.letters]
    widths = [*HEAD_WIDTHS, *(LETTER_WIDTH for _ in register.letters)]
    for place, (header, width) in enumerate(zip(headers, widths, strict=True)):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, header, book.head)
    if not register.entries:
        sheet.write_string(1, 0, text("article30.empty", register.language), book.plain)
    for number, entry in enumerate(register.entries, 1):
        sheet.set_row(number, _height(entry.answers))
        for place, value in enumerate((entry.activity_id, entry.name, entry.department, entry.status)):
            book.put(sheet, number, place, value)
        for place, answer in enumerate(entry.answers, len(HEAD)):
            sheet.write_string(number, place, _cell(answer), shades.get(answer.state, book.wrapped))
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, max(1, len(register.entries)), len(headers) - 1)
    sheet.set_landscape()
    sheet.set_paper(8)  # A3
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _cell(answer: Answer) -> str:
    """Return the answer as one cell; what no cell can hold ends in an ellipsis."""
    whole = "\n".join(answer.lines)
    first, *rest = parts(whole)
    return f"{first[: LONGEST_PART - 1]}…" if rest else first


def _height(answers: tuple[Answer, ...]) -> float:
    lines = max(sum(1 + display_width(line) // LETTER_WIDTH for line in answer.lines) for answer in answers)
    return min(400.0, 15.0 * lines + 4)


def _about(book: Book, sheet: Any, registers: Sequence[Article30]) -> None:
    sheet.set_column(0, 0, 100)
    language = registers[0].language
    lines = [line for register in registers for line in _keeper(book, register)]
    closing = (*registers[0].stamp.lines(language), text("exchange.not_advice", language))
    for number, (line, style) in enumerate([*lines, *((line, book.wrapped) for line in closing)]):
        sheet.write_string(number, 0, line, style)


def _keeper(book: Book, register: Article30) -> list[tuple[str, Any]]:
    lines = [(register.title, book.title), (_count(register), book.wrapped)]
    lines.append((text("article30.heading.about", register.language), book.strong))
    for organisation in register.organisations:
        lines.append((organisation.name, book.strong))
        lines += [(line, book.wrapped) for line in organisation.lines]
    return [*lines, ("", book.plain)]


def _count(register: Article30) -> str:
    return text("article30.count", register.language, count=len(register.entries))
