"""What a notice is compared with: the words of the lists and names of parties, and what activities hold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from governance.law.notice_check import Index, Term, is_chinese
from governance.law.readability import rules
from governance.register.reader import Reader
from governance.vocabulary import lookup

Row = dict[str, Any]
LISTS = ("purpose_category", "data_category", "recipient_category", "country", "right", "retention_start")
PARTY = "party"
AREAS = (
    "purpose_category",
    "data_category",
    "recipient_category",
    PARTY,
    "country",
    "right",
    "retention_start",
    "retention",
)

_OF_NOTICE = "SELECT id FROM live_activity WHERE list_contains(notices, $notice) ORDER BY id"
_OF_DEPARTMENTS = (
    "SELECT id FROM live_activity WHERE list_contains($departments, coalesce(department, '')) ORDER BY id"
)
_EVERY = "SELECT id FROM live_activity ORDER BY id"
_HELD = """
WITH chosen AS (SELECT * FROM law_base WHERE list_contains($ids, id)),
     item AS (SELECT id, unnest(data) AS d FROM chosen), recipient AS (SELECT id, unnest(recipients) AS r FROM chosen)
SELECT DISTINCT area, code, id FROM (
    SELECT 'purpose_category' AS area, p.category AS code, id FROM (SELECT id, unnest(purposes) AS p FROM chosen)
    UNION ALL SELECT 'data_category', d.category, id FROM item
    UNION ALL SELECT 'retention_start', d.retention_start, id FROM item
    UNION ALL SELECT 'retention', d.retention_amount || ' ' || d.retention_unit, id FROM item
    UNION ALL SELECT 'recipient_category', r.category, id FROM recipient
    UNION ALL SELECT 'party', r.party, id FROM recipient
    UNION ALL SELECT 'country', t.country, id FROM (SELECT id, unnest(transfers) AS t FROM chosen)
    UNION ALL SELECT 'right', c."right", h.id FROM (SELECT id, unnest(handlers) AS organisation FROM chosen) h
        JOIN (SELECT id, unnest(rights_channels) AS c FROM organisation) o ON o.id = h.organisation
) WHERE code IS NOT NULL ORDER BY area, code, id
"""
_NAMES = """
SELECT id, name, name_zh FROM party WHERE status NOT IN ('void', 'retired')
UNION ALL SELECT id, name, name_zh FROM organisation WHERE status NOT IN ('void', 'retired') ORDER BY id
"""


def activities(
    reader: Reader, *, notice: str | None = None, departments: Sequence[str] | None = None
) -> list[str]:
    """Return the live activities linked to a notice, or of departments, or all that may be seen."""
    if notice is not None:
        return [row["id"] for row in reader.rows(_OF_NOTICE, notice=notice)]
    if departments is not None:
        return [row["id"] for row in reader.rows(_OF_DEPARTMENTS, departments=list(departments))]
    return [row["id"] for row in reader.rows(_EVERY)]


def held(reader: Reader, ids: Sequence[str]) -> dict[tuple[str, str], list[str]]:
    """Return what activities hold, by list and code, with the activities that do."""
    found: dict[tuple[str, str], list[str]] = {}
    for row in reader.rows(_HELD, ids=list(ids)):
        found.setdefault((row["area"], row["code"]), []).append(row["id"])
    return found


def index(reader: Reader) -> Index:
    """Return what finds the words of the lists and the names of parties and entities that may be seen."""
    return Index([*vocabulary_terms(), *_parties(reader.rows(_NAMES))])


def vocabulary_terms() -> tuple[Term, ...]:
    """Return the terms of the lists with labels and spellings in every language, the too ordinary ones left out."""
    return _vocabulary(lookup.folders())


@cache
def _vocabulary(places: tuple[Path, ...]) -> tuple[Term, ...]:
    del places
    ordinary = rules().readability.ordinary
    found = []
    for area in LISTS:
        skipped = {word.casefold() for word in ordinary.get(area, ())}
        for term in lookup.terms(area):
            if term.code == "other" or term.deprecated:
                continue
            written = dict.fromkeys((term.en, term.zh, *term.match))
            spellings = tuple(word for word in written if word.casefold() not in skipped and _telling(word))
            if spellings:
                found.append(Term(area, term.code, spellings))
    return tuple(found)


def _parties(rows: Iterable[Row]) -> list[Term]:
    return [
        Term(
            PARTY, row["id"], tuple(name for name in (row["name"], row["name_zh"]) if name and _telling(name))
        )
        for row in rows
    ]


def _telling(word: str) -> bool:
    """Tell whether a spelling is long enough to mean something: two Chinese characters, or three letters."""
    return len(word.strip()) >= (2 if any(map(is_chinese, word)) else 3)


def parent(area: str, code: str) -> str | None:
    """Return the wider term of a code, if its list has one."""
    term = lookup.term(area, code) if area in LISTS else None
    return term.parent if term else None
