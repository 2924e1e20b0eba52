"""Law packs: every rule proves itself, a bad file is refused with its reason, and the others keep working."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from governance import vocabulary
from governance.language import LANGUAGES, explain
from governance.law import examples
from governance.law.packs import PACKAGED, law, load
from governance.law.rules import Rule
from governance.law.views import ROWS, subjects

HAN = re.compile(r"[\u4e00-\u9fff]")
RULES = {rule.id: rule for rule in law().rules}
every_rule = pytest.mark.parametrize("rule", RULES.values(), ids=RULES)


def test_no_packaged_file_is_refused() -> None:
    """What is delivered can be read."""
    assert law().refusals == ()


@every_rule
def test_a_rule_finds_its_failing_example_and_passes_the_other(rule: Rule) -> None:
    """The failing example is a finding, the passing one is not though the rule applies, nor is an ordinary row."""
    failing, passing, usual = examples.judge(
        rule, [examples.row(rule, rule.failing), examples.row(rule, rule.passing), examples.row(rule, {})]
    )

    assert failing.found
    assert (passing.applies, passing.breach) == (True, False)
    assert not usual.found


@every_rule
def test_flipping_the_failing_fact_makes_it_pass(rule: Rule) -> None:
    """Of the facts in which the two examples differ, putting the right ones right takes the finding away."""
    failing, passing = examples.row(rule, rule.failing), examples.row(rule, rule.passing)
    different = [name for name in failing if failing[name] != passing[name]]
    assert different
    mended = [failing | {name: passing[name]} for name in different] + [
        failing | {name: passing[name] for name in different}
    ]

    answers = examples.judge(rule, mended)

    assert not answers[-1].found
    assert any(not answer.found for answer in answers)
    assert set(different) <= set(rule.facts)


@every_rule
def test_a_rule_looks_at_something_it_breaches_on(rule: Rule) -> None:
    """A rule that found something whatever the facts were would be no rule: some fact decides."""
    assert rule.facts
    assert rule.breach.strip().lower() not in ("true", "false")


@every_rule
def test_a_rule_speaks_both_languages(rule: Rule) -> None:
    """Title, explanation and remedy are English in English and Chinese in Chinese, and say three things."""
    for text in (rule.en.title, rule.en.explanation, rule.en.remedy):
        assert not HAN.search(text)
    for text in (rule.zh.title, rule.zh.explanation, rule.zh.remedy):
        assert HAN.search(text)
    for language in LANGUAGES:
        said = rule.text(language)
        assert len({said.title, said.explanation, said.remedy}) == 3
    assert len(rule.en.title) <= 110


@every_rule
def test_a_rule_is_dated_and_sourced(rule: Rule) -> None:
    """It says since when it is in force, from which source, and the day somebody checked it."""
    assert rule.in_force_to is None or rule.in_force_to >= rule.in_force_from
    assert rule.in_force_from.year >= 2000
    assert rule.source
    assert rule.checked_on <= max(found.checked_on for found in RULES.values())


def test_ids_stand_once() -> None:
    """No id names two rules, in one pack or in two."""
    assert max(Counter(rule.id for rule in law().rules).values()) == 1


@pytest.mark.parametrize("subject", subjects().values(), ids=list(subjects()))
def test_every_column_is_documented_in_both_languages(subject: object) -> None:
    """Labels are there, Chinese is Chinese, and vocabularies named exist."""
    for column in subject.columns:  # type: ignore[attr-defined]
        assert not HAN.search(column.en)
        assert HAN.search(column.zh) or column.zh.isascii() is False
        if column.vocabulary:
            codes = {term.code for term in vocabulary.terms(column.vocabulary)}
            given = column.ordinary if isinstance(column.ordinary, tuple) else (column.ordinary,)
            assert set(given) <= codes


GOOD = """
law = "own"
en = "Own rules"
zh = "本组织规则"
source = "Handbook"
checked_on = 2026-11-25

