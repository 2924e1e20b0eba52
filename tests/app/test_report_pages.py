"""Ordering a report on screen: language and parts, the making, the file, for the person who looks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Element

from governance import bootstrap
from governance.language import LANGUAGES, Language, text
from governance.reports import fonts
from governance.ui import downloads, jobs, state
from governance.ui.navigation import file_of
from governance.ui.reports.board_page import SLOT
from tests import printed
from tests.judged_register import DPO, EXECUTIVE, NEWSLETTER, build

FRAME = Path(__file__).resolve().parents[2] / "governance" / "ui" / "frame.py"
BROWSER = "one browser"
SHEET = f"reports.record.{NEWSLETTER}"


@pytest.fixture(scope="module", autouse=True)
def register(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The process's register is the judged one for this module."""
    path = tmp_path_factory.mktemp("register") / "register.duckdb"
    build(path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(bootstrap.REGISTER_VARIABLE, str(path))
        bootstrap.close()
        yield path
        bootstrap.close()


@pytest.fixture(autouse=True)
def _one_browser(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """One browser with its mark, which the test tool does not have; begin and end without a report."""
    monkeypatch.setattr(state, "browser", lambda: BROWSER)
    jobs.close()
    yield
    jobs.close()


def _opened(page: str = "board", language: Language = "en", person: str = DPO, **query: str) -> AppTest:
    test = AppTest.from_file(str(FRAME), default_timeout=30)
    test.query_params["lang"] = language
    test.session_state[state.PERSON] = person
    test.run()
    test.switch_page(file_of(page))
    for name, value in query.items():
        test.query_params[name] = value
    return test.run()


def _links(test: AppTest) -> list[str]:
    """Return the addresses of the files on offer."""
    urls = [str(each.proto.url) for each in test.get("link_button") if isinstance(each, Element)]
    return [each for each in urls if each.startswith("/export/")]


def _made(test: AppTest, slot: str = SLOT) -> bytes:
    """Press the button, wait for the report, and return what its link gives."""
    test.button(key=f"{slot}.make").click().run()
    waiting = [each.future for each in jobs._jobs.values() if each.future]
    assert len(waiting) == 1
    waiting[0].result(timeout=60)
    test.run()
    assert not test.exception
    found = downloads.fetch(_links(test)[-1].removeprefix("/export/"), BROWSER)
    assert found is not None
    content = found.produce()
    assert isinstance(content, Path)
    return content.read_bytes()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_makes_the_pack_in_the_language_of_the_screen(language: Language) -> None:
    """Unless another is chosen, the pack is in the language one reads."""
    whole = printed.text_of(_made(_opened(language=language)))

    assert printed.flat(text("report.board.title", language)) in whole
    assert printed.flat(text("report.part.risks", language)) in whole


def test_another_language_and_fewer_parts_can_be_chosen() -> None:
    """The choice is what is printed."""
    test = _opened()
    test.segmented_control(key=f"{SLOT}.language").set_value("zh")
    test.pills(key=f"{SLOT}.parts").set_value(["risks"]).run()

    whole = printed.text_of(_made(test))

    assert text("report.part.risks", "zh") in whole
    assert text("report.part.coverage", "zh") not in whole


def test_another_choice_asks_anew() -> None:
    """A report made before is not offered for what it does not say."""
    test = _opened()
    _made(test)

    test.pills(key=f"{SLOT}.parts").set_value(["risks"]).run()

    assert _links(test) == []


def test_the_pack_is_of_the_day_looked_at() -> None:
    """Looking at a past day, the pack is of that day."""
    day = bootstrap.opened().today() - timedelta(days=30)
    test = _opened(as_of=day.isoformat())
    test.session_state[state.CLOCK] = "past"
    test.session_state[state.DAY] = day
    test.run()

    first = printed.pages(_made(test))[0]

    assert str(day.day) in first.split("As of")[1].splitlines()[0]


def test_the_record_sheet_is_offered_on_the_record() -> None:
    """Opened, the button makes the sheet of the activity in either language."""
    test = _opened("record", "zh", id=NEWSLETTER)
    test.session_state[f"{SHEET}.open"] = True
    test.run()

    whole = printed.text_of(_made(test, SHEET))

    assert "电子期刊" in whole
    assert NEWSLETTER in whole


def test_a_report_belongs_to_the_person_it_was_made_for() -> None:
    """Another person in the same browser does not find it."""
    _made(_opened(person=DPO))

    other = _opened(person=EXECUTIVE)

    assert _links(other) == []


def test_a_missing_package_is_told_on_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """The page says what to install instead of printing boxes."""
    fonts.folders.cache_clear()
    monkeypatch.setattr(fonts, "PACKAGES", {"no_such_font": ("some-font", "", "x.otf")})
    test = _opened()
    test.button(key=f"{SLOT}.make").click().run()
    for each in jobs._jobs.values():
        assert each.future is not None
        each.future.result(timeout=60)
    test.run()

    assert "some\\-font" in test.error[0].value
    fonts.folders.cache_clear()
