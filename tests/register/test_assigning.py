"""Roles on many activities at once: what the preview says is what is done, all of it or nothing, and it can be taken back."""

from __future__ import annotations

import json
from typing import Any

import pytest
from typer.testing import CliRunner

from governance.cli import app
from governance.errors import GovernanceError, UnknownRecord
from governance.register import assigning
from governance.register.assigning import BulkRefused, Preview, Wanted, changed
from governance.register.commands import Change
from tests.signing_register import ANN, BO, CY, ED, HR, HR_LEAD, PAYROLL, SALES, SALES_LEAD, SPONSOR, Office


def roles(office: Office, record: str, letter: str = "accountable") -> dict[str, list[str]]:
    """Return the posts a record names for a letter, by stage."""
    return {
        row["stage"]: [each["post"] for each in row.get("roles", []) if each["letter"] == letter]
        for row in office.register.content(record).get("stages", [])
    }


def stage(code: str, *posts: str, letter: str = "accountable", **more: Any) -> dict[str, Any]:
    """Return a stage that names these posts."""
    named = [{"key": f"r{number}", "letter": letter, "post": post} for number, post in enumerate(posts)]
    return {"key": code, "stage": code, **({"roles": named} if named else {}), **more}


@pytest.fixture
def three(office: Office) -> list[str]:
    """Three activities: one names nobody, one a post at «use», one says that «use» does not take place."""
    kept = {"applicable": "not_applicable", "reason": "never used"}
    return [
        office.create(ED, "activity", {**PAYROLL, "name": "First"}),
        office.create(ED, "activity", {**PAYROLL, "name": "Second", "stages": [stage("use", HR_LEAD)]}),
        office.create(ED, "activity", {**PAYROLL, "name": "Third", "stages": [stage("use", **kept)]}),
    ]


def look(office: Office, records: list[str], wanted: Wanted, actor: str = BO) -> Preview:
    """Return the preview of a person."""
    return assigning.preview(office.register, actor, records, wanted)


def test_the_preview_tells_explicit_from_inherited(office: Office, three: list[str]) -> None:
    """It names what stands in the record, what the department gives meanwhile, and what will stand."""
    content = office.register.content(HR)
    given = {"stage_roles": [{"key": "a", "letter": "accountable", "post": HR_LEAD}]}
    office.act(ANN, Change("department", "update", {**content, **given}, HR, office.version(HR)))
    before = office.register.head()

    found = look(office, three, Wanted(SALES_LEAD, "accountable", ("use",)))

    assert [(each.what, each.before, each.inherited, each.after) for each in found.lines] == [
        ("added", (), (HR_LEAD,), (SALES_LEAD,)),
        ("replaced", (HR_LEAD,), (HR_LEAD,), (SALES_LEAD,)),
        ("left_out", (), (HR_LEAD,), ()),
    ]
    assert (len(found.changes), found.refused) == (2, ())
    assert office.register.head() == before


def test_it_is_one_command_in_the_journal_and_is_taken_back_in_one(office: Office, three: list[str]) -> None:
    """All records change under one command id with its reason; taking it back restores each to the letter."""
    contents = {record: office.register.content(record) for record in three}
    first = office.register.head().revision
    wanted = Wanted(SPONSOR, "accountable", ("use", "store"))

    receipt = assigning.apply(office.register, actor=BO, reason="Reorganised", records=three, wanted=wanted)

    with office.register.read(office.register.lens()) as reader:
        rows = reader.rows(
            "SELECT DISTINCT command_id, reason FROM journal WHERE revision > $first", first=first
        )
        assert rows == [{"command_id": receipt.command_id, "reason": "Reorganised"}]
        assert [each["records"] for each in assigning.recent(reader, BO)] == [3]
        assert assigning.recent(reader, CY) == []
    assert [roles(office, record).get("use") for record in three] == [[SPONSOR], [SPONSOR], []]

    assigning.undo(office.register, actor=BO, reason="Back", command_id=receipt.command_id)

    assert {record: office.register.content(record) for record in three} == contents
    with office.register.read(office.register.lens()) as reader:
        assert assigning.recent(reader, BO) == []


def test_other_letters_are_added_beside_those_that_stand(office: Office, three: list[str]) -> None:
    """Several are consulted; exactly one is accountable."""
    wanted = Wanted(SPONSOR, "consulted", ("use",))
    assigning.apply(office.register, actor=BO, reason="r", records=three[:2], wanted=wanted)
    again = Wanted(SALES_LEAD, "consulted", ("use",))
    assigning.apply(office.register, actor=BO, reason="r", records=three[:2], wanted=again)

    assert roles(office, three[1], "consulted") == {"use": [SPONSOR, SALES_LEAD]}
    assert roles(office, three[1]) == {"use": [HR_LEAD]}


