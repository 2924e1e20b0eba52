"""Points in time as they are read in the time zone of the register."""

from __future__ import annotations

from typing import TYPE_CHECKING

from governance import formatting
from governance.ui.context import current
from governance.ui.state import language

if TYPE_CHECKING:
    from datetime import datetime


def clock(value: datetime) -> str:
    """Return a point in time (aware) to the minute in the register's zone; of another day than today with the day."""
    register = current().register
    return formatting.clock(value.astimezone(register.zone), register.today(), language())
