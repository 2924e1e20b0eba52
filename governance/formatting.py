"""Dates, numbers, names and figures as people write them: one place for the screen and for what is printed.

A share of 0.6202 reads «62%» everywhere, or it is two figures.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from babel.dates import format_date, format_datetime, format_time
from babel.numbers import format_decimal, format_percent

from governance.language import Language, text

LOCALES: dict[Language, str] = {"en": "en_GB", "zh": "zh_Hans_CN"}
MISSING = "—"
MOST_KEPT = 4_096  # texts of one kind: writing a number costs more than drawing it
SHARES = ("percent", "share")
# What has no shape and changes how the text around it reads: marks that turn the direction of writing, signs without
# width (but the joiners that letters and pictures are made with), controls, tags.
UNSEEN = (
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_UNSEEN = re.compile(UNSEEN)


def visible(typed: str) -> str:
    """Return text of people without what has no shape and changes how the rest reads."""
    return _UNSEEN.sub("", typed)


def name_of(row: Mapping[str, Any] | None, language: Language) -> str:
    """Return the name of a record in ``language``, falling back to the other, then its id."""
    if not row:
        return MISSING
    first, second = ("name_zh", "name") if language == "zh" else ("name", "name_zh")
    return visible(str(row.get(first) or row.get(second) or row.get("id") or MISSING))


@lru_cache(maxsize=MOST_KEPT, typed=True)
def day(value: date | None, language: Language) -> str:
    """Return a date as people write it: 23 Nov 2026 or 2026年11月23日."""
    return format_date(value, "medium", locale=LOCALES[language]) if value else MISSING


@lru_cache(maxsize=MOST_KEPT, typed=True)
def month(value: date, language: Language) -> str:
    """Return a month as people write it: Nov 2026 or 2026年11月."""
    return format_date(value, "MMM y" if language == "en" else "y年M月", locale=LOCALES[language])


def moment(value: datetime | None, language: Language) -> str:
    """Return a point in time to the second."""
    return format_datetime(value, "medium", locale=LOCALES[language]) if value else MISSING


def clock(value: datetime, today: date, language: Language) -> str:
    """Return a point in time to the minute, without its day when that is ``today``."""
    time = format_time(value.time(), "HH:mm", locale=LOCALES[language])
    return time if value.date() == today else f"{day(value.date(), language)} {time}"


@lru_cache(maxsize=MOST_KEPT, typed=True)
def number(value: float | None, language: Language) -> str:
    """Return a number with the grouping of the language; a dash when there is none."""
    return MISSING if value is None else format_decimal(value, locale=LOCALES[language])


@lru_cache(maxsize=MOST_KEPT, typed=True)
def percent(value: float | None, language: Language, *, step: float = 0.001) -> str:
    """Return the share ``value`` (0 to 1) as a percentage with at most one decimal; "no data" for none.

    Only nothing is written 0 % and only everything 100 %: what lies between never rounds to either. ``step`` is the
    smallest difference shown, 0.01 for whole percents.
    """
    if value is None:
        return text("figure.no_data", language)
    rounded = round(float(value) / step) * step
    inside = min(max(rounded, step), 1 - step) if 0 < value < 1 else value
    return format_percent(inside, format="0.#%", locale=LOCALES[language])


def cell_percent(value: float | None, language: Language) -> str:
    """Return the share of one cell of a heat map, to the whole percent; "no data" for none."""
    return percent(value, language, step=0.01)


def shown(value: float | None, unit: str, language: Language) -> str:
    """Return the value of a figure: a percentage for a share, else a number; "no data" for none."""
    if value is None:
        return text("figure.no_data", language)
    return percent(value, language) if unit in SHARES else number(value, language)


def change(values: Sequence[float | None], unit: str, language: Language) -> str | int | None:
    """Return the change between the last two known values: points of a share, else a number; 0 for none.

    None when there is nothing to compare with.
    """
    known = [each for each in values if each is not None]
    if not values or values[-1] is None or len(known) < 2:
        return None
    difference = known[-1] - known[-2]
    if unit in SHARES:
        points = round(difference * 100, 1)
        return text("figure.points", language, change=f"{points:+.1f}") if points else 0
    return f"{difference:+.0f}" if round(difference) else 0


def joined(items: Iterable[str], language: Language) -> str:
    """Return items as one line in the manner of the language."""
    return ("、" if language == "zh" else ", ").join(items)
