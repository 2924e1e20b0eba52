"""Passwords: what is kept of them, what they cost, and which are refused."""

from __future__ import annotations

import pytest

from governance.access.passwords import Passwords, is_common
from governance.access.tokens import code_digest, new_code
from governance.config import SigninConfig

RULES = SigninConfig(hash_time=2, hash_memory_mib=19)
GOOD = "violet tram under birches 7"


@pytest.fixture(scope="module")
def passwords() -> Passwords:
    """Passwords at the lowest cost."""
    return Passwords(RULES)


def test_a_hash_is_argon2id_with_the_cost_of_the_configuration(passwords: Passwords) -> None:
    """What is kept names its method and cost, and not the password."""
    kept = passwords.hash(GOOD)

    assert kept.startswith("$argon2id$v=19$m=19456,t=2,")
    assert GOOD not in kept
    assert passwords.verify(kept, GOOD)
    assert not passwords.verify(kept, GOOD + " ")


def test_one_password_may_be_written_in_two_ways(passwords: Passwords) -> None:
    """The same signs by another keyboard are the same password (NFKC)."""
    assert passwords.verify(passwords.hash("caf\u00e9 am ﬂuss morgens"), "cafe\u0301 am fluss morgens")


@pytest.mark.parametrize("kept", [None, "", "no hash", "$argon2id$broken"])
def test_nobody_and_a_broken_hash_let_nobody_in(passwords: Passwords, kept: str | None) -> None:
    """Without a good hash there is no way in, and no error either."""
    assert not passwords.verify(kept, GOOD)
    assert not passwords.verify(kept, "nobody")


def test_another_cost_asks_for_a_new_hash(passwords: Passwords) -> None:
    """A hash made cheaper or dearer than today is replaced at the next sign-in."""
    dearer = Passwords(SigninConfig(hash_time=3, hash_memory_mib=19))

    assert dearer.is_outdated(passwords.hash(GOOD))
    assert not passwords.is_outdated(passwords.hash(GOOD))


@pytest.mark.parametrize(
    "password",
    [
        "password1234", "P@ssw0rd2026!", "PasswordPassword", "123456789012", "987654321098", "aaaaaaaaaaaa",
        "abcabcabcabc", "qwertyuiop12", "qwertzuiop!!", "letmein12345", "iloveyou1234", "Welcome2026!!",
        "Sommer2026!!!", "changeme9999", "admin-admin-1", "correcthorsebatterystaple", "1qaz2wsx3edc",
        "abcdefghijkl", "recital-2026!", "woaini5201314", "20261126-2026",
    ],
)  # fmt: skip
def test_common_passwords_are_refused(passwords: Passwords, password: str) -> None:
    """Common words, rows of keys and repetitions are refused, with digits and look-alikes too."""
    assert passwords.refusal(password) == "password_common"


@pytest.mark.parametrize(
    "password",
    [
        GOOD,
        "lamp-orchid-trench",
        "Zwölf Boxkämpfer jagen",
        "紫色电车驶过白桦林下",
        "kX9#mQ2$vL7p",
        "海边的卡夫卡与猫1949年",
    ],
)
def test_good_passwords_are_taken(passwords: Passwords, password: str) -> None:
    """Long and unlikely ones are taken, in any script; no kinds of characters are asked for."""
    long_enough = password if len(password) >= 12 else password + password[::-1]

    assert passwords.refusal(long_enough, ["Anna Berg", "anna@nordhafen.example"]) is None


@pytest.mark.parametrize(
    "password", ["AnnaBerg2026", "anna.berg@nordhafen", "nordhafen-anna1", "陈薇陈薇陈薇薇陈2026"]
)
def test_ones_own_name_is_refused(passwords: Passwords, password: str) -> None:
    """A password that is hardly more than name or e-mail is refused."""
    refused = passwords.refusal(password, ["Anna Berg", "陈薇陈", "anna.berg@nordhafen.example"])

    assert refused in ("password_name", "password_common")


def test_length_is_held(passwords: Passwords) -> None:
    """Too short and endless passwords are refused."""
    assert passwords.refusal("kX9#mQ2$vL7") == "password_short"
    assert passwords.refusal("kX9#mQ2$vL7p" * 30) == "password_long"


def test_is_common_knows_no_exception_for_capitals() -> None:
    """Capitals make no password better."""
    assert is_common("PASSWORD-1234") == is_common("password-1234") is True


def test_codes_are_typed_as_people_type() -> None:
    """A one-time code has no letters that are mistaken, is never the same, and may be typed small and without dashes."""
    codes = {new_code() for _ in range(200)}

    assert len(codes) == 200
    assert not set("".join(codes)) & set("01OILU")
    one = codes.pop()
    assert code_digest(one) == code_digest(one.lower().replace("-", " ")) != code_digest(one[:-1])
