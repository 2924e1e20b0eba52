"""The files of ``data/demo``: what they say, with short names turned into ids and told days into dates."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from governance import vocabulary
from governance.errors import BadData
from governance.exchange.demo_days import day, is_offset
from governance.exchange.demo_links import linked
from governance.model.fields import Declared
from governance.model.kinds import KINDS
from governance.register.library import measure_records

FOLDER = Path(__file__).resolve().parent.parent.parent / "data" / "demo"
Content = dict[str, Any]
DIARY = ("id", "entered", "by", "why", "then", "speaks")
FIRST_NUMBER = {"grant": 3}  # the opening of a register makes two grants of its own


@cache
def _files() -> dict[str, Any]:
    merged: dict[str, Any] = {}
    for file in sorted(FOLDER.glob("*.toml")):
        for name, value in tomllib.loads(file.read_text("utf-8")).items():
            if isinstance(value, list):
                merged.setdefault(name, []).extend(value)
            else:
                merged.setdefault(name, {}).update(value)
    return merged


@dataclass(frozen=True, eq=False)
class Story:
    """Hold what the files say, told from ``today``: rows by kind, and the ids behind the short names."""

    today: date
    files: dict[str, Any] = field(default_factory=_files)
    ids: dict[str, dict[str, str]] = field(default_factory=dict)

    @classmethod
    def told(cls, today: date) -> Story:
        """Return the story as told on ``today``."""
        story = cls(today)
        for kind in KINDS:
            first = FIRST_NUMBER.get(kind, 1)
            names = enumerate(story._by_kind[kind], start=first)
            prefix = KINDS[kind].prefix
            story.ids[kind] = {name: f"{prefix}-{number:05d}" for number, name in names}
        story.ids["measure"] = {each["code"]: name for name, each in measure_records().items()}
        return story

    def rows(self, kind: str) -> list[Content]:
        """Return the rows of ``kind`` as written, defaults filled in."""
        return list(self._by_kind[kind].values())

    def row(self, kind: str, short: str) -> Content:
        """Return the row of ``kind`` called ``short``."""
        return self._by_kind[kind][short]

    @cached_property
    def _by_kind(self) -> dict[str, dict[str, Content]]:
        found = {}
        for kind in KINDS:
            defaults = self.files["defaults"].get(kind, {})
            written = [*self.files.get(kind, []), *(self._holders() if kind == "appointment" else [])]
            rows = [{**defaults, **row} for row in written]
            found[kind] = {row.get("id", f"{kind}-{number}"): row for number, row in enumerate(rows)}
        for name, link in self.files["link"].items():
            found["activity"][name] = linked(found["activity"][name], link)
        for edit in self.files["edit"]:
            row = found["activity"][edit["activity"]]
            row["then"] = [*row.get("then", []), edit]
        return found

    def _holders(self) -> list[Content]:
        return [
            {"id": post, "post": post, "person": person, "organisations": [unit], "starts_on": since}
            for post, (person, unit, since) in self.files["holders"].items()
        ]

    def day(self, text: str) -> date:
        """Return the day ``text`` tells."""
        return day(text, self.today)

    def id(self, short: str, *kinds: str) -> str:
        """Return the id behind a short name of one of ``kinds``; an unknown one raises BadData."""
        for kind in kinds:
            if short in self.ids[kind]:
                return self.ids[kind][short]
        raise BadData("demo_name", name=short, kinds=", ".join(kinds))

    def speaks(self, person: str) -> str:
        """Return the language a person writes in."""
        return str(self.row("person", person).get("speaks", "en"))

    def content(self, kind: str, row: Content) -> Content:
        """Return a row as the content of a record of ``kind``: names in both languages, ids, dates, keys."""
        return self._fields(KINDS[kind].fields, {k: v for k, v in row.items() if k not in DIARY})

    def _fields(self, fields: tuple[Declared, ...], row: Content) -> Content:
        row = _both_names(row)
        known = {each.name: each for each in fields}
        return {
            name: self._value(known[name], value) if name in known else value for name, value in row.items()
        }

    def _value(self, declared: Declared, value: Any) -> Any:
        if declared.shape == "date" and is_offset(value):
            return self.day(value).isoformat()
        if declared.shape == "rows":
            keyed = ({"key": f"{n}", **each} for n, each in enumerate(value, start=1))
            return [self._fields(declared.children, each) for each in keyed]
        if declared.spec.links:
            return self._linked(declared, value)
        if declared.name == "clauses":
            return [code for each in value for code in _clauses(each)]
        return value

    def _linked(self, declared: Declared, value: Any) -> Any:
        kinds = declared.spec.link_kinds
        if isinstance(value, list):
            return [self.id(each, *kinds) for each in value]
        return self.id(value, *kinds)


def _both_names(row: Content) -> Content:
    if not isinstance(row.get("name"), list):
        return row
    en, zh = row["name"]
    return {**row, "name": en, "name_zh": zh}


def _clauses(name: str) -> list[str]:
    """Return one clause, or every clause of a law for ``all_gdpr`` and ``all_pipl``."""
    if not name.startswith("all_"):
        return [name]
    law = name.removeprefix("all_")
    return [each.code for each in vocabulary.terms("contract_clause") if each.extra.get("law") == law]
