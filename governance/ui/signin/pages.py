"""What the sign-in pages say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from governance.access import addresses
from governance.config import config
from governance.language import text
from governance.ui.signin.paper import Notice, button, field, form, hidden, link, page, safe

if TYPE_CHECKING:
    from starlette.responses import HTMLResponse

    from governance.language import Language


def sign_in(
    language: Language,
    form_mark: str,
    *,
    wanted: str,
    login: str = "",
    notice: Notice | None = None,
    status: int = 200,
) -> HTMLResponse:
    """Return the page to sign in; ``wanted`` is where it leads to."""
    back = {} if wanted == "/" else {"next": wanted}
    told = {key: text(f"signin.{key}", language) for key in ("login", "password", "go", "code", "lead")}
    body = "".join(
        (
            f'<p class="lead">{safe(told["lead"])}</p>',
            _provider(language, back),
            form(
                addresses.SIGN_IN,
                hidden("form", form_mark),
                hidden("next", wanted),
                field("login", told["login"], complete="username", value=login, first=not login),
                field(
                    "password", told["password"], kind="password", complete="current-password",
                    first=bool(login), longest=256,
                ),
                button(told["go"]),
            ),
            f'<p class="more">{link(addresses.CODE, told["code"], query=back | {"lang": language})}</p>',
        )
    )  # fmt: skip
    title = text("signin.title", language)
    return page(language, title, body, address=addresses.SIGN_IN, query=back, notice=notice, status=status)


def set_password(
    language: Language,
    form_mark: str,
    *,
    wanted: str,
    login: str = "",
    code: str = "",
    notice: Notice | None = None,
    status: int = 200,
) -> HTMLResponse:
    """Return the page to set a password with a one-time code."""
    back = {} if wanted == "/" else {"next": wanted}
    length = config().signin.password_length
    body = "".join(
        (
            f'<p class="lead">{safe(text("signin.code.lead", language))}</p>',
            form(
                addresses.CODE,
                hidden("form", form_mark),
                hidden("next", wanted),
                field("login", text("signin.login", language), complete="username", value=login, first=not login),
                field(
                    "code", text("signin.code.code", language), complete="one-time-code", value=code,
                    hint=text("signin.code.hint", language), longest=64,
                ),
                *new_password(language, length, first=bool(login)),
                button(text("signin.code.go", language)),
            ),
            f'<p class="more">{link(addresses.SIGN_IN, text("signin.back", language), query=back | {"lang": language})}</p>',
        )
    )  # fmt: skip
    title = text("signin.code.title", language)
    return page(language, title, body, address=addresses.CODE, query=back, notice=notice, status=status)


def new_password(language: Language, length: int, *, first: bool = False) -> tuple[str, str]:
    """Return the two inputs of a new password."""
    hint = text("signin.password.hint", language, length=length)
    return (
        field(
            "new", text("signin.password.new", language), kind="password", complete="new-password", hint=hint,
            first=first, longest=256,
        ),
        field(
            "again", text("signin.password.again", language), kind="password", complete="new-password",
            longest=256,
        ),
    )  # fmt: skip


def _provider(language: Language, back: dict[str, str]) -> str:
    """Return the way by the organisation's own provider, when there is one."""
    rules = config().oidc
    if not rules.issuer:
        return ""
    label = rules.label or text("signin.oidc.provider", language)
    go = link(
        addresses.OIDC,
        text("signin.oidc", language, provider=label),
        query=back | {"lang": language},
        css="second",
    )
    return f'{go}<p class="or">{safe(text("signin.or", language))}</p>'
