"""The journal as plain text: one JSON object a line, enough to rebuild the register anywhere."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from governance.errors import JournalBroken
from governance.journal.chain import COLUMNS, Entry


def lines(entries: Iterable[Entry]) -> Iterator[str]:
    """Yield each entry as one line of JSON."""
    for entry in entries:
        values = {name: getattr(entry, name) for name in COLUMNS}
        values["recorded_at"] = entry.recorded_at.isoformat(timespec="microseconds")
        yield json.dumps(values, ensure_ascii=False) + "\n"


def read(path: Path) -> Iterator[Entry]:
    """Yield the entries of an exported journal; a line that is none is an error naming it."""
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            if not line.startswith(b'{"log": '):  # the log of refusals and exports stands in the same file
                yield _parse(path, number, line)


def _parse(path: Path, number: int, line: bytes) -> Entry:
    try:
        values = json.loads(line.decode("utf-8"))
        values["recorded_at"] = datetime.fromisoformat(values["recorded_at"])
        return Entry(**values)
    except (ValueError, TypeError, KeyError) as error:
        raise JournalBroken("journal_line", file=path.name, line=number) from error
