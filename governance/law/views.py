"""The documented views rules may look at: subjects, their columns and an ordinary row of each (``data/law/views.toml``)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

from governance.language import Language
from governance.vocabulary.loading import checked, read_toml
from governance.vocabulary.terms import Frozen, Words

FILE = Path(__file__).resolve().parents[2] / "data" / "law" / "views.toml"
SQL_TYPES = {"flag": "BOOLEAN", "number": "BIGINT", "code": "VARCHAR", "codes": "VARCHAR[]", "date": "DATE"}
# The rows of an activity record that are judged each for itself, by the field that holds them.
ROWS = {
    "purpose": "purposes",
    "data": "data",
    "recipient": "recipients",
    "transfer": "transfers",
    "stage": "stages",
}
OF_ACTIVITY = ("activity", *ROWS)


class Column(Frozen):
    """Describe one column: its type, both labels, the vocabulary of its codes and its ordinary value (``is``)."""

    name: str
    type: Literal["flag", "number", "code", "codes", "date"]
    en: Words
    zh: Words
    ordinary: bool | int | str | date | tuple[str, ...] | None = None
    vocabulary: str | None = None

    @property
    def sql_type(self) -> str:
        """Return the type of the column in the view."""
        return SQL_TYPES[self.type]

    def label(self, language: Language) -> str:
        """Return what the column says, in ``language``."""
        return self.zh if language == "zh" else self.en


class Subject(Frozen):
    """Describe what a rule judges: one row of the view ``law_<name>`` each."""

    name: str
    en: Words
    zh: Words
    columns: tuple[Column, ...]

    @property
    def view(self) -> str:
        """Return the name of the view."""
        return f"law_{self.name}"

    @property
    def kind(self) -> str:
        """Return the kind of record its rows belong to."""
        return "activity" if self.name in OF_ACTIVITY else self.name

    def label(self, language: Language) -> str:
        """Return the name of the subject in ``language``."""
        return self.zh if language == "zh" else self.en

    def by_name(self) -> dict[str, Column]:
        """Return the columns by name."""
        return {each.name: each for each in self.columns}


@cache
def subjects() -> Mapping[str, Subject]:
    """Return every subject by name; raise BadData naming the subject when the file is wrong."""
    return {name: _subject(name, given) for name, given in read_toml(FILE).items()}


def _subject(name: str, given: dict[str, Any]) -> Subject:
    columns = [
        {"name": column, "ordinary": said.pop("is", None), **said}
        for column, said in given.pop("columns").items()
    ]
    return checked(Subject, FILE.name, name, {"name": name, **given, "columns": columns})
