"""Passwords and one-time codes of the people of the register, in tables of their own outside the journal.

Only hashes are kept. They are neither in the journal nor in its plain-text backup: after a restore from text everybody
gets a new code.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import duckdb

    from governance.register.store import Register

TABLES = """
CREATE TABLE IF NOT EXISTS credential (
    person VARCHAR PRIMARY KEY, password VARCHAR, set_at TIMESTAMP, signed_in_at TIMESTAMP, barred_at TIMESTAMP
);
CREATE TABLE IF NOT EXISTS access_code (
    person VARCHAR PRIMARY KEY, digest VARCHAR, made_at TIMESTAMP, ends_at TIMESTAMP
);
CREATE TABLE IF NOT EXISTS session (
    digest VARCHAR PRIMARY KEY, person VARCHAR, made_at TIMESTAMP, seen_at TIMESTAMP, ends_at TIMESTAMP,
    address VARCHAR, how VARCHAR, csrf VARCHAR
);
CREATE TABLE IF NOT EXISTS signin_failure (
    subject VARCHAR PRIMARY KEY, failures INTEGER, since TIMESTAMP, locked_until TIMESTAMP, locks INTEGER
);
CREATE TABLE IF NOT EXISTS access_key (name VARCHAR PRIMARY KEY, value VARCHAR);
"""
_PEOPLE = """
SELECT p.record_id AS id, p.name, p.name_zh, p.email, p.left_on, c.password IS NOT NULL AS has_password,
       c.signed_in_at, c.barred_at, k.ends_at AS code_ends_at
FROM person_version p
LEFT JOIN credential c ON c.person = p.record_id
LEFT JOIN access_code k ON k.person = p.record_id
WHERE p.until_revision IS NULL AND p.status NOT IN ('void', 'retired') ORDER BY p.record_id
"""


@dataclass(frozen=True, slots=True)
class Credential:
    """Hold what is known of a person's sign-in, moments in naive UTC.

    ``password`` is its hash, ``barred_at`` since when the person is kept out whatever the way in.
    """

    password: str | None
    set_at: datetime | None
    signed_in_at: datetime | None
    barred_at: datetime | None


@dataclass(frozen=True, slots=True)
class Code:
    """Hold the hash of a person's one-time code and when it ends (naive UTC)."""

    digest: str
    ends_at: datetime


def named(register: Register, login: str) -> tuple[str, ...]:
    """Return the ids of the people who go by ``login`` (lower case): their e-mail or their id."""
    with register.translated(), register.cursor() as cursor:
        rows = cursor.execute(
            "SELECT record_id FROM person_version WHERE until_revision IS NULL"
            " AND status NOT IN ('void', 'retired') AND (lower(record_id) = $login OR lower(trim(email)) = $login)",
            {"login": login},
        ).fetchall()
    return tuple(row[0] for row in rows)


def people(register: Register) -> list[dict[str, Any]]:
    """Return everybody who is not void: id, names, e-mail, left_on, has_password and four moments."""
    with register.translated(), register.cursor() as cursor:
        result = cursor.execute(_PEOPLE)
        names = [column[0] for column in result.description or ()]
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def credential(register: Register, person: str) -> Credential | None:
    """Return the credential of ``person``, None for somebody who never had one."""
    with register.translated(), register.cursor() as cursor:
        row = cursor.execute(
            "SELECT password, set_at, signed_in_at, barred_at FROM credential WHERE person = ?", [person]
        ).fetchone()
    return Credential(*row) if row else None


def set_password(register: Register, person: str, password: str | None, moment: datetime) -> None:
    """Store the hash of a new password, or take the password away; a code that waited is used up."""
    with register.writing() as cursor:
        cursor.execute(
            "INSERT INTO credential VALUES ($person, $password, $moment, NULL, NULL)"
            " ON CONFLICT DO UPDATE SET password = excluded.password, set_at = excluded.set_at, barred_at = NULL",
            {"person": person, "password": password, "moment": moment},
        )
        cursor.execute("DELETE FROM access_code WHERE person = ?", [person])


def bar(register: Register, person: str, moment: datetime) -> None:
    """Keep ``person`` out from now on: no password, no code, no provider, until a new code is made."""
    with register.writing() as cursor:
        cursor.execute(
            "INSERT INTO credential VALUES ($person, NULL, NULL, NULL, $moment)"
            " ON CONFLICT DO UPDATE SET password = NULL, barred_at = excluded.barred_at",
            {"person": person, "moment": moment},
        )
        cursor.execute("DELETE FROM access_code WHERE person = ?", [person])


def note_sign_in(register: Register, person: str, moment: datetime) -> None:
    """Remember when ``person`` signed in last."""
    with register.writing() as cursor:
        cursor.execute(
            "INSERT INTO credential VALUES ($person, NULL, NULL, $moment, NULL)"
            " ON CONFLICT DO UPDATE SET signed_in_at = excluded.signed_in_at",
            {"person": person, "moment": moment},
        )


def put_code(register: Register, person: str, digest: str, made_at: datetime, ends_at: datetime) -> None:
    """Store the hash of a one-time code; it takes the place of the one before."""
    with register.writing() as cursor:
        cursor.execute(
            "INSERT OR REPLACE INTO access_code VALUES (?, ?, ?, ?)", [person, digest, made_at, ends_at]
        )


def code(register: Register, person: str) -> Code | None:
    """Return the one-time code of ``person`` that waits, ended or not."""
    with register.translated(), register.cursor() as cursor:
        row = cursor.execute("SELECT digest, ends_at FROM access_code WHERE person = ?", [person]).fetchone()
    return Code(*row) if row else None


def key(register: Register, name: str, fresh: str) -> str:
    """Return the secret ``name`` of this register; ``fresh`` becomes it at the first time."""
    with register.writing() as cursor:
        cursor.execute("INSERT INTO access_key VALUES (?, ?) ON CONFLICT DO NOTHING", [name, fresh])
        row = cursor.execute("SELECT value FROM access_key WHERE name = ?", [name]).fetchone()
    return str(row[0]) if row else fresh


def forget(cursor: duckdb.DuckDBPyConnection, person: str) -> None:
    """Delete all that lets ``person`` in; part of the command that voids or erases the person."""
    for table in ("credential", "access_code", "session"):
        cursor.execute(f"DELETE FROM {table} WHERE person = ?", [person])
    cursor.execute("DELETE FROM signin_failure WHERE subject = ?", [f"person:{person}"])
