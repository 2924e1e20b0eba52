"""What a read may see: two clocks, and the scope of the person who looks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

# One variable, because each statement costs a planning of its own.
_SET_LENS = (
    "SET VARIABLE lens = {{'revision': {revision}::BIGINT, 'whole': {whole}::BIGINT, 'day': DATE '{day}', 'masks': {masks},"
    " 'departments': {departments}, 'only': {only}, 'state': {state}::BIGINT}}; USE {views};"
)


@dataclass(frozen=True, slots=True)
class Lens:
    """Fix what the journal held (``known_revision``), the day facts are judged on, and whose eyes look.

    ``departments`` limits activities and risks to these departments (None = all, empty = none);
    ``masks_contacts`` hides contact details. ``newest`` tells that the lens looks at the present. ``only`` narrows
    every view to these activities, for whoever judges a few of many again.
    """

    known_revision: int
    effective_on: date
    departments: tuple[str, ...] | None = None
    masks_contacts: bool = False
    newest: bool = True
    only: tuple[str, ...] | None = None


def set_lens(cursor: duckdb.DuckDBPyConnection, lens: Lens, state: int = 0) -> None:
    """Set both clocks and the scope on ``cursor``; views read without them raise.

    A lens that sees every department reads the views that do not ask for it (decision 0034); for a limited one
    ``state`` names what its departments see (decision 0035).
    """
    cursor.execute(
        _SET_LENS.format(
            revision=int(lens.known_revision),
            whole="NULL" if lens.departments is not None else int(lens.known_revision),
            day=lens.effective_on.isoformat(),
            masks="true" if lens.masks_contacts else "false",
            departments=_list(lens.departments),
            only=_list(lens.only),
            state=int(state),
            views="whole" if lens.departments is None else "main",
        )
    )


def _list(texts: tuple[str, ...] | None) -> str:
    if texts is None:
        return "NULL::VARCHAR[]"
    return "[" + ", ".join(f"'{_safe(each)}'" for each in texts) + "]::VARCHAR[]"


def _safe(text: str) -> str:
    return text.replace("'", "''")
