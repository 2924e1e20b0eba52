"""A number that cannot stand alone: value, counts, exclusions, formula, dates and the query of its rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

import pyarrow as pa

from governance.register.reader import Reader

Unit = Literal["share", "count", "days", "people"]
Better = Literal["up", "down"]


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Name why something was left out of a figure (``figure.excluded.<reason>`` in the catalog) and how many."""

    reason: str
    count: int

    def __iter__(self) -> Iterator[str | int]:
        return iter((self.reason, self.count))


@dataclass(frozen=True, slots=True)
class Figure:
    """Hold one figure as it stood; ``value`` None means there is no data, never zero and never 100 %.

    A share lies between 0 and 1 and is ``numerator / denominator``; a count is its numerator, taken over
    ``denominator`` things. ``known_revision`` and ``effective_on`` are the two clocks it was read with.
    """

    id: str
    unit: Unit
    better: Better
    value: float | None
    numerator: int
    denominator: int
    exclusions: tuple[Exclusion, ...]
    known_revision: int
    effective_on: date
    rows_sql: str = field(repr=False)
    rows_params: dict[str, Any] = field(repr=False)
    rows_columns: tuple[str, ...] = field(repr=False)
    weighted: bool = False
    trend: tuple[float | None, ...] = ()

    @property
    def key(self) -> str:
        """Return the id."""
        return self.id

    @property
    def title_key(self) -> str:
        """Return the key of its title in the text catalog."""
        return f"figure.{self.id}"

    @property
    def formula_key(self) -> str:
        """Return the key of the sentence that says how it is computed."""
        return f"figure.{self.id}.formula"

    @property
    def up_is_bad(self) -> bool:
        """Tell whether a rise is bad news."""
        return self.better == "down"

    def rows(self, reader: Reader) -> list[dict[str, Any]]:
        """Return the rows behind the figure; read them with the lens the figure was read with."""
        return reader.rows(self.rows_sql, **self.rows_params)

    def table(self, reader: Reader) -> pa.Table:
        """Return the rows behind the figure as an Arrow table."""
        return reader.table(self.rows_sql, **self.rows_params)
