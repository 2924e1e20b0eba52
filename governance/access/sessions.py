"""Sign-in sessions: held in memory, stored by the hash of their token, ended by time, by hand, or with the person.

One process owns the register, so memory knows every session there is: a token nobody was given costs no query. When a
session was last used is stored once a minute at most; every end that somebody asked for is stored before it is told.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from threading import Lock
from typing import TYPE_CHECKING, Literal

from governance.access.tokens import digest, new_token
from governance.register import sessions as stored

if TYPE_CHECKING:
    from governance.config import SessionConfig
    from governance.register.store import Register

How = Literal["password", "oidc"]
Clock = Callable[[], datetime]
MOST_OF_ONE_PERSON = 20

log = logging.getLogger("recital.access")


def now() -> datetime:
    """Return the moment it is, naive UTC like every stored moment."""
    return datetime.now(UTC).replace(tzinfo=None)


@dataclass(slots=True)
class Session:
    """Hold one sign-in; ``digest`` is the hash of its token, ``csrf`` the secret its forms carry. Naive UTC."""

    digest: str
    person: str
    made_at: datetime
    seen_at: datetime
    ends_at: datetime
    address: str
    how: str
    csrf: str


class Sessions:
    """Begin, find and end the sessions of one register; safe to use from several threads."""

    def __init__(self, register: Register, rules: SessionConfig, clock: Clock = now) -> None:
        self._register = register
        self._idle = timedelta(minutes=rules.idle_minutes)
        self._absolute = timedelta(hours=rules.absolute_hours)
        self._clock = clock
        self._lock = Lock()
        self._live = {row[0]: Session(*row) for row in stored.load(register)}
        self._seen: dict[str, datetime] = {}
        self._over: set[str] = set()
        self._rights: dict[str, tuple[int, date]] = {}

    def begin(self, person: str, *, address: str, how: How) -> tuple[str, Session]:
        """Begin a session; return its token, which is not kept, and the session."""
        token, moment = new_token(), self._clock()
        session = Session(
            digest(token), person, moment, moment, moment + self._absolute, address, how, new_token()
        )
        stored.add(
            self._register,
            (session.digest, person, moment, moment, session.ends_at, address, how, session.csrf),
        )
        with self._lock:
            self._live[session.digest] = session
        self._end_oldest(person)
        log.info("session begun person=%s how=%s", person, how)
        return token, session

    def find(self, token: str) -> Session | None:
        """Return the session of ``token`` and count it as used; None when there is none any more."""
        return self.by_digest(digest(token)) if token else None

    def by_digest(self, key: str) -> Session | None:
        """Return the session whose token has the hash ``key`` and count it as used."""
        session = self._live.get(key)
        if session is None:
            return None
        moment = self._clock()
        if not self._lasts(session, moment):
            with self._lock:
                if self._live.pop(key, None):
                    self._over.add(key)
            return None
        with self._lock:
            session.seen_at = self._seen[key] = moment
        return session

    def _lasts(self, session: Session, moment: datetime) -> bool:
        in_time = moment < session.ends_at and moment - session.seen_at < self._idle
        return in_time and self._has_rights(session.person)

    def _has_rights(self, person: str) -> bool:
        """Tell whether ``person`` is let in; asked of the register anew after each change and each midnight."""
        state = (self._register.end.revision, self._register.today())
        if self._rights.get(person) != state:
            if not has_rights(self._register, person):
                return False
            self._rights[person] = state
        return True

    def of(self, person: str) -> tuple[Session, ...]:
        """Return the sessions of ``person`` that last, the newest first."""
        moment = self._clock()
        with self._lock:
            held = [each for each in self._live.values() if each.person == person]
        lasting = [each for each in held if self._lasts(each, moment)]
        return tuple(sorted(lasting, key=lambda each: each.made_at, reverse=True))

    def end(self, key: str) -> None:
        """End one session, by the hash of its token; one that is over already does not matter."""
        self._end({key})

    def end_all(self, person: str, *, but: str = "") -> int:
        """End every session of ``person``, except the one with the hash ``but``; return how many."""
        with self._lock:
            keys = {key for key, each in self._live.items() if each.person == person and key != but}
        self._end(keys)
        log.info("sessions ended person=%s number=%s", person, len(keys))
        return len(keys)

    def _end(self, keys: Collection[str]) -> None:
        with self._lock:
            for key in keys:
                self._live.pop(key, None)
                self._seen.pop(key, None)
        if keys:
            stored.remove(self._register, keys)

    def _end_oldest(self, person: str) -> None:
        with self._lock:
            held = sorted(
                (each for each in self._live.values() if each.person == person), key=lambda each: each.seen_at
            )
        self._end([each.digest for each in held[:-MOST_OF_ONE_PERSON]])

    def store(self) -> None:
        """Write when sessions were last used, and drop those that ran out; the server does it once a minute."""
        moment = self._clock()
        with self._lock:
            seen, self._seen = self._seen, {}
            over, self._over = self._over, set()
            held = list(self._live.values())
        over |= {each.digest for each in held if not self._lasts(each, moment)}
        stored.note_seen(self._register, {key: each for key, each in seen.items() if key not in over})
        self._end(over)


def has_rights(register: Register, person: str) -> bool:
    """Tell whether ``person`` is there and has a grant in force today: nobody else is let in."""
    with register.translated(), register.cursor() as cursor:
        return bool(register.grants(cursor, person))
