"""The command line's keys: who can sign in, one-time codes, keeping out, letting in again (``python -m governance user``).

Whoever can open the register file may let people in, so no actor is asked for but where the journal records one.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from governance import bootstrap
from governance.errors import GovernanceError, RegisterRefused, UnknownRecord
from governance.terminal import emit, guarded, progress

if TYPE_CHECKING:
    from governance.access.service import Access
    from governance.register.store import Register

PersonArgument = Annotated[str, typer.Argument(help="E-mail or id of the person, e.g. PER-00002.")]
RegisterOption = Annotated[
    Path | None,
    typer.Option("--register", help="The register file; RECITAL_REGISTER or var/register.duckdb."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON on stdout.")]
SHOWN = ("id", "name", "email", "roles", "state", "signed_in_at", "code_ends_at", "locked_until", "sessions")

users = typer.Typer(no_args_is_help=True, help="Who can sign in: list, add, reset, revoke, unlock.")


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module to ``app``."""
    app.add_typer(users, name="user")


@users.command("list")
def list_users(register: RegisterOption = None, as_json: JsonOption = False) -> None:
    """List the people with their roles, and how they stand with the sign-in."""
    from governance.access.service import overview  # noqa: PLC0415 - keeps --help quick

    with _access(register, as_json=as_json) as access:
        rows = [asdict(each) for each in overview(access)]
        emit([{name: row[name] for name in SHOWN} for row in rows], as_json=as_json)


@users.command("add")
def add(
    name: Annotated[str, typer.Option("--name", help="Name of the person.")],
    email: Annotated[str, typer.Option("--email", help="E-mail, by which the person signs in.")],
    role: Annotated[str, typer.Option("--role", help="Application role, e.g. owner.")],
    actor: Annotated[str, typer.Option("--actor", help="Id of the administrator who adds the person.")],
    department: Annotated[
        list[str] | None, typer.Option("--department", help="Limit the role to this department; repeatable.")
    ] = None,
    everywhere: Annotated[bool, typer.Option("--everywhere", help="The role for every department.")] = False,
    reason: Annotated[str, typer.Option("--reason", help="Why; kept in the journal.")] = "Added by hand",
    register: RegisterOption = None,
    as_json: JsonOption = False,
) -> None:
    """Add a person with one role, and print the one-time code with which they set their password."""
    with _access(register, as_json=as_json) as access:
        if not department and not everywhere:
            raise GovernanceError("access_departments")
        person = _added(access, name, email, role, tuple(department or ()), actor, reason)
        _show_code(access, person, as_json=as_json)


@users.command("reset")
def reset(person: PersonArgument, register: RegisterOption = None, as_json: JsonOption = False) -> None:
    """Print a new one-time code for a person; the password and every session end."""
    with _access(register, as_json=as_json) as access:
        _show_code(access, _found(access, person), as_json=as_json)


@users.command("revoke")
def revoke(person: PersonArgument, register: RegisterOption = None, as_json: JsonOption = False) -> None:
    """Keep a person out, whatever the way in, until a new code is made; roles stay as they are."""
    with _access(register, as_json=as_json) as access:
        found = _found(access, person)
        emit({"person": found, "sessions": access.accounts.revoke(found), "ok": True}, as_json=as_json)


@users.command("unlock")
def unlock(person: PersonArgument, register: RegisterOption = None, as_json: JsonOption = False) -> None:
    """Let a person try again at once after too many wrong passwords."""
    with _access(register, as_json=as_json) as access:
        found = _found(access, person)
        access.accounts.unlock(found)
        emit({"person": found, "ok": True}, as_json=as_json)


def first_code(register: Register) -> str:
    """Return the one-time code of the first person of a new register."""
    from governance.access import service  # noqa: PLC0415 - keeps --help quick
    from governance.config import config  # noqa: PLC0415 - see above

    return service.made(register, config()).accounts.new_code("PER-00001")


@contextmanager
def _access(register: Path | None, *, as_json: bool) -> Iterator[Access]:
    """Open the register and give its access; name the page when the app holds the file."""
    from governance.access import service  # noqa: PLC0415 - keeps --help quick
    from governance.config import config  # noqa: PLC0415 - see above

    with guarded(as_json=as_json):
        path = register or bootstrap.register_path()
        try:
            with progress("cli.rebuilding") as step:
                opened = bootstrap.open_register(path, step)
        except RegisterRefused as error:
            if error.code == "register_locked":
                raise GovernanceError("access_locked", **error.context) from error
            raise
        with closing(opened):
            yield service.made(opened, config())


def _found(access: Access, person: str) -> str:
    found = access.accounts.person_of(person)
    if found is None:
        raise UnknownRecord(record_id=person, kind="person")
    return found


def _added(
    access: Access, name: str, email: str, role: str, departments: tuple[str, ...], actor: str, reason: str
) -> str:
    """Write person and grant in one command and return the person's id."""
    from governance.register.commands import Change, write  # noqa: PLC0415 - keeps --help quick

    register = access.register
    if access.accounts.person_of(email):
        raise GovernanceError("access_email_taken", email=email)
    person = f"PER-{register.counters.get('person', 0) + 1:05d}"
    grant: dict[str, Any] = {
        "name": f"{name}: {role}",
        "person": person,
        "role": role,
        "departments": list(departments),
        "starts_on": register.today().isoformat(),
    }
    changes = [
        Change("person", "create", {"name": name, "email": email}, person),
        Change("grant", "create", grant),
    ]
    write(register, actor=actor, reason=reason, changes=changes)
    return person


def _show_code(access: Access, person: str, *, as_json: bool) -> None:
    code = access.accounts.new_code(person)
    email = access.register.content(person).get("email")
    emit(
        {"person": person, "email": email, "code": code, "page": "/signin/code", "ok": True}, as_json=as_json
    )
