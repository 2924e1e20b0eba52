"""If nothing is renewed: what the present register says of the months to come, and what to renew first.

Only the day moves: the register stays as it is known today. Evidence, policies, appointments, contracts and certificates
then stop counting on their dates, and begin on them where they lie ahead.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta

from governance.insight import lapses
from governance.insight.figures import EVERYTHING, Figure
from governance.insight.filters import Filters
from governance.insight.groups import params, scoped
from governance.insight.trends import trend
from governance.register.reader import Reader
from governance.register.store import Register

MONTHS = 12
FIGURES = (
    "coverage",
    "evidence.in_date",
    "policy.in_force",
    "post.held",
    "contract.in_force",
    "certificate.in_date",
)


@dataclass(frozen=True, slots=True)
class Lapse:
    """Hold one thing that runs out: what hangs on it, and when it stops to count (``on``, its first day without).

    ``cells`` are covered today and stop being covered without it, whatever else is renewed; ``first`` are those of them
    it takes away before anything else does, so that over all things they add up to the coverage lost. ``people`` adds up
    the people affected over ``cells``. ``activities`` and ``people_touched`` tell whom it concerns when no cell rests on it.
    """

    kind: str
    id: str
    key: str | None
    name: str | None
    name_zh: str | None
    what: str | None
    on: date
    cells: int
    first: int
    people: int
    people_unknown: int
    activities: int
    people_touched: int


def month_ends(today: date, months: int = MONTHS) -> list[date]:
    """Return ``today`` and the last days of the ``months`` months after its own."""
    first = today.replace(day=1)
    return [today, *(first + relativedelta(months=each + 2, days=-1) for each in range(months))]


def horizon(today: date, months: int = MONTHS) -> date:
    """Return the last day the forecast looks at."""
    return month_ends(today, months)[-1]


def months(
    register: Register,
    today: date,
    *,
    actor: str | None,
    ids: Iterable[str] = FIGURES,
    known_at: datetime | None = None,
    filters: Filters = EVERYTHING,
) -> dict[str, list[Figure]]:
    """Return each figure ``today`` and at the next twelve month ends, as far as was known at ``known_at`` (None: now)."""
    return trend(
        register,
        month_ends(today),
        actor=actor,
        ids=ids,
        clocks="effective",
        known_at=known_at,
        filters=filters,
    )


def renew_first(reader: Reader, until: date, filters: Filters = EVERYTHING) -> tuple[Lapse, ...]:
    """Return what runs out from the day looked at up to ``until`` and takes covered cells away, the most people first.

    One pass over the cells, not one a thing: of every fact of a covered cell the first day is sought on which nothing
    supports it any more, and the support that ended then is held to account.
    """
    lapses.collect(reader, until, filters)
    return tuple(Lapse(**row) for row in reader.rows(lapses.RANKED))


def cells_of(
    reader: Reader, until: date, lapse: Lapse, filters: Filters = EVERYTHING
) -> list[dict[str, Any]]:
    """Return the cells that ``lapse`` takes away: activity (id, names), department, stage, people, and whether first."""
    lapses.collect(reader, until, filters)
    return reader.rows(lapses.CELLS, kind=lapse.kind, id=lapse.id)


def also_ending(reader: Reader, until: date, filters: Filters = EVERYTHING) -> tuple[Lapse, ...]:
    """Return contracts, certificates and validities of transfers that run out up to ``until``; no cell rests on them.

    They are ranked by the people of the activities they concern: those that give data to the party or use its systems,
    or make the transfer.
    """
    sql = scoped(lapses.TOUCHING, filters)
    given = params(sql, filters, reader) | {"until": until + timedelta(days=1)}
    return tuple(Lapse(**row) for row in reader.rows(sql, **given))
