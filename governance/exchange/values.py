"""Understand single values of foreign registers; nothing is guessed silently and no text is lost.

Each function says how sure it is by a code: ``sure``, ``assumed`` (likely, to be shown), ``ambiguous``, ``incomplete``,
``impossible``, ``not_understood`` or ``empty``.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from governance.exchange.days import day
from governance.exchange.durations import Duration, duration
from governance.exchange.parsed import Parsed
from governance.exchange.placeholders import LONGEST_PLACEHOLDER, is_placeholder

__all__ = [
    "Duration", "Parsed", "SeparatorProposal", "boolean", "day", "duration", "integer", "is_placeholder", "none_state",
    "separators", "split",
]  # fmt: skip

State = Literal["none", "unknown", "empty"]


def _words(text: str) -> frozenset[str]:
    return frozenset(word.strip() for word in text.split("|"))


NONE_WORDS = _words(
    """none|nil|n/a|n.a.|n. a.|na|n/a.|not applicable|not relevant|does not apply|nothing|no one|nobody|none known
    |keine|keiner|kein|keines|entfällt|nicht zutreffend|nicht anwendbar|nicht relevant|n. z.
    |aucun|aucune|aucuns|aucunes|néant|neant|sans objet|non applicable|s.o.
    |n.v.t.|nvt|n.v.t|niet van toepassing|geen|ingen|inga|intet|ikke relevant|ikke aktuelt|ikke relevant.|ej tillämpligt|ei mitään
    |ninguno|ninguna|no aplica|no procede|nessuno|nessuna|non pertinente|nenhum|nenhuma|não aplicável
    |brak|nie dotyczy|nd.|žádné|žádný|neuplatňuje se|nu se aplică|δεν εφαρμόζεται|не применимо
    |无|無|没有|不适用|不適用|不涉及|未涉及|暂无|无。|无此项"""
)
UNKNOWN_WORDS = _words(
    """unknown|not known|not sure|unsure|don't know|do not know|dont know|unclear|uncertain|tbc|tbd|tba|t.b.d.|t.b.c.
    |to be confirmed|to be determined|to be decided|to be clarified|under review|no information|not available
    |unbekannt|nicht bekannt|unklar|zu klären|noch offen|offen|k.a.|k. a.|keine angabe|keine angaben
    |inconnu|inconnue|pas connu|non connu|à définir|a définir|à déterminer|à préciser|ne sait pas|non renseigné
    |onbekend|niet bekend|nog te bepalen|nog onbekend|ukendt|ikke kendt|ukjent|okänd|okänt|ei tiedossa
    |desconocido|desconocida|no se sabe|por determinar|sconosciuto|non noto|da definire|desconhecido|a definir
    |nieznane|nieznany|do ustalenia|neznámo|necunoscut|άγνωστο|неизвестно
    |未知|不详|不詳|不清楚|不明|不确定|待定|待确认|待核实|待补充|尚不清楚|尚未确定|暂不清楚"""
)
EMPTY_WORDS = frozenset(
    ("", "null", "nan", "nat", "undefined", "#n/a", "[]", "{}", "()", '""', "''", "blank", "empty")
)
MARKS_ONLY = re.compile(r"[-–—_.·*/\\|~=+,;:]+")
QUESTION_ONLY = re.compile(r"[?？¿]+")

TRUE_WORDS = _words(
    """yes|y|true|ja|j|oui|vrai|wahr|sí|si|sì|sim|tak|kyllä|ano|da|да|checked|on|是|有|真|已|对|需要|=true()|verdadero|vero|waar|sand"""
)
FALSE_WORDS = _words(
    """no|n|false|nein|non|faux|falsch|nee|nej|nei|não|nao|nie|ei|ne|нет|unchecked|off|否|假|未|不|不是|不需要|=false()|falso|onwaar|falsk"""
)
TRUE_MARKS = frozenset(("x", "✓", "✔", "☑", "☒", "√", "●", "1"))
FALSE_MARKS = frozenset(("☐", "✗", "✘", "×", "○", "0", "无", "無", "没有"))

_INTEGER = re.compile(r"[+-]?\d+")
_WHOLE_DECIMAL = re.compile(r"([+-]?\d+)[.,]0+")
_GROUPED = re.compile(r"([+-]?\d{1,3})((?:[,.' ’]\d{3})+)(?:[.,]0+)?")
_WAN = re.compile(r"([+-]?\d+(?:\.\d+)?)\s*([万萬亿億])")
_ONE_NUMBER = re.compile(r"(?<![A-Za-z\d.,])(\d+(?:[ ']\d{3})*)(?![A-Za-z.,]*\d)")
_POWERS = {"万": 10_000, "萬": 10_000, "亿": 100_000_000, "億": 100_000_000}


def none_state(value: object) -> State | None:
    """Tell «there are none», «not known» and «not filled in» apart; None means that the value says something.

    Words for yes and no are values, never «none».
    """
    if value is None or (isinstance(value, list | dict | tuple) and not value):
        return "empty"
    if not isinstance(value, str):
        return "empty" if isinstance(value, float) and math.isnan(value) else None
    if len(value) > LONGEST_PLACEHOLDER:
        return None if value.strip() else "empty"
    whole = _plain(value)
    bare = whole.strip("\"'“”«»()[]. ")
    if not bare or whole in EMPTY_WORDS or MARKS_ONLY.fullmatch(whole):
        return "empty"
    if QUESTION_ONLY.fullmatch(whole) or {whole, bare} & UNKNOWN_WORDS:
        return "unknown"
    return "none" if {whole, bare} & NONE_WORDS else None


def boolean(value: object) -> Parsed[bool]:
    """Read yes or no in many languages, formulas included; marks such as ``x`` are assumed, not sure."""
    if isinstance(value, bool):
        return Parsed(value, "sure")
    text = _plain(f"{value:g}" if isinstance(value, float) else str(value)) if value is not None else ""
    word = text.rstrip(".!")
    if word in TRUE_WORDS or word in FALSE_WORDS:
        return Parsed(word in TRUE_WORDS, "sure")
    if text in TRUE_MARKS or text in FALSE_MARKS:
        return Parsed(text in TRUE_MARKS, "assumed")
    return _missing(value)


def integer(value: object) -> Parsed[int]:
    """Read a whole number; a separator that could be a decimal sign (``3,000``) is ambiguous, never read."""
    if isinstance(value, int) and not isinstance(value, bool):
        return Parsed(value, "sure")
    text = unicodedata.normalize("NFKC", str(value)).strip() if value is not None else ""
    if isinstance(value, bool | list | dict) or len(text) > LONGEST_PLACEHOLDER:
        return Parsed(None, "not_understood", text)
    if isinstance(value, float) and value.is_integer():
        return Parsed(int(value), "sure")
    whole = _INTEGER.fullmatch(text) or _WHOLE_DECIMAL.fullmatch(text)
    if whole and not re.fullmatch(r"[+-]?\d{1,3}[.,]000", text):
        return Parsed(int(whole.group(1) if whole.lastindex else whole.group()), "sure")
    grouped = _GROUPED.fullmatch(text)
    return _grouped(grouped) if grouped else _wordy_integer(value, text)


def _grouped(found: re.Match[str]) -> Parsed[int]:
    groups = found.group(2)
    marks = {mark for mark in groups if not mark.isdigit()}
    number = int(found.group(1) + re.sub(r"\D", "", groups))
    if len(marks) > 1:
        return Parsed(None, "ambiguous", found.group())
    if groups.count(next(iter(marks))) == 1 and marks & {",", "."}:
        return Parsed(None, "ambiguous", found.group())
    return Parsed(number, "sure")


def _wordy_integer(value: object, text: str) -> Parsed[int]:
    """Read a lone number in words (``about 3000 people``, ``5万人``): assumed, and only without a second number."""
    large = _WAN.findall(text)
    if len(large) == 1 and len(re.findall(r"\d+(?:\.\d+)?", text)) == 1:
        number = float(large[0][0]) * _POWERS[large[0][1]]
        return (
            Parsed(int(number), "assumed", text)
            if number.is_integer()
            else Parsed(None, "not_understood", text)
        )
    numbers = _ONE_NUMBER.findall(text)
    if (
        len(numbers) == 1
        and len(re.findall(r"\d+", text.replace(numbers[0], "0"))) == 1
        and not re.search(r"[-–/%<>]\s*\d|\d\s*[-–/%]", text)
    ):
        return Parsed(int(re.sub(r"\D", "", numbers[0])), "assumed", text)
    return _missing(value)


@dataclass(frozen=True, slots=True)
class SeparatorProposal:
    """Offer to cut cells at a separator: how many hold it, how it would cut the first of them, and whether to suggest it.

    Commas and slashes stand inside single values too often to be suggested.
    """

    separator: str
    cells: int
    parts: int
    suggested: bool
    preview: tuple[tuple[str, tuple[str, ...]], ...]


SEPARATORS = ("\n", ";", "；", "|", "•", "、", ",", "，", "/", " - ")
SUGGESTED = frozenset(("\n", ";", "；", "|", "•", "、"))
PREVIEWED, LONG_PART = 3, 120
_BULLET = re.compile(r"^\s*(?:[-–—*•▪◦·‣►]|\(?\d{1,2}[.)、]|[（(]\d{1,2}[)）]|[a-z]\))\s*(?=\S)")


def split(text: str, separator: str) -> tuple[str, ...]:
    """Cut a text at a separator outside brackets; bullets go, blank parts go, every other character stays."""
    if not separator:
        return (text.strip(),) if text.strip() else ()
    parts, depth, start = [], 0, 0
    position = 0
    while position < len(text):
        depth = _depth(text[position], depth)
        if depth == 0 and text.startswith(separator, position):
            parts.append(text[start:position])
            position += len(separator)
            start = position
            continue
        position += 1
    parts.append(text[start:])
    if depth > 0:  # an unclosed bracket must not hide the separators behind it
        parts = text.split(separator)
    cut = [_BULLET.sub("", part).strip() for part in parts]
    return tuple(part for part in cut if part)


def separators(values: Iterable[object]) -> tuple[SeparatorProposal, ...]:
    """Propose separators found in a column, the most used first, each with a preview."""
    texts = [value for value in values if isinstance(value, str) and value.strip()]
    found = [_proposal(separator, texts) for separator in SEPARATORS]
    return tuple(sorted((p for p in found if p.cells), key=lambda p: (not p.suggested, -p.cells)))


def _proposal(separator: str, texts: Sequence[str]) -> SeparatorProposal:
    cuts = [(text, split(text, separator)) for text in texts if separator in text]
    cut = [(text, parts) for text, parts in cuts if len(parts) > 1]
    parts = sum(len(parts) for _, parts in cut)
    short = all(len(part) <= LONG_PART for _, pieces in cut for part in pieces)
    return SeparatorProposal(
        separator, len(cut), parts, separator in SUGGESTED and short, tuple(cut[:PREVIEWED])
    )


def _depth(char: str, depth: int) -> int:
    if char in "([（【":
        return depth + 1
    return max(0, depth - 1) if char in ")]）】" else depth


def _missing(value: object) -> Parsed[Any]:
    return Parsed(
        None,
        "empty" if none_state(value) == "empty" else "not_understood",
        "" if value is None else str(value),
    )


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).replace("’", "'").casefold().split())
