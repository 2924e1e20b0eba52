"""Passwords and codes of people: signing in, limits on trying, what administrators do."""

from __future__ import annotations

import pytest

from governance.access.service import Access, made, overview, require_administrator
from governance.config import Config, SigninConfig
from governance.errors import GovernanceError, NotPermitted, UnknownRecord
from governance.register import accounts
from governance.register.store import Register
from tests.hand import Hand
from tests.register.test_sessions import ANN, Clock

GOOD, OTHER = "violet tram under birches 7", "quiet harbour lamps 5 owls"
RULES = Config(signin=SigninConfig(attempts=3, attempts_address=10, hash_time=2, hash_memory_mib=19))
WRONG = "wrong"
HERE, THERE = "192.0.2.1", "198.51.100.1"


@pytest.fixture
def clock() -> Clock:
    """The clock of the test."""
    return Clock()


@pytest.fixture
def access(register: Register, clock: Clock) -> Access:
    """The access of the test's register, where Ann has a password."""
    found = made(register, RULES, clock)
    accounts.set_password(register, ANN, found.accounts.passwords.hash(GOOD), clock())
    return found


def _fail(
    access: Access, code: str, login: str = "ann@example.org", password: str = WRONG, address: str = HERE
) -> None:
    with pytest.raises(GovernanceError) as caught:
        access.accounts.sign_in(login, password, address=address)
    assert caught.value.code == code


@pytest.mark.parametrize("login", ["ann@example.org", "  ANN@Example.ORG ", "PER-00001", "per-00001"])
def test_people_sign_in_by_mail_or_id(access: Access, login: str) -> None:
    """The e-mail in any case, or the id of the person, and the password."""
    assert access.accounts.sign_in(login, GOOD, address=HERE) == ANN


def test_why_somebody_does_not_get_in_is_not_told(access: Access, hand: Hand) -> None:
    """Wrong password, nobody, no password yet, and no role: one code, and one hash each."""
    hand.create("person", {"name": "Norole", "email": "norole@example.org"})
    before = access.accounts.passwords.checked
    for login in (
        "ann@example.org",
        "nobody@example.org",
        "norole@example.org",
        "",
        "ann@example.org' OR 1=1",
    ):
        _fail(access, "signin_wrong", login)

    assert access.accounts.passwords.checked - before == 5


def test_an_address_two_people_share_lets_neither_in(access: Access, hand: Hand) -> None:
    """Who of two people with one e-mail signs in cannot be known; their ids tell them apart."""
    hand.create("person", {"name": "Another", "email": "Ann@example.org"})

    _fail(access, "signin_wrong", password=GOOD)
    assert access.accounts.sign_in(ANN, GOOD, address=HERE) == ANN


def test_a_person_is_locked_and_the_wait_grows_to_an_hour(access: Access, clock: Clock) -> None:
    """Three tries, then a wait of 15 minutes, 30, and an hour at the most; tries while waiting make it no longer."""
    waits = []
    for _ in range(5):
        for _ in range(3):
            _fail(access, "signin_wrong")
            clock.move(seconds=1)
        with pytest.raises(GovernanceError, match="signin_wait") as caught:
            access.accounts.sign_in("ann@example.org", GOOD, address=THERE)
        waits.append(caught.value.context["minutes"])
        until = access.throttle.locked_until(ANN)
        assert until is not None
        _fail(access, "signin_wait", address="203.0.113.77")
        assert access.throttle.locked_until(ANN) == until
        clock.moment = until
        access.throttle._counts.pop(f"address:{HERE}")

    assert waits == [15, 30, 60, 60, 60]
    assert access.accounts.sign_in("ann@example.org", GOOD, address=HERE) == ANN


def test_a_success_forgets_the_tries(access: Access) -> None:
    """Two wrong tries and a right one, over and over, lock nobody out, nor the address."""
    for _ in range(4):
        _fail(access, "signin_wrong")
        _fail(access, "signin_wrong")
        access.accounts.sign_in("ann@example.org", GOOD, address=HERE)
    assert access.throttle.locked_until(ANN) is None


