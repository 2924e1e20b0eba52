"""A digest as an e-mail: plain text and HTML, one language, nothing of a record in its headers."""

from __future__ import annotations

import re
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from governance import formatting
from governance.insight import work_words
from governance.language import Language, text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from governance.digest.recipients import Recipient
    from governance.insight.work import Item

SHOWN = 40  # rows in a mail; the page shows the rest
LONGEST = 160  # characters of a name
_SPACES = re.compile(r"[\s\x00-\x1f\x7f\u2028\u2029]+")
_TABLE = 'style="border-collapse:collapse;width:100%;font-size:14px"'
_CELL = 'style="padding:6px 12px 6px 0;border-bottom:1px solid #d6dce5;text-align:left;vertical-align:top"'
_LATE = 'style="color:#b42318;font-weight:600"'


def message(
    recipient: Recipient, items: Sequence[Item], *, sender: str, url: str, moment: datetime
) -> EmailMessage:
    """Return the mail about ``items``; ``url`` is the address of the app («»: no links)."""
    made = EmailMessage(policy=SMTP)
    made["From"] = sender
    made["To"] = recipient.email
    made["Subject"] = _subject(items, recipient.language)
    made["Date"] = format_datetime(moment)
    made["Message-ID"] = make_msgid(domain=_domain(sender))
    made["Auto-Submitted"] = "auto-generated"
    made.set_content(plain(recipient, items, url), cte="base64")
    made.add_alternative(html(recipient, items, url), subtype="html", cte="base64")
    return made


def _domain(sender: str) -> str:
    return sender.rsplit("@", 1)[-1].strip("> ")


def _subject(items: Sequence[Item], language: Language) -> str:
    late = sum(each.overdue for each in items)
    key = "digest.subject.late" if late else "digest.subject"
    return text(key, language, count=formatting.number(len(items), language), late=late)


def plain(recipient: Recipient, items: Sequence[Item], url: str) -> str:
    """Return the mail as plain text; one thing to do is one line and, with an address, one link."""
    language = recipient.language
    lines = [_greeting(recipient), "", _subject(items, language), ""]
    for each in items[:SHOWN]:
        lines.append(f"- {' · '.join(_told(each, language))}")
        if url:
            lines.append(f"  {_record(url, each.id, language)}")
    lines += ["", *_ending(items, url, language)]
    return "\n".join(lines) + "\n"


def html(recipient: Recipient, items: Sequence[Item], url: str) -> str:
    """Return the mail as HTML: a table without pictures or scripts; what people wrote stands escaped."""
    language = recipient.language
    rows = "".join(_row(each, url, language) for each in items[:SHOWN])
    heads = "".join(
        f"<th {_CELL}>{escape(text(f'work.column.{name}', language))}</th>"
        for name in ("what", "record", "detail", "due")
    )
    ending = "".join(f"<p>{_linked(each)}</p>" for each in _ending(items, url, language))
    return (
        f'<!doctype html><html lang="{"zh-CN" if language == "zh" else "en"}"><head><meta charset="utf-8">'
        f"<title>{escape(_subject(items, language))}</title></head>"
        '<body style="font-family:sans-serif;color:#1d2939;max-width:760px">'
        f"<p>{escape(_greeting(recipient))}</p><h1 style='font-size:18px'>{escape(_subject(items, language))}</h1>"
        f"<table {_TABLE}><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>{ending}</body></html>"
    )


def _greeting(recipient: Recipient) -> str:
    row = {"id": recipient.person, "name": recipient.name, "name_zh": recipient.name_zh}
    name = line(formatting.name_of(row, recipient.language))
    return text("digest.greeting", recipient.language, name=name)


def _told(item: Item, language: Language) -> list[str]:
    parts = [work_words.task(item, language), line(work_words.name(item, language)), item.id]
    parts.append(line(work_words.detail(item, language)))
    if item.due_on:
        parts.append(text("digest.due", language, day=formatting.day(item.due_on, language)))
    return [*parts, text("work.overdue", language)] if item.overdue else parts


def _row(item: Item, url: str, language: Language) -> str:
    name = escape(f"{line(work_words.name(item, language))} ({item.id})")
    linked = f'<a href="{escape(_record(url, item.id, language))}">{name}</a>' if url else name
    due = escape(formatting.day(item.due_on, language)) if item.due_on else ""
    late = f"<br><span {_LATE}>{escape(text('work.overdue', language))}</span>" if item.overdue else ""
    cells = (escape(work_words.task(item, language)), linked, escape(line(work_words.detail(item, language))), due + late)  # fmt: skip
    return "<tr>" + "".join(f"<td {_CELL}>{each}</td>" for each in cells) + "</tr>"


def _ending(items: Sequence[Item], url: str, language: Language) -> list[str]:
    more = len(items) - SHOWN
    told = [text("digest.more", language, count=more)] if more > 0 else []
    if url:
        told.append(text("digest.open", language, url=f"{url}/work?{urlencode({'lang': language})}"))
    return [*told, text("digest.why", language)]


def _linked(sentence: str) -> str:
    return re.sub(r"(https?://\S+)", lambda found: f'<a href="{found[1]}">{found[1]}</a>', escape(sentence))


def _record(url: str, record_id: str, language: Language) -> str:
    return f"{url}/record?{urlencode({'id': record_id, 'lang': language})}"


def line(words: str) -> str:
    """Return what people wrote as one line of bounded length: no line end of theirs starts a line of ours."""
    short = _SPACES.sub(" ", words).strip()
    return short if len(short) <= LONGEST else short[: LONGEST - 1].rstrip() + "…"
