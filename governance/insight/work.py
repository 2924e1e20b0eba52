"""What waits for a person on the day: derived from the state of the register each time, so nothing done is asked again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from governance.insight import work_queries as queries
from governance.law.clocks import ClockRow
from governance.register import signing
from governance.register.attestations import asked
from governance.register.contents import newest
from governance.register.reader import Reader
from governance.register.workflow_table import table

Task = Literal["submit", "approve", "go_live", "attest", "answer", "renew", "clock"]
TASKS: tuple[Task, ...] = ("submit", "approve", "go_live", "attest", "answer", "renew", "clock")
SOON = 60  # days ahead in which something that ends is to be renewed
OPEN = frozenset({"overdue", "expired", "due_soon", "running", "stopped", "unclear"})
Allowed = Callable[[str, str, str | None], bool]


@dataclass(frozen=True, slots=True)
class Item:
    """Hold one thing to do with one record.

    ``detail`` says what of it: why an attestation is asked for, what ends, or the rule of the clock; ``due_on`` None:
    no day is set. ``since`` is the day it began to wait, where that is known.
    """

    task: Task
    id: str
    kind: str
    name: str | None
    name_zh: str | None
    detail: str
    due_on: date | None = None
    overdue: bool = False
    since: date | None = None
    clock: ClockRow | None = None


def leads(reader: Reader, person: str) -> tuple[str, ...]:
    """Return the departments ``person`` heads on the day, with all below them; empty for no head."""
    rows = reader.rows(
        f"{queries.POSTS} SELECT department FROM led ORDER BY department", person=person, team=False
    )
    return tuple(row["department"] for row in rows)


def queue(
    reader: Reader,
    person: str,
    *,
    team: bool = False,
    clocks: Sequence[ClockRow] = (),
    allowed: Allowed = lambda *_: True,
) -> list[Item]:
    """Return what waits for ``person``: overdue first, then by day, what has no day last.

    ``team``: what waits for any post of the departments the person heads. ``clocks`` are those of the board of
    deadlines. ``allowed`` (operation, kind, department) tells whether the person's grants let them take a step at all.
    """
    given = {"person": person, "team": team}
    found = [
        *_steps(reader, given, allowed),
        *_attestations(reader, person, team=team),
        *(Item(task="answer", **row) for row in reader.rows(queries.ANSWER, **given)),
        *_renewals(reader, given),
        *_clocks(reader, given, clocks),
    ]
    return sorted(found, key=lambda each: (not each.overdue, each.due_on or date.max, each.task, each.id))


def _steps(reader: Reader, given: dict[str, Any], allowed: Allowed) -> Iterator[Item]:
    """Give drafts to submit and submitted records to decide on; never one's own work, never as protection officer."""
    person, team = given["person"], given["team"]
    for row in reader.rows(queries.SUBMIT, **given):
        department = row.pop("department")
        if team or allowed("submit", row["kind"], department):
            yield Item(task="submit", **row)
    officer = bool(reader.value("SELECT count(*) FROM conflict_holder WHERE holder = $person", person=person))
    for row in reader.rows(queries.APPROVE, **given, raised=[each.kind for each in table().raised]):
        department, is_raised, mine = row.pop("department"), row.pop("raised"), row.pop("mine")
        if is_raised:
            mine = _signs(reader, row["id"], given)
        if mine and officer and not team and _advises(reader, row["id"], person):
            continue
        if mine and (team or allowed("approve", row["kind"], department)):
            yield Item(task="approve", **row)
    day = reader.lens.effective_on
    for row in reader.rows(queries.GO_LIVE, **given, soon=SOON):
        if team or allowed("go_live", "activity", row.pop("department")):
            row.pop("department", None)
            yield Item(task="go_live", overdue=row["due_on"] < day, **row)


def _signs(reader: Reader, record: str, given: dict[str, Any]) -> bool:
    """Tell whether a record that may be lifted to a higher post is decided on by one of the person's or team's posts."""
    found = newest(reader, record)
    if found is None:
        return False
    posts = signing.signatory(reader, found.kind, found.content).posts
    own = {row["post"] for row in reader.rows(f"{queries.POSTS} SELECT post FROM posts", **given)}
    return bool(own & set(posts))


def _advises(reader: Reader, record: str, person: str) -> bool:
    """Tell whether the person is protection officer of an entity of the record, and so decides on nothing there."""
    found = newest(reader, record)
    own = signing.entities(reader, found.kind, found.content) if found else ()
    return signing.officer_post(reader, person, own) is not None


def _attestations(reader: Reader, person: str, *, team: bool) -> Iterator[Item]:
    found = asked(reader, departments=leads(reader, person)) if team else asked(reader, person=person)
    for each in found:
        yield Item(
            "attest", each.record, each.kind, each.name, each.name_zh, each.why, each.due_on, each.overdue
        )


def _renewals(reader: Reader, given: dict[str, Any]) -> Iterator[Item]:
    day = reader.lens.effective_on
    for row in reader.rows(queries.RENEW, **given, soon=SOON):
        yield Item(task="renew", overdue=row["due_on"] < day, **row)


def _clocks(reader: Reader, given: dict[str, Any], clocks: Sequence[ClockRow]) -> Iterator[Item]:
    """Give the open deadlines of requests and incidents whose owner's post is the person's or the team's."""
    mine = {row["id"] for row in reader.rows(queries.CASES, **given)}
    for each in clocks:
        if each.id in mine and each.ours and each.standing in OPEN:
            due = each.clock.due
            local = due.date() if isinstance(due, datetime) else due
            late = each.standing in ("overdue", "expired")
            yield Item(
                "clock", each.id, each.kind, each.name, each.name_zh, each.rule.id, local, late, clock=each
            )
