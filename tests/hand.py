"""A hand that writes to a register in short words."""

from __future__ import annotations

from governance.register.commands import Change, Receipt, write
from governance.register.store import Register

ADMIN = "PER-00001"


class Hand:
    """Write to a register in short words."""

    def __init__(self, register: Register, actor: str = ADMIN) -> None:
        self.register = register
        self.actor = actor

    def create(self, kind: str, content: dict[str, object], record_id: str | None = None) -> str:
        """Create one record and return its id."""
        return self.change(Change(kind, "create", content, record_id)).saved[0].record_id

    def update(self, kind: str, record_id: str, content: dict[str, object], base: int) -> Receipt:
        """Update one record from version ``base``."""
        return self.change(Change(kind, "update", content, record_id, base))

    def change(self, *changes: Change, command_id: str | None = None) -> Receipt:
        """Write ``changes`` in one command."""
        return write(self.register, actor=self.actor, reason="a test", changes=changes, command_id=command_id)
