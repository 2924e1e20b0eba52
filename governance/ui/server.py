"""What ``app.py`` puts together: the guards, our own routes, and what happens at start, end and failure."""

from __future__ import annotations

import asyncio
import gc
import importlib
import logging
import sys
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st
from anyio import to_thread
from starlette.middleware import Middleware

from governance import bootstrap
from governance.config import config
from governance.digest.schedule import keep_sending
from governance.errors import GovernanceError
from governance.language import text
from governance.operations import backing_up
from governance.ui import binding, door, jobs, marker, run_log, running, state
from governance.ui.gate import Gate
from governance.ui.headers import SecurityHeaders, policy
from governance.ui.lingering import Lingering
from governance.ui.observing import Failures, Observed
from governance.ui.routes import ROUTES
from governance.ui.shell import Shell, shell_page

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

__all__ = ["FRAME", "MIDDLEWARE", "ROUTES", "lifespan", "on_script_error"]

FRAME = Path(__file__).with_name("frame.py")
HEAVY = (
    "pandas",
    "pyarrow.compute",
    "plotly.graph_objects",
    "xlsxwriter",
    "babel.dates",
    "governance.ui.context",
    "governance.ui.insight.posture",
)

MIDDLEWARE = [
    Middleware(Observed),
    Middleware(SecurityHeaders, policy=policy(shell_page())),
    Middleware(Failures),
    Middleware(Gate),
    Middleware(Shell),
    Middleware(Lingering),
]

BACKUP_AFTER, BACKUP_EVERY, SESSIONS_EVERY = 60, 300, 60  # seconds

SWITCH_SECONDS = 0.001

log = logging.getLogger("recital")


@asynccontextmanager
async def lifespan(_app: Any) -> AsyncIterator[dict[str, Any]]:
    """Test what every page needs and open the register before the first request; close it at the end."""
    binding.require_safe()
    await to_thread.run_sync(running.start, _warm_up)
    _settle()
    keepers = [
        asyncio.create_task(each)
        for each in (_keep_backups(), _keep_sessions(), keep_sending(bootstrap.opened))
    ]
    try:
        yield {}
    finally:
        for each in keepers:
            each.cancel()
            with suppress(asyncio.CancelledError):
                await each
        await to_thread.run_sync(_store_sessions)
        await to_thread.run_sync(jobs.close)
        await to_thread.run_sync(running.stop)


async def _keep_backups() -> None:
    """Make the backup that is due: soon after the start, then looked at every few minutes."""
    await asyncio.sleep(BACKUP_AFTER)
    while True:
        try:
            await to_thread.run_sync(lambda: backing_up.make_if_due(bootstrap.opened()))
        except (GovernanceError, OSError):
            log.exception("the backup could not be made")
        await asyncio.sleep(BACKUP_EVERY)


async def _keep_sessions() -> None:
    """Write once a minute when sessions were last used, and drop those that ran out."""
    while config().signs_in:
        await asyncio.sleep(SESSIONS_EVERY)
        await to_thread.run_sync(_store_sessions)


def _store_sessions() -> None:
    if not config().signs_in:
        return
    try:
        door.access().sessions.store()
    except GovernanceError:
        log.exception("the sessions could not be written")


def on_script_error(error: Exception) -> bool:
    """Log ``error`` under a reference number and show that number in a sentence; nothing else leaves the server."""
    if isinstance(error, door.SessionEnded):
        door.draw_ended()
        marker.draw()
        return True
    number = run_log.number()
    log.error(
        "page failed", exc_info=error, extra={"reference": number, "code": getattr(error, "code", None)}
    )
    language = state.language()
    st.error(
        text("error.script", language, number=number),
        title=text("error.script_title", language),
        icon=":material/error:",
    )
    marker.draw()
    return True


def _warm_up() -> None:
    for module in HEAVY:
        importlib.import_module(module)


def _settle() -> None:
    if config().signs_in:
        door.access()
    # Objects that live as long as the process need not be looked at by each collection.
    gc.collect()
    gc.freeze()
    # Whoever comes back from the database is not to wait long for a thread that works things out beside the screen.
    sys.setswitchinterval(SWITCH_SECONDS)
