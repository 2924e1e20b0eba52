"""Signing in with a password, setting one with a one-time code, and what an administrator does for others."""

from __future__ import annotations

import logging
import unicodedata
from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING

from governance.access import throttle as limits
from governance.access.passwords import Passwords
from governance.access.sessions import Clock, has_rights, now
from governance.access.tokens import code_digest, mark, new_code, new_token, same
from governance.errors import GovernanceError, UnknownRecord
from governance.register import accounts as stored

if TYPE_CHECKING:
    from governance.access.sessions import Sessions
    from governance.access.throttle import Throttle
    from governance.config import SigninConfig
    from governance.register.store import Register

LONGEST_LOGIN = 320  # an e-mail address cannot be longer (RFC 5321)

log = logging.getLogger("recital.access")


class Accounts:
    """Hold the rules of one register's passwords and codes."""

    def __init__(
        self,
        register: Register,
        rules: SigninConfig,
        throttle: Throttle,
        sessions: Sessions,
        clock: Clock = now,
    ) -> None:
        self._register = register
        self._rules = rules
        self._throttle = throttle
        self._sessions = sessions
        self._clock = clock
        self._key = stored.key(register, "browser", new_token())
        self.passwords = Passwords(rules)

    # -- signing in

    def sign_in(self, login: str, password: str, *, address: str, browser: str = "") -> str:
        """Return the id of the person who signs in.

        ``browser`` is the mark :meth:`browser_mark` gave this browser. Raises ``signin_wrong`` for an unknown person
        and a wrong password alike and in like time, ``signin_wait`` after too many tries.
        """
        person = self.person_of(login)
        subject = self._take(person, login, address, browser)
        known = stored.credential(self._register, person or "")
        let_in = has_rights(self._register, person or "")
        kept = known.password if known and let_in else None
        if not self.passwords.verify(kept, password) or person is None or kept is None:
            raise GovernanceError("signin_wrong")
        self._throttle.succeeded(subject, limits.address_subject(address))
        if self.passwords.is_outdated(kept):
            stored.set_password(self._register, person, self.passwords.hash(password), self._clock())
        self.note_sign_in(person)
        return person

    def person_of(self, login: str) -> str | None:
        """Return who goes by ``login``, an e-mail or an id; None for nobody, and when several share the e-mail."""
        found = stored.named(self._register, _plain(login))
        if len(found) > 1:
            log.warning("several people share one e-mail: persons=%s", ",".join(found))
        return found[0] if len(found) == 1 else None

    def person_by_email(self, email: str) -> str | None:
        """Return who has the e-mail ``email``, as a provider that verified it says; None for nobody or several."""
        return self.person_of(email) if "@" in email else None

    def is_barred(self, person: str) -> bool:
        """Tell whether an administrator keeps ``person`` out."""
        known = stored.credential(self._register, person)
        return bool(known and known.barred_at)

    def note_sign_in(self, person: str) -> None:
        """Remember that ``person`` signs in now."""
        stored.note_sign_in(self._register, person, self._clock())

    def browser_mark(self, person: str) -> str:
        """Return the mark for a browser in which ``person`` signed in: its tries count apart from now on."""
        nonce = new_token()
        return f"{person}.{nonce}.{mark(self._key, f'{person}.{nonce}')}"

    def _take(self, person: str | None, login: str, address: str, browser: str) -> str:
        """Count the try and return the subject it was counted for."""
        nonce = self._nonce(person, browser)
        if person is None:
            subject = limits.name_subject(_plain(login))
        elif nonce:
            subject = limits.browser_subject(nonce)
        else:
            subject = limits.person_subject(person)
        self._throttle.take(
            {limits.address_subject(address): self._rules.attempts_address, subject: self._rules.attempts}
        )
        return subject

    def _nonce(self, person: str | None, browser: str) -> str | None:
        parts = browser.split(".")
        if person is None or len(parts) != 3 or parts[0] != person:
            return None
        return parts[1] if same(parts[2], mark(self._key, f"{person}.{parts[1]}")) else None

    # -- setting a password

    def use_code(self, login: str, code: str, password: str, *, address: str, browser: str = "") -> str:
        """Set the password of the person the one-time code was made for; the code and every session end.

        Raises ``code_wrong`` for an unknown person, a wrong, used or ended code alike; ``signin_wait``; and why the
        password is refused, in which case the code still holds.
        """
        person = self.person_of(login)
        subject = self._take(person, login, address, browser)
        waiting = stored.code(self._register, person or "")
        matches = same(waiting.digest if waiting else "", code_digest(code))
        if person is None or waiting is None or not matches or waiting.ends_at <= self._clock():
            raise GovernanceError("code_wrong")
        if not has_rights(self._register, person):
            raise GovernanceError("code_wrong")
        self._throttle.succeeded(subject, limits.address_subject(address))
        self._set(person, password)
        self._sessions.end_all(person)
        self.note_sign_in(person)
        return person

    def change(self, person: str, old: str, password: str, *, address: str, browser: str, keep: str) -> None:
        """Change one's own password; every other session of the person than ``keep`` ends.

        Raises ``password_old_wrong``, ``signin_wait`` after too many tries, and why the new one is refused.
        """
        subject = self._take(person, person, address, browser)
        known = stored.credential(self._register, person)
        if not self.passwords.verify(known.password if known else None, old):
            raise GovernanceError("password_old_wrong")
        self._throttle.succeeded(subject, limits.address_subject(address))
        self._set(person, password)
        self._sessions.end_all(person, but=keep)

    def _set(self, person: str, password: str) -> None:
        refused = self.passwords.refusal(password, _names(self._register.content(person)))
        if refused:
            raise GovernanceError(refused, length=self.passwords.shortest)
        stored.set_password(self._register, person, self.passwords.hash(password), self._clock())
        log.info("password set person=%s", person)

    def has_password(self, person: str) -> bool:
        """Tell whether ``person`` has a password here, and not only a sign-in with the provider."""
        known = stored.credential(self._register, person)
        return bool(known and known.password)

    # -- what an administrator does

    def new_code(self, person: str) -> str:
        """Return a one-time code for ``person``, who is signed out and whose password ends; shown once, never kept.

        Raises UnknownRecord, or ``access_no_rights`` for somebody without a grant in force.
        """
        self._require(person)
        if not has_rights(self._register, person):
            raise GovernanceError("access_no_rights", person=person)
        code, moment = new_code(), self._clock()
        stored.set_password(self._register, person, None, moment)
        ends = moment + timedelta(hours=self._rules.code_hours)
        stored.put_code(self._register, person, code_digest(code), moment, ends)
        self._sessions.end_all(person)
        self._throttle.unlock(person)
        log.info("one-time code made person=%s", person)
        return code

    def revoke(self, person: str) -> int:
        """Keep ``person`` out, whatever the way in, until a new code is made; return how many sessions ended."""
        self._require(person)
        stored.bar(self._register, person, self._clock())
        log.info("barred person=%s", person)
        return self._sessions.end_all(person)

    def unlock(self, person: str) -> None:
        """Let ``person`` try again at once."""
        self._require(person)
        self._throttle.unlock(person)
        log.info("unlocked person=%s", person)

    def _require(self, person: str) -> None:
        if not any(each["id"] == person for each in stored.people(self._register)):
            raise UnknownRecord(record_id=person, kind="person")


def _plain(login: str) -> str:
    return unicodedata.normalize("NFC", login[:LONGEST_LOGIN]).strip().lower()


def _names(person: Mapping[str, object]) -> tuple[str, ...]:
    return tuple(str(person.get(name) or "") for name in ("name", "name_zh", "email"))
