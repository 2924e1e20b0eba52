"""The content of a record in words: codes as labels, links as names, dates and numbers as people write them.

The screen and what is printed say the same; each says how a record is called (``name``) in its own way.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from governance import formatting, vocabulary
from governance.language import Language, text
from governance.model.differences import FieldChange
from governance.model.fields import Declared
from governance.model.kinds import kind_of
from governance.model.sections import is_empty, rows_by_key, visible


@dataclass(frozen=True, slots=True)
class Changed:
    """Tell one change in words: where, what stood there and what stands there now; None for nothing."""

    where: str
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True)
class Wording:
    """Put values into words of ``language``; ``name`` returns what the record with an id is called."""

    language: Language
    name: Callable[[str], str]

    def listed(self, field: Declared, value: Any, content: Mapping[str, Any]) -> list[str]:
        """Return ``value`` of ``field`` as words, one an item; text of people stays as typed."""
        if is_empty(value):
            return []
        if field.shape == "rows":
            return [self.row_title(field, row, content) for row in value]
        values = value if isinstance(value, list) else [value]
        return [self._one(field, each, content) for each in values]

    def sentence(self, field: Declared, value: Any, content: Mapping[str, Any]) -> str:
        """Return ``value`` of ``field`` as one line of words; a dash when it is empty."""
        return formatting.joined(self.listed(field, value, content), self.language) or formatting.MISSING

    def _one(self, field: Declared, value: Any, content: Mapping[str, Any]) -> str:
        if field.shape == "flag":
            return text("register.yes" if value else "register.no", self.language)
        if field.shape == "date":
            day = date.fromisoformat(value) if isinstance(value, str) else value
            return formatting.day(day, self.language)
        if field.spec.vocabulary:
            shown = vocabulary.label(field.spec.vocabulary, str(value), self.language)
            return f"{value} · {shown}" if field.spec.scale else shown
        if field.spec.links:
            return self.name(value)
        if field.spec.within:
            return self.inner_title(field.spec.within, value, content)
        return formatting.number(value, self.language) if field.shape == "whole" else str(value)

    def inner_title(self, name: str, key: str, content: Mapping[str, Any]) -> str:
        """Return what the row ``key`` of the activity's list ``name`` is called."""
        row = rows_by_key(content, name).get(key)
        field = next((each for each in kind_of("activity").fields if each.name == name), None)
        return self.row_title(field, row, content) if row and field else key

    def row_title(self, field: Declared, row: Mapping[str, Any], content: Mapping[str, Any]) -> str:
        """Return what a nested row is called: its name, else the first of its fields that says something."""
        for name in ("name_zh", "name") if self.language == "zh" else ("name", "name_zh"):
            if row.get(name):
                return str(row[name])
        for each in visible(field.children):
            if each.shape != "rows" and not is_empty(row.get(each.name)):
                return self.sentence(each, row[each.name], content)
        return text("register.row.untitled", self.language)

    def path_label(self, kind: str, path: str, *contents: Mapping[str, Any]) -> str:
        """Return where a path leads, in words: «Data › Contact details › Keep for»."""
        fields: tuple[Declared, ...] = kind_of(kind).fields
        parts, told = path.removeprefix("stated/").split("/"), list[str]()
        holders: list[Any] = list(contents)
        while parts:
            field = next((each for each in fields if each.name == parts[0]), None)
            if field is None:
                return " › ".join([*told, *parts])
            told.append(field.spec.label(self.language))
            holders = [holder.get(field.name) for holder in holders if holder]
            if field.shape != "rows" or len(parts) == 1:
                break
            found = [row for rows in holders for row in rows or () if row.get("key") == parts[1]]
            told.append(self.row_title(field, found[0], contents[0]) if found else parts[1])
            fields, holders, parts = field.children, found, parts[2:]
        return " › ".join(told)

    # -- changes of a record

    def change(
        self, kind: str, change: FieldChange, content: Mapping[str, Any], newest: Mapping[str, Any]
    ) -> Changed:
        """Return ``change`` in words; ``content`` is the version it made, ``newest`` that of today."""
        old, new = (self._side(kind, change, each, content) for each in _sides(change))
        return Changed(self.path_label(kind, change.path, content, newest), old, new)

    def _side(self, kind: str, change: FieldChange, value: Any, content: Mapping[str, Any]) -> str | None:
        if is_empty(value):
            return None
        if change.field.shape == "answers":
            return self._answers(kind, value, content)
        if change.field.shape == "rows" and isinstance(value, dict):
            return self.row_title(change.field, value, content)
        return self.sentence(change.field, value, content)

    def _answers(self, kind: str, stated: Mapping[str, str], content: Mapping[str, Any]) -> str:
        told = [
            f"{self.path_label(kind, path, content)}: {text(f'register.answer.{one}', self.language)}"
            for path, one in stated.items()
        ]
        return "; ".join(told) or formatting.MISSING


def _sides(change: FieldChange) -> tuple[Any, Any]:
    """Return what went and what came: of a list of codes only the difference."""
    if change.field.shape != "codes":
        return change.old, change.new
    old, new = change.old or [], change.new or []
    if set(old) == set(new):
        return old, new
    return [each for each in old if each not in new], [each for each in new if each not in old]
