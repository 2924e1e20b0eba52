"""Which records the people of each department see, measured once a state of the register.

A person limited to departments sees the records of these, what no department owns, and whatever their own records use. The
answer stands in memory beside the file, a row a department and record (no department: everybody's), so that a
view only looks it up (decision 0035).
"""

from __future__ import annotations

import itertools
import json
import threading
from collections import Counter, OrderedDict
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from governance.model import check
from governance.model.kinds import KINDS
from governance.register.lens import set_lens
from governance.register.memory import MEMORY
from governance.register.tied import ABOUT, DEPENDS, HOMED, LIMITED, SCOPED, TIED
from governance.singleflight import SingleFlight

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import duckdb

    from governance.model.fields import Declared
    from governance.register.lens import Lens
    from governance.register.store import Register

# Read by everybody and pointing to what may belong to a department: the firm that is protection officer, the proof of
# an audit or a course.
SHARED = ("appointment", "organisation", "training")
KEPT = 24  # states of a register whose answer is kept
FEW = 20  # entries since the last state that are looked at one by one
ANSWERED_FOR = (*DEPENDS, *TIED, "grant")  # kinds whose newest entry decides which state it is
STEPS = "reach_seen", "reach_link", "reach_used"


class Reached:
    """Keep what the departments of a register see, for the states asked for last and for those being read.

    The lock is held for the lists alone: while one state is measured, nobody waits but those who ask for that one.
    """

    def __init__(self, register: Register) -> None:
        self._register = register
        self._lock = threading.Lock()
        # The newest entry of a state, and the number under which it is kept what the state shows.
        self._known: OrderedDict[int, int] = OrderedDict()
        self._pinned: Counter[int] = Counter()
        self._numbers = itertools.count(1)
        self._memory = 0  # how often the memory was lost
        self._measuring: SingleFlight[int, None] = SingleFlight(0)

    def pin(self, lens: Lens) -> int:
        """Return the number of the state ``lens`` looks at, measured; it stays until :meth:`unpin`."""
        newest = self._register.newest(lens, ANSWERED_FOR)
        while True:
            with self._lock:
                if newest in self._known:
                    self._known.move_to_end(newest)
                    state = self._known[newest]
                    self._pinned[state] += 1
                    return state
            self._measuring.get(newest, lambda: self._measure(newest, lens))

    def unpin(self, state: int) -> None:
        """Say that a reader of ``state`` has ended."""
        with self._lock:
            self._pinned[state] -= 1

    def clear(self) -> None:
        """Forget everything: the memory it stood in is gone."""
        with self._lock:
            self._memory += 1
            self._known.clear()

    def _measure(self, newest: int, lens: Lens) -> None:
        """Measure the state, unless the entries since the last one measured change nothing that is seen by it."""
        with self._lock:
            memory = self._memory
            before = max((each for each in self._known if each < newest), default=None)
        with self._register.cursor() as cursor:
            if before is None or changes_reach(cursor, before, newest) or not self._is_like(before, newest):
                state = next(self._numbers)
                set_lens(cursor, replace(lens, departments=None, masks_contacts=False, only=None))
                measure(cursor, state)
                self._keep(newest, state, memory)
            for old in self._dropped():
                forget(cursor, old)

    def _is_like(self, before: int, newest: int) -> bool:
        """Keep that a state is seen like the one ``before``; tell whether that one is still there."""
        with self._lock:
            if before in self._known:
                self._known[newest] = self._known[before]
            return newest in self._known

    def _keep(self, newest: int, state: int, memory: int) -> None:
        """Keep a state measured, unless the memory it stood in was lost meanwhile."""
        with self._lock:
            if memory == self._memory:
                self._known[newest] = state

    def _dropped(self) -> list[int]:
        """Take the states asked for longest ago off the list, but none that is being read or that another is seen like."""
        dropped = []
        with self._lock:
            for old in list(self._known)[:-KEPT]:
                state = self._known[old]
                if self._pinned[state]:
                    continue
                del self._known[old]
                if state not in self._known.values():
                    del self._pinned[state]
                    dropped.append(state)
        return dropped


def changes_reach(cursor: duckdb.DuckDBPyConnection, since: int, until: int) -> bool:
    """Tell whether entries after ``since`` up to ``until`` may change what anybody sees.

    They do not when they are new versions of activities that keep their department and everything they point to.
    """
    rows = cursor.execute(
        "SELECT record_id, kind, operation FROM journal WHERE revision > ? AND revision <= ? LIMIT ?",
        [since, until, FEW + 1],
    ).fetchall()
    if len(rows) > FEW or any((kind, operation) != ("activity", "update") for _, kind, operation in rows):
        return True
    return any(_moved(cursor, record_id, since, until) for record_id in {row[0] for row in rows})


def _moved(cursor: duckdb.DuckDBPyConnection, record_id: str, since: int, until: int) -> bool:
    found = [_where_and_what(cursor, record_id, revision) for revision in (since, until)]
    return None in found or found[0] != found[1]


def _where_and_what(
    cursor: duckdb.DuckDBPyConnection, record_id: str, revision: int
) -> tuple[object, ...] | None:
    row = cursor.execute(
        "SELECT content FROM journal WHERE record_id = ? AND revision <= ? AND content IS NOT NULL"
        " ORDER BY revision DESC LIMIT 1",
        [record_id, revision],
    ).fetchone()
    if row is None:
        return None
    content = json.loads(row[0])
    return content.get("department"), {each.target for each in check.references("activity", content)}


