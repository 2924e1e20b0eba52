"""The HTML shell of the screen, with our language in it: translation script, ``lang`` and the browser's mark."""

from __future__ import annotations

import secrets
from http.cookies import CookieError, SimpleCookie
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

import streamlit
from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, RedirectResponse

from governance.language import LANGUAGES
from governance.ui import error_pages
from governance.ui.cookies import BROWSER_COOKIE
from governance.ui.navigation import ENTRIES
from governance.ui.state import LANGUAGE_COOKIE

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

# First in the head: they must run before the screen's own script.
SCRIPT_TAG = '<script src="/assets/i18n.js"></script><script src="/assets/drafts.js"></script>'
# Below a page address Streamlit's script looks for the server itself first: those requests are no pages.
_NO_PAGES = frozenset(
    {"_stcore", "static", "media", "component", "assets", "export", "healthz", "readyz"}
    | {"signin", "signout", "account"}
)
# What Streamlit has at the root beside its shell, which it gives for every other address.
_FILES = frozenset(
    each.name for each in (Path(streamlit.__file__).parent / "static").iterdir() if each.name != "index.html"
)
_KNOWN = frozenset({"", *(entry.address for entry in ENTRIES)})


def shell_page() -> str:
    """Return the HTML page Streamlit serves at every address of the screen."""
    return (Path(streamlit.__file__).parent / "static" / "index.html").read_text("utf-8")


class Shell:
    """Answer every page address with the shell in the language of the visitor."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.page = shell_page().replace("<head>", f"<head>\n    {SCRIPT_TAG}", 1)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve the shell for a page address; pass everything else on."""
        if not is_page(scope):
            answer_with = error_pages.not_found(scope) if _is_no_file(scope) else self.app
            await answer_with(scope, receive, send)
            return
        if scope["path"] == f"/{ENTRIES[0].name}":
            await _to_root(scope)(scope, receive, send)
            return
        if scope["path"].strip("/") not in _KNOWN:
            await error_pages.not_found(scope)(scope, receive, send)
            return
        cookies = _cookies(scope)
        language = language_of(scope, cookies)
        answer = HTMLResponse(
            self.page.replace('<html lang="en">', f'<html lang="{html_language(language)}">', 1),
            headers={"Cache-Control": "no-cache", "Content-Language": html_language(language)},
        )
        if BROWSER_COOKIE not in cookies:
            answer.set_cookie(BROWSER_COOKIE, secrets.token_urlsafe(24), httponly=True, samesite="lax")
        await answer(scope, receive, send)


def is_page(scope: Scope) -> bool:
    """Tell whether the request asks for a page of the screen: GET, no file ending, none of the other addresses."""
    if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
        return False
    steps: list[str] = scope["path"].split("/")
    return _NO_PAGES.isdisjoint(steps) and "." not in steps[-1]


def _is_no_file(scope: Scope) -> bool:
    """Tell whether the request asks for a file at the root or below a page where there is none."""
    if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
        return False
    steps: list[str] = scope["path"].split("/")
    return _NO_PAGES.isdisjoint(steps) and "." in steps[-1] and steps[-1] not in _FILES


def language_of(scope: Scope, cookies: dict[str, str]) -> str:
    """Return the language asked for by address, cookie or browser, in this order; else English."""
    asked = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("lang", [""])[0]
    accepted = Headers(scope=scope).get("accept-language", "")[:2].lower()
    offered = (asked, cookies.get(LANGUAGE_COOKIE, ""), accepted)
    return next((each for each in offered if each in LANGUAGES), "en")


def html_language(language: str) -> str:
    """Return the language tag for the page: Simplified Chinese is named as such."""
    return "zh-CN" if language == "zh" else "en"


def _to_root(scope: Scope) -> RedirectResponse:
    """Send on to the root, where the first page lives: Streamlit does not know it under its own name."""
    query = scope.get("query_string", b"").decode("latin-1")
    return RedirectResponse(f"/?{query}" if query else "/", headers={"Cache-Control": "no-cache"})


def _cookies(scope: Scope) -> dict[str, str]:
    try:
        jar = SimpleCookie(Headers(scope=scope).get("cookie", ""))
    except CookieError:
        return {}
    return {name: morsel.value for name, morsel in jar.items()}
