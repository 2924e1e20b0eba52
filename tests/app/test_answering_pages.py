"""The pages on who answers, over a register whose answers are known by heart."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from governance import bootstrap
from governance.language import LANGUAGES, Language, text
from governance.register import handing_over
from governance.register.commands import Change, write
from governance.ui import state
from governance.ui.navigation import file_of
from tests.judged_register import ADMINISTRATOR, DPO, EXECUTIVE, HEAD, build

FRAME = Path(__file__).resolve().parents[2] / "governance" / "ui" / "frame.py"


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
    parts = [*test.markdown, *test.caption, *test.text, *test.info, *test.success, *test.warning, *test.error]
    return "\n".join(str(each.value) for each in parts)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("page", "query"),
    [
        ("leaver", {}),
        ("leaver", {"person": HEAD}),
        ("health", {}),
        ("health", {"rule": "INT-PERSON-LOAD"}),
        ("cascade", {}),
        ("work", {}),
        ("cascade", {"step": "evidence", "stage": "collect"}),
        ("matrix", {"view": "obligation"}),
        ("matrix", {"view": "obligation", "organisation": "ORG-00003"}),
    ],
)
def test_page_runs(page: str, query: dict[str, str], language: Language) -> None:
    """A page runs in both languages without an exception."""
    test = opened(page, language, **query)

    assert not test.exception
    assert test.title[0].value == text(f"page.{page}", language)


def test_leaver_is_handed_over() -> None:
    """A hand-over without reason is refused; with one the post goes to the successor and nothing is left to lose."""
    last = datetime.now(UTC).date() + timedelta(days=3)
    test = opened("leaver", person=ADMINISTRATOR, last=last.isoformat())
    test.query_params["person"] = HEAD
    test.run()
    assert {each.label: each.value for each in test.metric}["Stages losing their A"] == "2"

    test.button(key="leaver.do").click().run()
    assert text("leaver.reason.missing", "en") in said(test)

    test.selectbox(key=f"leaver.post.{HEAD}.POS-00002").select(EXECUTIVE)
    test.text_input(key="leaver.reason").set_value("Moves abroad")
    test.button(key="leaver.do").click().run()
    assert not test.exception
    register = bootstrap.opened()
    with register.read(register.lens(effective_on=last + timedelta(days=1))) as reader:
        assert reader.value("SELECT holder FROM post_holder WHERE post = 'POS-00002'") == EXECUTIVE
        done = handing_over.hand_overs(reader)[0]
    assert text("leaver.nothing", "en", who="Tom Hahn", day="X").split("X")[0] in said(test)
    handing_over.undo(register, actor=ADMINISTRATOR, reason="As before", command_id=done["command_id"])


def test_leaver_is_only_looked_at_by_others() -> None:
    """Who may not appoint sees the rehearsal, and no button."""
    test = opened("leaver", person=EXECUTIVE)
    test.query_params["person"] = HEAD
    test.run()

    assert text("leaver.not_allowed", "en") in said(test)
    assert "leaver.do" not in {each.key for each in test.button}


def test_health_says_what_is_worst_and_opens_its_rows() -> None:
    """Nobody answers for most stages: that is the sentence, the figure and the rows; another rule opens its own."""
    test = opened("health")
    assert "Nobody is accountable for a stage" in said(test)
    assert len(test.dataframe[0].value) == 15

    test.button(key="health.INT-A-SEVERAL").click().run()
    assert list(test.dataframe[0].value["id"]) == ["ACT-00001"]


def test_obligations_name_holders_and_vacancies() -> None:
    """The German entity has an officer, the group none; the Chinese and the group lack theirs, which the cells say."""
    test = opened("matrix", view="obligation")
    shown = test.dataframe[0].value
    row = shown[shown["#0"] == "Keeping the records of processing"].iloc[0]

    assert row["gdpr_dpo"] == "C! open 1/2"
    assert row["pipl_officer"] == "C! open 2/2"
    assert test.warning


def test_cascade_follows_the_choices_of_the_address() -> None:
    """One proof leads back to the one stage and policy it belongs to; a click on the choice lets everything go again."""
    test = opened("cascade", step="policy", evidence="EVI-00001")
    assert list(test.dataframe[0].value["shown"]) == ["Marketing data policy"]
    assert "cascade.drop.evidence" in {each.key for each in test.button}

    test.button(key="cascade.drop.evidence").click().run()
    assert "evidence" not in test.query_params
    assert list(test.dataframe[0].value["cells"]) == [2]


def test_work_is_what_the_register_says_now() -> None:
    """Nothing waits; a draft somebody wrote waits for them to submit it; nobody's grants, nobody's work."""
    assert text("work.none", "en") in said(opened("work", person=ADMINISTRATOR))

    draft = Change("activity", "create", {"name": "Visitors", "name_zh": "访客"})
    made = write(bootstrap.opened(), actor=ADMINISTRATOR, reason="A new one", changes=[draft])
    test = opened("work", "zh", person=ADMINISTRATOR)
    assert list(test.dataframe[0].value["record"]) == ["访客"]
    assert list(test.dataframe[0].value["what"]) == ["提交"]
    assert text("work.none", "en") in said(opened("work", person=EXECUTIVE))

    void = Change("activity", "void", record_id=made.saved[0].record_id)
    write(bootstrap.opened(), actor=ADMINISTRATOR, reason="Not needed", changes=[void])
