"""The one connection to a register file: every cursor handed out is known, so that all can be closed and opened anew."""

from __future__ import annotations

import contextlib
import re
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb

from governance.errors import RegisterRefused
from governance.register.faults import damaged, is_dead
from governance.register.reach import TABLE

CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "python_enable_replacements": "false",
}
PATIENCE_SECONDS = 5.0


class Connection:
    """Hold the connection and its cursors; ``generation`` counts how often the file was opened."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.generation = 1
        self._lock = threading.Lock()
        self._given: set[duckdb.DuckDBPyConnection] = set()
        self._held = connect(path)
        self._lost = False

    @contextlib.contextmanager
    def cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Give a cursor of its own, closed afterwards."""
        with self._lock:
            if self._lost:
                self._open_again()
            cursor = self._held.cursor()
            self._given.add(cursor)
        try:
            yield cursor
        finally:
            cursor.close()  # before the lock: whoever holds it may be waiting for the last one to be closed
            with self._lock:
                self._given.discard(cursor)

    def reopen(self, generation: int) -> bool:
        """Close everything and open the file again, unless that was done since ``generation``; tell whether it was.

        The engine lives on while one cursor of it is open, and a dead one is of no use to anybody: the cursors of
        others are closed under their hands. Raises RegisterRefused when the file cannot be opened.
        """
        with self._lock:
            if generation != self.generation:
                return False
            self._lost = True
            self._close_all()
            self._open_again()
            return True

    def close(self) -> None:
        """Write everything into the file itself and close it; closing twice is harmless."""
        with self._lock, contextlib.suppress(duckdb.Error):
            if not self._given:
                self._held.execute("CHECKPOINT")
        with self._lock, contextlib.suppress(duckdb.Error):
            self._held.close()

    def _close_all(self) -> None:
        for each in (*self._given, self._held):
            with contextlib.suppress(duckdb.Error):
                each.close()
        self._given.clear()

    def _open_again(self) -> None:
        self._held = self._connect_alive()
        self._lost = False
        self.generation += 1

    def _connect_alive(self) -> duckdb.DuckDBPyConnection:
        """Connect until the engine that answers is a new one: the dead one ends with the last query on it."""
        until = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                return connect(self.path)
            except duckdb.FatalException as error:
                if time.monotonic() > until:
                    raise damaged(self.path, error) from error
                time.sleep(0.05)


def connect(path: Path) -> duckdb.DuckDBPyConnection:
    """Open the file for this process alone, without a way out of it; RegisterRefused names what stands against it."""
    try:
        connection = duckdb.connect(str(path), config=CONFIG)
    except duckdb.IOException as error:
        owner = re.search(r"PID (\d+)", str(error))
        if owner or "lock" in str(error).lower():
            pid = owner.group(1) if owner else "?"
            raise RegisterRefused("register_locked", file=str(path), pid=pid) from error
        raise damaged(path, error) from error
    except duckdb.Error as error:
        if is_dead(error):
            raise
        raise damaged(path, error) from error
    try:
        connection.execute("SET enable_progress_bar = false")
        connection.execute(TABLE)
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
    except duckdb.Error:
        connection.close()
        raise
    return connection
