"""Keeping the log of refusals and exports, and bounding it: the same refusal again and again is counted, not listed."""

from __future__ import annotations

import contextlib
import json
import logging
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import duckdb

from governance.errors import GovernanceError
from governance.journal import access
from governance.journal.head import HeadFile

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from governance.journal.access import Access
    from governance.register.permissions import Scope
    from governance.register.reader import Reader
    from governance.register.store import Register

REPEATED_WITHIN = timedelta(minutes=1)
MOST_A_MINUTE = 30  # different refusals of one person that are listed; more are counted in one entry
MANY = "many"  # stands for the operation of refusals that were only counted
SHORT = 80
_BLANK = {"scope": "", "filters": "", "rows": None, "times": 1}
Key = tuple[str, str, str, str, str]

log = logging.getLogger("recital")


@dataclass
class _Count:
    """Hold since when a refusal is counted and how often it came since it was last written."""

    since: datetime
    pending: int = 0


class AccessLog:
    """Write the log of one register; every method may be called from any thread."""

    def __init__(self, register: Register) -> None:
        self._register = register
        self._counts: dict[Key, _Count] = {}
        self.head_file = HeadFile(register.path.with_name(register.path.name + ".access"))

    def refused(self, person: str, *, operation: str, kind: str = "", record_id: str = "", code: str) -> None:
        """Note a refusal; that it cannot be noted never hides the refusal itself."""
        key = (person[:SHORT], operation[:SHORT], kind[:SHORT], record_id[:SHORT], code[:SHORT])
        with self._register.lock:
            now = self._now()
            self._write_ended(now)
            if key not in self._counts and self._listed(key[0]) >= MOST_A_MINUTE:
                key = (key[0], MANY, "", "", MANY)
            count = self._counts.get(key)
            if count is not None:
                count.pending += 1
                return
            self._counts[key] = _Count(now, 1 if key[1] == MANY else 0)
            if key[1] != MANY:
                self._quietly([self._refusal(key, 1)])

    def exported(
        self,
        person: str,
        export: str,
        scope: Scope,
        *,
        rows: int | None = None,
        filters: Sequence[str] = (),
        record_id: str = "",
    ) -> None:
        """Note what a person took out; raises when it cannot be noted, so that nothing goes out unnoted."""
        values = _BLANK | {"rows": rows, "filters": ",".join(sorted(filters)), "scope": _said(scope)}
        header = {"event": "exported", "operation": export, "kind": "", "record_id": record_id, "code": ""}
        with self._register.lock, self._register.translated():
            self._append([{"person": person[:SHORT]} | header | values])

    def flush(self) -> None:
        """Write what has only been counted so far."""
        with self._register.lock:
            self._write_ended(None)

    def entries(self) -> Iterator[Access]:
        """Yield every entry, what was only counted so far included."""
        self.flush()
        with self._register.cursor() as cursor:
            yield from access.entries(cursor)

    def fault(self) -> tuple[int, str] | None:
        """Return the first number at which the log does not hold and what does not, or None."""
        self.flush()
        with self._register.cursor() as cursor:
            found = access.fault(access.entries(cursor))
            outside = self.head_file.read()
            if found or outside is None:
                return found
            row = cursor.execute(
                "SELECT chain_hash FROM access_log WHERE number = ?", [outside.revision]
            ).fetchone()
        return None if row == (outside.chain_hash,) else (outside.revision, "head_differs")

    def take(self, entries: Sequence[Access]) -> None:
        """Put the entries of a backup into an empty log."""
        with self._register.cursor() as cursor:
            access.append(cursor, entries)
            if entries:
                self.head_file.write(access.head(cursor))

    def _now(self) -> datetime:
        return self._register.clock().astimezone(UTC).replace(tzinfo=None)

    def _listed(self, person: str) -> int:
        return sum(key[0] == person for key in self._counts)

    def _write_ended(self, now: datetime | None) -> None:
        """Write the counts whose minute is over by ``now`` (None: all), and begin anew with them."""
        ended = [
            key
            for key, count in self._counts.items()
            if now is None or not timedelta(0) <= now - count.since < REPEATED_WITHIN
        ]
        counted = [(key, self._counts.pop(key).pending) for key in ended]
        self._quietly([self._refusal(key, times) for key, times in counted if times])

    def _refusal(self, key: Key, times: int) -> dict[str, Any]:
        person, operation, kind, record_id, code = key
        named = {"person": person, "operation": operation, "kind": kind, "record_id": record_id, "code": code}
        return _BLANK | {"event": "refused", "times": times} | named

    def _quietly(self, noted: Sequence[dict[str, Any]]) -> None:
        try:
            self._append(noted)
        except (GovernanceError, duckdb.Error, OSError):
            log.exception("a refusal could not be noted")

    def _append(self, noted: Sequence[dict[str, Any]]) -> None:
        if not noted or self._register.shared is not None:  # while a register is built nobody is refused
            return
        with self._register.cursor() as cursor:
            end = access.head(cursor)
            now, sealed, previous = self._now(), list[access.Access](), end.chain_hash
            for place, values in enumerate(noted, start=1):
                header = {"number": end.revision + place, "recorded_at": now}
                sealed.append(access.seal(previous, **header, **values, revision=self._register.end.revision))
                previous = sealed[-1].chain_hash
            cursor.execute("BEGIN")
            try:
                access.append(cursor, sealed)
                cursor.execute("COMMIT")
            except BaseException:
                with contextlib.suppress(duckdb.Error):
                    cursor.execute("ROLLBACK")
                raise
            self.head_file.write(access.head(cursor))


def _said(scope: Scope) -> str:
    departments = "*" if scope.departments is None else list(scope.departments)
    return json.dumps({"departments": departments, "contacts": not scope.masks_contacts})


def listed(
    reader: Reader,
    *,
    event: str = "",
    person: str = "",
    first: date | None = None,
    last: date | None = None,
    limit: int = 200,
    offset: int = 0,
) -> tuple[list[dict[str, Any]], int]:
    """Return the entries that match, newest first, with the name of the person, and how many match in all."""
    where = (
        "($event = '' OR event = $event) AND ($person = '' OR person = $person)"
        " AND ($first::DATE IS NULL OR recorded_at >= $first::DATE)"
        " AND ($last::DATE IS NULL OR recorded_at < $last::DATE + 1)"
    )
    params = {"event": event, "person": person, "first": first, "last": last}
    rows = reader.rows(
        "SELECT a.* EXCLUDE (chain_hash), p.name, p.name_zh FROM (SELECT * FROM access_log"
        f" WHERE {where} ORDER BY number DESC LIMIT $limit OFFSET $offset) a"
        " LEFT JOIN person p ON p.id = a.person ORDER BY a.number DESC",
        limit=limit,
        offset=offset,
        **params,
    )
    return rows, int(reader.value(f"SELECT count(*) FROM access_log WHERE {where}", **params) or 0)
