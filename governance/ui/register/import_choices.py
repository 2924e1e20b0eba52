"""The choices of an import, kept for the person under the files they were made for: brought again, they are back.

Only decisions are kept; of what the files hold, the names of tables and columns, and the texts given a term.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from governance.errors import GovernanceError
from governance.exchange.importing.mapping import from_content
from governance.register import drafts
from governance.register.drafts import FORM
from governance.ui.context import current

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from typing import Any

    from governance.exchange.importing import ColumnMapping, Mapping, TableMapping

_KIND = f"{FORM}import"
_OF_TABLE = ("use", "kind", "role", "keys", "fold")
_OF_COLUMN = ("field", "use", "drop", "confidence", "found_by", "separator", "values")


def mark(uploads: Sequence[Any]) -> str:
    """Return what tells these files from others: a hash of their names and bytes."""
    told = hashlib.sha256()
    for upload in sorted(uploads, key=lambda each: str(each.name)):
        told.update(str(upload.name).encode() + b"\0" + hashlib.sha256(upload.getvalue()).digest())
    return told.hexdigest()


def keep(files: str, mapping: Mapping) -> None:
    """Keep the decisions made so far; those that are too many to keep stand in the session alone."""
    context = current()
    try:
        drafts.keep(
            context.register,
            person=context.actor,
            kind=_KIND,
            record_id=files,
            base_version=0,
            content={"source": mapping.source, "mapping": mapping.decided()},
        )
    except GovernanceError:
        return


def take_up(files: str, proposal: Mapping) -> datetime | None:
    """Put the decisions kept for these files over the proposal; return when they were kept, None for none."""
    context = current()
    draft = drafts.find(context.register, person=context.actor, kind=_KIND, record_id=files)
    if draft is None:
        return None
    try:
        kept = from_content(draft.content["mapping"])
    except GovernanceError:
        return None
    tables = {(each.file, each.sheet): each for each in kept.tables}
    for table in proposal.tables:
        if (table.file, table.sheet) in tables:
            _put_over(table, tables[table.file, table.sheet])
    proposal.create = list(kept.create)
    return draft.saved_at


def forget(files: str) -> None:
    """Drop the decisions kept for these files."""
    context = current()
    drafts.discard(context.register, person=context.actor, kind=_KIND, record_id=files)


def _put_over(table: TableMapping, kept: TableMapping) -> None:
    for name in _OF_TABLE:
        setattr(table, name, getattr(kept, name))
    for column in table.columns:
        given: ColumnMapping | None = kept.column(column.column)
        for name in _OF_COLUMN if given else ():
            setattr(column, name, getattr(given, name))
