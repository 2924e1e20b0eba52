"""What both laws say of one activity on the day: statements made, what is not known for them, facts and findings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from governance.errors import UnknownRecord
from governance.law import overview
from governance.law.findings import CODES, Fact, Filter
from governance.law.lens import OTHER, SIDES, Lens, Side, Statement
from governance.law.overview import Counted
from governance.law.verdicts import Verdicts
from governance.law.views import OF_ACTIVITY, ROWS, Column, subjects
from governance.law.waivers import Waived
from governance.register.reader import Reader

Thing = dict[
    str, Any
]  # subject, id, key, name, name_zh, row_name, row_name_zh, row_code, as ``findings.named`` gives

# The records an activity stands on: their findings are also findings about it.
_AROUND = """
SELECT 'organisation' AS kind, organisation AS id FROM activity_handler WHERE activity = $id
UNION SELECT 'notice', unnest(notices) FROM live_activity WHERE id = $id
UNION SELECT 'system', unnest(systems) FROM live_activity WHERE id = $id
UNION SELECT 'consent', consent FROM (
    SELECT unnest(flatten(list_concat(list_transform(purposes, lambda p: coalesce(p.consents, [])),
        list_transform(recipients, lambda r: coalesce(r.consents, [])),
        list_transform(transfers, lambda t: coalesce(t.consents, []))))) AS consent FROM live_activity WHERE id = $id)
UNION SELECT 'party', party FROM (
    SELECT unnest(list_transform(recipients, lambda r: r.party)) AS party FROM live_activity WHERE id = $id) WHERE party LIKE 'PAR-%'
UNION SELECT 'assessment', id FROM assessment WHERE status NOT IN ('void', 'retired') AND list_contains(activities, $id)
"""


@dataclass(frozen=True, slots=True)
class Said:
    """Hold a statement with the things it is made of."""

    statement: Statement
    things: tuple[Thing, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """Hold the facts of one thing on one side."""

    thing: Thing
    facts: tuple[Fact, ...]


@dataclass(slots=True)
class Half:
    """Hold one side of a topic."""

    shown: list[Shown] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    unknown: dict[str, Column] = field(default_factory=dict)
    found: list[Counted] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Told:
    """Hold all that is said of a record: whether each law applies by the record (None: not known), and the halves by topic."""

    record: Thing
    applies: Mapping[Side, bool | None]
    topics: Mapping[str, Mapping[Side, Half]]
    around: tuple[str, ...]


def told(
    reader: Reader, lens: Lens, activity: str, verdicts: Verdicts, waived: Sequence[Waived] = ()
) -> Told:
    """Return what both laws say of ``activity``; UnknownRecord when it is not live or may not be seen."""
    with reader.narrowed((activity,)):
        record = reader.row("SELECT id, name, name_zh FROM live_activity WHERE id = $id", id=activity)
        if record is None:
            raise UnknownRecord(record_id=activity)
        around = [(row["kind"], row["id"]) for row in reader.rows(_AROUND, id=activity) if row["id"]]
        halves = {
            topic: {side: Half() for side in SIDES} for topic in (*(t.code for t in lens.topics), OTHER)
        }
        for on in _asked(lens):
            ids = [activity] if on in OF_ACTIVITY else [each for kind, each in around if kind == on]
            _say(reader, lens, on, ids, record, halves)
        applies = _applies(reader, lens, activity)
    records = (activity, *sorted({each for _, each in around}))
    _find(lens, verdicts, waived, records, halves)
    return Told(record, applies, halves, records[1:])


def _asked(lens: Lens) -> Iterator[str]:
    wanted = {each.on for each in lens.statements}
    wanted |= {facts.on for topic in lens.topics for facts in topic.facts}
    return (on for on in subjects() if on in wanted)


def _applies(reader: Reader, lens: Lens, activity: str) -> dict[Side, bool | None]:
    columns = ", ".join(f"{lens.sides[side].applies} AS {side}" for side in SIDES)
    row = reader.row(f"SELECT laws_known, {columns} FROM law_activity WHERE id = $id", id=activity) or {}
    return {side: row.get(side) if row.get("laws_known") else None for side in SIDES}


def _say(
    reader: Reader,
    lens: Lens,
    on: str,
    ids: Sequence[str],
    record: Thing,
    halves: dict[str, dict[Side, Half]],
) -> None:
    """Fill in what is said and shown of every thing of one subject."""
    day = reader.lens.effective_on
    asked = [each for each in lens.statements if each.on == on and each.in_force(day)]
    known = subjects()[on].by_name()
    shown = [(topic.code, facts) for topic in lens.topics for facts in topic.facts if facts.on == on]
    names = dict.fromkeys([
        *(column for _, facts in shown for side in SIDES for column in facts.of(side)),
        *(column for each in asked for column in each.columns),
    ])  # fmt: skip
    coded = CODES.get(on)
    columns = "".join(f', "{name}"' for name in names) + (f", {coded[0]} AS row_code" if coded else "")
    made = ", ".join(f"({each.when})::BOOLEAN" for each in asked)
    rows = reader.rows(
        f"SELECT id, key, name, name_zh{columns}, [{made}]::BOOLEAN[] AS made_ FROM {subjects()[on].view}"
        " WHERE id IN (SELECT unnest($ids)) ORDER BY id, key",
        ids=list(ids),
    )
    things = [_thing(on, row, record) for row in rows]
    for topic, facts in shown:
        for side in SIDES:
            halves[topic][side].shown += [
                Shown(thing, tuple(Fact(known[name], row[name]) for name in facts.of(side)))
                for thing, row in zip(things, rows, strict=True)
            ]
    for number, each in enumerate(asked):
        half = halves[each.topic][each.side]
        of = tuple(thing for thing, row in zip(things, rows, strict=True) if row["made_"][number])
        if of:
            half.said.append(Said(each, of))
        doubtful = [row for row in rows if row["made_"][number] is None]
        half.unknown |= {
            name: known[name] for name in each.columns if any(row[name] is None for row in doubtful)
        }


def _thing(on: str, row: dict[str, Any], record: Thing) -> Thing:
    """Return a row of the record with the names of both; other records have their own name only."""
    if on not in ROWS:
        return {"subject": on, **{name: row[name] for name in ("id", "key", "name", "name_zh")}}
    inner = {"row_name": row["name"], "row_name_zh": row["name_zh"], "row_code": row.get("row_code")}
    return {"subject": on, **record, "key": row["key"], **inner}


def _find(
    lens: Lens,
    verdicts: Verdicts,
    waived: Sequence[Waived],
    records: Sequence[str],
    halves: dict[str, dict[Side, Half]],
) -> None:
    """Put the findings of the records beside the topic of their first article."""
    for counted in overview.by_rule(verdicts, Filter(records=tuple(records)), waived):
        side = lens.side_of(counted.rule)
        if side is not None:
            halves[lens.topic_of(side, counted.rule)][side].found.append(counted)
