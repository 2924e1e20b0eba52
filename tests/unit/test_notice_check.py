"""Terms are found in texts where they stand, by whole words and the longest first; no text breaks the reading."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from governance.language import LANGUAGES, explain
from governance.law import files, readability
from governance.law.notice_check import Index, Mention, Term, compare, durations, fold
from governance.law.notice_terms import LISTS, vocabulary_terms
from governance.law.notice_text import around, sentences, stripped

TERMS = (
    Term("data", "email", ("E-mail address", "Email", "电子邮箱")),
    Term("data", "social_number", ("Social security number", "社会保障号码")),
    Term("recipient", "social", ("Social security", "社会保障")),
    Term("data", "etat", ("État civil",)),
    Term("data", "health", ("Health", "健康信息", "健康")),
)
INDEX = Index(TERMS)
PACKAGED = Index(vocabulary_terms())
KNOWN = [(term, spelling) for term in vocabulary_terms() for spelling in term.spellings]


def found(text: str) -> list[tuple[str, str]]:
    """Return code and matched words of every mention."""
    return [(each.code, text[each.start : each.end]) for each in INDEX.mentions(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We use your EMAIL.", [("email", "EMAIL")]),
        ("Emails and healthy food", []),
        ("your e-mail\n  address, too", [("email", "e-mail\n  address")]),
        ("your e-mail\n\naddress", []),
        ("Social security number", [("social_number", "Social security number")]),
        ("Social security, number", [("social", "Social security")]),
        ("收集您的社会保障号码和社会保障信息", [("social_number", "社会保障号码"), ("social", "社会保障")]),
        ("使用Email联系", [("email", "Email")]),
        ("健康信息", [("health", "健康信息")]),
        ("Votre etat civil, votre E\u0301tat civil", [("etat", "etat civil"), ("etat", "E\u0301tat civil")]),
        ("\uff25\uff4d\uff41\uff49\uff4c", [("email", "\uff25\uff4d\uff41\uff49\uff4c")]),
        ("Email", [("email", "Email")]),
        ("Social security", [("social", "Social security")]),
        ("", []),
    ],
)
def test_whole_words_and_the_longest_first(text: str, expected: list[tuple[str, str]]) -> None:
    """Case, width, accents and line breaks do not count; parts of words and of longer terms do not match."""
    assert found(text) == expected


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200))
def test_no_text_breaks_the_reading(text: str) -> None:
    """Whatever is pasted is read, stripped, cut and measured; offsets lie in the text and in its order."""
    plain = stripped(text)
    spans = sentences(plain)
    for mentions in (PACKAGED.mentions(plain), durations(plain)):
        starts = [each.start for each in mentions]
        assert starts == sorted(starts)
        for each in mentions:
            assert 0 <= each.start < each.end <= len(plain)
            assert around(plain, spans, each.start, each.end)
    known = readability.rules().readability
    assert all(each.value >= 0 for each in readability.measure(plain, known.measure))
    readability.phrases(plain, known.phrases)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=120), st.sampled_from(KNOWN), st.text(max_size=120))
def test_a_known_term_is_found_where_it_stands(before: str, known: tuple[Term, str], after: str) -> None:
    """A term in a paragraph of its own is found in any text, and the offsets cut out its words."""
    term, spelling = known
    text = f"{before}\n\n{spelling}\n\n{after}"
    cut = {
        fold(text[each.start : each.end])[0]
        for each in PACKAGED.mentions(text)
        if (each.area, each.code) == (term.area, term.code)
    }

    assert fold(spelling)[0] in cut


def test_every_list_has_words_to_find() -> None:
    """Purposes, data, recipients, countries, rights and starts of retention all have terms left."""
    assert {term.area for term in vocabulary_terms()} == set(LISTS)
    assert {term.code for term in vocabulary_terms() if term.area == "right"} >= {"access", "copy", "port"}


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("kept for 6 months and then ten years", ["6 month", "10 year"]),
        ("a 12-month period; 30 calendar days", ["12 month", "30 day"]),
        ("保存三年，日志保存6个月，录像保存30日", ["3 year", "6 month", "30 day"]),
        ("自2026年11月25日起施行", []),
        ("on 25 November 2026, version 3 dayshift", []),
        ("0 days", []),
    ],
)
def test_lengths_of_time(text: str, codes: list[str]) -> None:
    """Numbers and number words with a unit are lengths of time; dates are not."""
    assert [each.code for each in durations(text)] == codes


def test_the_two_sides_are_compared() -> None:
    """Only said, only held, both, and one side in wider words."""
    parents = {"email": "contact", "phone": "contact", "sms": "phone"}
    mentions = [Mention("data", code, 0, 1) for code in ("health", "contact", "name")]
    result = compare(mentions, {"data": ["sms", "name", "salary"]}, lambda _, code: parents.get(code))

    assert {each.code: each.status for each in result} == {
        "health": "text_only", "contact": "general", "sms": "general", "name": "both", "salary": "register_only",
    }  # fmt: skip
    assert compare([], {}) == []


def test_terms_of_another_list_are_not_related() -> None:
    """A code means something within its own list only."""
    result = compare([Mention("country", "a", 0, 1)], {"data": ["b"]}, lambda _, code: {"a": "b"}.get(code))

    assert {each.status for each in result} == {"text_only", "register_only"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<p>We use <b>e</b>mail &amp; phone</p>", "\nWe use email & phone\n"),
        ("a<script>var email = '<p>'</script>b<style>x{}</style>", "a\n\nb\n\n"),
        ("a<!-- email --> b", "a  b"),
        ("5 < 6 and 7 > 6", "5 < 6 and 7 > 6"),
        ("a <b", "a <b"),
        ("a<script>never ends", "a"),
        ("&lt;script&gt;", "<script>"),
    ],
)
def test_markup_is_taken_off(text: str, expected: str) -> None:
    """Tags, comments, scripts and styles go; what only looks like a tag stays."""
    assert stripped(text) == expected


def test_sentences_and_what_stands_around() -> None:
    """Both languages end sentences their own way; a long sentence is cut around the words."""
    text = "We use v1.2 of it. Really? 我们收集姓名。并保存。\nEnd"

    assert [text[start:end] for start, end in sentences(text)] == [
        "We use v1.2 of it.", "Really?", "我们收集姓名。", "并保存。", "End",
    ]  # fmt: skip
    long = f"{'a ' * 300}email {'b ' * 300}"
    place = long.index("email")
    shown = around(long, sentences(long), place, place + 5, most=60)
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert "email" in shown
    assert len(shown) <= 62


def test_readability_is_measured_by_language() -> None:
    """One English sentence of 30 words and a Chinese one of 61 characters pass the limits; no sentence, no measure."""
    limits = readability.rules().readability.measure
    english = {each.limit.code: each for each in readability.measure(" ".join(["word"] * 30) + ".", limits)}
    chinese = {each.limit.code: each for each in readability.measure("我" * 61 + "。", limits)}

    assert {code: each.value for code, each in english.items()} == {
        "sentence_words": 30, "long_sentences": 100, "long_words": 0,
    }  # fmt: skip
    assert [english[code].within for code in ("sentence_words", "long_words")] == [False, True]
    assert {code: each.value for code, each in chinese.items()} == {
        "sentence_characters": 61, "long_sentences_zh": 100,
    }  # fmt: skip
    assert readability.measure("", limits) == []


def test_legalese_and_vague_words_are_found() -> None:
    """Both lists are searched like terms, by whole words."""
    known = readability.rules().readability.phrases
    text = "Pursuant to this, we may hereby share; maybe."

    assert [(each.area, each.code) for each in readability.phrases(text, known)] == [
        ("legalese", "pursuant to"), ("vague", "may"), ("legalese", "hereby"),
    ]  # fmt: skip


@pytest.mark.parametrize("content", ["checked_on = 3", "[[measure", "checked_on = 2026-01-01\nmeasure = []"])
def test_a_bad_file_of_readability_is_refused(tmp_path: Path, content: str) -> None:
    """It is named in both languages, and the packaged rules stay."""
    (tmp_path / "readability.toml").write_text(content, "utf-8")
    loaded = readability.load(files.PACKAGED, tmp_path)

    (fault,) = loaded.refused
    assert loaded.readability == readability.rules().readability
    for language in LANGUAGES:
        assert "readability.toml" in explain(fault, language)


def test_a_megabyte_is_read_in_one_pass() -> None:
    """Text full of openings that never close is kept, and read without going over it again and again."""
    assert stripped("<!--" * 250_000) == ""
    assert len(stripped("<" * 1_000_000)) == 1_000_000
    assert stripped("<a" * 500_000).startswith("<a")
