"""What statements read, by their plans: a key of kept answers must name no less."""

from __future__ import annotations

import json
from typing import Any

from governance.register.reader import Reader


class Watching(Reader):
    """A reader that notes which columns of which tables the plans of its statements read."""

    def __init__(self, *given: Any) -> None:
        self.columns: dict[str, str] = {}
        super().__init__(*given)

    @property
    def kinds(self) -> set[str]:
        """Return the kinds of record whose versions were read."""
        return {table.removesuffix("_version") for table in self.columns if table.endswith("_version")}

    def _note(self, sql: str, params: dict[str, Any]) -> None:
        for row in super().rows(f"EXPLAIN (FORMAT json) {sql}", **params):
            self._walk(json.loads(row["explain_value"]))

    def _walk(self, nodes: list[dict[str, Any]]) -> None:
        for node in nodes:
            read = node.get("extra_info", {})
            if "Table" in read:
                table = read["Table"].rpartition(".")[2]
                told = f"{read.get('Projections', '')} {read.get('Filters', '')}"
                self.columns[table] = self.columns.get(table, "") + told
            self._walk(node.get("children", []))

    def rows(self, sql: str, /, **params: Any) -> list[dict[str, Any]]:
        """Return rows, their plan noted."""
        self._note(sql, params)
        return super().rows(sql, **params)

    def table(self, sql: str, /, **params: Any) -> Any:
        """Return a table, its plan noted."""
        self._note(sql, params)
        return super().table(sql, **params)
