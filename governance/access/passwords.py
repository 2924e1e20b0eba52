"""Passwords: argon2id with the cost of the configuration, and which of them are refused."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

if TYPE_CHECKING:
    from governance.config import SigninConfig

COMMON = Path(__file__).resolve().parents[2] / "data" / "common_passwords.txt"
LONGEST = 256
_ROWS = ("1234567890", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm", "qwertzuiopasdfghjklyxcvbnm",
         "1qaz2wsx3edc4rfv5tgb6yhn7ujm", "azertyuiopqsdfghjklmwxcvbn")  # fmt: skip
_LOOKALIKES = str.maketrans("013457$@!", "oieastsai")
_WORD = re.compile(r"[^\W\d_]{3,}")
_ENDS = re.compile(r"^[\W\d_]+|[\W\d_]+$")
_NO_LETTER = re.compile(r"[\W\d_]+")


class Passwords:
    """Hash and check passwords; ``checked`` counts how many were looked at."""

    def __init__(self, rules: SigninConfig) -> None:
        self._hasher = PasswordHasher(time_cost=rules.hash_time, memory_cost=rules.hash_memory_mib * 1024)
        self._nobody = self._hasher.hash("nobody")
        self.shortest = rules.password_length
        self.checked = 0

    def hash(self, password: str) -> str:
        """Return the hash to keep."""
        return self._hasher.hash(_folded(password))

    def verify(self, kept: str | None, password: str) -> bool:
        """Tell whether ``password`` is the one ``kept`` was made of; for nobody (None) it takes as long."""
        self.checked += 1
        try:
            return self._hasher.verify(kept or self._nobody, _folded(password[:LONGEST])) and bool(kept)
        except (Argon2Error, InvalidHashError):
            return False

    def is_outdated(self, kept: str) -> bool:
        """Tell whether ``kept`` was made at another cost than the one of today."""
        return self._hasher.check_needs_rehash(kept)

    def refusal(self, password: str, names: Iterable[str] = ()) -> str | None:
        """Return why ``password`` is not taken (a code of the text catalog), or None.

        ``names`` are the names and the e-mail of the person.
        """
        if len(_folded(password)) < self.shortest:
            return "password_short"
        if len(password) > LONGEST:
            return "password_long"
        if is_common(password):
            return "password_common"
        if _is_own_name(password, names):
            return "password_name"
        return None


def _folded(password: str) -> str:
    return unicodedata.normalize("NFKC", password)


@cache
def common_words() -> frozenset[str]:
    """Return the words passwords are commonly made of."""
    lines = COMMON.read_text("utf-8").splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))


def is_common(password: str) -> bool:
    """Tell whether ``password`` is one of those tried first: common words, rows of keys, repetitions."""
    low = _folded(password).lower()
    if len(set(low)) < 5 or low in (low + low)[1:-1] or _is_row(low):
        return True
    core = _ENDS.sub("", low)
    spelled = {_NO_LETTER.sub("", each) for each in (low, core, core.translate(_LOOKALIKES))}
    return any(len(each) < 3 or _is_row(each) or _is_made_of_common(each) for each in spelled)


def _is_row(low: str) -> bool:
    """Tell whether the keys lie in a row, forwards or backwards, once or again and again."""
    rows = [row * 3 for row in _ROWS]
    return any(low in row or low[::-1] in row for row in rows)


def _is_made_of_common(letters: str) -> bool:
    """Tell whether nothing is left of ``letters`` once the common words are taken out."""
    ends = [True] + [False] * len(letters)
    for end in range(1, len(letters) + 1):
        ends[end] = any(ends[start] and letters[start:end] in common_words() for start in range(end))
    return ends[-1]


def _is_own_name(password: str, names: Iterable[str]) -> bool:
    """Tell whether hardly anything but the person's own name is in ``password``."""
    low = _folded(password).lower()
    words = {word for name in names for word in _WORD.findall(_folded(name or "").lower())}
    rest = low
    for word in sorted(words, key=len, reverse=True):
        rest = rest.replace(word, "")
    return rest != low and len(_NO_LETTER.sub("", rest)) < 6
