"""The page of backups: for administrators, one made by a press of the button, checked, taken away whole."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from governance import bootstrap
from governance.language import LANGUAGES, Language, text
from governance.operations import backing_up
from governance.register import backup_check, backups
from governance.ui import backups_view, state
from governance.ui.navigation import file_of
from tests.small_register import ADMINISTRATOR, TEAM, build

FRAME = Path(__file__).resolve().parents[2] / "governance" / "ui" / "frame.py"


@pytest.fixture(autouse=True)
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The process's register is a small one."""
    found = tmp_path / "register.duckdb"
    build(found)
    monkeypatch.setenv(bootstrap.REGISTER_VARIABLE, str(found))
    monkeypatch.setattr(state, "browser", lambda: "one browser")
    bootstrap.close()
    yield found
    bootstrap.close()


def _opened(person: str = ADMINISTRATOR, language: Language = "en") -> AppTest:
    test = AppTest.from_file(str(FRAME), default_timeout=60)
    test.query_params["lang"] = language
    test.session_state[state.PERSON] = person
    test.run()
    return test.switch_page(file_of("backups")).run()


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_makes_and_lists_a_backup(path: Path, language: Language) -> None:
    """Empty it says what to do; after the press there is one that holds."""
    test = _opened(language=language)
    assert any(text("backup.none", language) in each.value for each in test.info)

    test.button(key="backups.now").click().run()

    assert not test.exception
    (made,) = backups.sets(path)
    assert backup_check.check(made).ok
    assert any(text("backup.pick", language) in each.value for each in test.caption)


def test_page_is_for_administrators(path: Path) -> None:
    """A member of a team sees neither the list nor the button."""
    test = _opened(person=TEAM)

    assert "backups.now" not in [each.key for each in test.button]
    assert backups.sets(path) == ()


def test_backup_taken_away_is_whole(path: Path, tmp_path: Path) -> None:
    """The file that is downloaded unpacks to a backup that holds."""
    made = backing_up.make(bootstrap.opened())
    whole = b"".join(backups_view.archive(made))

    with tarfile.open(fileobj=io.BytesIO(whole)) as tar:
        tar.extractall(tmp_path / "taken", filter="data")
    assert backup_check.check(tmp_path / "taken" / made.name).ok
