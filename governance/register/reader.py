"""Reading the register: a cursor of its own, with the lens set, closed after use."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import duckdb
import pyarrow as pa

from governance.errors import GovernanceError
from governance.register import reach
from governance.register.lens import Lens
from governance.register.tied import DEPENDS

if TYPE_CHECKING:
    from governance.register.store import Register

_SET_LENS = (
    "SET VARIABLE lens_revision = {revision}; SET VARIABLE lens_day = DATE '{day}';"
    " SET VARIABLE lens_masks = {masks}; SET VARIABLE lens_departments = {departments};"
    " SET VARIABLE lens_only = {only}; USE {views};"
)


def set_lens(cursor: duckdb.DuckDBPyConnection, lens: Lens, register: Register | None = None) -> None:
    """Set both clocks and the scope on ``cursor``; views read without them raise.

    A lens that sees every department reads the views that do not ask for it (decision 0034).
    """
    if lens.departments is not None:
        _reach(cursor, lens, register)
    _set(cursor, lens)


def _reach(cursor: duckdb.DuckDBPyConnection, lens: Lens, register: Register | None) -> None:
    """Set what the departments of ``lens`` reach, measured once a state of the register."""
    key = (register.newest(lens, DEPENDS), lens.departments) if register else None
    found = register.reached.get(key) if register and key else None
    if found is None:
        _set(cursor, replace(lens, only=None))
        found = reach.measure(cursor)
        if register and key:
            register.reached[key] = found
    reach.put(cursor, found)


def _set(cursor: duckdb.DuckDBPyConnection, lens: Lens) -> None:
    cursor.execute(
        _SET_LENS.format(
            revision=int(lens.known_revision),
            day=lens.effective_on.isoformat(),
            masks="true" if lens.masks_contacts else "false",
            departments=_list(lens.departments),
            only=_list(lens.only),
            views="whole" if lens.departments is None else "main",
        )
    )


def _list(texts: tuple[str, ...] | None) -> str:
    if texts is None:
        return "NULL::VARCHAR[]"
    return "[" + ", ".join(f"'{_safe(each)}'" for each in texts) + "]::VARCHAR[]"


def _safe(text: str) -> str:
    return text.replace("'", "''")


class Reader:
    """Run reads through one lens; results are fetched whole."""

    def __init__(
        self, cursor: duckdb.DuckDBPyConnection, lens: Lens, register: Register | None = None
    ) -> None:
        self._cursor = cursor
        self._register = register
        self.lens = lens
        set_lens(cursor, lens, register)

    @property
    def register(self) -> Register:
        """Return the register that is read: what is kept for one of its states is found by it."""
        if self._register is None:
            raise GovernanceError("unexpected", reason="a reader inside a command has no register")
        return self._register

    @contextmanager
    def narrowed(self, activities: tuple[str, ...]) -> Iterator[None]:
        """See, inside the block, no other activities than these: judging one of many is then quick."""
        set_lens(self._cursor, replace(self.lens, only=activities), self._register)
        try:
            yield
        finally:
            set_lens(self._cursor, self.lens, self._register)

    def look(self, lens: Lens) -> None:
        """Look through another lens from now on; what was kept with :meth:`keep` stays as it was."""
        self.lens = lens
        set_lens(self._cursor, lens, self._register)

    def keep(self, name: str, sql: str, /, **params: Any) -> None:
        """Keep the rows of ``sql`` as the temporary table ``name`` of this reader, in place of one of that name."""
        self._cursor.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {sql}", params or None)

    def rows(self, sql: str, /, **params: Any) -> list[dict[str, Any]]:
        """Return the rows of ``sql`` as dictionaries; ``$name`` placeholders take ``params``."""
        result = self._cursor.execute(sql, params or None)
        names = [column[0] for column in result.description or ()]
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]

    def row(self, sql: str, /, **params: Any) -> dict[str, Any] | None:
        """Return the first row of ``sql``, or None."""
        return next(iter(self.rows(sql, **params)), None)

    def value(self, sql: str, /, **params: Any) -> Any:
        """Return the first column of the first row of ``sql``, or None."""
        row = self._cursor.execute(sql, params or None).fetchall()
        return row[0][0] if row else None

    def table(self, sql: str, /, **params: Any) -> pa.Table:
        """Return the rows of ``sql`` as an Arrow table."""
        return self._cursor.sql(sql, params=params or None).to_arrow_table()
