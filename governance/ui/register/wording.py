"""Values in plain words: codes as labels, links as names, dates and numbers as people write them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from governance import vocabulary
from governance.errors import Problem
from governance.model.kinds import kind_of
from governance.ui import words
from governance.ui.register import names
from governance.ui.register.sections import label, rows_by_key, visible
from governance.ui.state import language
from governance.ui.words import plain, t

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from governance.model.fields import Declared

EMPTY: tuple[Any, ...] = (None, "", [], {})
_ENDLESS = 1_000_000


def is_empty(value: Any) -> bool:
    """Tell whether ``value`` holds nothing; False and 0 are values."""
    return any(value is each or (type(value) is type(each) and value == each) for each in EMPTY)


def listed(field: Declared, value: Any, content: Mapping[str, Any]) -> list[str]:
    """Return ``value`` of ``field`` as words, one an item; Markdown in them is not yet escaped."""
    if is_empty(value):
        return []
    if field.shape == "rows":
        return [row_title(field, row, content) for row in value]
    values = value if isinstance(value, list) else [value]
    return [_one(field, each, content) for each in values]


def sentence(field: Declared, value: Any, content: Mapping[str, Any]) -> str:
    """Return ``value`` of ``field`` as one line of words; a dash when it is empty."""
    separator = "、" if language() == "zh" else ", "
    return separator.join(listed(field, value, content)) or words.MISSING


def _one(field: Declared, value: Any, content: Mapping[str, Any]) -> str:
    if field.shape == "flag":
        return t("register.yes" if value else "register.no")
    if field.shape == "date":
        return words.day(date.fromisoformat(value) if isinstance(value, str) else value)
    if field.spec.vocabulary:
        shown = vocabulary.label(field.spec.vocabulary, str(value), language())
        return f"{value} · {shown}" if field.spec.scale else shown
    if field.spec.links:
        return names.name(value)
    if field.spec.within:
        return inner_title(field.spec.within, value, content)
    return words.number(value) if field.shape == "whole" else str(value)


def inner_title(name: str, key: str, content: Mapping[str, Any]) -> str:
    """Return what the row ``key`` of the activity's list ``name`` is called."""
    row = rows_by_key(content, name).get(key)
    field = next((each for each in kind_of("activity").fields if each.name == name), None)
    return row_title(field, row, content) if row and field else key


def row_title(field: Declared, row: Mapping[str, Any], content: Mapping[str, Any]) -> str:
    """Return what a nested row is called: its name, else the first of its fields that says something."""
    for name in ("name_zh", "name") if language() == "zh" else ("name", "name_zh"):
        if row.get(name):
            return str(row[name])
    for each in visible(field.children):
        if each.shape != "rows" and not is_empty(row.get(each.name)):
            return sentence(each, row[each.name], content)
    return t("register.row.untitled")


def paragraphs(value: str) -> str:
    """Return text of many lines as Markdown that shows it just as typed."""
    return "  \n".join(plain(line, _ENDLESS) for line in value.strip().splitlines())


def path_label(kind: str, path: str, *contents: Mapping[str, Any]) -> str:
    """Return where a path leads, in words: «Data › Contact details › Keep for»."""
    fields: tuple[Declared, ...] = kind_of(kind).fields
    parts, told = path.removeprefix("stated/").split("/"), list[str]()
    holders: list[Any] = list(contents)
    while parts:
        field = next((each for each in fields if each.name == parts[0]), None)
        if field is None:
            return " › ".join([*told, *parts])
        told.append(label(field))
        holders = [holder.get(field.name) for holder in holders if holder]
        if field.shape != "rows" or len(parts) == 1:
            break
        found = [row for rows in holders for row in rows or () if row.get("key") == parts[1]]
        told.append(row_title(field, found[0], contents[0]) if found else parts[1])
        fields, holders, parts = field.children, found, parts[2:]
    return " › ".join(told)


def explain_problem(problem: Problem) -> str:
    """Return what is wrong with a field, in a few plain words."""
    values: dict[str, Any] = dict(problem.context) | {"value": plain(problem.value, 80)}
    told = t(f"problem.{_family(problem.code)}", **values)
    return told[:1].upper() + told[1:]


def _family(code: str) -> str:
    """Return the code the catalog has words for: many ways to be no number are one problem to a person."""
    if words.has(f"problem.{code}"):
        return code
    if code.startswith("date"):
        return "date"
    if code.startswith("bool"):
        return "flag"
    return "number" if code.startswith(("int", "greater", "less")) else "other"


def joined(items: Iterable[str]) -> str:
    """Return escaped items as one line in the manner of the language."""
    return ("、" if language() == "zh" else ", ").join(items)
