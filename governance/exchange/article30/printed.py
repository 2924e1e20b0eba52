"""The register by article as one page to print: self-contained, nothing fetched, every text escaped."""

from __future__ import annotations

from html import escape

from governance.exchange.article30.model import Article30, Entry, Letter
from governance.exchange.tabular import printable
from governance.language import text

TONGUES = {"en": "en", "zh": "zh-Hans"}
STYLE = """
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { font: 10.5pt/1.45 "Noto Sans", "Noto Sans SC", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif;
  color: #111827; background: #fff; max-width: 190mm; margin: 10mm auto; padding: 0 4mm; overflow-wrap: anywhere; }
h1 { font-size: 17pt; line-height: 1.25; margin: 0 0 4mm; }
h2 { font-size: 13pt; margin: 8mm 0 3mm; border-bottom: 1px solid #94a3b8; padding-bottom: 1mm; }
h3 { font-size: 11.5pt; margin: 0; }
p, ul { margin: 1mm 0; }
ul { padding-left: 5mm; }
.stamp { color: #475569; font-size: 9pt; }
.activity { margin: 0 0 6mm; }
.activity header { display: flex; flex-wrap: wrap; gap: 1mm 4mm; align-items: baseline; margin-bottom: 1.5mm; }
.activity header span { color: #475569; font-size: 9pt; }
table { width: 100%; border-collapse: collapse; }
th, td { border: 1px solid #cbd5e1; padding: 1.2mm 2mm; vertical-align: top; text-align: left; }
th { width: 52mm; background: #f8fafc; font-weight: 600; font-size: 9.5pt; }
tr { break-inside: avoid; }
td p { margin: 0; white-space: pre-line; }
.state { display: inline-block; font-size: 8.5pt; font-weight: 600; padding: 0 1.5mm; border: 1px solid; }
.missing .state { color: #991b1b; } .unknown .state { color: #92400e; } .none .state { color: #334155; }
article + article { break-before: page; margin-top: 14mm; }
@page { size: A4; margin: 14mm 12mm; }
@media print { body { margin: 0; max-width: none; padding: 0; } .activity header { break-after: avoid; } }
"""


def html(*registers: Article30) -> str:
    """Return one or more registers as a whole HTML page in the language of the first."""
    first = registers[0]
    language = first.language
    return "\n".join(
        [
            "<!DOCTYPE html>",
            f'<html lang="{TONGUES[language]}"><head><meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{_safe(first.title)}</title><style>{STYLE}</style></head><body>",
            *(line for register in registers for line in _register(register)),
            f'<p class="stamp">{_safe(text("exchange.not_advice", language))}</p>',
            "</body></html>\n",
        ]
    )


def _register(register: Article30) -> list[str]:
    language = register.language
    return [
        f"<article><h1>{_safe(register.title)}</h1>",
        *(f'<p class="stamp">{_safe(line)}</p>' for line in register.stamp.lines(language)),
        f"<h2>{_safe(text('article30.heading.about', language))}</h2>",
        *_organisations(register),
        f"<h2>{_safe(text('article30.heading.activities', language))}</h2>",
        f"<p>{_safe(_count(register))}</p>",
        *(_activity(register, entry) for entry in register.entries),
        "</article>",
    ]


def _safe(value: str) -> str:
    return escape(printable(value))


def _count(register: Article30) -> str:
    if not register.entries:
        return text("article30.empty", register.language)
    return text("article30.count", register.language, count=len(register.entries))


def _organisations(register: Article30) -> list[str]:
    return [
        f"<h3>{_safe(each.name)}</h3><ul>{''.join(f'<li>{_safe(line)}</li>' for line in each.lines)}</ul>"
        for each in register.organisations
    ]


def _activity(register: Article30, entry: Entry) -> str:
    facts = (entry.activity_id, entry.department, entry.status)
    head = "".join(f"<span>{_safe(fact)}</span>" for fact in facts if fact)
    rows = "".join(_letter(register, entry, place, letter) for place, letter in enumerate(register.letters))
    return f'<section class="activity"><header><h3>{_safe(entry.name)}</h3>{head}</header><table>{rows}</table></section>'


def _letter(register: Article30, entry: Entry, place: int, letter: Letter) -> str:
    answer = entry.answers[place]
    state = text(f"exchange.answer.{answer.state}", register.language)
    lines = [line for line in answer.lines if line != state]
    if lines and answer.state in ("missing", "unknown"):
        state = text(f"exchange.part.{answer.state}", register.language)
    mark = "" if answer.state == "complete" else f'<span class="state">{_safe(state)}</span>'
    paragraphs = "".join(f"<p>{_safe(line)}</p>" for line in lines)
    title = _safe(letter.title(register.language))
    return f'<tr class="{answer.state}"><th scope="row">{title}</th><td>{paragraphs}{mark}</td></tr>'
