"""Read days as registers write them: ISO, local orders, month names of many languages, Chinese dates."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import cache
from typing import Literal

from governance.exchange.parsed import Parsed, Sureness

Order = Literal["dmy", "mdy"]
LOCALES = ("en", "de", "fr", "es", "it", "nl", "pt", "da", "sv", "nb", "fi", "pl", "cs", "ro", "el", "hu")
EARLIEST, LATEST = 1800, 2200
SERIAL_START = date(1899, 12, 30)  # day 0 of spreadsheets, their false leap day of 1900 allowed for
SERIALS = range(20_000, 80_000)
PIVOT = 70
LONGEST = 60

_ISO = re.compile(
    r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[T ]+\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s*(?:Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?",
    re.IGNORECASE,
)
_COMPACT = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")
_LOCAL = re.compile(
    r"(\d{1,2})\s?([-/.])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})(?:[ T,]+\d{1,2}:\d{2}(?::\d{2})?(?:\s?[AP]M)?)?",
    re.IGNORECASE,
)
_CHINESE = re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]?(?:\s*[(（]?(?:星期|周).[)）]?)?")
_PARTIAL = re.compile(
    r"(?:19|20)\d{2}|(?:19|20)\d{2}[-/.]\d{1,2}|\d{1,2}[/.-](?:19|20)\d{2}|(?:19|20)\d{2}\s*年(?:\s*\d{1,2}\s*月)?|(?:q[1-4]|[1-4]q)[ /-]?(?:19|20)\d{2}",
    re.IGNORECASE,
)
_WORDS = re.compile(r"[^\W\d_]+\.?|\d+")
_FILLER = frozenset(
    ("of", "the", "st", "nd", "rd", "th", "er", "de", "del", "den", "le", "a", "d", "di", "do")
)


def day(value: object, order: Order | None = None) -> Parsed[date]:
    """Read a day; ``order`` settles texts such as 03/04/2020, which are ambiguous without it.

    A day that does not exist is ``impossible``, a month or a year alone ``incomplete``; a time of day is left out and the
    day kept as written, whatever the time zone.
    """
    if isinstance(value, datetime):
        return Parsed(value.date(), "sure")
    if isinstance(value, date):
        return Parsed(value, "sure")
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _serial(value)
    text = " ".join(unicodedata.normalize("NFKC", value).split()) if isinstance(value, str) else ""
    if not text:
        return Parsed(None, "empty")
    if len(text) > LONGEST:
        return Parsed(None, "not_understood", text)
    return _numeric(text, order) or _named(text) or Parsed(None, _rest(text), text)


def _serial(value: float) -> Parsed[date]:
    """Read the number of a day as spreadsheets count them, or digits such as 20200131."""
    if not math.isfinite(value):
        return Parsed(None, "not_understood", str(value))
    if int(value) in SERIALS:
        return Parsed(SERIAL_START + timedelta(days=int(value)), "assumed", str(value))
    if isinstance(value, int) and (compact := _COMPACT.fullmatch(str(value))):
        return _built(compact.group(1), compact.group(2), compact.group(3), str(value))
    return Parsed(
        None,
        "incomplete" if value == int(value) and EARLIEST < value < LATEST else "not_understood",
        str(value),
    )


def _numeric(text: str, order: Order | None) -> Parsed[date] | None:
    if found := _ISO.fullmatch(text):
        return _built(found.group(1), found.group(3), found.group(4), text)
    if found := _COMPACT.fullmatch(text) or _CHINESE.fullmatch(text):
        return _built(found.group(1), found.group(2), found.group(3), text)
    if found := _LOCAL.fullmatch(text):
        return _local(found, order, text)
    return None


def _local(found: re.Match[str], order: Order | None, text: str) -> Parsed[date]:
    first, second = int(found.group(1)), int(found.group(3))
    year, code = _year(found.group(4))
    if found.group(2) == "." or first > 12:
        return _built(year, second, first, text, code)
    if second > 12:
        return _built(year, first, second, text, code)
    if first == second:
        return _built(year, second, first, text, code)
    if order is None:
        return Parsed(None, "ambiguous", text)
    month, of_month = (second, first) if order == "dmy" else (first, second)
    return _built(year, month, of_month, text, code)


def _named(text: str) -> Parsed[date] | None:
    """Read a day with a month in words; weekdays and small words around it are passed over."""
    words = [word.rstrip(".").casefold() for word in _WORDS.findall(text.replace("ª", "").replace("º", ""))]
    months = {number for word in words if (number := _months().get(word))}
    numbers = [word for word in words if word.isdigit()]
    strange = [
        w
        for w in words
        if not w.isdigit() and w not in _months() and w not in _weekdays() and w not in _FILLER
    ]
    if len(months) != 1 or strange:
        return None
    month = months.pop()
    if len(numbers) == 2:
        return _day_and_year(numbers[0], month, numbers[1], text)
    return Parsed(None, "incomplete", text) if len(numbers) == 1 and len(numbers[0]) == 4 else None


def _day_and_year(first: str, month: int, second: str, text: str) -> Parsed[date]:
    if len(first) == 4:
        return _built(first, month, second, text)
    year, code = _year(second)
    return _built(year, month, first, text, code)


def _year(text: str) -> tuple[int, Sureness]:
    number = int(text)
    if len(text) == 4:
        return number, "sure"
    return number + (1900 if number >= PIVOT else 2000), "assumed"


def _built(
    year: str | int, month: str | int, of_month: str | int, text: str, code: Sureness = "sure"
) -> Parsed[date]:
    try:
        built = date(int(year), int(month), int(of_month))
    except ValueError:
        return Parsed(None, "impossible", text)
    if not EARLIEST <= built.year <= LATEST:
        return Parsed(None, "impossible", text)
    return Parsed(built, code, "" if code == "sure" else text)


def _rest(text: str) -> Sureness:
    return "incomplete" if _PARTIAL.fullmatch(text) else "not_understood"


@cache
def _months() -> Mapping[str, int]:
    """Collect month names of all languages from CLDR; a name that means two months in two languages is left out."""
    from babel.dates import get_month_names  # noqa: PLC0415  slow to load and seldom needed

    found: dict[str, set[int]] = {}
    for locale in LOCALES:
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                for number, name in get_month_names(width, context, locale).items():
                    found.setdefault(str(name).rstrip(".").casefold(), set()).add(number)
    found.setdefault("sept", set()).add(9)
    return {name: min(numbers) for name, numbers in found.items() if len(numbers) == 1 and name}


@cache
def _weekdays() -> frozenset[str]:
    from babel.dates import get_day_names  # noqa: PLC0415  slow to load and seldom needed

    names = (
        str(name)
        for locale in LOCALES
        for width in ("wide", "abbreviated")
        for name in get_day_names(width, "format", locale).values()
    )
    return frozenset(part.rstrip(".").casefold() for name in names for part in re.split(r"[\s-]", name))
