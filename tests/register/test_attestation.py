"""Attestations: «still true» of what was seen; asked again when something material changed, or time has passed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from governance.errors import GovernanceError, InvalidRecord, NotPermitted
from governance.model.canonical import material_hash
from governance.register import attestable, permissions
from governance.register.attestations import Asked, asked
from governance.register.commands import Change
from tests.signing_register import BO, CY, DI, ED, FAY, GUS, HR, HR_LEAD, PAYROLL, SALES, SALES_LEAD, Office


def campaign(office: Office, **fields: Any) -> str:
    """Ask every department from today on."""
    content = {"name": "Spring", "starts_on": "2026-03-02", "ends_on": "2026-03-31", **fields}
    return office.create(DI, "campaign", content)


def queue(office: Office, **only: Any) -> list[Asked]:
    """Return what is to be attested today."""
    with office.register.read(office.register.lens()) as reader:
        return asked(reader, **only)


def told(office: Office) -> dict[str, tuple[str, date]]:
    """Return for each record why and by when it is asked for."""
    return {each.record: (each.why, each.due_on) for each in queue(office)}


def test_an_attestation_binds_to_what_was_seen(office: Office) -> None:
    """It holds version, hashes, person, post where it is theirs, day and remark; the record itself is not touched."""
    plan = campaign(office)
    record = office.create(ED, "activity", PAYROLL)

    saved = office.step(ED, "attest", record, {"campaign": plan, "note": "checked with payroll"}).saved
    own = office.step(BO, "attest", record).saved[1].record_id

    content = office.register.content(saved[1].record_id)
    assert (saved[0].version, saved[0].revision, office.status(record)) == (1, None, "draft")
    assert (content["signed_version"], content["person"], content["signed_on"]) == (1, ED, "2026-03-02")
    assert content["material_hash"] == material_hash("activity", PAYROLL)
    assert (content["campaign"], content["note"], "post" in content) == (plan, "checked with payroll", False)
    assert office.register.content(own)["post"] == HR_LEAD


def test_those_who_keep_records_attest_and_nobody_else(office: Office) -> None:
    """The team within its departments and owners; not the officer, executives or auditors."""
    record = office.create(BO, "activity", {**PAYROLL, "department": SALES})

    for person in (ED, DI, FAY, GUS):
        with pytest.raises(NotPermitted):
            office.step(person, "attest", record)
    office.step(CY, "attest", record)


def test_nothing_that_ended_is_attested_and_a_remark_carries_no_signature(office: Office) -> None:
    """A retired record is not asked for; who signs and what cannot be said in the request."""
    record = office.create(ED, "activity", PAYROLL)
    forged = {"person": BO, "signed_version": 7, "note": "n"}
    content = office.register.content(office.step(ED, "attest", record, forged).saved[1].record_id)
    assert (content["person"], content["signed_version"]) == (ED, 1)
    with pytest.raises(InvalidRecord):
        office.step(ED, "attest", record, {"campaign": "ACT-00001"})
    office.act(BO, Change("activity", "retire", record_id=record))

    with pytest.raises(GovernanceError, match="record_ended"):
        office.step(ED, "attest", record)


def test_without_a_campaign_nobody_is_asked(office: Office) -> None:
    """A campaign that has not begun, or was retired, asks nothing."""
    office.create(ED, "activity", PAYROLL)
    assert queue(office) == []
    plan = campaign(office, starts_on="2026-03-03")
    assert queue(office) == []
    office.clock.pass_days(1)
    assert len(queue(office)) == 1

    office.act(DI, Change("campaign", "retire", record_id=plan))

    assert queue(office) == []


def test_a_first_answer_is_due_at_the_end_of_the_campaign(office: Office) -> None:
    """From the start it is asked for, after the last day it is overdue; a record made later has a month."""
    plan = campaign(office)
    record = office.create(ED, "activity", PAYROLL)
    assert told(office) == {record: ("never", date(2026, 4, 2))}
    office.update(DI, plan, ends_on=None)
    assert told(office) == {record: ("never", date(2026, 4, 2))}
    office.update(DI, plan, ends_on="2026-06-30")
    assert told(office) == {record: ("never", date(2026, 6, 30))}

    office.clock.to(date(2026, 7, 1))
    late = office.create(ED, "activity", {**PAYROLL, "name": "Late"})

    assert {each.record: (each.due_on, each.overdue) for each in queue(office)} == {
        record: (date(2026, 6, 30), True),
        late: (date(2026, 8, 1), False),
    }


def test_an_attestation_counts_for_the_months_of_its_campaign(office: Office) -> None:
    """It is asked for again a month before it ages, and overdue after that day."""
    campaign(office, months=12)
    record = office.create(ED, "activity", PAYROLL)
    office.step(ED, "attest", record)
    assert queue(office) == []
    office.clock.to(date(2027, 2, 1))
    assert queue(office) == []
    office.clock.to(date(2027, 2, 2))
    assert told(office) == {record: ("aged", date(2027, 3, 2))}
    office.clock.to(date(2027, 3, 3))

    assert [each.overdue for each in queue(office)] == [True]


@pytest.mark.parametrize("sign", ["risk", "transfer"])
def test_high_risk_is_asked_sooner(office: Office, sign: str) -> None:
    """An open high risk or a transfer abroad brings the shorter cadence."""
    campaign(office, months=12, months_high=3)
    abroad = {"transfers": [{"key": "t", "country": "US"}]} if sign == "transfer" else {}
    record = office.create(ED, "activity", {**PAYROLL, **abroad})
    if sign == "risk":
        office.create(
            ED, "risk", {"name": "Leak", "activity": record, "likelihood_after": 4, "impact_after": 4}
        )
    office.step(ED, "attest", record)

    office.clock.to(date(2026, 5, 2))

    assert told(office) == {record: ("aged", date(2026, 6, 2))}


def test_a_material_change_lapses_it_and_a_cosmetic_one_does_not(office: Office) -> None:
    """The difference since the last attestation is shown field by field, cosmetic changes among it."""
    campaign(office)
    record = office.create(ED, "activity", PAYROLL)
    office.step(ED, "attest", record)
    office.update(ED, record, description="nicer")
    assert queue(office) == []
    office.clock.to(date(2026, 3, 10))
    office.update(ED, record, name="Wages")

    (one,) = queue(office)

    assert (one.why, one.due_on, one.attested_version, one.attested_by) == (
        "lapsed",
        date(2026, 4, 10),
        1,
        ED,
    )
    assert [(each.path, each.old, each.new) for each in one.changes] == [
        ("name", "Payroll", "Wages"),
        ("description", None, "nicer"),
    ]


def test_a_step_without_a_change_lapses_nothing(office: Office) -> None:
    """Submitting and approving raise the version and leave the content that was attested."""
    campaign(office)
    record = office.create(ED, "activity", PAYROLL)
    office.step(ED, "attest", record)
    office.step(ED, "submit", record)
    office.step(BO, "approve", record)

    assert queue(office) == []


def test_the_queue_of_a_department_and_of_a_person(office: Office) -> None:
    """A team sees its departments, a holder what their post answers for; departments below are asked with those above."""
    below = office.create(DI, "department", {"name": "Payroll team", "parent": HR})
    campaign(office, departments=[HR])
    mine = office.create(BO, "activity", {**PAYROLL, "department": below})
    other = office.create(BO, "activity", {**PAYROLL, "owner": SALES_LEAD})
    office.create(BO, "activity", {**PAYROLL, "department": SALES})

    assert {each.record for each in queue(office)} == {mine, other}
    assert {each.record for each in queue(office, departments=[HR])} == {other}
    assert {each.record for each in queue(office, person=BO)} == {mine}
    with office.register.read(office.register.lens(actor=ED)) as reader:
        assert {each.record for each in asked(reader)} == {other}


def test_of_two_campaigns_the_shorter_cadence_counts(office: Office) -> None:
    """A record is asked for once."""
    campaign(office, months=12)
    short = campaign(office, months=4, months_high=4)
    record = office.create(ED, "activity", PAYROLL)
    office.step(ED, "attest", record)

    office.clock.to(date(2026, 6, 10))

    assert [(each.record, each.campaign) for each in queue(office)] == [(record, short)]


# -- other kinds than activities


RECORDS: dict[str, dict[str, Any]] = {
    "system": {"name": "S", "owner": HR_LEAD},
    "party": {"name": "P", "owner": HR_LEAD},
    "risk": {"name": "R", "owner": HR_LEAD},
    "policy": {"name": "L", "owner": HR_LEAD},
    "commitment": {"name": "C", "sponsor": HR_LEAD},
    "notice": {"name": "N", "owner": HR_LEAD},
    "consent": {"name": "O", "owner": HR_LEAD},
    "assessment": {"name": "A", "assessment_kind": "dpia", "conducted_by": HR_LEAD},
}


def test_a_campaign_may_ask_about_every_kind_people_attest() -> None:
    """The kinds to choose from are those the permission table lets somebody attest."""
    granted = {
        kind
        for rule in permissions.table()["rule"]
        if "attest" in rule["operations"]
        for kind in rule["kinds"]
    }

    assert set(attestable.kinds()) == granted
    assert {"activity", *RECORDS} == granted


@pytest.mark.parametrize("kind", list(RECORDS))
def test_other_kinds_are_asked_for_attested_and_asked_again(office: Office, kind: str) -> None:
    """Asked for by name of the kind only; attested by its holder; lapsed by a material change; asked when it aged."""
    plan = campaign(office, months=3, months_high=3)
    record = office.create(BO, kind, RECORDS[kind])
    assert queue(office) == []
    office.update(DI, plan, kinds=[kind, "activity"])
    (found,) = queue(office)
    assert (found.record, found.kind, found.why, found.department) == (record, kind, "never", HR)
    assert queue(office, person=ED) == []

    office.step(BO, "attest", record, {"campaign": plan})

    assert queue(office) == []
    field = {"risk": "threat", "policy": "in_force_from", "assessment": "conducted_on"}.get(kind, "name")
    office.update(BO, record, **{field: "2026-03-01"})
    (found,) = queue(office)
    assert (found.why, [each.path for each in found.changes]) == ("lapsed", [field])
    office.step(BO, "attest", record)
    office.clock.to(date(2026, 5, 3))
    assert [each.why for each in queue(office)] == ["aged"]


def test_a_team_is_asked_about_its_own_departments_only(office: Office) -> None:
    """Systems are seen by everybody; a team is asked about those whose post lies in its department."""
    campaign(office, kinds=["system"])
    own = office.create(BO, "system", {"name": "S", "owner": HR_LEAD})
    office.create(CY, "system", {"name": "T", "owner": SALES_LEAD})

    with office.register.read(office.register.lens(actor=ED)) as reader:
        assert [each.record for each in asked(reader)] == [own]


def test_a_system_of_a_high_activity_is_asked_sooner(office: Office) -> None:
    """What a transfer abroad runs on is asked about at the shorter cadence."""
    campaign(office, kinds=["system"], months=12, months_high=2)
    system = office.create(BO, "system", {"name": "S", "owner": HR_LEAD})
    office.create(
        ED, "activity", {**PAYROLL, "systems": [system], "transfers": [{"key": "t", "country": "US"}]}
    )
    office.step(BO, "attest", system)

    office.clock.to(date(2026, 4, 3))

    assert told(office) == {system: ("aged", date(2026, 5, 2))}
