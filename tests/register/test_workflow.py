"""Submitting and approving: who may, what lapses it, what holds it back, and that there is no way round."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from governance.errors import BadData, GovernanceError, InvalidRecord, NotPermitted
from governance.exchange import workbook, workbook_read
from governance.model.canonical import fields_version, material_hash, material_paths
from governance.register import backups, restoring, verify
from governance.register.commands import Change
from governance.register.gate_checks import checks
from governance.register.gates import Blocked, HeldBack, Keeper
from governance.register.lapsing import lapsed_by
from governance.register.official import deviations, official_content, with_changes
from governance.register.store import Register
from governance.register.workflow_table import read, table
from tests.signing_register import (
    ANN,
    BO,
    CY,
    DI,
    ED,
    FAY,
    GUS,
    HR,
    HR_LEAD,
    OFFICER,
    PAYROLL,
    SALES,
    SALES_LEAD,
    Office,
)  # fmt: skip


def refused(office: Office, actor: str, operation: str, record: str, **more: Any) -> str:
    """Return the code by which a step is refused; nothing may be written by it."""
    before = office.register.head()
    with pytest.raises(GovernanceError) as raised:
        office.step(actor, operation, record, **more)
    assert office.register.head() == before
    return raised.value.code


@pytest.fixture
def submitted(office: Office) -> str:
    """A payroll activity Ed wrote and submitted."""
    record = office.create(ED, "activity", PAYROLL)
    office.step(ED, "submit", record)
    return record


# -- the way of a record


def test_a_record_goes_from_draft_to_submitted_to_approved(office: Office, submitted: str) -> None:
    """Each step leaves the content as it is and stands in the header of its entry."""
    assert office.status(submitted) == "submitted"
    before = office.register.content(submitted)

    receipt = office.step(BO, "approve", submitted)

    assert [(each.kind, each.status) for each in receipt.saved] == [
        ("activity", "approved"),
        ("approval", "signed"),
    ]
    assert office.register.content(submitted) == before
    assert verify.verify(office.register).ok


def test_an_approval_says_what_was_signed(office: Office, submitted: str) -> None:
    """It holds version, revision, the journal's content hash, the material hash, the list of fields, post and day."""
    seen = office.version(submitted)
    approval = office.step(BO, "approve", submitted).saved[1].record_id

    content = office.register.content(approval)
    with office.register.cursor() as cursor:
        entry = cursor.execute(
            "SELECT revision, content_hash FROM journal WHERE record_id = ? AND record_version = ?",
            [submitted, seen],
        ).fetchone()
    assert entry == (content["signed_revision"], content["content_hash"])
    assert content["signed_version"] == seen
    assert content["material_hash"] == material_hash("activity", PAYROLL)
    assert content["fields_version"] == fields_version(material_paths("activity"))
    assert (content["person"], content["post"], content["signed_on"]) == (BO, HR_LEAD, "2026-03-02")


def test_withdraw_and_reject_lead_back_to_draft(office: Office, submitted: str) -> None:
    """The team takes a record back, the holder sends it back; the reason is in the journal."""
    office.step(ED, "withdraw", submitted)
    assert office.status(submitted) == "draft"
    office.step(ED, "submit", submitted)

    office.step(BO, "reject", submitted)

    assert office.status(submitted) == "draft"


@pytest.mark.parametrize(
    ("operation", "status"),
    [
        ("submit", "submitted"),
        ("approve", "draft"),
        ("reject", "draft"),
        ("withdraw", "draft"),
        ("submit", "approved"),
    ],
)
def test_a_step_has_its_place(office: Office, operation: str, status: str) -> None:
    """A step that does not start from where the record stands is refused."""
    record = office.approved() if status == "approved" else office.create(ED, "activity", PAYROLL)
    if status == "submitted":
        office.step(ED, "submit", record)

    assert refused(office, BO, operation, record) == "wrong_status"


