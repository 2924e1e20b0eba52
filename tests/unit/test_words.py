"""Words of people stay words, and numbers read as people write them."""

from __future__ import annotations

import re
import tomllib
from datetime import date

import pytest

from governance.language import TEXT_FOLDER, catalog
from governance.ui import translation, words
from governance.ui.navigation import ENTRIES


@pytest.mark.parametrize(
    "typed", ["**bold**", "![x](http://e.example/p.png)", "$5 and $6", ":red[x]", "<b>x</b>"]
)
def test_plain_escapes_markdown(typed: str) -> None:
    """Every sign with a meaning in Markdown is escaped; nothing is lost, and addresses hold a joiner without width."""
    escaped = words.plain(typed)

    assert re.sub(r"\\(.)", r"\1", escaped).replace("\u2060", "") == typed
    assert "http:" not in escaped.replace("\\", "")
    assert not re.search(r"(?<!\\)[*\[\]()$:<>!]", escaped)


def test_plain_is_one_short_line() -> None:
    """Line ends become spaces and long texts are cut."""
    assert words.plain("a\n\n b") == "a b"
    assert words.plain("x" * 50, 10) == "x" * 9 + "…"
    assert words.plain(None) == ""


def test_names_fall_back() -> None:
    """A name missing in one language is taken from the other, then the id."""
    assert words.name_of({"id": "ACT-00001", "name": None, "name_zh": "客户"}) == "客户"
    assert words.name_of({"id": "ACT-00001"}) == "ACT-00001"
    assert words.name_of(None) == words.MISSING


def test_numbers_and_dates_read_naturally() -> None:
    """Dates, numbers and shares are written for people; no value is no data, never zero."""
    assert words.day(date(2026, 11, 23)) == "23 Nov 2026"
    assert words.number(1234567) == "1,234,567"
    assert words.percent(0.9245) == "92.5%" or words.percent(0.9245) == "92.4%"
    assert words.percent(1) == "100%"
    assert words.percent(None) == "No data"


def test_every_page_has_title_and_help() -> None:
    """Each page of the table is named in both languages, each listed page explained."""
    for language in ("en", "zh"):
        texts = catalog(language)
        assert {f"page.{entry.name}" for entry in ENTRIES} <= texts.keys()
        assert {f"page.{entry.name}.help" for entry in ENTRIES if entry.listed} <= texts.keys()
        assert {f"section.{entry.section}" for entry in ENTRIES} <= texts.keys()


def test_both_languages_say_the_same() -> None:
    """Every text exists in both languages with the same placeholders."""
    english, chinese = catalog("en"), catalog("zh")
    holes = re.compile(r"\{(\w*)\}")

    assert english.keys() == chinese.keys()
    assert [
        key for key in english if set(holes.findall(english[key])) != set(holes.findall(chinese[key]))
    ] == []


def test_widget_dictionary_is_sound() -> None:
    """Patterns are valid and use only the groups they have; every right side is Chinese."""
    known = translation.dictionary()

    for pattern, chinese in known["patterns"].items():
        groups = re.compile(pattern).groups
        assert max([int(each) for each in re.findall(r"\$(\d)", chinese)], default=0) <= groups, pattern
    assert [key for key, value in known["texts"].items() if not re.search(r"[\u4e00-\u9fff]", value)] == []
    assert "__DICTIONARY__" not in translation.script()


def test_text_files_are_flat() -> None:
    """Each text file is a list of quoted keys, so that two files never hide each other's sections."""
    for file in TEXT_FOLDER.glob("??.*.toml"):
        assert all(isinstance(value, str) for value in tomllib.loads(file.read_text("utf-8")).values()), (
            file.name
        )
