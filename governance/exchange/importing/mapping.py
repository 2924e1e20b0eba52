"""What an import makes of each table and column: shown, changed, saved under the name of a source, used again."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from governance.errors import GovernanceError
from governance.exchange.importing import toml

FoundBy = Literal["exact", "similar", "values", "none", "chosen"]
Order = Literal["dmy", "mdy"]
Unit = Literal["day", "week", "month", "year"]
CREATABLE = ("department", "party", "system")


class MappingUnreadable(GovernanceError):
    """A mapping file is no mapping; the sentence names the place."""

    code = "import_mapping_unreadable"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", validate_assignment=True)


class Suggestion(_Part):
    """Offer codes for a text that no listed spelling matches, with a confidence from 0 to 1."""

    codes: list[str]
    confidence: float


class ColumnMapping(_Part):
    """Say what becomes of one column: a field of the record when ``use``, text kept beside the record otherwise.

    ``field`` is a path such as ``purposes.name``; ``values`` gives the codes of a text, ``suggestions`` those a
    person has not accepted; ``separator`` cuts a cell into several values; ``drop`` leaves the column out.
    """

    column: str
    field: str | None = None
    use: bool = False
    drop: bool = False
    confidence: float = 0.0
    found_by: FoundBy = "none"
    separator: str | None = None
    other_separators: list[str] = Field(default_factory=list)
    date_order: Order | None = None
    unit: Unit | None = None
    values: dict[str, list[str]] = Field(default_factory=dict)
    suggestions: dict[str, Suggestion] = Field(default_factory=dict)
    examples: list[str] = Field(default_factory=list)

    @property
    def target(self) -> str | None:
        """Return the field the column fills, or None when its text is only kept."""
        return self.field if self.use and not self.drop else None


class JoinMapping(_Part):
    """Say that the rows of this table belong to rows of another: ``column`` here holds ``other_column`` there."""

    column: str
    other_file: str
    other_sheet: str
    other_column: str


class TableMapping(_Part):
    """Say what becomes of one table: whether its rows are records, of which kind, and what ties them together.

    ``keys`` identify a row within the table, ``label`` the table within the source; ``fold`` names the columns on which lines become one record;
    ``constants`` hold for every row; the ``suggested_`` fields are offers nobody has accepted.
    """

    file: str
    sheet: str = ""
    use: bool = True
    reason: str = ""
    label: str = ""
    kind: str = "activity"
    role: str | None = None
    role_reason: str = ""
    constants: dict[str, str] = Field(default_factory=dict)
    suggested_constants: dict[str, str] = Field(default_factory=dict)
    keys: list[str] = Field(default_factory=list)
    fold: list[str] = Field(default_factory=list)
    suggested_fold: list[str] = Field(default_factory=list)
    join: JoinMapping | None = None
    columns: list[ColumnMapping] = Field(default_factory=list)

    def column(self, name: str) -> ColumnMapping | None:
        """Return the mapping of the column called ``name``, or None."""
        return next((each for each in self.columns if each.column == name), None)


class Mapping(_Part):
    """Hold all decisions of one import; ``create`` names the kinds of record that names may bring into being."""

    version: Literal[1] = 1
    source: str
    create: list[Literal["department", "party", "system"]] = Field(default_factory=list)
    tables: list[TableMapping] = Field(default_factory=list)

    def decided(self) -> dict[str, Any]:
        """Return the decisions alone, without offers and examples, as the source record keeps them."""
        whole = self.model_dump(mode="json", exclude_defaults=True)
        for table in whole.get("tables", []):
            for name in ("suggested_constants", "suggested_fold"):
                table.pop(name, None)
            for column in table.get("columns", []):
                for name in ("suggestions", "examples", "other_separators"):
                    column.pop(name, None)
        return whole


def from_content(content: dict[str, Any], place: str = "") -> Mapping:
    """Return ``content`` as a mapping; raise MappingUnreadable naming ``place`` and the first wrong entry."""
    try:
        return Mapping.model_validate(content)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(step) for step in first["loc"])
        raise MappingUnreadable(file=place, place=where, reason=first["msg"]) from error


def load(path: Path) -> Mapping:
    """Read a mapping from a TOML or JSON file; raise MappingUnreadable when it is none."""
    try:
        text = path.read_text("utf-8-sig")
        content = json.loads(text) if path.suffix.lower() == ".json" else tomllib.loads(text)
    except (OSError, ValueError) as error:
        raise MappingUnreadable(file=path.name, place="", reason=str(error)) from error
    return from_content(content, path.name)


def save(mapping: Mapping, path: Path) -> None:
    """Write a mapping as an editable file: JSON when the name ends so, TOML otherwise."""
    path.write_text(dumps(mapping, as_json=path.suffix.lower() == ".json"), "utf-8")


def dumps(mapping: Mapping, *, as_json: bool = False) -> str:
    """Return a mapping, offers included, as TOML or JSON text."""
    content = mapping.model_dump(mode="json", exclude_defaults=True)
    for table in content.get("tables", []):
        table.setdefault("use", True)
        for column in table.get("columns", []):
            column.setdefault("use", False)
    if as_json:
        return json.dumps(content, ensure_ascii=False, indent=2) + "\n"
    return toml.dumps({"version": 1, **content})
