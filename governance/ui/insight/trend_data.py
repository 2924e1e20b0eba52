"""The overview figures month by month, and on the day the cards are compared with."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from governance.insight import trends
from governance.ui.context import current
from governance.ui.insight import data, history
from governance.ui.insight.scope import Scope

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from governance.insight.figure import Figure

SECONDS = 0.3  # what one visit reads itself; the rest comes from the reader ahead


@dataclass(frozen=True, slots=True)
class Trends:
    """Hold the days, oldest first and ending with the day looked at, and each overview figure on them.

    ``compared`` holds their values on the day the cards are compared with; ``coming`` tells that there are earlier days, not
    read yet.
    """

    days: tuple[date, ...]
    figures: Mapping[str, Sequence[Figure]]
    compared: Mapping[str, float | None]
    coming: bool

    def of(self, figure_id: str) -> list[float | None]:
        """Return the values of one figure, oldest first."""
        return [each.value for each in self.figures[figure_id]]

    def series(self, *figure_ids: str) -> dict[str, Sequence[Figure]]:
        """Return the figures over time, oldest first."""
        return {each: self.figures[each] for each in figure_ids}


def ready(before: date | None) -> bool:
    """Tell whether every day is known already, so that :func:`load` answers at once."""
    return history.ready(trends.OVERVIEW, [*_days()[:-1], *([before] if before else [])])


def load(before: date | None) -> Trends:
    """Return the overview figures at the end of each month there is, and on the day looked at: those of the page.

    Days that are not read yet, and all before them, are left out; but the day ``before`` is read for the cards.
    """
    until, (*past, day) = time.monotonic() + SECONDS, _days()
    compared = history.series(trends.OVERVIEW, [before] if before else [])
    known = history.newest(trends.OVERVIEW, past, until)
    then, now = history.series(trends.OVERVIEW, known), data.figures_of(Scope())
    return Trends(
        (*known, day),
        {each: [*then[each], now[each]] for each in trends.OVERVIEW},
        {each: figures[0].value for each, figures in compared.items() if figures},
        coming=len(known) < len(past),
    )


def hurry() -> None:
    """Have the days that are not read yet read beside the screen."""
    history.leave(trends.OVERVIEW, _days()[:-1])


def _days() -> list[date]:
    """Return the month ends before the day looked at, as far as the register goes back, and the day."""
    context = current()
    return trends.overview_days(context.register, context.effective_on)
