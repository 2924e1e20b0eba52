"""A notice as text: without markup, and cut into sentences."""

from __future__ import annotations

import html
import re
from bisect import bisect_right

_END = re.compile(r"[。！？；]+[”’」』）]*|[.!?]+[\"'”’)\]]*(?=\s|$)|\n+")
_TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9]*)")
_HIDDEN = {name: re.compile(rf"</{name}\b", re.IGNORECASE) for name in ("script", "style")}
_INLINE = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "code",
        "em",
        "font",
        "i",
        "mark",
        "s",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "u",
    ]
)


def stripped(text: str) -> str:
    """Return ``text`` without tags, comments, scripts and styles of HTML; blocks become lines of their own.

    What only looks like a tag stays. Reads the text once, so that no input takes long.
    """
    pieces: list[str] = []
    at = 0
    while (mark := text.find("<", at)) >= 0:
        end, between = _markup(text, mark)
        pieces += [text[at:mark], between]
        at = end
        if end == len(text):
            break
    pieces.append(text[at:])
    return html.unescape("".join(pieces)).replace("\r\n", "\n").replace("\r", "\n")


def _markup(text: str, mark: int) -> tuple[int, str]:
    """Return where the markup at ``mark`` ends, and what stands in its place."""
    if text.startswith("<!--", mark):
        end = text.find("-->", mark)
        return (len(text), "") if end < 0 else (end + 3, " ")
    tag = _TAG.match(text, mark)
    if tag is None and not text.startswith("<!", mark):
        return mark + 1, "<"
    end = text.find(">", mark)
    if end < 0:
        return len(text), text[mark:]
    name = tag[1].lower() if tag else ""
    hidden = _HIDDEN.get(name)
    if hidden is not None and not text.startswith("</", mark):
        closing = hidden.search(text, end)
        return (len(text), "") if closing is None else (closing.start(), "\n")
    return end + 1, "" if name in _INLINE else "\n"


def sentences(text: str) -> list[tuple[int, int]]:
    """Return where each sentence of ``text`` begins and ends, without the spaces around it."""
    ends = [match.end() for match in _END.finditer(text)]
    spans = []
    for start, end in zip([0, *ends], [*ends, len(text)], strict=True):
        piece = text[start:end]
        left = start + len(piece) - len(piece.lstrip())
        right = start + len(piece.rstrip())
        if left < right:
            spans.append((left, right))
    return spans


def around(text: str, spans: list[tuple[int, int]], start: int, end: int, most: int = 220) -> str:
    """Return the sentence that holds ``text[start:end]``, of a long one the part around these words."""
    place = max(bisect_right([left for left, _ in spans], start) - 1, 0)
    left, right = spans[place] if spans else (0, len(text))
    right = max(right, end)
    room = max((most - (end - start)) // 2, 0)
    cut_left, cut_right = max(left, start - room), min(right, end + room)
    if right - left <= most:
        cut_left, cut_right = left, right
    words = " ".join(text[cut_left:cut_right].split())
    return f"{'…' if cut_left > left else ''}{words}{'…' if cut_right < right else ''}"
