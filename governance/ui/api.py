"""What the command line asks of a running server: to make a backup. Its own token opens it, over loopback only."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from anyio import to_thread
from starlette.responses import JSONResponse

from governance import bootstrap
from governance.errors import GovernanceError
from governance.operations import backing_up, owner
from governance.operations.asking import ADDRESS
from governance.register import taking
from governance.ui import guard

if TYPE_CHECKING:
    from starlette.requests import Request

__all__ = ["ADDRESS", "backup"]

log = logging.getLogger("recital.backup")


async def backup(request: Request) -> JSONResponse:
    """Make a backup for whoever holds the token of this server and sits on this machine; 404 for everybody else."""
    path = bootstrap.opened().path
    if guard.refusal(request.scope) or not owner.knows(path, request.headers.get("authorization", "")):
        return JSONResponse({"code": "missing"}, 404)
    try:
        made = await to_thread.run_sync(_make)
    except GovernanceError as error:
        log.exception("backup asked for and not made", extra={"code": error.code})
        context = {name: str(value) for name, value in error.context.items()}
        return JSONResponse(
            {"code": error.code, "context": context}, 409 if error.code == "backup_running" else 503
        )
    return JSONResponse({"backup": made}, headers={"Cache-Control": "no-store"})


def _make() -> str:
    register = bootstrap.opened()
    with taking.taken(register, None, "backup"):
        made = backing_up.make(register, backing_up.check_beside)
    backing_up.rotate(register.path)
    return str(made)
