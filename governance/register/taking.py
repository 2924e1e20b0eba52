"""Taking something out of the register: asked of the permission table, and noted with what it held."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import duckdb

from governance.errors import GovernanceError, NotPermitted
from governance.register import permissions

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from governance.register.permissions import Scope
    from governance.register.store import Register

OPERATOR = ""  # whoever runs the command line on the machine of the register, without --actor


def require(register: Register, actor: str, export: str, *, record_id: str = "") -> Scope:
    """Return the scope in which ``actor`` may take ``export``; raise NotPermitted, noted, when they may not."""
    if actor == OPERATOR:
        return permissions.Scope(None, masks_contacts=False)
    with register.cursor() as cursor:
        grants = register.grants(cursor, actor)
    if not permissions.may_take(grants, export):
        refusal = NotPermitted("export_not_permitted", operation=export, kind="", record_id=record_id)
        register.access.refused(actor, operation=export, record_id=record_id, code=refusal.code)
        raise refusal
    return permissions.scope_of(grants)


@contextmanager
def taken(register: Register, actor: str | None, export: str, *, record_id: str = "") -> Iterator[Scope]:
    """Let ``actor`` (None: the operator) take ``export`` inside the block, and note it once it is made."""
    person = actor or OPERATOR
    scope = require(register, person, export, record_id=record_id)
    yield scope
    note(register, person, export, scope, record_id=record_id)


def note(
    register: Register,
    actor: str,
    export: str,
    scope: Scope,
    *,
    rows: int | None = None,
    filters: Sequence[str] = (),
    record_id: str = "",
) -> None:
    """Note that ``actor`` took ``export`` in ``scope``: how many rows, filtered by what, of which record.

    Raises GovernanceError ``export_not_noted``: what cannot be noted does not go out.
    """
    try:
        register.access.exported(actor, export, scope, rows=rows, filters=filters, record_id=record_id)
    except (duckdb.Error, OSError) as error:
        raise GovernanceError("export_not_noted", reason=str(error).splitlines()[0][:200]) from error
