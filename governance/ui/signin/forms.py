"""Reading what a form sent: small bodies only, in reasonable time, and only from a form of ours."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

import anyio
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from governance.access.tokens import mark, new_token, same
from governance.errors import GovernanceError
from governance.ui.cookies import form_cookie

if TYPE_CHECKING:
    from starlette.requests import Request

LARGEST_BODY = 16 * 1024
PATIENCE_SECONDS = 10
MOST_FIELDS = 20
_FORM_TYPE = "application/x-www-form-urlencoded"
_KEY = secrets.token_hex(32)


async def fields(request: Request) -> dict[str, str]:
    """Return the fields of a form; of one sent twice the last.

    Raises HTTPException 413 for more than 16 KiB, 408 for a body that takes too long, 415 and 400 for what is no form.
    """
    if request.headers.get("content-type", "").split(";")[0].strip().lower() != _FORM_TYPE:
        raise HTTPException(415)
    try:
        with anyio.fail_after(PATIENCE_SECONDS):
            body = await _body(request)
    except TimeoutError as error:
        raise HTTPException(408) from error
    except ClientDisconnect as error:
        raise HTTPException(400) from error
    try:
        pairs = parse_qsl(body.decode("utf-8"), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError as error:
        raise HTTPException(400) from error
    return dict(pairs)


async def _body(request: Request) -> bytes:
    declared = request.headers.get("content-length", "0")
    if not declared.isdigit() or int(declared) > LARGEST_BODY:
        raise HTTPException(413)
    received = bytearray()
    async for chunk in request.stream():
        received += chunk
        if len(received) > LARGEST_BODY:
            raise HTTPException(413)
    return bytes(received)


def new_password(sent: dict[str, str]) -> str:
    """Return the new password of a form; raise ``password_differs`` when it was not typed twice alike."""
    if sent.get("new", "") != sent.get("again", ""):
        raise GovernanceError("password_differs")
    return sent.get("new", "")


def form_secret(request: Request) -> str:
    """Return the secret of this browser's forms: the one of its cookie, or a new one to be set."""
    return request.cookies.get(form_cookie(), "") or new_token()


def form_mark(secret: str) -> str:
    """Return what a form carries so that it is known as sent from a page of ours to this very browser."""
    return mark(_KEY, secret)


def is_ours(request: Request, sent: dict[str, str]) -> bool:
    """Tell whether a form comes from a page we gave this browser, since this process started."""
    secret = request.cookies.get(form_cookie(), "")
    return bool(secret) and same(sent.get("form", ""), form_mark(secret))
