"""The one door for writes."""

from __future__ import annotations

from datetime import date

import pytest

from governance.errors import GovernanceError, InUse, InvalidRecord, NotPermitted, StaleRecord, UnknownRecord
from governance.register import history, verify
from governance.register.commands import Change, initialise, may, write
from governance.register.store import Register
from tests.hand import ADMIN, Hand


def test_create_gives_the_next_id_and_first_version(hand: Hand) -> None:
    """A new record gets the next id of its kind, version 1, status draft."""
    first = hand.create("activity", {"name": "Payroll"})
    receipt = hand.change(Change("activity", "create", {"name": "Recruiting"}))

    assert first == "ACT-00001"
    assert (receipt.saved[0].record_id, receipt.saved[0].version, receipt.saved[0].status) == (
        "ACT-00002",
        1,
        "draft",
    )


def test_update_without_difference_writes_nothing(hand: Hand) -> None:
    """Saving what is there leaves the journal as it is."""
    record_id = hand.create("activity", {"name": "Payroll"})
    before = hand.register.head()

    receipt = hand.update("activity", record_id, {"name": "Payroll"}, 1)

    assert hand.register.head() == before
    assert receipt.saved[0].version == 1


def test_repeated_command_id_changes_nothing(hand: Hand) -> None:
    """A command sent twice is stored once and acknowledged twice."""
    change = Change("activity", "create", {"name": "Payroll"})
    first = hand.change(change, command_id="same")
    second = hand.change(change, command_id="same")

    assert second.repeated
    assert second.saved[0].record_id == first.saved[0].record_id
    assert hand.register.head().revision == first.last_revision


def test_all_problems_of_a_record_come_at_once(hand: Hand) -> None:
    """One error lists every field that is wrong, with its path and value."""
    content: dict[str, object] = {"purposes": [{"key": "p", "colour": "red"}], "starts_on": "2021-31-31"}

    with pytest.raises(InvalidRecord) as raised:
        hand.create("activity", content)

    assert {problem.path for problem in raised.value.problems} == {
        "name",
        "purposes/0/colour",
        "starts_on",
    }


@pytest.mark.parametrize(
    ("content", "place", "code"),
    [
        ({"name": "A", "role": "boss"}, "role", "unknown_term"),
        ({"name": "A", "department": "DEP-09999"}, "department", "unknown_reference"),
        ({"name": "A", "department": "PER-00001"}, "department", "unknown_reference"),
        ({"name": "A", "data": [{"key": "d", "purposes": ["x"]}]}, "data/d/purposes", "unknown_row"),
        ({"name": "A", "notice": "N", "stated": {"notice": "none"}}, "stated/notice", "stated_but_filled"),
        ({"name": "A", "purposes": [{"key": "p"}, {"key": "p"}]}, "purposes", "key_twice"),
    ],
)
def test_codes_links_and_keys_must_exist(
    hand: Hand, content: dict[str, object], place: str, code: str
) -> None:
    """A code outside its vocabulary, a link to nothing or a key of no row is refused by name."""
    with pytest.raises(InvalidRecord) as raised:
        hand.create("activity", content)

    assert [(problem.path, problem.code) for problem in raised.value.problems] == [(place, code)]


def test_one_bad_change_stops_the_whole_command(hand: Hand) -> None:
    """A command is written whole or not at all, and its ids are free again."""
    before = hand.register.head()

    with pytest.raises(InvalidRecord):
        hand.change(Change("activity", "create", {"name": "Good"}), Change("activity", "create", {}))

    assert hand.register.head() == before
    assert hand.create("activity", {"name": "Next"}) == "ACT-00001"


def test_changes_of_different_fields_are_both_kept(hand: Hand) -> None:
    """Two people who changed different fields or rows of the same version both keep their change."""
    record_id = hand.create("activity", {"name": "Payroll", "purposes": [{"key": "p1", "name": "pay"}]})
    hand.update(
        "activity",
        record_id,
        {"name": "Payroll", "description": "new", "purposes": [{"key": "p1", "name": "pay"}]},
        1,
    )

    receipt = hand.update(
        "activity",
        record_id,
        {"name": "Payroll", "purposes": [{"key": "p1", "name": "pay"}, {"key": "p2", "name": "tax"}]},
        1,
    )

    content = hand.register.content(record_id)
    assert receipt.saved[0].merged
    assert content["description"] == "new"
    assert [row["key"] for row in content["purposes"]] == ["p1", "p2"]


def test_changes_of_the_same_field_are_shown_to_choose(hand: Hand) -> None:
    """Two different values for one field since the same version raise, with base, theirs and mine."""
    record_id = hand.create("activity", {"name": "Payroll", "description": "a"})
    hand.update("activity", record_id, {"name": "Payroll", "description": "b"}, 1)

    with pytest.raises(StaleRecord) as raised:
        hand.update("activity", record_id, {"name": "Payroll", "description": "c"}, 1)

    (conflict,) = raised.value.context["conflicts"]
    assert (conflict.path, conflict.base, conflict.theirs, conflict.mine) == ("description", "a", "b", "c")
    assert hand.register.content(record_id)["description"] == "b"


