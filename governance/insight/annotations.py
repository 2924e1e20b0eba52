"""What else happened on the days of a trend: marks that help to read it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from governance.register.reader import Reader

# Kind of record, and the field that dates its mark.
DATED = {"policy": "in_force_from", "incident": "aware_on", "edition": "frozen_on"}


@dataclass(frozen=True, slots=True)
class Mark:
    """Hold one mark: the day, the kind and the record it comes from."""

    on: date
    kind: str
    record: str
    name: str
    name_zh: str | None


def marks(reader: Reader, first: date, last: date) -> tuple[Mark, ...]:
    """Return the marks between two days, both included, by day."""
    parts = [
        f'SELECT "{field}" AS "on", \'{kind}\' AS kind, id AS record, name, name_zh FROM "{kind}"'
        f" WHERE status NOT IN ('void', 'retired') AND \"{field}\" BETWEEN $first AND $last"
        for kind, field in DATED.items()
    ]
    sql = f'SELECT * FROM ({" UNION ALL ".join(parts)}) ORDER BY "on", record'
    return tuple(Mark(**row) for row in reader.rows(sql, first=first, last=last))
