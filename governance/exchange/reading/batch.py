"""Read all files behind a path, inside the reading process: a bad file is a problem, never the end."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from governance.exchange.reading.decoding import Decoded, decode
from governance.exchange.reading.delimited import parse
from governance.exchange.reading.documents import Batch, read_document, tables_of
from governance.exchange.reading.faults import FileFault
from governance.exchange.reading.grid import Grid, build
from governance.exchange.reading.joins import find_joins
from governance.exchange.reading.limits import Limits
from governance.exchange.reading.lookups import find_lookups
from governance.exchange.reading.model import Options, Problem, Reading, Table
from governance.exchange.reading.sources import Source, find_sources, is_plain_zip
from governance.exchange.reading.tables import find_tables
from governance.exchange.reading.workbook import OLE, read_workbook

TEXT_ENDINGS = ("csv", "tsv", "txt", "tab", "psv", "dat")
JSON_ENDINGS = ("json", "ndjson", "jsonl")
ZIP = b"PK\x03\x04"
EMPTY_ZIP = b"PK\x05\x06"


@dataclass(slots=True)
class Collected:
    """Gather what the files of a batch gave."""

    tables: list[Table] = field(default_factory=list)
    batches: list[Batch] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_all(
    path: Path, options: Options, limits: Limits, skip: dict[str, str], announce: Callable[[str], None]
) -> Reading:
    """Read every file behind ``path``; ``skip`` names files that broke the process before, with their code.

    Raises ``FileFault`` when a single file cannot be read, or a batch as a whole.
    """
    batch, sources = find_sources(path, limits)
    collected = Collected()
    for source in sources:
        announce(source.name)
        if source.name in skip:
            collected.problems.append(Problem(source.name, skip[source.name]))
            continue
        try:
            _read_source(source, options, limits, collected)
        except FileFault as fault:
            if not batch:
                raise
            collected.problems.append(Problem(source.name, fault.code, context=dict(fault.context)))
    announce("")
    tables, problems = tables_of(collected.batches)
    settled, lookups = find_lookups([*collected.tables, *tables])
    return Reading(
        tuple(settled),
        (*collected.problems, *problems),
        len(sources),
        tuple(lookups),
        tuple(find_joins(settled)),
    )


def _read_source(source: Source, options: Options, limits: Limits, collected: Collected) -> None:
    content = source.load()
    if not content.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise FileFault("reading_empty_file")
    kind = _kind(source.name, content)
    if kind == "json":
        document = read_document(source.name, content, options)
        collected.batches += document.batches
        collected.problems += document.problems
        grids = document.grids
    elif kind == "workbook":
        grids, found = read_workbook(source.name, content, limits)
        collected.problems += found
    else:
        grids = [_text_grid(source.name, content, options, collected)]
    tables, problems = find_tables(grids, options)
    collected.tables += tables
    collected.problems += problems


def _kind(name: str, content: bytes) -> str:
    """Tell the format by content first, by the ending of the name only between kinds of text."""
    ending = name.rpartition(".")[2].lower()
    if content.startswith((ZIP, EMPTY_ZIP)):
        if is_plain_zip(io.BytesIO(content)):
            raise FileFault("reading_nested_zip")
        return "workbook"
    if content.startswith(OLE):
        return "workbook"
    if ending in ("xlsx", "xlsm", "xlsb", "ods", "xls") and not content.lstrip().startswith(b"<"):
        raise FileFault("reading_broken_workbook")
    if ending in JSON_ENDINGS:
        return "json"
    if ending not in TEXT_ENDINGS or content.startswith(b"%PDF"):
        raise FileFault("reading_unsupported", ending=ending[:10] if "." in name else "?")
    return (
        "json"
        if ending == "txt" and content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"[{"))
        else "text"
    )


def _text_grid(name: str, content: bytes, options: Options, collected: Collected) -> Grid:
    decoded = decode(content, options.encoding)
    parsed = parse(decoded.text, options.delimiter)
    collected.problems += _text_problems(name, decoded, unclosed=parsed.unclosed)
    grid = build(name, "", parsed.records, parsed.first_row)
    grid.encoding, grid.delimiter = decoded.encoding, parsed.delimiter
    if not grid.rows:
        raise FileFault("reading_empty_file")
    return grid


def _text_problems(name: str, decoded: Decoded, *, unclosed: bool) -> list[Problem]:
    found = []
    if decoded.odd_bytes:
        context: dict[str, str | int | float] = {"count": decoded.odd_bytes, "encoding": decoded.encoding}
        found.append(Problem(name, "reading_odd_bytes", level="warning", context=context))
    if unclosed:
        found.append(Problem(name, "reading_unclosed_quote", level="warning"))
    return found
