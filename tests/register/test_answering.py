"""What the pages on accountability compute: a leaver's losses, health, obligations, the cascade, and who waits for what."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from governance.errors import BadData
from governance.insight import cascade, health, leaver, obligations, work
from governance.law.clocks import board
from governance.law.population import population
from governance.law.verdicts import verdicts
from governance.register.leaving import rehearse
from governance.register.store import Register
from tests import judged_register
from tests.register.opening import built
from tests.signing_register import ANN, BO, CY, DI, ED, FAY, GUS, HR_LEAD, PAYROLL, SALES_LEAD, Office

GONE = date(2026, 4, 1)


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Register]:
    """The register of :mod:`tests.judged_register`."""
    with built(tmp_path_factory.mktemp("judged"), judged_register.build) as register:
        yield register


def test_losses_count_only_what_nobody_else_holds(office: Office) -> None:
    """Cy leads sales alone; the HR post he is deputy of stays with Bo."""
    stages = [
        {"key": "use", "stage": "use", "roles": [{"key": "r", "letter": "accountable", "post": SALES_LEAD}]}
    ]
    office.create(ED, "activity", {**PAYROLL, "owner": SALES_LEAD, "stages": stages})
    office.create(ANN, "policy", {"name": "P", "approver": HR_LEAD})

    with office.register.read(office.register.lens(effective_on=GONE)) as reader:
        lost = leaver.losses(rehearse(reader, CY))
        none = leaver.losses(rehearse(reader, ED))

    assert (lost.posts, lost.shared, lost.accountable, lost.responsible) == (1, 1, 1, 0)
    assert (lost.named, lost.officers, lost.grants) == ({"owner": 1}, 0, 1)
    assert (none.posts, none.shared, none.grants, none.nothing) == (0, 0, 1, False)


def test_candidates_are_the_proposed_then_everybody_else_there(office: Office) -> None:
    """The deputy is preferred; who is gone by the day is not offered; an officer is never preferred."""
    office.update(ANN, GUS, left_on="2026-03-20")
    office.update(ANN, SALES_LEAD, reports_to="POS-00003")

    with office.register.read(office.register.lens(effective_on=GONE)) as reader:
        hr = leaver.read(reader, BO)[1][HR_LEAD]
        sales = leaver.read(reader, CY)[1][SALES_LEAD]

    assert [each.person for each in hr.proposed] == [CY]
    assert (hr.preferred, hr.others) == (CY, (ANN, DI, ED, FAY))
    assert ([each.person for each in sales.proposed], sales.preferred) == ([DI], None)


def test_health_is_what_the_rules_of_the_house_find(judged: Register) -> None:
    """Three activities: 17 stages take place; the A of one is held, of another doubled, of the rest missing."""
    lens = judged.lens()
    found = health.checks(verdicts(judged, lens), population(judged, lens).of_rules(None, None))
    by_rule = {each.rule.id: each for each in found}

    assert tuple(by_rule) == health.RULES
    none, several = by_rule["INT-A-NONE"], by_rule["INT-A-SEVERAL"]
    assert (none.looked_at, none.breaches, none.unknown, none.standing) == (17, 15, 0, "wrong")
    assert (several.looked_at, several.breaches) == (17, 1)
    assert by_rule["INT-PERSON-LOAD"].standing == "fine"
    assert by_rule["INT-OFFICER-DECIDES"].breaches == 1
    assert health.worst(found) is by_rule["INT-A-NONE"]
    assert health.worst([by_rule["INT-PERSON-LOAD"]]) is None


def test_obligations_know_who_holds_each_role(judged: Register) -> None:
    """The German entity has an officer, the Chinese none in the post it made; heads count by heading a department."""
    with judged.read(judged.lens()) as reader:
        found = obligations.places(reader)

    def state(role: str, entity: str) -> str:
        return next(each.state for each in found[role] if each.entity.id == entity)

    assert [each.entity.id for each in found["gdpr_dpo"]] == ["ORG-00001", "ORG-00002"]
    assert (state("gdpr_dpo", "ORG-00002"), state("pipl_officer", "ORG-00003")) == ("held", "vacant")
    assert (state("department_head", "ORG-00002"), state("record_owner", "ORG-00002")) == ("held", "left")
    assert state("chief_executive", "ORG-00002") == "missing"
    assert ("records", "record_owner", "ORG-00002") in [
        (duty.code, role, place.entity.id) for duty, role, place in obligations.unheld(found)
    ]


def test_an_officer_with_a_deciding_letter_is_refused(tmp_path: Path) -> None:
    """So is a duty with two A; the packaged table has neither."""
    assert len(obligations.table().obligation) == 19
    given = (
        '[[role]]\ncode = "gdpr_dpo"\n[[obligation]]\ncode = "x"\nen = "x"\nzh = "x"\ncites = []\nlaws = []\n'
    )
    (tmp_path / "o.toml").write_text(given + 'letters = { gdpr_dpo = "A" }')

    with pytest.raises(BadData) as refused:
        obligations.read(tmp_path / "o.toml")

    assert refused.value.context["detail"] == "x.gdpr_dpo"


def test_the_cascade_walks_down_and_up(office: Office) -> None:
    """A promise reaches stage, activity, person and proof; the proof leads back; an objective without policy is red."""
    roles = [{"key": "r", "letter": "accountable", "post": HR_LEAD}]
    measures = [{"key": "m", "measure": "MEA-00001", "state": "in_place", "evidence": ["EVI-00001"]}]
    stages = [
        {"key": "use", "stage": "use", "roles": roles, "measures": measures},
        {"key": "store", "stage": "store", "roles": roles},
    ]
    office.create(ANN, "policy", {"name": "Use", "stages": ["use"], "in_force_from": "2025-01-01"})
    office.create(ANN, "policy", {"name": "Later", "stages": ["store"], "in_force_from": "2027-01-01"})
    office.create(ANN, "evidence", {"name": "Proof", "proves": ["MEA-00001"], "issued_on": "2026-01-01"})
    office.create(ED, "activity", {**PAYROLL, "stages": stages})
    objectives = [
        {"key": "a", "name": "Kept", "policies": ["POL-00001"]},
        {"key": "b", "name": "Not yet", "policies": ["POL-00002"]},
        {"key": "c", "name": "Empty"},
    ]
    promise = office.create(ANN, "commitment", {"name": "Promise", "objectives": objectives})

    with office.register.read(office.register.lens()) as reader:
        whole = cascade.walk(reader, {})
        down = cascade.walk(reader, {"commitment": promise})
        up = cascade.walk(reader, {"evidence": "EVI-00001"})
        none = cascade.walk(reader, {"objective": f"{promise}/b"})

    assert [(name, row.id) for name, row in cascade.broken(whole)] == [
        ("objective", f"{promise}/c"),
        ("objective", f"{promise}/b"),
    ]
    assert {name: [row.id for row in rows] for name, rows in down.items()} == {
        "commitment": [promise],
        "objective": [f"{promise}/c", f"{promise}/b", f"{promise}/a"],
        "policy": ["POL-00002", "POL-00001"],
        "stage": ["use"],
        "activity": ["ACT-00001"],
        "department": ["DEP-00001"],
        "person": [BO],
        "evidence": ["EVI-00001"],
    }
    assert [row.id for row in up["objective"]] == [f"{promise}/a"]
    assert [(row.id, row.cells, row.broken) for row in up["commitment"]] == [(promise, 1, False)]
    assert [row.broken for row in up["evidence"]] == [True]
    assert ([row.id for row in none["commitment"]], none["stage"], none["activity"]) == ([promise], [], [])


def tasks(office: Office, person: str, *, team: bool = False) -> list[tuple[str, str, str]]:
    """Return what waits for a person: task, record and detail."""
    with office.register.read(office.register.lens()) as reader:
        return [(each.task, each.id, each.detail) for each in work.queue(reader, person, team=team)]


def test_work_moves_on_with_the_record(office: Office) -> None:
    """A draft waits for who wrote it and who answers; submitted for the holder alone; approved for nobody."""
    record = office.create(ED, "activity", PAYROLL)
    assert tasks(office, ED) == [("submit", record, "prepared")]
    assert tasks(office, BO) == [("submit", record, "yours")]

    office.step(ED, "submit", record)
    assert (tasks(office, ED), tasks(office, CY)) == ([], [])
    assert tasks(office, BO) == [("approve", record, "submitted")]

    office.step(BO, "approve", record)
    assert tasks(office, BO) == []


def test_who_prepared_a_record_is_not_asked_to_approve_it(office: Office) -> None:
    """Bo wrote to it: it does not wait for Bo, but it still waits for the team."""
    record = office.create(BO, "activity", PAYROLL)
    office.step(ED, "submit", record)

    assert tasks(office, BO) == []
    assert tasks(office, BO, team=True) == [("approve", record, "submitted")]


def test_what_ends_and_what_is_asked_waits_for_the_owner(office: Office) -> None:
    """A policy overdue for review comes first; an appointment ending in 60 days waits; one in 61 days does not."""
    for name, review in (("Late", "2026-03-01"), ("Soon", "2026-05-01"), ("Later", "2026-05-02")):
        office.create(
            ANN,
            "policy",
            {"name": name, "owner": HR_LEAD, "in_force_from": "2025-01-01", "review_by": review},
        )
    opinion = {"name": "No", "subject": "POL-00001", "verdict": "unfavourable", "text": "Too wide."}
    office.step(BO, "submit", "POL-00001")
    given = office.create(DI, "opinion", opinion)

    with office.register.read(office.register.lens()) as reader:
        waiting = work.queue(reader, BO)
        assert work.leads(reader, BO) == ("DEP-00001",)
        assert work.leads(reader, CY) == ()

    assert [(each.id, each.due_on, each.overdue) for each in waiting if each.task == "renew"] == [
        ("POL-00001", date(2026, 3, 1), True),
        ("POL-00002", date(2026, 5, 1), False),
    ]
    assert waiting[0].id == "POL-00001"
    assert [(each.id, each.since) for each in waiting if each.task == "answer"] == [(given, date(2026, 3, 2))]


def test_clocks_of_cases_wait_for_the_owner_of_the_case(office: Office) -> None:
    """An unanswered request of January is overdue for Bo in March, first of all; nobody else sees it, nor without a clock."""
    case = office.create(
        ANN,
        "request",
        {
            "name": "Access",
            "owner": HR_LEAD,
            "right": "access",
            "organisation": "ORG-00001",
            "laws": ["gdpr"],
            "received_on": "2026-01-05",
        },
    )

    with office.register.read(office.register.lens()) as reader:
        clocks = board(reader)
        bo = work.queue(reader, BO, clocks=clocks)
        assert [each for each in work.queue(reader, DI, clocks=clocks) if each.id == case] == []
        assert [each for each in work.queue(reader, BO) if each.id == case] == []

    assert (bo[0].task, bo[0].id, bo[0].kind, bo[0].overdue) == ("clock", case, "request", True)
    assert bo[0].due_on == date(2026, 2, 5)
