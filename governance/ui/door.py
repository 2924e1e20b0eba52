"""Who is at the screen: the session looked up again at every run, and the page for one that has ended.

The gate stands in front of the whole app; a script started without it (``streamlit run governance/ui/frame.py``) is
held back here.
"""

from __future__ import annotations

import html
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode, urlsplit

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from governance import bootstrap
from governance.access import addresses, service
from governance.access.tokens import digest
from governance.config import config
from governance.errors import GovernanceError
from governance.ui import memo, runs, state
from governance.ui.cookies import session_cookie
from governance.ui.guard import is_local_visit
from governance.ui.words import t

if TYPE_CHECKING:
    from governance.access.service import Access
    from governance.access.sessions import Session

_SESSION = "frame.session"
_BUTTON = (
    "display:inline-block;padding:.55rem 1.1rem;border-radius:.5rem;background:#1d4ed8;color:#fff;"
    "font-weight:600;text-decoration:none"
)


class SessionEnded(GovernanceError):
    """The person is signed out: what was asked for is not done."""

    code = "session_ended"


def access() -> Access:
    """Return what decides who gets in to the open register."""
    return service.of(bootstrap.opened())


def session() -> Session | None:
    """Return the session of this run, None where nobody is signed in."""
    kept = memo.of_run()
    key = kept.get(_SESSION)
    if key is None:
        token = st.context.cookies.get(session_cookie(), "")
        key = kept[_SESSION] = digest(token) if token else ""
    return access().sessions.by_digest(key) if key else None


def enter() -> None:
    """Let the run go on for somebody who belongs here, or draw why not and stop it; the frame does it first."""
    if config().signs_in:
        _enter_signed_in()
    elif not _is_local():
        st.error(t("error.guard_peer"), icon=":material/block:")
        st.stop()


def require(actor: str) -> None:
    """Raise SessionEnded when the session that ``actor`` works in is over: nothing more is read or written."""
    if not config().signs_in:
        return
    found = session()
    if found is None or found.person != actor:
        raise SessionEnded


def draw_ended() -> None:
    """Draw the page for a session that has ended, with the way back to where one was."""
    here = urlsplit(st.context.url or "/").path or "/"
    query = urlencode(st.query_params.to_dict())
    wanted = addresses.local(f"{here}?{query}" if query else here)
    address = addresses.SIGN_IN + ("" if wanted == "/" else f"?next={quote(wanted, safe='/')}")
    with st.container(border=True, key="panel_session_ended"):
        st.header(t("access.ended.title"), anchor=False)
        st.text(t("access.ended.how"))
        words = html.escape(t("access.ended.again"))
        st.html(f'<a class="recital-sign-in" href="{html.escape(address)}" style="{_BUTTON}">{words}</a>')


def _enter_signed_in() -> None:
    found = session()
    if found is None:
        st.set_page_config(page_title=t("access.ended.title"))
        draw_ended()
        st.html(
            '<span class="recital-marker" data-language="' + state.language() + '" data-person=""></span>'
        )
        st.stop()
    if st.session_state.get(_SESSION, found.digest) != found.digest:
        # Somebody else's run was taken up again in this browser: nothing of it is kept.
        st.session_state.clear()
        state.start()
    run = get_script_run_ctx()
    if run is not None:
        runs.claim(run.session_id, found.digest)
    st.session_state[_SESSION] = found.digest
    st.session_state[state.PERSON] = found.person


def _is_local() -> bool:
    """Tell whether the visitor sits at this computer; the test tool, which has no visitor, counts as such."""
    headers = st.context.headers.to_dict()
    return not headers or is_local_visit(headers, st.context.ip_address)