[[rule]]
id = "OWN-1"
on = "activity"
cites = ["Handbook 1"]
from = 2026-01-01
severity = "low"
principle = "accountability"
breach = "not owner"
field = "owner"
passing = { owner = true }
failing = { owner = false }
en = { title = "No owner", explanation = "Somebody must answer.", remedy = "Name the owner." }
zh = { title = "无负责人", explanation = "须有人负责。", remedy = "指定负责岗位。" }
"""

BROKEN = (
    ("a = [", "a = [", "vocabulary_not_toml", ""),
    ('breach = "not owner"', 'breach = "not owner and"', "law_predicate_syntax", "OWN-1"),
    ('breach = "not owner"', 'breach = "not ownr"', "law_column_unknown", "OWN-1"),
    ('breach = "not owner"', 'breach = "owner + 1 = people"', "law_predicate_broken", "OWN-1"),
    ('breach = "not owner"', 'breach = "exists(select 1)"', "law_predicate_refused", "OWN-1"),
    ('breach = "not owner"', 'breach = "owner"', "law_example_wrong", "OWN-1"),
    ("passing = { owner = true }", "passing = { ownr = true }", "law_column_unknown_in", "OWN-1"),
    ("passing = { owner = true }", "passing = { owner = false }", "law_example_wrong", "OWN-1"),
    ("failing = { owner = false }", "failing = { owner = true }", "law_example_wrong", "OWN-1"),
    ('on = "activity"', 'on = "activities"', "law_subject_unknown", "OWN-1"),
    ('severity = "low"', 'severity = "tiny"', "law_code_unknown", "OWN-1"),
    ('principle = "accountability"', 'principle = "virtue"', "law_code_unknown", "OWN-1"),
    ('field = "owner"', 'field = "owned"', "law_field_unknown", "OWN-1"),
    ("zh = { title", "xx = { title", "law_untranslated", "OWN-1"),
    ('cites = ["Handbook 1"]', "cites = []", "vocabulary_term_bad", "OWN-1"),
    ("from = 2026-01-01", 'from = "soon"', "vocabulary_term_bad", "OWN-1"),
)


@pytest.mark.parametrize(("old", "new", "code", "rule"), BROKEN)
def test_a_bad_file_is_refused_with_file_rule_and_reason(
    tmp_path: Path, old: str, new: str, code: str, rule: str
) -> None:
    """A mistake in one file refuses that file, names it with its rule, and the packaged packs keep working."""
    text = GOOD.replace(old, new, 1) if old in GOOD else GOOD + new
    assert text != GOOD
    (tmp_path / "own.toml").write_text(text, "utf-8")

    found = load(PACKAGED, tmp_path)

    (refusal,) = found.refusals
    assert (refusal.file, refusal.rule) == ("own.toml", rule)
    assert refusal.error.code == code
    for language in LANGUAGES:
        assert "own.toml" in explain(refusal.error, language)
    assert found.packs.keys() == law().packs.keys()


def test_an_organisation_adds_rules_and_overrides_single_ones(tmp_path: Path) -> None:
    """A file of the same name changes the severity of one rule and adds another; all else stays as delivered."""
    (tmp_path / "gdpr.toml").write_text(
        '[[rule]]\nid = "GDPR-6-1"\nseverity = "low"\n' + GOOD[GOOD.index("[[rule]]") :], "utf-8"
    )

    found = load(PACKAGED, tmp_path)

    assert found.refusals == ()
    changed, delivered = found.rule("GDPR-6-1"), law().rule("GDPR-6-1")
    assert changed is not None
    assert delivered is not None
    assert (changed.severity, delivered.severity) == ("low", "critical")
    assert changed.breach == delivered.breach
    assert {rule.id for rule in found.packs["gdpr"].rules} == {
        rule.id for rule in law().packs["gdpr"].rules
    } | {"OWN-1"}


def test_an_id_used_in_another_pack_is_refused(tmp_path: Path) -> None:
    """Findings, waivers and gates name rules by id: two rules may not share one."""
    (tmp_path / "own.toml").write_text(GOOD.replace("OWN-1", "GDPR-6-1"), "utf-8")

    (refusal,) = load(PACKAGED, tmp_path).refusals

    assert refusal.error.code == "law_rule_twice"


def test_every_row_subject_is_a_field_of_an_activity() -> None:
    """Purposes, data, recipients, transfers and stages are judged row by row."""
    assert set(ROWS) <= set(subjects())
