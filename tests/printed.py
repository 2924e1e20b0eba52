"""Reading printed documents again: text without its line ends, and pages as pictures."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pypdf
import pypdfium2

POINTS_PER_MM = 72 / 25.4
SIDE, WIDTH, HEIGHT = 18 * POINTS_PER_MM, 210 * POINTS_PER_MM, 297 * POINTS_PER_MM


def flat(text: str) -> str:
    """Return ``text`` without blanks and breaks, which typesetting moves about."""
    return "".join(text.replace("\u200b", "").split())


def pages(made: bytes) -> list[str]:
    """Return the text of every page."""
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made)).pages]


def text_of(made: bytes) -> str:
    """Return the text of the whole document, flat."""
    return flat("".join(pages(made)))


def fonts(made: bytes) -> dict[str, bool]:
    """Return the fonts of the document by name: whether the file is embedded and its letters can be read out."""
    found = {}
    for page in pypdf.PdfReader(io.BytesIO(made)).pages:
        resources: Any = page["/Resources"]
        for entry in resources["/Font"].values():
            font = entry.get_object()
            inner = font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
            embedded = any(name.startswith("/FontFile") for name in inner)
            found[str(font["/BaseFont"])] = embedded and "/ToUnicode" in font
    return found


def ink(made: bytes) -> list[float]:
    """Return for every page which share of it is not white."""
    shares = []
    for page in pypdfium2.PdfDocument(made):
        picture = page.render(scale=0.5).to_pil().convert("L")
        white = sum(picture.histogram()[250:])
        shares.append(1 - white / (picture.width * picture.height))
    return shares


def boxes(made: bytes) -> Iterator[tuple[float, float]]:
    """Give the left and right end, in points, of every run of text in the document."""
    for page in pypdfium2.PdfDocument(made):
        content = page.get_textpage()
        for place in range(content.count_rects()):
            left, _, right, _ = content.get_rect(place)
            yield left, right
