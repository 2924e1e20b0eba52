"""How far behind the newest entry the posture page may be, so that many people at work do not make it count all day.

Counting everything in a large register takes longer than people take to save. A page that is dear to work out is worked
out again only after a multiple of what it cost; whoever saved something meanwhile sees it at once (decision 0036).
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

from governance.ui import context

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from governance.register.store import Register

DEAR = 0.8  # seconds: what is worked out quicker is never behind
TIMES, MOST = 60, 60.0  # how many times its cost a page may be behind, and how many seconds at most


@dataclass
class State:
    """Hold the entry pages are shown at, since when (monotonic seconds), and what one page cost last (seconds)."""

    revision: int = 0
    since: float = 0.0
    cost: float = 0.0


_states: dict[Path, State] = {}
_lock = Lock()


@contextmanager
def settled() -> Iterator[bool]:
    """Draw the block at the entry it may be shown at; give whether newer entries are left out."""
    now = context.current()
    if now.is_past or not now.actor:
        yield False
        return
    revision, is_fresh = _revision(now.register, now.actor)
    behind = revision < now.register.end.revision
    if behind:
        context.settle(revision)
    start = time.perf_counter()
    yield behind
    if is_fresh:
        _states[now.register.path].cost = time.perf_counter() - start


def _revision(register: Register, actor: str) -> tuple[int, bool]:
    """Return the entry to show, and whether this visit is the first to show it."""
    newest, moment = register.end.revision, time.monotonic()
    with _lock:
        state = _states.setdefault(register.path, State())
        lasting = 0.0 if state.cost < DEAR else min(MOST, TIMES * state.cost)
        if state.revision == newest:
            return newest, False
        first = not 0 < state.revision < newest  # what is loaded once is no cost of a save
        if not first and moment - state.since < lasting and not _wrote_since(register, actor, state.revision):
            return state.revision, False
        state.revision, state.since = newest, moment
        return newest, not first


def _wrote_since(register: Register, actor: str, revision: int) -> bool:
    with register.cursor() as cursor:
        row = cursor.execute(
            "SELECT 1 FROM journal WHERE revision > ? AND actor = ? LIMIT 1", [revision, actor]
        ).fetchone()
    return row is not None
