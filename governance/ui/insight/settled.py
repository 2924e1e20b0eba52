"""How far behind the newest entry the posture page may be, so that nobody waits while others save.

Counting everything in a large register takes longer than people take to save. There the page is drawn at the last entry
that is worked out, says so, and a thread works out the newest (decision 0036).
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

import streamlit as st

from governance.register.attached import Attached
from governance.ui import context
from governance.ui.insight import onward

if TYPE_CHECKING:
    from collections.abc import Iterator

    from governance.register.store import Register

LARGE = 2_000  # activities; with fewer a new state is worked out in the fraction of a second, and nothing is left out
MOST = 60.0  # seconds the newest entry may be left out; then a visitor waits for it
EVERY = 3  # seconds between two looks of somebody whose own entry is left out


@dataclass
class State:
    """Hold the entry pages are shown at, since when there is a newer one (monotonic), and whether the register is large."""

    revision: int = 0
    since: float | None = None
    large: bool = False


_states = Attached(lambda _: State())
_lock = Lock()


@contextmanager
def settled() -> Iterator[bool]:
    """Draw the block at the entry it may be shown at; give whether newer entries are left out."""
    now = context.current()
    if now.is_past or not now.actor:
        yield False
        return
    revision = _revision(now.register)
    behind = revision < now.register.end.revision
    if behind:
        context.settle(revision)
    yield behind
    if behind and _wrote_since(now.register, now.actor, revision):
        _until_newer(revision)


def _revision(register: Register) -> int:
    """Return the entry to show: the newest, or in a large register the last one that is worked out."""
    newest, following, moment = register.end.revision, onward.of(register), time.monotonic()
    with _lock:
        state = _states.of(register)
        if following.revision > state.revision:
            state.revision, state.since = following.revision, None
        if state.revision == newest:
            return newest
        state.since = moment if state.since is None else state.since
        if not 0 < state.revision < newest or not state.large or moment - state.since > MOST:
            state.revision, state.since, state.large = newest, None, _activities(register) > LARGE
            return newest
    following.begin()
    return state.revision


def _activities(register: Register) -> int:
    with register.cursor() as cursor:
        row = cursor.execute("SELECT count(*) FROM record_head WHERE kind = 'activity'").fetchone()
    return int(row[0]) if row else 0


@st.fragment(run_every=EVERY)
def _until_newer(revision: int) -> None:
    """Draw the page anew once something newer than ``revision`` is worked out."""
    if onward.of(context.current().register).revision > revision:
        st.rerun()


def _wrote_since(register: Register, actor: str, revision: int) -> bool:
    with register.cursor() as cursor:
        row = cursor.execute(
            "SELECT 1 FROM journal WHERE revision > ? AND actor = ? LIMIT 1", [revision, actor]
        ).fetchone()
    return row is not None
