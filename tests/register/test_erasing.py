"""Requests and incidents end: after their last day one command erases them, and nothing of them is left to read."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from governance.errors import GovernanceError, NotPermitted
from governance.exchange import exporting
from governance.register import backups, drafts, erasing, history, searching, verify
from governance.register.commands import Change, initialise
from governance.register.store import Register
from tests.command_line import Run
from tests.hand import Hand

SALES, STAFF = "DEP-00001", "DEP-00002"
OFFICER, SELLER, CLERK, EXECUTIVE = (f"PER-0000{number}" for number in range(2, 6))
SECRET = "Zebulon"
KINDS = ("request", "incident")


class Office:
    """A register with two departments, one case of each kind in one of them, and a clock that can be moved."""

    def __init__(self, path: Path) -> None:
        self.now = datetime(2026, 6, 15, 9, tzinfo=UTC)
        self.register = Register.create(path, clock=lambda: self.now)
        initialise(self.register, organisation="Alba", person="Ann Lee")
        self.hand = Hand(self.register)
        for department in (SALES, STAFF):
            self.hand.create("department", {"name": department}, department)
        self._grant(OFFICER, "dpo")
        self._grant(SELLER, "team_member", SALES)
        self._grant(CLERK, "team_member", STAFF)
        self._grant(EXECUTIVE, "executive")

    def _grant(self, person: str, role: str, *departments: str) -> None:
        self.hand.create("person", {"name": person}, person)
        self.hand.create(
            "grant", {"name": role, "person": person, "role": role, "departments": list(departments)}
        )

    def case(self, kind: str, delete_after: date | None = None, **content: Any) -> str:
        """Record a case in the staff department, by its clerk; the text the law asks for holds the secret."""
        told = {
            "request": {"requester": SECRET, "details": f"All about {SECRET}"},
            "incident": {"description": SECRET},
        }
        last = {"delete_after": delete_after.isoformat()} if delete_after else {}
        given = {"name": "A case", "department": STAFF, **told[kind], **last, **content}
        return Hand(self.register, CLERK).create(kind, given)

    @property
    def today(self) -> date:
        """The day it is in the register."""
        return self.register.today()


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """An office of the test's own."""
    made = Office(tmp_path / "register.duckdb")
    yield made
    made.register.close()


def due(office: Office, actor: str | None = None) -> list[str]:
    """Return the ids of what is due, as an actor sees it."""
    with office.register.read(office.register.lens(actor=actor)) as reader:
        return [each.id for each in erasing.due(reader)]


def test_a_case_is_due_on_the_day_after_its_last(office: Office) -> None:
    """Up to and including its last day it is kept; without a day it is never due; the longest overdue comes first."""
    yesterday = office.today - timedelta(days=1)
    incident = office.case("incident", yesterday)
    older = office.case("request", yesterday - timedelta(days=9))
    office.case("request", office.today)
    office.case("request")
    assert due(office) == [older, incident]
    office.now += timedelta(days=1)
    assert len(due(office)) == 3


@pytest.mark.parametrize("operation", ["retire", "void"])
def test_an_ended_case_still_holds_what_was_written(office: Office, operation: str) -> None:
    """A retired or void case is due like any other."""
    case = office.case("request", office.today - timedelta(days=1))
    Hand(office.register, OFFICER).change(Change("request", operation, record_id=case))
    assert due(office) == [case]


def test_one_command_erases_all_that_is_due(office: Office, tmp_path: Path) -> None:
    """Every case that is due is erased in one command of that actor; the others stay, and the chain holds."""
    yesterday = office.today - timedelta(days=1)
    gone = {office.case(kind, yesterday) for kind in KINDS}
    kept = office.case("request", office.today, requester="Somebody else", details="Nothing")
    drafts.keep(
        office.register,
        person=CLERK,
        kind="request",
        record_id=min(gone),
        base_version=1,
        content={"name": SECRET},
    )
    found, receipt = erasing.erase_due(office.register, OFFICER, "The last day has passed")
    assert {each.id for each in found} == gone
    assert receipt is not None
    assert receipt.last_revision - receipt.first_revision == 1
    with office.register.read(office.register.lens()) as reader:
        entries = reader.rows("SELECT record_id, actor, reason FROM entry WHERE operation = 'redact'")
        assert {(row["record_id"], row["actor"], row["reason"]) for row in entries} == {
            (case, OFFICER, "The last day has passed") for case in gone
        }
        assert reader.value("SELECT id FROM request WHERE status <> 'void'") == kept
        assert searching.search(reader, SECRET) == ([], {})
    assert erasing.erase_due(office.register, OFFICER, "Again") == ((), None)
    assert verify.verify(office.register).ok
    backup = backups.back_up(office.register, tmp_path / "journal.jsonl")
    office.register.close()
    assert SECRET not in backup.read_text("utf-8")
    assert not drafts_of(tmp_path / "register.duckdb")


def drafts_of(path: Path) -> list[drafts.Draft]:
    """Return the clerk's drafts in a register opened again."""
    register = Register.open(path)
    found = drafts.find(register, person=CLERK, kind="request", record_id="REQ-00001")
    register.close()
    return [found] if found else []


@pytest.mark.parametrize("actor", [CLERK, EXECUTIVE])
def test_who_may_not_erase_erases_nothing(office: Office, actor: str) -> None:
    """Seeing a case gives no right to erase it."""
    case = office.case("request", office.today - timedelta(days=1))
    with pytest.raises(NotPermitted):
        erasing.erase_due(office.register, actor, "The last day has passed")
    assert due(office) == [case]
    assert office.register.content(case)["requester"] == SECRET


