"""The packs on Chinese law and on internal policy: read, proven fact by fact, with the thresholds of the authority."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from governance.law import examples
from governance.law.packs import law
from governance.law.rules import Rule
from governance.law.views import subjects

PACKS = ("pipl", "china", "internal")


def rule_of(rule_id: str) -> Rule:
    """Return the rule called ``rule_id``."""
    found = law().rule(rule_id)
    assert found is not None
    return found


def found_on(on: str, **facts: Any) -> set[str]:
    """Return the rules that find something in an ordinary row of ``on`` with ``facts`` laid over it."""
    row = examples.ordinary(subjects()[on]) | facts
    rules = [rule for name in PACKS for rule in law().packs[name].rules if rule.on == on]
    (answers,) = examples.judge_all(rules, [row])
    return {rule.id for rule, pair in zip(rules, answers, strict=True) if examples.Answer(*pair).found}


@pytest.mark.parametrize("name", PACKS)
def test_a_pack_is_read_without_a_refusal(name: str) -> None:
    """Every rule of the pack is well formed and holds on its own examples."""
    assert [each for each in law().refusals if each.file == f"{name}.toml"] == []
    assert law().packs[name].rules


@pytest.mark.parametrize("name", PACKS)
def test_every_fact_of_a_failing_example_matters(name: str) -> None:
    """Putting one fact of a failing example back to its passing or ordinary value ends the finding."""
    idle = []
    for rule in law().packs[name].rules:
        usual = examples.ordinary(subjects()[rule.on])
        passing, failing = examples.row(rule, rule.passing), examples.row(rule, rule.failing)
        for fact in rule.failing:
            back = passing[fact] if passing[fact] != failing[fact] else usual[fact]
            if examples.judge(rule, [failing | {fact: back}])[0].found:
                idle.append((rule.id, fact))
    assert idle == []


@pytest.mark.parametrize("name", PACKS)
def test_an_example_differs_in_one_fact(name: str) -> None:
    """The passing and the failing row of a rule differ in exactly one fact, so that it is plain what breaks it."""
    for rule in law().packs[name].rules:
        passing, failing = examples.row(rule, rule.passing), examples.row(rule, rule.failing)
        assert len([fact for fact in failing if failing[fact] != passing[fact]]) == 1, rule.id


@pytest.mark.parametrize(
    ("route", "people", "sensitive", "expected"),
    [
        ("exempt_volume", 99_999, 0, set()),
        ("exempt_volume", 100_000, 0, {"CN-CBP-5-PEOPLE"}),
        ("exempt_volume", 50, 1, {"CN-CBP-5-SENSITIVE"}),
        ("standard_contract", 999_999, 0, set()),
        ("standard_contract", 1_000_000, 0, {"CN-CBP-7-MILLION"}),
        ("standard_contract", 1_009_998, 9_999, set()),
        ("standard_contract", 10_000, 10_000, {"CN-CBP-7-SENSITIVE"}),
        ("certification", 1_000_000, 10_000, {"CN-CBP-7-SENSITIVE"}),
        ("security_assessment", 5_000_000, 90_000, set()),
        ("exempt_contract", 5_000_000, 90_000, set()),
    ],
)
def test_the_route_follows_the_volume(route: str, people: int, sensitive: int, expected: set[str]) -> None:
    """The thresholds are those of 22 March 2024: 100,000, one million apart from sensitive data, 10,000 sensitive."""
    assert found_on("transfer", route=route, people_year=people, sensitive_year=sensitive) == expected


def test_unknown_volumes_are_a_finding() -> None:
    """A standard contract whose number of people is unknown cannot be judged, and that is said."""
    assert found_on("transfer", people_year=None) == {"CN-CBP-7-MILLION"}
    assert examples.judge(
        rule_of("CN-CBP-7-MILLION"), [examples.row(rule_of("CN-CBP-7-MILLION"), {"people_year": "unknown"})]
    ) == [examples.Answer(applies=True, breach=None)]


def test_a_transfer_that_stays_in_china_needs_no_route() -> None:
    """No rule on export finds anything in a transfer that does not leave the mainland."""
    bare: dict[str, Any] = {
        "route": None,
        "notice_says": [],
        "important": True,
        "ciio": True,
        "pipia_done": False,
    }
    assert found_on("transfer", leaves_china=False, **bare) == set()


def test_legitimate_interests_are_one_finding_of_their_own() -> None:
    """A purpose that rests on legitimate interests alone breaks the rule that says so, and not the general one too."""
    assert found_on("purpose", bases_gdpr=["legitimate_interests"], bases_pipl=[]) == {"PIPL-13-1-LI"}
    assert found_on("purpose", bases_gdpr=["contract"], bases_pipl=[]) == {"PIPL-13-1"}


def test_a_missing_consent_hides_what_follows_from_it() -> None:
    """Where nobody is asked at all, the register says that once and not that the consent is not separate as well."""
    facts = {"bases_pipl": ["consent"], "consents": 0, "sensitive_pipl": True, "consent_separate": False}
    assert found_on("purpose", **facts) == {"PIPL-14-1"}


def test_an_unknown_recipient_is_asked_for_its_role() -> None:
    """Without a role no duty towards the recipient can be told, so the missing role is the finding."""
    facts = {"role": None, "entrusted": None, "independent": None, "contract_in_force": False}
    assert found_on("recipient", **facts) == {"PIPL-23-ROLE"}


@pytest.mark.parametrize("state", ["none", "several", "vacant", "left", "department"])
def test_each_fault_of_accountability_has_one_rule_of_the_house(state: str) -> None:
    """A fault of accountability breaks PIPL 9 and exactly one internal rule."""
    found = found_on("stage", a_state=state)
    assert found == {"PIPL-9", f"INT-A-{state.upper()}"}


def test_the_filing_of_the_officer_is_judged_once_a_day() -> None:
    """The rule of the law ends the day before the authority's notice takes over."""
    old, new = rule_of("PIPL-52-2-FILED"), rule_of("CN-OFF-1")
    for day in (date(2025, 7, 17), date(2025, 7, 18)):
        assert old.in_force(day) is not new.in_force(day)


@pytest.mark.parametrize(
    ("rule_id", "first"),
    [
        ("PIPL-13-1", date(2021, 11, 1)),
        ("CN-DSL-27", date(2021, 9, 1)),
        ("CN-SCC-7", date(2023, 6, 1)),
        ("CN-MIN-37", date(2024, 1, 1)),
        ("CN-CBP-7-MILLION", date(2024, 3, 22)),
        ("CN-NDSR-12", date(2025, 1, 1)),
        ("CN-AUD-4", date(2025, 5, 1)),
        ("CN-OFF-1", date(2025, 7, 18)),
        ("CN-INC-GRADE", date(2025, 11, 1)),
        ("CN-CERT-VALID", date(2026, 1, 1)),
    ],
)
def test_a_rule_holds_from_the_day_its_law_does(rule_id: str, first: date) -> None:
    """Each instrument binds from the day it came into force, not before."""
    assert rule_of(rule_id).in_force_from == first


def test_standards_are_low_and_marked_unverified() -> None:
    """What rests on a recommended standard alone is a matter of quality, and its content was not read again."""
    standards = [rule for rule in law().packs["china"].rules if rule.cites[0].startswith("GB/T")]
    assert {(rule.severity, rule.unverified) for rule in standards} == {("low", True)}
