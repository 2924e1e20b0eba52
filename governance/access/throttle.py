"""How often a password or a code may be tried: by person, by browser known to us, and by address.

Each try is counted before it is looked at, so that a hundred at once are no way round. The wait doubles with each lock
and never grows beyond an hour. A browser in which the person signed in before counts apart, so whoever tries
passwords from elsewhere does not lock the person out.
"""

from __future__ import annotations

import ipaddress
from dataclasses import astuple, dataclass
from datetime import datetime, timedelta
from threading import Lock
from typing import TYPE_CHECKING

from governance.access.sessions import Clock, now
from governance.access.tokens import digest
from governance.errors import GovernanceError
from governance.register import signin_failures

if TYPE_CHECKING:
    from governance.config import SigninConfig
    from governance.register.store import Register

MOST_SUBJECTS = 20_000
LONGEST_WAIT = timedelta(hours=1)
FORGOTTEN_AFTER = timedelta(days=1)


@dataclass(slots=True)
class Count:
    """Hold the tries of one subject since a moment (naive UTC), until when it is locked, and how often it was."""

    subject: str
    failures: int
    since: datetime
    locked_until: datetime | None = None
    locks: int = 0


def person_subject(person: str) -> str:
    """Return the subject under which tries for a person are counted."""
    return f"person:{person}"


def name_subject(login: str) -> str:
    """Return the subject for a name nobody has: its hash, since people type passwords there."""
    return f"name:{digest(login)[:32]}"


def browser_subject(nonce: str) -> str:
    """Return the subject of a browser in which the person signed in before."""
    return f"browser:{digest(nonce)[:32]}"


def address_subject(address: str) -> str:
    """Return the subject of a network address; of IPv6 the network, since one machine has as many as it likes."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return "address:unknown"
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped is None:
        return f"address:{ipaddress.ip_network((found, 64), strict=False)}"
    return f"address:{getattr(found, 'ipv4_mapped', None) or found}"


class Throttle:
    """Count the tries of one register's sign-in; safe to use from several threads."""

    def __init__(self, register: Register, rules: SigninConfig, clock: Clock = now) -> None:
        self._register = register
        self._window = timedelta(minutes=rules.window_minutes)
        self._clock = clock
        self._lock = Lock()
        self._counts = {row[0]: Count(*row) for row in signin_failures.load(register)}

    def take(self, limits: dict[str, int]) -> None:
        """Count one try for each subject, or raise ``signin_wait`` with the minutes when one is locked.

        ``limits`` gives for each subject how many tries fit into the window.
        """
        moment = self._clock()
        with self._lock:
            wait = max((self._wait(subject, moment) for subject in limits), default=timedelta())
            if wait:
                raise GovernanceError("signin_wait", minutes=-(-int(wait.total_seconds()) // 60) or 1)
            counted = [self._counted(subject, limit, moment) for subject, limit in limits.items()]
            dropped = self._make_room(moment)
            rows = [_row(each) for each in counted]
        signin_failures.put(self._register, rows)
        if dropped:
            signin_failures.remove(self._register, dropped)

    def succeeded(self, subject: str, address: str) -> None:
        """Forget the tries of ``subject``, and take the last one off ``address``."""
        with self._lock:
            self._counts.pop(subject, None)
            held = self._counts.get(address)
            if held:
                held.failures, held.locked_until = max(held.failures - 1, 0), None
                rows = [_row(held)]
        signin_failures.remove(self._register, [subject])
        if held:
            signin_failures.put(self._register, rows)

    def unlock(self, person: str) -> None:
        """Let ``person`` try again at once."""
        subject = person_subject(person)
        with self._lock:
            self._counts.pop(subject, None)
        signin_failures.remove(self._register, [subject])

    def locked_until(self, person: str) -> datetime | None:
        """Return until when ``person`` is locked out of browsers not known (naive UTC), None when not."""
        held = self._counts.get(person_subject(person))
        until = held.locked_until if held else None
        return until if until and until > self._clock() else None

    def __len__(self) -> int:
        return len(self._counts)

    def _wait(self, subject: str, moment: datetime) -> timedelta:
        held = self._counts.get(subject)
        if held is None or held.locked_until is None or held.locked_until <= moment:
            return timedelta()
        return held.locked_until - moment

    def _counted(self, subject: str, limit: int, moment: datetime) -> Count:
        held = self._counts.get(subject)
        if held is None or moment - held.since > FORGOTTEN_AFTER:
            held = self._counts[subject] = Count(subject, 0, moment)
        if held.locked_until or moment - held.since > self._window:
            held.failures, held.since, held.locked_until = 0, moment, None
        held.failures += 1
        if held.failures >= limit:
            longest = max(LONGEST_WAIT, self._window)
            held.locked_until = moment + min(self._window * 2 ** min(held.locks, 10), longest)
            held.locks += 1
        return held

    def _make_room(self, moment: datetime) -> list[str]:
        """Drop the oldest counts when there are too many, first those that say nothing any more."""
        if len(self._counts) <= MOST_SUBJECTS:
            return []

        def worth(each: Count) -> tuple[bool, datetime]:
            return each.locked_until is not None and each.locked_until > moment, each.since

        oldest = sorted(self._counts.values(), key=worth)[: MOST_SUBJECTS // 10]
        for each in oldest:
            del self._counts[each.subject]
        return [each.subject for each in oldest]


def _row(count: Count) -> signin_failures.Row:
    row: signin_failures.Row = astuple(count)
    return row
