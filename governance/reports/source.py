"""What every part of the board pack draws from: figures now and at the end of last quarter, through one lens."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Literal

from governance.exchange.stamp import Stamp, stamp
from governance.insight import accountability, coverage, figures
from governance.insight.catalogue import DEFINITIONS
from governance.insight.figure import Figure
from governance.language import Language
from governance.register.lens import Lens
from governance.register.reader import Reader
from governance.register.store import Register
from governance.reports.words import Words

Clocks = Literal["both", "effective"]

# Figures that are told with their change since the quarter before. Findings of the law are not: judging every rule for
# another day takes longer than all else.
HEADLINES = ("coverage", "accountability.gaps", "officers.in_post", "risk.high")
COMPARED = tuple(each for each in DEFINITIONS if not each.startswith("findings."))

_ORGANISATION = (
    "SELECT id, name, name_zh FROM organisation WHERE status NOT IN ('void', 'retired')"
    " ORDER BY parent IS NOT NULL, id LIMIT 1"
)


@dataclass(frozen=True, slots=True)
class Source:
    """Hold the figures of the pack as one lens sees them.

    ``before`` are figures on ``before_on``, the end of the quarter before; ``cells`` are the rows of
    ``coverage.by_department``, the weakest department first, ``faults`` those of ``accountability.issues``.
    """

    register: Register
    reader: Reader
    words: Words
    organisation: str
    figures: Mapping[str, Figure]
    before: Mapping[str, Figure]
    before_on: date
    before_lens: Lens
    cells: tuple[dict[str, Any], ...]
    faults: list[dict[str, Any]]
    stamp: Stamp

    @property
    def day(self) -> date:
        """Return the day the facts are of."""
        return self.reader.lens.effective_on

    @property
    def is_empty(self) -> bool:
        """Tell whether there is no live activity, so that nothing can be judged."""
        return self.figures["activities"].value is None


def gather(register: Register, reader: Reader, language: Language, clocks: Clocks = "both") -> Source:
    """Return what the pack draws from, as ``reader`` sees it.

    ``clocks`` says how the quarter before is read: as the register stood then (``both``), or as it is known through
    the same lens (``effective``, for «that day, as we know today»).
    """
    before_on = quarter_before(reader.lens.effective_on)
    words = Words(language, reader, register.zone)

    before_lens = _earlier(register, reader.lens, before_on, clocks)

    def earlier() -> Mapping[str, Figure]:
        with register.read(before_lens) as then:
            return figures.compute(then, COMPARED)

    with ThreadPoolExecutor(1) as pool:
        before = pool.submit(earlier)
        return Source(
            register=register,
            reader=reader,
            words=words,
            organisation=organisation(reader, words),
            figures=figures.compute(reader),
            cells=tuple(coverage.by_department(reader).to_pylist()),
            faults=accountability.issues(reader).to_pylist(),
            stamp=stamp(reader),
            before=before.result(),
            before_on=before_on,
            before_lens=before_lens,
        )


def organisation(reader: Reader, words: Words) -> str:
    """Return the name of the organisation at the top; the name of the program while there is none."""
    first = reader.row(_ORGANISATION)
    return words.named(first) if first else words.t("app.name")


def quarter_before(day: date) -> date:
    """Return the last day of the calendar quarter before that of ``day``."""
    return date(day.year, 3 * ((day.month - 1) // 3) + 1, 1) - timedelta(days=1)


def _earlier(register: Register, lens: Lens, day: date, clocks: Clocks) -> Lens:
    known = lens.known_revision
    if clocks == "both":
        known = min(known, register.lens(known_at=register.end_of(day)).known_revision)
    return replace(lens, known_revision=known, effective_on=day, newest=False)
