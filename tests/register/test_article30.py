"""The register of Article 30, by letter, in both languages, on paper and in a workbook."""

from __future__ import annotations

import io
import re
from datetime import date, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from governance.errors import GovernanceError
from governance.exchange import article30, exporting
from governance.exchange.article30 import Article30, Which
from governance.exchange.article30.answers import duration
from governance.language import LANGUAGES, Language, catalog, text
from governance.register.commands import Change
from tests.hand import Hand

FULL: dict[str, Any] = {
    "name": "Payroll <script>",
    "name_zh": "工资发放",
    "role": "joint_controller",
    "organisations": ["ORG-00001"],
    "joint_controllers": ["PAR-00001"],
    "purposes": [{"key": "p1", "name": "Pay & tax", "name_zh": "发薪"}],
    "data": [
        {
            "key": "d1",
            "category": "name",
            "subjects": ["staff"],
            "retention_amount": 3,
            "retention_unit": "year",
            "retention_start": "relationship_end",
        }
    ],
    "recipients": [{"key": "r1", "party": "PAR-00001"}],
    "transfers": [{"key": "t1", "recipient": "r1", "country": "US", "mechanism": "scc_commission"}],
    "stages": [
        {
            "key": "store",
            "stage": "store",
            "measures": [{"key": "m", "measure": "MEA-00002", "state": "in_place"}],
        }
    ],
}
SERVED: dict[str, Any] = {
    "name": "Hosting",
    "role": "processor",
    "organisations": ["ORG-00001"],
    "controllers": [{"key": "c1", "party": "PAR-00001", "processing": "Storing files"}],
    "stated": {"transfers": "none", "security": "unknown"},
}


@pytest.fixture
def people(hand: Hand) -> Hand:
    """An organisation with contacts, a data protection officer and a party."""
    hand.update(
        "organisation",
        "ORG-00001",
        {"name": "Alba", "address": "1 High Street", "email": "in@example.org"},
        1,
    )
    hand.create("party", {"name": "Bank", "contact": "bank@example.org"}, "PAR-00001")
    hand.create("post", {"name": "DPO", "role": "gdpr_dpo", "organisation": "ORG-00001"}, "POS-00001")
    today = hand.register.today()
    begin, end = (today - timedelta(days=30)).isoformat(), (today + timedelta(days=30)).isoformat()
    hand.create(
        "appointment",
        {"name": "A", "post": "POS-00001", "person": "PER-00001", "starts_on": begin, "ends_on": end},
    )
    return hand


def _build(
    hand: Hand, language: Language = "en", which: Which = "controller", on: date | None = None
) -> Article30:
    with hand.register.read(hand.register.lens(effective_on=on)) as reader:
        return article30.build(reader, language, which)


def _states(hand: Hand, record_id: str) -> dict[str, str]:
    with hand.register.read(hand.register.lens()) as reader:
        return {row["letter"]: row["state"] for row in article30.completeness(reader, record_id)}


def test_a_full_record_is_complete_under_every_letter(people: Hand) -> None:
    """100 % is reachable, and each letter says what the record says."""
    record_id = people.create("activity", FULL)
    assert set(_states(people, record_id).values()) == {"complete"}
    (entry,) = _build(people).entries
    joined = ["\n".join(answer.lines) for answer in entry.answers]
    assert "Alba (1 High Street, in@example.org)" in joined[0]
    assert "Data protection officer (GDPR): Ann Lee (ann@example.org)" in joined[0]
    assert "Joint controllers: Bank (bank@example.org)" in joined[0]
    assert joined[1] == "Pay & tax"
    assert "3 years" in joined[5]
    assert [each.letter for each in _build(people).letters] == list("abcdefg")


@pytest.mark.parametrize(
    ("language", "unit", "shown"),
    [("en", "month", "6 months"), ("zh", "day", "6天"), ("zh", "week", "6周"), ("zh", "month", "6个月"), ("zh", "year", "6年")],
)  # fmt: skip
def test_a_time_limit_reads_naturally(language: Language, unit: str, shown: str) -> None:
    """Every unit has its word in both languages."""
    assert duration(6, unit, language) == shown


def test_an_empty_record_is_complete_under_no_letter(people: Hand) -> None:
    """Nothing filled in is missing everywhere; the record counts as the controller's."""
    record_id = people.create("activity", {"name": "Empty"})
    assert _states(people, record_id) == dict.fromkeys("abcdefg", "missing")


@pytest.mark.parametrize("answer", ["none", "unknown"])
@pytest.mark.parametrize(
    ("letter", "field"), [("a", "organisations"), ("b", "purposes"), ("c", "data"), ("d", "recipients"),
                         ("e", "transfers"), ("f", "data"), ("g", "security")]
)  # fmt: skip
def test_a_stated_answer_is_told_apart(people: Hand, letter: str, field: str, answer: str) -> None:
    """«There are none» and «not known» are neither complete nor missing."""
    record_id = people.create("activity", {"name": "Stated", "stated": {field: answer}})
    assert _states(people, record_id)[letter] == answer


@pytest.mark.parametrize(
    ("row", "stated", "expected"),
    [
        ({"category": "name", "subjects": ["staff"]}, {}, ("complete", "missing")),
        ({"category": "name"}, {"data/d/subjects": "unknown"}, ("unknown", "missing")),
        ({"subjects": ["staff"], "retention_text": "long"}, {}, ("missing", "complete")),
        ({"name": "x", "subjects": ["staff"]}, {"data/d/retention_amount": "none"}, ("complete", "none")),
        ({"name": "x", "retention_amount": 3}, {"data/d/retention_text": "unknown"}, ("missing", "unknown")),
    ],
)
def test_every_row_counts(
    people: Hand, row: dict[str, Any], stated: dict[str, str], expected: tuple[str, str]
) -> None:
    """A data row without people, name or time limit keeps (c) or (f) open."""
    other = {"key": "full", "category": "name", "subjects": ["staff"], "retention_text": "a year"}
    kept = [other] if expected[1] != "none" else []
    record_id = people.create(
        "activity", {"name": "Rows", "data": [{"key": "d", **row}, *kept], "stated": stated}
    )
    states = _states(people, record_id)
    assert (states["c"], states["f"]) == expected


