"""What a read may see: two clocks, and the scope of the person who looks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


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
