"""Every page in the frame, both languages, without a browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from governance import bootstrap
from governance.language import LANGUAGES, text
from governance.ui import state
from governance.ui.navigation import ENTRIES, Entry
from tests.small_register import ADMINISTRATOR, DPO, TEAM, build

FRAME = Path(__file__).resolve().parents[2] / "governance" / "ui" / "frame.py"


@pytest.fixture(scope="module", autouse=True)
def register(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The process's register is a small demo one for this module."""
    path = tmp_path_factory.mktemp("register") / "register.duckdb"
    build(path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(bootstrap.REGISTER_VARIABLE, str(path))
        bootstrap.close()
        yield
        bootstrap.close()


def app(language: str = "en", **session: object) -> AppTest:
    """Return the frame, run once on its first page."""
    test = AppTest.from_file(str(FRAME), default_timeout=30)
    test.query_params["lang"] = language
    for key, value in session.items():
        test.session_state[key] = value
    return test.run()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_every_page_runs_in_both_languages(entry: Entry, language: str) -> None:
    """A page runs through the frame without an exception."""
    test = app(language)

    test.switch_page(str(entry.file)).run()

    assert not test.exception
    assert test.session_state[state.LANGUAGE] == language


@pytest.mark.parametrize("person", [ADMINISTRATOR, DPO, TEAM])
def test_every_page_runs_for_every_role(person: str) -> None:
    """No page falls over for want of a right."""
    test = app()
    test.selectbox(key=state.PERSON).set_value(person).run()

    for entry in ENTRIES:
        test.switch_page(str(entry.file)).run()
        assert not test.exception, entry.name
        assert test.session_state[state.PERSON] == person


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_runs_in_the_past(language: str) -> None:
    """Every page can be looked at as it stood on another day, and says so."""
    test = AppTest.from_file(str(FRAME), default_timeout=30)
    test.query_params.update({"lang": language, "as_of": "2026-03-01"})
    test.run()

    for entry in ENTRIES:
        test.switch_page(str(entry.file)).run()
        assert not test.exception, entry.name
        assert any("2026" in each.value for each in test.markdown), entry.name


def test_person_is_the_dpo_first() -> None:
    """Before anybody is chosen the register is seen through the eyes of its DPO."""
    assert app().session_state[state.PERSON] == DPO


def test_unknown_person_in_the_address_is_nobody() -> None:
    """A person without a grant cannot be chosen by the address."""
    test = AppTest.from_file(str(FRAME), default_timeout=30)
    test.query_params["view_as"] = "PER-99999"

    assert test.run().session_state[state.PERSON] == DPO


@pytest.mark.parametrize("day", ["yesterday", "2026-13-01", "", "9999-01-01"])
def test_an_impossible_day_in_the_address_is_today(day: str) -> None:
    """A day that is none, or not past, shows today."""
    test = AppTest.from_file(str(FRAME), default_timeout=30)
    test.query_params["as_of"] = day

    test.run()

    assert not test.exception
    assert not any(text("frame.past.back", "en") == each.label for each in test.button)


def test_back_to_today_leaves_the_past() -> None:
    """One click ends the look at the past, also in the address."""
    test = AppTest.from_file(str(FRAME), default_timeout=30)
    test.query_params.update({"as_of": "2026-03-01", "known": "today"})
    test.run()

    test.button(key="frame.back_to_today").click().run()

    assert test.session_state[state.CLOCK] == "today"
    assert "as_of" not in test.query_params
