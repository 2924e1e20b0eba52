"""Random tokens, and what is kept of them: a hash, never the token."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets

TOKEN_BYTES = 32
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # without what is read wrong: 0 O, 1 I L, U
CODE_LETTERS = 20  # 98 bits: a plain hash is enough
_NOT_IN_A_CODE = re.compile(r"[^0-9A-Z]")


def new_token() -> str:
    """Return a random token of 256 bits."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def digest(token: str) -> str:
    """Return what is kept of a random token: its SHA-256."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def new_code() -> str:
    """Return a one-time code to be typed, in groups of four."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LETTERS))
    return "-".join(letters[start : start + 4] for start in range(0, CODE_LETTERS, 4))


def code_digest(code: str) -> str:
    """Return the hash of a code however it was typed: small letters, blanks and dashes do not matter."""
    return digest(_NOT_IN_A_CODE.sub("", code.upper()))


def mark(key: str, text: str) -> str:
    """Return the mark by which we know ``text`` again as our own."""
    return hmac.new(key.encode(), text.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()


def same(one: str, other: str) -> bool:
    """Compare two secrets in equal time."""
    return hmac.compare_digest(one.encode("utf-8", "surrogatepass"), other.encode("utf-8", "surrogatepass"))
