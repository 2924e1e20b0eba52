"""Figures of past days, each read once: what the register said of a day that has passed no longer changes."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

import streamlit as st

from governance.insight import trends
from governance.ui.context import current
from governance.ui.insight.cache import stamp
from governance.ui.kept import kept

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence
    from datetime import date

    from governance.insight.figure import Figure
    from governance.register.store import Register

    Known = dict[Hashable, Figure]

MOST_KEPT = 20_000
_lock = Lock()


def first_day() -> date | None:
    """Return the day of the first entry of the register."""
    register = current().register
    return _first_day(register.head().chain_hash, register)


@kept(16)
def _first_day(chain_hash: str, _register: Register) -> date | None:
    del chain_hash
    with _register.cursor() as cursor:
        row = cursor.execute("SELECT min(recorded_at) FROM journal").fetchone()
    return row[0].date() if row and row[0] else None


def hindsight() -> bool:
    """Tell whether the past is looked at as it is known today."""
    context = current()
    return context.is_past and context.known_at is None


def ready(ids: Sequence[str], days: Sequence[date]) -> bool:
    """Tell whether all is known already, so that :func:`series` answers at once."""
    return not _missing(ids, days)


def series(ids: Sequence[str], days: Sequence[date]) -> dict[str, list[Figure]]:
    """Return each figure on each day as the person of this run may see it, reading only what was not read before."""
    known = _known()
    missing = _missing(ids, days)
    if missing:
        context = current()
        clocks: trends.Clocks = "effective" if hindsight() else "both"
        found = trends.trend(context.register, missing, actor=context.actor, ids=ids, clocks=clocks)
        with _lock:
            if len(known) > MOST_KEPT:
                known.clear()
            known |= {_key(each, day): found[each][at] for each in ids for at, day in enumerate(missing)}
    return {each: [known[_key(each, day)] for day in days] for each in ids}


def _missing(ids: Sequence[str], days: Sequence[date]) -> list[date]:
    known = _known()
    return [day for day in days if any(_key(each, day) not in known for each in ids)]


@st.cache_resource(show_spinner=False)
def _known() -> Known:
    """Return what has been read so far, shared by everybody with the same scope."""
    return {}


def _key(figure: str, day: date) -> Hashable:
    """Return what a figure of ``day`` depends on: a past day only on itself and on who looks."""
    path, _, _, departments, masks = now = stamp()
    passed = day < current().register.today() and not hindsight()
    return (path, departments, masks, figure, day) if passed else (now, figure, day)
