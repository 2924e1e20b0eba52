"""What waits for one person at this moment, as their own page of work would show it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from governance.insight import work
from governance.law.clocks import board
from governance.register.permissions import allows

if TYPE_CHECKING:
    from governance.digest.recipients import Recipient
    from governance.insight.work import Item
    from governance.register.store import Register


def waiting(register: Register, recipient: Recipient) -> list[Item]:
    """Return the queue of the person, overdue first, within what their grants let them see."""

    def allowed(operation: str, kind: str, department: str | None) -> bool:
        return allows(recipient.grants, operation, kind, (department,) if department else ())

    with register.read(register.lens(actor=recipient.person)) as reader:
        clocks = board(reader, datetime.now(UTC))
        return work.queue(reader, recipient.person, clocks=clocks, allowed=allowed)
