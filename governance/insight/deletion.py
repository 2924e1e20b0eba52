"""The deletion calendar: which data is due when, as far as the register knows, and what proves that it was deleted."""

from __future__ import annotations

import pyarrow as pa

from governance.insight.figures import EVERYTHING
from governance.insight.filters import Filters
from governance.insight.groups import params, scoped
from governance.register.reader import Reader

# What needs somebody first: run out without proof, then what comes, then what cannot be told, then the rest.
STATES = ("overdue", "due", "no_date", "not_computable", "hold", "proven")

_CALENDAR = """
SELECT d.activity AS id, d.activity_name AS name, d.activity_name_zh AS name_zh, d.department, d.key, d.name AS written,
       d.category, d.people, d.amount, d.unit, d.counted_event, d.counted_from, d.due_on, d.method, d.proof, d.state AS standing, d.why
FROM deletion_due d WHERE true {scope:d.activity}
ORDER BY list_position($states, d.state), d.due_on, d.people DESC NULLS LAST, d.activity, d.key
"""
_COUNTS = "SELECT state, why, count(*) AS rows FROM deletion_due WHERE true {scope:activity} GROUP BY ALL"


def calendar(reader: Reader, filters: Filters = EVERYTHING) -> pa.Table:
    """Return one row a category of data of every activity that has begun, in the order of ``STATES``.

    Columns as in the view ``deletion_due``: id and names of the activity, department, key and ``written`` of the row,
    category, people, amount, unit, counted_event and counted_from, due_on (NULL where the register holds no day, with
    ``why``: no_start, not_ended, per_person), method, proof (ids of evidence at the stage «Delete»), standing (one of ``STATES``).
    """
    sql = scoped(_CALENDAR, filters)
    return reader.table(sql, **params(sql, filters, reader), states=list(STATES))


def counts(reader: Reader, filters: Filters = EVERYTHING) -> dict[str, int]:
    """Return how many rows are in each of ``STATES``."""
    sql = scoped(_COUNTS, filters)
    found = dict.fromkeys(STATES, 0)
    for row in reader.rows(sql, **params(sql, filters, reader)):
        found[row["state"]] += int(row["rows"])
    return found
