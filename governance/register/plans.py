"""What is asked of the register, what it would write, and the command both belong to."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from governance.register.lens import Lens
from governance.register.reader import Reader

if TYPE_CHECKING:
    from datetime import date

    import duckdb

    from governance.errors import GovernanceError
    from governance.register.contents import Standing
    from governance.register.permissions import Granted
    from governance.register.store import Register


@dataclass(frozen=True, slots=True)
class Change:
    """Ask for one change of one record.

    ``operation`` is create, update, retire, void, reinstate or redact; submit, withdraw, approve, reject or go_live; attest;
    reply or check for opinions; freeze for an edition. create may name its own ``record_id``; update carries the
    whole new ``content``; both it and a signature name the ``base_version`` that was looked at.
    """

    kind: str
    operation: str
    content: dict[str, Any] | None = None
    record_id: str | None = None
    base_version: int | None = None


@dataclass(frozen=True, slots=True)
class Planned:
    """Hold one change ready to be written; ``changed`` is False when it would write what is there.

    ``brings`` are records that come into being with it: the approval of an approved record.
    """

    kind: str
    record_id: str
    operation: str
    version: int
    status: str
    content: dict[str, Any] = field(repr=False)
    merged: bool = False
    changed: bool = True
    refusal: GovernanceError | None = None
    replaces: int = 0
    brings: tuple[Change, ...] = ()


@dataclass
class Command:
    """Hold who asks, with which grants, and what the records named stand at while it is planned."""

    register: Register
    cursor: duckdb.DuckDBPyConnection
    actor: str
    grants: tuple[Granted, ...]
    held: dict[str, Standing] = field(default_factory=dict)
    bootstrap: bool = False

    @cached_property
    def today(self) -> date:
        """Return the day it is in the register's time zone."""
        return self.register.today()

    @cached_property
    def reader(self) -> Reader:
        """Return a reader of everything the register holds before this command, on this day."""
        return Reader(self.cursor, Lens(self.register.end.revision, self.today), self.register)
