"""The reports by name, as PDF bytes: one list for the command line, the screen and the benchmarks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from governance.errors import GovernanceError
from governance.language import Language
from governance.register.lens import Lens
from governance.register.store import Register
from governance.reports import board, record_sheet, typeset
from governance.reports.source import Clocks

Progress = Callable[[int, int], None]
What = Literal["board", "record"]


@dataclass(frozen=True, slots=True)
class Order:
    """Say which report to make: what, in which language, for the record sheet of which activity.

    ``parts`` are the parts of the board pack that may be left out, ``clocks`` how it reads the quarter before.
    """

    what: What
    language: Language
    record_id: str = ""
    parts: tuple[str, ...] = board.CHOOSABLE
    clocks: Clocks = "both"

    @property
    def file_name(self) -> str:
        """Return what the file is called."""
        return (
            f"board-pack-{self.language}.pdf"
            if self.what == "board"
            else f"{self.record_id}-{self.language}.pdf"
        )


def make(
    register: Register,
    lens: Lens,
    order: Order,
    *,
    progress: Progress | None = None,
    made_at: datetime | None = None,
) -> bytes:
    """Return the report ``order`` as ``lens`` sees the register; ``made_at`` None is now.

    ``progress`` hears of each part drawn and, last, of the typesetting. Raises UnknownRecord for an activity that may
    not be seen, GovernanceError when a package is missing.
    """

    def told(done: int, total: int) -> None:
        if progress:
            progress(done, total + 1)

    if order.what == "record" and not order.record_id:
        raise GovernanceError("report_needs_record")
    typeset.check()
    if order.what == "board":
        document = board.document(
            register, lens, order.language, clocks=order.clocks, parts=order.parts, progress=told
        )
    else:
        document = record_sheet.document(register, lens, order.record_id, order.language, progress=told)
    made = typeset.pdf(document, made_at or datetime.now(UTC))
    if progress:
        progress(1, 1)
    return made