def test_an_edit_of_a_submitted_record_takes_it_back(office: Office, submitted: str) -> None:
    """What was submitted is not what would be approved any more."""
    office.update(ED, submitted, description="more")

    assert office.status(submitted) == "draft"


# -- who decides


def test_only_the_holder_of_the_accountable_post_decides(office: Office, submitted: str) -> None:
    """Neither another owner, nor the administrator, nor those without the right."""
    assert refused(office, ANN, "approve", submitted) == "not_the_holder"
    assert refused(office, CY, "reject", submitted) == "not_the_holder"
    for person in (ED, FAY, GUS, DI):
        assert refused(office, person, "approve", submitted) == "not_permitted"


def test_holding_the_post_gives_no_right_by_itself(office: Office, submitted: str) -> None:
    """Without a grant that allows it the holder approves nothing."""
    office.act(ANN, Change("grant", "retire", record_id=_grant(office, BO)))

    assert refused(office, BO, "approve", submitted) == "not_permitted"


def test_an_owner_decides_in_its_departments_only(office: Office, submitted: str) -> None:
    """The right reaches as far as the grant names departments."""
    grant = _grant(office, BO)
    office.update(ANN, grant, departments=[SALES])

    assert refused(office, BO, "approve", submitted) == "not_permitted"


def test_a_deputy_decides_while_nobody_else_holds_the_post(office: Office, submitted: str) -> None:
    """Deputies step in; with the holder back in place they step out."""
    assert refused(office, CY, "approve", submitted) == "not_the_holder"
    office.update(ANN, _appointment(office, HR_LEAD, BO), ends_on="2026-03-02")

    office.step(CY, "approve", submitted)

    assert office.status(submitted) == "approved"


def test_a_leaver_decides_nothing(office: Office, submitted: str) -> None:
    """From the day a person left, neither grant nor post counts."""
    office.update(ANN, BO, left_on="2026-03-02")

    assert refused(office, BO, "approve", submitted) == "not_permitted"


@pytest.mark.parametrize("change", ["own", "merged", "cosmetic", "reinstated"])
def test_who_wrote_to_it_does_not_approve_it(office: Office, change: str) -> None:
    """Creating, editing, a merged save, a cosmetic edit and reinstating make a preparer."""
    record = office.create(BO if change == "own" else ED, "activity", PAYROLL)
    if change == "merged":
        office.update(ED, record, description="theirs")
        mine = {**PAYROLL, "reference": "R-1"}
        assert office.act(BO, Change("activity", "update", mine, record, 1)).saved[0].merged
    if change == "cosmetic":
        office.update(BO, record, description="nicer words")
    if change == "reinstated":
        office.act(CY, Change("activity", "retire", record_id=record))
        office.act(BO, Change("activity", "reinstate", record_id=record))
    office.step(ED, "submit", record)

    assert refused(office, BO, "approve", record) == "prepared_by_you"


def test_an_approval_ends_the_preparation(office: Office) -> None:
    """Who wrote before the last approval may approve the next version; who wrote since may not."""
    record = office.create(BO, "activity", PAYROLL)
    office.step(ED, "submit", record)
    office.update(ANN, _appointment(office, HR_LEAD, BO), ends_on="2026-03-02")
    office.step(CY, "approve", record)
    office.update(ANN, _appointment(office, HR_LEAD, BO), ends_on=None)
    office.update(ED, record, name="Wages")
    office.step(ED, "submit", record)

    office.step(BO, "approve", record)

    assert office.status(record) == "approved"


def test_the_officer_never_decides(office: Office, submitted: str) -> None:
    """Neither as holder of the post with the right to approve, nor by the grant alone after the post has ended."""
    officers = _appointment(office, OFFICER, DI)
    office.create(ANN, "grant", {"name": "g", "person": DI, "role": "owner"})
    office.create(ANN, "appointment", {"name": "a", "post": HR_LEAD, "person": DI, "starts_on": "2024-01-01"})

    assert refused(office, DI, "approve", submitted) == "officer_decides_not"
    assert refused(office, DI, "attest", submitted) == "officer_decides_not"
    office.update(ANN, officers, ends_on="2026-03-02")
    assert refused(office, DI, "reject", submitted) == "officer_decides_not"


