"""The risk register: its rows and the two fields of likelihood by impact, before and after measures."""

from __future__ import annotations

from typing import Literal

import pyarrow as pa

from governance.insight.figures import EVERYTHING
from governance.insight.filters import Filters
from governance.insight.groups import params, scoped
from governance.register.reader import Reader

When = Literal["before", "after"]
HIGH = 15

_REGISTER = """
SELECT r.*, a.name AS activity_name, a.name_zh AS activity_name_zh, a.department, p.name AS owner_name,
       p.name_zh AS owner_name_zh, p.state AS owner_state,
       CASE WHEN r.overdue THEN date_diff('day', r.due_on, lens_day()) END AS days_overdue
FROM risk_state r LEFT JOIN activity a ON a.id = r.activity LEFT JOIN post_holder p ON p.post = r.owner
WHERE true {open} {scope:r.activity}
ORDER BY r.open DESC, coalesce(r.score_after, 99) DESC, r.due_on NULLS LAST, r.id
"""
_FIELD = """
SELECT l.likelihood, i.impact, count(r.id) AS risks, coalesce(list(r.id) FILTER (r.id IS NOT NULL), []) AS ids
FROM range(1, 6) l(likelihood) CROSS JOIN range(1, 6) i(impact)
LEFT JOIN (SELECT * FROM risk_state WHERE open {scope:activity}) r
    ON r.likelihood_{when} = l.likelihood AND r.impact_{when} = i.impact
GROUP BY l.likelihood, i.impact ORDER BY l.likelihood, i.impact
"""


def register(reader: Reader, filters: Filters = EVERYTHING, *, open_only: bool = False) -> pa.Table:
    """Return the risks, highest after measures first; unscored ones before all, since nothing says they are low.

    Columns of the view ``risk_state`` (scores, open, accepted, overdue, untreated, high) with the names of the activity
    and of the owner's post, the state of that post (held, vacant, left) and days_overdue.
    """
    sql = scoped(_REGISTER.replace("{open}", "AND r.open" if open_only else ""), filters)
    return reader.table(sql, **params(sql, filters, reader))


def field(reader: Reader, when: When, filters: Filters = EVERYTHING) -> pa.Table:
    """Return 25 rows of likelihood, impact (1 to 5), the number of open risks there and their ids."""
    sql = scoped(_FIELD.replace("{when}", when), filters)
    return reader.table(sql, **params(sql, filters, reader))


def unscored(reader: Reader, when: When, filters: Filters = EVERYTHING) -> int:
    """Return how many open risks lack a score ``when``; they are in no field."""
    sql = scoped(
        f"SELECT count(*) FROM risk_state WHERE open AND score_{when} IS NULL {{scope:activity}}", filters
    )
    return int(reader.value(sql, **params(sql, filters, reader)) or 0)