def test_an_address_is_held_off_whomever_it_tries(access: Access) -> None:
    """Ten names from one address, then it waits; from elsewhere people go on signing in."""
    for number in range(10):
        _fail(access, "signin_wrong", f"guess{number}@example.org")

    _fail(access, "signin_wait", password=GOOD)
    assert access.accounts.sign_in("ann@example.org", GOOD, address=THERE) == ANN


def test_limits_outlive_a_restart(access: Access, register: Register, clock: Clock) -> None:
    """A lock holds after a restart, of the person and of the address."""
    for number in range(10):
        _fail(access, "signin_wrong" if number < 3 else "signin_wait")
    for number in range(9):
        login = f"guess{number}@example.org"
        _fail(access, "signin_wrong" if number < 7 else "signin_wait", login)

    again = made(register, RULES, clock)

    _fail(again, "signin_wait", password=GOOD, address=THERE)
    _fail(again, "signin_wait", "someone@example.org")


def test_a_browser_known_to_us_counts_apart(access: Access) -> None:
    """Where a person signed in before they sign in while others guess; the mark is theirs alone and cannot be made up."""
    mark = access.accounts.browser_mark(ANN)
    for _ in range(3):
        _fail(access, "signin_wrong")

    for made_up in (
        "",
        f"{ANN}.nonce.mark",
        mark[:-1] + ("0" if mark[-1] != "0" else "1"),
        mark.replace(ANN, "PER-00009"),
    ):
        with pytest.raises(GovernanceError, match="signin_wait"):
            access.accounts.sign_in("ann@example.org", GOOD, address=THERE, browser=made_up)
    assert access.accounts.sign_in("ann@example.org", GOOD, address=THERE, browser=mark) == ANN


def test_unlock_and_new_code_let_a_person_try_again(access: Access) -> None:
    """An administrator ends a lock."""
    for _ in range(3):
        _fail(access, "signin_wrong")
    access.accounts.unlock(ANN)

    assert access.accounts.sign_in("ann@example.org", GOOD, address=HERE) == ANN


def test_a_hash_is_renewed_when_its_cost_changed(access: Access, register: Register, clock: Clock) -> None:
    """At the next sign-in the password is hashed at the cost of today, and a session before goes on."""
    dearer = made(register, Config(signin=SigninConfig(hash_time=3, hash_memory_mib=19)), clock)
    dearer.accounts.sign_in(ANN, GOOD, address=HERE)

    kept = accounts.credential(register, ANN)
    assert kept is not None
    assert "t=3" in str(kept.password)
    assert dearer.accounts.sign_in(ANN, GOOD, address=HERE) == ANN


def test_a_code_sets_a_password_once(access: Access) -> None:
    """The code ends the old password and every session, sets a new password, and is worth nothing afterwards."""
    token, _ = access.sessions.begin(ANN, address=HERE, how="password")
    code = access.accounts.new_code(ANN)
    assert access.sessions.find(token) is None
    _fail(access, "signin_wrong", password=GOOD)

    assert access.accounts.use_code("ann@example.org", code.lower(), OTHER, address=HERE) == ANN
    assert access.accounts.sign_in(ANN, OTHER, address=HERE) == ANN
    with pytest.raises(GovernanceError, match="code_wrong"):
        access.accounts.use_code("ann@example.org", code, GOOD, address=HERE)


def test_a_code_runs_out_and_the_newest_counts(access: Access, clock: Clock) -> None:
    """An older code, one that ran out, and one of nobody are refused alike."""
    old = access.accounts.new_code(ANN)
    code = access.accounts.new_code(ANN)
    clock.move(hours=48)
    for login, tried in (("ann@example.org", old), ("ann@example.org", code), ("nobody@example.org", code)):
        with pytest.raises(GovernanceError, match="code_wrong"):
            access.accounts.use_code(login, tried, OTHER, address=HERE)


