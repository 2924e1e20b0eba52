"""What changed between two days, figure by figure, explained by the records that did it.

Time and people change a register, and they are told apart: what the older register says of the newer day differs from
what it said of its own only because days passed; what is left was written. The effects of all causes add up to the change.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from governance.insight.attribution import attribute
from governance.insight.catalogue import DEFINITIONS
from governance.insight.figures import EVERYTHING, Figure, compute, known_ids
from governance.insight.filters import Filters
from governance.register.lens import Lens
from governance.register.reader import Reader
from governance.register.store import Register

# By people: added, fixed, changed (worse), retired. By time: begins, lapses, overdue, expiring, ends.
# other: something no record of this register shows, such as the end of an adequacy decision.
WHATS = ("added", "fixed", "begins", "changed", "lapses", "overdue", "expiring", "ends", "retired", "other")
MOST_CAUSES, MOST_ROWS = 500, 2_000


@dataclass(frozen=True, slots=True)
class Change:
    """Hold one figure on both days; ``value`` is after minus before, None when there is no data on a day."""

    before: Figure
    after: Figure

    @property
    def id(self) -> str:
        """Return the id of the figure."""
        return self.after.id

    @property
    def value(self) -> float | None:
        """Return by how much the value changed: a count, or a share between -1 and 1."""
        if self.before.value is None or self.after.value is None:
            return None
        return self.after.value - self.before.value

    @property
    def numerator(self) -> int:
        """Return by how many the numerator changed."""
        return self.after.numerator - self.before.numerator

    @property
    def denominator(self) -> int:
        """Return by how many the denominator changed."""
        return self.after.denominator - self.before.denominator

    @property
    def better(self) -> bool | None:
        """Tell whether the change is good news; None when nothing changed or there was no data."""
        if not self.value:
            return None
        return (self.value > 0) == (self.after.better == "up")


@dataclass(frozen=True, slots=True)
class Total:
    """Add up one kind of cause: how many records and rows, and what they did to the figure.

    ``effect`` is in the unit of the figure, a share between -1 and 1; None when a share has no data afterwards.
    """

    what: str
    records: int
    rows: int
    numerator: int
    denominator: int
    effect: float | None


@dataclass(frozen=True, slots=True)
class Cause:
    """Name one record that changed the figure: what happened to it, on which day, and if it was written, by whom and why.

    ``revision``, ``actor`` (a person id) and ``reason`` are None where a day passed and nobody wrote.
    """

    what: str
    kind: str | None
    record: str | None
    name: str | None
    name_zh: str | None
    on: date | None
    revision: int | None
    actor: str | None
    reason: str | None
    rows: int
    numerator: int
    denominator: int
    effect: float | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """Explain the change of one figure: totals that add up to it, the weightiest causes, and the rows that changed.

    Of a row ``before`` and ``after`` say how it counted: True in the numerator, False only in the denominator, None not.
    """

    change: Change
    totals: tuple[Total, ...]
    causes: tuple[Cause, ...]
    rows: tuple[dict[str, Any], ...]


def lenses(register: Register, before: date, after: date, *, actor: str | None) -> tuple[Lens, Lens]:
    """Return the lenses on two days, both clocks together, as ``actor`` sees them; today's newest entries included."""
    first, last = (
        register.lens(
            known_at=register.end_of(day) if day < register.today() else None, effective_on=day, actor=actor
        )
        for day in (before, after)
    )
    return first, last


def changes(
    register: Register,
    before: Lens,
    after: Lens,
    ids: Iterable[str] | None = None,
    *,
    filters: Filters = EVERYTHING,
) -> dict[str, Change]:
    """Return the figures ``ids`` (None = all) on both days."""
    wanted = tuple(DEFINITIONS if ids is None else ids)
    with register.read(before) as reader:
        first = compute(reader, wanted, filters=filters)
        reader.look(after)
        last = compute(reader, wanted, filters=filters)
    return {each: Change(first[each], last[each]) for each in wanted}


def explain(
    register: Register, figure_id: str, before: Lens, after: Lens, *, filters: Filters = EVERYTHING
) -> Explanation:
    """Return why ``figure_id`` changed between the two lenses, of which ``before`` is the older in both clocks."""
    (known,) = known_ids([figure_id])
    figure = DEFINITIONS[known]
    change = changes(register, before, after, [figure_id], filters=filters)[figure_id]
    with register.read(before) as reader:
        if not attribute(reader, figure, (change.before, change.after), (before, after), filters):
            return Explanation(change, (), (), ())
        return Explanation(change, _totals(reader), _causes(reader, register), _rows(reader, register))


_SUMS = "count(*) AS rows, sum(numerator)::BIGINT AS numerator, sum(denominator)::BIGINT AS denominator, sum(effect) AS effect"


def _totals(reader: Reader) -> tuple[Total, ...]:
    rows = reader.rows(
        f"SELECT what, count(DISTINCT record) AS records, {_SUMS} FROM since_chosen GROUP BY what"
    )
    return tuple(Total(**row) for row in sorted(rows, key=lambda row: WHATS.index(row["what"])))


def _causes(reader: Reader, register: Register) -> tuple[Cause, ...]:
    rows = reader.rows(
        "SELECT c.what, t.kind, c.record, t.name, t.name_zh, c.moment, c.revision, e.actor, e.reason, c.rows, c.numerator,"
        f" c.denominator, c.effect FROM (SELECT what, record, moment, revision, {_SUMS} FROM since_chosen"
        " GROUP BY what, record, moment, revision) c LEFT JOIN title t ON t.id = c.record"
        " LEFT JOIN entry e ON e.revision = c.revision"
        " ORDER BY abs(c.effect) DESC NULLS LAST, c.rows DESC, c.record LIMIT $most",
        most=MOST_CAUSES,
    )
    return tuple(Cause(on=_on(register, row), **row) for row in rows)


def _rows(reader: Reader, register: Register) -> tuple[dict[str, Any], ...]:
    rows = reader.rows(
        "SELECT c.id, t.name, t.name_zh, c.part, c.stage, c.before, c.after, c.what, c.record, c.moment, c.revision,"
        " c.effect FROM since_chosen c LEFT JOIN title t ON t.id = c.id"
        " ORDER BY abs(c.effect) DESC NULLS LAST, c.id, c.part LIMIT $most",
        most=MOST_ROWS,
    )
    return tuple({"on": _on(register, row), **row} for row in rows)


def _on(register: Register, row: dict[str, Any]) -> date | None:
    """Take the moment out of ``row`` and return its day: of an entry in the time zone of the register."""
    moment: datetime | None = row.pop("moment")
    if moment is None or row["revision"] is None:
        return moment.date() if moment else None
    return moment.replace(tzinfo=UTC).astimezone(register.zone).date()
