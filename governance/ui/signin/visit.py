"""What every sign-in page asks of a request: its language, its browser, and the register behind it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar, cast

from anyio import CapacityLimiter, to_thread

from governance import bootstrap
from governance.access import service
from governance.errors import GovernanceError
from governance.ui import cookies
from governance.ui.shell import language_of

if TYPE_CHECKING:
    from starlette.requests import Request

    from governance.access.service import Access
    from governance.language import Language

Made = TypeVar("Made")
HASHING = CapacityLimiter(2)  # each hash takes its memory; whoever comes later waits for a turn
MOST_WAITING = 100


def language(request: Request) -> Language:
    """Return the language of a page: asked for, chosen before, or the browser's."""
    return cast("Language", language_of(request.scope, dict(request.cookies)))


def access() -> Access:
    """Return what decides who gets in to the open register."""
    return service.of(bootstrap.opened())


def known(request: Request) -> str:
    """Return the mark of a browser in which somebody signed in before."""
    return request.cookies.get(cookies.known_cookie(), "")


async def hashing(work: Callable[[], Made]) -> Made:
    """Do work that hashes a password, two at a time; raise ``signin_busy`` when too many wait."""
    if HASHING.statistics().tasks_waiting >= MOST_WAITING:
        raise GovernanceError("signin_busy")
    return await to_thread.run_sync(work, limiter=HASHING)
