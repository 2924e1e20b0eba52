"""The pages Article 30 and Principles, over a register whose findings are known by heart."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from governance import bootstrap
from governance.language import LANGUAGES, Language, text
from governance.ui import state
from governance.ui.navigation import file_of
from tests import lawful_register
from tests.lawful_register import CHINA, DPO, EXECUTIVE, HEAD, HOSTILE, MARKETING, STAFF

FRAME = Path(__file__).resolve().parents[2] / "governance" / "ui" / "frame.py"
PAGES = ("article30", "principles")


@pytest.fixture(scope="module", autouse=True)
def register(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The process's register is the lawful one for this module, judged by the trial law too."""
    path = tmp_path_factory.mktemp("register") / "register.duckdb"
    lawful_register.build(path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(bootstrap.REGISTER_VARIABLE, str(path))
        patch.setenv("RECITAL_DATA", str(lawful_register.LAW))
        bootstrap.close()
        yield path
        bootstrap.close()


def opened(page: str, language: Language = "en", person: str = DPO, **query: str) -> AppTest:
    """Return ``page`` as ``person`` sees it, opened at an address."""
    test = AppTest.from_file(str(FRAME), default_timeout=60)
    test.query_params["lang"] = language
    test.session_state[state.PERSON] = person
    test.run()
    test.switch_page(file_of(page))
    for name, value in query.items():
        test.query_params[name] = value
    return test.run()


def said(test: AppTest) -> str:
    """Return every text of the page as one."""
    parts = [*test.title, *test.header, *test.markdown, *test.caption, *test.info]
    return "\n".join(str(each.value) for each in parts)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("person", [DPO, HEAD, EXECUTIVE])
def test_page_runs(page: str, language: Language, person: str) -> None:
    """A page runs in both languages without an exception, for who sees all, some, or all but contacts."""
    test = opened(page, language, person)

    assert not test.exception
    assert text("law.no_advice", language) in said(test)
    assert len(test.dataframe) == 2


def test_article_30_shows_both_registers_and_the_letters_of_one() -> None:
    """No record is complete, which is nought; the register without a record is «no data»; a line a letter."""
    test = opened("article30")

    values = {each.label: each.value for each in test.metric}
    assert values[text("figure.article30.controller", "en")] == "0%"
    assert values[text("figure.article30.processor", "en")] == text("figure.no_data", "en")
    letters, grid = (each.value for each in test.dataframe)
    assert list(letters["missing"]) == [3, 1, 3, 1, 0, 2, 3]
    assert list(letters["complete"] + letters["none"]) == [0, 2, 0, 1, 3, 1, 0]
    assert dict(zip(grid["#0"], grid["b"], strict=True)) == {
        "Sales China": "0% · 0/1",
        "Human resources": "100% · 1/1",
        "Marketing": "100% · 1/1",
    }


def test_article_30_without_records_is_no_data() -> None:
    """The empty register says what would stand in it."""
    assert text("law30.empty.processor", "en") in said(opened("article30", which="processor"))
    assert len(opened("article30", department=CHINA).dataframe[1].value) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_letter_lists_its_records_with_what_is_missing(language: Language) -> None:
    """Those that lack something stand first, a hostile name stays text, and a cell shows its department alone."""
    rows = opened("article30", language, letter="d").dataframe[0].value
    assert list(rows["state"]) == [
        text(f"register.completeness.{each}", language) for each in ("missing", "unknown", "complete")
    ]
    assert list(rows["id"]) == ["ACT-00003", "ACT-00002", "ACT-00001"]
    assert list(rows["lacks"] == "–") == [False, False, True]

    here = opened("article30", language, letter="d", place=STAFF)
    assert list(here.dataframe[0].value["name"]) == [HOSTILE]
    assert list(here.dataframe[0].value["open"]) == [
        ("、" if language == "zh" else ", ").join(
            text("article30.letter", language, letter=each) for each in "acdg"
        )
    ]


def test_principles_have_their_parts_and_a_cell_opens_its_findings() -> None:
    """Eight principles with things judged and findings by severity; a cell shows the same parts."""
    test = opened("principles", place=MARKETING, principle="storage_limitation")

    whole, grid = (each.value for each in test.dataframe)
    assert len(whole) == 8
    storage = whole.iloc[4]
    assert storage["judged"] >= 4
    assert (
        storage["judged"] - storage["clear"]
        <= storage["high"] + storage["medium"] + storage["low"] + storage["critical"]
    )
    share, _, things = dict(zip(grid["#0"], grid["storage_limitation"], strict=True))["Marketing"].partition(
        " · "
    )
    clear, _, judged = things.partition("/")
    told = f"**{share}** without a finding: {clear} of {judged} things judged"
    findings = opened("findings", principle="storage_limitation", department=MARKETING).dataframe[0].value
    assert f"{told}. {findings['findings'].sum()} findings in the others." in said(test)
    assert text("principles.pick", "en") not in said(test)


@pytest.mark.parametrize("measure", ["critical", "unknown"])
def test_principles_count_in_the_measure_chosen(measure: str) -> None:
    """A measure shows numbers of findings; what was never judged stays «no data» and is not nought."""
    grid = opened("principles", measure=measure).dataframe[1].value

    cells = {cell for code in grid.columns[1:] for cell in grid[code]}
    assert text("figure.no_data", "en") in cells
    assert all(cell.isdecimal() for cell in cells - {text("figure.no_data", "en")})


def test_a_person_sees_the_departments_of_their_scope() -> None:
    """An owner of marketing has a line for marketing, and none for departments they may not read."""
    grid = opened("article30", person=HEAD).dataframe[1].value
    assert list(grid["#0"]) == ["Marketing"]
