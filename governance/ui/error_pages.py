"""Answers of ours when there is no page or something broke: both languages, a number to name, nothing else."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response

from governance.errors import GovernanceError, RegisterRefused
from governance.language import LANGUAGES, Language, explain, text
from governance.operations import logs

if TYPE_CHECKING:
    from starlette.types import Scope

NO_STORE = {"Cache-Control": "no-store"}
_TAGS: dict[Language, str] = {"en": "en", "zh": "zh-CN"}
_PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><title>{title}</title><style>
:root {{ --paper:#f5f7fb; --card:#fff; --edge:#dde4ef; --ink:#14213a; --quiet:#51607a; --link:#1d4ed8; }}
@media (prefers-color-scheme: dark) {{
  :root {{ --paper:#0b1220; --card:#121c2d; --edge:#26344c; --ink:#e6ecf6; --quiet:#a9b6cc; --link:#8fbaff; }}
}}
body {{ margin:0; min-height:100vh; display:grid; place-content:center; background:var(--paper); color:var(--ink);
  font:15px/1.6 "Source Sans","PingFang SC","Microsoft YaHei","Noto Sans SC","Noto Sans CJK SC",sans-serif; }}
main {{ max-width:34rem; margin:1rem; padding:1.75rem 2rem; background:var(--card); border:1px solid var(--edge);
  border-radius:.75rem; }}
section + section {{ margin-top:1.25rem; padding-top:1.25rem; border-top:1px solid var(--edge); }}
h1, h2 {{ font-size:1.2rem; line-height:1.4; margin:0 0 .4rem; }} p {{ margin:0 0 .6rem; }}
a {{ color:var(--link); }} .number {{ margin:1.25rem 0 0; color:var(--quiet); font-size:.9rem; }}
</style></head><body><main>
{sections}
<p class="number">{number}</p>
</main></body></html>
"""


def not_found(scope: Scope) -> Response:
    """Return the answer for an address where there is nothing."""
    return _answer(scope, 404, "missing", None)


def failed(scope: Scope, error: Exception) -> Response:
    """Return the answer for a request that broke; a refusal of the register says its own way out."""
    refused = error if isinstance(error, GovernanceError) else None
    status = 503 if isinstance(error, RegisterRefused) else 500
    return _answer(scope, status, "failed", refused)


def _answer(scope: Scope, status: int, what: str, error: GovernanceError | None) -> Response:
    number = logs.bound("request") or logs.new_number()
    said = {each: explain(error, each) if error else text(f"answer.{what}", each) for each in LANGUAGES}
    accepted = Headers(scope=scope).get("accept", "")
    if "text/html" in accepted:
        return HTMLResponse(_page(what, said, number), status, headers=NO_STORE)
    if "application/json" in accepted:
        content = {"code": error.code if error else what, "number": number, "said": said}
        return JSONResponse(content, status, headers=NO_STORE)
    return PlainTextResponse("\n".join([*said.values(), number]) + "\n", status, headers=NO_STORE)


def _page(what: str, said: dict[Language, str], number: str) -> str:
    sections = "\n".join(
        _section(what, language, words, first=not at) for at, (language, words) in enumerate(said.items())
    )
    title = " · ".join(text(f"answer.{what}.title", each) for each in LANGUAGES)
    numbered = " · ".join(text("answer.number", each, number=number) for each in LANGUAGES)
    return _PAGE.format(title=html.escape(title), sections=sections, number=html.escape(numbered))


def _section(what: str, language: Language, words: str, *, first: bool) -> str:
    level = "h1" if first else "h2"
    return (
        f'<section lang="{_TAGS[language]}"><{level}>{html.escape(text(f"answer.{what}.title", language))}</{level}>'
        f"<p>{html.escape(words)}</p>"
        f'<p><a href="/?lang={language}">{html.escape(text("answer.home", language))}</a></p></section>'
    )
