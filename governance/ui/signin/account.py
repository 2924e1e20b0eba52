"""One's own account: password, sessions, the way out. Only behind the gate, so a session is always there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anyio import to_thread
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from governance.access import addresses
from governance.access.tokens import same
from governance.errors import GovernanceError
from governance.language import explain, text
from governance.ui import cookies
from governance.ui.gate import SESSION, visitor_address
from governance.ui.signin import forms, own_pages
from governance.ui.signin.paper import Notice
from governance.ui.signin.visit import access, hashing, known, language

if TYPE_CHECKING:
    from starlette.requests import Request

    from governance.access.sessions import Session

DIGEST_SHOWN = 16  # characters of a session's hash by which its owner names it


async def account(request: Request) -> Response:
    """Show one's own account, or do what its forms ask for."""
    session = _session(request)
    if session is None:
        return RedirectResponse("/", 303)
    if request.method != "POST":
        return own_pages.account(access(), session, language(request))
    sent = await forms.fields(request)
    try:
        told = await _done(request, session, sent)
    except GovernanceError as error:
        notice = Notice(explain(error, language(request)), error=True)
        return own_pages.account(access(), session, language(request), notice=notice, status=403)
    notice = Notice(text(f"account.done.{told}", language(request)))
    return own_pages.account(access(), session, language(request), notice=notice)


async def sign_out(request: Request) -> Response:
    """Ask whether to sign out, or do it."""
    session = _session(request)
    if session is None:
        return RedirectResponse("/", 303)
    if request.method != "POST":
        return own_pages.sign_out(session, language(request))
    sent = await forms.fields(request)
    if not same(sent.get("csrf", ""), session.csrf):
        return own_pages.sign_out(session, language(request), status=403)
    await to_thread.run_sync(lambda: access().sessions.end(session.digest))
    answer = RedirectResponse(f"{addresses.SIGN_IN}?notice=signed_out", 303)
    cookies.drop(answer, cookies.session_cookie())
    return answer


async def _done(request: Request, session: Session, sent: dict[str, str]) -> str:
    """Do what a form of the account page asks for; return the code of the sentence that says so."""
    if not same(sent.get("csrf", ""), session.csrf):
        raise GovernanceError("signin_stale")
    if sent.get("what") == "password":
        return await _change_password(request, session, sent)
    sessions = access().sessions
    if sent.get("what") == "others":
        await to_thread.run_sync(lambda: sessions.end_all(session.person, but=session.digest))
        return "others"
    named = sent.get("session", "")
    found = [each.digest for each in sessions.of(session.person) if each.digest[:DIGEST_SHOWN] == named]
    for each in found:
        await to_thread.run_sync(sessions.end, each)
    return "session"


async def _change_password(request: Request, session: Session, sent: dict[str, str]) -> str:
    password = forms.new_password(sent)
    await hashing(
        lambda: access().accounts.change(
            session.person,
            sent.get("old", ""),
            password,
            address=visitor_address(request.scope),
            browser=known(request),
            keep=session.digest,
        )
    )
    return "password"


def _session(request: Request) -> Session | None:
    found: Session | None = request.scope.get(SESSION)
    return found


ROUTES = [
    Route(addresses.ACCOUNT, account, methods=["GET", "POST"]),
    Route(addresses.SIGN_OUT, sign_out, methods=["GET", "POST"]),
]
