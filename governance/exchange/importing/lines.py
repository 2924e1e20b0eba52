"""Which lines of a table are one record, and by what a record is recognised when it comes again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from governance.exchange.importing import leaves
from governance.exchange.importing.build import Built
from governance.exchange.importing.findings import Finding
from governance.exchange.importing.identity import fingerprint, key_of
from governance.exchange.importing.leaves import SourceRow
from governance.exchange.importing.mapping import TableMapping


def fold(rows: tuple[SourceRow, ...], columns: list[str]) -> list[tuple[SourceRow, ...]]:
    """Return the lines of each record: those equal in all of ``columns`` together, every other line alone."""
    if not columns:
        return [(row,) for row in rows]
    groups: dict[tuple[str, ...], list[SourceRow]] = {}
    for position, row in enumerate(rows):
        cells = {
            leaf.path: leaves.folded(leaf.value) for leaf in reversed(row.leaves) if leaf.path in columns
        }
        named = tuple(cells.get(column, "") for column in columns)
        key = named if any(named) and not row.doubt else (*named, str(position))
        groups.setdefault(key, []).append(row)
    return [tuple(group) for group in groups.values()]


def row_keys(table: TableMapping, built: list[Built]) -> Iterator[tuple[str, Built]]:
    """Yield each record with its row key; a key met twice, or missing, gives way to the whole row."""
    columns = table.keys or table.fold
    seen: Counter[str] = Counter()
    for each in built:
        key = key_of(each.rows[0], columns, table.label) if columns else None
        findings = each.findings
        if columns and each.content is not None and (key is None or key in seen):
            code = "import_key_empty" if key is None else "import_key_twice"
            row = each.rows[0]
            findings = (
                *findings,
                Finding(row.file, code, row.sheet, row.number, ", ".join(columns), key or "", "warning"),
            )
        if key is None or key in seen:
            mark = fingerprint(each.rows, table.label)
            key = mark if key is None else f"{key}#{mark}"
        seen[key] += 1
        yield (key if seen[key] == 1 else f"{key}#{seen[key]}"), Built(each.rows, each.content, findings)
