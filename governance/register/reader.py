"""Reading the register: a cursor of its own, with the lens set, closed after use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import duckdb
import pyarrow as pa

from governance.errors import GovernanceError
from governance.register.lens import Lens, set_lens
from governance.register.memory import MEMORY

if TYPE_CHECKING:
    from governance.register.store import Register


class Reader:
    """Run reads through one lens; results are fetched whole."""

    def __init__(
        self, cursor: duckdb.DuckDBPyConnection, lens: Lens, register: Register | None = None
    ) -> None:
        self._cursor = cursor
        self._register = register
        self.lens = lens
        self._pinned: list[int] = []
        self._aim(lens)

    def close(self) -> None:
        """End the reading: what its departments see need not be kept for it any more."""
        for state in self._pinned:
            self.register.reached.unpin(state)

    def _aim(self, lens: Lens) -> None:
        state = 0
        if lens.departments is not None:
            state = self.register.reached.pin(lens)
            self._pinned.append(state)
        set_lens(self._cursor, lens, state)

    @property
    def register(self) -> Register:
        """Return the register that is read: what is kept for one of its states is found by it."""
        if self._register is None:
            raise GovernanceError("unexpected", reason="this reader has no register")
        return self._register

    @property
    def has_register(self) -> bool:
        """Tell whether there is one to open further readers of; a reader inside a command has none."""
        return self._register is not None

    @contextmanager
    def narrowed(self, activities: tuple[str, ...], on: date | None = None) -> Iterator[None]:
        """See, inside the block, no other activities than these, on the day ``on`` instead of that of the lens.

        Judging one of many is then quick.
        """
        before = self.lens
        self.look(replace(before, only=activities, effective_on=on or before.effective_on))
        try:
            yield
        finally:
            self.look(before)

    def look(self, lens: Lens) -> None:
        """Look through another lens from now on; what was kept with :meth:`keep` stays as it was."""
        self.lens = lens
        self._aim(lens)

    def keep(self, name: str, sql: str, /, **params: Any) -> None:
        """Keep the rows of ``sql`` as the temporary table ``name`` of this reader, in place of one of that name."""
        self._cursor.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {sql}", params or None)

    def keep_who_sees(self, name: str) -> None:
        """Keep as :meth:`keep` does which departments see each record: id, and ``departments`` in order.

        What everybody sees has the department ``''`` among them; what nobody limited to departments sees has no row.
        """
        state = self.register.reached.pin(self.lens)
        self._pinned.append(state)
        self.keep(
            name,
            "SELECT record_id AS id, list_sort(list_distinct(list(coalesce(department, '')))) AS departments"
            f" FROM {MEMORY}.seen_record WHERE state = {int(state)} GROUP BY record_id",
        )

    def rows(self, sql: str, /, **params: Any) -> list[dict[str, Any]]:
        """Return the rows of ``sql`` as dictionaries; ``$name`` placeholders take ``params``."""
        result = self._cursor.execute(sql, params or None)
        names = [column[0] for column in result.description or ()]
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]

    def settled(self, kinds: tuple[str, ...], sql: str) -> tuple[Mapping[str, Any], ...]:
        """Return the rows of ``sql``, read once for each state of ``kinds`` and day: small things every step asks for.

        ``sql`` reads nothing but records of these kinds. For a person limited to departments it is read each time.
        """
        if self._register is None or self.lens.departments is not None:
            return tuple(self.rows(sql))
        return self._register.settled(self, kinds, sql)

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
