"""The overview figures month by month, and on the day the cards are compared with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from governance.insight import trends
from governance.singleflight import SingleFlight
from governance.ui.context import current
from governance.ui.insight import data, history
from governance.ui.insight.cache import stamp
from governance.ui.insight.scope import Scope

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    from governance.insight.figure import Figure

MOST_MONTHS = 18
MOST_KEPT = 64  # states of the register, each in every scope of people at work


@dataclass(frozen=True, slots=True)
class Trends:
    """Hold the days, oldest first and ending with the day looked at, and each overview figure on them."""

    days: tuple[date, ...]
    figures: Mapping[str, Sequence[Figure]]

    def of(self, figure_id: str) -> list[float | None]:
        """Return the values of one figure, oldest first."""
        return [each.value for each in self.figures[figure_id]]

    def series(self, *figure_ids: str) -> dict[str, Sequence[Figure]]:
        """Return the figures over time, oldest first."""
        return {each: self.figures[each] for each in figure_ids}


_trends: SingleFlight[Hashable, Trends] = SingleFlight(MOST_KEPT)


def ready(before: date | None) -> bool:
    """Tell whether every day is known already, so that :func:`load` and :func:`compared` answer at once."""
    days, asked = _days(), [before] if before else []
    return history.ready(trends.OVERVIEW, asked if _trends.peek(_state(days)) else [*days[:-1], *asked])


def load() -> Trends:
    """Return the overview figures at the end of each month there is, and on the day looked at: those of the page."""
    days = _days()
    return _trends.get(_state(days), lambda: _joined(days))


def _joined(days: tuple[date, ...]) -> Trends:
    past, now = history.series(trends.OVERVIEW, days[:-1]), data.figures_of(Scope())
    return Trends(days, {each: [*past[each], now[each]] for each in trends.OVERVIEW})


def _state(days: tuple[date, ...]) -> Hashable:
    """Return what the trends depend on: the register as it is seen, the days, and whether they have passed."""
    return stamp(), days, current().register.today(), history.hindsight()


def compared(before: date) -> dict[str, float | None]:
    """Return the values of the overview figures on the day that the cards are compared with."""
    found = history.series(trends.OVERVIEW, [before])
    return {each: figures[0].value for each, figures in found.items()}


def _days() -> tuple[date, ...]:
    """Return the month ends before the day looked at, as far as the register goes back, and the day."""
    day, first = current().effective_on, history.first_day()
    if first is None or first >= day:
        return (day,)
    months = min(MOST_MONTHS, (day.year - first.year) * 12 + day.month - first.month)
    return (*(each for each in trends.month_ends(day, months) if first <= each < day), day)