def test_taking_off_leaves_the_rest_and_lets_the_department_count_again(
    office: Office, three: list[str]
) -> None:
    """Only the post and letter named go; a stage that says nothing more is no row."""
    wanted = Wanted(HR_LEAD, "accountable", remove=True)

    found = look(office, three, wanted)
    assigning.apply(office.register, actor=BO, reason="r", records=three, wanted=wanted)

    assert [each.record for each in found.lines if each.what == "removed"] == [three[1]]
    assert "stages" not in office.register.content(three[1])
    assert roles(office, three[2]) == {"use": []}


def test_what_is_given_and_taken_off_leaves_the_record_as_it_was() -> None:
    """Giving and taking off are each other's undoing."""
    before = {"name": "A", "stages": [{"key": "store", "stage": "store", "applicable": "applicable"}]}
    wanted = Wanted("POS-00001", "responsible", ("collect", "store"))

    given = changed(before, wanted)

    assert changed(given, wanted) == given
    assert changed(given, Wanted("POS-00001", "responsible", ("collect", "store"), remove=True)) == before


def test_one_refused_record_stops_all_and_every_one_is_named(office: Office, three: list[str]) -> None:
    """Another department's, a retired and an unknown record: named each with its reason; nothing is half done."""
    sales = office.create(CY, "activity", {**PAYROLL, "department": SALES})
    office.act(BO, Change("activity", "retire", record_id=three[2]))
    before = office.register.head()
    records = [*three, sales, "ACT-00099"]
    wanted = Wanted(SPONSOR, "accountable")

    found = look(office, records, wanted, ED)

    assert {each.record: each.error.code for each in found.refused} == {
        three[2]: "record_ended", sales: "unknown_record", "ACT-00099": "unknown_record",
    }  # fmt: skip
    with pytest.raises(BulkRefused) as raised:
        assigning.apply(office.register, actor=ED, reason="r", records=records, wanted=wanted)
    assert len(raised.value.refused) == 3
    assert office.register.head() == before
    assigning.apply(office.register, actor=ED, reason="r", records=three[:2], wanted=wanted)


def test_who_only_reads_is_refused(office: Office, three: list[str]) -> None:
    """The auditor sees the records and may change none of them."""
    found = look(office, three, Wanted(SPONSOR, "accountable"), "PER-00007")

    assert {each.error.code for each in found.refused} == {"not_permitted"}
    assert found.changes == ()


def test_nothing_to_do_and_no_post_are_said(office: Office, three: list[str]) -> None:
    """A command that would write nothing is refused in words, as is a post that is not there."""
    with pytest.raises(GovernanceError, match="nothing_to_assign"):
        assigning.apply(
            office.register,
            actor=BO,
            reason="r",
            records=three,
            wanted=Wanted(SPONSOR, "informed", remove=True),
        )
    with pytest.raises(UnknownRecord):
        look(office, three, Wanted("POS-00099", "informed"))


def test_it_is_not_taken_back_over_somebodys_later_work(office: Office, three: list[str]) -> None:
    """Once a record was changed again the whole stays; another command is no bulk assignment."""
    wanted = Wanted(SPONSOR, "accountable", ("use",))
    receipt = assigning.apply(office.register, actor=BO, reason="r", records=three[:2], wanted=wanted)
    office.update(ED, three[0], method="by hand")

    with pytest.raises(GovernanceError, match="undo_too_late"):
        assigning.undo(office.register, actor=BO, reason="r", command_id=receipt.command_id)
    with pytest.raises(GovernanceError, match="no_bulk"):
        assigning.undo(office.register, actor=BO, reason="r", command_id="hand-over-x")


def test_an_approval_lapses_by_it(office: Office) -> None:
    """Who answers is material."""
    record = office.approved()

    wanted = Wanted(SPONSOR, "accountable", ("use",))
    assigning.apply(office.register, actor=BO, reason="r", records=[record], wanted=wanted)

    assert office.status(record) == "draft"


def test_the_command_line_does_the_same(office: Office, three: list[str]) -> None:
    """A dry run changes nothing; the command prints the id by which it is taken back."""
    path = str(office.register.path)
    office.register.close()

    def run(*arguments: str, code: int = 0) -> Any:
        done = CliRunner().invoke(app, ["roles", *arguments, "--actor", BO, "--reason", "r", "--register", path, "--json"])  # fmt: skip
        assert done.exit_code == code, done.output
        return json.loads(done.stdout)

    dry = run("assign", *three, "--post", SPONSOR, "--stage", "use", "--dry-run")
    assert [each["what"] for each in dry] == ["added", "replaced", "left_out"]
    told = run("assign", *three, "--post", SPONSOR, "--stage", "use")
    assert told["records"] == 2
    assert run("undo", told["command"])["records"] == 2
    assert run("assign", three[0], "ACT-00099", "--post", SPONSOR, code=1)["error"] == "bulk_refused"
