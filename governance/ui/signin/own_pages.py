"""What the pages of one's own account say."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from governance.access import addresses
from governance.config import config
from governance.formatting import moment, name_of
from governance.language import text
from governance.ui.signin.pages import new_password
from governance.ui.signin.paper import Notice, button, field, form, hidden, link, page, safe

if TYPE_CHECKING:
    from datetime import datetime

    from starlette.responses import HTMLResponse

    from governance.access.service import Access
    from governance.access.sessions import Session
    from governance.language import Language


def account(
    access: Access,
    session: Session,
    language: Language,
    *,
    notice: Notice | None = None,
    status: int = 200,
) -> HTMLResponse:
    """Return the page of one's own account."""
    person = access.register.content(session.person)
    name = name_of(person | {"id": session.person}, language)
    who = " · ".join(each for each in (name, person.get("email"), session.person) if each)
    body = "".join(
        (
            f'<p class="lead">{safe(who)}</p>',
            _password(access, session, language),
            _sessions(access, session, language),
            '<div class="row">',
            link("/", text("account.back", language), query={"lang": language}),
            link(addresses.SIGN_OUT, text("access.menu.sign_out", language), query={"lang": language}),
            "</div>",
        )
    )
    title = text("account.title", language)
    return page(language, title, body, address=addresses.ACCOUNT, notice=notice, wide=True, status=status)


def sign_out(session: Session, language: Language, *, status: int = 200) -> HTMLResponse:
    """Return the page which asks whether to sign out."""
    body = "".join(
        (
            f'<p class="lead">{safe(text("signout.lead", language))}</p>',
            form(
                addresses.SIGN_OUT,
                hidden("csrf", session.csrf),
                button(text("access.menu.sign_out", language)),
            ),
            f'<p class="more">{link("/", text("account.back", language), query={"lang": language})}</p>',
        )
    )
    title = text("signout.title", language)
    return page(language, title, body, address=addresses.SIGN_OUT, status=status)


def _password(access: Access, session: Session, language: Language) -> str:
    heading = f"<h2>{safe(text('account.password', language))}</h2>"
    if not access.accounts.has_password(session.person):
        return f"{heading}<p>{safe(text('account.password.none', language))}</p>"
    return heading + form(
        addresses.ACCOUNT,
        hidden("csrf", session.csrf),
        hidden("what", "password"),
        field(
            "old", text("account.password.old", language), kind="password", complete="current-password",
            longest=256,
        ),
        *new_password(language, config().signin.password_length),
        button(text("account.password.go", language)),
    )  # fmt: skip


def _sessions(access: Access, session: Session, language: Language) -> str:
    held = access.sessions.of(session.person)
    rows = "".join(_row(access, each, session, language) for each in held)
    others = form(
        addresses.ACCOUNT,
        hidden("csrf", session.csrf),
        hidden("what", "others"),
        button(text("account.sessions.others", language), quiet=True),
    )
    return f'<h2>{safe(text("account.sessions", language))}</h2><ul class="sessions">{rows}</ul>' + (
        f'<div class="row">{others}</div>' if len(held) > 1 else ""
    )


def _row(access: Access, each: Session, own: Session, language: Language) -> str:
    told = text(
        "account.sessions.one",
        language,
        since=_moment(access, each.made_at, language),
        seen=_moment(access, each.seen_at, language),
        address=each.address or "—",
        how=text(f"access.how.{each.how}", language),
    )
    if each.digest == own.digest:
        action = f'<span class="badge">{safe(text("account.sessions.this", language))}</span>'
    else:
        label = text("account.sessions.end", language)
        action = form(
            addresses.ACCOUNT,
            hidden("csrf", own.csrf),
            hidden("what", "session"),
            hidden("session", each.digest[:16]),
            button(label, quiet=True, about=f"{label}: {told}"),
        )
    return f"<li><div>{safe(told)}</div>{action}</li>"


def _moment(access: Access, value: datetime, language: Language) -> str:
    return moment(value.replace(tzinfo=UTC).astimezone(access.register.zone), language)
