"""Reports on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from governance.cli import app
from governance.insight import figures
from governance.register.store import Register
from tests import judged_register, printed

RUNNER = CliRunner()


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register with something to judge, closed."""
    path = tmp_path_factory.mktemp("judged") / "register.duckdb"
    judged_register.build(path)
    return path


@pytest.mark.parametrize(("language", "title"), [("en", "Lifecycle coverage"), ("zh", "全生命周期覆盖率")])
def test_board_is_written(judged: Path, tmp_path: Path, language: str, title: str) -> None:
    """The file carries the figure of the register; JSON says where it is."""
    out = tmp_path / "new" / "board.pdf"

    done = RUNNER.invoke(
        app, ["report", "board", "--register", str(judged), "--out", str(out), "--lang", language, "--json"]
    )

    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout) == {"file": str(out), "bytes": out.stat().st_size, "ok": True}
    register = Register.open(judged)
    with register.read(register.lens()) as reader:
        figure = figures.compute(reader, ["coverage"])["coverage"]
    register.close()
    first = printed.flat(printed.pages(out.read_bytes())[0])
    assert printed.flat(title) in first
    assert str(figure.numerator) in first


def test_record_is_written_as_of_a_day(judged: Path, tmp_path: Path) -> None:
    """The sheet of one activity, on an earlier day."""
    out = tmp_path / "sheet.pdf"
    arguments = [
        "report",
        "record",
        "--register",
        str(judged),
        "--out",
        str(out),
        "--id",
        judged_register.NEWSLETTER,
    ]

    assert RUNNER.invoke(app, arguments).exit_code == 0
    assert "Newsletter" in printed.pages(out.read_bytes())[0]
    early = RUNNER.invoke(app, [*arguments, "--as-of", "2020-01-01"])
    assert early.exit_code == 1
    assert "ACT-00001" in early.stderr


def test_a_sheet_needs_an_activity(judged: Path, tmp_path: Path) -> None:
    """Without --id the sentence says what to add, and nothing is written."""
    out = tmp_path / "sheet.pdf"

    done = RUNNER.invoke(app, ["report", "record", "--register", str(judged), "--out", str(out)])

    assert done.exit_code == 1
    assert "--id ACT-00001" in done.stderr
    assert not out.exists()


def test_a_place_that_cannot_be_written_is_said(judged: Path, tmp_path: Path) -> None:
    """A folder in the way of the file is one sentence, not a crash."""
    (tmp_path / "taken").mkdir()

    done = RUNNER.invoke(
        app, ["report", "board", "--register", str(judged), "--out", str(tmp_path / "taken")]
    )

    assert done.exit_code == 1
    assert "could not be written" in done.stderr
    assert [each.name for each in tmp_path.iterdir()] == ["taken"]
