"""Read CSV, TSV and other delimited text: find the delimiter by consistency, keep multi-line cells."""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from governance.exchange.reading.faults import FileFault

DELIMITERS = (",", ";", "\t", "|")
SAMPLE_RECORDS = 300
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")  # no person typed them
HINT = re.compile(r"^sep=(.)\r?\n")


@dataclass(frozen=True, slots=True)
class Delimited:
    """Hold the records of a text file; ``delimiter`` is empty when the text has none."""

    records: list[list[str]]
    delimiter: str
    first_row: int
    unclosed: bool


def parse(text: str, forced: str | None = None) -> Delimited:
    """Split text into records; a forced delimiter is taken as it is."""
    csv.field_size_limit(len(text) + 1)
    text = CONTROL.sub("", text)
    first_row = 1
    hint = HINT.match(text)
    if hint:
        text, forced, first_row = text[hint.end() :], forced or hint.group(1), 2
    delimiter = forced or _sniff(text)
    if forced and len(forced) != 1:
        raise FileFault("reading_wrong_delimiter", delimiter=forced)
    records = list(_records(text, delimiter or ",")) if delimiter else [[line] for line in text.splitlines()]
    return Delimited(records, delimiter, first_row, bool(delimiter) and _unclosed(text, delimiter))


def _records(text: str, delimiter: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=delimiter != "\t")


def _sniff(text: str) -> str:
    """Choose the delimiter that cuts most records into the same number of fields, and the more fields the better."""
    weighed = [(_consistency(text, delimiter), delimiter) for delimiter in DELIMITERS]
    best, delimiter = max(weighed, key=lambda pair: pair[0])
    return delimiter if best > 0 else ""


def _consistency(text: str, delimiter: str) -> float:
    try:
        sample = [len(r) for r in itertools.islice(_records(text, delimiter), SAMPLE_RECORDS) if any(r)]
    except csv.Error:
        return 0.0
    widths = Counter(width for width in sample if width > 1)
    if not widths:
        return 0.0
    width, times = max(widths.items(), key=lambda item: (item[1] * item[0] ** 0.25, item[0]))
    share = times / len(sample)
    if share < 0.5 or (times == 1 and len(sample) > 1):
        return 0.0
    return share**2 * (1 + min(width, 40) / 20)


def _unclosed(text: str, delimiter: str) -> bool:
    """Say whether a quotation mark was opened and never closed, which swallows the rest of the file."""
    if text.count('"') % 2 == 0:
        return False
    try:
        for _ in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            pass
    except csv.Error as error:
        return "end of data" in str(error)
    return False
