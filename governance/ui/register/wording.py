"""Values in plain words: codes as labels, links as names, dates and numbers as people write them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from governance import formatting
from governance.errors import Problem
from governance.model.sections import is_empty
from governance.ui import words
from governance.ui.register import names
from governance.ui.state import language
from governance.ui.words import plain, t
from governance.wording import Changed, Wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from governance.model.differences import FieldChange
    from governance.model.fields import Declared

__all__ = [
    "changed", "explain_problem", "inner_title", "is_empty", "joined", "listed", "paragraphs", "path_label", "row_title", "sentence",
]  # fmt: skip
_ENDLESS = 1_000_000


def _wording() -> Wording:
    return Wording(language(), names.name)


def listed(field: Declared, value: Any, content: Mapping[str, Any]) -> list[str]:
    """Return ``value`` of ``field`` as words, one an item; Markdown in them is not yet escaped."""
    return _wording().listed(field, value, content)


def sentence(field: Declared, value: Any, content: Mapping[str, Any]) -> str:
    """Return ``value`` of ``field`` as one line of words; a dash when it is empty."""
    return _wording().sentence(field, value, content)


def inner_title(name: str, key: str, content: Mapping[str, Any]) -> str:
    """Return what the row ``key`` of the activity's list ``name`` is called."""
    return _wording().inner_title(name, key, content)


def row_title(field: Declared, row: Mapping[str, Any], content: Mapping[str, Any]) -> str:
    """Return what a nested row is called: its name, else the first of its fields that says something."""
    return _wording().row_title(field, row, content)


def paragraphs(value: str) -> str:
    """Return text of many lines as Markdown that shows it just as typed."""
    return "  \n".join(plain(line, _ENDLESS) for line in value.strip().splitlines())


def path_label(kind: str, path: str, *contents: Mapping[str, Any]) -> str:
    """Return where a path leads, in words: «Data › Contact details › Keep for»."""
    return _wording().path_label(kind, path, *contents)


def changed(kind: str, change: FieldChange, content: Mapping[str, Any], newest: Mapping[str, Any]) -> Changed:
    """Return a change of a record in words; Markdown in them is not yet escaped."""
    return _wording().change(kind, change, content, newest)


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
    return formatting.joined(items, language())
