"""The permission table, cell by cell: what it allows is allowed, what it does not is refused by the register."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from governance import vocabulary
from governance.errors import GovernanceError, NotPermitted
from governance.model.kinds import KINDS
from governance.register import access_log, permissions, planning, taking, workflow
from governance.register.commands import Change, write
from governance.register.permissions import Granted, allows, may_take, table
from governance.register.plans import Command
from governance.register.store import Register
from governance.register.tied import LIMITED
from governance.ui.navigation import ENTRIES
from governance.ui.routes import ROUTES
from tests import two_departments as two
from tests.filled import content

ROOT = Path(__file__).resolve().parents[2]
WRITING = ("create", "update", "retire", "void", "reinstate", "redact")
OPERATIONS = (*WRITING, *workflow.OPERATIONS)
ROLES = tuple(each.code for each in vocabulary.terms("application_role"))
PEOPLE = {role: person for person, role in two.ROLES.items() if person != two.OTHER} | {
    "administrator": two.ADMIN
}
NOBODY = two.PLAIN
SIDES = {two.HERE: "00001", two.THERE: "00002"}


def test_the_table_names_what_there_is() -> None:
    """Every page, kind, operation, role and address of the table exists, and no page or address is left out."""
    named = {name for each in table()["page"] for name in each["names"]}
    paths = {path for each in table()["route"] for path in each["paths"]}
    roles = {
        role for section in ("page", "export", "route") for each in table()[section] for role in each["roles"]
    }

    assert named == {entry.name for entry in ENTRIES}
    assert paths == {route.path for route in ROUTES}
    assert {kind for rule in table()["rule"] for kind in rule["kinds"]} <= KINDS.keys()
    assert {operation for rule in table()["rule"] for operation in rule["operations"]} <= set(OPERATIONS)
    assert roles - {permissions.ANYONE} == set(ROLES) == {each["role"] for each in table()["reading"]}
    assert {rule["role"] for rule in table()["rule"]} | {"auditor"} == set(ROLES)


def test_every_export_in_the_code_is_in_the_table() -> None:
    """Whatever is offered, on screen or on the command line, has a row; and every row is offered somewhere."""
    taken = {name for file in _sources() for name in _exports(file)}
    built = {"workbook", "template", "article30", "board", "record_sheet", "journal"}  # chosen by a variable

    assert taken | built == {name for each in table()["export"] for name in each["names"]}


def test_files_leave_the_screen_by_one_door() -> None:
    """Nobody but the door itself offers a file, so nothing goes out unasked and unnoted."""
    offering = {
        file.name
        for file in (ROOT / "governance" / "ui").rglob("*.py")
        if "downloads.offer(" in file.read_text("utf-8")
    }
    given = {
        file.name
        for place in ("governance/ui", "pages")
        for file in (ROOT / place).rglob("*.py")
        if "st.download_button" in file.read_text("utf-8")
    }

    assert offering == {"taking.py"}
    assert given == set()


def _sources() -> Iterator[Path]:
    yield from (ROOT / "governance").rglob("*.py")


def _exports(file: Path) -> Iterator[str]:
    """Yield the export named first in each call of the doors."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        holder = node.func.value
        if (
            not isinstance(holder, ast.Name)
            or holder.id != "taking"
            or node.func.attr not in ("offer", "may", "taken")
        ):
            continue
        names = [each.value for each in node.args if isinstance(each, ast.Constant) and each.value]
        yield from (str(each) for each in names[:1])


def _change(kind: str, operation: str, department: str, register: Register) -> Change:
    """Return what somebody would ask for: of the record there is, or of a new one beside it."""
    links = two.linked(department, SIDES[department])
    record = links.get(kind, f"{KINDS[kind].prefix}-00001")
    if operation == "freeze":
        return Change(kind, "freeze", {})
    if operation == "create":
        return Change(kind, "create", content(kind, "Text", "contact", links))
    try:
        held = register.content(record)
    except GovernanceError:
        held = {}
    with register.cursor() as cursor:
        row = cursor.execute("SELECT version FROM record_head WHERE record_id = ?", [record]).fetchone()
    given = held if operation == "update" else None
    return Change(kind, operation, given, record, row[0] if row else 1)


