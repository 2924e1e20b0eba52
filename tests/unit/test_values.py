"""Single values of foreign registers: what is sure, what is assumed, and what is left as text."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.exchange.values import (
    boolean,
    day,
    duration,
    integer,
    is_placeholder,
    none_state,
    separators,
    split,
)

NOTHING: tuple[object, ...] = (None, [], {}, float("nan"))
ANYTHING = st.one_of(
    st.text(max_size=400),
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.dates(),
    st.datetimes(),
    st.lists(st.text(), max_size=2),
)


@pytest.mark.parametrize(
    ("text", "state"),
    [
        *[(text, "none") for text in ("Nil ", "nil", "n/a", "N/A", "N.v.t.", "None", "(none)", "none.", "Keine", "entfällt", "aucun", "Néant", "ingen", "geen", "无", "不适用", "不涉及", "没有")],
        *[(text, "unknown") for text in ("Onbekend", "Not sure", "unknown", "unbekannt", "inconnu", "未知", "不详", "待定", "tbd", "?", "??", "k.A.")],
        *[(text, "empty") for text in ("", "  ", "null", "[]", "-", "–", "...", "#N/A")],
        *[(value, "empty") for value in NOTHING],
        *[(text, None) for text in ("Nee", "No", "Nein", "Non", "否", "Yes", "No legal gateway required", "None of the above", "0", "x", "Nilsson")],
        (0, None),
        (False, None),
    ],
)  # fmt: skip
def test_none_unknown_and_empty_are_three_states(text: object, state: str | None) -> None:
    """«There are none», «not known» and «not filled in» are told apart; yes and no are values."""
    assert none_state(text) == state


@pytest.mark.parametrize(
    ("text", "placeholder"),
    [
        *[(text, True) for text in ("Select an item from this list ►", "[DATE]", "[Name of controller]", "Test", "test 1", "xxx", "…", "____", "<name>", "{{purpose}}", "Choose an item.", "Click or tap here to enter text.", "请选择", "请填写处理目的", "Wählen Sie ein Element aus.", "Choisissez un élément.", "à compléter", "Lorem ipsum dolor")],
        *[(text, False) for text in ("Testing of drugs", "[1]", "[x]", "[]", "a@b.example", "<alice@example.org>", "Select committee", "Payroll [HR]", "选择权", "")],
    ],
)  # fmt: skip
def test_placeholders_are_no_answers(text: str, *, placeholder: bool) -> None:
    """Texts that only hold the place of an answer are recognised."""
    assert is_placeholder(text) is placeholder


@pytest.mark.parametrize(
    ("value", "found", "code"),
    [
        *[(text, True, "sure") for text in ("Yes", "y", "TRUE", "Ja", "Oui", "Sí", "是", "=TRUE()", True)],
        *[(text, False, "sure") for text in ("No", "Nein", "Non", "nee", "否", "=FALSE()", "=FALSE( )".replace(" ", ""), False)],
        ("x", True, "assumed"),
        ("☐", False, "assumed"),
        (1.0, True, "assumed"),
        ("无", False, "assumed"),
        ("maybe", None, "not_understood"),
        ("n/a", None, "not_understood"),
        ("", None, "empty"),
        (2, None, "not_understood"),
    ],
)  # fmt: skip
def test_yes_and_no(value: object, found: bool | None, code: str) -> None:
    """Yes and no are read in many languages; marks are assumed only."""
    parsed = boolean(value)
    assert (parsed.value, parsed.code) == (found, code)


@pytest.mark.parametrize(
    ("value", "found", "code"),
    [
        ("3000.0", 3000, "sure"),
        (3000.0, 3000, "sure"),
        (12, 12, "sure"),
        ("1,234,567", 1234567, "sure"),
        ("1.234.567", 1234567, "sure"),
        ("3 000", 3000, "sure"),
        ("3\u202f000", 3000, "sure"),
        ("12'000", 12000, "sure"),
        ("１２３", 123, "sure"),
        ("3,000", None, "ambiguous"),
        ("3.000", None, "ambiguous"),
        ("1.234,567", None, "ambiguous"),
        ("approx. 250 people", 250, "assumed"),
        ("约3000人", 3000, "assumed"),
        ("5万人", 50000, "assumed"),
        ("10-100", None, "not_understood"),
        ("> 1000", None, "not_understood"),
        ("2.5", None, "not_understood"),
        ("50 %", None, "not_understood"),
        (True, None, "not_understood"),
        ("", None, "empty"),
    ],
)
def test_whole_numbers(value: object, found: int | None, code: str) -> None:
    """Whole numbers are read; a separator that could be a decimal sign is never read."""
    parsed = integer(value)
    assert (parsed.value, parsed.code) == (found, code)


@pytest.mark.parametrize(
    ("value", "found", "code"),
    [
        ("2020-01-02", date(2020, 1, 2), "sure"),
        ("2020-01-02T10:11:12.345+0000", date(2020, 1, 2), "sure"),
        ("2020-01-02 10:11:12", date(2020, 1, 2), "sure"),
        ("2020-01-02T10:11:12Z", date(2020, 1, 2), "sure"),
        ("2020/1/2", date(2020, 1, 2), "sure"),
        ("20200102", date(2020, 1, 2), "sure"),
        ("13/05/2019", date(2019, 5, 13), "sure"),
        ("05/13/2019", date(2019, 5, 13), "sure"),
        ("31.12.2020", date(2020, 12, 31), "sure"),
        ("1.2.2020", date(2020, 2, 1), "sure"),
        ("9/9/2020", date(2020, 9, 9), "sure"),
        ("02-May-13", date(2013, 5, 2), "assumed"),
        ("12/31/99", date(1999, 12, 31), "assumed"),
        ("Wednesday, 8 October, 2008", date(2008, 10, 8), "sure"),
        ("October 8th, 2008", date(2008, 10, 8), "sure"),
        ("8. Oktober 2008", date(2008, 10, 8), "sure"),
        ("1er janvier 2020", date(2020, 1, 1), "sure"),
        ("2 de mayo de 2020", date(2020, 5, 2), "sure"),
        ("3 maart 2020", date(2020, 3, 3), "sure"),
        ("2026年11月23日", date(2026, 11, 23), "sure"),
        ("２０２６年１１月２３日", date(2026, 11, 23), "sure"),
        (datetime(2020, 1, 2, 3, 4), date(2020, 1, 2), "sure"),  # noqa: DTZ001  a cell of a workbook has no time zone
        (date(2020, 1, 2), date(2020, 1, 2), "sure"),
        (43831, date(2020, 1, 1), "assumed"),
        (43831.5, date(2020, 1, 1), "assumed"),
        ("03/04/2020", None, "ambiguous"),
        ("2021-31-31", None, "impossible"),
        ("2020-02-30", None, "impossible"),
        ("32.01.2020", None, "impossible"),
        ("0000-00-00", None, "impossible"),
        ("2019", None, "incomplete"),
        ("May 2013", None, "incomplete"),
        ("2026年11月", None, "incomplete"),
        ("Q3 2020", None, "incomplete"),
        ("ongoing", None, "not_understood"),
        ("2 years", None, "not_understood"),
        ("", None, "empty"),
        (None, None, "empty"),
    ],
)
def test_days(value: object, found: date | None, code: str) -> None:
    """Days are read as written; the ambiguous, the impossible and the incomplete say so."""
    parsed = day(value)
    assert (parsed.value, parsed.code) == (found, code)


def test_order_settles_the_ambiguous_day() -> None:
    """The order of a column settles texts that could mean two days."""
    assert day("03/04/2020", "dmy").value == date(2020, 4, 3)
    assert day("03/04/2020", "mdy").value == date(2020, 3, 4)


@pytest.mark.parametrize(
    ("text", "amount", "unit", "start", "code"),
    [
        ("P2Y", 2, "year", None, "sure"),
        ("P1Y6M", 18, "month", None, "sure"),
        ("PT72H", 72, "hour", None, "sure"),
        ("P72H", 72, "hour", None, "assumed"),
        ("5 ans à compter du versement de la paie", 5, "year", None, "sure"),
        ("10 年", 10, "year", None, "sure"),
        ("半年", 6, "month", None, "sure"),
        ("1年6个月", 18, "month", None, "sure"),
        ("合同终止后3年", 3, "year", "contract_end", "sure"),
        ("劳动合同终止之日起二年", 2, "year", "employment_end", "sure"),
        ("自收集之日起六个月", 6, "month", "collection", "sure"),
        ("1 year and 6 months", 18, "month", None, "sure"),
        ("five (5) years", 5, "year", None, "sure"),
        ("18-month", 18, "month", None, "sure"),
        ("2.5 years", 30, "month", None, "sure"),
        ("10 Jahre nach Ende des Geschäftsjahres", 10, "year", "financial_year_end", "sure"),
        ("§ 147 AO: 10 Jahre", 10, "year", None, "sure"),
        ("3 years from the date of collection", 3, "year", "collection", "sure"),
        ("90 days after account closure", 90, "day", "account_closure", "sure"),
        ("max. 30 Tage", 30, "day", None, "maximum"),
    ],
)
def test_durations_that_can_be_computed(
    text: str, amount: int, unit: str, start: str | None, code: str
) -> None:
    """One plain period gives amount, unit and, where plain, the event it is counted from."""
    found = duration(text)
    assert (found.amount, found.unit, found.start, found.code) == (amount, unit, start, code)
    assert found.computable
    assert found.text == text


@pytest.mark.parametrize(
    ("text", "start", "code"),
    [
        ("until end of contract", "contract_end", "event"),
        ("End of Contract", "contract_end", "event"),
        ("As long as necessary", "purpose_met", "event"),
        ("2 years if not recruited, 10 years after end of service if recruited", "employment_end", "several"),
        ("3 years or until end of contract", "contract_end", "several"),
        ("3 jaar of 5 jaar", None, "several"),
        ("2-3 years", None, "several"),
        ("1/2 year", None, "several"),
        ("6 months, 3 years", None, "several"),
        ("至2026年12月31日", None, "several"),
        ("不少于三年", None, "minimum"),
        ("at least 3 years", None, "minimum"),
        ("permanently", None, "no_limit"),
        ("see contract", None, "not_understood"),
        ("P", None, "not_understood"),
        ("2.0", None, "not_understood"),
        ("", None, "empty"),
    ],
)
def test_durations_that_cannot_be_computed_keep_their_text(text: str, start: str | None, code: str) -> None:
    """Conditions, choices, bounds and mere events are never turned into a date."""
    found = duration(text)
    assert (found.computable, found.start, found.code, found.text) == (False, start, code, text)


def test_number_alone_needs_the_unit_of_its_column() -> None:
    """A year column may hold ``2.0``; the unit comes from the column and is assumed."""
    for value in ("2.0", 2.0, 2, "2"):
        found = duration(value, unit_hint="year")
        assert (found.amount, found.unit, found.code, found.computable) == (2, "year", "assumed", True)


def test_split_keeps_brackets_and_drops_bullets() -> None:
    """Separators inside brackets do not cut; bullets and blank parts go."""
    assert split("CV (name; address); photo;", ";") == ("CV (name; address)", "photo")
    assert split("- staff\n- clients\n\n• guests", "\n") == ("staff", "clients", "guests")
    assert split("a (b; c", ";") == ("a (b", "c")


def test_commas_and_slashes_are_offered_but_never_suggested() -> None:
    """Each separator comes with a preview; commas stand inside single values too often."""
    found = {p.separator: p for p in separators(["a; b", "c; d; e", "x, y / z", None, 3])}
    assert found[";"].suggested
    assert (found[";"].cells, found[";"].parts) == (2, 5)
    assert found[";"].preview[0] == ("a; b", ("a", "b"))
    assert not found[","].suggested
    assert not found["/"].suggested


@given(ANYTHING)
def test_nothing_raises(value: Any) -> None:
    """Any value whatever is read without an error."""
    none_state(value)
    boolean(value)
    integer(value)
    day(value)
    day(value, "dmy")
    duration(value, "year")
    separators([value])


@given(st.text(max_size=200))
def test_no_text_is_lost(text: str) -> None:
    """What is not understood keeps its text; what is cut still holds every word."""
    for parsed in (boolean(text), integer(text)):
        assert parsed.value is not None or parsed.code == "empty" or parsed.note
    assert duration(text).text == text.strip()
    letters = [char for char in text if char.isalpha()]
    for separator in (";", "\n", ",", "/"):
        kept = [char for part in split(text, separator) for char in part if char.isalpha()]
        assert [char for char in letters if char not in "abcdefghijklmnopqrstuvwxyz"] == [
            char for char in kept if char not in "abcdefghijklmnopqrstuvwxyz"
        ]


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2199, 12, 31)))
def test_iso_days_come_back(written: date) -> None:
    """Every ISO day is read as itself."""
    assert day(written.isoformat()).value == written
    assert day(f"{written.year}年{written.month}月{written.day}日").value == written
    assert day(written.strftime("%d.%m.%Y")).value == written