def test_update_must_name_its_base_version(hand: Hand) -> None:
    """A save that does not say which version it started from is refused."""
    record_id = hand.create("activity", {"name": "Payroll"})

    with pytest.raises(GovernanceError, match="base_version_missing"):
        hand.change(Change("activity", "update", {"name": "X"}, record_id))


def test_void_is_refused_while_records_point_to_it(hand: Hand) -> None:
    """A record others use cannot be voided; the error names the users."""
    department = hand.create("department", {"name": "HR", "organisation": "ORG-00001"})
    activity = hand.create("activity", {"name": "Payroll", "department": department})

    with pytest.raises(InUse) as raised:
        hand.change(Change("department", "void", record_id=department))

    assert raised.value.context["users"] == activity


def test_void_and_reinstate(hand: Hand) -> None:
    """A voided record refuses edits until it is reinstated as a draft."""
    record_id = hand.create("activity", {"name": "Payroll"})
    assert hand.change(Change("activity", "void", record_id=record_id)).saved[0].status == "void"

    with pytest.raises(GovernanceError, match="record_ended"):
        hand.update("activity", record_id, {"name": "X"}, 2)

    assert hand.change(Change("activity", "reinstate", record_id=record_id)).saved[0].status == "draft"
    hand.update("activity", record_id, {"name": "X"}, 3)


def test_unknown_records_and_empty_reasons_are_refused(register: Register, hand: Hand) -> None:
    """A change of nothing, and a command without a reason, are errors."""
    with pytest.raises(UnknownRecord):
        hand.update("activity", "ACT-00099", {"name": "X"}, 1)
    with pytest.raises(GovernanceError, match="reason_missing"):
        write(register, actor=ADMIN, reason=" ", changes=[])


def test_a_person_without_grant_writes_nothing(register: Register, hand: Hand) -> None:
    """Holding a post or being known gives no right."""
    stranger = hand.create("person", {"name": "Bo"})

    with pytest.raises(NotPermitted):
        Hand(register, stranger).create("activity", {"name": "Payroll"})
    assert not may(register, stranger, "create", "activity")


def test_a_team_member_stays_in_its_departments(register: Register, hand: Hand) -> None:
    """A team member edits and reads only the activities of its departments, and cannot move one out."""
    own = hand.create("department", {"name": "HR"})
    other = hand.create("department", {"name": "Sales"})
    member = hand.create("person", {"name": "Bo"})
    hand.create("grant", {"name": "g", "person": member, "role": "team_member", "departments": [own]})
    mine = hand.create("activity", {"name": "Payroll", "department": own})
    theirs = hand.create("activity", {"name": "Leads", "department": other})
    bo = Hand(register, member)

    bo.update("activity", mine, {"name": "Payroll 2", "department": own}, 1)
    with pytest.raises(NotPermitted):
        bo.update("activity", theirs, {"name": "Leads 2", "department": other}, 1)
    with pytest.raises(NotPermitted):
        bo.update("activity", mine, {"name": "Payroll 2", "department": other}, 2)
    with register.read(register.lens(actor=member)) as reader:
        assert [row["id"] for row in reader.rows("SELECT id FROM activity")] == [mine]
        assert {
            row["record_id"] for row in reader.rows("SELECT record_id FROM entry WHERE kind = 'activity'")
        } == {mine}


def test_risks_follow_the_department_of_their_activity(register: Register, hand: Hand) -> None:
    """A risk is read and written with the right to its activity."""
    own, other = hand.create("department", {"name": "HR"}), hand.create("department", {"name": "Sales"})
    member = hand.create("person", {"name": "Bo"})
    hand.create("grant", {"name": "g", "person": member, "role": "team_member", "departments": [own]})
    theirs = hand.create("activity", {"name": "Leads", "department": other})
    hand.create("risk", {"name": "Leak", "activity": theirs})

    with pytest.raises(NotPermitted):
        Hand(register, member).create("risk", {"name": "Loss", "activity": theirs})
    with register.read(register.lens(actor=member)) as reader:
        assert reader.rows("SELECT id FROM risk") == []


def test_executives_see_contacts_masked_and_write_nothing(register: Register, hand: Hand) -> None:
    """An executive reads everything with contact details masked."""
    chief = hand.create("person", {"name": "Cy", "email": "cy@example.org"})
    hand.create("grant", {"name": "g", "person": chief, "role": "executive"})
    hand.create(
        "activity",
        {
            "name": "P",
            "role": "processor",
            "controllers": [{"key": "c", "name": "Client", "contact": "tel 123"}],
            "kept": [{"key": "k", "column": "Contact", "text": "tel 123"}],
            "origins": [{"key": "o", "source": "S", "row_key": "1", "values": {"contact": "tel 123"}}],
        },
    )

    with register.read(register.lens(actor=chief)) as reader:
        assert {row["email"] for row in reader.rows("SELECT email FROM person")} == {"•••"}
        (row,) = reader.rows("SELECT controllers, kept, origins FROM activity")
        assert row["controllers"][0]["contact"] == "•••"
        assert (row["kept"], row["origins"]) == (None, None)
        assert row["controllers"][0]["name"] == "Client"
        assert {row["content"] for row in reader.rows("SELECT content FROM entry")} == {None}
    with pytest.raises(NotPermitted):
        Hand(register, chief).create("activity", {"name": "X"})


