"""The test at start: each fault it looks for is found and named."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from governance import language
from governance.errors import GovernanceError
from governance.language import LANGUAGES, explain
from governance.law import packs
from governance.operations import selftest
from governance.register.store import Register
from tests.small_register import build


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A small register."""
    build(tmp_path / "register.duckdb")
    return tmp_path / "register.duckdb"


@pytest.fixture
def register(path: Path) -> Iterator[Register]:
    """The small register, open."""
    opened = Register.open(path)
    yield opened
    opened.close()


def _said(error: GovernanceError) -> None:
    assert all(
        "{" not in explain(error, each) and error.code not in explain(error, each) for each in LANGUAGES
    )


def test_what_is_delivered_passes(register: Register) -> None:
    """Texts, pages, law, journal and folders are as they must be."""
    assert selftest.run(lambda: register) is register


@pytest.mark.parametrize(("en", "zh"), [('"a" = "x"', ""), ('"a" = "x {n}"', '"a" = "x"')])
def test_sentence_in_one_language_only_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, en: str, zh: str
) -> None:
    """A missing sentence, or one with other blanks, stops the start with its key."""
    (tmp_path / "en.toml").write_text(en)
    (tmp_path / "zh.toml").write_text(zh)
    monkeypatch.setattr(language, "TEXT_FOLDER", tmp_path)
    language.catalog.cache_clear()
    try:
        with pytest.raises(GovernanceError, match="start_texts") as raised:
            selftest.texts()
    finally:
        monkeypatch.undo()
        language.catalog.cache_clear()
    assert raised.value.context == {"key": "a"}
    _said(raised.value)


def test_page_that_cannot_be_read_is_found(tmp_path: Path) -> None:
    """A page with a slip, or no pages at all, stops the start with the file."""
    (tmp_path / "law").mkdir()
    with pytest.raises(GovernanceError, match="start_page"):
        selftest.pages(tmp_path)
    (tmp_path / "law" / "broken.py").write_text("def :")

    with pytest.raises(GovernanceError, match="start_page") as raised:
        selftest.pages(tmp_path)
    assert raised.value.context["file"].endswith("broken.py")
    _said(raised.value)


def test_bad_pack_of_an_organisation_does_not_stop_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Their file is refused by name on screen; one of ours would stop the start."""
    (tmp_path / "law").mkdir()
    (tmp_path / "law" / "gdpr.toml").write_text("law = 1")
    monkeypatch.setenv("RECITAL_DATA", str(tmp_path))
    assert packs.law().refusals
    selftest.law()

    monkeypatch.setattr(packs, "law", lambda: packs.load(tmp_path / "law"))
    monkeypatch.delenv("RECITAL_DATA")
    with pytest.raises(GovernanceError, match="start_law") as raised:
        selftest.law()
    _said(raised.value)


@pytest.mark.parametrize("back", [0, 3])
def test_end_of_a_journal_that_does_not_hold_is_found(path: Path, back: int) -> None:
    """A value changed by SQL near the end stops the start with its revision."""
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            f"UPDATE journal SET reason = 'x' WHERE revision = (SELECT max(revision) - {back} FROM journal)"
        )
    register = Register.open(path)
    try:
        with pytest.raises(GovernanceError, match="start_journal") as raised:
            selftest.journal(register)
        assert raised.value.context["revision"] == register.head().revision - back
        _said(raised.value)
    finally:
        register.close()


def test_folder_that_cannot_be_written_is_found(register: Register, path: Path) -> None:
    """A file where the folder of backups should be stops the start."""
    (path.parent / "backups").write_text("")

    with pytest.raises(GovernanceError, match="disk_failed") as raised:
        selftest.folders(register)
    _said(raised.value)
