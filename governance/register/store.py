"""The register file: opened once by one process, read through lenses, written through one lock."""

from __future__ import annotations

import contextlib
import re
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import duckdb

from governance.errors import RegisterRefused
from governance.journal import access
from governance.journal import duckdb_journal as journal
from governance.journal.head import Head, HeadFile
from governance.register import accounts, backups, faults, permissions, projection
from governance.register.access_log import AccessLog
from governance.register.connection import Connection
from governance.register.lens import Lens
from governance.register.reach import Reached
from governance.register.reader import Reader
from governance.singleflight import SingleFlight

if TYPE_CHECKING:
    from governance.register.gates import Gates

Clock = Callable[[], datetime]
SETTLED = 256  # answers kept of what only posts, their holders and departments decide
TABLES_OF_ITS_OWN = """
CREATE TABLE IF NOT EXISTS draft (
    person VARCHAR, kind VARCHAR, record_id VARCHAR, base_version INTEGER, content VARCHAR,
    saved_at TIMESTAMP, PRIMARY KEY (person, kind, record_id)
);
CREATE TABLE IF NOT EXISTS digest (person VARCHAR, day DATE, outcome VARCHAR, PRIMARY KEY (person, day));
"""


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class End:
    """Hold the newest entry's revision, chain hash and moment (naive UTC), known to the only writer."""

    revision: int
    chain_hash: str
    recorded_at: datetime


