"""The cover and the edges every document has: organisation, day, revision, and that it is no legal advice."""

from __future__ import annotations

from governance.exchange.stamp import Stamp
from governance.reports.blocks import Document, Section
from governance.reports.words import Words, cut

HEAD_WIDTH, HEADING_WIDTH, LINE_WIDTH = 100, 220, 180  # columns of a fixed-width screen


def bound(
    words: Words, *, stamp: Stamp, organisation: str, heading: str, line: str, sections: tuple[Section, ...]
) -> Document:
    """Return the sections bound as a document; long names are cut where there is one line for them."""
    head = f"{cut(organisation, HEAD_WIDTH // 2)}  ·  {cut(heading, HEAD_WIDTH // 2)}"
    return Document(
        language=words.language,
        heading=cut(heading, HEADING_WIDTH),
        line=cut(line, LINE_WIDTH),
        organisation=cut(organisation, HEAD_WIDTH),
        head=head,
        day=words.t("report.as_of", day=words.day(stamp.effective_on)),
        footer=words.t("report.footer", revision=words.number(stamp.revision)),
        sections=sections,
        unprintable=words.t("report.unprintable"),
    )
