"""Departments, parties and systems named as text: the record that is called so, or one to be created."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from governance.exchange.references import Titles, plain

TOKEN = "new:"  # noqa: S105 - stands for the id of a record not yet made  # nosec B105
LONGEST_NAME = 300


@dataclass(frozen=True, slots=True)
class Creation:
    """Offer to create a record: the token that stands for it in contents, its kind and its name."""

    token: str
    kind: str
    name: str


@dataclass(slots=True)
class Linker:
    """Find records by exact name in either language; remember the names that may become records."""

    titles: Titles
    create: Collection[str] = ()
    wanted: dict[tuple[str, str], Creation] = field(default_factory=dict)
    missing: dict[tuple[str, str], int] = field(default_factory=dict)

    def find(self, kinds: Iterable[str], name: str, *, create: bool = True) -> str | None:
        """Return the id of the only live record of ``kinds`` called ``name``, else a token where it may be created."""
        listed = tuple(kinds)
        if name in self.titles.by_id and self.titles.by_id[name].kind in listed:
            return name
        found = self.titles.named(listed, name)
        if len(found) == 1:
            return found[0]
        kind = next((each for each in listed if each in self.create), None)
        if kind is None or found or not create or len(name) > LONGEST_NAME:
            offered = next((each for each in listed if each in ("department", "party", "system")), listed[0])
            self.missing[offered, name] = self.missing.get((offered, name), 0) + 1
            return None
        key = (kind, plain(name))
        if key not in self.wanted:
            self.wanted[key] = Creation(f"{TOKEN}{kind}:{len(self.wanted) + 1}", kind, " ".join(name.split()))
        return self.wanted[key].token


def settle(value: Any, ids: dict[str, str]) -> Any:
    """Return ``value`` with every token replaced by the id its record was given."""
    if isinstance(value, str):
        return ids.get(value, value) if value.startswith(TOKEN) else value
    if isinstance(value, list):
        return [settle(each, ids) for each in value]
    if isinstance(value, dict):
        return {name: settle(each, ids) for name, each in value.items()}
    return value


def tokens(value: Any) -> set[str]:
    """Return every token within ``value``."""
    if isinstance(value, str):
        return {value} if value.startswith(TOKEN) else set()
    inner = value if isinstance(value, list) else value.values() if isinstance(value, dict) else ()
    return {token for each in inner for token in tokens(each)}
