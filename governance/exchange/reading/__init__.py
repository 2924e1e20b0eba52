"""Read real files: workbooks, delimited text and JSON become tables of cells, with every doubt reported."""

from __future__ import annotations

from governance.exchange.reading.limits import Limits
from governance.exchange.reading.model import (
    Cell,
    Choice,
    Column,
    Join,
    Lookup,
    Options,
    Place,
    Problem,
    Reading,
    Row,
    SkippedRow,
    Table,
)
from governance.exchange.reading.process import read

__all__ = [
    "Cell",
    "Choice",
    "Column",
    "Join",
    "Limits",
    "Lookup",
    "Options",
    "Place",
    "Problem",
    "Reading",
    "Row",
    "SkippedRow",
    "Table",
    "read",
]
