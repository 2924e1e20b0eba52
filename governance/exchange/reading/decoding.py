"""Turn bytes into text: byte order mark, strict UTF-8, then GB18030 or Windows-1252 by plausibility."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from governance.exchange.reading.faults import FileFault

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
HIGH_RUN = re.compile(rb"[\x80-\xff]+")
SAMPLE = 1 << 20
MOSTLY = 0.9
COMMON_LEADS = range(0xB0, 0xD8)  # GB 2312 level 1, the 3,755 characters of everyday text
SYMBOL_LEADS = range(0xA1, 0xAA)


@dataclass(frozen=True, slots=True)
class Decoded:
    """Hold text, the encoding it was read in, and how many bytes did not fit it."""

    text: str
    encoding: str
    odd_bytes: int = 0


def decode(content: bytes, forced: str | None = None) -> Decoded:
    """Decode a text file; raise ``FileFault`` when it is no text or a forced encoding does not fit."""
    if forced:
        return _forced(content, forced)
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return _marked(content, encoding)
    if b"\0" in content[:SAMPLE]:
        return _zero_bytes(content)
    try:
        return Decoded(content.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return _legacy(content)


def _forced(content: bytes, encoding: str) -> Decoded:
    try:
        return Decoded(content.decode(encoding).removeprefix("\ufeff"), encoding)
    except LookupError as error:
        raise FileFault("reading_unknown_encoding", encoding=encoding) from error
    except UnicodeDecodeError as error:
        raise FileFault("reading_wrong_encoding", encoding=encoding) from error


def _marked(content: bytes, encoding: str) -> Decoded:
    try:
        return Decoded(content.decode(encoding).removeprefix("\ufeff"), encoding)
    except UnicodeDecodeError:
        if encoding == "utf-8-sig":
            return _mostly_utf8(content[3:])
        raise FileFault("reading_wrong_encoding", encoding=encoding) from None


def _zero_bytes(content: bytes) -> Decoded:
    """Read text with zero bytes as UTF-16 when they stand regularly; anything else is no text."""
    sample = content[:SAMPLE]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    encoding = "utf-16-le" if odd > even * 4 else "utf-16-be" if even > odd * 4 else None
    if encoding is None or max(even, odd) < len(sample) * 0.1:
        raise FileFault("reading_not_text")
    return _marked(content, encoding)


def _legacy(content: bytes) -> Decoded:
    if _mostly_valid_utf8(content):
        return _mostly_utf8(content)
    if _looks_chinese(content):
        try:
            return Decoded(content.decode("gb18030"), "gb18030")
        except UnicodeDecodeError as error:
            wrong = content.decode("gb18030", "replace").count("\ufffd")
            if wrong > len(content) * 0.001:
                raise FileFault("reading_not_text") from error
            return Decoded(content.decode("gb18030", "replace"), "gb18030", wrong)
    return _western(content)


def _western(content: bytes) -> Decoded:
    if sum(content[:SAMPLE].count(bytes([code])) for code in range(1, 9)) > len(content[:SAMPLE]) * 0.01:
        raise FileFault("reading_not_text")
    try:
        return Decoded(content.decode("cp1252"), "cp1252")
    except UnicodeDecodeError:
        text = "".join(_western_byte(code) for code in content)
        return Decoded(text, "cp1252", sum(content.count(code) for code in b"\x81\x8d\x8f\x90\x9d"))


def _western_byte(code: int) -> str:
    return bytes([code]).decode("cp1252", "replace")


def _mostly_valid_utf8(content: bytes) -> bool:
    """Say whether nearly all high bytes form UTF-8: one odd byte does not make another encoding."""
    text = content[:SAMPLE].decode("utf-8", "replace")
    good = sum(1 for char in text if char > "\x7f" and char != "\ufffd")
    return good >= 4 and text.count("\ufffd") <= good * (1 - MOSTLY)


def _mostly_utf8(content: bytes) -> Decoded:
    odd: list[int] = []

    def as_western(error: UnicodeError) -> tuple[str, int]:
        if not isinstance(error, UnicodeDecodeError):
            raise error
        odd.append(error.start)
        wrong = error.object[error.start : error.end]
        return "".join(_western_byte(code) for code in wrong), error.end

    codecs.register_error("recital-western", as_western)
    text = content.decode("utf-8", "recital-western")
    return Decoded(text, "utf-8", len(odd))


def _looks_chinese(content: bytes) -> bool:
    """Weigh runs of high bytes: Chinese text has even runs of common characters, western text lone bytes."""
    pairs = common = alone = 0
    for run in HIGH_RUN.finditer(content, 0, SAMPLE):
        text = run.group()
        if len(text) % 2:
            alone += 1
        for position in range(0, len(text) - 1, 2):
            lead, trail = text[position], text[position + 1]
            pairs += 1
            common += trail >= 0xA1 and (lead in COMMON_LEADS or lead in SYMBOL_LEADS)
    return pairs > alone * 4 and common > pairs * 0.7
