"""Both language catalogs say the same things, and nothing nobody asks for."""

from __future__ import annotations

import re
import string
from functools import cache
from pathlib import Path

import pytest

from governance.language import LANGUAGES, catalog, text

ROOT = Path(__file__).resolve().parents[2]
PLACES = ("governance", "pages", "data")
CODED = ("error", "importing", "problem", "reading")  # named after codes the program raises
HAN = re.compile(r"[\u4e00-\u9fff]")


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


BUILT = re.compile(r"""f?["']([a-z0-9_]+(?:\.[a-z0-9_]+)*)\.(?:\{|["']\s*\+)""")
NAMED = re.compile(r"""["']([a-z0-9_]+(?:\.[a-z0-9_]+)+)["']""")


def test_no_text_is_left_that_nobody_asks_for() -> None:
    """Every key is asked for somewhere, by name or below a prefix that a code completes."""
    code = _code()
    named, built = set(NAMED.findall(code)), set(BUILT.findall(code))
    words = set(re.findall(r"[a-z0-9_]+", code))

    def used(key: str) -> bool:
        parts = key.removesuffix(".question").split(".")  # the line under a title, shown when it is there
        below = any(".".join(parts[:count]) in built for count in range(1, len(parts)))
        return key in named or ".".join(parts) in named or below or (parts[0] in CODED and parts[-1] in words)

    assert sorted(key for key in catalog("en") if not used(key)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_can_be_read(language: str) -> None:
    """A broken brace would show at the worst moment."""
    for each in catalog("zh" if language == "zh" else "en").values():
        list(string.Formatter().parse(each))


@pytest.mark.parametrize("folder", ["pages", "governance/ui"])
def test_pages_hold_no_wording(folder: str) -> None:
    """No Chinese and no English sentence stands in the code of the screen."""
    found = []
    for file in (ROOT / folder).rglob("*.py"):
        code = re.sub(r'"""[\s\S]*?"""', "", file.read_text("utf-8"))
        code = re.sub(r"#.*|y年M月d日|y年M月|M月d日", "", code)  # patterns of dates are no wording
        found += [(file.name, match) for match in HAN.findall(code)]
    assert found == []


@pytest.mark.parametrize(
    ("findings", "rules", "told"),
    [
        ("12", "1", "12 findings under 1 rule"),
        ("1", "**1**", "1 finding under **1** rule"),
        ("0", "21", "0 findings under 21 rules"),
        ("1,001", "2", "1,001 findings under 2 rules"),
    ],
)
def test_counted_nouns_follow_the_number(findings: str, rules: str, told: str) -> None:
    """One thing is told in the singular, also in bold; none and many in the plural; Chinese does not change."""
    assert text("findings.count", "en", findings=findings, rules=rules) == told
    assert "|" not in text("findings.count", "zh", findings=findings, rules=rules)