def test_an_officer_of_another_entity_may_hold_a_post_here(office: Office, submitted: str) -> None:
    """The conflict is one of the entity whose officer the person is (GDPR 38(6))."""
    other = office.create(ANN, "organisation", {"name": "Borealis"})
    post = office.create(ANN, "post", {"name": "Officer B", "role": "pipl_officer", "organisation": other})
    appointment = office.create(
        ANN, "appointment", {"name": "a", "post": post, "person": BO, "starts_on": "2024-01-01"}
    )

    office.step(BO, "approve", submitted)

    again = office.create(ED, "activity", PAYROLL)
    office.update(ANN, appointment, organisations=["ORG-00001"])
    office.step(ED, "submit", again)
    assert refused(office, BO, "approve", again) == "officer_decides_not"


def test_on_a_past_day_the_holder_then_known_decided(office: Office) -> None:
    """Who decides is judged on the day of the step, and a back-dated appointment changes nothing done before it."""
    office.clock.to(date(2026, 4, 1))
    office.update(ANN, _appointment(office, HR_LEAD, BO), ends_on="2026-06-01")
    office.create(
        ANN, "appointment", {"name": "a", "post": HR_LEAD, "person": ANN, "starts_on": "2026-06-01"}
    )
    early, late = office.create(ED, "activity", PAYROLL), office.create(ED, "activity", PAYROLL)
    for record in (early, late):
        office.step(ED, "submit", record)
    office.step(BO, "approve", early)
    assert refused(office, ANN, "approve", late) == "not_the_holder"

    office.clock.to(date(2026, 6, 1))
    assert refused(office, BO, "approve", late) == "not_the_holder"
    office.step(ANN, "approve", late)
    office.update(ANN, _appointment(office, HR_LEAD, BO), ends_on="2026-03-15")

    assert office.status(early) == "approved"
    signed = {
        office.register.content(each)["record"]: office.register.content(each)["person"]
        for each in _approvals(office)
    }
    assert signed == {early: BO, late: ANN}


# -- raised decisions


def test_accepting_a_risk_is_the_sponsors_after_the_officers_opinion(office: Office) -> None:
    """The owner's post is not enough, an opinion that was answered comes first, and a formal check is none."""
    activity = office.approved()
    risk = office.create(
        ED, "risk", {"name": "Leak", "activity": activity, "owner": HR_LEAD, "treatment": "accept"}
    )
    office.step(ED, "submit", risk)
    assert refused(office, BO, "approve", risk) == "not_the_holder"
    assert refused(office, FAY, "approve", risk) == "held_back"
    office.create(DI, "opinion", {"name": "Form", "subject": risk, "verdict": "formal_complete"})
    assert refused(office, FAY, "approve", risk) == "held_back"
    opinion = office.create(DI, "opinion", {"name": "No", "subject": risk, "verdict": "unfavourable"})
    office.step(FAY, "reply", opinion, {"reply": "not_followed", "reply_reason": "Insured"})

    office.step(FAY, "approve", risk)

    assert office.status(risk) == "approved"


def test_an_approved_waiver_opens_a_gate_and_stays_visible(office: Office, submitted: str) -> None:
    """A finding that was waived lets the step pass while the waiver lasts; it is still among the findings."""
    finding = Blocked("law-1", "critical", "purposes/p1/bases_gdpr", ("No basis", "缺少依据"))
    keeper = Keeper(checks, lambda _reader, kind, _record: (finding,) if kind == "activity" else ())
    office.register.gates = keeper
    assert refused(office, BO, "approve", submitted) == "held_back"
    waiver = _waiver(office, submitted)
    assert refused(office, BO, "approve", submitted) == "held_back"  # a draft accepts nothing
    _accept(office, waiver)
    office.clock.to(date(2026, 5, 1))
    assert refused(office, BO, "approve", submitted) == "held_back"  # it has ended
    office.clock.to(date(2026, 4, 30))

    office.step(BO, "approve", submitted)

    with office.register.read(office.register.lens()) as reader:
        (seen,) = keeper.findings(reader, "activity", submitted, "approve")
    assert (seen.waiver, seen.sentence("zh")) == (waiver, "缺少依据")


