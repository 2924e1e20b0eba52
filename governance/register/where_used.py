"""Where a record is used: every link of every kind that can point to it, from the declarations, in one pass a kind."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from governance.model.kinds import KINDS

if TYPE_CHECKING:
    from governance.model.fields import Declared
    from governance.register.reader import Reader

MOST = 500


def used_by(views: Reader, kind: str, record_id: str) -> list[dict[str, Any]]:
    """Return the live records that point to the record ``record_id`` of ``kind``: id, kind, names and the fields that do.

    Signatures are no use of a record: they say what it was.
    """
    sql = _sql(kind)
    return views.rows(sql, id=record_id) if sql else []


@cache
def _sql(target: str) -> str:
    parts = []
    for kind in (each for each in KINDS.values() if not each.signed):
        tests = {path: test for field in kind.fields for path, test in _tests(field, target)}
        if tests:
            found = ", ".join(f"CASE WHEN {test} THEN '{path}' END" for path, test in tests.items())
            parts.append(
                f"SELECT id, '{kind.code}' AS kind, name, name_zh, list_filter([{found}], lambda f: f IS NOT NULL) AS fields"
                f" FROM \"{kind.code}\" WHERE status NOT IN ('void', 'retired') AND ({' OR '.join(tests.values())})"
            )
    return f"{' UNION ALL '.join(parts)} ORDER BY kind, id LIMIT {MOST}" if parts else ""


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
