"""Sessions: what is kept, how long they last, and what ends them."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from governance.access.service import Access, made
from governance.access.sessions import MOST_OF_ONE_PERSON
from governance.config import Config, SessionConfig, SigninConfig
from governance.register import commands
from governance.register.commands import Change
from governance.register.store import Register
from tests.hand import Hand

ANN = "PER-00001"
RULES = Config(
    session=SessionConfig(idle_minutes=30, absolute_hours=8),
    signin=SigninConfig(hash_time=2, hash_memory_mib=19),
)


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 11, 26, 9)  # noqa: DTZ001 - naive UTC like every stored moment

    def __call__(self) -> datetime:
        """Tell the time."""
        return self.moment

    def move(self, **by: float) -> None:
        """Let time pass."""
        self.moment += timedelta(**by)


@pytest.fixture
def clock() -> Clock:
    """The clock of the test."""
    return Clock()


@pytest.fixture
def access(register: Register, clock: Clock) -> Access:
    """The access of the test's register."""
    return made(register, RULES, clock)


def _begun(access: Access, person: str = ANN) -> str:
    return access.sessions.begin(person, address="192.0.2.1", how="password")[0]


def _colleague(hand: Hand, role: str = "auditor") -> str:
    person: str = hand.create("person", {"name": "Bo Lund", "email": "bo@example.org"})
    hand.create("grant", {"name": "Bo", "person": person, "role": role})
    return person


def test_only_the_hash_of_a_token_is_kept(access: Access, register: Register) -> None:
    """The token has 256 random bits and is nowhere in the register's tables."""
    token, other = _begun(access), _begun(access)

    with register.cursor() as cursor:
        kept = cursor.execute("SELECT * FROM session").fetchall()
    assert len(kept) == 2
    assert len(token) == len(other) == 43
    assert token not in str(kept)
    assert access.sessions.find(token) is not None
    assert access.sessions.find(token[:-1]) is access.sessions.find("") is None


def test_a_session_not_used_ends(access: Access, clock: Clock) -> None:
    """Thirty minutes without a request end it; each request begins the count anew."""
    token = _begun(access)
    for _ in range(3):
        clock.move(minutes=29)
        assert access.sessions.find(token) is not None

    clock.move(minutes=30)

    assert access.sessions.find(token) is None


def test_a_session_in_use_ends_as_well(access: Access, clock: Clock) -> None:
    """After eight hours it ends however busy it was."""
    token = _begun(access)
    for _ in range(24):
        assert access.sessions.find(token) is not None
        clock.move(minutes=20)

    assert access.sessions.find(token) is None


def test_sessions_outlive_a_restart(access: Access, register: Register, clock: Clock) -> None:
    """After a restart people work on; what had ended stays ended, and time not used counts on."""
    kept, ended, idle = _begun(access), _begun(access), _begun(access)
    held = access.sessions.find(ended)
    assert held is not None
    access.sessions.end(held.digest)
    clock.move(minutes=20)
    access.sessions.find(kept)
    access.sessions.store()

    again = made(register, RULES, clock)

    clock.move(minutes=15)
    assert again.sessions.find(kept) is not None
    assert again.sessions.find(ended) is again.sessions.find(idle) is None


def test_last_use_is_written_by_the_minute_only(access: Access, register: Register, clock: Clock) -> None:
    """Looking a session up writes nothing; storing writes when it was used last and drops those that ran out."""
    token, idle = _begun(access), _begun(access)
    before = clock.moment
    clock.move(minutes=25)
    access.sessions.find(token)

    def seen() -> list[datetime]:
        with register.cursor() as cursor:
            return [row[0] for row in cursor.execute("SELECT seen_at FROM session").fetchall()]

    assert seen() == [before, before]
    clock.move(minutes=10)
    access.sessions.store()
    assert seen() == [before + timedelta(minutes=25)]
    assert access.sessions.find(idle) is None


def test_ending_all_spares_the_one_named(access: Access) -> None:
    """All of a person end at once, except the one that is kept; others go on."""
    tokens = [_begun(access) for _ in range(3)]
    own = access.sessions.find(tokens[0])
    assert own is not None

    assert access.sessions.end_all(ANN, but=own.digest) == 2

    assert [access.sessions.find(token) is not None for token in tokens] == [True, False, False]
    assert [each.digest for each in access.sessions.of(ANN)] == [own.digest]


def test_one_person_has_so_many_sessions_and_no_more(
    access: Access, register: Register, clock: Clock
) -> None:
    """Sessions of one person do not pile up: the one used longest ago makes room."""
    first = _begun(access)
    for _ in range(MOST_OF_ONE_PERSON):
        clock.move(seconds=1)
        _begun(access)

    assert access.sessions.find(first) is None
    with register.cursor() as cursor:
        assert cursor.execute("SELECT count(*) FROM session").fetchall() == [(MOST_OF_ONE_PERSON,)]


@pytest.mark.parametrize("how", ["void", "redact", "retire", "left", "grant ended", "grant void"])
def test_a_person_who_goes_has_no_session(access: Access, hand: Hand, register: Register, how: str) -> None:
    """Whoever is void, erased, retired or has left, or whose last grant ended, is out with the next request."""
    bo = _colleague(hand)
    grant = next(row["id"] for row in _grants(register) if row["person"] == bo)
    token = _begun(access, bo)
    assert access.sessions.find(token) is not None

    if how in ("void", "redact", "retire"):
        _end_grant_first(register, grant, how)
        commands.write(register, actor=ANN, reason=how, changes=[Change("person", how, None, bo, 1)])
    elif how == "left":
        content = register.content(bo) | {"left_on": register.today().isoformat()}
        commands.write(register, actor=ANN, reason=how, changes=[Change("person", "update", content, bo, 1)])
    elif how == "grant ended":
        content = register.content(grant) | {"ends_on": register.today().isoformat()}
        commands.write(
            register, actor=ANN, reason=how, changes=[Change("grant", "update", content, grant, 1)]
        )
    else:
        commands.write(register, actor=ANN, reason=how, changes=[Change("grant", "void", None, grant, 1)])

    assert access.sessions.find(token) is None


@pytest.mark.parametrize("how", ["void", "redact"])
def test_nothing_is_left_of_a_person_who_is_erased(
    access: Access, hand: Hand, register: Register, how: str
) -> None:
    """Password, code and sessions go with the person, in the same transaction."""
    bo = _colleague(hand)
    grant = next(row["id"] for row in _grants(register) if row["person"] == bo)
    access.accounts.new_code(bo)
    _begun(access, bo)
    _end_grant_first(register, grant, how)

    commands.write(register, actor=ANN, reason="Asked for", changes=[Change("person", how, None, bo, 1)])

    with register.cursor() as cursor:
        for table in ("session", "credential", "access_code"):
            assert cursor.execute(f"SELECT count(*) FROM {table} WHERE person = ?", [bo]).fetchall() == [(0,)]


def _grants(register: Register) -> list[dict[str, str]]:
    with register.read(register.lens()) as reader:
        return reader.rows('SELECT id, person FROM "grant"')


def _end_grant_first(register: Register, grant: str, how: str) -> None:
    """Void the grant when the person in use could not be ended otherwise."""
    if how != "retire":
        commands.write(register, actor=ANN, reason=how, changes=[Change("grant", "void", None, grant, 1)])
