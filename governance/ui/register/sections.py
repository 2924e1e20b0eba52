"""How the fields of a kind fall into sections, and what a nested row is called."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from governance.model.kinds import kind_of
from governance.ui.state import language
from governance.ui.words import t

if TYPE_CHECKING:
    from collections.abc import Mapping

    from governance.model.fields import Declared

HIDDEN = ("json", "answers")
STAGES = "stages"


def fields_of(kind: str) -> tuple[Declared, ...]:
    """Return the fields of ``kind`` a person fills in, in the order of their declaration."""
    return tuple(each for each in kind_of(kind).fields if not each.spec.machine and each.shape not in HIDDEN)


def sections_of(kind: str) -> dict[str, tuple[Declared, ...]]:
    """Return the fields of ``kind`` by section, the sections in the order they first occur."""
    found: dict[str, list[Declared]] = {}
    for each in fields_of(kind):
        found.setdefault(each.spec.section, []).append(each)
    return {section: tuple(fields) for section, fields in found.items()}


def section_label(section: str) -> str:
    """Return the title of a section."""
    return t(f"register.section.{section}")


def label(field: Declared) -> str:
    """Return the label of ``field`` in the language of the screen."""
    return field.spec.label(language())


def hint(field: Declared) -> str | None:
    """Return what helps to fill the field in: its plain sentence and the articles behind it."""
    parts = [field.spec.help(language()) or field.spec.help_en, " · ".join(field.spec.cites)]
    return "  \n".join(part for part in parts if part) or None


def visible(children: tuple[Declared, ...]) -> tuple[Declared, ...]:
    """Return the fields of a nested row a person fills in."""
    return tuple(each for each in children if not each.spec.machine and each.shape not in HIDDEN)


def rows_by_key(content: Mapping[str, Any], name: str) -> dict[str, dict[str, Any]]:
    """Return the nested rows ``name`` of ``content`` by key."""
    return {row["key"]: row for row in content.get(name) or []}
