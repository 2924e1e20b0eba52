"""How complete the register by article is as a whole: letter by letter, department by department, record by record.

Every number is taken from the states of ``completeness``, in one pass over all live activities. A letter counts as
complete when it is filled in or states that there is nothing to enter; *unknown* and *missing* never count.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from governance.exchange.article30.completeness import LETTERS, completeness_sql, parts_sql
from governance.exchange.article30.model import State, Which
from governance.register.reader import Reader

STATES: tuple[State, ...] = ("missing", "unknown", "none", "complete")  # the worst first
DONE: tuple[State, ...] = ("none", "complete")
# One row a record: its letters and states side by side. «''» stands for no department.
_RECORDS = (
    "SELECT s.id, a.name, a.name_zh, coalesce(a.department, '') AS department, s.which,"
    " map(list(s.letter ORDER BY s.letter), list(s.state ORDER BY s.letter)) AS states"
    ' FROM ({states}) s JOIN "activity" a ON a.id = s.id GROUP BY ALL ORDER BY s.id'
)


@dataclass(frozen=True, slots=True)
class Entry:
    """Hold one activity of the register by article and the state of each of its letters."""

    id: str
    name: str
    name_zh: str | None
    department: str
    which: Which
    states: Mapping[str, State]

    @property
    def lacking(self) -> tuple[str, ...]:
        """Return the letters that are missing or not known."""
        return tuple(letter for letter, state in self.states.items() if state not in DONE)


@dataclass(slots=True)
class Tally:
    """Count records by the state of a letter."""

    counts: dict[State, int] = field(default_factory=lambda: dict.fromkeys(STATES, 0))

    @property
    def records(self) -> int:
        """Return how many there are."""
        return sum(self.counts.values())

    @property
    def done(self) -> int:
        """Return how many are filled in or state that there is nothing to enter."""
        return sum(self.counts[state] for state in DONE)

    @property
    def share(self) -> float | None:
        """Return the share that is complete, from 0 to 1; None without records."""
        return self.done / self.records if self.records else None


@dataclass(frozen=True, slots=True)
class Lacking:
    """Name one field a letter still lacks, its state, and the key of the first row concerned (None: no row)."""

    field: str
    state: State
    row: str | None


def entries(reader: Reader) -> tuple[Entry, ...]:
    """Return every live activity with the states of its letters, both registers together."""
    rows = reader.rows(_RECORDS.format(states=completeness_sql()))
    return tuple(Entry(**row) for row in rows)


def of_register(
    found: Iterable[Entry], which: Which, departments: Iterable[str] | None = None
) -> tuple[Entry, ...]:
    """Return the entries of one register, in ``departments`` («» stands for none; None: everywhere)."""
    allowed = None if departments is None else frozenset(departments)
    return tuple(
        each for each in found if each.which == which and (allowed is None or each.department in allowed)
    )


def whole(found: Iterable[Entry]) -> Tally:
    """Return the records by their worst letter: ``done`` are those whose every letter is complete."""
    tally = Tally()
    for each in found:
        tally.counts[min(each.states.values(), key=STATES.index)] += 1
    return tally


def by_letter(found: Iterable[Entry], which: Which) -> dict[str, Tally]:
    """Return the records by state under each letter of the register ``which``."""
    tallies = {letter: Tally() for letter in LETTERS[which]}
    for each in found:
        for letter, state in each.states.items():
            tallies[letter].counts[state] += 1
    return tallies


def by_department(found: Iterable[Entry]) -> dict[str, dict[str, Tally]]:
    """Return the records by state, by their own department and under each letter."""
    grouped: dict[str, list[Entry]] = {}
    for each in found:
        grouped.setdefault(each.department, []).append(each)
    return {department: by_letter(held, held[0].which) for department, held in grouped.items()}


def lacking(reader: Reader, letter: str) -> dict[str, tuple[Lacking, ...]]:
    """Return what each live activity still lacks under ``letter``, by its id; activities that lack nothing are left out."""
    rows: list[dict[str, Any]] = reader.rows(
        f"SELECT id, field, state, row FROM ({parts_sql()}) WHERE letter = $letter"
        " AND state IN ('missing', 'unknown') ORDER BY id",
        letter=letter,
    )
    found: dict[str, tuple[Lacking, ...]] = {}
    for row in rows:
        part = Lacking(row["field"], row["state"], row["row"])
        found[row["id"]] = (*found.get(row["id"], ()), part)
    return found