class Register:
    """Hold the one connection to a register file; every use takes a cursor of its own."""

    def __init__(self, path: Path, connection: Connection, clock: Clock) -> None:
        self.path = path
        self.clock = clock
        self.lock = threading.RLock()
        self.counters: dict[str, int] = {}
        self.head_file = HeadFile(path)
        self.access = AccessLog(self)
        self._connection = connection
        self.end = End(0, "", datetime.min)  # noqa: DTZ901 - naive UTC like every stored moment
        self.shared: duckdb.DuckDBPyConnection | None = None
        self.trouble = ""  # code of the newest fault of disk or file; empty again after a command was stored
        self.lost: Callable[[], None] | None = None  # told when the file cannot be opened again
        self.ending: list[Callable[[], None]] = []  # called before the file is closed
        self.gates: Gates | None = None  # without anybody to ask, steps that have a gate are refused
        self._latest: dict[str, int] = {}
        self._zone: ZoneInfo | None = None
        self.reached = Reached(self)
        self._terms: dict[str, tuple[permissions.Term, ...]] = {}
        self._settled: dict[tuple[Any, ...], tuple[Mapping[str, Any], ...]] = {}
        self._erased = (0, 0)  # the end of the journal it was asked for at, and the answer
        self._newest_then: SingleFlight[tuple[int, tuple[str, ...]], int] = SingleFlight(SETTLED)

    # -- opening and closing

    @classmethod
    def open(cls, path: Path, progress: projection.Progress | None = None) -> Register:
        """Open the register at ``path``; rebuild its tables when the model changed.

        Raises RegisterRefused when the file is missing, owned by another process, damaged, or behind its head.
        """
        if not path.exists():
            raise RegisterRefused("register_missing", file=str(path))
        return cls._start(path, _now, progress)

    @classmethod
    def create(cls, path: Path, clock: Clock | None = None) -> Register:
        """Create an empty register at ``path``; ``clock`` gives the moment of recording (demo only)."""
        if path.exists():
            raise RegisterRefused("register_exists", file=str(path))
        path.parent.mkdir(parents=True, exist_ok=True)
        return cls._start(path, clock or _now, None)

    @classmethod
    def _start(cls, path: Path, clock: Clock, progress: projection.Progress | None) -> Register:
        register = cls(path, Connection(path), clock)
        try:
            register._prepare(progress)
        except duckdb.Error as error:
            register.close()
            raise faults.damaged(path, error) from error
        except BaseException:
            register.close()
            raise
        return register

    def _prepare(self, progress: projection.Progress | None) -> None:
        with self._connection.cursor() as cursor:
            cursor.execute(journal.TABLE)
            cursor.execute(access.TABLE)
            cursor.execute(TABLES_OF_ITS_OWN)
            cursor.execute(accounts.TABLES)
            _read_every_block(cursor)
            self._check_head(cursor)
            if not projection.is_current(cursor):
                projection.rebuild(cursor, progress)
            projection.create_views(cursor)
            self.reload_counters(cursor)
            self._load_end(cursor)

    def _load_end(self, cursor: duckdb.DuckDBPyConnection) -> None:
        head = journal.head(cursor)
        row = cursor.execute("SELECT max(recorded_at) FROM journal").fetchone()
        newest = row[0] if row and row[0] else datetime.min  # noqa: DTZ901 - naive UTC
        self.end = End(head.revision, head.chain_hash, newest)
        rows = cursor.execute("SELECT kind, max(revision) FROM journal GROUP BY kind").fetchall()
        self._latest = dict(rows)

    def note_entries(self, end: End, kinds: Mapping[str, int]) -> None:
        """Remember the new end of the journal and the newest revision of each kind just written."""
        self.end = end
        self.trouble = ""
        self._latest.update(kinds)

    def newest_of(self, kinds: Iterable[str]) -> int:
        """Return the newest revision among ``kinds``, whoever looks."""
        return max((self._latest.get(kind, 0) for kind in kinds), default=0)

    def erased(self) -> int:
        """Return the newest entry that erased something: it reaches what was known before it. 0 when there is none."""
        end = self.end.revision
        if self._erased[0] != end:
            with self.cursor() as cursor:
                row = cursor.execute(
                    "SELECT max(revision) FROM journal WHERE operation = 'redact'"
                ).fetchone()
            self._erased = (end, int(row[0] or 0) if row else 0)
        return self._erased[1]

    def reach(self, lens: Lens) -> int:
        """Return the state of what the departments of ``lens`` see, 0 for a lens without a limit."""
        if lens.departments is None:
            return 0
        state = self.reached.pin(lens)
        self.reached.unpin(state)
        return state

    def newest(self, lens: Lens, kinds: Iterable[str]) -> int:
        """Return the newest revision among ``kinds`` that ``lens`` sees: what a cached answer over them depends on."""
        asked = tuple(kinds)
        newest = self.newest_of(asked)
        if newest <= lens.known_revision:
            return newest
        return self._newest_then.get(
            (lens.known_revision, asked), lambda: self._newest(lens.known_revision, asked)
        )

    def _newest(self, known: int, kinds: tuple[str, ...]) -> int:
        with self.cursor() as cursor:
            row = cursor.execute(
                "SELECT max(revision) FROM journal WHERE revision <= ? AND list_contains(?, kind)",
                [known, list(kinds)],
            ).fetchone()
        return int(row[0] or 0) if row else 0

    def settled(self, reader: Reader, kinds: tuple[str, ...], sql: str) -> tuple[Mapping[str, Any], ...]:
        """Return what ``reader`` finds with ``sql``, kept for the state of ``kinds`` it sees on its day."""
        lens = reader.lens
        whose = (lens.departments, lens.masks_contacts, lens.only, reader.reach)
        key = (sql, self.newest(lens, kinds), lens.effective_on, *whose)
        found = self._settled.get(key)
        if found is None:
            if len(self._settled) >= SETTLED:
                self._settled.clear()
            found = self._settled[key] = tuple(MappingProxyType(row) for row in reader.rows(sql))
        return found

    def _check_head(self, cursor: duckdb.DuckDBPyConnection) -> None:
        known = self.head_file.read()
        if known and known.revision and journal.chain_hash_of(cursor, known.revision) != known.chain_hash:
            raise RegisterRefused(
                "register_behind",
                file=str(self.path),
                revision=known.revision,
                backup=backups.newest_name(self.path),
            )

    def reload_counters(self, cursor: duckdb.DuckDBPyConnection) -> None:
        """Count the ids in use anew, as after a command that was refused half-way through its plan."""
        self.counters = dict(
            cursor.execute(
                "SELECT kind, max(coalesce(try_cast(regexp_extract(record_id, '(\\d+)$', 1) AS BIGINT), 0))"
                " FROM record_head GROUP BY kind"
            ).fetchall()
        )

    def note_id(self, kind: str, record_id: str) -> None:
        """Remember that ``record_id`` is taken, so that no new record gets it."""
        digits = re.search(r"(\d+)$", record_id)
        if digits:
            self.counters[kind] = max(self.counters.get(kind, 0), int(digits.group(1)))

    def close(self) -> None:
        """Close the file; closing twice is harmless."""
        for each in self.ending:
            each()
        with self.lock:
            with contextlib.suppress(duckdb.Error, OSError, RegisterRefused):
                self.access.flush()
            self._connection.close()

    def reopen(self, generation: int | None = None) -> None:
        """Close and open the file again, after an error that leaves every connection dead, and read its end anew.

        Nothing happens when somebody else did so since ``generation``. A file that cannot be opened is told to
        :attr:`lost` and raises RegisterRefused.
        """
        with self.lock:
            try:
                if self._connection.reopen(generation or self._connection.generation):
                    self._read_anew()
            except (RegisterRefused, duckdb.Error, OSError):
                if self.lost:
                    self.lost()
                raise

    def _read_anew(self) -> None:
        self.reached.clear()
        self._settled.clear()
        self._newest_then.clear()
        with self._connection.cursor() as cursor:
            self._check_head(cursor)
            self._load_end(cursor)
            self.reload_counters(cursor)
        self.reached.clear()
        self.forget_settings()

    # -- reading

    @contextlib.contextmanager
    def cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Give a cursor of its own, closed afterwards; what breaks under it is told as :meth:`translated` does."""
        with self.translated(), self._connection.cursor() as cursor:
            yield cursor

    @contextlib.contextmanager
    def writing(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Give the cursor of a command, under the write lock; inside :meth:`one_transaction` it is shared."""
        with self.lock, self.translated(writing=True):
            if self.shared is not None:
                yield self.shared
                return
            with self.cursor() as cursor:
                yield cursor

    @contextlib.contextmanager
    def one_transaction(self) -> Iterator[None]:
        """Make every command inside one transaction: all stored at the end, or none (to build a whole register).

        The tables are built at the end; until then views show them as they were, also to the check that a voided
        record is not in use.
        """
        with self.lock, self.cursor() as cursor:
            cursor.execute("BEGIN")
            projection.outdate(cursor)
            self.shared = cursor
            try:
                yield
                cursor.execute("COMMIT")
                projection.rebuild(cursor)
            except BaseException:
                with contextlib.suppress(duckdb.Error):
                    cursor.execute("ROLLBACK")
                    self._load_end(cursor)
                    self.reload_counters(cursor)
                    self._settled.clear()
                    self._newest_then.clear()
                raise
            finally:
                self.shared = None
            self.head_file.write(self.head())

    @contextlib.contextmanager
    def read(self, lens: Lens) -> Iterator[Reader]:
        """Give a reader that sees what ``lens`` allows."""
        with self.translated(), self.cursor() as cursor:
            reader = Reader(cursor, lens, self)
            try:
                yield reader
            finally:
                reader.close()

    @contextlib.contextmanager
    def translated(self, *, writing: bool = False) -> Iterator[None]:
        """Turn what database and disk say of a full disk or a broken file into a refusal that names the way out.

        While ``writing``, every error of the system is one of the disk.
        """
        generation = self._connection.generation
        try:
            yield
        except (duckdb.Error, OSError) as error:
            refusal = faults.refusal_of(self.path, error, writing=writing)
            if faults.is_dead(error):
                self.reopen(generation)
            if refusal is None:
                raise
            if refusal.code in faults.OF_DISK:
                self.trouble = refusal.code
            raise refusal from error

    def lens(
        self,
        known_at: datetime | None = None,
        effective_on: date | None = None,
        actor: str | None = None,
    ) -> Lens:
        """Return the lens of ``actor`` (None = the register itself, all rows) at both clocks.

        ``known_at`` None is now; ``effective_on`` None is today in the register's time zone. Grants in
        force today govern views of the past as well.
        """
        scope = permissions.Scope(None, masks_contacts=False)
        if actor is not None:
            scope = permissions.scope_of(self.granted(actor))
        return Lens(
            known_revision=self._revision(known_at),
            effective_on=effective_on or self.today(),
            departments=scope.departments,
            masks_contacts=scope.masks_contacts,
            newest=known_at is None and effective_on is None,
        )

    def _revision(self, known_at: datetime | None) -> int:
        if known_at is None:
            return self.end.revision
        with self.cursor() as cursor:
            return journal.revision_known_at(cursor, known_at.astimezone(UTC).replace(tzinfo=None))

    def head(self) -> Head:
        """Return the end of the journal."""
        return Head(self.end.revision, self.end.chain_hash)

    # -- the clock of the register

    @property
    def zone(self) -> ZoneInfo:
        """Return the time zone of the register; a day begins and ends in it."""
        if self._zone is None:
            with self.cursor() as cursor:
                row = cursor.execute(
                    "SELECT time_zone FROM settings_version WHERE until_revision IS NULL LIMIT 1"
                ).fetchone()
            self._zone = ZoneInfo(row[0]) if row and row[0] else ZoneInfo("UTC")
        return self._zone

    def forget_settings(self) -> None:
        """Read settings and grants again at their next use."""
        self._zone = None
        self._terms.clear()

    def grants(self, cursor: duckdb.DuckDBPyConnection, actor: str) -> tuple[permissions.Granted, ...]:
        """Return the grants of ``actor`` in force today."""
        terms = self._terms.get(actor)
        if terms is None:
            terms = self._terms[actor] = permissions.terms_of(cursor, actor)
        return self._running(terms)

    def granted(self, actor: str) -> tuple[permissions.Granted, ...]:
        """Return the grants of ``actor`` in force today, for who has no cursor: mostly none is needed."""
        terms = self._terms.get(actor)
        if terms is not None:
            return self._running(terms)
        with self.cursor() as cursor:
            return self.grants(cursor, actor)

    def _running(self, terms: Iterable[permissions.Term]) -> tuple[permissions.Granted, ...]:
        today = self.today()
        return tuple(each.granted for each in terms if each.runs(today))

    def today(self) -> date:
        """Return the day it is in the register's time zone."""
        return self.clock().astimezone(self.zone).date()

    def end_of(self, day: date) -> datetime:
        """Return the last moment of ``day`` in the register's time zone."""
        start = datetime.combine(day + timedelta(days=1), time(), self.zone)
        return start.astimezone(UTC) - timedelta(microseconds=1)

    # -- content

    def content(self, record_id: str, version: int | None = None) -> dict[str, Any]:
        """Return the content of a record, of its newest or a named version, as the current model reads it."""
        from governance.register.contents import content_of_version  # noqa: PLC0415 - it imports Register

        with self.translated(), self.cursor() as cursor:
            return content_of_version(cursor, record_id, version)


def _read_every_block(cursor: duckdb.DuckDBPyConnection) -> None:
    """Read all there is once, so that a damaged block shows now and not in the middle of somebody's work."""
    tables = cursor.execute(
        "SELECT table_name FROM duckdb_tables() WHERE NOT temporary AND database_name = current_database()"
    ).fetchall()
    for (name,) in tables:
        cursor.execute(f'SELECT bit_xor(hash(t)) FROM "{name}" t').fetchall()
