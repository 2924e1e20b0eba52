"""The statements of two laws: proven on their examples, and a wrong file refused by file, statement and reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from governance.errors import BadData
from governance.law.files import PACKAGED
from governance.law.lens import NAME, OTHER, SIDES, lens, load, within
from governance.law.packs import law

TEXT = (PACKAGED / NAME).read_text("utf-8")


def test_the_packaged_statements_hold() -> None:
    """Every statement proves itself, both laws speak on every topic, and the topics asked for are there."""
    known = lens()

    wanted = {
        "basis",
        "consent",
        "sensitive",
        "recipients",
        "transfers",
        "automated",
        "notice",
        "assessment",
        "retention",
    }
    assert wanted | {"rights", "officer", "record"} <= {topic.code for topic in known.topics}
    for topic in known.topics:
        for side in SIDES:
            assert [each for each in known.statements if each.topic == topic.code and each.side == side], (
                topic.code
            )
            assert topic.facts


def test_every_conditional_statement_has_two_examples() -> None:
    """A condition nobody proves could say anything."""
    assert [each.id for each in lens().statements if each.columns and not (each.made and each.unmade)] == []


@pytest.mark.parametrize(
    ("cite", "article", "expected"),
    [
        ("GDPR 6(1)(f)", "GDPR 6", True),
        ("GDPR 60", "GDPR 6", False),
        ("GDPR 6", "GDPR 6(1)", False),
        ("PIPL 13(1)", "PIPL 13", True),
        ("CAC Cross-border Provisions 7", "CAC Cross-border Provisions", True),
    ],
)
def test_an_article_takes_what_stands_below_it(cite: str, article: str, expected: bool) -> None:
    """GDPR 6 takes 6(1)(f) and not 60."""
    assert within(cite, article) is expected


def test_findings_stand_at_the_topic_of_their_first_article() -> None:
    """Each rule of both laws has one topic, «other» where no topic names its articles."""
    known = lens()
    rules = {rule.id: rule for rule in law().rules}

    assert known.topic_of("gdpr", rules["GDPR-6-1"]) == "basis"
    assert known.topic_of("gdpr", rules["GDPR-28-3"]) == "recipients"
    assert known.topic_of("pipl", rules["PIPL-55"]) == "assessment"
    assert known.topic_of("gdpr", rules["GDPR-33-1"]) == OTHER
    assert {known.side_of(rule) for rule in rules.values() if rule.law == "china"} == {"pipl"}
    assert {known.side_of(rule) for rule in rules.values() if rule.law == "internal"} == {None}


@pytest.mark.parametrize(
    ("old", "new", "code", "reason"),
    [
        ("list_contains(bases_gdpr, 'consent')", "nonsense", "law_column_unknown", "nonsense"),
        ('topic = "basis"', 'topic = "nowhere"', "law_topic_unknown", "nowhere"),
        (
            'unmade = { bases_gdpr = ["contract"] }',
            'unmade = { bases_gdpr = ["consent"] }',
            "law_example_wrong",
            "unmade",
        ),
        ('made = { bases_gdpr = ["consent"] }', "made = { bases_gdpr = [] }", "law_example_wrong", "made"),
        ('on = "purpose"\nwhen', 'on = "nothing"\nwhen', "law_subject_unknown", "nothing"),
        ('gdpr = ["bases_gdpr"], pipl', 'gdpr = ["no_column"], pipl', "law_column_unknown_in", "no_column"),
        ("list_contains(bases_gdpr, 'consent')", "(SELECT true)", "law_predicate_refused", "subquery"),
        ('id = "basis-gdpr-contract"', 'id = "basis-gdpr-consent"', "law_rule_twice", ""),
        ('zh = "以同意为基础：同意须自愿', 'xx = "以同意为基础：同意须自愿', "vocabulary_term_bad", "zh"),
    ],
)
def test_a_wrong_file_is_refused_by_name(tmp_path: Path, old: str, new: str, code: str, reason: str) -> None:
    """The error names the file, what is wrong and why."""
    assert old in TEXT
    file = tmp_path / NAME
    file.write_text(TEXT.replace(old, new, 1), "utf-8")

    with pytest.raises(BadData) as refused:
        load(file)

    assert refused.value.code == code
    assert NAME in str(refused.value.context["file"])
    assert reason in str(refused.value.context)


def test_an_organisation_lays_its_own_reading_over_the_packaged_one(tmp_path: Path) -> None:
    """A statement of the same id replaces the packaged one; the others stay."""
    own = tmp_path / NAME
    start = TEXT.index('[[statement]]\nid = "consent-pipl-none"')
    own.write_text(
        TEXT[start : TEXT.index("\n\n# ---", start)].replace("no consent is needed", "our reading"), "utf-8"
    )

    known = load(PACKAGED / NAME, own)

    mine = next(each for each in known.statements if each.id == "consent-pipl-none")
    assert "our reading" in mine.en
    assert len(known.statements) == len(lens().statements)
