"""Who answers for what in every activity of the present, kept: after a save only the activities changed are asked again.

The rows are those of ``accountability.activity_post`` and ``accountability.issues``, in their order. An activity is seen
through its department alone, so that what somebody limited to departments sees are the rows of these (decision 0047).
"""

from __future__ import annotations

import weakref
from bisect import bisect
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import date
from threading import Lock
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from governance.insight import accountability, groups
from governance.insight.catalogue import STAGES
from governance.insight.figures import EVERYTHING
from governance.insight.filters import Filters
from governance.register.lens import Lens
from governance.register.reader import Reader
from governance.register.store import Register
from governance.singleflight import SingleFlight

KEPT = 4  # states of each question; one of 10,000 activities takes 20 MB
PIECES = 60  # a table in more pieces than this is put together anew: reading each of them takes its time
MANY = 200  # more activities changed than this are asked for as a whole
# What decides who answers; no other kind of record changes a row.
KINDS = ("activity", "department", "organisation", "person", "party", "post", "appointment")
Row = dict[str, Any]
Place = tuple[str, int, date]  # question, revision, day


@dataclass(frozen=True, slots=True)
class _Question:
    """Say how the rows of a question are asked for, which column is their activity, and what they are ordered by."""

    ask: Callable[[Reader], pa.Table]
    activity: str
    order: tuple[str, ...]


QUESTIONS = {
    "roles": _Question(
        accountability.activity_post,
        "activity",
        ("activity_name", "activity", "post_name", "post", "letter"),
    ),
    "faults": _Question(accountability.issues, "id", ("code", "name", "id", "stage", "post")),
}


def roles(reader: Reader, filters: Filters = EVERYTHING) -> pa.Table:
    """Return what ``accountability.activity_post`` does."""
    return _answer(reader, "roles", filters)


def faults(reader: Reader, filters: Filters = EVERYTHING) -> pa.Table:
    """Return what ``accountability.issues`` does for all kinds of faults."""
    return _answer(reader, "faults", filters)


def renew(register: Register) -> None:
    """Bring up to date what was asked for before, so that whoever looks next after a save does not wait for it."""
    asked = {name for name, *_ in _kept_of(register).keys()}  # noqa: SIM118 - no mapping
    for name in QUESTIONS:
        if name in asked:
            _whole(register, register.lens(), name)


def _answer(reader: Reader, name: str, filters: Filters) -> pa.Table:
    lens, question = reader.lens, QUESTIONS[name]
    if not (lens.newest and reader.has_register and lens.only is None):
        found = question.ask(reader)
    else:
        found = _whole(reader.register, lens, name)
        if lens.departments is not None:
            found = _of(found, "department", lens.departments)
    chosen = groups.activities(reader, filters)
    return found if chosen is None else _of(found, question.activity, chosen)


def _of(table: pa.Table, column: str, values: Collection[str]) -> pa.Table:
    return table.filter(pc.is_in(table[column], value_set=pa.array(list(values), pa.string())))


_lock = Lock()
_kept: weakref.WeakKeyDictionary[Register, SingleFlight[Place, pa.Table]] = weakref.WeakKeyDictionary()


def _kept_of(register: Register) -> SingleFlight[Place, pa.Table]:
    with _lock:
        return _kept.setdefault(register, SingleFlight(KEPT * len(QUESTIONS)))


def _whole(register: Register, lens: Lens, name: str) -> pa.Table:
    kept = _kept_of(register)
    place = (name, register.newest(lens, KINDS), lens.effective_on)
    return kept.get(place, lambda: _worked_out(register, lens, place, kept))


def _worked_out(
    register: Register, lens: Lens, place: Place, kept: SingleFlight[Place, pa.Table]
) -> pa.Table:
    """Ask for all rows, or, where an earlier state is kept, for those of the activities changed since."""
    question = QUESTIONS[place[0]]
    whole = replace(lens, departments=None, masks_contacts=False)
    earlier = [each for each in kept.keys() if each[::2] == place[::2] and each[1] < place[1]]  # noqa: SIM118
    since = max(earlier, default=None)
    before = None if since is None else kept.peek(since)
    changed = None if before is None or since is None else _changed(register, since[1], place[1])
    if before is None or changed is None:
        with register.read(whole) as reader:
            return question.ask(reader)
    with register.read(replace(whole, only=tuple(sorted(changed)))) as reader:
        return _exchanged(before, question.ask(reader), question, changed)


def _changed(register: Register, since: int, until: int) -> set[str] | None:
    """Return the activities changed by entries after ``since`` up to ``until``; None when other records count too."""
    with register.cursor() as cursor:
        rows = cursor.execute(
            "SELECT DISTINCT record_id, kind FROM journal WHERE revision > ? AND revision <= ?"
            " AND list_contains(?, kind) LIMIT ?",
            [since, until, list(KINDS), MANY + 1],
        ).fetchall()
    if len(rows) > MANY or any(kind != "activity" for _, kind in rows):
        return None
    return {record_id for record_id, _ in rows}


def _exchanged(
    table: pa.Table, fresh: pa.Table, question: _Question, activities: Collection[str]
) -> pa.Table:
    """Return ``table`` with the rows of ``activities`` replaced by ``fresh``, each at its place; the rest is not copied."""
    names = pa.array(list(activities), pa.string())
    gone = set(pc.indices_nonzero(pc.is_in(table[question.activity], value_set=names)).to_pylist())
    columns = {name: table[name] for name in question.order}

    def key(at: int) -> tuple[Any, ...]:
        return _key({name: column[at].as_py() for name, column in columns.items()})

    rows = fresh.select(question.order).to_pylist()
    places = [bisect(range(len(table)), _key(row), key=key) for row in rows]
    cuts = sorted({0, *places, *gone, *(each + 1 for each in gone)})
    parts = [fresh.slice(0, 0)]
    for start, end in zip(cuts, [*cuts[1:], len(table)], strict=True):
        at = [number for number, place in enumerate(places) if place == start]
        parts.append(fresh.take(pa.array(at, pa.int64())))
        parts += [] if start in gone else [table.slice(start, end - start)]
    whole = pa.concat_tables([parts[0], *(each for each in parts[1:] if each.num_rows)])
    return whole.combine_chunks() if whole.column(0).num_chunks > PIECES else whole


def _key(row: Row) -> tuple[Any, ...]:
    """Return what rows are ordered by, as the database does: text by its code points, what is missing last."""
    return tuple(
        (each is None, STAGES.index(each) if name == "stage" and each else each) for name, each in row.items()
    )
