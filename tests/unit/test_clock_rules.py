"""The clocks are data: every row is whole, and a wrong file is refused by name while the others work."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any, get_args

import pytest

from governance.errors import BadData
from governance.language import LANGUAGES, explain
from governance.law import files
from governance.law.calendar import Period
from governance.law.clock_rules import DATES, FLAGS, ClockRule, Clocks, Subject, clocks, load

ROW = """
[[clock]]
id = "own.request.quick"
on = "request"
en = "Answer quickly"
zh = "尽快答复"
cites = ["House rule 7"]
from = 2024-01-01
event = "received"
done = "answered"
amount = 10
unit = "working_days"
counting = "eu_1182_71"
severity = "high"
checked_on = 2026-01-01
source = "House rules"
explanation = { en = "Ten working days.", zh = "十个工作日。" }
"""
HEAD = 'en = "House"\nzh = "内部"\nlaws = ["gdpr"]\n'


def own(folder: Path, content: str, name: str = "own") -> Clocks:
    """Return the packaged clocks with one file of an organisation laid over them."""
    law = folder / "law"
    law.mkdir(exist_ok=True)
    (law / f"{name}.clocks.toml").write_text(content, "utf-8")
    return load(files.PACKAGED, law)


def test_the_packs_hold_the_clocks_of_the_law() -> None:
    """A lost clock is noticed: the number in each pack is pinned, and none is refused."""
    found = clocks()

    assert Counter(rule.pack for rule in found.rules) == {"gdpr": 12, "china": 18, "internal": 17}
    assert found.refused == ()
    assert found.packs.keys() == {"gdpr", "china", "internal"}


FIGURES = {
    "gdpr.request.answer": (1, "months"),
    "gdpr.request.refusal": (1, "months"),
    "gdpr.incident.authority": (72, "hours"),
    "gdpr.activity.source_notice": (1, "months"),
    "gdpr.assessment.consultation": (8, "weeks"),
    "pipl.request.answer_standard": (30, "days"),
    "pipl.request.answer_app": (15, "working_days"),
    "cn.incident.one_hour": (1, "hours"),
    "cn.incident.two_hours": (2, "hours"),
    "cn.incident.four_hours": (4, "hours"),
    "pipl.assessment.keep": (3, "years"),
    "cn.contract.keep": (3, "years"),
    "cn.officer.file": (30, "working_days"),
    "cn.officer.change": (30, "working_days"),
    "cn.transfer.contract_filing": (10, "working_days"),
    "cn.transfer.contract_answer": (15, "working_days"),
    "cn.transfer.assessment_validity": (3, "years"),
    "cn.transfer.certificate_validity": (3, "years"),
    "cn.audit.ten_million": (2, "years"),
    "internal.system.restore": (12, "months"),
}


def test_the_figures_are_those_of_the_law() -> None:
    """Every figure of the packs, and no other: assessments hold three years, audits come every two above 10M."""
    found = {rule.id: (rule.amount, rule.unit) for rule in clocks().rules if rule.amount}

    assert found == FIGURES
    assert clocks().rule("cn.audit.minors").yearly == "01-31"


def test_clocks_without_a_figure_are_rows_too() -> None:
    """«Without undue delay» is a clock: it shows the days gone by and invents no deadline."""
    found = {rule.id for rule in clocks().rules if not rule.has_figure}

    assert found == {
        "gdpr.request.recipients",
        "gdpr.incident.controller",
        "gdpr.incident.people",
        "gdpr.officer.publish",
        "gdpr.officer.communicate",
        "pipl.incident.authority",
        "pipl.incident.people",
        "pipl.officer.publish",
        "internal.opinion.reply",
    }


def test_figures_not_read_in_the_source_are_marked() -> None:
    """The two practice figures for answering in China are unverified, and only those."""
    found = {rule.id for rule in clocks().rules if rule.unverified}

    assert found == {"pipl.request.answer_standard", "pipl.request.answer_app"}


def test_only_the_law_that_allows_it_stops_the_clock_or_extends() -> None:
    """Pauses and extensions: answering under the GDPR, and the authority in a prior consultation."""
    allowed = {"gdpr.request.answer", "gdpr.assessment.consultation"}

    assert {rule.id for rule in clocks().rules if rule.stop_the_clock} == allowed
    assert {rule.id for rule in clocks().rules if rule.extension} == allowed


def test_rules_are_dated() -> None:
    """The incident reporting rule begins on 1 November 2025, the officer filing on 18 July 2025."""
    found = clocks()

    assert not found.rule("cn.incident.four_hours").in_force(date(2025, 10, 31))
    assert found.rule("cn.incident.four_hours").in_force(date(2025, 11, 1))
    assert found.rule("cn.officer.file").in_force_from == date(2025, 7, 18)


def test_every_subject_says_what_may_be_asked_of_it() -> None:
    """Dates and flags are listed for each kind of subject."""
    assert set(DATES) == set(FLAGS) == set(get_args(Subject))


def test_an_organisation_adds_a_clock_and_ends_one(tmp_path: Path) -> None:
    """A new id adds a clock; a known id changes the keys given and leaves the rest."""
    found = own(
        tmp_path,
        HEAD + ROW + '[[clock]]\nid = "pipl.request.answer_standard"\nto = 2025-12-31\n',
    )

    assert found.refused == ()
    assert found.packs["own"].zh == "内部"
    assert found.rule("own.request.quick").pack == "own"
    changed = found.rule("pipl.request.answer_standard")
    assert (changed.in_force_to, changed.amount, changed.pack) == (date(2025, 12, 31), 30, "china")
    assert changed.laws == ("pipl",)
    assert len(found.rules) == len(clocks().rules) + 1


@pytest.mark.parametrize(
    ("content", "code", "context"),
    [
        (HEAD + ROW + ROW, "clock_twice", {"clock": "own.request.quick"}),
        (HEAD + ROW.replace('zh = "尽快答复"\n', ""), "clock_untranslated", {"reason": "zh"}),
        (HEAD + ROW.replace('unit = "working_days"\n', ""), "clock_bad", {"reason": "unit"}),
        (HEAD + ROW.replace('"working_days"', '"fortnights"'), "clock_bad", {"reason": "unit"}),
        (HEAD + ROW.replace("amount = 10", "amount = 0"), "clock_bad", {"reason": "amount"}),
        (
            HEAD + ROW.replace("amount = 10", 'yearly = "01-31"\namount = 10'),
            "clock_bad",
            {"reason": "amount"},
        ),
        (HEAD + ROW.replace('event = "received"\n', ""), "clock_bad", {"reason": "event"}),
        (HEAD + ROW.replace('"received"', '"arrived"'), "clock_fact_unknown", {"reason": "arrived"}),
        (
            HEAD + ROW + 'when = ["urgent"]\n',
            "clock_fact_unknown",
            {"reason": "urgent", "subject": "request"},
        ),
        (HEAD + ROW + "stop_the_clock = true\n", "clock_bad", {"reason": "stop_the_clock"}),
        (HEAD + ROW + "to = 2023-01-01\n", "clock_bad", {"reason": "to"}),
        (HEAD + ROW + 'color = "red"\n', "clock_bad", {"reason": "color"}),
        (HEAD + ROW + 'soon = { amount = 1, unit = "hours" }\n', "clock_bad", {"reason": "soon"}),
        (
            HEAD + ROW + 'extension = { amount = 2, unit = "months", condition = { en = "A", zh = "甲" } }\n',
            "clock_bad",
            {"reason": "extension"},
        ),
        (HEAD.replace("gdpr", "hammurabi") + ROW, "clock_bad", {"reason": "laws: hammurabi"}),
        (HEAD + ROW.replace('"own.request.quick"', '"Own request"'), "clock_bad", {"reason": "id"}),
        (HEAD + ROW.replace('"high"', '"dreadful"'), "clock_bad", {"reason": "severity"}),
        ("clock = 5\n", "clock_bad", {"reason": "[[clock]]"}),
        (HEAD + "[[clock]\n", "vocabulary_not_toml", {"line": "4"}),
    ],
)
def test_a_bad_file_is_refused_and_the_others_work(
    tmp_path: Path, content: str, code: str, context: dict[str, Any]
) -> None:
    """The refusal names file, clock and reason in both languages; the packaged clocks all stay."""
    found = own(tmp_path, content)

    (refused,) = found.refused
    assert refused.code == code
    assert refused.context.items() >= context.items()
    assert "own.clocks.toml" in str(refused.context["file"])
    assert found.rules == clocks().rules
    assert all(explain(refused, language) != str(refused) for language in LANGUAGES)


def test_a_bad_change_of_a_packaged_clock_leaves_it_as_it_was(tmp_path: Path) -> None:
    """An own file that breaks a packaged clock is refused; the packaged row works on."""
    found = own(tmp_path, '[[clock]]\nid = "gdpr.request.answer"\namount = -1\n', "gdpr")

    assert [fault.context["clock"] for fault in found.refused] == ["gdpr.request.answer"]
    assert found.rule("gdpr.request.answer").amount == 1


def test_an_unknown_clock_is_named() -> None:
    """Asking for a clock that is not there says so."""
    with pytest.raises(BadData) as fault:
        clocks().rule("no.such")
    assert fault.value.context == {"clock": "no.such"}


@pytest.mark.parametrize("rule", clocks().rules, ids=lambda rule: rule.id)
def test_every_clock_is_whole(rule: ClockRule) -> None:
    """Titles and explanations differ between the languages and within, and a figure can be counted."""
    assert rule.en != rule.zh
    assert rule.explanation.en != rule.explanation.zh
    assert rule.in_force_from <= rule.checked_on
    if rule.amount and rule.unit:
        assert Period(rule.amount, rule.unit).amount == rule.amount
