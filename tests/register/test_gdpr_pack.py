"""The GDPR pack over real records: what it finds, and the facts only it looks at."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from governance.law import evaluate, findings
from governance.law.packs import law
from governance.register.store import Register
from tests.hand import Hand

DAY = date(2026, 6, 15)
GDPR = law().packs["gdpr"].rules


def one(register: Register, view: str, column: str) -> Any:
    """Return the value of a column in the only row of a view."""
    with register.read(register.lens(effective_on=DAY)) as reader:
        ((value,),) = [row.values() for row in reader.rows(f'SELECT "{column}" FROM {view}')]
    return value


def found(register: Register, on: str) -> dict[str, bool]:
    """Return the rules of a subject that found something, and whether they cannot be judged."""
    with register.read(register.lens(effective_on=DAY)) as reader:
        judged = evaluate.judge(reader, GDPR, on)
    rules = evaluate.rules_on(GDPR, on)
    return {
        rule.id: unknown[0].as_py()
        for place, rule in enumerate(rules)
        for _, unknown in evaluate.found_by(judged, place)
    }


def notice(hand: Hand, **content: Any) -> str:
    """Create a notice in force since 2026-01-01 that says nothing."""
    return hand.create("notice", {"name": "Notice", "in_force_from": "2026-01-01", **content})


def data(*sources: str | None) -> list[dict[str, Any]]:
    """Return rows of data from these sources."""
    return [
        {"key": f"d{at}", "category": "contact", **({"source": source} if source else {})}
        for at, source in enumerate(sources)
    ]


@pytest.mark.parametrize(
    ("sources", "direct"),
    [
        (["data_broker"], False),
        (["data_broker", "data_subject"], True),
        (["observed"], True),
        (["data_broker", None], None),
        ([], False),
    ],
)
def test_a_notice_covers_data_people_give_themselves(
    hand: Hand, register: Register, sources: list[str | None], direct: bool | None
) -> None:
    """Asked for or observed counts as given; where one source is not known and no other is direct, nobody knows."""
    content: dict[str, object] = {"name": "Shop", "laws": ["gdpr"], "notices": [notice(hand)]}
    hand.create("activity", {**content, "data": data(*sources)})

    assert one(register, "law_notice", "covers_direct") is direct
    assert found(register, "notice").get("GDPR-13-2e") is {True: False, None: True}.get(direct)


@pytest.mark.parametrize(
    ("entity", "covers"),
    [
        ({"laws": ["pipl"]}, False),
        ({"laws": ["gdpr"]}, None),
        ({"laws": ["gdpr"], "public_authority": True}, True),
        (None, None),
    ],
)
def test_a_notice_speaks_of_the_officer_its_organisation_needs(
    hand: Hand, register: Register, entity: dict[str, Any] | None, covers: bool | None
) -> None:
    """A public authority needs an officer, one outside the GDPR none; of all others the register cannot tell."""
    belongs = {} if entity is None else {"organisation": hand.create("organisation", {"name": "E", **entity})}
    named = notice(hand, **belongs)
    hand.create("activity", {"name": "Shop", "laws": ["gdpr"], "notices": [named]})

    assert one(register, "law_notice", "covers_officer") is covers
    assert found(register, "notice").get("GDPR-13-1b") is {True: False, None: True}.get(covers)


@pytest.mark.parametrize(
    ("roles", "as_processor"),
    [([], False), (["processor"], True), (["processor", "controller"], False), (["processor", None], False)],
)
def test_an_incident_at_a_processor_is_told_to_the_controller(
    hand: Hand, register: Register, roles: list[str | None], as_processor: bool
) -> None:
    """Where all processing concerned is done for others, the controller is told; otherwise the authority is."""
    activities = [
        hand.create("activity", {"name": "Hosting", "laws": ["gdpr"], **({"role": role} if role else {})})
        for role in roles
    ]
    content = {"name": "Leak", "laws": ["gdpr"], "aware_on": "2026-06-01", "likely_risk": "high"}
    record = hand.create("incident", {**content, "activities": activities})

    assert one(register, "law_incident", "as_processor") is as_processor
    assert ("GDPR-33-2" in found(register, "incident")) is as_processor
    assert ("GDPR-33-1" in found(register, "incident")) is not as_processor

    told = {**register.content(record), "controller_told_on": "2026-06-02"}
    hand.update("incident", record, told, 1)

    assert one(register, "law_incident", "controller_told") is True
    assert "GDPR-33-2" not in found(register, "incident")


def test_a_late_report_without_times_cannot_be_judged(hand: Hand, register: Register) -> None:
    """On the third day only the time of day tells whether 72 hours were over; without it nobody knows."""
    told = {"aware_on": "2026-06-01", "authority_told_on": "2026-06-04"}
    hand.create("incident", {"name": "Leak", "laws": ["gdpr"], **told})

    assert found(register, "incident")["GDPR-33-1-delay"] is True


def test_an_empty_activity_is_found_wanting_and_nothing_that_does_not_concern_it(
    hand: Hand, register: Register
) -> None:
    """A controller's empty record lacks its letters of 30(1) and the notice; rules on processors stay silent."""
    hand.create("activity", {"name": "Shop", "role": "controller", "laws": ["gdpr"]})

    assert set(found(register, "activity")) == {
        "GDPR-30-1a", "GDPR-30-1b", "GDPR-30-1c", "GDPR-30-1d", "GDPR-30-1e", "GDPR-30-1g", "GDPR-13", "GDPR-22-1"
    }  # fmt: skip


def test_an_activity_under_chinese_law_alone_breaches_no_rule_of_the_gdpr(
    hand: Hand, register: Register
) -> None:
    """The condition of the whole pack holds for every rule on activities and their rows."""
    rows = {"purposes": [{"key": "p1"}], "data": data(None), "recipients": [{"key": "r1"}]}
    hand.create("activity", {"name": "Shop", "laws": ["pipl"], **rows})

    for on in ("activity", "purpose", "data", "recipient", "stage"):
        assert found(register, on) == {}


def test_the_facts_of_every_rule_can_be_read(register: Register) -> None:
    """Every column a rule looks at stands in its view, also one that is named like a word of SQL."""
    with register.read(register.lens()) as reader:
        for rule in GDPR:
            assert findings.facts_of(reader, rule, []) == {}


def test_every_letter_of_article_30_has_a_rule() -> None:
    """The record of a controller is judged by seven letters, that of a processor by four."""
    cited = {cite for rule in GDPR for cite in rule.cites}

    assert {f"GDPR 30(1)({letter})" for letter in "abcdefg"} <= cited
    assert {f"GDPR 30(2)({letter})" for letter in "abcd"} <= cited
