"""What every rule says of the register now: judged once a state, and after a save only where the save reaches.

Rows of activities are judged again for the activities changed, and for those that link to a changed record; everything
that many activities may depend on without a link (departments, posts, policies …) judges them all again.
"""

from __future__ import annotations

import json
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from governance.law import evaluate
from governance.law.kept import States
from governance.law.packs import Law, law
from governance.law.rules import Rule
from governance.law.views import OF_ACTIVITY, subjects
from governance.model import check
from governance.model.kinds import KINDS
from governance.register.lens import Lens
from governance.register.reader import Reader
from governance.register.store import Register
from governance.register.tied import LIMITED
from governance.register.where_used import MOST, used_by
from governance.singleflight import SingleFlight

KEPT = 8  # states of the register whose verdicts are kept
SCOPES = 64  # what people of different departments see of them
MANY = 200  # more records changed than this are judged as a whole
# Kinds an activity depends on by a link of its own, or that link to it: only the activities linked are judged again.
LINKED = frozenset(
    {"system", "party", "evidence", "notice", "consent", "assessment", "risk", "request", "incident"}
)
# Kinds no verdict on an activity depends on.
APART = frozenset(
    {
        "commitment",
        "training",
        "action",
        "waiver",
        "opinion",
        "source",
        "grant",
        "campaign",
        "approval",
        "attestation",
        "edition",
    }
)


@dataclass(frozen=True, slots=True, eq=False)
class Verdicts:
    """Hold what was found: per subject a table of id, key, department and the bits of its rules (see ``evaluate``)."""

    law: Law
    rules: tuple[Rule, ...]
    revision: int
    day: date
    tables: Mapping[str, pa.Table]

    def of(self, lens: Lens, register: Register) -> Verdicts:
        """Return what a person with the scope of ``lens`` may see: rows of the records they may read."""
        if lens.departments is None:
            return self
        with register.read(lens) as reader:
            ids = reader.table("SELECT record_id FROM seen_id")["record_id"]
        seen = {
            on: table.filter(pc.is_in(table["id"], value_set=ids)) if scoped(on) else table
            for on, table in self.tables.items()
        }
        return replace(self, tables=seen)


def scoped(on: str) -> bool:
    """Tell whether a person limited to departments sees only some of the records of the subject."""
    return subjects()[on].kind in LIMITED


_known: States[Verdicts] = States(KEPT)
_scoped: SingleFlight[Hashable, Verdicts] = SingleFlight(SCOPES)

# Subjects that look at many activities at once, by the fields of an activity they depend on.
_PLACE = frozenset({"status", "department", "organisations", "starts_on", "ends_on"})
WIDE = {
    "organisation": _PLACE | {"laws", "data", "transfers"},
    "department": _PLACE | {"stages"},
    "person": _PLACE | {"stages"},
    "appointment": _PLACE | {"stages"},
}


def verdicts(register: Register, lens: Lens) -> Verdicts:
    """Return what the rules say of the state ``lens`` looks at, in the scope of its person."""
    whole = Lens(lens.known_revision, lens.effective_on)
    found = _known.get(
        register, whole, lambda: judge(register, whole), lambda before: _onward(register, whole, before)
    )
    if lens.departments is None:
        return found
    key = (
        str(register.path),
        found.revision,
        found.day,
        id(found.law),
        lens.departments,
        lens.only,
        register.reach(lens),
    )
    return _scoped.get(key, lambda: found.of(lens, register))


def _onward(register: Register, lens: Lens, before: Verdicts) -> Verdicts:
    """Judge again only what changes since ``before`` reach."""
    reach = reached(register, lens, before.revision)
    if reach is None:
        return judge(register, lens)
    rules = before.rules
    tables = dict(before.tables)
    if reach.activities:
        narrow = replace(lens, only=tuple(sorted(reach.activities)))
        with register.read(narrow) as reader:
            for on in OF_ACTIVITY:
                fresh = evaluate.judge(reader, rules, on)
                tables[on] = _replaced(tables[on], fresh, reach.activities)
    with register.read(lens) as reader:
        for on, ids in _others(reach):
            fresh = evaluate.judge(reader, rules, on, ids)
            tables[on] = fresh if ids is None else _replaced(tables[on], fresh, ids)
    return Verdicts(before.law, rules, lens.known_revision, lens.effective_on, tables)


