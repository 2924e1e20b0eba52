"""Findings accepted for a time by a waiver in force; accepted or not, a finding is counted."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from governance.register.waiving import Waived, in_force

__all__ = ["Waived", "in_force", "mask"]


def mask(findings: pa.Table, waived: Sequence[Waived]) -> pa.Array:
    """Return which of ``findings`` (columns rule, id, key) are accepted by one of ``waived``."""
    found: pa.Array = pa.array([False] * findings.num_rows, pa.bool_())
    for each in waived:
        here = pc.and_(pc.equal(findings["rule"], each.rule), pc.equal(findings["id"], each.record))
        if each.row:
            here = pc.and_(here, pc.equal(findings["key"], each.row))
        found = pc.or_(found, here)
    return found.combine_chunks() if isinstance(found, pa.ChunkedArray) else found
