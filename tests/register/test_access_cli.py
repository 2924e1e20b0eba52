"""Letting people in from the command line, with the register to oneself."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from governance import config
from governance.access.service import made
from governance.cli import app
from governance.register.store import Register
from tests.command_line import Run
from tests.company import CHEAP

FRESH = "quiet harbour lamps 5 owls"


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Hash at the lowest cost."""
    for name, value in CHEAP.items():
        monkeypatch.setenv(name, value)
    config.forget()
    yield
    config.forget()


@pytest.fixture
def started(tmp_path: Path) -> tuple[Path, str]:
    """A register made with ``init --with-code``, and that code."""
    path = tmp_path / "register.duckdb"
    done = run(
        path,
        "init",
        "--organisation",
        "Alba",
        "--person",
        "Ann Lee",
        "--email",
        "ann@example.org",
        "--with-code",
    )
    return path, str(done["code"])


def run(path: Path, *arguments: str, code: int = 0) -> Any:
    """Run a command with ``--json`` on the register and return what it printed."""
    done = CliRunner().invoke(app, [*arguments, "--register", str(path), "--json"])
    assert done.exit_code == code, done.output + str(done.exception)
    return json.loads(done.stdout)


def _use(path: Path, login: str, code: str) -> str:
    register = Register.open(path)
    try:
        return made(register, config.read()).accounts.use_code(login, code, FRESH, address="127.0.0.1")
    finally:
        register.close()


def test_the_first_person_gets_in_with_the_code_of_init(started: tuple[Path, str]) -> None:
    """``init --with-code`` prints the code with which the first person sets a password."""
    path, code = started

    assert _use(path, "ann@example.org", code) == "PER-00001"
    assert [row["state"] for row in run(path, "user", "list")] == ["active"]


def test_init_prints_no_code_unasked(tmp_path: Path) -> None:
    """Without the option there is no code."""
    assert "code" not in run(tmp_path / "r.duckdb", "init", "--organisation", "Alba", "--person", "Ann Lee")


def test_a_person_is_added_with_a_role_and_a_code(started: tuple[Path, str]) -> None:
    """Person and grant in one journalled command, and the code that lets the person in."""
    path, _ = started
    added = run(
        path, "user", "add", "--name", "Bo Lund", "--email", "bo@example.org", "--role", "auditor", "--everywhere",
        "--actor", "PER-00001",
    )  # fmt: skip

    assert added["person"] == "PER-00002"
    assert _use(path, "bo@example.org", added["code"]) == "PER-00002"
    assert [row["roles"] for row in run(path, "user", "list")] == [["administrator", "owner"], ["auditor"]]


@pytest.mark.parametrize(
    ("more", "error"),
    [
        (("--actor", "PER-00001"), "access_departments"),
        (("--actor", "PER-00009", "--everywhere"), "not_permitted"),
        (("--actor", "PER-00001", "--department", "DEP-00009"), "invalid_record"),
    ],
)
def test_nobody_is_added_by_halves(started: tuple[Path, str], more: tuple[str, ...], error: str) -> None:
    """Without a scope, a right or a department that exists neither person nor grant is written."""
    path, _ = started

    told = run(
        path, "user", "add", "--name", "Bo", "--email", "bo@example.org", "--role", "owner", *more, code=1
    )

    assert told["error"] == error
    assert len(run(path, "user", "list")) == 1


def test_an_email_belongs_to_one_person(started: tuple[Path, str]) -> None:
    """Nobody is added with the e-mail of somebody else."""
    path, _ = started
    asked = (
        "--name",
        "Bo",
        "--email",
        "ANN@example.org",
        "--role",
        "auditor",
        "--everywhere",
        "--actor",
        "PER-00001",
    )

    assert run(path, "user", "add", *asked, code=1)["error"] == "access_email_taken"


def test_reset_revoke_and_unlock(started: tuple[Path, str]) -> None:
    """A new code takes the place of the old; who is revoked is out until a new code; unlock is harmless."""
    path, old = started
    code = run(path, "user", "reset", "ann@example.org")["code"]
    assert code != old
    assert run(path, "user", "revoke", "PER-00001") == {"person": "PER-00001", "sessions": 0, "ok": True}
    assert [row["state"] for row in run(path, "user", "list")] == ["barred"]
    assert run(path, "user", "unlock", "PER-00001")["ok"]
    assert run(path, "user", "reset", "nobody@example.org", code=1)["error"] == "unknown_record"

    assert _use(path, "PER-00001", run(path, "user", "reset", "PER-00001")["code"]) == "PER-00001"


def test_the_page_is_named_while_the_app_runs(started: tuple[Path, str]) -> None:
    """Whoever holds the file is named with the page where the same can be done."""
    path, _ = started
    holder = Register.open(path)
    try:
        told = Run("user", "list", "--register", path, "--json", environment={"RECITAL_LANG": "en"})
    finally:
        holder.close()

    assert told.code == 1
    assert told.json["error"] == "access_locked"
    assert "page «Access»" in told.err
