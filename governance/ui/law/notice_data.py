"""What the notice check compares: the text given on the page, and what the register holds. Nothing is kept of the text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import streamlit as st

from governance import formatting
from governance.law import notice_terms, readability
from governance.law.notice_check import compare, durations
from governance.law.notice_terms import AREAS, LISTS, PARTY
from governance.law.notice_text import around, sentences
from governance.ui import words
from governance.ui.context import reader
from governance.ui.insight.cache import Stamp, look, stamp
from governance.ui.law import data
from governance.ui.register import names
from governance.ui.words import t

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from governance.law.notice_check import Compared, Index, Mention

Row = dict[str, Any]
KINDS = ("activity", "notice", "party", "organisation", "department")


@dataclass(frozen=True, slots=True)
class Checked:
    """Hold a text with everything found in it, and how that compares with the activities of the scope."""

    text: str
    found: tuple[Compared, ...]
    held: Mapping[tuple[str, str], Sequence[str]]
    spans: list[tuple[int, int]]


@st.cache_resource(max_entries=8, show_spinner=False)
def _index(key: Stamp) -> Index:
    del key
    with reader() as views:
        return notice_terms.index(views)


def scope(notice: str | None, department: str | None) -> tuple[str, ...]:
    """Return the activities linked to a notice, or of a department and those below it, or all."""
    return _scope(stamp(KINDS), notice, department)


@st.cache_resource(max_entries=64, show_spinner=False)
def _scope(key: Stamp, notice: str | None, department: str | None) -> tuple[str, ...]:
    del key
    below = data.below(department) if notice is None else None
    with reader() as views:
        return tuple(notice_terms.activities(views, notice=notice, departments=below))


@st.cache_resource(max_entries=32, show_spinner=False)
def _held(key: Stamp, ids: tuple[str, ...]) -> dict[tuple[str, str], list[str]]:
    del key
    with reader() as views:
        return notice_terms.held(views, ids)


def check(text: str, ids: tuple[str, ...]) -> Checked:
    """Return what ``text`` mentions against what the activities ``ids`` hold."""
    key = stamp(KINDS)
    held = _held(key, ids)
    codes: dict[str, list[str]] = {}
    for area, code in held:
        codes.setdefault(area, []).append(code)
    mentions = [*_index(key).mentions(text), *durations(text)]
    found = sorted(
        compare(mentions, codes, notice_terms.parent), key=lambda each: (AREAS.index(each.area), each.code)
    )
    return Checked(text, tuple(found), held, sentences(text))


def notice_text(notice: str) -> str:
    """Return the full text a notice record holds, in both languages."""
    with reader() as views:
        row = views.row("SELECT text, text_zh FROM notice WHERE id = $notice", notice=notice) or {}
    return "\n\n".join(row[name] for name in ("text", "text_zh") if row.get(name))


def label(area: str, code: str) -> str:
    """Return what a code is called on screen."""
    if area in LISTS:
        return words.term(area, code)
    if area == PARTY:
        return names.name(code)
    amount, _, unit = code.partition(" ")
    return t("notice_check.duration", amount=amount, unit=words.term("retention_unit", unit))


def compared(checked: Checked, statuses: Sequence[str]) -> list[Row]:
    """Return one row a thing in one of ``statuses``: what it is, how often the text says it, and which activities hold it."""
    return [
        {
            "area": t(f"notice_check.area.{each.area}"),
            "what": label(each.area, each.code),
            "status": t(f"notice_check.status.{each.status}"),
            "mentions": len(each.mentions),
            "sentence": _sentence(checked, each.mentions[0]) if each.mentions else None,
            "activities": len(holders),
            "which": formatting.joined(list(holders[:5]), look()[0]) if holders else None,
            "id": holders[0] if holders else None,
        }
        for each in checked.found
        if each.status in statuses
        for holders in [checked.held.get((each.area, each.code), ())]
    ]


def mentions(checked: Checked) -> list[Row]:
    """Return one row a mention, in the order of the text, with the sentence around it."""
    found = [mention for each in checked.found for mention in each.mentions]
    return [
        {
            "area": t(f"notice_check.area.{each.area}"),
            "what": label(each.area, each.code),
            "words": " ".join(checked.text[each.start : each.end].split()),
            "sentence": _sentence(checked, each),
        }
        for each in sorted(found, key=lambda each: (each.start, each.area, each.code))
    ]


def _sentence(checked: Checked, mention: Mention) -> str:
    return around(checked.text, checked.spans, mention.start, mention.end)


def measures(checked: Checked) -> list[Row]:
    """Return one row a measure of readability, with its limit and where that comes from."""
    known = readability.rules().readability
    return [
        {
            "what": t(f"notice_check.measure.{each.limit.code}", above=each.limit.above),
            "value": each.value,
            "limit": each.limit.limit,
            "verdict": t("notice_check.within" if each.within else "notice_check.beyond"),
            "source": each.limit.source,
            "unverified": each.limit.unverified,
        }
        for each in readability.measure(checked.text, known.measure)
    ]


def phrases(checked: Checked) -> list[Row]:
    """Return legalese and vague words in the order of the text, with plainer words where the file has some."""
    known = readability.rules().readability.phrases
    plainer = dict(known.legalese)
    return [
        {
            "kind": t(f"notice_check.phrase.{each.area}"),
            "words": " ".join(checked.text[each.start : each.end].split()),
            "plainer": plainer.get(each.code) or None,
            "sentence": _sentence(checked, each),
        }
        for each in readability.phrases(checked.text, known)
    ]