def test_a_waiver_for_one_row_accepts_that_row_only(office: Office, submitted: str) -> None:
    """The same finding at another row stays shut."""
    finding = Blocked("law-1", "critical", "purposes/p2/bases_gdpr")
    office.register.gates = Keeper(lambda *_: (finding,))
    _accept(office, _waiver(office, submitted, row="purposes/p1"), Keeper(checks))

    assert refused(office, BO, "approve", submitted) == "held_back"


# -- what lapses an approval


def test_a_material_change_lapses_and_names_its_fields(office: Office) -> None:
    """The status falls back to draft and the history names exactly what lapsed it, by whom and why."""
    record = office.approved()
    office.update(ED, record, description="cosmetic")
    office.update(ED, record, name="Wages", purposes=[{"key": "p1", "name": "Paying wages"}, {"key": "p2", "name": "Tax"}], description="both")  # fmt: skip
    office.update(ED, record, method="later, lapses nothing any more")

    with office.register.read(office.register.lens()) as reader:
        lapse = lapsed_by(reader, record)
    assert office.status(record) == "draft"
    assert lapse is not None
    assert (lapse.paths, lapse.actor, lapse.reason) == (("name", "purposes/p2"), ED, "a test")


def test_a_cosmetic_change_keeps_the_approval(office: Office) -> None:
    """Words that are not material, and the order of rows and codes, lapse nothing."""
    record = office.approved(
        laws=["gdpr", "pipl"], purposes=[{"key": "a", "name": "A"}, {"key": "b", "name": "B"}]
    )

    office.update(ED, record, description="nicer", laws=["pipl", "gdpr"], purposes=[{"key": "b", "name": "B"}, {"key": "a", "name": "A"}])  # fmt: skip

    assert office.status(record) == "approved"
    with office.register.read(office.register.lens()) as reader:
        assert lapsed_by(reader, record) is None


def test_a_stated_answer_about_a_material_field_is_material(office: Office) -> None:
    """«There are no recipients» was signed; «not known» is another statement."""
    record = office.approved(stated={"recipients": "none"})

    office.update(ED, record, stated={"recipients": "unknown"})

    with office.register.read(office.register.lens()) as reader:
        lapse = lapsed_by(reader, record)
    assert lapse is not None
    assert lapse.paths == ("stated/recipients",)


def test_changing_who_answers_lapses_the_approval(office: Office) -> None:
    """Every field that may name an accountable post is material."""
    record = office.approved()

    office.update(ED, record, owner=SALES_LEAD)

    assert office.status(record) == "draft"


# -- gates


def test_gates_name_everything_that_stands_open(office: Office) -> None:
    """One refusal lists all findings, in either language."""
    record = office.create(ED, "activity", {"name": "Empty", "department": HR})

    with pytest.raises(HeldBack) as raised:
        office.step(ED, "submit", record)

    assert [each.code for each in raised.value.blocked] == ["accountable_missing", "purpose_missing"]
    assert [each.sentence("zh") for each in raised.value.blocked] == ["记录没有负责岗位", "未写明处理目的"]


def test_without_anybody_to_ask_a_gated_step_is_refused(office: Office, submitted: str) -> None:
    """A gate that is skipped where no provider was set would be none."""
    office.register.gates = None

    assert refused(office, BO, "approve", submitted) == "gates_missing"
    office.step(ED, "withdraw", submitted)
    assert refused(office, ED, "submit", submitted) == "gates_missing"


