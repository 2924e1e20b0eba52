"""What a document is made of, as plain values: titles, sentences, cards, tables, a heat map.

Every text stands ready to be read in the language of the document; the template only lays out. Text of people is
text here and stays text: nothing in these values is ever markup.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from governance.charts.palette import Paint

Tone = Literal["plain", "muted", "good", "warn", "bad"]
Align = Literal["left", "right", "center"]


@dataclass(frozen=True, slots=True)
class Cell:
    """Hold one cell: its text, a smaller line below it, how it stands out, and the paint behind it."""

    text: str
    note: str = ""
    tone: Tone = "plain"
    strong: bool = False
    paint: Paint | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Hold a line across a table that heads the rows below it."""

    text: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """Name a column: its title, its width (a share like "2fr", a length like "18mm", or "auto") and alignment."""

    title: str
    width: str = "1fr"
    align: Align = "left"


@dataclass(frozen=True, slots=True)
class Table:
    """Hold a table; its head is repeated on every page, and rows are kept whole where they fit on one."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...] | Group, ...]


@dataclass(frozen=True, slots=True)
class HeatMap:
    """Hold a heat map: one labelled row a line, one painted cell a column, and what the paints mean."""

    corner: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]
    legend: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """Hold a headline figure: title, value, what it is counted from, its change and since when."""

    title: str
    value: str
    detail: str
    change: str
    since: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class Cards:
    """Hold headline figures that stand side by side."""

    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """Hold one bar: label, share from 0 to 1 (None: no data), the words beside it and its paint."""

    label: str
    share: float | None
    text: str
    paint: Paint


@dataclass(frozen=True, slots=True)
class Bars:
    """Hold bars one below the other."""

    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """Hold a square of likelihood (upwards) by impact (to the right), the highest likelihood first."""

    title: str
    across: str
    up: str
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Fields:
    """Hold squares that stand side by side."""

    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Hold a sentence or more: a lead below a title, body text, a note in small print, or a call to act."""

    text: str
    style: Literal["lead", "body", "note", "call"] = "body"
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class Pair:
    """Hold a label and what stands under it, one line or more."""

    label: str
    lines: tuple[Cell, ...]
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Pairs:
    """Hold labelled values, two in a row unless wide; with a title they are one entry of a list."""

    pairs: tuple[Pair, ...]
    title: str = ""
    missing: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """Hold a title inside a section."""

    text: str


@dataclass(frozen=True, slots=True)
class Panel:
    """Hold a short statement under a title of its own."""

    title: str
    text: str
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class Panels:
    """Hold statements two in a row."""

    panels: tuple[Panel, ...]


@dataclass(frozen=True, slots=True)
class Sides:
    """Hold bars that stand beside each other, each with a title."""

    sides: tuple[tuple[str, Bars], ...]


@dataclass(frozen=True, slots=True)
class Contents:
    """Stand for the list of the sections that follow, with their pages."""

    title: str


Block = Table | HeatMap | Cards | Sides | Panels | Fields | Paragraph | Pairs | Heading | Contents


@dataclass(frozen=True, slots=True)
class Section:
    """Hold one part of a document: its title, its blocks, and whether it begins a page."""

    title: str
    blocks: tuple[Block, ...]
    new_page: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """Hold a whole document: ``heading`` is its title, ``line`` stands below it.

    ``head`` and ``day`` stand at the top of every page but the first, ``footer`` at the bottom of each.
    """

    language: str
    heading: str
    line: str
    organisation: str
    head: str
    day: str
    footer: str
    sections: tuple[Section, ...]
    unprintable: str
