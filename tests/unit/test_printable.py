"""Text fit to print: nothing invisible that turns it around, nothing that would be an empty box."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.reports import fonts
from governance.reports.glyphs import BREAK, PIECE, drawable, printable


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("\u202eabc\u200f", "abc"),
        ("a\u2066b\u2069c\u200d", "abc"),
        ("a\x00b\x07", "ab"),
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("a\tb\u3000c", "a b\u3000c"),
        ("😀 ok", "[U+1F600] ok"),
        ("שלום", "[U+05E9 U+05DC U+05D5 U+05DD]"),
        ("❤\ufe0f", "[U+2764]"),
        ("Dvor\u030ca\u0301k", "Dvořák"),
        ("Łukasz Őry, İstanbul, Ωμέγα, Жук", "Łukasz Őry, İstanbul, Ωμέγα, Жук"),
        ("隐私，“治理”。", "隐私，“治理”。"),
        ("half \ud83d", "half "),
    ],
)
def test_text_is_made_printable(typed: str, printed: str) -> None:
    """Marks without a shape go, a character no font has becomes its code point, every other one stays."""
    assert printable(typed) == printed


def test_many_lost_characters_are_counted() -> None:
    """A long text in a script without a font is not replaced by pages of code points."""
    shown = printable("ع" * 10_000)

    assert shown.startswith("[U+0639 U+0639")
    assert shown.endswith("… 10000]")
    assert len(shown) < 120


def test_long_runs_may_be_broken() -> None:
    """A run without a space gets places to break, after its signs first, and loses nothing."""
    address = "https://example.org/" + "a" * 100
    shown = printable(address)

    assert shown.replace(BREAK, "") == address
    assert max(map(len, shown.split(BREAK))) <= PIECE
    assert BREAK in printable("ABCDEFGHIJKLMNOPQ")
    assert printable("short@example.org") == "short@example.org"


@given(st.text(max_size=200))
def test_what_is_printed_can_be_drawn(typed: str) -> None:
    """Whatever people type, every character that is printed has a shape, and printing it again changes nothing."""
    shown = printable(typed)

    assert all(ord(each) in fonts.letters() or each in f"\n {BREAK}" for each in shown)
    assert drawable(shown)


@given(st.text(st.characters(codec="latin-1", exclude_categories=("C", "Z")), max_size=80))
def test_latin_text_stays_as_typed(typed: str) -> None:
    """Western text is printed letter by letter."""
    assert printable(typed).replace(BREAK, "") == unicodedata.normalize("NFC", typed)
