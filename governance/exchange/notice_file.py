"""A privacy notice as somebody pastes or uploads it: bytes or text become plain text, or one clear sentence says why not."""

from __future__ import annotations

from governance.errors import BadData
from governance.exchange.reading.decoding import decode
from governance.exchange.reading.faults import FileFault
from governance.law.notice_text import stripped

ENDINGS = ("txt", "md", "html", "htm")
MOST_MB = 1
MOST_BYTES = MOST_MB * 1024**2
_CONTROL = frozenset(map(chr, range(32))) - frozenset("\t\n\r\f\v\x1b")


def read(given: bytes | str) -> str:
    """Return the text of a notice without markup.

    Raise BadData ``notice_empty``, ``notice_too_large`` or ``notice_binary``.
    """
    size = len(given) if isinstance(given, bytes) else len(given.encode("utf-8", "replace"))
    if size > MOST_BYTES:
        raise BadData("notice_too_large", most=MOST_MB)
    text = stripped(_decoded(given) if isinstance(given, bytes) else given)
    if not any(map(str.isalnum, text)):
        raise BadData("notice_empty")
    return text


def _decoded(given: bytes) -> str:
    """Return the text of a file; a file with control characters in it is none, whatever it can be decoded as."""
    try:
        found = decode(given)
    except FileFault as fault:
        raise BadData("notice_binary") from fault
    if found.odd_bytes or any(character in _CONTROL for character in found.text):
        raise BadData("notice_binary")
    return found.text
