"""Findings accepted for a time: which waivers hold on the day, and which findings they accept."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from governance.register.reader import Reader

# Without a reason, an end, the officer's opinion or an executive sponsor's acceptance a waiver accepts nothing.
_HOLDING = """
SELECT w.id, w.rule, w.record, coalesce(w.row, '') AS row, w.ends_on
FROM waiver w JOIN post p ON p.id = w.approver AND p.role IN ('executive_sponsor', 'chief_executive')
JOIN opinion o ON o.id = w.opinion AND o.status NOT IN ('void', 'retired') AND o.given_on <= w.accepted_on
WHERE w.status NOT IN ('void', 'retired') AND w.rule IS NOT NULL AND w.record IS NOT NULL
  AND coalesce(trim(w.reason), '') <> '' AND w.accepted_by IS NOT NULL
  AND w.accepted_on <= lens_day() AND lens_day() < w.ends_on
"""


@dataclass(frozen=True, slots=True)
class Waived:
    """Name a finding that is accepted on the day: rule, record and row («» for every row), and by which waiver."""

    waiver: str
    rule: str
    record: str
    row: str


def holding(reader: Reader) -> tuple[Waived, ...]:
    """Return the waivers that hold on the day of the lens."""
    return tuple(Waived(row["id"], row["rule"], row["record"], row["row"]) for row in reader.rows(_HOLDING))


def mask(findings: pa.Table, waived: tuple[Waived, ...]) -> pa.Array:
    """Return which of ``findings`` (columns rule, id, key) are accepted by one of ``waived``."""
    found: pa.Array = pa.array([False] * findings.num_rows, pa.bool_())
    for each in waived:
        here = pc.and_(pc.equal(findings["rule"], each.rule), pc.equal(findings["id"], each.record))
        if each.row:
            here = pc.and_(here, pc.equal(findings["key"], each.row))
        found = pc.or_(found, here)
    return found.combine_chunks() if isinstance(found, pa.ChunkedArray) else found
