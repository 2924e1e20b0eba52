"""What a person limited to departments sees beside their own records: everything these use."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from governance.model.kinds import KINDS
from governance.register.tied import HOMED, SCOPED

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

    from governance.model.fields import Declared

# Read by everybody and pointing to what may belong to a department: the firm that is protection officer, the proof of
# an audit or a course.
SHARED = ("appointment", "organisation", "training")


@dataclass(frozen=True, slots=True)
class Reach:
    """Hold the posts of other departments, what the person's own records use, and the ids of these records."""

    foreign: tuple[str, ...] = ()
    used: tuple[str, ...] = ()
    own: tuple[str, ...] = ()


def measure(cursor: duckdb.DuckDBPyConnection) -> Reach:
    """Return what the departments of the lens set on ``cursor`` reach; the lens is set but for this."""
    _put(cursor, "foreign", _foreign(cursor))
    _put(cursor, "used", [])
    own = _ids(cursor, SCOPED)
    _put(cursor, "own", own)
    used = _targets(cursor, (*SCOPED, *SHARED, "assessment"))
    _put(cursor, "used", used)
    for kinds in (("system", "consent"), ("party",)):
        used = sorted({*used, *_targets(cursor, kinds)})
        _put(cursor, "used", used)
    own = _ids(cursor, (*SCOPED, *HOMED, "assessment", "risk"))
    _put(cursor, "own", own)
    used = sorted({*used, *_targets(cursor, ("action",))})
    return Reach(tuple(_foreign(cursor)), tuple(used), tuple(own))


def put(cursor: duckdb.DuckDBPyConnection, reach: Reach) -> None:
    """Set what ``reach`` holds on ``cursor``."""
    for name in Reach.__slots__:
        _put(cursor, name, getattr(reach, name))


def _put(cursor: duckdb.DuckDBPyConnection, name: str, ids: Sequence[str]) -> None:
    cursor.execute(f"SET VARIABLE lens_{name} = $ids::VARCHAR[]", {"ids": list(ids)})


def _foreign(cursor: duckdb.DuckDBPyConnection) -> list[str]:
    rows = cursor.execute(
        "SELECT id FROM post WHERE department IS NOT NULL AND NOT list_contains(lens_departments(), department)"
    )
    return [row[0] for row in rows.fetchall()]


def _ids(cursor: duckdb.DuckDBPyConnection, kinds: Sequence[str]) -> list[str]:
    parts = (f'SELECT id FROM "{kind}"' for kind in kinds)
    return sorted(row[0] for row in cursor.execute(" UNION ALL ".join(parts)).fetchall())


def _targets(cursor: duckdb.DuckDBPyConnection, kinds: Sequence[str]) -> list[str]:
    rows = cursor.execute(_targets_sql(tuple(kinds))).fetchall()
    return sorted(row[0] for row in rows)


@cache
def _targets_sql(kinds: tuple[str, ...]) -> str:
    parts = [
        f'SELECT unnest({lists}) AS id FROM "{kind}"'
        for kind in kinds
        for field in KINDS[kind].fields
        for lists in _lists(field, "")
    ]
    prefixes = [KINDS[kind].prefix for kind in HOMED]
    return (
        f"SELECT DISTINCT id FROM ({' UNION ALL '.join(parts)}) WHERE list_contains({prefixes}, left(id, 3))"
    )


def _lists(field: Declared, row: str) -> list[str]:
    """Return SQL lists of the ids every link below ``field`` points to, as far as a department may own them."""
    column = f'{row}"{field.name}"'
    if set(field.spec.link_kinds) & HOMED.keys():
        return [f"coalesce({column}, [])" if field.shape == "codes" else f"[{column}]"]
    inner = "r" + "r" * row.count("r")
    return [
        f"coalesce(flatten(list_transform({column}, lambda {inner}: {lists})), [])"
        for child in field.children
        for lists in _lists(child, f"{inner}.")
    ]
