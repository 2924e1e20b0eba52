"""The steps of the workflow on the command line: the same commands, the same gates."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from governance.cli import app
from tests.signing_register import BO, DI, ED, FAY, HR, PAYROLL, SALES, office


@pytest.fixture
def path(tmp_path: Path, staffed: Path) -> Path:
    """A register with a complete activity and an empty one, opened by nobody."""
    for file in staffed.parent.glob("register.duckdb*"):
        shutil.copy(file, tmp_path / file.name)
    work = office(tmp_path / "register.duckdb")
    work.create(ED, "activity", PAYROLL)
    work.create(ED, "activity", {"name": "Empty", "department": HR})
    work.register.close()
    return tmp_path / "register.duckdb"


def run(path: Path, *arguments: str, code: int = 0) -> str:
    """Run a command on the register and return what it printed; its exit code must be ``code``."""
    done = CliRunner().invoke(app, [*arguments, "--register", str(path)])
    assert done.exit_code == code, done.output + str(done.exception)
    return done.output


def by(person: str) -> tuple[str, ...]:
    """Return the options that say who acts and why."""
    return ("--actor", person, "--reason", "on the command line")


def test_a_record_goes_its_way(path: Path) -> None:
    """Submitted, approved and attested; who approves names the version seen."""
    run(path, "submit", "ACT-00001", *by(ED))
    assert "Say which version" in run(path, "approve", "ACT-00001", *by(BO), code=1)
    told = run(path, "approve", "ACT-00001", *by(BO), "--version", "2", "--json")
    run(path, "attest", "ACT-00001", *by(ED), "--version", "3")

    assert json.loads(told)["saved"] == [
        {"record": "ACT-00001", "version": 3, "status": "approved"},
        {"record": "APR-00001", "version": 1, "status": "signed"},
    ]


def test_gates_hold_here_too(path: Path) -> None:
    """What stands open is named, finding by finding, and nothing passes."""
    told = run(path, "submit", "ACT-00002", *by(ED), code=1)

    assert "No post answers for the record" in told
    assert "purpose_missing" in told
    assert "«draft»" not in told
    assert "draft" in run(path, "list", "activity")


def test_withdraw_and_reject(path: Path) -> None:
    """Both lead back to draft; a stranger's record id is refused."""
    run(path, "submit", "ACT-00001", *by(ED))
    run(path, "withdraw", "ACT-00001", *by(ED))
    run(path, "submit", "ACT-00001", *by(ED))
    run(path, "reject", "ACT-00001", *by(BO), "--version", "4")

    assert "submitted" not in run(path, "list", "activity")
    run(path, "submit", "NIX-00001", *by(ED), code=1)


def test_an_opinion_is_answered(path: Path) -> None:
    """The reply with its reason, by who answers for the record."""
    work = office(path)
    work.create(DI, "opinion", {"name": "O", "subject": "ACT-00001", "verdict": "favourable"})
    work.register.close()

    run(path, "reply", "OPI-00001", *by(ED), "--version", "1", code=1)
    run(path, "reply", "OPI-00001", *by(BO), "--version", "1", "--answer", "followed")

    assert json.loads(run(path, "list", "opinion", "--json"))[0]["reply"] == "followed"


def test_editions_are_frozen_taken_out_checked_and_compared(path: Path, tmp_path: Path) -> None:
    """A file holds alone and with the register; a changed one exits 1."""
    for _ in range(2):
        run(path, "submit", "ACT-00001", *by(ED))
        version = json.loads(run(path, "list", "activity", "--json"))[0]["version"]
        run(path, "approve", "ACT-00001", *by(BO), "--version", str(version))
        run(path, "edition", "freeze", *by(FAY))
        work = office(path)
        work.update(ED, "ACT-00001", method=f"{version}")
        work.register.close()
    file = tmp_path / "edition.json"
    run(path, "edition", "export", "2", "--out", str(file))
    assert json.loads(run(path, "edition", "check", str(file), "--json"))["ok"]
    run(path, "edition", "check", str(file), "--alone")
    assert json.loads(run(path, "edition", "compare", "1", "2", "--json")) == [
        {"record": "ACT-00001", "change": "changed", "fields": "method"}
    ]
    assert len(json.loads(run(path, "edition", "list", "--json"))) == 2
    file.write_text(file.read_text("utf-8").replace("Payroll", "Other"), "utf-8")

    run(path, "edition", "check", str(file), code=1)


def test_other_departments_stay_out_of_reach(path: Path) -> None:
    """A team member takes no step on another department's record."""
    work = office(path)
    work.create(BO, "activity", {**PAYROLL, "department": SALES})
    work.register.close()

    run(path, "submit", "ACT-00003", *by(ED), code=1)
