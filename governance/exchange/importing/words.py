"""The word lists of ``data/importing``: paths of nested files, remarks in headers, signs of a processor's register."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from governance.vocabulary import spelling

PACKAGED = Path(__file__).resolve().parents[3] / "data" / "importing"


@cache
def _content() -> dict[str, Any]:
    """Read the packaged file, then add the entries of an organisation's own (``RECITAL_DATA``)."""
    own = os.environ.get("RECITAL_DATA")
    content: dict[str, Any] = {}
    for folder in (PACKAGED, *([Path(own) / "importing"] if own else [])):
        file = folder / "paths.toml"
        for section, entries in (tomllib.loads(file.read_text("utf-8")) if file.is_file() else {}).items():
            content.setdefault(section, {}).update(entries)
    return content


@cache
def known_paths() -> Mapping[str, str]:
    """Return the field of each known path, spelled for comparison; an empty field means kept text."""
    return {spelling(path): field for path, field in _content()["fields"].items()}


@cache
def contexts() -> Mapping[str, str]:
    """Return what steps of a path are about that no header names."""
    return {spelling(step): field for step, field in _content()["contexts"].items()}


@cache
def words(name: str) -> frozenset[str]:
    """Return the list ``name`` of words about paths, spelled for comparison."""
    return frozenset(spelling(word) for word in _content()["words"][name])


@cache
def pattern(section: str, name: str) -> re.Pattern[str]:
    """Return a pattern that finds any word of a list as a word of its own; Chinese words stand anywhere."""
    listed = _content()[section][name]
    parts = [
        word if re.search("[\u4e00-\u9fff]", word) else rf"(?<![^\W_]){word}(?![^\W_])" for word in listed
    ]
    return re.compile("|".join(parts), re.IGNORECASE)


@cache
def on_behalf() -> re.Pattern[str]:
    """Return a pattern that finds the controller a text says the work is done for."""
    section = _content()["processor"]
    spaced = [word for word in section["on_behalf"] if not re.search("[\u4e00-\u9fff]", word)]
    chinese = [word for word in section["on_behalf"] if word not in spaced]
    before = rf"(?:\b(?:{'|'.join(spaced)})\s+(?:the\s+|der\s+|des\s+|la\s+|le\s+)?|(?:{'|'.join(chinese)})(?=[^，。；]{{2,40}}委托))"
    return re.compile(rf"{before}(?P<controller>.{{2,120}}?)(?={section['until']})", re.IGNORECASE)
