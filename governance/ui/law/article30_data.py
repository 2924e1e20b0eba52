"""How complete the registers of Article 30 are, counted by letter, department and activity, kept for a state."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

import pyarrow as pa
import pyarrow.compute as pc
import streamlit as st

from governance.exchange.article30 import completeness_table
from governance.exchange.article30.model import State
from governance.ui.context import reader
from governance.ui.insight.cache import Stamp, stamp

if TYPE_CHECKING:
    from governance.exchange.article30 import Which

KINDS = ("activity", "department", "organisation", "measure")
STATES: tuple[State, ...] = get_args(State)
ANSWERED = ("complete", "none")
Counts = dict[str, int]


def table(which: Which, departments: tuple[str, ...] | None = None, letter: str | None = None) -> pa.Table:
    """Return id, department, letter and state of every live activity of one register."""
    found = _table(stamp(KINDS))
    found = found.filter(pc.equal(found["which"], which))
    if departments is not None:
        named = pc.fill_null(found["department"], "")
        found = found.filter(pc.is_in(named, value_set=pa.array(departments, pa.string())))
    return found if letter is None else found.filter(pc.equal(found["letter"], letter))


@st.cache_resource(max_entries=8, show_spinner=False)
def _table(key: Stamp) -> pa.Table:
    del key
    with reader() as views:
        return completeness_table(views)


def counts(found: pa.Table, *by: str) -> dict[tuple[str, ...], Counts]:
    """Return how many answers stand in each state, by the columns ``by``."""
    tally: dict[tuple[str, ...], Counts] = {}
    for row in found.group_by([*by, "state"]).aggregate([([], "count_all")]).to_pylist():
        place = tuple(row[name] or "" for name in by)
        tally.setdefault(place, dict.fromkeys(STATES, 0))[row["state"]] += row["count_all"]
    return tally


def answered(counted: Counts) -> tuple[int, int]:
    """Return how many answers are given (filled in, or stated to be none) and out of how many."""
    return sum(counted[state] for state in ANSWERED), sum(counted.values())


def open_first(found: pa.Table) -> list[str]:
    """Return the activities, those with most open letters first."""
    open_ = pc.invert(pc.is_in(found["state"], value_set=pa.array(ANSWERED))).cast(pa.int32())
    grouped = found.append_column("open", open_).group_by("id").aggregate([("open", "sum")])
    ordered = grouped.sort_by([("open_sum", "descending"), ("id", "ascending")])
    return list(ordered["id"].to_pylist())
