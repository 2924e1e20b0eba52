"""What every chart gives back, and the words it shares."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from governance import formatting
from governance.language import Language


@dataclass(frozen=True, slots=True)
class Chart:
    """Hold a chart: an ECharts option or a plotly figure, its height in pixels and a sentence in place of the picture.

    ``keys`` are the records of the rows (categories of the vertical axis), in the order drawn.
    """

    spec: Any
    alt: str
    height: int
    keys: tuple[str, ...] = ()


def name_of(row: Mapping[str, Any], language: Language, prefix: str = "") -> str:
    """Return the name in ``row`` in ``language``, falling back to the other language."""
    first, second = ("name_zh", "name") if language == "zh" else ("name", "name_zh")
    return formatting.visible(str(row.get(prefix + first) or row.get(prefix + second) or row.get("id") or ""))


def percent(value: float, language: Language) -> str:
    """Return a share as people write it, without decimals; only a whole one is written 100 %."""
    return formatting.cell_percent(value, language)


def day(value: Any, language: Language) -> str:
    """Return a date as people write it."""
    return formatting.day(value, language)


def short(text: str, most: int = 26) -> str:
    """Return ``text`` cut to fit an axis."""
    text = formatting.visible(text)
    return text if len(text) <= most else text[: most - 1] + "…"


def plain(words: str) -> str:
    """Return text of people so that plotly does not read it as markup."""
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