def test_a_leaver_has_no_rights(register: Register, hand: Hand) -> None:
    """The grants of a person who has left are void from that day."""
    person = hand.create("person", {"name": "Bo"})
    hand.create("grant", {"name": "g", "person": person, "role": "owner"})
    Hand(register, person).create("activity", {"name": "A"})
    hand.update("person", person, {"name": "Bo", "left_on": register.today().isoformat()}, 1)

    with pytest.raises(NotPermitted):
        Hand(register, person).create("activity", {"name": "B"})


def test_an_ended_grant_gives_no_right(register: Register, hand: Hand) -> None:
    """A grant counts from its first day to the day before its end."""
    person = hand.create("person", {"name": "Bo"})
    hand.create(
        "grant", {"name": "g", "person": person, "role": "owner", "ends_on": register.today().isoformat()}
    )

    assert not may(register, person, "create", "activity")


def test_a_second_initialise_is_refused(register: Register) -> None:
    """Only an empty journal can be opened."""
    with pytest.raises(GovernanceError, match="already_initialised"):
        initialise(register, organisation="B", person="C")


def test_history_tells_the_fields_that_changed(register: Register, hand: Hand) -> None:
    """Each step names who, when, why and the fields, nested ones by their row key."""
    record_id = hand.create("activity", {"name": "Payroll", "purposes": [{"key": "p1", "name": "pay"}]})
    hand.update("activity", record_id, {"name": "Payroll", "purposes": [{"key": "p1", "name": "wages"}]}, 1)

    with register.read(register.lens()) as reader:
        newest, first = history.of_record(reader, record_id)

    assert [(each.path, each.old, each.new) for each in newest.changes] == [
        ("purposes/p1/name", "pay", "wages")
    ]
    assert first.changes == ()
    assert (newest.actor, newest.reason) == (ADMIN, "a test")


def test_both_clocks_are_set_apart(register: Register, hand: Hand) -> None:
    """What the journal held and the day facts are judged on move independently."""
    record_id = hand.create("activity", {"name": "Payroll"})
    before = register.clock()
    hand.update("activity", record_id, {"name": "Wages"}, 1)

    with register.read(register.lens(known_at=before, effective_on=date(2030, 1, 1))) as reader:
        assert reader.rows("SELECT name, version FROM activity") == [{"name": "Payroll", "version": 1}]
        assert reader.value("SELECT lens_day()") == date(2030, 1, 1)


def test_a_cached_answer_depends_on_its_own_kinds_only(register: Register, hand: Hand) -> None:
    """The newest revision of some kinds moves with them, stays with others, and follows the lens back."""
    kinds = ("activity", "risk")
    empty = register.newest(register.lens(), kinds)
    before = register.clock()
    record_id = hand.create("activity", {"name": "A"})
    first = register.newest(register.lens(), kinds)
    hand.create("system", {"name": "S"})
    same = register.newest(register.lens(), kinds)
    hand.update("activity", record_id, {"name": "B"}, 1)

    assert (empty, same) == (0, first)
    assert register.newest(register.lens(), kinds) == register.head().revision
    assert register.newest(register.lens(known_at=before), kinds) == 0


def test_one_transaction_keeps_all_commands_or_none(register: Register, hand: Hand) -> None:
    """An error amid a build leaves the register as it was, ids included."""
    before = register.head()

    def build() -> None:
        with register.one_transaction():
            hand.create("activity", {"name": "A"})
            hand.create("activity", {})

    with pytest.raises(InvalidRecord):
        build()
    assert register.head() == before
    with register.one_transaction():
        first = hand.create("activity", {"name": "A"})
        hand.update("activity", first, {"name": "B"}, 1)

    assert first == "ACT-00001"
    assert register.content(first) == {"name": "B"}
    assert register.head_file.read() == register.head()
    assert verify.verify(register).ok


def test_the_last_administrator_stays(register: Register, hand: Hand) -> None:
    """No command ends the last administrator's right, by the grant or by the person; a second one frees the first."""
    grant = register.content("GRA-00001")
    ended = {**grant, "ends_on": register.today().isoformat()}
    gone = {**register.content(ADMIN), "left_on": register.today().isoformat()}
    for change in (
        Change("grant", "update", ended, "GRA-00001", 1),
        Change("grant", "retire", record_id="GRA-00001"),
        Change("person", "update", gone, ADMIN, 1),
        Change("person", "redact", record_id=ADMIN),
    ):
        with pytest.raises(GovernanceError, match="last_administrator"):
            hand.change(change)

    second = hand.create("person", {"name": "Bo"})
    hand.create("grant", {"name": "g", "person": second, "role": "administrator"})
    hand.change(Change("grant", "retire", record_id="GRA-00001"))

    assert not may(register, ADMIN, "create", "grant")
