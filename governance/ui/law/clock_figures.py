"""The numbers above the board, each with the clocks it counts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from governance.ui.context import current
from governance.ui.law import clock_data
from governance.ui.tables import Column
from governance.ui.words import t

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from governance.law.clocks import ClockRow


@dataclass(frozen=True, slots=True)
class ClockFigure:
    """Hold how many clocks stand somewhere, as ``cards.figure_card`` takes it; without any clock there is no data."""

    name: str
    counted: Sequence[ClockRow]
    total: int
    effective_on: date
    unit: str = "count"
    exclusions: Sequence[Any] = ()
    trend: Sequence[float | None] = field(default=())
    up_is_bad: bool = True

    @property
    def key(self) -> str:
        """Return the id its wording is found by."""
        return f"clock.{self.name}"

    @property
    def value(self) -> float | None:
        """Return how many there are."""
        return len(self.counted) if self.total else None

    @property
    def numerator(self) -> float | None:
        """Return how many there are."""
        return self.value

    @property
    def denominator(self) -> float | None:
        """Return how many clocks were looked at."""
        return self.total

    def rows(self, views: Any) -> list[dict[str, Any]]:
        """Return the clocks counted."""
        del views
        return clock_data.shown(self.counted)


def figures(found: Sequence[ClockRow]) -> list[ClockFigure]:
    """Return the numbers for the clocks ``found``."""
    day = current().effective_on
    return [
        ClockFigure(name, [row for row in found if counts(row)], len(found), day)
        for name, counts in clock_data.COUNTED.items()
    ]


def of_all(name: str) -> ClockFigure:
    """Return the number ``name`` for every clock the person may see."""
    counted, total = clock_data.counted(name)
    return ClockFigure(name, counted, total, current().effective_on)


def columns() -> list[Column]:
    """Return what the rows behind a number show."""
    return [
        Column("record", t("column.name"), width=220, pinned=True),
        Column("what", t("clocks.column.what"), width=220),
        Column("due", t("clocks.column.due"), "date", width=95),
        Column("left", t("clocks.column.left"), width=120),
        Column("id", t("column.id"), width=95),
    ]
