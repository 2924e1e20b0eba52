"""The addresses of signing in: with a password, with a one-time code, and what their pages need."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from anyio import to_thread
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import Route

from governance.access import addresses
from governance.config import config
from governance.errors import GovernanceError
from governance.language import explain, text
from governance.ui import cookies
from governance.ui.assets import FAVICON, MARK, SIGN_IN_STYLE
from governance.ui.gate import visitor_address
from governance.ui.signin import account, forms, pages, provider
from governance.ui.signin.paper import Notice
from governance.ui.signin.visit import access, hashing, known, language
from governance.ui.state import LANGUAGE_COOKIE

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import HTMLResponse

    from governance.access.sessions import How

NOTICES = ("signed_out",)
_STATUS = {"signin_wait": 429, "signin_busy": 503, "signin_stale": 400}


async def sign_in(request: Request) -> Response:
    """Show the page to sign in, or sign in."""
    if not config().signs_in:
        return RedirectResponse("/", 303)
    if request.method != "POST":
        return await _ask_to_sign_in(request)
    sent = await forms.fields(request)
    wanted, login = addresses.local(sent.get("next", "/")), sent.get("login", "")
    try:
        _require_ours(request, sent)
        person = await hashing(
            lambda: access().accounts.sign_in(
                login,
                sent.get("password", ""),
                address=visitor_address(request.scope),
                browser=known(request),
            )
        )
    except GovernanceError as error:
        return _again(request, partial(pages.sign_in, login=login), wanted, error)
    return await welcome(request, person, "password", wanted)


async def set_password(request: Request) -> Response:
    """Show the page to set a password with a one-time code, or set it and sign in."""
    if not config().signs_in:
        return RedirectResponse("/", 303)
    if request.method != "POST":
        wanted = addresses.local(request.query_params.get("next", "/"))
        return _form(request, pages.set_password, wanted)
    sent = await forms.fields(request)
    wanted, login, code = addresses.local(sent.get("next", "/")), sent.get("login", ""), sent.get("code", "")
    try:
        _require_ours(request, sent)
        password = forms.new_password(sent)
        person = await hashing(
            lambda: access().accounts.use_code(
                login,
                code,
                password,
                address=visitor_address(request.scope),
                browser=known(request),
            )
        )
    except GovernanceError as error:
        return _again(request, partial(pages.set_password, login=login, code=code), wanted, error)
    return await welcome(request, person, "password", wanted)


async def oidc(request: Request) -> Response:
    """Send the browser to the organisation's provider."""
    if not (config().signs_in and config().oidc.issuer):
        return RedirectResponse(addresses.SIGN_IN, 303)
    wanted = addresses.local(request.query_params.get("next", "/"))
    secret = forms.form_secret(request)
    try:
        answer: Response = RedirectResponse(await provider.provider().begin(secret, wanted), 303)
    except GovernanceError as error:
        return _again(request, pages.sign_in, wanted, error)
    cookies.put(answer, cookies.form_cookie(), secret)
    return answer


async def callback(request: Request) -> Response:
    """Sign in whom the provider sends back."""
    if not (config().signs_in and config().oidc.issuer):
        return RedirectResponse(addresses.SIGN_IN, 303)
    browser = request.cookies.get(cookies.form_cookie(), "")
    try:
        identity, wanted = await provider.provider().finish(dict(request.query_params), browser)
        person = await to_thread.run_sync(lambda: provider.person_of(access(), identity))
    except GovernanceError as error:
        return _again(request, pages.sign_in, "/", error)
    return await welcome(request, person, "oidc", wanted)


async def welcome(request: Request, person: str, how: How, wanted: str) -> Response:
    """Begin a session, always a new one, and go where one wanted to; the session there was before ends."""
    held = access()
    token, session = await to_thread.run_sync(
        lambda: held.sessions.begin(person, address=visitor_address(request.scope), how=how)
    )
    before = held.sessions.find(request.cookies.get(cookies.session_cookie(), ""))
    if before is not None and before.digest != session.digest:
        await to_thread.run_sync(lambda: held.sessions.end(before.digest))
    answer = RedirectResponse(wanted, 303, headers={"Cache-Control": "no-store"})
    cookies.put(answer, cookies.session_cookie(), token)
    cookies.put(answer, cookies.known_cookie(), held.accounts.browser_mark(person), days=cookies.KNOWN_DAYS)
    cookies.drop(answer, cookies.form_cookie())
    return answer


async def style(_request: Request) -> Response:
    """Serve the style of these pages."""
    return FileResponse(SIGN_IN_STYLE, media_type="text/css", headers={"Cache-Control": "no-cache"})


async def logo(_request: Request) -> Response:
    """Serve the mark."""
    return FileResponse(MARK, media_type="image/png", headers={"Cache-Control": "max-age=86400"})


async def icon(_request: Request) -> Response:
    """Serve the picture of the browser's tab."""
    return FileResponse(FAVICON, media_type="image/png", headers={"Cache-Control": "max-age=86400"})


async def _ask_to_sign_in(request: Request) -> Response:
    wanted = addresses.local(request.query_params.get("next", "/"))
    if access().sessions.find(request.cookies.get(cookies.session_cookie(), "")):
        return RedirectResponse(wanted, 303)
    notice = request.query_params.get("notice", "")
    told = Notice(text(f"signin.notice.{notice}", language(request))) if notice in NOTICES else None
    return _form(request, partial(pages.sign_in, notice=told), wanted)


def _form(request: Request, draw: Callable[..., HTMLResponse], wanted: str) -> Response:
    """Draw a form with its mark, and set the cookie it belongs to and the language asked for."""
    secret = forms.form_secret(request)
    chosen = language(request)
    answer = draw(chosen, forms.form_mark(secret), wanted=wanted)
    cookies.put(answer, cookies.form_cookie(), secret)
    if request.query_params.get("lang") == chosen:
        # Read by the screen's own script as well, so that the choice goes on after the sign-in.
        answer.set_cookie(LANGUAGE_COOKIE, chosen, max_age=31_536_000, path="/", samesite="lax")
    return answer


def _again(
    request: Request, draw: Callable[..., HTMLResponse], wanted: str, error: GovernanceError
) -> Response:
    """Draw the form once more with the one sentence for ``error``."""
    told = Notice(explain(error, language(request)), error=True)
    status = _STATUS.get(error.code, 403)
    answer = _form(request, partial(draw, notice=told, status=status), wanted)
    if error.code == "signin_wait":
        answer.headers["Retry-After"] = str(int(error.context["minutes"]) * 60)
    return answer


def _require_ours(request: Request, sent: dict[str, str]) -> None:
    if not forms.is_ours(request, sent):
        raise GovernanceError("signin_stale")


SIGN_IN_ROUTES = [
    Route(addresses.SIGN_IN, sign_in, methods=["GET", "POST"]),
    Route(addresses.CODE, set_password, methods=["GET", "POST"]),
    Route(addresses.OIDC, oidc),
    Route(addresses.CALLBACK, callback),
    Route(addresses.STYLE, style),
    Route(addresses.LOGO, logo),
    Route(addresses.ICON, icon),
    *account.ROUTES,
]
