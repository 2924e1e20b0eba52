"""Putting an activity into operation: what must come first, that no save slips past it, and what the register says of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from governance.errors import GovernanceError, NotPermitted
from governance.exchange import workbook, workbook_read
from governance.law import gate
from governance.law.packs import law
from governance.law.verdicts import judge
from governance.register.commands import Change
from governance.register.gate_checks import checks
from governance.register.gates import OWN_CODES, HeldBack, Keeper
from governance.register.offering import offered
from governance.register.workflow_table import read, table
from tests.signing_register import BO, CY, DI, ED, GUS, HR_LEAD, PAYROLL, Office

PLANNED = {"starts_on": "2026-04-01"}


def state(office: Office, record: str) -> str:
    """Return how the record stands to its start today."""
    with office.register.read(office.register.lens()) as reader:
        return str(reader.value("SELECT state FROM activity_operation WHERE id = $id", id=record))


def code(office: Office, actor: str, record: str) -> str:
    """Return why the actor may not put the record into operation."""
    with pytest.raises(GovernanceError) as raised:
        office.step(actor, "go_live", record)
    return raised.value.code


def test_an_approved_plan_goes_live_and_begins_on_its_day(office: Office) -> None:
    """The step leaves content and approval as they are; from its day the activity is in operation."""
    record = office.approved(**PLANNED)
    before = office.register.content(record)
    assert state(office, record) == "planned"

    office.step(BO, "go_live", record)

    assert (office.register.content(record), office.status(record)) == (before, "approved")
    assert state(office, record) == "cleared"
    office.clock.pass_days(60)
    assert state(office, record) == "live"
    assert code(office, BO, record) == "already_live"


def test_only_what_is_approved_goes_live(office: Office) -> None:
    """A draft and a submitted record are refused."""
    record = office.create(ED, "activity", {**PAYROLL, **PLANNED})
    assert code(office, BO, record) == "wrong_status"
    office.step(ED, "submit", record)
    assert code(office, BO, record) == "wrong_status"


def test_the_holder_of_the_accountable_post_puts_it_into_operation(office: Office) -> None:
    """Neither the team nor the auditor has the right; another owner is not the holder; the officer never decides."""
    record = office.approved(**PLANNED)

    for person in (ED, GUS, DI):
        with pytest.raises(NotPermitted):
            office.step(person, "go_live", record)
    assert code(office, CY, record) == "not_the_holder"
    assert "go_live" in offered(office.register, BO, record)


@pytest.mark.parametrize("start", [None, "2026-03-01", "2026-03-02"])
@pytest.mark.parametrize("status", ["draft", "approved"])
def test_no_save_lets_a_plan_begin(office: Office, start: str | None, status: str) -> None:
    """Bringing the start forward to today, or leaving it out, is putting into operation by the back door."""
    plan = {**PAYROLL, **PLANNED}
    record = office.approved(**PLANNED) if status == "approved" else office.create(ED, "activity", plan)

    with pytest.raises(GovernanceError, match="go_live_first"):
        office.update(ED, record, starts_on=start)

    assert office.register.content(record)["starts_on"] == PLANNED["starts_on"]
    office.update(ED, record, starts_on="2026-03-20")
    assert state(office, record) == "planned"


def test_no_import_lets_a_plan_begin(office: Office, tmp_path: Path) -> None:
    """The row of an edited workbook is refused like a save, and nothing of it is written."""
    record = office.approved(**PLANNED)
    file = tmp_path / "all.xlsx"
    with office.register.read(office.register.lens()) as reader:
        workbook.export(reader, "en", file)
    assert _moved_up(file) == 1
    with office.register.read(office.register.lens()) as reader:
        preview = workbook_read.read(file, reader)
    before = office.register.head()

    with pytest.raises(GovernanceError, match="go_live_first"):
        workbook_read.apply(office.register, preview, actor=ED, reason="import")

    assert office.register.head() == before
    assert state(office, record) == "planned"


def _moved_up(file: Path) -> int:
    """Put a day of the past where the workbook holds the planned one; return how many cells did."""
    book = load_workbook(file)
    planned = [
        cell
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if str(cell.value).startswith(PLANNED["starts_on"])
    ]
    for cell in planned:
        cell.value = type(cell.value)(2026, 3, 1) if not isinstance(cell.value, str) else "2026-03-01"
    book.save(file)
    return len(planned)


def test_what_ran_already_is_recorded_as_it_is(office: Office) -> None:
    """The register records what takes place: a start in the past, or none, needs no step and can be corrected."""
    for start in ("2020-01-01", None):
        record = office.create(ED, "activity", {**PAYROLL, "starts_on": start} if start else PAYROLL)
        assert state(office, record) == "running"
        office.update(ED, record, starts_on="2021-05-01")
        office.step(ED, "submit", record)
        office.step(BO, "approve", record)
        assert code(office, BO, record) == "not_planned"
        assert "go_live" not in offered(office.register, BO, record)


def test_a_plan_changed_before_its_start_is_put_into_operation_anew(office: Office) -> None:
    """A material change before the first day undoes the step; after it, the activity goes on."""
    record = office.approved(**PLANNED)
    office.step(BO, "go_live", record)
    office.update(ED, record, method="by hand")
    assert state(office, record) == "planned"
    office.step(ED, "submit", record)
    office.step(BO, "approve", record)
    office.step(BO, "go_live", record)
    office.clock.pass_days(60)

    office.update(ED, record, method="by machine")

    assert state(office, record) == "live"


def test_a_plan_whose_day_came_is_a_finding_until_somebody_takes_the_step(office: Office) -> None:
    """No gate stops the calendar: the rule of the pack says what nobody put into operation."""
    record = office.approved(**PLANNED)
    assert not _found(office, record)

    office.clock.pass_days(60)

    assert state(office, record) == "uncleared"
    assert _found(office, record)
    office.step(BO, "go_live", record)
    assert not _found(office, record)


def _found(office: Office, record: str) -> bool:
    from governance.law.findings import Filter, chosen

    found = chosen(judge(office.register, office.register.lens()), Filter(rule="INT-GO-LIVE"))
    return record in found["id"].to_pylist()


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"risk_signs": ["large_scale", "matching"], "laws": ["gdpr"]}, "GDPR-35-1"),
        ({"automated_decisions": True, "laws": ["pipl"]}, "PIPL-55"),
    ],
)
def test_the_impact_assessment_comes_first(office: Office, fields: dict[str, Any], rule: str) -> None:
    """Where an assessment is required and missing, the step is held back, and no waiver opens that gate."""
    record = office.approved(**PLANNED, **fields)
    office.register.gates = Keeper(checks, gate.findings)

    with pytest.raises(HeldBack) as raised:
        office.step(BO, "go_live", record)

    assert rule in {each.code for each in raised.value.blocked}
    assert all(not each.waivable for each in table().gates("go_live", "activity") if rule in each.codes)


def test_an_opinion_is_answered_first(office: Office) -> None:
    """An opinion given after the approval holds the start back until it is answered."""
    record = office.approved(**PLANNED)
    opinion = office.create(DI, "opinion", {"name": "o", "subject": record, "verdict": "unfavourable"})
    with pytest.raises(HeldBack):
        office.step(BO, "go_live", record)

    office.step(BO, "reply", opinion, {"reply": "followed", "reply_reason": "changed"})
    office.step(BO, "go_live", record)

    assert state(office, record) == "cleared"


def test_the_officer_in_a_deciding_role_holds_the_start_back(office: Office) -> None:
    """An appointment made after the approval is seen as well (GDPR 38(6))."""
    roles = [{"key": "r", "letter": "accountable", "post": HR_LEAD}]
    record = office.approved(**PLANNED, stages=[{"key": "use", "stage": "use", "roles": roles}])
    office.create("PER-00001", "appointment", {"name": "a", "post": HR_LEAD, "person": DI, "starts_on": "2026-03-01"})  # fmt: skip

    with pytest.raises(HeldBack) as raised:
        office.step(BO, "go_live", record)

    assert "officer_decides" in {each.code for each in raised.value.blocked}


def test_a_retired_plan_starts_again(office: Office) -> None:
    """Brought back, it is a draft that nobody put into operation."""
    record = office.approved(**PLANNED)
    office.step(BO, "go_live", record)
    office.act(BO, Change("activity", "retire", record_id=record))
    assert state(office, record) == "ended"

    office.act(BO, Change("activity", "reinstate", record_id=record))

    assert state(office, record) == "planned"


def test_other_kinds_do_not_start(office: Office) -> None:
    """A policy or a system is approved and not put into operation."""
    record = office.create(BO, "system", {"name": "S", "owner": HR_LEAD})
    with pytest.raises(GovernanceError) as raised:
        office.step(BO, "go_live", record)
    assert raised.value.code in ("not_permitted", "not_started")


def test_every_code_of_a_gate_is_known(tmp_path: Path) -> None:
    """A gate that names a rule which does not exist would stand open for ever."""
    known = OWN_CODES | {rule.id for rule in law().rules}
    assert {code for gate_ in table().gate for code in gate_.codes} <= known
    wrong = tmp_path / "workflow.toml"
    wrong.write_text('[[kind]]\ncode="risk"\naccountable=["owner"]\nreviewed=true\nstarted=true\n', "utf-8")
    with pytest.raises(GovernanceError, match="workflow_table"):
        read(wrong)
