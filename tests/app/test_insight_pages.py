"""The pages that judge, history, settings and help, over a register whose answers are known by heart."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from governance import bootstrap
from governance.language import LANGUAGES, Language, text
from governance.ui import state
from governance.ui.navigation import file_of
from tests.judged_register import ADMINISTRATOR, DPO, EXECUTIVE, build

FRAME = Path(__file__).resolve().parents[2] / "governance" / "ui" / "frame.py"
PAGES = ("posture", "heatmap", "matrix", "dpo", "risks", "journal", "settings", "start", "glossary")


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
    test = AppTest.from_file(str(FRAME), default_timeout=30)
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
@pytest.mark.parametrize("page", PAGES)
def test_page_runs(page: str, language: Language) -> None:
    """A page runs in both languages without an exception."""
    test = opened(page, language)

    assert not test.exception
    assert test.session_state[state.LANGUAGE] == language


def test_journal_lists_newest_first() -> None:
    """The newest entry leads, with person, reason and record in words."""
    entries = opened("journal").dataframe[0].value

    assert list(entries["revision"]) == sorted(entries["revision"], reverse=True)
    assert entries.iloc[0]["who"] == "Wei Chen"
    assert entries.iloc[0]["reason"] == "Risks of the first round"


def test_journal_filters_come_from_the_address() -> None:
    """Kind, operation and words in the address narrow the list; the boxes show what they say."""
    test = opened("journal", kind="activity", operation="create", q="interviews")

    assert set(test.dataframe[0].value["record"]) == {"Newsletter", "Payroll", "Customer care China"}
    assert test.selectbox(key="journal.kind").value == "activity"


def test_journal_without_a_match_offers_the_way_back() -> None:
    """No entry is said so, and one click clears the filters."""
    test = opened("journal", q="nothing like this")
    assert text("dash.journal.none", "en") in said(test)

    test.button(key="journal.clear").click().run()

    assert len(test.dataframe[0].value) == 50


def test_journal_entry_shows_fields_in_words(register: Path) -> None:
    """An entry that changed a record names field, old and new value."""
    opened_register = bootstrap.opened()
    from governance.register import commands

    content = opened_register.content("ACT-00002") | {"reference": "HR-7"}
    change = commands.Change("activity", "update", content, "ACT-00002", 1)
    receipt = commands.write(opened_register, actor=DPO, reason="Numbered", changes=[change])

    test = opened("journal", entry=str(receipt.last_revision))

    assert "**Own reference**" in said(test)
    assert text("dash.journal.nothing", "en") in said(test)
    assert "HR\\-7" in said(test)


@pytest.mark.parametrize("entry", ["0", "999999", "x", "99999999999999999999"])
def test_journal_knows_no_such_entry(entry: str) -> None:
    """An entry that is none does not break the page."""
    assert not opened("journal", entry=entry).exception


@pytest.mark.parametrize("language", LANGUAGES)
def test_journal_check_gives_a_verdict(language: Language) -> None:
    """One click checks every entry, and says how many hold and what the last fingerprint is."""
    test = opened("journal", language)

    test.button(key="journal.go").click().run()

    head = bootstrap.opened().head()
    assert any(str(head.revision) in each.value for each in test.success)
    assert test.code[0].value == head.chain_hash


def test_only_administrators_change_settings() -> None:
    """A DPO sees rights and settings and is offered no way to change them."""
    test = opened("settings", person=DPO)

    assert text("dash.grants.read_only", "en") in said(test)
    assert not [each for each in test.button if each.label == text("dash.backup.now", "en")]


def test_settings_lead_to_the_backups() -> None:
    """The settings say that no backup was made yet, and lead an administrator to the page that makes one."""
    test = opened("settings", person=ADMINISTRATOR)

    assert text("dash.backup.none", "en") in said(test)
    assert any(text("page.backups", "en") in str(each.proto.label) for each in test.get("page_link"))


def test_administrator_ends_a_right_but_not_the_last() -> None:
    """The only administrator's own right cannot be ended; another can, from today."""
    test = opened("settings", person=ADMINISTRATOR)
    rows = list(test.dataframe[0].value["role"])
    for role, may in (("Administrator", False), ("Executive", True)):
        test.session_state["settings.grants.table"] = {
            "selection": {"rows": [rows.index(role)], "columns": [], "cells": []}
        }
        test.run()
        assert test.button(key="settings.grant.end").disabled is not may

    test.button(key="settings.grant.end").click().run()

    assert not test.exception
    states = test.dataframe[0].value.set_index("role")["state_shown"]
    assert states["Executive"] == text("dash.grants.state.ended", "en")


