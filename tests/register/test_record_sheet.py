"""The record sheet prints one activity whole: every nested row, links by name, history, coverage, completeness."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from governance import formatting, vocabulary
from governance.exchange.article30 import completeness
from governance.insight import coverage
from governance.language import LANGUAGES, Language, text
from governance.model.kinds import kind_of
from governance.register import history
from governance.register.commands import Change
from governance.register.store import Register
from governance.reports import printing, record_sheet
from governance.reports.blocks import Paragraph, Table
from governance.reports.printing import Order
from tests import printed
from tests.hand import Hand
from tests.printed import flat

DAY = date(2026, 11, 23)
MADE = datetime(2026, 11, 23, 12, tzinfo=UTC)
ACTIVITY = "ACT-00068"  # recruiting: transfers, several purposes, a long history
FULL: dict[str, Any] = {
    "name": "#eval(1) *payroll*",
    "name_zh": "$工资$ <发放>",
    "description": "x" * 10_000 + " \u202eevil 😀",
    "role": "controller",
    "organisations": ["ORG-00001"],
    "laws": ["gdpr"],
    "purposes": [{"key": "p1", "name": "@pay", "bases_gdpr": ["contract"], "basis_reason": "= because"}],
    "data": [
        {
            "key": "d1",
            "category": "salary",
            "purposes": ["p1"],
            "people": 1234567,
            "retention_amount": 10,
            "retention_unit": "year",
        },
        {"key": "d2", "name": "Row #2"},
    ],
    "recipients": [{"key": "r1", "name": "Bank `x`", "data": ["d1", "d2"]}],
    "transfers": [{"key": "t1", "recipient": "r1", "country": "US"}],
    "stages": [
        {
            "key": "store",
            "stage": "store",
            "applicable": "applicable",
            "measures": [{"key": "m", "measure": "MEA-00002", "state": "in_place", "note": "note // typed"}],
        },
        {"key": "share", "stage": "share", "applicable": "not_applicable", "reason": "Nobody *receives* it."},
    ],
    "automated_decisions": False,
    "stated": {"systems": "none", "data/d2/subjects": "unknown"},
}


def _sheet(register: Register, record_id: str, language: Language = "en", **lens: Any) -> bytes:
    return printing.make(register, register.lens(**lens), Order("record", language, record_id), made_at=MADE)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_row_is_printed_in_words(hand: Hand, language: Language) -> None:
    """Codes are labels, links are names with their number, inner links name their row, numbers are grouped."""
    record_id = hand.create("activity", FULL)

    whole = printed.text_of(_sheet(hand.register, record_id, language))

    told = [
        "$工资$ <发放>" if language == "zh" else "#eval(1) *payroll*",
        "x evil [U+1F600]",
        "Alba · ORG-00001",
        vocabulary.label("law", "gdpr", language),
        "@pay",
        "= because",
        vocabulary.label("basis_gdpr", "contract", language),
        vocabulary.label("data_category", "salary", language)
        + ("、" if language == "zh" else ", ")
        + "Row #2",
        "1,234,567",
        "10年" if language == "zh" else "10 years",
        "Bank `x`",
        vocabulary.label("country", "US", language),
        "MEA-00002",
        "note // typed",
        "Nobody *receives* it.",
        text("register.no", language),
        text("exchange.answer.none", language),
        text("exchange.answer.unknown", language),
        text("register.not_filled", language),
    ]
    assert [each for each in told if flat(each) not in whole] == []
    assert whole.count("x") >= 10_000


def test_nothing_runs_off_the_paper(hand: Hand) -> None:
    """Ten thousand characters without a space go on over the pages."""
    made = _sheet(hand.register, hand.create("activity", FULL))

    assert len(printed.pages(made)) > 3
    assert min(left for left, _ in printed.boxes(made)) >= printed.SIDE - 1
    assert max(right for _, right in printed.boxes(made)) <= printed.WIDTH - printed.SIDE + 1
    assert set(printed.fonts(made).values()) == {True}


def test_empty_answers_are_told_apart(hand: Hand) -> None:
    """Stated as none, stated as not known, and not filled in are three things."""
    record_id = hand.create(
        "activity", {"name": "A", "stated": {"transfers": "none", "recipients": "unknown"}}
    )

    document = record_sheet.document(hand.register, hand.register.lens(), record_id, "en")

    sharing = next(each for each in document.sections if each.title == "Recipients and transfers")
    answers = {block.text: block.tone for block in sharing.blocks if isinstance(block, Paragraph)}
    assert answers == {"States there are none": "muted", "Not known": "warn"}
    data = next(each for each in document.sections if each.title == "Data and retention")
    assert [block.text for block in data.blocks if isinstance(block, Paragraph)] == ["Not filled in"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_coverage_completeness_and_history_are_those_of_the_register(
    demo_register: Register, language: Language
) -> None:
    """Each stage with its four facts, each letter with its state, each entry with its reason."""
    lens = demo_register.lens(effective_on=DAY)
    with demo_register.read(lens) as reader:
        letters = completeness(reader, ACTIVITY)
        cells = [coverage.cell(reader, ACTIVITY, stage.code) for stage in vocabulary.terms("stage")]
        steps = history.of_record(reader, ACTIVITY)
    pages = printed.pages(_sheet(demo_register, ACTIVITY, language, effective_on=DAY))
    whole = flat("".join(pages))

    for each in letters:
        line = (
            text("article30.letter", language, letter=each["letter"]),
            text(f"article30.{each['which']}.{each['letter']}", language),
            text(f"register.completeness.{each['state']}", language),
        )
        assert flat("".join(line)) in whole
    for cell in cells:
        assert (
            flat(vocabulary.label("stage", cell.stage, language) + text(f"state.{cell.state}", language))
            in whole
        )
        for fact in cell.facts:
            for row in fact.rows:
                assert not row.get("id") or flat(formatting.name_of(row, language)) in whole
    assert len(steps) > 10
    assert all(flat(step.reason) in whole for step in steps)
    assert flat(formatting.number(lens.known_revision, language)) in flat(pages[0])


def test_changes_are_told_field_by_field(hand: Hand) -> None:
    """An entry says where something changed, what stood there and what stands there now."""
    record_id = hand.create("activity", {"name": "A", "notice": "Old *notice*", "review_months": 6})
    hand.update("activity", record_id, {"name": "A", "notice": "New $notice$", "ends_on": "2030-01-01"}, 1)

    whole = printed.text_of(_sheet(hand.register, record_id))

    labels = {each.name: each.spec.en for each in kind_of("activity").fields}
    assert flat(f"{labels['notice']}: Old *notice* → New $notice$") in whole
    assert flat(f"+ {labels['ends_on']}: 1 Jan 2030") in whole
    assert flat(f"− {labels['review_months']}: 6") in whole


def test_a_retired_record_is_not_judged(hand: Hand) -> None:
    """It says that it is retired, and shows no coverage."""
    record_id = hand.create("activity", {"name": "Old"})
    hand.change(Change("activity", "retire", record_id=record_id))

    whole = printed.text_of(_sheet(hand.register, record_id))

    assert flat(text("report.record.retired", "en")) in whole
    assert flat(text("report.record.not_live", "en")) in whole


def test_the_sheet_of_a_past_day(demo_register: Register) -> None:
    """An earlier day prints the version of that day, with no later entry in its history."""
    past = date(2025, 12, 31)
    moment = demo_register.end_of(past)

    document = record_sheet.document(
        demo_register, demo_register.lens(known_at=moment, effective_on=past), ACTIVITY, "en"
    )
    newest = record_sheet.document(demo_register, demo_register.lens(effective_on=DAY), ACTIVITY, "en")

    assert document.line != newest.line
    entries = [
        sum(
            len(block.rows)
            for part in each.sections
            if part.title == "History"
            for block in part.blocks
            if isinstance(block, Table)
        )
        for each in (document, newest)
    ]
    assert 0 < entries[0] < entries[1]


def test_contacts_are_masked_for_those_who_may_not_see_them(hand: Hand) -> None:
    """Whoever reads with masked contacts prints them masked, and the sheet says so."""
    record_id = hand.create("activity", {"name": "A", "contact": "Anna, +49 40 1234"})
    lens = replace(hand.register.lens(), masks_contacts=True)

    whole = printed.text_of(printing.make(hand.register, lens, Order("record", "en", record_id)))

    assert "1234" not in whole
    assert "•••" in whole
    assert flat(text("report.method.masked", "en")) in whole


def test_text_kept_from_an_import_is_printed(hand: Hand) -> None:
    """What matched no field is not lost on paper either."""
    kept = [{"key": "k1", "text": "Only *here*", "column": "Remarks #3", "source": "old.xlsx"}]
    record_id = hand.create("activity", {"name": "A", "kept": kept})

    whole = printed.text_of(_sheet(hand.register, record_id))

    assert flat("Remarks #3 · old.xlsx") in whole
    assert flat("Only *here*") in whole
