"""The board pack: one page that says how things stand, then what is behind it, in parts that can be chosen."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from governance.language import Language
from governance.register.lens import Lens
from governance.register.store import Register
from governance.reports import (
    board_coverage,
    board_dates,
    board_forecast,
    board_method,
    board_people,
    board_risks,
    board_since,
    board_summary,
)
from governance.reports.binding import bound
from governance.reports.blocks import Block, Document, Section
from governance.reports.source import Clocks, Source, gather

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Part:
    """Name one part of the pack: its title is ``report.part.<code>``, and it is left out when it has no blocks.

    ``always`` keeps it in whatever is chosen; ``new_page`` begins a page.
    """

    code: str
    build: Callable[[Source], tuple[Block, ...]]
    new_page: bool = False
    always: bool = False


# A further part is one line here and its title in both catalogs.
PARTS: tuple[Part, ...] = (
    Part("summary", board_summary.build, always=True),
    Part("coverage", board_coverage.build, new_page=True),
    Part("since", board_since.build, new_page=True),
    Part("accountability", board_people.exceptions),
    Part("officers", board_people.officers),
    Part("risks", board_risks.build),
    Part("dates", board_dates.build),
    Part("forecast", board_forecast.build),
    Part("others", board_method.others),
    Part("method", board_method.notes, new_page=True, always=True),
)
CHOOSABLE = tuple(each.code for each in PARTS if not each.always)


def document(
    register: Register,
    lens: Lens,
    language: Language,
    *,
    clocks: Clocks = "both",
    parts: Collection[str] = CHOOSABLE,
    progress: Progress | None = None,
) -> Document:
    """Return the board pack as ``lens`` sees the register; ``parts`` are codes of those that may be left out.

    ``clocks`` says how the quarter before is read, see ``source.gather``. ``progress`` hears of each part done.
    """
    asked = [each for each in PARTS if each.always or each.code in parts]
    with register.read(lens) as reader:
        source = gather(register, reader, language, clocks)
        sections = []
        for number, part in enumerate(asked, 1):
            blocks = part.build(source)
            if progress:
                progress(number, len(asked))
            if blocks:
                sections.append(Section(source.words.t(f"report.part.{part.code}"), blocks, part.new_page))
    words = source.words
    return bound(
        words,
        stamp=source.stamp,
        organisation=source.organisation,
        heading=words.t("report.board.title"),
        line=words.t("report.board.line"),
        sections=tuple(sections),
    )
