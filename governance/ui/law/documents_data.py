"""The answers of the page of required documents, kept for a state of the register."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc
import streamlit as st

from governance.law import documents
from governance.law.packs import law
from governance.ui.insight.cache import LAWFUL, Stamp, stamp
from governance.ui.law import data

if TYPE_CHECKING:
    from collections.abc import Sequence

    from governance.law.documents import Why


def required() -> pa.Table:
    """Return one row a record and document: id, kind, department, document, state."""
    return _required(stamp(LAWFUL))


@st.cache_resource(max_entries=8, show_spinner=False)
def _required(key: Stamp) -> pa.Table:
    del key
    with data.judging() as views:
        return documents.required(views, law().rules)


def chosen(document: str | None, state: str | None, departments: tuple[str, ...] | None) -> pa.Table:
    """Return the rows of a document, state and department; None stands for all."""
    found = required()
    if document is not None:
        found = found.filter(pc.equal(found["document"], document))
    if state is not None:
        found = found.filter(pc.equal(found["state"], state))
    if departments is not None:
        named = pc.fill_null(found["department"], "")
        found = found.filter(pc.is_in(named, value_set=pa.array(departments, pa.string())))
    return found


def records(found: pa.Table) -> list[str]:
    """Return the records of ``found``, those with most missing documents first."""
    missing = pc.equal(found["state"], "missing").cast(pa.int32())
    open_ = pc.not_equal(found["state"], "in_order").cast(pa.int32())
    tally = found.append_column("missing", missing).append_column("open", open_).group_by("id")
    grouped = tally.aggregate([("missing", "sum"), ("open", "sum")])
    ordered = grouped.sort_by(
        [("missing_sum", "descending"), ("open_sum", "descending"), ("id", "ascending")]
    )
    return list(ordered["id"].to_pylist())


def states(ids: Sequence[str]) -> dict[tuple[str, str], str]:
    """Return the state of every document these records need, whatever was chosen."""
    found = required()
    found = found.filter(pc.is_in(found["id"], value_set=pa.array(list(ids), pa.string())))
    return {(row["id"], row["document"]): row["state"] for row in found.to_pylist()}


def why(record_id: str, document: str) -> tuple[tuple[Why, ...], tuple[str, ...]]:
    """Return the rules that ask for a document in a record, and the records that are there already."""
    activities = (record_id,) if record_id.startswith("ACT-") else ()
    with data.judging(*activities) as views:
        return documents.why(views, law().rules, record_id, document), documents.held(
            views, record_id, document
        )
