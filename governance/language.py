"""Wording of the frame and the pages, in English and Simplified Chinese."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
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


def text(key: str, language: Language, **values: Any) -> str:
    """Return the sentence ``key`` in ``language`` with its named placeholders filled."""
    try:
        return catalog(language)[key].format(**values)
    except KeyError as missing:
        raise BadData("text_missing", key=key, missing=str(missing), language=language) from missing


def explain(error: GovernanceError, language: Language) -> str:
    """Return the sentence for ``error``; the bare code and facts when the catalog has none for it."""
    template = catalog(language).get(f"error.{error.code}")
    if template is None:
        return str(error)
    try:
        return template.format(**error.context)
    except KeyError:
        return f"{template} ({error})"
