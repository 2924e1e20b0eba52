"""Our own addresses beside the pages: health, readiness, the translation script and file downloads."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from anyio import to_thread
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from governance import bootstrap
from governance.config import config
from governance.errors import GovernanceError
from governance.language import LANGUAGES, explain, text
from governance.operations.health import Health
from governance.ui import api, downloads, running, translation
from governance.ui.assets import DOOR_SCRIPT
from governance.ui.cookies import owner_of
from governance.ui.signin import SIGN_IN_ROUTES

if TYPE_CHECKING:
    from starlette.requests import Request

_HEALTH = Health()


async def healthz(_request: Request) -> JSONResponse:
    """Say that the process answers."""
    return JSONResponse({"status": "ok"})


async def readyz(request: Request) -> JSONResponse:
    """Say whether the register is open and answers and its disk takes what is saved."""
    try:
        running.note_port(request.scope.get("server"))
        await to_thread.run_sync(lambda: _HEALTH.require_ready(bootstrap.opened()))
    except GovernanceError as error:
        return JSONResponse({"status": "unavailable", "code": error.code}, status_code=503)
    return JSONResponse({"status": "ready"})


async def i18n(_request: Request) -> Response:
    """Serve the script that puts Streamlit's own texts into the language of the screen."""
    headers = {"Cache-Control": "no-cache"}
    script = translation.script()
    if config().signs_in:
        script += DOOR_SCRIPT.read_text("utf-8")
    return Response(script, media_type="text/javascript; charset=utf-8", headers=headers)


async def export(request: Request) -> Response:
    """Serve one file on offer to the browser it was offered to."""
    found = downloads.fetch(request.path_params["token"], owner_of(request.cookies))
    if found is None:
        return _gone()
    try:
        content = await to_thread.run_sync(found.produce)
    except GovernanceError as error:
        sentences = "\n".join(explain(error, language) for language in LANGUAGES)
        return PlainTextResponse(sentences + "\n", status_code=403)
    if isinstance(content, Path) and not content.exists():
        return _gone()
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(found.name)}",
        "Cache-Control": "no-store",
    }
    if isinstance(content, Path):
        return FileResponse(content, media_type=found.media_type, headers=headers)
    if isinstance(content, bytes):
        return Response(content, media_type=found.media_type, headers=headers)
    return StreamingResponse(content, media_type=found.media_type, headers=headers)


def _gone() -> Response:
    sentences = "\n".join(text("error.export_gone", language) for language in LANGUAGES)
    return PlainTextResponse(sentences + "\n", status_code=404)


ROUTES = [
    Route("/healthz", healthz),
    Route("/readyz", readyz),
    Route("/assets/i18n.js", i18n),
    Route("/export/{token}", export),
    Route(api.ADDRESS, api.backup, methods=["POST"]),
    *SIGN_IN_ROUTES,
]
