"""The list of activities as SQL: filters, search in both languages, order and pages, all in the store."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from governance import vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa

    from governance.register.reader import Reader

PAGE = 50
LIVE = ("draft", "submitted", "approved")
SORTS = {
    "name": "lower(a.name)",
    "name_zh": "coalesce(a.name_zh, a.name)",
    "id": "a.id",
    "department": "(SELECT lower(d.name) FROM department d WHERE d.id = a.department)",
    "status": "a.status",
    "people": "people",
    "recorded_at": "a.recorded_at",
    "last_reviewed": "a.last_reviewed",
}
DERIVED = {
    "people": "list_max(list_transform(a.data, lambda d: d.people)) AS people",
    "purposes": "list_transform(a.purposes, lambda p: coalesce(p.name, p.name_zh)) AS purposes",
    "purposes_zh": "list_transform(a.purposes, lambda p: coalesce(p.name_zh, p.name)) AS purposes_zh",
    "sensitive": "list_has_any(list_transform(a.data, lambda d: d.category), $sensitive_codes) AS sensitive",
    "transfers": "coalesce(len(a.transfers), 0) > 0 AS transfers",
}
PEOPLE = DERIVED["people"]
_TITLE = "lower(concat_ws(' ', a.id, a.name, a.name_zh, a.reference))"
_PURPOSE = "contains(lower(p.name), {word}) OR contains(lower(coalesce(p.name_zh, '')), {word})"


@dataclass(frozen=True, slots=True)
class Filters:
    """Hold what is asked of the list; an empty filter asks nothing. ``status`` empty means live records."""

    text: str = ""
    department: tuple[str, ...] = ()
    organisation: tuple[str, ...] = ()
    role: tuple[str, ...] = ()
    law: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    stage: tuple[str, ...] = ()
    state: tuple[str, ...] = ()
    owner: tuple[str, ...] = ()
    sensitive: bool = False
    transfers: bool = False

    @property
    def asked(self) -> int:
        """Return how many filters are set, the search left out."""
        return len(set(self.names) - {"text"})

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the filters that are set."""
        return tuple(name for name in self.__slots__ if getattr(self, name))


@cache
def sensitive_codes() -> tuple[str, ...]:
    """Return the data categories either law protects beyond the ordinary (GDPR 9 and 10, PIPL 28)."""
    return tuple(
        each.code for each in vocabulary.terms("data_category") if vocabulary.sensitivity(each.code).sensitive
    )


def count(views: Reader, filters: Filters, departments: Mapping[str, str]) -> int:
    """Return how many activities match."""
    where, params = _where(filters, departments)
    return int(views.value(f"SELECT count(*) FROM activity a WHERE {where}", **params))


def ids(views: Reader, filters: Filters, departments: Mapping[str, str]) -> list[str]:
    """Return the ids of all activities that match, in the order of their numbers."""
    where, params = _where(filters, departments)
    rows = views.rows(f"SELECT a.id FROM activity a WHERE {where} ORDER BY a.id", **params)
    return [row["id"] for row in rows]


def listed(
    views: Reader,
    filters: Filters,
    departments: Mapping[str, str],
    columns: tuple[str, ...],
    *,
    sort: str = "name",
    descending: bool = False,
    number: int = 1,
) -> tuple[list[dict[str, Any]], int]:
    """Return one page of the list as rows, and how many match in all; ``number`` counts from 1.

    The page is found on a few columns; the others are read for its :data:`PAGE` rows alone.
    """
    where, params = _where(filters, departments)
    shown, more = _columns(columns)
    rows = views.rows(
        "WITH hit AS (SELECT id, total, row_number() OVER () AS place FROM (SELECT a.id, count(*) OVER () AS total,"
        f" {PEOPLE if sort == 'people' else 'NULL AS people'} FROM activity a WHERE {where}"
        f" ORDER BY {_order(sort, descending=descending)} LIMIT {PAGE} OFFSET {(number - 1) * PAGE}))"
        f" SELECT {shown}, hit.total FROM hit JOIN activity a ON a.id = hit.id ORDER BY hit.place",
        **(params | more),
    )
    if rows or number == 1:
        return rows, rows[0]["total"] if rows else 0
    return [], count(views, filters, departments)


def whole(
    views: Reader,
    filters: Filters,
    departments: Mapping[str, str],
    columns: tuple[str, ...],
    *,
    sort: str = "id",
) -> pa.Table:
    """Return the whole list that matches, for an export."""
    where, params = _where(filters, departments)
    shown, more = _columns(columns)
    order = _order(sort, descending=False)
    return views.table(f"SELECT {shown} FROM activity a WHERE {where} ORDER BY {order}", **(params | more))


def _columns(columns: tuple[str, ...]) -> tuple[str, dict[str, Any]]:
    """Return the columns as SQL, always with id, both names, status and version, and their parameters."""
    wanted: dict[str, None] = dict.fromkeys(("id", "name", "name_zh", "status", "version", *columns))
    if "purposes" in wanted:
        wanted["purposes_zh"] = None
    more = {"sensitive_codes": list(sensitive_codes())} if "sensitive" in wanted else {}
    return ", ".join(DERIVED.get(name, f'a."{name}"') for name in wanted), more


def _order(sort: str, *, descending: bool) -> str:
    return f"{SORTS.get(sort, SORTS['name'])} {'DESC' if descending else 'ASC'} NULLS LAST, a.id"


def _where(filters: Filters, departments: Mapping[str, str]) -> tuple[str, dict[str, Any]]:
    parts, params = ["list_contains($status, a.status)"], dict[str, Any](status=list(filters.status or LIVE))
    for name, column in (("department", "department"), ("role", "role"), ("owner", "owner")):
        if getattr(filters, name):
            parts.append(f'list_contains(${name}, a."{column}")')
            params[name] = list(getattr(filters, name))
    for name, column in (("organisation", "organisations"), ("law", "laws")):
        if getattr(filters, name):
            parts.append(f'list_has_any(a."{column}", ${name})')
            params[name] = list(getattr(filters, name))
    if filters.sensitive:
        parts.append("list_has_any(list_transform(a.data, lambda d: d.category), $sensitive_codes)")
        params["sensitive_codes"] = list(sensitive_codes())
    if filters.transfers:
        parts.append("len(a.transfers) > 0")
    _stages(filters, parts, params)
    _words(filters.text, departments, parts, params)
    return " AND ".join(parts), params


def _stages(filters: Filters, parts: list[str], params: dict[str, Any]) -> None:
    inner = []
    for name in ("stage", "state"):
        if getattr(filters, name):
            inner.append(f"list_contains(${name}, c.{name})")
            params[name] = list(getattr(filters, name))
    if filters.state:
        parts.append(f"a.id IN (SELECT c.activity FROM stage_cell c WHERE {' AND '.join(inner)})")
    elif filters.stage:
        parts.append("list_has_any(list_transform(a.stages, lambda s: s.key), $stage)")


def _words(text: str, departments: Mapping[str, str], parts: list[str], params: dict[str, Any]) -> None:
    """Ask that every word of the search occurs in the record or in the name of its department."""
    for place, word in enumerate(text.casefold().split()[:8]):
        named = [each for each, name in departments.items() if word in name.casefold()]
        purpose = _PURPOSE.format(word=f"$word{place}")
        parts.append(
            f"(contains({_TITLE}, $word{place}) OR len(list_filter(a.purposes, lambda p: {purpose})) > 0"
            f" OR list_contains($named{place}::VARCHAR[], a.department))"
        )
        params |= {f"word{place}": word, f"named{place}": named}
