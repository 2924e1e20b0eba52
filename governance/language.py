"""Wording of the frame and the pages, in English and Simplified Chinese."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any, Literal, get_args

from governance.errors import BadData, GovernanceError

Language = Literal["en", "zh"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
TEXT_FOLDER = Path(__file__).resolve().parent.parent / "data" / "text"


@cache
def catalog(language: Language) -> dict[str, str]:
    """Return every text of ``language`` by its flat key; a key given twice is refused."""
    texts: dict[str, str] = {}
    for file in sorted(TEXT_FOLDER.glob(f"{language}*.toml")):
        entries = tomllib.loads(file.read_text("utf-8"))
        twice = texts.keys() & entries.keys()
        if twice:
            raise BadData("text_twice", file=file.name, key=min(twice))
        texts.update(entries)
    return texts


class _Counting(Formatter):
    """Fill placeholders; ``{count:day|days}`` becomes the first word for one and the second for any other number."""

    def format_field(self, value: Any, format_spec: str) -> str:
        """Return the word for the number ``value``, which may stand between asterisks, or the value as it is."""
        one, either, many = format_spec.partition("|")
        if not either:
            return str(super().format_field(value, format_spec))
        return one if str(value).strip("*") == "1" else many


_COUNTING = _Counting()


def filled(template: str, values: Mapping[str, Any]) -> str:
    """Return ``template`` with its named placeholders filled; KeyError when a value is missing."""
    return _COUNTING.vformat(template, (), values) if "|" in template else template.format(**values)


def text(key: str, language: Language, **values: Any) -> str:
    """Return the sentence ``key`` in ``language`` with its named placeholders filled."""
    try:
        return filled(catalog(language)[key], values)
    except KeyError as missing:
        raise BadData("text_missing", key=key, missing=str(missing), language=language) from missing


def explain(error: GovernanceError, language: Language) -> str:
    """Return the sentence for ``error``; the bare code and facts when the catalog has none for it."""
    template = catalog(language).get(f"error.{error.code}")
    if template is None:
        return str(error)
    try:
        return filled(template, error.context)
    except KeyError:
        return f"{template} ({error})"
