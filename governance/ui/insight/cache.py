"""What the answers of a page depend on, as the key of a cache: never the whole register, never a frame of data."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from governance.insight.everybody import JUDGED
from governance.ui import memo
from governance.ui.context import Context, current, reading

if TYPE_CHECKING:
    from datetime import date

    from governance.language import Language

__all__ = ["JUDGED", "LAWFUL", "Stamp", "look", "stamp"]

_SEEN = "insight.stamps"
Stamp = tuple[str, int, "date", tuple[str, ...] | None, bool]

# What the rules of the law look at, and what accepts their findings.
LAWFUL = (
    *JUDGED,
    "commitment",
    "notice",
    "consent",
    "assessment",
    "opinion",
    "request",
    "incident",
    "action",
    "training",
    "waiver",
)


def look() -> tuple[Language, bool]:
    """Return what everything drawn depends on besides the data: language and theme."""
    context = current()
    return context.language, context.dark


def stamp(kinds: tuple[str, ...] = JUDGED) -> Stamp:
    """Return what an answer over ``kinds`` depends on: register, newest entry of those kinds, day and scope.

    It is read once a run, so that everything on one page is drawn from one state of the register.
    """
    context, run = current(), memo.of_run()
    seen = run.get(_SEEN)
    if seen is None or seen[0] is not context:
        seen = run[_SEEN] = _seen(context)
    known: dict[tuple[str, ...], Stamp] = seen[1]
    if kinds not in known:
        known[kinds] = _read(context, kinds)
    return known[kinds]


def _seen(context: Context) -> tuple[Context, dict[tuple[str, ...], Stamp]]:
    """Return the stamps read for ``context``: a part of a page drawn again stays at the state of the page."""
    seen: tuple[Context, dict[tuple[str, ...], Stamp]] | None = st.session_state.get(_SEEN)
    if seen is None or seen[0] is not context:
        seen = st.session_state[_SEEN] = (context, {})
    return seen


def _read(context: Context, kinds: tuple[str, ...]) -> Stamp:
    lens = reading()
    register = context.register
    newest = register.newest(lens, kinds)
    # An erasure reaches what was known before it, on pages of the past too; and what departments see may change.
    place = f"{register.path}@{register.erased()}@{register.reach(lens)}"
    return (place, newest, lens.effective_on, lens.departments, lens.masks_contacts)
