"""Everything about getting in, wired for one register; held as long as that register is the open one."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

from governance.access.accounts import Accounts
from governance.access.sessions import Clock, Sessions, now
from governance.access.throttle import Throttle
from governance.config import config
from governance.errors import NotPermitted
from governance.register import accounts as stored

if TYPE_CHECKING:
    from datetime import datetime
    from typing import Any

    from governance.config import Config
    from governance.register.store import Register


@dataclass(frozen=True, slots=True)
class Access:
    """Hold what decides who gets in to ``register``."""

    register: Register
    sessions: Sessions
    throttle: Throttle
    accounts: Accounts


_lock = Lock()
_held: Access | None = None


def of(register: Register) -> Access:
    """Return the access of ``register``; made at its first use, and anew for another register."""
    global _held  # noqa: PLW0603 - one register a process, so one access
    with _lock:
        if _held is None or _held.register is not register:
            _held = made(register, config())
        return _held


def made(register: Register, rules: Config, clock: Clock = now) -> Access:
    """Return the access of ``register`` by ``rules``; ``clock`` gives the moment, naive UTC (tests)."""
    sessions = Sessions(register, rules.session, clock)
    throttle = Throttle(register, rules.signin, clock)
    return Access(register, sessions, throttle, Accounts(register, rules.signin, throttle, sessions, clock))


def require_administrator(register: Register, actor: str) -> None:
    """Raise NotPermitted unless ``actor`` is an administrator: nobody else lets others in."""
    with register.cursor() as cursor:
        grants = register.grants(cursor, actor)
    if not any(grant.role == "administrator" for grant in grants):
        raise NotPermitted(operation="access", kind="person", record_id=actor)


@dataclass(frozen=True, slots=True)
class Standing:
    """Say how a person stands with the sign-in. Moments are naive UTC.

    ``state``: no_rights, barred, active (has a password or signed in with the provider), invited (a code waits), none.
    """

    id: str
    name: str
    name_zh: str | None
    email: str | None
    roles: tuple[str, ...]
    state: str
    signed_in_at: datetime | None
    code_ends_at: datetime | None
    locked_until: datetime | None
    sessions: int


def overview(access: Access) -> tuple[Standing, ...]:
    """Return everybody who is not void, with how they stand, by id."""
    register = access.register
    people = stored.people(register)
    with register.cursor() as cursor:
        held = {row["id"]: register.grants(cursor, row["id"]) for row in people}
    roles = {person: tuple(sorted({grant.role for grant in grants})) for person, grants in held.items()}
    return tuple(_standing(access, row, roles[row["id"]], now()) for row in people)


def _standing(access: Access, row: dict[str, Any], roles: tuple[str, ...], moment: datetime) -> Standing:
    waits = row["code_ends_at"] is not None and row["code_ends_at"] > moment
    if not roles:
        state = "no_rights"
    elif row["barred_at"]:
        state = "barred"
    elif row["has_password"] or (row["signed_in_at"] and not waits):
        state = "active"
    else:
        state = "invited" if waits else "none"
    return Standing(
        id=row["id"],
        name=row["name"],
        name_zh=row["name_zh"],
        email=row["email"],
        roles=roles,
        state=state,
        signed_in_at=row["signed_in_at"],
        code_ends_at=row["code_ends_at"] if waits else None,
        locked_until=access.throttle.locked_until(row["id"]),
        sessions=len(access.sessions.of(row["id"])),
    )
