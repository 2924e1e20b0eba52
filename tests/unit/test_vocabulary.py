"""The lists of choices hold their laws: codes, both languages, links, spellings, counts."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance import vocabulary
from governance.vocabulary.reference import reference
from governance.vocabulary.terms import Term

ROOT = Path(__file__).resolve().parents[2]
CHINESE = re.compile(r"[\u3400-\u9fff]")
HALF_WIDTH = re.compile(r"[\u3400-\u9fff][,:;?!(]|[,;?!)][\u3400-\u9fff]")
TODAY = date(2026, 11, 25)

COUNTS = {
    "access_model": 6,
    "activity_role": 4,
    "adm_safeguard": 9,
    "analysis_use": 4,
    "applicability": 2,
    "application_role": 6,
    "assessment_kind": 6,
    "assessment_question": 22,
    "assessment_trigger": 14,
    "attested_kind": 9,
    "audit_kind": 4,
    "basis_gdpr": 6,
    "basis_pipl": 7,
    "commitment_audience": 2,
    "contract_clause": 20,
    "country": 254,
    "data_category": 63,
    "data_source": 15,
    "deletion_method": 10,
    "dpo_task": 10,
    "evidence_kind": 18,
    "gdpr32": 5,
    "glossary": 85,
    "holiday_region": 30,
    "hosting": 8,
    "impact": 5,
    "incident_grade": 4,
    "incident_kind": 3,
    "incident_risk": 3,
    "law": 3,
    "likelihood": 5,
    "measure_nature": 2,
    "measure_state": 4,
    "measures": 89,
    "mfa": 3,
    "notice_content": 21,
    "notice_language": 14,
    "operation": 11,
    "opinion_reply": 2,
    "opinion_verdict": 5,
    "party_role": 12,
    "people_count": 4,
    "pipl51": 6,
    "pipl_route": 11,
    "policy_topic": 18,
    "post_role": 24,
    "principle": 8,
    "protected_kind": 17,
    "protection_level": 3,
    "purpose_category": 31,
    "raci": 4,
    "recipient_category": 22,
    "recipient_role": 6,
    "request_channel": 8,
    "request_outcome": 6,
    "required_document": 16,
    "residual_risk": 3,
    "retention_start": 14,
    "retention_unit": 4,
    "right": 12,
    "risk_sign": 9,
    "risk_source": 13,
    "severity": 4,
    "special_condition": 11,
    "stage": 6,
    "stated": 2,
    "status": 6,
    "subject_category": 28,
    "training_topic": 10,
    "transfer_mechanism": 17,
    "treatment": 4,
    "verdict": 3,
    "workflow_step": 7,
}

EVERY_TERM = [(name, term) for name in COUNTS for term in vocabulary.terms(name)]


def codes(name: str) -> set[str]:
    """Return the codes of a list."""
    return {term.code for term in vocabulary.terms(name)}


def texts(term: Term, language: str) -> list[str]:
    """Return every text of a term in one language."""
    found = [getattr(term, language)]
    found += [getattr(part, language) for key in ("about", "proof") if (part := getattr(term, key, None))]
    return found


def test_each_list_has_exactly_the_terms_we_mean() -> None:
    """A term added or dropped is a decision: it changes the count here."""
    assert {name: len(vocabulary.terms(name)) for name in vocabulary.names()} == COUNTS


@pytest.mark.parametrize("name", COUNTS)
def test_codes_of_a_list_are_unique_and_all_found(name: str) -> None:
    """Each code stands once and leads back to its term."""
    listed = vocabulary.terms(name)
    assert len(codes(name)) == len(listed)
    assert all(vocabulary.term(name, term.code) is term for term in listed)


@pytest.mark.parametrize("name", COUNTS)
def test_each_list_says_where_it_comes_from(name: str) -> None:
    """A list carries both labels, a source and the day it was checked."""
    one = vocabulary.vocabulary(name)
    assert one.source
    assert one.checked_on <= TODAY
    assert CHINESE.search(one.label("zh"))
    assert not CHINESE.search(one.label("en"))


def test_english_is_english_and_chinese_is_chinese() -> None:
    """No Chinese stands in an English text, and each Chinese text has some."""
    assert [(n, t.code) for n, t in EVERY_TERM if any(CHINESE.search(text) for text in texts(t, "en"))] == []
    assert [
        (n, t.code) for n, t in EVERY_TERM if not all(CHINESE.search(text) for text in texts(t, "zh"))
    ] == []


def test_chinese_is_set_with_its_own_punctuation() -> None:
    """No half-width comma, colon or bracket touches a Chinese character."""
    assert [
        (n, t.code) for n, t in EVERY_TERM if any(HALF_WIDTH.search(text) for text in texts(t, "zh"))
    ] == []


def test_parents_and_successors_exist() -> None:
    """Each parent and successor is a term of the same list."""
    links = [(n, link) for n, t in EVERY_TERM for link in (t.parent, t.replaced_by) if link]
    assert [(name, link) for name, link in links if vocabulary.term(name, link) is None] == []


def test_every_spelling_stands_for_one_term() -> None:
    """Codes, labels and listed spellings are recognised as their own term."""
    wrong = [
        (name, text)
        for name, term in EVERY_TERM
        for text in (
            *([] if term.extra.get("ambiguous_code") else [term.code]),
            term.en,
            term.zh,
            *term.match,
        )
        if vocabulary.recognise(name, text) is not term
    ]
    assert wrong == []


@pytest.mark.parametrize("measure", vocabulary.measures(), ids=lambda measure: measure.code)
def test_a_measure_names_known_stages_and_principles(measure: vocabulary.LibraryMeasure) -> None:
    """Stages, principles, nature and both security lists are codes that exist, and each measure cites a source."""
    assert set(measure.stages) <= codes("stage")
    assert set(measure.principles) <= codes("principle")
    assert measure.nature in codes("measure_nature")
    assert set(measure.gdpr32) <= codes("gdpr32")
    assert set(measure.pipl51) <= codes("pipl51")
    assert measure.cites


@pytest.mark.parametrize("stage", [term.code for term in vocabulary.terms("stage")])
def test_each_stage_has_at_least_eight_measures(stage: str) -> None:
    """A team finds measures to choose from at every stage."""
    assert sum(stage in measure.stages for measure in vocabulary.measures()) >= 8


@pytest.mark.parametrize("name", ["principle", "gdpr32", "pipl51"])
def test_each_aim_of_the_law_has_a_measure(name: str) -> None:
    """No principle and no item of either security article is left without a measure."""
    field = {"principle": "principles"}.get(name, name)
    used = {code for measure in vocabulary.measures() for code in getattr(measure, field)}
    assert used == codes(name)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Art. 6 Abs. 1 S. 1 lit. f DSGVO", "legitimate_interests"),
        ("GDPR-6-1-a", "consent"),
        ("Article 6(1)(a) - consent", "consent"),
        ("  CONTRACTUAL   necessity. ", "contract"),
        ("Toestemming betrokkene", "consent"),
        ("Exécution d’un contrat", "contract"),
        ("register-gdpr-p6-e", "public_task"),
        ("Artikel 6, stk. 1, litra e", "public_task"),
        ("第六条第一款第（三）项", "legal_obligation"),
    ],
)
def test_a_basis_is_recognised_in_many_spellings(text: str, code: str) -> None:
    """Citations and words of several languages lead to the basis they mean."""
    found = vocabulary.recognise("basis_gdpr", text)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize(
    "text",
    [
        "",
        "6",
        "Art. 6",
        "Art. 6(1)",
        "Article 6(1)(b) - consent",
        "Public interest/legal obligation/contract",
        "Regulation 5 (s251)",
        "§ 6 Abs. 1 lit. a",
        "Art. 9(2)(a)",
        "consent and contract",
        "no consent",
    ],
)
def test_a_basis_is_never_guessed(text: str) -> None:
    """Half a citation, two bases, a citation at odds with its words or another law match nothing."""
    assert vocabulary.recognise("basis_gdpr", text) is None


def test_a_paragraph_of_national_law_is_no_article_of_the_gdpr() -> None:
    """«§ 10» of a national act does not stand for Article 10."""
    assert vocabulary.recognise("special_condition", "§10") is None
    assert vocabulary.recognise("special_condition", "10") is None
    found = vocabulary.recognise("special_condition", "Art. 10")
    assert found is not None
    assert found.code == "criminal_authority"


def test_a_form_offers_only_what_is_in_force() -> None:
    """The exemptions for exports from China are offered from 22 March 2024 on."""
    before, after = (
        {term.code for term in vocabulary.choices("pipl_route", day)}
        for day in (date(2024, 3, 21), date(2024, 3, 22))
    )
    assert "exempt_hr" not in before
    assert "exempt_hr" in after


@pytest.mark.parametrize(
    ("category", "gdpr9", "gdpr10", "pipl28"),
    [
        ("email", False, False, False),
        ("health", True, False, True),
        ("sick_leave", True, False, True),
        ("biometric", True, False, True),
        ("religion", True, False, True),
        ("union", True, False, False),
        ("criminal", False, True, True),
        ("bank_account", False, False, True),
        ("whereabouts", False, False, True),
        ("minor", False, False, True),
        ("photo", False, False, False),
    ],
)
def test_sensitivity_follows_both_laws(category: str, gdpr9: bool, gdpr10: bool, pipl28: bool) -> None:
    """A category falls in the classes the articles name, through its parent where it states none itself."""
    found = vocabulary.sensitivity(category)
    assert (found.gdpr9, found.gdpr10, found.pipl28) == (gdpr9, gdpr10, pipl28)
    assert (found.reason is not None) == found.sensitive


def test_every_kind_of_protected_data_has_a_category() -> None:
    """Each kind GDPR 9, GDPR 10 and PIPL 28 name is reachable through a data category."""
    found = {
        kind for term in vocabulary.terms("data_category") for kind in vocabulary.sensitivity(term.code).kinds
    }
    assert found == codes("protected_kind")


def test_a_foreign_category_is_not_taken_for_harmless() -> None:
    """An unknown code says that it is unknown."""
    assert vocabulary.sensitivity("no_such").known is False


def test_the_glossary_explains_every_term_in_both_languages() -> None:
    """No word of the help page is left unexplained."""
    assert all(entry.about for entry in vocabulary.glossary())


def test_labels_come_in_both_languages_and_unknown_codes_as_they_are() -> None:
    """A screen shows the label, or the code when the list has no such term."""
    assert vocabulary.label("stage", "collect", "en") == "Collect"
    assert vocabulary.label("stage", "collect", "zh") == "收集"
    assert vocabulary.label("stage", "no_such", "zh") == "no_such"


def test_the_reference_on_disk_is_the_generated_one() -> None:
    """docs/vocabulary.md is what the files say today."""
    assert (ROOT / "docs" / "vocabulary.md").read_text("utf-8") == reference()


@given(st.text())
def test_folding_a_spelling_twice_changes_nothing(text: str) -> None:
    """What was folded once compares equal to itself, whatever was typed."""
    once = vocabulary.spelling(text)
    assert vocabulary.spelling(once) == once


@given(st.text())
def test_recognising_never_fails(text: str) -> None:
    """Any text is either a known term or none."""
    found = vocabulary.recognise("basis_gdpr", text)
    assert found is None or found in vocabulary.terms("basis_gdpr")
