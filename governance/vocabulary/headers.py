"""Column headers of real registers, mapped to the fields of an activity."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from pydantic import Field

from governance.errors import BadData
from governance.vocabulary.loading import checked, read_toml
from governance.vocabulary.lookup import folders
from governance.vocabulary.spelling import spelling
from governance.vocabulary.terms import Frozen, Words


class HeaderField(Frozen):
    """Hold the header spellings that fill one field path."""

    path: Words
    headers: tuple[Words, ...] = Field(min_length=1)


def header_fields() -> Mapping[str, tuple[str, ...]]:
    """Return the known header spellings of every field path («purposes.name», «data.retention»)."""
    return _fields(folders())


def field_for(header: str) -> str | None:
    """Return the field path whose listed headers contain exactly ``header``, or None.

    Case, accents and punctuation do not count.
    """
    return _paths(folders()).get(spelling(header))


@cache
def _fields(places: tuple[Path, ...]) -> dict[str, tuple[str, ...]]:
    fields: dict[str, tuple[str, ...]] = {}
    for file in (place / "headers.toml" for place in places):
        listed = read_toml(file).get("field", []) if file.is_file() else []
        for entry in listed if isinstance(listed, list) else [listed]:
            code = str(entry.get("path", "?")) if isinstance(entry, Mapping) else "?"
            one = checked(HeaderField, file.name, code, entry)
            fields[one.path] = (*fields.get(one.path, ()), *one.headers)
    return fields


@cache
def _paths(places: tuple[Path, ...]) -> dict[str, str]:
    paths: dict[str, str] = {}
    for path, headers in _fields(places).items():
        for header in (path, *headers):
            other = paths.setdefault(spelling(header), path)
            if other != path:
                raise BadData(
                    "vocabulary_spelling_twice", file="headers.toml", term=path, reason=f"{header} = {other}"
                )
    return paths
