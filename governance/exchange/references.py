"""How links are shown («ACT-00001 · Payroll») and found again, by id or by a name only one record has."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from governance.language import Language
from governance.model.kinds import KINDS
from governance.register.reader import Reader

SEPARATOR = " · "
LONGEST_NAME = 80
RECORD_ID = re.compile(r"[A-Z]{3}-\d+")


@dataclass(frozen=True, slots=True)
class Title:
    """Name one record: kind, both names, status and version."""

    record_id: str
    kind: str
    name: str
    name_zh: str = ""
    status: str = "draft"
    version: int = 1

    def shown(self, language: Language) -> str:
        """Return the name in ``language``, on one line and not too long."""
        name = " ".join(((self.name_zh if language == "zh" else "") or self.name).split())
        return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"


@dataclass(slots=True)
class Titles:
    """Hold what every record is called, and find records by name."""

    by_id: dict[str, Title] = field(default_factory=dict)
    _by_name: dict[tuple[str, str], list[str]] = field(default_factory=dict)

    def add(self, title: Title) -> None:
        """Take in one more record; its live name can be looked up from now on."""
        self.by_id[title.record_id] = title
        if title.status in ("retired", "void"):
            return
        for name in {plain(title.name), plain(title.name_zh)} - {""}:
            self._by_name.setdefault((title.kind, name), []).append(title.record_id)

    def shown(self, record_id: str, language: Language) -> str:
        """Return «id · name», or the bare id of a record that is not known here."""
        title = self.by_id.get(record_id)
        return f"{record_id}{SEPARATOR}{title.shown(language)}" if title else record_id

    def named(self, kinds: Iterable[str], name: str) -> list[str]:
        """Return the ids of the live records of ``kinds`` that are called exactly ``name``."""
        wanted = plain(name)
        return sorted({each for kind in kinds for each in self._by_name.get((kind, wanted), ())})


def titles(reader: Reader) -> Titles:
    """Return what every record the lens shows is called."""
    return _gathered(reader.rows("SELECT id, kind, name, name_zh, status, version FROM title"))


def _gathered(rows: Iterable[Mapping[str, object]]) -> Titles:
    found = Titles()
    for row in rows:
        found.add(
            Title(
                record_id=str(row["id"]),
                kind=str(row["kind"]),
                name=str(row["name"]),
                name_zh=str(row["name_zh"] or ""),
                status=str(row["status"]),
                version=int(str(row["version"])),
            )
        )
    return found


def plain(name: str) -> str:
    """Return ``name`` as it is compared: one kind of space, no difference of case."""
    return " ".join(name.split()).casefold()


def id_in(cell: str) -> str | None:
    """Return the record id a cell begins with («ACT-00001 · Payroll»), or None."""
    first = cell.strip().partition(SEPARATOR)[0].strip()
    return first if RECORD_ID.fullmatch(first) else None


def kind_by_id(record_id: str) -> str | None:
    """Return the kind whose ids begin as ``record_id`` does, or None."""
    prefix = record_id.partition("-")[0]
    return next((kind.code for kind in KINDS.values() if kind.prefix == prefix), None)
