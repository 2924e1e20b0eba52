"""What a person may do with a record now, and for each step that is refused, why: what screens draw buttons from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from governance.errors import GovernanceError, NotPermitted
from governance.register import workflow
from governance.register.contents import standing
from governance.register.plans import Change, Command

if TYPE_CHECKING:
    from governance.register.store import Register

STEPS = ("submit", "approve", "reject", "withdraw", "go_live", "attest")
SAMPLE: dict[str, dict[str, Any]] = {"reply": {"reply": "followed", "reply_reason": "."}}


def offered(
    register: Register, actor: str, record_id: str, steps: tuple[str, ...] = STEPS
) -> dict[str, GovernanceError | None]:
    """Return the steps the grants of ``actor`` allow on a record, each with why it is refused now (None: it is not).

    A step that has no place where the record stands is left out, as is one without the right.
    """
    with register.cursor() as cursor:
        found = standing(cursor, [record_id]).get(record_id)
        if found is None:
            return {}
        command = Command(register, cursor, actor, register.grants(cursor, actor), {record_id: found})
        told: dict[str, GovernanceError | None] = {}
        for step in steps:
            change = Change(found.kind, step, SAMPLE.get(step), record_id, found.version)
            refusal = workflow.refusal(command, change)
            if not isinstance(refusal, NotPermitted) and (refusal is None or refusal.code not in _NO_PLACE):
                told[step] = refusal
        return told


_NO_PLACE = (
    "wrong_status",
    "record_ended",
    "not_reviewed",
    "opinion_answered",
    "not_started",
    "already_live",
    "not_planned",
)
