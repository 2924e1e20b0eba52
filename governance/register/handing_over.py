"""Handing a leaver's posts over in one command, and taking it back in one."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from governance.errors import GovernanceError
from governance.register import undoing
from governance.register.commands import Change, Receipt, write
from governance.register.contents import standing
from governance.register.leaving import rehearse

if TYPE_CHECKING:
    from governance.register.leaving import Duty, Rehearsal
    from governance.register.reader import Reader
    from governance.register.store import Register

MARK = "hand-over-"
CARRIED = ("organisations", "tasks", "deputy", "resources")  # what goes with the post, not with the person


def hand_over(
    register: Register,
    *,
    actor: str,
    reason: str,
    person: str,
    on: date,
    successors: Mapping[str, str],
    end_grants: bool = False,
) -> Receipt:
    """End every appointment of ``person`` from the day ``on`` and appoint ``successors`` (post -> person) from it.

    All in one command. A post without successor is left vacant. Raises ``successor_gone`` for somebody who is not
    there on the day, ``nothing_to_hand_over``, and what a command raises.
    """
    with register.lock:
        with register.read(register.lens(effective_on=on)) as reader:
            found = rehearse(reader, person)
            _require_present(reader, person, successors)
            changes = list(_changes(reader, register, found, on, successors))
        if end_grants:
            changes += [_ended(register, "grant", each["id"], each["starts_on"], on) for each in found.grants]
        if not changes:
            raise GovernanceError("nothing_to_hand_over", person=person)
        command = f"{MARK}{uuid.uuid4().hex}"
        return write(register, actor=actor, reason=reason, changes=changes, command_id=command)


def _require_present(reader: Reader, person: str, successors: Mapping[str, str]) -> None:
    rows = reader.rows(
        "SELECT id FROM person WHERE status NOT IN ('void', 'retired')"
        " AND (left_on IS NULL OR left_on > lens_day()) AND list_contains($ids, id) AND id <> $person",
        ids=list(successors.values()),
        person=person,
    )
    missing = set(successors.values()) - {row["id"] for row in rows}
    if missing:
        raise GovernanceError("successor_gone", person=", ".join(sorted(missing)))


def _changes(
    reader: Reader, register: Register, found: Rehearsal, on: date, successors: Mapping[str, str]
) -> Iterator[Change]:
    appointed: set[tuple[str, str]] = set()
    for duty in found.duties:
        held = register.content(duty.appointment)
        yield _ended(register, "appointment", duty.appointment, _day(held.get("starts_on")), on)
        successor = successors.get(duty.post)
        if successor and (duty.post, successor) not in appointed and not _holds(reader, duty, successor):
            appointed.add((duty.post, successor))
            name = reader.value("SELECT name FROM person WHERE id = $id", id=successor)
            carried = {key: held[key] for key in CARRIED if key in held}
            starts = max(on, _day(held.get("starts_on")) or on)
            content = {
                "name": f"{duty.name}: {name}"[:300],
                "post": duty.post,
                "person": successor,
                **carried,
            }
            yield Change("appointment", "create", {**content, "starts_on": starts.isoformat()})


def _holds(reader: Reader, duty: Duty, person: str) -> bool:
    """Tell whether ``person`` holds the post already in the same way as the leaver: as holder, or as deputy."""
    return bool(
        reader.value(
            "SELECT count(*) FROM holding WHERE post = $post AND person = $person AND state = 'held'"
            " AND deputy = $deputy",
            post=duty.post,
            person=person,
            deputy=duty.deputy,
        )
    )


def _ended(register: Register, kind: str, record_id: str, starts: date | None, on: date) -> Change:
    """Return the change that ends an appointment or grant on ``on``, or on its first day when that is later."""
    with register.cursor() as cursor:
        held = standing(cursor, [record_id])[record_id]
    ends = max(on, starts or on)
    return Change(kind, "update", {**held.content, "ends_on": ends.isoformat()}, record_id, held.version)


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def undo(register: Register, *, actor: str, reason: str, command_id: str) -> Receipt:
    """Take a hand-over back in one command: what it ended runs again, what it created is void.

    Raises ``no_hand_over``, and ``undo_too_late`` when a record it wrote was changed since. A second undo is harmless.
    """
    return undoing.undo(
        register, actor=actor, reason=reason, command_id=command_id, mark=MARK, missing="no_hand_over"
    )


def hand_overs(reader: Reader) -> list[dict[str, Any]]:
    """Return every hand-over the lens shows, newest first: command, moment, actor, reason, entries, undone or not."""
    return reader.rows(
        "SELECT command_id, min(recorded_at) AS recorded_at, any_value(actor) AS actor, any_value(reason) AS reason,"
        " count(*) AS entries, bool_or(command_id IN (SELECT substr(command_id, 6) FROM entry"
        "                                              WHERE starts_with(command_id, 'undo-hand-over-'))) AS undone"
        " FROM entry WHERE starts_with(command_id, $mark) GROUP BY command_id ORDER BY recorded_at DESC",
        mark=MARK,
    )
