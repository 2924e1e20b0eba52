"""Find sheets that are one register: a column of one table that refers to the key of another."""

from __future__ import annotations

from governance.exchange.reading.cells import shown
from governance.exchange.reading.model import Join, Place, Table

MOST_TABLES, MOST_ROWS, MOST_COLUMNS = 20, 5000, 60
FEWEST_SHARED = 2
COVERAGE = 0.8
LONGEST_KEY = 60


def find_joins(tables: list[Table]) -> list[Join]:
    """Offer one join for each pair of tables of the same file or folder: the columns that share most values."""
    places = [place for place, table in enumerate(tables) if table.holds_records]
    if len(places) < 2 or len(places) > MOST_TABLES:
        return []
    keys = {place: _columns(tables[place]) for place in places}
    found: list[Join] = []
    for one in places:
        for many in places:
            join = _best(one, keys[one], many, keys[many]) if one != many else None
            if join and not any(_mirrors(join, other) for other in found):
                found.append(join)
    return found


def _columns(table: Table) -> dict[int, list[str]]:
    columns = {}
    for position in range(min(len(table.columns), MOST_COLUMNS)):
        cells = [row.cells[position] for row in table.rows[:MOST_ROWS]]
        values = [
            shown(cell).casefold()
            for cell in cells
            if isinstance(cell, str | int) and not isinstance(cell, bool)
        ]
        if len(set(values)) >= FEWEST_SHARED and max(map(len, values)) <= LONGEST_KEY:
            columns[position] = values
    return columns


def _best(one: int, keys: dict[int, list[str]], many: int, others: dict[int, list[str]]) -> Join | None:
    best: Join | None = None
    for position, values in keys.items():
        held = set(values)
        if len(held) != len(values):
            continue
        for other, references in others.items():
            distinct = set(references)
            shared = len(held & distinct)
            if shared < FEWEST_SHARED or shared < COVERAGE * len(distinct):
                continue
            if not any(char.isdigit() for char in references[0]) and shared < 3:
                continue
            join = Join(Place(one, position), Place(many, other), shared, round(shared / len(distinct), 3))
            if best is None or (join.coverage, join.shared) > (best.coverage, best.shared):
                best = join
    return best


def _mirrors(join: Join, other: Join) -> bool:
    return join.one == other.many and join.many == other.one
