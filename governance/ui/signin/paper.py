"""The HTML all sign-in pages are printed on; every word that goes in is escaped here."""

from __future__ import annotations

import html
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.responses import HTMLResponse

from governance.access import addresses
from governance.language import LANGUAGES, Language, text
from governance.ui.shell import html_language

# Stricter than the screen's own: these pages need a style, two pictures and their forms.
POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
HEADERS = {"Cache-Control": "no-store", "Content-Security-Policy": POLICY}

_PAGE = """<!DOCTYPE html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title} · {app}</title>
<link rel="icon" type="image/png" href="{icon}">
<link rel="stylesheet" href="{style}">
</head>
<body>
<header><img src="{logo}" alt="" width="40" height="40"><span class="brand">{app}</span>
<nav aria-label="{choose}">{languages}</nav></header>
<main class="{width}">
<h1>{title}</h1>
{notice}{body}
</main>
<footer>{footer}</footer>
</body>
</html>
"""


@dataclass(frozen=True, slots=True)
class Notice:
    """Hold one sentence above a form: ``error`` for what went wrong, else ``info``."""

    words: str
    error: bool = False


def page(
    language: Language,
    title: str,
    body: str,
    *,
    address: str,
    query: Mapping[str, str] | None = None,
    notice: Notice | None = None,
    wide: bool = False,
    status: int = 200,
) -> HTMLResponse:
    """Return a whole page; ``body`` is HTML made with :func:`field`, :func:`button` and :func:`safe`.

    ``address`` and ``query`` are where the same page is found in the other language.
    """
    content = _PAGE.format(
        lang=html_language(language),
        title=safe(title),
        app=safe(text("app.name", language)),
        icon=addresses.ICON,
        style=addresses.STYLE,
        logo=addresses.LOGO,
        choose=safe(text("frame.language", language)),
        languages="".join(_language(each, language, address, query or {}) for each in LANGUAGES),
        width="wide" if wide else "narrow",
        notice=_notice(notice) if notice else "",
        body=body,
        footer="" if wide else safe(text("signin.footer", language)),
    )
    return HTMLResponse(content, status, headers=HEADERS | {"Content-Language": html_language(language)})


def safe(words: object) -> str:
    """Return ``words`` so that they stand in HTML, also in an attribute, as typed."""
    return html.escape(str(words), quote=True)


def field(
    name: str,
    label: str,
    *,
    kind: str = "text",
    complete: str = "off",
    value: str = "",
    hint: str = "",
    first: bool = False,
    longest: int = 320,
) -> str:
    """Return a labelled input; ``complete`` tells password managers what belongs here."""
    about = f' aria-describedby="{name}-hint"' if hint else ""
    told = f'<p class="hint" id="{name}-hint">{safe(hint)}</p>' if hint else ""
    focus = " autofocus" if first else ""
    return (
        f'<label for="{name}">{safe(label)}</label>'
        f'<input id="{name}" name="{name}" type="{kind}" autocomplete="{complete}" value="{safe(value)}"'
        f' maxlength="{longest}" autocapitalize="none" spellcheck="false" required{about}{focus}>{told}'
    )


def hidden(name: str, value: str) -> str:
    """Return a hidden input."""
    return f'<input type="hidden" name="{name}" value="{safe(value)}">'


def button(label: str, *, quiet: bool = False, name: str = "", value: str = "", about: str = "") -> str:
    """Return a submit button; ``about`` is read out in place of a short label."""
    said = f' name="{name}" value="{safe(value)}"' if name else ""
    read = f' aria-label="{safe(about)}"' if about else ""
    return f'<button type="submit" class="{"quiet" if quiet else "main"}"{said}{read}>{safe(label)}</button>'


def form(address: str, *parts: str) -> str:
    """Return a form which posts to ``address``."""
    return f'<form method="post" action="{safe(address)}">{"".join(parts)}</form>'


def link(address: str, label: str, *, query: Mapping[str, str] | None = None, css: str = "") -> str:
    """Return a link to an address of ours."""
    whole = f"{address}?{urlencode(query)}" if query else address
    return f'<a href="{safe(whole)}"{f" class={css}" if css else ""}>{safe(label)}</a>'


def _notice(notice: Notice) -> str:
    kind, role = ("error", "alert") if notice.error else ("info", "status")
    return f'<p class="notice {kind}" role="{role}">{safe(notice.words)}</p>\n'


def _language(each: Language, shown: Language, address: str, query: Mapping[str, str]) -> str:
    label = text(f"frame.language.{each}", each)
    if each == shown:
        return f'<span aria-current="true" lang="{html_language(each)}">{safe(label)}</span>'
    whole = f"{address}?{urlencode(dict(query) | {'lang': each})}"
    return f'<a href="{safe(whole)}" lang="{html_language(each)}" hreflang="{html_language(each)}">{safe(label)}</a>'
