"""One value in one cell, and back: codes beside labels, ids beside names, and the three kinds of «nothing»."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from governance import vocabulary
from governance.exchange.references import SEPARATOR, Titles, id_in
from governance.exchange.tabular import CellValue
from governance.language import LANGUAGES, Language, text
from governance.model.canonical import canonical
from governance.model.fields import Declared

MASK = "•••"
LITERAL = "[text]"
ANSWERS = ("none", "unknown")
MARKERS = {
    text(f"exchange.marker.{answer}", each).casefold(): answer for answer in ANSWERS for each in LANGUAGES
}
FLAGS = {
    text(f"exchange.{word}", each).casefold(): word == "yes" for word in ("yes", "no") for each in LANGUAGES
}
FLAGS |= {"true": True, "false": False, "1": True, "0": False}
# Readers of workbooks trip over these: two characters XML has no place for, and Excel's own escape of an escape.
_ODD = re.compile("[\ufffe\uffff]|_(?=x005[fF]_)")
_ESCAPED = re.compile(r"\\(?:u([0-9a-f]{4})|(\\))")
_WHOLE = re.compile(r"\d+(?:\.0+)?")

Names = Mapping[str, Mapping[str, str]]


def marker(answer: str, language: Language) -> str:
    """Return how «there are none» or «not known» is written in a cell."""
    return text(f"exchange.marker.{answer}", language)


def escaped(value: str) -> str:
    """Return ``value`` as a cell holds it: marked as literal where it could be taken for something else."""
    if not value.startswith("[") and not _ODD.search(value):
        return value
    if not value.startswith(LITERAL) and value.casefold() not in MARKERS and not _ODD.search(value):
        return value
    doubled = value.replace("\\", "\\\\")
    return LITERAL + _ODD.sub(lambda found: f"\\u{ord(found.group()):04x}", doubled)


def unescaped(cell: str) -> str:
    """Return the text ``escaped`` was given."""
    if not cell.startswith(LITERAL):
        return cell
    return _ESCAPED.sub(
        lambda found: "\\" if found[2] else chr(int(found[1], 16)), cell.removeprefix(LITERAL)
    )


@dataclass(slots=True)
class Encoder:
    """Turn values into cells in one language; ``titles`` says what the targets of links are called."""

    language: Language
    titles: Titles
    _terms: dict[tuple[str, str], str] = field(default_factory=dict)

    def cell(self, each: Declared, value: Any, names: Names) -> CellValue:
        """Return the cell of ``value``; ``names`` holds what the rows of the same record are called, by list."""
        match each.shape:
            case "code" | "codes":
                codes = value if each.many else [value]
                return "\n".join(self._code(each, one, names) for one in codes)
            case "whole":
                scale = each.spec.vocabulary if each.spec.scale else None
                return self.term(scale, str(value)) if scale else int(value)
            case "flag":
                return text("exchange.yes" if value else "exchange.no", self.language)
            case "date":
                return date.fromisoformat(value)
        return escaped(value if isinstance(value, str) else canonical(value))

    def _code(self, each: Declared, code: str, names: Names) -> str:
        if each.spec.vocabulary:
            return self.term(each.spec.vocabulary, code)
        if each.spec.links:
            return self.titles.shown(code, self.language)
        name = names.get(each.spec.within or "", {}).get(code)
        return f"{code}{SEPARATOR}{name}" if name else code

    def term(self, name: str, code: str) -> str:
        """Return «code · label» of a term."""
        key = (name, code)
        if key not in self._terms:
            self._terms[key] = f"{code}{SEPARATOR}{vocabulary.label(name, code, self.language)}"
        return self._terms[key]


class CellFault(Exception):
    """Say why a cell cannot be read: a code of the catalog and the value met."""

    def __init__(self, code: str, value: Any, **context: str) -> None:
        super().__init__(code)
        self.code, self.value, self.context = code, str(value)[:200], context


def answer_in(cell: Any) -> str | None:
    """Return the answer a cell states instead of a value, or None."""
    return MARKERS.get(cell.strip(" \t\n").casefold()) if isinstance(cell, str) and "[" in cell else None


def decoded(each: Declared, cell: Any, resolve: Callable[[Declared, str], str]) -> Any:
    """Return the value of a filled cell as content holds it; raise CellFault when it is none.

    ``resolve`` turns a link written as a name into an id.
    """
    return _READERS[each.shape](each, cell, resolve)


def _text(_each: Declared, cell: Any, _resolve: Any) -> str:
    return unescaped(cell) if isinstance(cell, str) else plain_text(cell)


def plain_text(cell: Any) -> str:
    """Return a cell as text; a whole number is shown without a fraction."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _code(each: Declared, cell: Any, resolve: Callable[[Declared, str], str]) -> str:
    written = plain_text(cell).strip()
    if each.spec.vocabulary:
        return _term(each.spec.vocabulary, written)
    if each.spec.links:
        return id_in(written) or resolve(each, written)
    return written.partition(SEPARATOR)[0].strip() if each.spec.within else written


def _term(name: str, written: str) -> str:
    first = written.partition(SEPARATOR)[0].strip()
    found = vocabulary.term(name, first) or vocabulary.recognise(name, written)
    if found is None:
        raise CellFault("workbook_unknown_term", written, vocabulary=name)
    return found.code


def _codes(each: Declared, cell: Any, resolve: Callable[[Declared, str], str]) -> list[str]:
    written = plain_text(cell)
    pieces = written.split("\n") if "\n" in written else re.split("[;；]", written)
    return [_code(each, piece, resolve) for piece in pieces if piece.strip()]


def _whole(each: Declared, cell: Any, _resolve: Any) -> int:
    written = plain_text(cell).strip().partition(SEPARATOR)[0].strip()
    if not isinstance(cell, bool) and _WHOLE.fullmatch(written):
        return int(float(written)) if "." in written else int(written)
    if each.spec.scale and each.spec.vocabulary:
        return int(_term(each.spec.vocabulary, plain_text(cell).strip()))
    raise CellFault("workbook_bad_number", cell)


def _flag(_each: Declared, cell: Any, _resolve: Any) -> bool:
    found = FLAGS.get(plain_text(cell).strip().casefold())
    if found is None:
        raise CellFault("workbook_bad_flag", cell)
    return found


def _date(_each: Declared, cell: Any, _resolve: Any) -> str:
    try:
        moment = datetime.fromisoformat(str(cell).strip())
    except ValueError:
        raise CellFault("workbook_bad_date", cell) from None
    return moment.date().isoformat()


def _json(_each: Declared, cell: Any, _resolve: Any) -> Any:
    try:
        value = json.loads(unescaped(str(cell)))
    except ValueError:
        raise CellFault("workbook_bad_machine_value", cell) from None
    if not isinstance(value, dict):
        raise CellFault("workbook_bad_machine_value", cell)
    return value


def _rows(_each: Declared, cell: Any, _resolve: Any) -> Any:
    """Refuse a cell that should only say what is stated about a list: its rows have a sheet of their own."""
    raise CellFault("workbook_rows_elsewhere", cell)


_READERS: dict[str, Callable[[Declared, Any, Any], Any]] = {
    "short": _text,
    "long": _text,
    "code": _code,
    "codes": _codes,
    "whole": _whole,
    "flag": _flag,
    "date": _date,
    "json": _json,
    "rows": _rows,
}
