"""Text made fit to print: nothing invisible that turns it around, nothing a font would draw as an empty box."""

from __future__ import annotations

import re
import unicodedata

from governance.reports.fonts import letters

BREAK = "\u200b"  # a place where a line may end; takes no room
LONGEST_RUN, LONGEST_CAPITALS, PIECE = (
    20,
    12,
    6,
)  # what the narrowest column of names takes; what a cut leaves
MOST_CODES = 12

_LINE_ENDS = re.compile(r"\r\n?|[\u0085\u2028\u2029\v\f]")
_RUN = re.compile(rf"[!-~\u00a1-\u2e7f]{{{LONGEST_RUN + 1},}}|[A-Z0-9]{{{LONGEST_CAPITALS + 1},}}")
_AFTER = re.compile(r"(?<=[@._/\\,;:=&?|+-])(?=[^\s])")
_KEPT = ("\n", " ")


def printable(text: str) -> str:
    """Return ``text`` as it can be printed.

    Controls, marks without a shape and marks that change the direction of writing are left out; a character no font
    has is written as its code point, like [U+1F600]; long runs without a space may be broken anywhere.
    """
    composed = unicodedata.normalize("NFC", _LINE_ENDS.sub("\n", text).replace("\t", " "))
    return _RUN.sub(lambda run: _breakable(run[0]), _drawn(composed))


def drawable(text: str) -> bool:
    """Tell whether every visible character of ``text`` has a shape in the fonts."""
    known = letters()
    composed = unicodedata.normalize("NFC", text)
    return all(_silent(each) or each.isspace() or ord(each) in known for each in composed)


def _drawn(text: str) -> str:
    known, parts, lost = letters(), list[str](), list[str]()
    for each in text:
        if each in _KEPT or ord(each) in known:
            parts += [*_codes(lost), each]
        elif each.isspace():
            parts += [*_codes(lost), " "]
        elif not _silent(each):
            lost.append(each)
    return "".join([*parts, *_codes(lost)])


def _codes(lost: list[str]) -> list[str]:
    """Return the code points of ``lost`` in one bracket, and empty it."""
    if not lost:
        return []
    shown = " ".join(f"U+{ord(each):04X}" for each in lost[:MOST_CODES])
    more = f" … {len(lost)}" if len(lost) > MOST_CODES else ""
    lost.clear()
    return [f"[{shown}{more}]"]


def _silent(character: str) -> bool:
    """Tell whether ``character`` has no shape of its own: a control, a format mark, half a surrogate, a selector."""
    return unicodedata.category(character) in ("Cc", "Cf", "Cs") or 0xFE00 <= ord(character) <= 0xFE0F


def _breakable(run: str) -> str:
    """Return ``run`` with places to break: after its signs, else every so many characters."""
    pieces = _AFTER.split(run)
    return BREAK.join(piece[at : at + PIECE] for piece in pieces for at in range(0, len(piece), PIECE))