@pytest.mark.parametrize(
    ("kind", "conducted_on", "locked"),
    [
        ("pipia", "2023-06-16", True),
        ("pipia", "2023-06-15", False),
        ("pipia", None, True),
        ("dpia", "2026-06-01", False),
    ],
)
def test_a_pipia_is_kept_for_three_years(
    office: Office, kind: str, conducted_on: str | None, locked: bool
) -> None:
    """Its report cannot be erased before (PIPL 56): the attempt is refused, and stands in the journal."""
    content: dict[str, Any] = {"name": "Export of staff data", "assessment_kind": kind}
    if conducted_on:
        content["conducted_on"] = conducted_on
    case = Hand(office.register, OFFICER).create("assessment", content)
    change = Change("assessment", "redact", record_id=case)
    if locked:
        with pytest.raises(GovernanceError, match="redaction_locked") as refused:
            Hand(office.register, OFFICER).change(change)
        assert refused.value.context["article"] == "PIPL 56"
    else:
        Hand(office.register, OFFICER).change(change)
    with office.register.read(office.register.lens()) as reader:
        newest = reader.row("SELECT operation, actor, record_id FROM entry ORDER BY revision DESC LIMIT 1")
        kept = reader.value("SELECT count(*) FROM assessment WHERE assessment_kind IS NOT NULL") == 1
    assert newest == {"operation": "refuse" if locked else "redact", "actor": OFFICER, "record_id": case}
    assert kept is locked
    assert verify.verify(office.register).ok


def seen(office: Office, actor: str, kind: str, case: str, folder: Path) -> dict[str, bool]:
    """Return by which ways ``actor`` finds a case or what it holds."""
    lens = office.register.lens(actor=actor)
    out = folder / f"{actor}.xlsx"
    exporting.write(office.register, lens, "workbook", "en", out)
    with zipfile.ZipFile(out) as book:
        cells = "".join(book.read(name).decode("utf-8") for name in book.namelist() if name.endswith(".xml"))
    with office.register.read(lens) as reader:
        _, total = history.entries(reader, text=case.lower())
        return {
            "row": reader.value(f"SELECT count(*) FROM {kind} WHERE id = $id", id=case) == 1,
            "title": reader.value("SELECT count(*) FROM title WHERE id = $id", id=case) == 1,
            "judged": reader.value(f"SELECT count(*) FROM law_{kind} WHERE id = $id", id=case) == 1,
            "history": bool(history.of_record(reader, case)),
            "entries": total > 0,
            "content": bool(reader.value("SELECT max(content) FROM entry WHERE record_id = $id", id=case)),
            "hit": any(hit.id == case for hit in searching.search(reader, "A case")[0]),
            "hit on the person": any(hit.id == case for hit in searching.search(reader, SECRET)[0]),
            "export": case in cells,
            "export of the person": SECRET in cells,
        }


@pytest.mark.parametrize("kind", KINDS)
def test_a_case_is_its_departments_business(office: Office, kind: str, tmp_path: Path) -> None:
    """Its own department and the officer find it by every way, a member of another by none, with one of theirs beside."""
    case = office.case(kind)
    own = Hand(office.register, SELLER).create(kind, {"name": "Another", "department": SALES})
    assert set(seen(office, CLERK, kind, case, tmp_path).values()) == {True}
    assert set(seen(office, OFFICER, kind, case, tmp_path).values()) == {True}
    assert set(seen(office, SELLER, kind, case, tmp_path).values()) == {False}
    with office.register.read(office.register.lens(actor=SELLER)) as reader:
        assert [row["id"] for row in reader.rows(f"SELECT id FROM {kind}")] == [own]


@pytest.mark.parametrize("kind", KINDS)
def test_nobody_of_another_department_writes_to_a_case(office: Office, kind: str) -> None:
    """Neither what it says nor whose it is."""
    case = office.case(kind)
    content = office.register.content(case)
    for change in ({**content, "name": "Mine"}, {**content, "department": SALES}):
        with pytest.raises(NotPermitted):
            Hand(office.register, SELLER).update(kind, case, change, 1)
    assert office.register.content(case) == content


@pytest.mark.parametrize("kind", KINDS)
def test_an_executive_sees_that_there_is_a_case_but_not_whose(
    office: Office, kind: str, tmp_path: Path
) -> None:
    """Who sees no contact details sees neither the requester nor what happened, and no content in the journal."""
    case = office.case(kind)
    found = seen(office, EXECUTIVE, kind, case, tmp_path)
    assert [way for way, finds in found.items() if not finds] == [
        "content",
        "hit on the person",
        "export of the person",
    ]
    column = {"request": "requester", "incident": "description"}[kind]
    with office.register.read(office.register.lens(actor=EXECUTIVE)) as reader:
        assert reader.value(f"SELECT {column} FROM {kind}") == "•••"


def test_the_command_line_lists_first_and_erases_when_told(office: Office, tmp_path: Path) -> None:
    """Without --commit nothing is erased; with it somebody must act; what was erased is named, never what it said."""
    case = office.case("request", office.today - timedelta(days=1))
    office.register.close()
    file = tmp_path / "register.duckdb"
    listed = Run("erase", "--register", file, "--json")
    assert [(row["id"], row["erased"]) for row in listed.json] == [(case, False)]
    nobody = Run("erase", "--register", file, "--commit", "--json")
    assert (nobody.code, nobody.json["error"]) == (1, "actor_missing")
    erased = Run("erase", "--register", file, "--commit", "--actor", OFFICER, "--json")
    assert erased.json == [
        {"kind": "request", "id": case, "delete_after": "2026-06-14", "department": STAFF, "erased": True}
    ]
    assert SECRET not in listed.out + erased.out
    assert Run("erase", "--register", file, "--json").json == []
