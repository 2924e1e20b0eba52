"""What both laws say of a record that is known by heart."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from governance.errors import UnknownRecord
from governance.law import waivers
from governance.law.findings import row_name
from governance.law.lens import Side, lens
from governance.law.lens_said import Told, told
from governance.law.verdicts import verdicts
from governance.register.store import Register
from tests import lawful_register
from tests.lawful_register import CRM, GERMAN, HEAD, MAILER, NEWSLETTER, NOTICE, PAYROLL
from tests.register.opening import built


@pytest.fixture(scope="module")
def lawful(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Register]:
    """The register whose answers are known by heart."""
    with built(tmp_path_factory.mktemp("lawful"), lawful_register.build) as register:
        yield register


def of(register: Register, activity: str, actor: str | None = None) -> Told:
    """Return what is said of an activity."""
    seen = register.lens(actor=actor)
    found = verdicts(register, seen)
    with register.read(seen) as reader:
        return told(reader, lens(), activity, found, waivers.in_force(reader))


def made(found: Told, topic: str, side: Side) -> dict[str, list[str]]:
    """Return the statements of one half with the names of the things they are made of."""
    return {
        each.statement.id: [row_name(thing, "en") or thing["name"] for thing in each.things]
        for each in found.topics[topic][side].said
    }


def test_legitimate_interests_carry_one_purpose_here_and_nothing_in_china(lawful: Register) -> None:
    """Of the two purposes, only the one on legitimate interests is told to need another basis in China."""
    found = of(lawful, NEWSLETTER)

    assert made(found, "basis", "gdpr") == {
        "basis-gdpr-consent": ["Sending"],
        "basis-gdpr-interest": ["Profiling"],
    }
    assert made(found, "basis", "pipl") == {
        "basis-pipl-interest-nothing": ["Profiling"],
        "basis-pipl-consent": ["Sending"],
    }


def test_entrusting_needs_an_assessment_though_no_separate_consent(lawful: Register) -> None:
    """Both processors are told of: a contract here, an assessment there."""
    found = of(lawful, NEWSLETTER)

    assert made(found, "recipients", "gdpr") == {"recipients-gdpr-processor": ["Mailer GmbH", "Tracker Inc."]}
    assert made(found, "recipients", "pipl") == {"recipients-pipl-entrusted": ["Mailer GmbH", "Tracker Inc."]}
    assert "assessment-pipl-needed" in made(found, "assessment", "pipl")


def test_sensitive_data_is_told_row_by_row(lawful: Register) -> None:
    """Health data is special and sensitive; contact data is neither and nothing is said of it."""
    found = of(lawful, NEWSLETTER)

    assert made(found, "sensitive", "gdpr") == {"sensitive-gdpr-special": ["Diets"]}
    assert made(found, "sensitive", "pipl") == {"sensitive-pipl-sensitive": ["Diets"]}


def test_what_is_not_known_is_named_and_nothing_is_said_of_it(lawful: Register) -> None:
    """Without a recorded decision on automation nothing is claimed; without a route the route is named as not known."""
    found = of(lawful, CRM)

    assert [fact.value for each in found.topics["transfers"]["pipl"].shown for fact in each.facts] == [
        "DE",
        None,
        80_000,
        None,
    ]
    assert "route" in found.topics["transfers"]["pipl"].unknown
    assert "transfers-pipl-contract" not in made(found, "transfers", "pipl")


def test_whether_a_law_applies_comes_from_the_record(lawful: Register) -> None:
    """One is under both, one under the GDPR, one under the PIPL."""
    assert of(lawful, NEWSLETTER).applies == {"gdpr": True, "pipl": True}
    assert of(lawful, PAYROLL).applies == {"gdpr": True, "pipl": False}
    assert of(lawful, CRM).applies == {"gdpr": False, "pipl": True}


def test_findings_of_the_record_and_of_what_it_stands_on_are_beside_their_topic(lawful: Register) -> None:
    """The activity's own findings and those of its organisations, notices and parties are found under their topic."""
    found = of(lawful, NEWSLETTER)

    assert {NOTICE, MAILER, GERMAN} <= set(found.around)
    basis = {each.rule.id for each in found.topics["basis"]["gdpr"].found}
    assert "GDPR-6-1f-assessment" in basis
    everything = [each for halves in found.topics.values() for half in halves.values() for each in half.found]
    assert {each.rule.on for each in everything} >= {"purpose", "recipient", "notice", "organisation"}


def test_an_activity_out_of_scope_is_unknown(lawful: Register) -> None:
    """Who may not read a department is told of no record of it."""
    assert of(lawful, NEWSLETTER, HEAD).applies == {"gdpr": True, "pipl": True}
    with pytest.raises(UnknownRecord):
        of(lawful, PAYROLL, HEAD)


def test_a_row_without_a_name_is_called_by_its_category(lawful: Register) -> None:
    """The views give it the name of its record; here its country or category tells it from its neighbours."""
    found = of(lawful, CRM)

    assert [row_name(each.thing, "en") for each in found.topics["retention"]["gdpr"].shown] == [
        "Contact details"
    ]
    assert [row_name(each.thing, "zh") for each in found.topics["transfers"]["pipl"].shown] == ["德国"]
