"""Where a record is used: every link of every kind that can point to it, from the declarations, in one pass a kind."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from governance.model.kinds import KINDS
from governance.register.schema import version_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from governance.model.fields import Declared
    from governance.register.reader import Reader

MOST = 500


def used_by(
    views: Reader, kind: str, record_id: str, among: Sequence[str] | None = None
) -> list[dict[str, Any]]:
    """Return the live records that point to the record ``record_id`` of ``kind``: id, kind, names and the fields that do.

    Signatures are no use of a record: they say what it was. ``among`` are the kinds that :func:`pointing` gave, if it was
    asked already.
    """
    among = pointing(views, kind, record_id) if among is None else among
    found = tuple(each for each in among if not KINDS[each].signed)
    return views.rows(_sql(kind, found), id=record_id) if found else []


def pointing(views: Reader, kind: str, record_id: str) -> tuple[str, ...]:
    """Return the kinds of which any version ever pointed to the record, whoever may see it.

    Views are dear to plan: whoever reads what points to a record asks first where anything can be.
    """
    sql = _pointing(kind)
    return tuple(row["kind"] for row in views.rows(sql, id=record_id)) if sql else ()


@cache
def kinds_that_point(target: str) -> tuple[str, ...]:
    """Return the kinds that declare a link to records of ``target``, signatures included."""
    return tuple(kind.code for kind in KINDS.values() if _links(kind.code, target))


@cache
def _pointing(target: str) -> str:
    return " UNION ALL ".join(
        f"SELECT '{kind}' AS kind WHERE EXISTS (FROM {version_table(kind)}"
        f" WHERE {' OR '.join(_links(kind, target).values())})"
        for kind in kinds_that_point(target)
    )


@cache
def _sql(target: str, kinds: tuple[str, ...]) -> str:
    return f"{' UNION ALL '.join(_users(kind, target) for kind in kinds)} ORDER BY kind, id LIMIT {MOST}"


def _users(kind: str, target: str) -> str:
    tests = _links(kind, target)
    found = ", ".join(f"CASE WHEN {test} THEN '{path}' END" for path, test in tests.items())
    return (
        f"SELECT id, '{kind}' AS kind, name, name_zh, list_filter([{found}], lambda f: f IS NOT NULL) AS fields"
        f" FROM \"{kind}\" WHERE status NOT IN ('void', 'retired') AND ({' OR '.join(tests.values())})"
    )


def _links(kind: str, target: str) -> dict[str, str]:
    """Return the SQL condition of every link from a record of ``kind`` to one of ``target``, by its path."""
    return {path: test for field in KINDS[kind].fields for path, test in _tests(field, target)}


def _tests(field: Declared, target: str) -> list[tuple[str, str]]:
    """Return path and SQL condition of every link below ``field`` that may point to a record of kind ``target``."""
    column = f'"{field.name}"'
    if target in field.spec.link_kinds:
        test = f"list_contains({column}, $id)" if field.shape == "codes" else f"{column} = $id"
        return [(field.name, f"coalesce({test}, false)")]
    if field.shape != "rows":
        return []
    found = []
    for child in field.children:
        for path, lists in _inside(child, "r", target):
            flat = f"flatten(list_transform({column}, lambda r: {lists}))"
            found.append((f"{field.name}/{path}", f"coalesce(list_contains({flat}, $id), false)"))
    return found


def _inside(field: Declared, row: str, target: str) -> list[tuple[str, str]]:
    """Return path and SQL list of the targets of every fitting link in a nested row."""
    column = f'{row}."{field.name}"'
    if target in field.spec.link_kinds:
        return [(field.name, f"coalesce({column}, [])" if field.shape == "codes" else f"[{column}]")]
    if field.shape != "rows":
        return []
    inner = row + "r"
    return [
        (f"{field.name}/{path}", f"coalesce(flatten(list_transform({column}, lambda {inner}: {lists})), [])")
        for child in field.children
        for path, lists in _inside(child, inner, target)
    ]
