"""The days of the demonstration, all told from one day; chance that is the same at every build."""

from __future__ import annotations

import re
import zlib
from datetime import date, timedelta
from functools import cache

from dateutil.relativedelta import relativedelta

from governance.errors import BadData

SEED = "aldersee"
MONTHS = 18
_STEP = re.compile(r"([+-]\d+)([mdy])")
_OFFSET = re.compile(r"(?:[+-]\d+[mdy])+")


def is_offset(text: object) -> bool:
    """Tell whether ``text`` is a day told from the day of the demonstration, as ``-14m+3d``."""
    return isinstance(text, str) and _OFFSET.fullmatch(text) is not None


@cache
def day(text: str, origin: date) -> date:
    """Return the day ``text`` names from ``origin``: years and months by the calendar, then days.

    Raises BadData for anything but offsets such as ``-14m``, ``+3d`` or ``-2y+1m-5d``.
    """
    if not is_offset(text):
        raise BadData("demo_day", text=text)
    told = origin
    for amount, unit in _STEP.findall(text):
        number = int(amount)
        told += {
            "y": relativedelta(years=number),
            "m": relativedelta(months=number),
            "d": relativedelta(days=number),
        }[unit]
    return told


def workday(told: date) -> date:
    """Return ``told``, or the Friday before when it is on a weekend."""
    return told - timedelta(days=max(0, told.weekday() - 4))


def month_end(told: date) -> date:
    """Return the last working day of the month of ``told``."""
    return workday(told + relativedelta(day=31))


def quarter_end(told: date) -> date:
    """Return the last working day of the quarter of ``told``."""
    return month_end(told + relativedelta(months=(3 - told.month % 3) % 3, day=1))


def chance(below: int, *parts: object) -> int:
    """Return a number from 0 to ``below`` less one, the same for the same ``parts`` at every build."""
    return zlib.crc32(":".join(map(str, (SEED, *parts))).encode()) % below


def opening(today: date) -> date:
    """Return the day the register was opened."""
    return today - relativedelta(months=MONTHS)


def closing(today: date) -> date:
    """Return the last day anything is written, so that no entry lies in the future anywhere on earth."""
    return today - timedelta(days=1)
