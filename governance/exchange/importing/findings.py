"""What an import has to say about a cell, a row or a file, in the words of the text catalogs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from governance.exchange import reading
from governance.language import Language, catalog

Level = Literal["error", "warning", "note"]
SHOWN = 300


@dataclass(frozen=True, slots=True)
class Finding:
    """Name one thing about the import: file, sheet, row (1-based), column, value met and the code of its sentence.

    ``error``: something could not be taken over as meant; ``warning``: taken over with a doubt; ``note``: for information.
    """

    file: str
    code: str
    sheet: str = ""
    row: int | None = None
    column: str = ""
    value: str = ""
    level: Level = "error"
    context: dict[str, Any] = field(default_factory=dict, hash=False, compare=False)

    def message(self, language: Language = "en") -> str:
        """Return the sentence for a person; the bare code when the catalogs have none."""
        template = catalog(language).get(f"error.{self.code}")
        if template is None:
            return self.code
        facts = {
            "file": self.file,
            "sheet": self.sheet,
            "row": self.row,
            "column": self.column,
            "value": self.value,
            "why": _why(str(self.context.get("reason", "")), language),
        }
        try:
            return template.format(**{**facts, **self.context})
        except (KeyError, IndexError):
            return template

    def as_dict(self, language: Language = "en") -> dict[str, Any]:
        """Return the finding as plain values for JSON."""
        return {
            "file": self.file,
            "sheet": self.sheet,
            "row": self.row,
            "column": self.column,
            "value": self.value,
            "code": self.code,
            "level": self.level,
            "message": self.message(language),
        }


def _why(reason: str, language: Language) -> str:
    """Return the sentence for the reason a table was judged by, or the bare reason."""
    texts = catalog(language)
    keys = (f"{area}.reason.{reason}" for area in ("importing", "reading"))
    return next((texts[key] for key in keys if key in texts), reason)


def of_reading(problem: reading.Problem) -> Finding:
    """Return a problem of the reading as a finding of the import."""
    return Finding(
        file=problem.file,
        code=problem.code,
        sheet=problem.sheet,
        row=problem.row,
        column=problem.column,
        value=problem.value[:SHOWN],
        level=problem.level,
        context=dict(problem.context),
    )