def _others(reach: Reach) -> Iterator[tuple[str, frozenset[str] | None]]:
    """Give the subjects beside activities to judge again, each with its records, or None for all of it."""
    for on in subjects():
        if on in OF_ACTIVITY:
            continue
        if on in WIDE:
            if reach.fields & WIDE[on]:
                yield on, None
            continue
        ids = frozenset(each for each in reach.others if each.startswith(f"{KINDS[on].prefix}-"))
        if ids:
            yield on, ids


def judge(register: Register, lens: Lens) -> Verdicts:
    """Judge everything anew, without what is kept."""
    current = law()
    with register.read(lens) as reader:
        tables = {on: evaluate.judge(reader, current.rules, on) for on in subjects()}
    return Verdicts(current, current.rules, lens.known_revision, lens.effective_on, tables)


def _replaced(table: pa.Table, fresh: pa.Table, ids: Iterable[str]) -> pa.Table:
    gone = pc.is_in(table["id"], value_set=pa.array(sorted(ids), pa.string()))
    return pa.concat_tables([table.filter(pc.invert(gone)), fresh]).combine_chunks()


@dataclass(frozen=True, slots=True)
class Reach:
    """Name what a change reaches: activities, records of other kinds, and which fields of activities differ now."""

    activities: frozenset[str]
    others: frozenset[str]
    fields: frozenset[str]


def reached(register: Register, lens: Lens, since: int) -> Reach | None:
    """Return what changed since the revision ``since`` and all that depends on it, or None when that may be everything."""
    with register.read(lens) as reader:
        rows = reader.rows(
            "SELECT DISTINCT record_id, kind FROM journal WHERE revision > $first AND revision <= $last LIMIT $most",
            first=since, last=lens.known_revision, most=MANY + 1,
        )  # fmt: skip
        changed = {row["record_id"]: row["kind"] for row in rows if row["kind"] not in APART}
        wide = any(kind not in LINKED and kind != "activity" for kind in changed.values())
        if len(rows) > MANY or wide:
            return None
        touched = {row["record_id"] for row in rows}
        linked, fields = set[str](), set[str]()
        for record_id, kind in changed.items():
            users = used_by(reader, kind, record_id)
            if len(users) >= MOST:  # there may be more than were returned
                return None
            linked |= {row["id"] for row in users}
            contents = _contents(reader, record_id, since)
            linked |= {link.target for content in contents for link in check.references(kind, content)}
            fields |= _differing(contents) if kind == "activity" else set()
    everything = touched | linked
    activities = frozenset(each for each in everything if each.startswith("ACT-"))
    return Reach(activities, frozenset(everything - activities), frozenset(fields))


def _contents(reader: Reader, record_id: str, since: int) -> list[dict[str, Any]]:
    """Return the record in its version at ``since`` and in every later one; its status stands under «status»."""
    rows = reader.rows(
        "SELECT content, status FROM journal WHERE record_id = $id AND content IS NOT NULL AND operation <> 'refuse'"
        " AND revision <= lens_revision() AND revision >= coalesce((SELECT max(revision) FROM journal"
        " WHERE record_id = $id AND revision <= $since), 0) ORDER BY revision",
        id=record_id, since=since,
    )  # fmt: skip
    return [{**json.loads(row["content"]), "status": row["status"]} for row in rows]


def _differing(contents: Sequence[dict[str, Any]]) -> set[str]:
    """Return the fields that are not the same in all versions; of a new record, every field."""
    if len(contents) == 1:
        return {*contents[0], "status"}
    names = {name for content in contents for name in content}
    return {name for name in names if any(content.get(name) != contents[0].get(name) for content in contents)}