def test_the_processor_has_a_register_of_its_own(people: Hand) -> None:
    """30(2) has four letters and names the controller served; 30(1) leaves the activity out."""
    people.create("activity", FULL)
    record_id = people.create("activity", SERVED)
    assert _states(people, record_id) == {"a": "complete", "b": "complete", "c": "none", "d": "unknown"}
    (entry,) = _build(people, which="processor").entries
    assert entry.activity_id == record_id
    assert "Controllers: Bank (bank@example.org)" in entry.answers[0].lines
    assert entry.answers[1].lines == ("Bank: Storing files",)
    assert [each.activity_id for each in _build(people).entries] != [record_id]


def test_only_live_activities_stand_in_it(people: Hand) -> None:
    """Void, retired, not yet begun and ended ones are left out; drafts are in, with their status."""
    today = people.register.today()
    people.create("activity", {"name": "Later", "starts_on": (today + timedelta(days=1)).isoformat()})
    people.create("activity", {"name": "Over", "ends_on": today.isoformat()})
    people.change(Change("activity", "void", record_id=people.create("activity", {"name": "Wrong"})))
    people.change(Change("activity", "retire", record_id=people.create("activity", {"name": "Gone"})))
    people.create("activity", {"name": "Now", "starts_on": today.isoformat()})
    assert [(entry.name, entry.status) for entry in _build(people).entries] == [("Now", "Draft")]


def test_the_officer_of_the_day_is_named(people: Hand) -> None:
    """Before and after the appointment the officer is «not filled in»."""
    people.create("activity", FULL)
    today = people.register.today()
    for days, expected in ((0, "Ann Lee"), (-31, "Not filled in"), (30, "Not filled in")):
        (organisation,) = _build(people, on=today + timedelta(days=days)).organisations
        assert expected in organisation.lines[1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_print_view_stands_alone_and_escapes(people: Hand, language: Language) -> None:
    """One page, no outside resource, no markup from users, three different words, stamp and caution."""
    people.create("activity", {**FULL, "name_zh": "<script>"})
    people.create("activity", {"name": "Open", "stated": {"recipients": "none", "transfers": "unknown"}})
    page = article30.html(_build(people, language), _build(people, language, "processor"))
    assert "<script" not in page
    assert not re.search(r"""(src|href)=|url\(|@import|https?:""", page)
    words = {text(f"exchange.answer.{state}", language) for state in ("missing", "unknown", "none")}
    assert len(words) == 3
    assert all(word in page for word in words)
    shown = unescape(page)
    head = people.register.head()
    assert head.chain_hash in shown
    assert str(head.revision) in shown
    assert text("exchange.not_advice", language) in shown
    assert text("article30.empty", language) in shown


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_workbook_has_one_column_a_letter(people: Hand, language: Language) -> None:
    """Each letter has its heading, each activity its row, each cell its words."""
    people.create("activity", FULL)
    people.create("activity", SERVED)
    registers = [_build(people, language, which) for which in ("controller", "processor")]
    book = openpyxl.load_workbook(io.BytesIO(article30.xlsx(*registers)))
    assert len(book.sheetnames) == 3
    for register, letters in zip(registers, (7, 4), strict=True):
        sheet = book[text(f"article30.sheet.{register.which}", language)]
        rows = list(sheet.iter_rows(values_only=True))
        assert len(rows) == 2
        assert rows[0][4:] == tuple(letter.title(language) for letter in register.letters)
        assert len(rows[0]) == 4 + letters
        assert all(rows[1][4:])


def test_an_empty_register_says_so(people: Hand) -> None:
    """Without activities there is no data, in the page and in the workbook."""
    register = _build(people)
    assert "No data" in article30.html(register)
    book = openpyxl.load_workbook(io.BytesIO(article30.xlsx(register)))
    assert str(book.worksheets[0]["A2"].value).startswith("No data")


@pytest.mark.parametrize("name", ["a.xlsx", "deep/a.html"])
def test_both_paragraphs_go_out_in_one_file(people: Hand, tmp_path: Path, name: str) -> None:
    """One command writes 30(1) and 30(2); nothing half written is left beside it."""
    people.create("activity", SERVED)
    out = tmp_path / "out" / name
    exporting.write(people.register, people.register.lens(), "article30", "zh", out)
    assert [each.name for each in out.parent.iterdir()] == [out.name]
    if out.suffix == ".html":
        assert out.read_text("utf-8").count("<h1>") == 2
    else:
        assert len(openpyxl.load_workbook(out).sheetnames) == 3


def test_an_export_that_cannot_be_written_is_one_error(people: Hand, tmp_path: Path) -> None:
    """A folder in the way is told in one sentence, and nothing half written is left."""
    (tmp_path / "taken").mkdir()
    for what in ("article30", "workbook"):
        with pytest.raises(GovernanceError) as refused:
            exporting.write(people.register, people.register.lens(), what, "en", tmp_path / "taken")
        assert refused.value.code == "export_failed"
    assert not list(tmp_path.glob("*.partial"))
    assert "error.export_failed" in catalog("zh")
