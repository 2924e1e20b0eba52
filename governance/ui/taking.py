"""The one way a file leaves the screen: offered to who may take it, asked again and noted when it is fetched."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from governance.errors import GovernanceError
from governance.register import taking
from governance.ui import downloads, state
from governance.ui.context import current

if TYPE_CHECKING:
    from governance.register.permissions import Scope
    from governance.register.store import Register

Rows = int | Callable[[], int] | None


def may(export: str) -> bool:
    """Tell whether the person who looks may take ``export``: without it the button is not drawn."""
    return current().takes(export)


def offer(
    export: str,
    name: str,
    media_type: str,
    produce: Callable[[], bytes | Path | Iterator[bytes]],
    *,
    slot: str,
    rows: Rows = None,
    filters: Sequence[str] = (),
    record_id: str = "",
) -> str:
    """Offer a file of ``export`` to the person who looks and return its address.

    ``rows`` is how many it holds, or tells it once the file is made; ``filters`` are the names of those set. Raises
    NotPermitted, noted, when the permission table does not give the person this export.
    """
    context = current()
    register, actor = context.register, context.actor
    scope = taking.require(register, _named(actor), export, record_id=record_id)

    def made() -> bytes | Path | Iterator[bytes]:
        _same(register, actor, export, scope, record_id)
        content = produce()
        count = rows() if callable(rows) else rows
        taking.note(register, actor, export, scope, rows=count, filters=filters, record_id=record_id)
        return content

    return downloads.offer(name, media_type, made, state.browser(), slot=slot)


def _same(register: Register, actor: str, export: str, scope: Scope, record_id: str) -> None:
    """Raise unless the person may still take the export, and still reads what it was offered with."""
    if taking.require(register, _named(actor), export, record_id=record_id) != scope:
        raise GovernanceError("export_scope_changed")


def _named(actor: str) -> str:
    """Return the person; nobody on screen is nobody, not the operator of the machine."""
    return actor or "nobody"