def test_a_poor_password_does_not_use_up_the_code(access: Access) -> None:
    """Why a password is refused is told, and the code still holds."""
    code = access.accounts.new_code(ANN)
    for password, why in (
        ("short", "password_short"),
        ("password1234", "password_common"),
        ("ann lee ann lee 12", "password_"),
    ):
        with pytest.raises(GovernanceError, match=why):
            access.accounts.use_code("ann@example.org", code, password, address=HERE)

    assert access.accounts.use_code("ann@example.org", code, OTHER, address=HERE) == ANN


def test_codes_cannot_be_guessed_faster_than_passwords(access: Access) -> None:
    """Tries of codes are counted with those of passwords."""
    access.accounts.new_code(ANN)
    for _ in range(3):
        with pytest.raises(GovernanceError, match="code_wrong"):
            access.accounts.use_code("ann@example.org", "AAAA-AAAA", OTHER, address=HERE)
    with pytest.raises(GovernanceError, match="signin_wait"):
        access.accounts.use_code("ann@example.org", "AAAA-AAAA", OTHER, address=HERE)


def test_changing_ones_password_ends_the_other_sessions(access: Access) -> None:
    """With the present password, and only then; the session it is done in goes on."""
    (own, session), (other, _) = (access.sessions.begin(ANN, address=HERE, how="password") for _ in range(2))
    with pytest.raises(GovernanceError, match="password_old_wrong"):
        access.accounts.change(ANN, "wrong", OTHER, address=HERE, browser="", keep=session.digest)
    assert access.sessions.find(other) is not None

    access.accounts.change(ANN, GOOD, OTHER, address=HERE, browser="", keep=session.digest)

    assert access.sessions.find(own) is not None
    assert access.sessions.find(other) is None
    assert access.accounts.sign_in(ANN, OTHER, address=HERE) == ANN


def test_who_is_kept_out_stays_out_until_a_new_code(access: Access) -> None:
    """Sessions, password and code end; a new code lets the person in again."""
    code = access.accounts.new_code(ANN)
    access.accounts.revoke(ANN)
    with pytest.raises(GovernanceError, match="code_wrong"):
        access.accounts.use_code(ANN, code, OTHER, address=HERE)
    assert access.accounts.is_barred(ANN)
    assert [each.state for each in overview(access)] == ["barred"]

    access.accounts.use_code(ANN, access.accounts.new_code(ANN), OTHER, address=HERE)

    assert not access.accounts.is_barred(ANN)
    assert [each.state for each in overview(access)] == ["active"]


def test_only_people_with_a_role_are_invited(access: Access, hand: Hand) -> None:
    """A code for somebody without a role, or for nobody, is refused with the reason."""
    norole = hand.create("person", {"name": "Norole", "email": "norole@example.org"})
    with pytest.raises(GovernanceError, match="access_no_rights"):
        access.accounts.new_code(norole)
    with pytest.raises(UnknownRecord):
        access.accounts.new_code("PER-09999")


def test_only_administrators_let_others_in(hand: Hand, register: Register) -> None:
    """The register is asked, not the page."""
    auditor = hand.create("person", {"name": "Gus"})
    hand.create("grant", {"name": "Gus", "person": auditor, "role": "auditor"})

    require_administrator(register, ANN)
    for other in (auditor, "", "PER-09999"):
        with pytest.raises(NotPermitted):
            require_administrator(register, other)


def test_the_overview_tells_how_everybody_stands(access: Access, hand: Hand) -> None:
    """Roles, state, locks and sessions, for everybody who is not void."""
    new = hand.create("person", {"name": "Bo", "email": "bo@example.org"})
    hand.create("grant", {"name": "Bo", "person": new, "role": "auditor"})
    hand.create("person", {"name": "Norole"})
    access.sessions.begin(ANN, address=HERE, how="password")
    assert [(each.state, each.sessions) for each in overview(access)] == [
        ("active", 1),
        ("none", 0),
        ("no_rights", 0),
    ]

    access.accounts.new_code(new)

    found = overview(access)[1]
    assert (found.state, found.roles) == ("invited", ("auditor",))
    assert found.code_ends_at is not None
