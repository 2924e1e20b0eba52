"""Nested rows in the making: which values of a source row belong to the same purpose, data row or recipient."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from governance.exchange.importing.leaves import LIST, lists_of
from governance.model.canonical import digest

LINES = f"lines{LIST}"
PIECES = "»"
KEY_LENGTH = 60
OF_LINK = {
    "data": (("purposes", "purposes"),),
    "recipients": (("purposes", "purposes"), ("data", "data")),
    "transfers": (("data", "data"),),
}


@dataclass(frozen=True, slots=True)
class Where:
    """Hold the place of a value: the lists it lies in, from the outside in, and its position in each."""

    lists: tuple[str, ...] = ()
    at: tuple[int, ...] = ()

    @classmethod
    def of(cls, path: str, at: tuple[int, ...], line: int | None) -> Where:
        """Return the place of a leaf; ``line`` is its line among lines folded into one record."""
        lists = lists_of(path)
        return cls(lists, at) if line is None else cls((LINES, *lists), (line, *at))

    def inner(self, path: str, position: int) -> Where:
        """Return the place of one of several pieces of the value here."""
        return Where((*self.lists, f"{path}{PIECES}"), (*self.at, position))

    def outer(self) -> Where:
        """Return the place without the innermost list; the line among folded lines stays."""
        keep = 1 if self.lists[:1] == (LINES,) else 0
        end = max(keep, len(self.lists) - 1)
        return Where(self.lists[:end], self.at[:end])

    def shared(self, other: Where) -> int:
        """Return how many outer lists both places share by name."""
        count = 0
        for mine, theirs in zip(self.lists, other.lists, strict=False):
            if mine != theirs:
                break
            count += 1
        return count

    def agrees(self, other: Where) -> bool:
        """Say whether both places are in the same element of every list they share."""
        count = self.shared(other)
        return self.at[:count] == other.at[:count]

    def together(self, other: Where) -> bool:
        """Say whether the file itself puts both values into one element of a list."""
        return self.shared(other) > 0 and self.agrees(other)


@dataclass(slots=True)
class Made:
    """Hold one nested row in the making and the places of the file that speak of it."""

    group: str
    places: list[Where]
    fields: dict[str, Any] = field(default_factory=dict)
    durations: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    states: dict[str, str] = field(default_factory=dict)
    kept: list[tuple[str, str, str]] = field(default_factory=list)
    given_key: str = ""
    key: str = ""

    def speaks_of(self, place: Where) -> bool:
        """Say whether a value at ``place`` may belong to this row."""
        return any(own.agrees(place) for own in self.places)

    def together(self, other: Made) -> bool:
        """Say whether the file puts this row and another into one element of a list."""
        return any(mine.together(theirs) for mine in self.places for theirs in other.places)

    @property
    def identity(self) -> str:
        """Return what tells this row from others of its group, spelled for comparison."""
        parts = [
            self.given_key,
            *(str(self.fields.get(name, "")) for name in ("name", "category", "country")),
        ]
        return "|".join(" ".join(part.split()).casefold() for part in parts)


def merge_equal(rows: Iterable[Made]) -> list[Made]:
    """Return the rows with those of one identity made one, unless they say different things."""
    merged: list[Made] = []
    by_identity: dict[str, list[Made]] = {}
    for row in rows:
        identity = row.identity
        held = by_identity.setdefault(identity, [])
        unnamed = not identity.strip("|")
        other = next((each for each in held if _compatible(each, row, unnamed=unnamed)), None)
        if other is None:
            held.append(row)
            merged.append(row)
        else:
            _absorb(other, row)
    return merged


def _compatible(one: Made, other: Made, *, unnamed: bool) -> bool:
    if one.durations and other.durations and one.durations != other.durations:
        return False
    for name in one.fields.keys() & other.fields.keys():
        mine, theirs = one.fields[name], other.fields[name]
        if isinstance(mine, list) and not unnamed:
            continue
        if mine != theirs:
            return False
    return not unnamed or one.fields == other.fields


def _absorb(row: Made, other: Made) -> None:
    row.places += other.places
    row.durations = row.durations or other.durations
    row.kept += [each for each in other.kept if each not in row.kept]
    row.states |= {name: state for name, state in other.states.items() if name not in row.states}
    for name, value in other.fields.items():
        if isinstance(value, list):
            held = row.fields.setdefault(name, [])
            held += [each for each in value if each not in held]
        else:
            row.fields.setdefault(name, value)


def name_keys(groups: dict[str, list[Made]]) -> None:
    """Give each row a key that stays the same while the row is called the same."""
    for group, rows in groups.items():
        taken: set[str] = set()
        for position, row in enumerate(rows, start=1):
            base = _key(group, row, position)
            key, number = base, 2
            while key in taken:
                key, number = f"{base}-{number}", number + 1
            taken.add(key)
            row.key = key


def _key(group: str, row: Made, position: int) -> str:
    if row.given_key:
        given = "".join(
            each if each.isascii() and (each.isalnum() or each in "-_") else "-" for each in row.given_key
        )
        if given.strip("-"):
            return given[: KEY_LENGTH - 4]
    identity = row.identity
    return f"{group[0]}-{digest(identity)[:8]}" if identity.strip("|") else f"{group[0]}-{position}"


def link_rows(groups: dict[str, list[Made]]) -> None:
    """Tie rows that the file itself puts together; nothing is tied when there is nothing to tell apart."""
    for group, links in OF_LINK.items():
        for name, other in links:
            rows = groups.get(other, [])
            for row in groups.get(group, []):
                tied = [each.key for each in rows if row.together(each)]
                if tied:
                    row.fields[name] = tied
    for row in groups.get("transfers", []):
        named = [each.key for each in groups.get("recipients", []) if row.together(each)]
        if len(named) == 1:
            row.fields["recipient"] = named[0]


def speaking(rows: Sequence[Made], place: Where) -> list[Made]:
    """Return the rows a value at ``place`` belongs to."""
    return [row for row in rows if row.speaks_of(place)]