@pytest.mark.parametrize("where", ["stage", "department", "not_begun"])
def test_an_officer_in_a_deciding_role_holds_the_approval_back(office: Office, where: str) -> None:
    """Named at a stage or inherited from the department, also before the activity begins (GDPR 38(6))."""
    stages = [
        {"key": "use", "stage": "use", "roles": [{"key": "r", "letter": "accountable", "post": OFFICER}]}
    ]
    fields: dict[str, Any] = {"stages": stages} if where != "department" else {}
    if where == "not_begun":
        fields["starts_on"] = "2027-01-01"
    if where == "department":
        office.update(ANN, HR, stage_roles=[{"key": "r", "letter": "responsible", "post": OFFICER}])
    record = office.create(ED, "activity", {**PAYROLL, **fields})
    office.step(ED, "submit", record)

    with pytest.raises(HeldBack, match="officer_decides"):
        office.step(BO, "approve", record)


def test_a_vacant_post_is_held_back_in_words(office: Office, submitted: str) -> None:
    """A post nobody holds cannot approve; the check names it for the screen."""
    for person in (BO, CY):
        office.update(ANN, _appointment(office, HR_LEAD, person), ends_on="2026-03-02")

    with office.register.read(office.register.lens()) as reader:
        assert [each.code for each in checks(reader, "activity", submitted)] == ["accountable_vacant"]


