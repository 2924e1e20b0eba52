"""Steps of a record that are no writing: submit, withdraw, approve, reject, go live; and what is signed beside it.

A step leaves content as it is. It stands alone in its command: what is decided on is what the register held before.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from governance.errors import GovernanceError, UnknownRecord
from governance.register import attesting, freezing, gates, going_live, opinions, permitting, signing
from governance.register.plans import Change, Planned
from governance.register.workflow_table import table

if TYPE_CHECKING:
    from governance.register.contents import Standing
    from governance.register.plans import Command

SIGNED = "signed"  # status of what comes into being by a step
MOVES = {
    "submit": ("draft", "submitted"),
    "withdraw": ("submitted", "draft"),
    "approve": ("submitted", "approved"),
    "reject": ("submitted", "draft"),
    "go_live": ("approved", "approved"),
}
OPERATIONS = (*MOVES, "attest", "reply", "freeze")
UNSEEN = ("withdraw",)  # what needs no look at the content


def require_apart(changes: Sequence[Change]) -> None:
    """Raise ``steps_stand_alone`` when a step shares its command with writing, or a record is named twice."""
    steps = [each for each in changes if _is_step(each)]
    named = [each.record_id for each in changes if each.record_id]
    if steps and (len(steps) < len(changes) or len(set(named)) < len(named)):
        raise GovernanceError("steps_stand_alone", operation=steps[0].operation)


def _is_step(change: Change) -> bool:
    gated = change.operation == "retire" and bool(table().gates("retire", change.kind))
    return gated or change.operation in OPERATIONS


def plan(command: Command, change: Change) -> Planned:
    """Return what the step would write, or raise the first reason why it is refused."""
    if change.operation == "freeze":
        return freezing.freeze(command, change)
    found = command.held.get(change.record_id or "")
    if found is None or found.kind != change.kind:
        raise UnknownRecord(record_id=change.record_id or "", kind=change.kind)
    if change.operation == "reply":
        return opinions.reply(command, change, found)
    permitting.require(command, change, found.content)
    if found.kind not in table().reviewed:
        raise GovernanceError("not_reviewed", kind=found.kind, record_id=found.record_id)
    if change.operation == "attest":
        return attesting.attest(command, change, found)
    return _move(command, change, found)


def _move(command: Command, change: Change, found: Standing) -> Planned:
    before, after = MOVES[change.operation]
    if change.operation == "go_live" and found.kind not in table().started:
        raise GovernanceError("not_started", kind=found.kind, record_id=found.record_id)
    if found.status != before:
        raise GovernanceError("wrong_status", record_id=found.record_id, status=found.status)
    if change.operation not in UNSEEN:
        signing.require_seen(change, found)
    brings: tuple[Change, ...] = ()
    if change.operation == "go_live":
        going_live.require_not_live(command, found)
    if change.operation in ("approve", "reject", "go_live"):
        post = signing.require_signatory(command, found)
    if change.operation == "approve":
        brings = (Change("approval", "create", _approval(command, found, post)),)
    gates.require_open(command.register.gates, command.reader, found.kind, found.record_id, change.operation)
    return Planned(
        found.kind,
        found.record_id,
        change.operation,
        found.version + 1,
        after,
        found.content,
        brings=brings,
    )


def _approval(command: Command, found: Standing, post: str) -> dict[str, object]:
    if command.actor in signing.preparers(command.reader, found.record_id):
        raise GovernanceError("prepared_by_you", record_id=found.record_id)
    return signing.signature(command, found, post)


def refusal(command: Command, change: Change) -> GovernanceError | None:
    """Return why the actor may not take this step now, or None; screens show it beside the button."""
    try:
        plan(command, change)
    except GovernanceError as error:
        return error
    return None
