"""The fields an import can fill, from the declarations of the model, and a few that are taken apart on the way in."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

from governance.model.fields import Declared, by_name
from governance.model.kinds import kind_of

Shape = Literal["text", "name", "codes", "code", "whole", "flag", "date", "duration", "key", "aside"]

# Targets that are no field of the model: where their values go instead.
RENAMED = {
    "activity": {
        "transfers.recipient": "transfers.name",
        "measures": "security",
        "contact_name": "contact",
        "contact_email": "contact",
        "legitimate_interest": "purposes.legitimate_interest",
    }
}
# Targets the record has no field for; their text is kept beside it, marked with the name of the target.
ASIDE = frozenset(("dpo", "representative", "status"))
# What tells one row of a group from the next, the first that is filled in.
IDENTITY = {
    "controllers": ("name",),
    "purposes": ("name", "category"),
    "data": ("name", "category"),
    "recipients": ("name", "category"),
    "transfers": ("country", "name"),
}
# A code whose text, as written, also has a place of its own in the row.
WRITTEN = {"data.category": "name", "recipients.category": "name", "transfers.country": "name"}
# Columns that name one basis of law often hold bases of another.
SIBLINGS = {
    "purposes.bases_gdpr": ("purposes.special_conditions", "purposes.bases_pipl"),
    "purposes.special_conditions": ("purposes.bases_gdpr", "purposes.bases_pipl"),
    "purposes.bases_pipl": ("purposes.bases_gdpr", "purposes.special_conditions"),
}


@dataclass(frozen=True, slots=True)
class Target:
    """Describe one field an import can fill: its path, the group of rows it lies in (or none) and its shape."""

    path: str
    group: str
    name: str
    shape: Shape
    declared: Declared | None = None

    @property
    def vocabulary(self) -> str | None:
        """Return the vocabulary of the field, if it has one."""
        return self.declared.spec.vocabulary if self.declared else None

    @property
    def link_kinds(self) -> tuple[str, ...]:
        """Return the kinds of record the field points to."""
        return self.declared.spec.link_kinds if self.declared else ()

    @property
    def identifies(self) -> bool:
        """Say whether a value makes a row of its own group."""
        return self.name in IDENTITY.get(self.group, ())

    @property
    def many(self) -> bool:
        """Say whether one cell may hold several values: a list of codes, or names of rows."""
        return self.shape == "codes" or self.identifies


@cache
def targets(kind: str) -> dict[str, Target]:
    """Return every target of records of ``kind`` by its path."""
    found: dict[str, Target] = {}
    for field in kind_of(kind).fields:
        if field.spec.machine:
            continue
        if field.shape == "rows":
            for inner in field.children:
                _add(found, field.name, inner)
        else:
            _add(found, "", field)
    if "data.retention_text" in found:
        found["data.retention"] = Target("data.retention", "data", "retention", "duration")
    for path, real in RENAMED.get(kind, {}).items():
        if real in found:
            found[path] = found[real]
    found |= {name: Target(name, "", name, "aside") for name in ASIDE}
    return found


def target(kind: str, path: str | None) -> Target | None:
    """Return the target at ``path``, or None when records of ``kind`` have none."""
    return targets(kind).get(path or "")


def _add(found: dict[str, Target], group: str, field: Declared) -> None:
    path = f"{group}.{field.name}" if group else field.name
    if field.name == "key":
        found[path] = Target(path, group, "key", "key", field)
    elif field.shape != "rows" and not field.spec.within:
        found[path] = Target(path, group, field.name, _shape(group, field), field)


def _shape(group: str, field: Declared) -> Shape:
    if not group and field.name == "name":
        return "name"
    if field.shape in ("short", "long"):
        return "text"
    if field.shape in ("code", "codes", "whole", "flag", "date"):
        return field.shape
    return "aside"


def limit(field: Declared | None) -> int:
    """Return how many characters a text field holds."""
    return (field.max_length if field else None) or 32_000


def row_fields(kind: str, group: str) -> dict[str, Declared]:
    """Return the declarations of the rows of ``group`` by name."""
    declared = by_name(kind_of(kind).model)[group]
    return {each.name: each for each in declared.children}
