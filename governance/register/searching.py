"""Search over every kind of record, in both languages: by number, name and any text in it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from governance.model.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from governance.model.fields import Declared
    from governance.register.reader import Reader

MOST_WORDS = 8
_TEXTS = ("short", "long")


@dataclass(frozen=True, slots=True)
class Hit:
    """Hold one record found: rank 0 its number, 1 the start of its name, 2 in its name, 3 in its text."""

    kind: str
    id: str
    name: str
    name_zh: str | None
    status: str
    rank: int
    text: str


def search(
    views: Reader, text: str, kinds: Sequence[str] = (), limit: int = 60
) -> tuple[list[Hit], dict[str, int]]:
    """Return the best hits for ``text``, and how many there are a kind; every word must occur."""
    found = text.casefold().split()[:MOST_WORDS]
    if not found:
        return [], {}
    params: dict[str, Any] = {f"word{place}": word for place, word in enumerate(found)}
    each_kind = [kind for kind in KINDS.values() if not kind.administrative]
    union = " UNION ALL ".join(_part(kind.code, len(found)) for kind in each_kind)
    rows = views.rows(
        f"WITH hits AS MATERIALIZED ({union}), counted AS (SELECT kind, count(*) AS hits FROM hits GROUP BY kind)"
        " SELECT h.*, (SELECT list({'kind': kind, 'hits': hits}) FROM counted) AS counts FROM hits h"
        " WHERE len($kinds::VARCHAR[]) = 0 OR list_contains($kinds, kind)"
        f" ORDER BY rank, status IN ('void', 'retired'), name LIMIT {int(limit)}",
        kinds=list(kinds),
        **params,
    )
    counts = {each["kind"]: each["hits"] for row in rows[:1] for each in row["counts"]}
    return [Hit(**{name: row[name] for name in Hit.__slots__}) for row in rows], counts


def excerpt(hit: Hit, text: str, width: int = 160) -> str:
    """Return the words around the first word found in the record's text; empty when its name says enough."""
    if hit.rank < 3:
        return ""
    folded = hit.text.casefold()
    places = [place for word in text.casefold().split() if (place := folded.find(word)) >= 0]
    if not places:
        return ""
    start = max(0, min(places) - width // 3)
    cut = hit.text[start : start + width]
    return ("…" if start else "") + cut.strip() + ("…" if start + width < len(hit.text) else "")


@cache
def _part(code: str, words: int) -> str:
    kind = KINDS[code]
    title = "lower(concat_ws(' ', id, name, name_zh))"
    text = f"concat_ws(' ', {', '.join(_texts(kind.fields, '')) or repr('')})"
    holds = " AND ".join(
        f"(contains({title}, $word{place}) OR contains(lower(text), $word{place}))" for place in range(words)
    )
    named = " AND ".join(f"contains({title}, $word{place})" for place in range(words))
    return (
        f"SELECT '{kind.code}' AS kind, id, name, name_zh, status, text,"
        " CASE WHEN lower(id) = $word0 THEN 0"
        " WHEN starts_with(lower(name), $word0) OR starts_with(lower(coalesce(name_zh, '')), $word0) THEN 1"
        f" WHEN {named} THEN 2 ELSE 3 END AS rank"
        f' FROM (SELECT *, {text} AS text FROM "{kind.code}") WHERE {holds}'
    )


def _texts(fields: tuple[Declared, ...], holder: str, depth: int = 0) -> list[str]:
    """Return SQL for every text of a person in ``fields``, nested rows included."""
    found = []
    for each in fields:
        column = f'{holder}"{each.name}"'
        if each.shape == "rows" and (not each.spec.machine or each.name == "kept"):
            name = f"r{depth}"
            inner = _texts(each.children, f"{name}.", depth + 1)
            if inner:
                lines = f"list_transform({column}, lambda {name}: concat_ws(' ', {', '.join(inner)}))"
                found.append(f"array_to_string({lines}, ' ')")
        elif (each.shape in _TEXTS and each.name not in ("name", "name_zh", "key")) or (
            holder and each.name in ("name", "name_zh")
        ):
            found.append(column)
    return found
