"""How the command line talks: JSON or a table on stdout, progress and errors on stderr, exit 1 on problems."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import sys
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn
from rich.table import Table

from governance.errors import GovernanceError, InvalidRecord
from governance.language import LANGUAGES, Language, explain, text

errors = Console(stderr=True, highlight=False, soft_wrap=True)
out = Console(highlight=False)


def language() -> Language:
    """Return the language of the terminal: Chinese for a Chinese locale, else English."""
    locale = os.environ.get("RECITAL_LANG") or os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
    return next((each for each in LANGUAGES if locale.lower().startswith(each)), "en")


def emit(value: Any, *, as_json: bool, judged: Collection[str] = ()) -> None:
    """Print ``value``: JSON when asked for, else a table of rows or a list of names and values.

    In a table nothing under a name in ``judged`` is told as «no data»; in JSON it is null.
    """
    plain = _plain(value)
    if judged and not as_json:
        nothing = text("figure.no_data", language())
        plain = [row | {name: nothing for name in judged if row.get(name) is None} for row in plain]
    if as_json:
        sys.stdout.write(json.dumps(plain, ensure_ascii=False, indent=2) + "\n")
    elif isinstance(plain, list):
        out.print(_table(plain))
    else:
        for name, each in plain.items():
            out.print(f"{name}: {each}", markup=False)


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return _plain({each.name: getattr(value, each.name) for each in dataclasses.fields(value)})
    if isinstance(value, dict):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(each) for each in value]
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)


def _table(rows: Sequence[Any]) -> Table:
    table = Table()
    names = list(rows[0]) if rows and isinstance(rows[0], dict) else []
    for name in names:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*("" if row[name] is None else str(row[name]) for name in names))
    return table


@contextlib.contextmanager
def progress(key: str) -> Iterator[Callable[[int, int], None]]:
    """Give a callback ``(done, total)`` that draws a bar on stderr under the sentence ``key``."""
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed}/{task.total}"))
    with Progress(*columns, console=errors, transient=True) as bar:
        task = bar.add_task(text(key, language()), total=None)

        def step(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        yield step


@contextlib.contextmanager
def guarded(*, as_json: bool) -> Iterator[None]:
    """Turn an error of ours into one sentence (and JSON when asked for) and exit code 1."""
    try:
        yield
    except GovernanceError as error:
        errors.print(explain(error, language()), markup=False)
        if isinstance(error, InvalidRecord):
            for problem in error.problems:
                errors.print(f"  {problem.path}: {problem.code} {problem.value}", markup=False)
        if as_json:
            emit({"ok": False, "error": error.code, "context": error.context}, as_json=True)
        raise SystemExit(1) from None


def write_bytes(path: Path, data: bytes) -> None:
    """Write ``data`` to ``path`` whole or not at all; GovernanceError ``export_failed`` when it cannot be written."""
    partial = path.with_name(path.name + ".partial")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial.write_bytes(data)
        partial.replace(path)
    except OSError as error:
        raise GovernanceError("export_failed", reason=error.strerror or str(error)) from error
    finally:
        with contextlib.suppress(OSError):
            partial.unlink(missing_ok=True)
