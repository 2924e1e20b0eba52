"""Citations in the language of the screen: the name of what is cited in Chinese, the number of the article as it is."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import TYPE_CHECKING

from governance.language import TEXT_FOLDER
from governance.ui.state import language

if TYPE_CHECKING:
    from collections.abc import Iterable

NAMES = TEXT_FOLDER / "citations.toml"


@cache
def _names() -> dict[str, str]:
    """Return the Chinese names, the longest English ones first."""
    given: dict[str, str] = tomllib.loads(NAMES.read_text("utf-8"))
    return {name: given[name] for name in sorted(given, key=len, reverse=True)}


def cite(words: str) -> str:
    """Return one citation; one without a Chinese name reads the same in both languages."""
    if language() != "zh":
        return words
    for name, chinese in _names().items():
        if words == name or words.startswith(f"{name} "):
            return f"{chinese}{words[len(name) :]}"
    return words


def cites(given: Iterable[str]) -> str:
    """Return several citations on one line in the manner of the language."""
    return ("、" if language() == "zh" else ", ").join(cite(each) for each in given)
