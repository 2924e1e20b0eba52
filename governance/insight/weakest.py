"""The weakest stage of the lifecycle, and the departments that should act first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from governance.insight.catalogue import STAGES
from governance.insight.figure import Figure

FIRST = 2


@dataclass(frozen=True, slots=True)
class First:
    """Hold a department (None: no name) that should act first, and how many of its cells of the stage are not covered."""

    department: str | None
    missing: int
    cells: int


@dataclass(frozen=True, slots=True)
class Weakest:
    """Hold the stage least covered, its figure, and the departments with most uncovered cells there."""

    stage: str
    figure: Figure
    first: tuple[First, ...]

    @property
    def departments(self) -> tuple[str | None, ...]:
        """Return the departments that should act first."""
        return tuple(each.department for each in self.first)

    @property
    def missing(self) -> int:
        """Return how many cells of the stage are not covered; 0 when every stage is."""
        return self.figure.denominator - self.figure.numerator


def weakest(figures: Mapping[str, Figure], cells: Iterable[Mapping[str, Any]]) -> Weakest | None:
    """Return the weakest stage of ``figures``; of equal ones that with more cells, None when there is no data.

    ``cells`` are the rows of ``coverage.by_department``.
    """
    known = [stage for stage in STAGES if figures[f"coverage.{stage}"].value is not None]
    if not known:
        return None
    stage = min(known, key=lambda code: _rank(figures[f"coverage.{code}"]))
    here = sorted(
        (cell for cell in cells if cell["stage"] == stage), key=lambda cell: cell["covered"] - cell["cells"]
    )
    first = [
        First(cell["department"], cell["cells"] - cell["covered"], cell["cells"]) for cell in here[:FIRST]
    ]
    return Weakest(stage, figures[f"coverage.{stage}"], tuple(each for each in first if each.missing > 0))


def _rank(figure: Figure) -> tuple[float, int]:
    return figure.value or 0.0, -figure.denominator
