"""The script which puts Streamlit's own English texts into the language of the screen."""

from __future__ import annotations

import calendar
import json
import tomllib
from functools import cache

from governance.language import TEXT_FOLDER
from governance.ui.assets import HISTORY_SCRIPT, TRANSLATION_SCRIPT

DICTIONARY = TEXT_FOLDER / "widgets.toml"
MONTH = "{month}"


@cache
def dictionary() -> dict[str, dict[str, str]]:
    """Return the Chinese for Streamlit's texts: whole texts, and patterns with numbered groups."""
    content: dict[str, dict[str, str]] = tomllib.loads(DICTIONARY.read_text("utf-8"))
    patterns: dict[str, str] = {}
    for english, chinese in content["patterns"].items():
        patterns |= _by_month(english, chinese) if MONTH in english else {english: chinese}
    return {"texts": content["texts"], "patterns": patterns}


def _by_month(english: str, chinese: str) -> dict[str, str]:
    names = enumerate(calendar.month_name)
    return {
        english.replace(MONTH, name): chinese.replace(MONTH, str(number)) for number, name in names if name
    }


@cache
def script() -> str:
    """Return the script with its dictionary filled in, and the one that keeps the browser's history straight."""
    filled = json.dumps(dictionary(), ensure_ascii=False).replace("<", "\\u003c")
    translating = TRANSLATION_SCRIPT.read_text("utf-8").replace("__DICTIONARY__", filled)
    return translating + HISTORY_SCRIPT.read_text("utf-8")
