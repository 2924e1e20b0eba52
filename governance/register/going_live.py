"""Putting an activity into operation: a step of its own, so that a start is never slipped in with a save."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from governance.errors import GovernanceError
from governance.register.workflow_table import table

if TYPE_CHECKING:
    from governance.register.contents import Standing
    from governance.register.plans import Command
    from governance.register.reader import Reader

CLEARED = ("live", "cleared")  # states of the view activity_operation in which the step was taken


def state(reader: Reader, record_id: str) -> str | None:
    """Return how the activity stands to its start (view ``activity_operation``), or None when it is not seen."""
    found = reader.value("SELECT state FROM activity_operation WHERE id = $id", id=record_id)
    return str(found) if found else None


def require_not_live(command: Command, found: Standing) -> None:
    """Raise ``already_live`` when the step was taken, ``not_planned`` when the record was first made of what ran."""
    standing = state(command.reader, found.record_id)
    if standing in CLEARED:
        raise GovernanceError("already_live", record_id=found.record_id)
    if standing not in ("planned", "uncleared"):
        raise GovernanceError("not_planned", record_id=found.record_id)


def require_planned_start(command: Command, found: Standing, content: dict[str, Any]) -> None:
    """Raise ``go_live_first`` when a save would let a planned activity begin that was not put into operation."""
    if command.bootstrap or found.kind not in table().started:
        return
    today = command.today.isoformat()
    before, after = found.content.get("starts_on"), content.get("starts_on")
    if before and before > today and (after is None or after <= today):
        if state(command.reader, found.record_id) == "cleared":
            return
        raise GovernanceError("go_live_first", record_id=found.record_id, planned=before)
