"""How the fields of a kind fall into sections, and what sections and fields are called on screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from governance.model.sections import HIDDEN, fields_of, rows_by_key, sections_of, visible
from governance.ui.state import language
from governance.ui.words import t

if TYPE_CHECKING:
    from governance.model.fields import Declared

__all__ = [
    "HIDDEN",
    "STAGES",
    "fields_of",
    "hint",
    "label",
    "rows_by_key",
    "section_label",
    "sections_of",
    "visible",
]
STAGES = "stages"


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
