"""Clean cells: spaces, line ends and escapes that people do not see, and numbers that only look fractional."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time

from governance.exchange.reading.model import Cell

LONGEST_CELL = 32_767  # what Excel keeps of one cell
FORMULA = re.compile(r"=\s*[A-Z][A-Z.]*\(.*\)\s*|=\s*\$?[A-Z]{1,3}\$?\d+.*", re.DOTALL | re.IGNORECASE)
BROKEN_FORMULA = re.compile(r"#(REF!|N/A|NAME\?|VALUE!|DIV/0!|NUM!|NULL!|SPILL!|CALC!|GETTING_DATA)")
EXACT_WHOLE = 2.0**53

BETWEEN = "~"  # printable, and rare: where a cell holds it the row is only looked at more closely
SUSPECT = ("=", "#")

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_HARD_SPACE = re.compile("[\u00a0\u2007\u202f]")
_INVISIBLE = re.compile("[\u200b\u2060\ufeff\u00ad\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_LINE_EDGE = re.compile(r"[ \t]+(?=\n)")


def clean_text(text: str) -> str:
    """Return the text as a person sees it: no escapes, hard or invisible spaces, one kind of line end."""
    if "_x" in text:
        text = _ESCAPE.sub(_unescape, text)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _INVISIBLE.sub("", _HARD_SPACE.sub(" ", text))
    return _LINE_EDGE.sub("", text).strip()


def clean_row(row: Sequence[object]) -> tuple[list[Cell], bool]:
    """Clean one row of a workbook or text file; an empty cell becomes None.

    The second value says that a cell may be cut off or look like a formula. The texts of the row are judged
    together first: most rows need no cleaning, and large files are read at the speed of this line.
    """
    joined = BETWEEN.join([cell for cell in row if cell.__class__ is str])
    suspect = joined[:1] in SUSPECT or len(joined) >= LONGEST_CELL or "~=" in joined or "~#" in joined
    if joined.isascii() and not _untidy(joined):
        return [cell if cell.__class__ is str and cell else _other(cell) for cell in row], suspect
    return [clean_text(cell) or None if isinstance(cell, str) else _other(cell) for cell in row], True


def clean_json(value: object) -> Cell:
    """Clean a JSON value through all its levels; nothing is dropped but empty text."""
    if isinstance(value, str):
        return clean_text(value) or None
    if isinstance(value, list):
        return [clean_json(item) for item in value]
    if isinstance(value, dict):
        return {clean_text(str(key)): clean_json(item) for key, item in value.items()}
    if value is None or isinstance(value, bool | int | float):
        return value
    return str(value)


def shown(cell: Cell) -> str:
    """Write a cell as text for a message or a report."""
    if cell is None:
        return ""
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell)


def letter(index: int) -> str:
    """Name a column, counted from 0, the way a spreadsheet does: from A to Z, then AA and on."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name


def _untidy(joined: str) -> bool:
    """Say whether any cell needs cleaning; control characters other than these are cleaned where files are decoded."""
    return (
        "~ " in joined
        or " ~" in joined
        or "\n" in joined
        or "\r" in joined
        or "_x" in joined
        or "\t" in joined
        or joined[:1] == " "
        or joined[-1:] == " "
    )


def _other(cell: object) -> Cell:
    if cell == "":
        return None
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() and abs(cell) < EXACT_WHOLE else cell
    if isinstance(cell, datetime):
        return cell.date() if cell.time() == time.min else cell
    if cell is None or isinstance(cell, bool | int | date):
        return cell
    text = cell.isoformat() if isinstance(cell, time) else str(cell)
    return clean_text(text) or None


def _unescape(found: re.Match[str]) -> str:
    code = int(found.group(1), 16)
    if code in (0x9, 0xA) or (code >= 0x20 and not 0xD800 <= code <= 0xDFFF):
        return chr(code)
    return "\r" if code == 0xD else ""