def test_executive_may_not_take_the_journal() -> None:
    """Who may not see contact details is not offered the whole journal."""
    test = opened("journal", person=EXECUTIVE)

    assert text("dash.journal.export.file", "en") not in [each.label for each in test.button]


@pytest.mark.parametrize(("words", "language"), [("岗位", "en"), ("Post", "zh")])
def test_glossary_is_searched_in_both_languages(words: str, language: Language) -> None:
    """A word of either language finds its term, whatever the language of the screen."""
    test = opened("glossary", language, q=words)

    assert 0 < len(test.dataframe[0].value) < 20


@pytest.mark.parametrize("part", ["guide", "sources"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_help_has_guide_and_sources(part: str, language: Language) -> None:
    """The other parts of the help open by address."""
    test = opened("glossary", language, part=part)

    assert not test.exception
    wanted = "dash.help.no_advice" if part == "sources" else "dash.help.step.bring"
    assert text(wanted, language) in said(test)


def test_own_register_starts_beside_the_demo(register: Path) -> None:
    """Organisation and name are enough; the demo stays, and one can go back to it."""
    test = opened("start")
    test.text_input(key="start.organisation").set_value("Hanse Kontor")
    test.text_input(key="start.person").set_value("Mia Lang")
    try:
        test.button(key="FormSubmitter:start.form-" + text("dash.start.go", "en")).click().run()

        assert not test.exception
        assert bootstrap.opened().path == register.with_name(bootstrap.OWN_NAME)
        assert register.exists()
        assert test.session_state[state.PERSON] == "PER-00001"
    finally:
        bootstrap.switch(register)


def test_start_asks_for_the_name() -> None:
    """Without a name nothing is created, and the sentence says what is missing."""
    bootstrap.own_path().unlink(missing_ok=True)
    test = opened("start", way="import")

    test.button(key="FormSubmitter:start.form-" + text("dash.start.go", "en")).click().run()

    assert text("dash.start.missing", "en") in said(test)
    assert not bootstrap.own_path().exists()


def metrics(test: AppTest) -> dict[str, str]:
    """Return the figures on cards by title."""
    return {each.label: str(each.value) for each in test.metric}


def test_posture_leads_with_four_figures() -> None:
    """Coverage, gaps, officers and high risks come first, as the register answers them."""
    found = metrics(opened("posture"))

    titles = ("coverage", "accountability.gaps", "officers.in_post", "risk.high")
    assert list(found) == [text(f"figure.{each}", "en") for each in titles]
    # Of 17 stages that take place one is covered; 16 lack exactly one accountable post with a holder.
    assert found["Lifecycle coverage"] == "5.9%"
    assert found["Stages nobody answers for"] == "16"
    assert found["Protection officers in post"] == "50%"
    assert found["High risks open"] == "1"


def test_posture_names_the_weakest_stage_and_who_acts() -> None:
    """The weakest stage is named in a sentence, with the departments to act first."""
    assert "is the weakest stage" in said(opened("posture"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_to_judge_is_no_data(tmp_path: Path, register: Path, language: Language) -> None:
    """An empty register says «no data» and what to do next, never a percentage."""
    from governance.register import commands
    from governance.register.store import Register

    made = Register.create(tmp_path / "empty.duckdb")
    commands.initialise(made, organisation="Empty", person="Ada")
    made.close()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(bootstrap.REGISTER_VARIABLE, str(made.path))
        bootstrap.close()
        for page in PAGES:
            test = opened(page, language, person="PER-00001")
            assert not test.exception, page
            assert "100" not in "".join(metrics(test).values()), page
        assert text("dash.posture.empty", language) in said(opened("posture", language, person="PER-00001"))
        bootstrap.close()


def test_heat_map_lists_the_weakest_department_first() -> None:
    """Departments × stages: share and counts in words, no data where a stage does not take place."""
    grid = opened("heatmap").dataframe[0].value

    assert list(grid["#0"])[-1] == "Marketing"
    marketing = grid.iloc[-1]
    assert marketing["collect"] == "100% · 1/1"
    assert marketing["share"] == text("dash.coverage.nothing", "en")
    assert marketing["overall"] == "20% · 1/5"


def test_department_of_the_address_lists_its_activities() -> None:
    """Activities × stages: how many facts hold, and which letters they have."""
    grid = opened("heatmap", department="DEP-00001").dataframe[0].value

    assert grid.iloc[0]["collect"] == "4/4  P M E A"
    assert grid.iloc[0]["store"].startswith("3/4") or grid.iloc[0]["store"].startswith("2/4")
    assert grid.iloc[0]["use"] == text("dash.coverage.short.not_assessed", "en")


@pytest.mark.parametrize("law", ["gdpr", "pipl"])
def test_heat_map_is_limited_by_law(law: str) -> None:
    """The law of the address limits the departments shown."""
    shown = set(opened("heatmap", law=law).dataframe[0].value["#0"])

    assert shown == ({"Marketing", "Human resources"} if law == "gdpr" else {"Sales China"})


def test_weighing_by_people_leaves_out_what_does_not_say() -> None:
    """Activities without a number of people are left out, and the page says how many stages that is."""
    test = opened("heatmap", weighted="1")

    assert text("dash.coverage.people_unknown", "en", count="6") in said(test)


@pytest.mark.parametrize("language", LANGUAGES)
def test_cell_says_what_is_missing_and_how_to_fix_it(language: Language) -> None:
    """A cell shows its four facts; a missing one has a sentence and a way to the record."""
    test = opened("heatmap", language, department="DEP-00001", activity="ACT-00001", stage="store")

    assert text("state.partial", language) in said(test)
    assert text("fix.accountable.several", language) in said(test)
    assert [each for each in test.button if each.label == text("dash.cell.fix", language)]


def test_cell_of_nothing_is_one_clear_sentence() -> None:
    """An activity that is none is an error in words, not a broken page."""
    test = opened("heatmap", activity="ACT-99999", stage="store")

    assert not test.exception
    assert len(test.error) == 1


def test_matrix_marks_two_as_and_vacancies() -> None:
    """The matrix of departments counts letters and marks posts without a holder."""
    grid = opened("matrix", view="department").dataframe[0].value.set_index("#0")

    assert grid.loc["Marketing", "collect"] == "A1  (R1)"
    assert grid.loc["Marketing", "store"] == "A1  (R1)  C1!"


def test_faults_are_listed_by_kind() -> None:
    """Two accountable posts and the officer among them are faults of their own, each with its cells."""
    two = opened("matrix", view="issues", issue="two_as").dataframe[0].value
    conflict = opened("matrix", view="issues", issue="dpo_in_a_or_r").dataframe[0].value

    assert set(two["post_shown"]) == {"Head of marketing", "Data protection officer"}
    assert list(conflict["holder_shown"]) == ["Wei Chen"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_officers_page_tells_of_the_gap(language: Language) -> None:
    """The time without a data protection officer is told in a sentence, and the missing officer in another."""
    test = opened("dpo", language)

    gaps = [each.value for each in test.markdown if "person_off" in each.value]
    assert len(gaps) == 1
    assert ("北港贸易" if language == "zh" else "Nordhafen Handel") in gaps[0]
    assert ("北港上海" if language == "zh" else "Nordhafen Shanghai") in test.warning[0].value


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({}, ["Unscored risk", "Wrong recipients", "Pay slips seen by others"]),
        ({"show": "overdue"}, ["Wrong recipients"]),
        ({"show": "unscored"}, ["Unscored risk"]),
        ({"square": "after-2-3"}, ["Pay slips seen by others"]),
        ({"square": "after-9-9"}, ["Unscored risk", "Wrong recipients", "Pay slips seen by others"]),
    ],
)
def test_risks_follow_the_address(query: dict[str, str], names: list[str]) -> None:
    """The list follows filter and square of the address; an unscored risk leads, it is unknown and not low."""
    assert list(opened("risks", "en", DPO, **query).dataframe[-1].value["shown"]) == names


def test_the_past_is_judged_as_it_stood() -> None:
    """Before the first interviews there was nothing to judge."""
    test = AppTest.from_file(str(FRAME), default_timeout=30)
    day = bootstrap.opened().today() - timedelta(days=100)
    test.query_params.update({"lang": "en", "as_of": day.isoformat()})

    assert text("dash.posture.empty", "en") in said(test.run())