def measure(cursor: duckdb.DuckDBPyConnection, state: int) -> None:
    """Keep under ``state`` what each department sees of what the lens on ``cursor`` shows; it must show everything."""
    for statement in _statements():
        cursor.execute(statement)
    cursor.execute(
        f"INSERT INTO {MEMORY}.seen_record SELECT DISTINCT {int(state)}, department, id FROM reach_seen"
        " WHERE id NOT IN (SELECT id FROM reach_seen WHERE department IS NULL) OR department IS NULL"
    )
    for name in STEPS:
        cursor.execute(f"DROP TABLE {name}")


def forget(cursor: duckdb.DuckDBPyConnection, state: int) -> None:
    """Drop what was kept under ``state``."""
    cursor.execute(f"DELETE FROM {MEMORY}.seen_record WHERE state = {int(state)}")


@cache
def _statements() -> tuple[str, ...]:
    """Return the steps in order: each adds to ``reach_seen`` (department, id) what the ones before make visible."""
    users = (*SCOPED, *SHARED, "assessment", "system", "consent", "party", "action")
    return (
        "CREATE OR REPLACE TEMP TABLE reach_seen AS " + " UNION ALL ".join(_homes()),
        f"CREATE OR REPLACE TEMP TABLE reach_link AS SELECT DISTINCT * FROM ({' UNION ALL '.join(_links(users))})",
        (
            "CREATE OR REPLACE TEMP TABLE reach_used AS SELECT NULL::VARCHAR AS department, l.target AS id"
            f" FROM reach_link l WHERE {_of('l.source', SHARED)}"
        ),
        _about("assessment", SCOPED),
        _use((*SCOPED, "assessment")),
        "INSERT INTO reach_seen SELECT * FROM reach_used",
        _use(("system", "consent")),
        "INSERT INTO reach_seen SELECT * FROM reach_used",
        _use(("party",)),
        "INSERT INTO reach_seen SELECT * FROM reach_used",
        _tied("risk"),
        _about("assessment", LIMITED),
        _about("action", LIMITED),
        _use(("action",)),
        "INSERT INTO reach_seen SELECT * FROM reach_used",
        *(_tied(kind) for kind in TIED if kind != "risk"),
        (
            "INSERT INTO reach_seen SELECT unnest(CASE WHEN coalesce(len(departments), 0) = 0 THEN [NULL::VARCHAR]"
            ' ELSE departments END), id FROM "grant"'
        ),
    )


def _homes() -> Iterator[str]:
    """Give what belongs to a department by itself: its own field, else that of the post that owns it."""
    for kind in SCOPED:
        yield f'SELECT department, id FROM "{kind}" WHERE department IS NOT NULL'
    for kind, fields in HOMED.items():
        own = "coalesce(k.department, p.department)" if "department" in fields else "p.department"
        yield f'SELECT {own} AS department, k.id FROM "{kind}" k LEFT JOIN post p ON p.id = k.owner'


def _use(kinds: Sequence[str]) -> str:
    return (
        "INSERT INTO reach_used SELECT DISTINCT s.department, l.target FROM reach_link l"
        f" JOIN reach_seen s ON s.id = l.source WHERE {_of('l.source', kinds)}"
    )


def _of(column: str, kinds: Sequence[str]) -> str:
    return f"left({column}, 3) IN ({_prefixes(kinds)})"


def _prefixes(kinds: Sequence[str]) -> str:
    return ", ".join(f"'{KINDS[kind].prefix}'" for kind in kinds)


def _about(kind: str, above: Sequence[str]) -> str:
    """Add the records of ``kind`` that are about something seen; those about nothing go by their own department."""
    field = f'"{ABOUT[kind]}"'
    one = (
        f"SELECT CASE WHEN left(k.above, 3) NOT IN ({_prefixes(LIMITED)}) THEN NULL ELSE s.department END, k.id"
        f' FROM (SELECT id, unnest({field}) AS above FROM "{kind}" WHERE %s) k LEFT JOIN reach_seen s'
        f" ON s.id = k.above AND {_of('k.above', above)}"
        f" WHERE s.id IS NOT NULL OR left(k.above, 3) NOT IN ({_prefixes(LIMITED)})"
    )
    if kind == "assessment":
        return (
            f'INSERT INTO reach_seen SELECT NULL, id FROM "{kind}" WHERE coalesce(len({field}), 0) = 0'
            f" UNION ALL {one % 'true'}"
        )
    home = (
        f'SELECT coalesce(k.department, p.department), k.id FROM "{kind}" k LEFT JOIN post p ON p.id = k.owner'
        f" WHERE k.department IS NOT NULL OR coalesce(len({field}), 0) = 0"
    )
    return f"INSERT INTO reach_seen {home} UNION ALL {one % 'department IS NULL'}"


def _tied(kind: str) -> str:
    """Add the records of ``kind`` whose one record above is seen, or is none that a department may own."""
    field = next(each for each in KINDS[kind].fields if each.name == TIED[kind])
    above = _prefixes([each for each in LIMITED if each in field.spec.link_kinds])
    name = f'k."{field.name}"'
    return (
        f'INSERT INTO reach_seen SELECT s.department, k.id FROM "{kind}" k LEFT JOIN reach_seen s ON s.id = {name}'
        f" AND left({name}, 3) IN ({above}) WHERE s.id IS NOT NULL OR {name} IS NULL"
        f" OR left({name}, 3) NOT IN ({above})"
    )


def _links(kinds: Sequence[str]) -> Iterator[str]:
    """Give source and target of every link of these kinds to what a department may own."""
    homed = _prefixes(tuple(HOMED))
    for kind in kinds:
        for field in KINDS[kind].fields:
            for lists in _lists(field, ""):
                targets = f'SELECT id AS source, unnest({lists}) AS target FROM "{kind}"'
                yield f"SELECT * FROM ({targets}) WHERE left(target, 3) IN ({homed})"


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
