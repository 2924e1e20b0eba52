"""The fonts documents are set in: from packages, never from the machine, so that every machine prints the same."""

from __future__ import annotations

import importlib.util
import struct
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from governance.errors import GovernanceError

# Package as imported: as installed, the folder in it that holds the fonts, and the file whose letters count.
PACKAGES = {
    "font_source_sans_pro": ("font-source-sans-pro", "files", "SourceSansPro-Regular.otf"),
    "pylopdf_fonts_zh_cn": ("pylopdf-fonts-zh-cn", "", "NotoSansSC-Regular.otf"),
}


@cache
def folders() -> tuple[Path, ...]:
    """Return the folders of the fonts, Latin first; GovernanceError that says what to install when one is missing."""
    return tuple(_file(name).parent for name in PACKAGES)


@cache
def letters() -> frozenset[int]:
    """Return the code points the fonts can draw; everything else would print as an empty box."""
    return frozenset(
        code
        for name in PACKAGES
        for first, last in _ranges(_file(name).read_bytes())
        for code in range(first, last + 1)
    )


def _file(name: str) -> Path:
    package, folder, file = PACKAGES[name]
    found = importlib.util.find_spec(name)
    places = (found.submodule_search_locations if found else None) or ()
    for place in places:
        path = Path(place) / folder / file
        if path.exists():
            return path
    raise GovernanceError("report_needs_package", package=package)


def _ranges(font: bytes) -> Iterator[tuple[int, int]]:
    """Give the ranges of code points in the Unicode table of an OpenType font (cmap, format 12)."""
    (tables,) = struct.unpack(">H", font[4:6])
    entries = (struct.unpack(">4sLLL", font[12 + 16 * each : 28 + 16 * each]) for each in range(tables))
    cmap = next(offset for tag, _, offset, _ in entries if tag == b"cmap")
    (parts,) = struct.unpack(">H", font[cmap + 2 : cmap + 4])
    for part in range(parts):
        (offset,) = struct.unpack(">L", font[cmap + 8 + 8 * part : cmap + 12 + 8 * part])
        start = cmap + offset
        (form,) = struct.unpack(">H", font[start : start + 2])
        if form == 12:
            (groups,) = struct.unpack(">L", font[start + 12 : start + 16])
            for group in range(groups):
                place = start + 16 + 12 * group
                first, last, _ = struct.unpack(">LLL", font[place : place + 12])
                yield first, last
            return