def _expected(grants: tuple[Granted, ...], operation: str, kind: str, department: str) -> bool:
    return allows(grants, operation, kind, (department,) if kind in LIMITED else ())


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("role", [*ROLES, "nobody"])
def test_every_cell_of_the_table_holds(two_sides: Register, role: str, kind: str) -> None:
    """What is not in the table is refused by the register, in either department; what is in it is not for want of a right."""
    actor = PEOPLE.get(role, NOBODY)
    with two_sides.cursor() as cursor:
        grants = two_sides.grants(cursor, actor)
        for department in SIDES:
            for operation in OPERATIONS:
                change = _change(kind, operation, department, two_sides)
                if _expected(grants, operation, kind, department):
                    _is_not_refused_for_want_of_a_right(Command(two_sides, cursor, actor, grants), change)
                else:
                    _is_refused(two_sides, actor, change)


def _is_not_refused_for_want_of_a_right(command: Command, change: Change) -> None:
    try:
        planning.plan(command, [change])
    except NotPermitted as error:
        raise AssertionError(str(change)) from error
    except GovernanceError:
        pass
    finally:
        command.register.reload_counters(command.cursor)


def _is_refused(register: Register, actor: str, change: Change) -> None:
    """The command is refused and changes nothing; a signed kind cannot be written by anybody."""
    before = register.head()
    with pytest.raises(GovernanceError) as refused:
        write(register, actor=actor, reason="trying", changes=[change])
    assert register.head() == before
    unknown = refused.value.code == "unknown_record"  # there is none of the kind in this register
    by_hand = KINDS[change.kind].signed and refused.value.code in ("signed_by_operation", "unknown_record")
    assert refused.value.code == "not_permitted" or by_hand or unknown, str(change)


def test_administrators_and_auditors_sign_nothing() -> None:
    """The roles that manage or check approve, reject, reply, attest and freeze nothing; auditors write nothing at all."""
    signing = {"approve", "reject", "reply", "attest", "freeze"}
    by_role = {
        role: {op for rule in table()["rule"] if rule["role"] == role for op in rule["operations"]}
        for role in ROLES
    }

    assert by_role["administrator"] & signing == set()
    assert by_role["auditor"] == set()
    assert by_role["dpo"] & (signing - {"attest"}) == set()


@pytest.mark.parametrize("export", sorted({name for each in table()["export"] for name in each["names"]}))
@pytest.mark.parametrize("role", [*ROLES, "nobody"])
def test_every_export_is_given_or_refused_as_the_table_says(
    two_sides: Register, role: str, export: str
) -> None:
    """The door gives it, and notes what was taken; or refuses it, and notes that."""
    actor = PEOPLE.get(role, NOBODY)
    with two_sides.cursor() as cursor:
        allowed = may_take(two_sides.grants(cursor, actor), export)

    if allowed:
        with taking.taken(two_sides, actor, export):
            pass
    else:
        with pytest.raises(NotPermitted), taking.taken(two_sides, actor, export):
            pass

    two_sides.access.flush()
    with two_sides.read(two_sides.lens()) as reader:
        newest, _ = access_log.listed(reader, person=actor, limit=200)
    wanted = ("exported", export) if allowed else ("refused", export)
    refused_often = ("refused", access_log.MANY)
    seen = {(each["event"], each["operation"]) for each in newest}
    assert wanted in seen or (not allowed and refused_often in seen)


def test_what_cannot_be_a_part_is_not_given_in_parts() -> None:
    """An owner of one department takes no edition, whole as it must be; an owner of all does."""
    assert may_take((Granted("owner", ()),), "edition")
    assert not may_take((Granted("owner", (two.HERE,)),), "edition")
    assert not may_take((Granted("executive", ()),), "edition")


def test_nobody_learns_of_a_record_by_being_refused(two_sides: Register) -> None:
    """A stale save of a record of others is refused for want of a right, before its values are told."""
    change = Change("activity", "update", {"name": "Mine"}, "ACT-00002", 1)

    with pytest.raises(NotPermitted) as refused:
        write(two_sides, actor=two.TEAM, reason="trying", changes=[change])

    assert "conflicts" not in refused.value.context


def test_nobody_comes_to_see_a_record_by_linking_to_it(two_sides: Register) -> None:
    """A link to a system of another department is refused like one to a system that is not there."""
    held = two_sides.content("ACT-00001")
    change = Change("activity", "update", {**held, "systems": ["SYS-00002"]}, "ACT-00001", 2)

    with pytest.raises(GovernanceError) as refused:
        write(two_sides, actor=two.TEAM, reason="trying", changes=[change])

    assert refused.value.context["problem"] == "unknown_reference"