def test_retire_can_be_gated_as_well(office: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A row of the table is enough; retiring then stands alone like every step."""
    more = (
        '\n[[gate]]\ntransition = "retire"\ncodes = ["purpose_missing"]\nmessage = { en = "x", zh = "x" }\n'
    )
    _overlay(tmp_path, monkeypatch, more)
    empty = office.create(ED, "activity", {"name": "Empty", "department": HR})

    with pytest.raises(HeldBack):
        office.act(BO, Change("activity", "retire", record_id=empty))
    with pytest.raises(GovernanceError, match="steps_stand_alone"):
        office.act(BO, Change("activity", "create", PAYROLL), Change("activity", "retire", record_id=empty))


def test_a_table_with_a_wrong_name_is_refused(tmp_path: Path) -> None:
    """A kind that is not signed, a field that is not there, or one whose change would lapse nothing."""
    for wrong in (
        '[[kind]]\ncode = "grant"\naccountable = ["person"]\nreviewed = true\n',
        '[[kind]]\ncode = "activity"\naccountable = ["boss"]\nreviewed = true\n',
        '[[kind]]\ncode = "system"\naccountable = ["department"]\nreviewed = true\n',
        '[[kind]]\ncode = "system"\naccountable = ["owner"]\nreviewed = true\n[[raised]]\nkind = "risk"\nroles = []\n',
        "kind = 3",
        "[[kind",
    ):
        file = tmp_path / "workflow.toml"
        file.write_text(wrong, "utf-8")
        with pytest.raises(BadData, match="workflow_table"):
            read(file)


# -- no way round


def test_signatures_cannot_be_written_by_hand(office: Office, submitted: str) -> None:
    """Not by create, update or ending, not by anybody; only the step makes them."""
    office.step(BO, "approve", submitted)
    (approval,) = _approvals(office)
    content = office.register.content(approval)
    for change in (
        Change("approval", "create", content),
        Change("attestation", "create", content),
        Change("edition", "create", {"name": "E"}),
        Change("approval", "update", {**content, "person": CY}, approval, 1),
        *(
            Change("approval", ending, record_id=approval)
            for ending in ("void", "retire", "redact", "reinstate")
        ),
    ):
        for actor in (ANN, BO, DI, FAY):
            with pytest.raises(GovernanceError, match="signed_by_operation"):
                office.act(actor, change)


def test_status_is_no_field(office: Office, submitted: str) -> None:
    """Neither an update nor a create can carry it."""
    for change in (
        Change("activity", "update", {**PAYROLL, "status": "approved"}, submitted, 2),
        Change("activity", "create", {**PAYROLL, "status": "approved"}),
    ):
        with pytest.raises(InvalidRecord):
            office.act(ED, change)


def test_a_step_stands_alone_in_its_command(office: Office, submitted: str) -> None:
    """Writing and deciding in one command would decide on what nobody saw."""
    edit = Change("activity", "update", {**PAYROLL, "name": "Wages"}, submitted, 2)
    approve = Change("activity", "approve", None, submitted, 2)
    appoint = Change(
        "appointment", "create", {"name": "a", "post": HR_LEAD, "person": ANN, "starts_on": "2024-01-01"}
    )
    other = office.create(ED, "activity", PAYROLL)
    for changes in (
        (edit, approve),
        (approve, edit),
        (appoint, approve),
        (Change("activity", "submit", None, other, 1), Change("activity", "approve", None, other, 2)),
        (approve, approve),
    ):
        with pytest.raises(GovernanceError, match="steps_stand_alone"):
            office.act(BO, *changes)


def test_several_records_can_be_decided_on_at_once(office: Office) -> None:
    """Each step of a command is judged by itself; one that fails stops them all."""
    records = [office.create(ED, "activity", PAYROLL) for _ in range(3)]
    office.act(ED, *(Change("activity", "submit", None, each, 1) for each in records))
    approve = [Change("activity", "approve", None, each, 2) for each in records]
    own = office.create(BO, "activity", PAYROLL)
    office.step(ED, "submit", own)
    with pytest.raises(GovernanceError, match="prepared_by_you"):
        office.act(BO, *approve, Change("activity", "approve", None, own, 2))

    office.act(BO, *approve)

    assert {office.status(each) for each in records} == {"approved"}
    assert len(set(_approvals(office))) == 3


def test_a_signature_names_the_version_it_saw(office: Office, submitted: str) -> None:
    """Without a version, or with one that has been passed, nothing is signed; a merge cannot stand in."""
    for operation in ("approve", "reject", "attest"):
        with pytest.raises(GovernanceError, match="seen_version_missing"):
            office.act(BO, Change("activity", operation, None, submitted))
    office.update(ED, submitted, description="x")
    office.step(ED, "submit", submitted)

    assert refused(office, BO, "approve", submitted, seen=2) == "record_moved_on"
    assert refused(office, ED, "attest", submitted, seen=1) == "record_moved_on"


def test_a_repeated_command_signs_once(office: Office, submitted: str) -> None:
    """The same command id gives the first receipt, also after the record lapsed."""
    approve = Change("activity", "approve", None, submitted, 2)
    office.act(BO, approve, command_id="one")
    office.update(ED, submitted, name="Wages")

    assert office.act(BO, approve, command_id="one").repeated
    assert office.status(submitted) == "draft"
    assert len(_approvals(office)) == 1


def test_reinstating_a_retired_record_starts_from_draft(office: Office) -> None:
    """An approval does not outlive the end of its record, nor does the official version."""
    record = office.approved()
    office.act(BO, Change("activity", "retire", record_id=record))
    office.act(BO, Change("activity", "reinstate", record_id=record))

    assert office.status(record) == "draft"
    with office.register.read(office.register.lens()) as reader:
        assert official_content(reader, record) is None


def test_an_erased_record_is_no_longer_approved(office: Office) -> None:
    """Redaction empties it, voids it and takes it out of the official register."""
    record = office.approved(ends_on="2020-01-01")
    office.act(DI, Change("activity", "redact", record_id=record))

    assert office.status(record) == "void"
    with office.register.read(office.register.lens()) as reader:
        assert reader.rows("FROM official_record") == []
    assert verify.verify(office.register).ok


def test_a_refused_redaction_leaves_what_follows_in_the_command(office: Office) -> None:
    """The attempt is noted; a change after it starts from what the record says, and an approval is not lost by it."""
    record = office.approved()
    edit = Change("activity", "update", {**PAYROLL, "description": "x"}, record, office.version(record))

    with pytest.raises(GovernanceError, match="redaction_locked"):
        office.act(DI, Change("activity", "redact", record_id=record), edit)

    assert office.status(record) == "approved"
    assert office.register.content(record)["description"] == "x"


def test_an_approved_record_can_be_voided(office: Office) -> None:
    """Signatures are no use of a record that would stand in the way."""
    record = office.approved()

    office.act(BO, Change("activity", "void", record_id=record))

    assert office.status(record) == "void"


def test_kinds_that_are_not_reviewed_take_no_steps(office: Office) -> None:
    """A step on a kind outside the table is not permitted to anybody."""
    measure = "MEA-00001"
    for actor in (ANN, BO, DI, FAY):
        with pytest.raises(NotPermitted):
            office.step(actor, "submit", measure)


def test_restoring_keeps_signatures(office: Office, tmp_path: Path) -> None:
    """From the plain text comes the same register: status, approvals, official versions."""
    record = office.approved()
    restored = restoring.restore(backups.back_up(office.register), tmp_path / "other.duckdb")

    assert restored.head() == office.register.head()
    for register in (office.register, restored):
        with register.read(register.lens()) as reader:
            assert reader.rows("SELECT record, version FROM official_record") == [
                {"record": record, "version": 3}
            ]
    assert restored.gates is None
    restored.close()


def test_a_workbook_signs_nothing(office: Office, tmp_path: Path) -> None:
    """Read back it changes nothing; into another register come drafts, and the approvals are left out with a word."""
    office.approved()
    file = tmp_path / "all.xlsx"
    with office.register.read(office.register.lens()) as reader:
        workbook.export(reader, "en", file)
        same = workbook_read.read(file, reader)
    other = Register.create(tmp_path / "other.duckdb")
    with other.read(other.lens()) as reader:
        preview = workbook_read.read(file, reader)

    assert (same.proposals, same.errors) == ((), ())
    assert "approval" not in {each.kind for each in preview.proposals}
    assert {each.code for each in preview.problems} == {"workbook_signed"}
    assert preview.errors == ()
    other.close()


def test_an_edited_workbook_lapses_like_any_edit(office: Office, tmp_path: Path) -> None:
    """An import of a material change leaves the record a draft, and its importer a preparer."""
    from openpyxl import load_workbook

    record = office.approved()
    file = tmp_path / "all.xlsx"
    with office.register.read(office.register.lens()) as reader:
        workbook.export(reader, "en", file)
    book = load_workbook(file)
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value == "Payroll":
                    cell.value = "Wages"
    book.save(file)
    with office.register.read(office.register.lens()) as reader:
        preview = workbook_read.read(file, reader)

    workbook_read.apply(office.register, preview, actor=BO, reason="import")

    assert office.register.content(record)["name"] == "Wages"
    assert office.status(record) == "draft"
    office.step(ED, "submit", record)
    assert refused(office, BO, "approve", record) == "prepared_by_you"


# -- official and working


def test_the_official_register_is_the_last_approved_revision(office: Office) -> None:
    """While a change waits for approval the official version stays; the difference is told field by field."""
    record = office.approved()
    never = office.create(ED, "activity", {**PAYROLL, "name": "New"})
    office.update(ED, record, name="Wages", description="x")

    with office.register.read(office.register.lens()) as reader:
        version, content = official_content(reader, record) or (0, {})
        found = with_changes(reader, deviations(reader, ["activity"]))
        official = reader.rows("SELECT id, name FROM official_activity")
    assert (version, content["name"]) == (3, "Payroll")
    assert official == [{"id": record, "name": "Payroll"}]
    told = {each.record: (each.official_version, [change.path for change in each.changes]) for each in found}
    assert told == {record: (3, ["name", "description"]), never: (None, [])}


def test_the_official_register_of_a_past_day(office: Office) -> None:
    """As the journal was then, the record was approved in its earlier version, or not at all."""
    before = office.register.clock()
    office.clock.pass_days(1)
    record = office.approved()
    first = office.register.clock()
    office.clock.pass_days(1)
    office.update(ED, record, name="Wages")
    office.step(ED, "submit", record)
    office.step(BO, "approve", record)

    versions = []
    for moment in (before, first, None):
        with office.register.read(office.register.lens(known_at=moment)) as reader:
            versions.append([row["version"] for row in reader.rows("FROM official_record")])
    assert versions == [[], [3], [6]]


def test_others_see_neither_signature_nor_opinion_of_a_hidden_record(office: Office) -> None:
    """What is about an activity is seen with the right to it only, entries of the journal included."""
    record = office.create(BO, "activity", {**PAYROLL, "department": SALES, "owner": SALES_LEAD})
    office.step(BO, "submit", record)
    opinion = office.create(DI, "opinion", {"name": "O", "subject": record, "verdict": "favourable"})
    office.step(CY, "reply", opinion, {"reply": "followed", "reply_reason": "yes"})
    office.step(CY, "approve", record)

    with office.register.read(office.register.lens(actor=ED)) as reader:
        for view in (
            "approval",
            "opinion",
            "official_record",
            "last_approval",
            "opinion_state",
            "official_activity",
        ):
            assert reader.rows(f'FROM "{view}"') == [], view
        hidden = {row["record_id"] for row in reader.rows("SELECT record_id FROM entry")} & {record, opinion}
    assert hidden == set()
    with office.register.read(office.register.lens(actor=GUS)) as reader:
        assert len(reader.rows("FROM approval")) == 1


def test_every_kind_of_the_table_can_be_signed(office: Office) -> None:
    """A record of each reviewed kind is submitted and approved by the holder of the post it names."""
    activity = office.approved()
    for kind in table().reviewed:
        if kind in ("activity", "waiver"):
            continue
        content: dict[str, Any] = {"name": kind, table().accountable(kind)[0]: HR_LEAD}
        if kind == "risk":
            content["activity"] = activity
        record = office.create(CY, kind, content)
        office.step(CY, "submit", record)
        office.step(BO, "approve", record)
        assert office.status(record) == "approved", kind


def _approvals(office: Office) -> list[str]:
    with office.register.read(office.register.lens()) as reader:
        return [row["id"] for row in reader.rows("SELECT id FROM approval ORDER BY id")]


def _grant(office: Office, person: str) -> str:
    return _one(office, 'SELECT id FROM "grant" WHERE person = $person', person=person)


def _appointment(office: Office, post: str, person: str) -> str:
    return _one(
        office, "SELECT id FROM appointment WHERE post = $post AND person = $person", post=post, person=person
    )


def _one(office: Office, sql: str, **params: str) -> str:
    with office.register.read(office.register.lens()) as reader:
        (row,) = reader.rows(sql, **params)
    return str(row["id"])


def _waiver(office: Office, record: str, row: str | None = None) -> str:
    content = {
        "name": "W",
        "rule": "law-1",
        "record": record,
        "row": row,
        "reason": "r",
        "ends_on": "2026-05-01",
    }
    return office.create(ED, "waiver", content)


def _accept(office: Office, waiver: str, gates: Keeper | None = None) -> None:
    kept, office.register.gates = office.register.gates, gates or office.register.gates
    office.step(ED, "submit", waiver)
    opinion = office.create(DI, "opinion", {"name": "O", "subject": waiver, "verdict": "with_conditions"})
    office.step(FAY, "reply", opinion, {"reply": "followed", "reply_reason": "yes"})
    office.step(FAY, "approve", waiver)
    office.register.gates = kept


def _overlay(folder: Path, monkeypatch: pytest.MonkeyPatch, more: str) -> None:
    packaged = Path(__file__).resolve().parents[2] / "data" / "workflow.toml"
    (folder / "workflow.toml").write_text(packaged.read_text("utf-8") + more, "utf-8")
    changed = read(folder / "workflow.toml")
    for module in ("workflow", "gates"):
        monkeypatch.setattr(f"governance.register.{module}.table", lambda: changed)
