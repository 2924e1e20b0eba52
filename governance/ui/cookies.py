"""Our cookies: their names, who owns what by them, and how they are set."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from governance.access.tokens import digest
from governance.config import config

if TYPE_CHECKING:
    from starlette.responses import Response

BROWSER_COOKIE = "recital_browser"
KNOWN_DAYS = 180


def session_cookie() -> str:
    """Return the name of the session's cookie; behind TLS no other host can set it."""
    return _name("recital_session")


def form_cookie() -> str:
    """Return the name of the cookie which ties a form, or a way to the provider, to its browser."""
    return _name("recital_form")


def known_cookie() -> str:
    """Return the name of the cookie of a browser in which somebody signed in before."""
    return _name("recital_known")


def owner_of(cookies: Mapping[str, str]) -> str:
    """Return whom files on offer belong to: the session where people sign in, else the browser; "" for nobody."""
    if not config().signs_in:
        return cookies.get(BROWSER_COOKIE, "")
    token = cookies.get(session_cookie(), "")
    return digest(token) if token else ""


def put(answer: Response, name: str, value: str, *, days: int | None = None) -> None:
    """Set a cookie no script can read; without ``days`` it ends with the browser."""
    answer.set_cookie(
        name,
        value,
        max_age=days * 24 * 3600 if days else None,
        path="/",
        secure=config().is_secure,
        httponly=True,
        samesite="lax",
    )


def drop(answer: Response, name: str) -> None:
    """Take a cookie away."""
    answer.delete_cookie(name, path="/", secure=config().is_secure, httponly=True, samesite="lax")


def _name(name: str) -> str:
    return f"__Host-{name}" if config().is_secure else name
