"""The pages of the register, through the frame: lists, one record, editing, import, search."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from governance import bootstrap
from governance.exchange import workbook
from governance.language import LANGUAGES, text
from governance.model.kinds import KINDS
from governance.register import drafts
from governance.register.commands import Change, write
from governance.ui import state
from governance.ui.navigation import file_of
from governance.ui.register.bulk import changed
from tests.small_register import ADMINISTRATOR, DPO, TEAM, build

FRAME = Path(__file__).resolve().parents[2] / "governance" / "ui" / "frame.py"
UNTRUSTED = "![x](http://outside.example/x.png) <b>bold</b> *star*"


@pytest.fixture(autouse=True)
def register(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Each test has a small register of its own."""
    path = tmp_path / "register.duckdb"
    build(path)
    monkeypatch.setenv(bootstrap.REGISTER_VARIABLE, str(path))
    bootstrap.close()
    yield
    bootstrap.close()


def put(*changes: Change, actor: str = DPO) -> str:
    """Write ``changes`` and return the id of the first record."""
    return write(bootstrap.opened(), actor=actor, reason="a test", changes=changes).saved[0].record_id


def visit(page: str, *, language: str = "en", person: str = DPO, **query: str) -> AppTest:
    """Open ``page`` in a new session."""
    test = AppTest.from_file(str(FRAME), default_timeout=30)
    test.query_params["lang"] = language
    test.session_state[state.PERSON] = person
    test.run()
    for name, value in query.items():
        test.query_params[name] = value
    return test.switch_page(file_of(page)).run()


def typed(test: AppTest, field: str) -> Any:
    """Return the text input of ``field`` of the record being edited."""
    return next(each for each in test.text_input if (each.key or "").endswith(f".{field}"))


def words(test: AppTest) -> str:
    """Return everything the page says."""
    parts = [*test.markdown, *test.caption, *test.text, *test.title, *test.info, *test.error]
    return "\n".join(str(each.value) for each in parts)


def keys(test: AppTest) -> set[str]:
    """Return the keys of the buttons on the page."""
    return {each.key for each in test.button if each.key}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_can_be_read_and_begun(kind: str, language: str) -> None:
    """The same page serves every kind of record in both languages."""
    with bootstrap.opened().read(bootstrap.opened().lens()) as views:
        record = views.value(f'SELECT id FROM "{kind}" LIMIT 1')
    if record:
        assert not visit("record", language=language, person=ADMINISTRATOR, id=record).exception
    assert not visit("record", language=language, new=kind).exception


@pytest.mark.parametrize("tab", ["purposes", "data", "sharing", "security", "stages", "review", "history"])
def test_every_tab_of_a_record_is_named_in_its_address(tab: str) -> None:
    """A link to a tab opens it, while reading and while editing."""
    assert not visit("record", id="ACT-00001", tab=tab).exception
    assert not visit("record", id="ACT-00001", tab=tab, edit="1").exception


def test_what_is_typed_is_kept_as_a_draft_at_once() -> None:
    """A change survives the session that typed it and is offered again in the next."""
    first = visit("record", id="ACT-00001", edit="1")
    typed(first, "reference").set_value("M-17").run()

    kept = drafts.find(bootstrap.opened(), person=DPO, kind="activity", record_id="ACT-00001")
    again = visit("record", id="ACT-00001", edit="1")

    assert kept is not None
    assert kept.content["reference"] == "M-17"
    assert typed(again, "reference").value == "M-17"
    assert "reference" not in bootstrap.opened().content("ACT-00001")


def test_saving_writes_the_record_with_its_reason_and_ends_the_draft() -> None:
    """Save goes through the register: a new version, the reason in the history, no draft left."""
    test = visit("record", id="ACT-00001", edit="1")
    typed(test, "reference").set_value("M-17").run()
    test.text_input(key="save.reason.ACT-00001").set_value("Number from the old list")
    test.button(key="save.save").click().run()

    assert not test.exception
    assert test.query_params["id"] == "ACT-00001"
    assert "edit" not in test.query_params
    assert "M-17" in words(test)
    assert [each.key for each in test.text_input] == ["frame.search"]
    assert bootstrap.opened().content("ACT-00001")["reference"] == "M-17"
    assert drafts.all_of(bootstrap.opened(), DPO) == ()
    assert "Number from the old list" in words(visit("record", id="ACT-00001", tab="history"))


def test_discarding_leaves_the_record_as_it_was() -> None:
    """Discard drops the draft and the typed values."""
    test = visit("record", id="ACT-00001", edit="1")
    typed(test, "reference").set_value("M-17").run()
    test.button(key="save.discard").click().run()

    assert drafts.all_of(bootstrap.opened(), DPO) == ()
    assert "reference" not in bootstrap.opened().content("ACT-00001")


def test_a_wrong_value_is_told_beside_its_field_and_not_written() -> None:
    """A record without a name is refused; the page says so and keeps the draft."""
    test = visit("record", id="ACT-00001", edit="1")
    typed(test, "name").set_value("").run()
    test.button(key="save.save").click().run()

    assert text("problem.missing", "en").capitalize() in words(test)
    assert bootstrap.opened().content("ACT-00001")["name"] == "Newsletter"
    assert drafts.all_of(bootstrap.opened(), DPO) != ()


def test_two_people_changing_the_same_field_see_both_values() -> None:
    """The later one chooses; what is chosen is what the register then holds."""
    test = visit("record", id="ACT-00001", edit="1")
    typed(test, "reference").set_value("mine").run()
    there = bootstrap.opened().content("ACT-00001") | {"reference": "theirs", "notice": "N-1"}
    put(Change("activity", "update", there, "ACT-00001", 1))
    test.button(key="save.save").click().run()

    choice = test.radio(key="save.conflict.reference")
    assert ["theirs" in choice.options[0], "mine" in choice.options[1]] == [True, True]
    test.button(key="save.resolve").click().run()

    assert bootstrap.opened().content("ACT-00001")["reference"] == "mine"
    assert bootstrap.opened().content("ACT-00001")["notice"] == "N-1"


def test_the_answers_none_unknown_and_empty_are_told_apart() -> None:
    """Three ways of having no value read differently."""
    stated = {"joint_controllers": "none", "reference": "unknown"}
    put(Change("activity", "create", {"name": "Answers", "stated": stated}, "ACT-00050"))

    test = visit("record", id="ACT-00050")

    said = words(test)
    assert text("register.answer.none", "en") in said
    assert text("register.answer.unknown", "en") in said
    missing = next(each.value for each in test.caption if text("register.not_filled", "en") in each.value)
    assert "Description" in missing
    assert "Joint controllers" not in missing


def test_text_of_people_is_shown_as_typed() -> None:
    """Markdown and HTML in a record are neither interpreted nor fetched."""
    put(Change("activity", "create", {"name": UNTRUSTED, "description": UNTRUSTED}, "ACT-00050"))

    test = visit("record", id="ACT-00050")

    assert UNTRUSTED in [each.value for each in test.text]
    assert all("![x](" not in each.value for each in (*test.markdown, *test.title, *test.caption))


def test_a_new_record_is_created_and_opened() -> None:
    """Only a name is needed; the register gives the number."""
    test = visit("record", new="activity")
    typed(test, "name").set_value("Visitor badges").run()
    test.button(key="save.save").click().run()

    assert bootstrap.opened().content("ACT-00003")["name"] == "Visitor badges"


def test_a_duplicate_is_a_draft_of_a_new_record() -> None:
    """Duplicating writes nothing before it is saved."""
    visit("record", id="ACT-00001").button(key="record.duplicate").click().run()

    (draft,) = drafts.all_of(bootstrap.opened(), DPO)
    assert draft.is_new
    assert draft.record_id.endswith(".ACT-00001")
    assert draft.content["name"] == "Newsletter (copy)"


def test_a_person_without_the_right_sees_no_button() -> None:
    """A team member reads the own department's record, and has no way to end it or to edit another's."""
    own = visit("record", person=TEAM, id="ACT-00001")
    other = visit("record", person=TEAM, id="ACT-00002", edit="1")

    assert "record.edit" in keys(own)
    assert "record.end" not in keys(own)
    assert "save.save" not in keys(other)
    assert "Payroll" not in words(other)


def test_nothing_can_be_edited_while_looking_at_the_past() -> None:
    """The date control turns the page into one to read."""
    test = visit("record", id="PER-00001")
    assert "record.edit" in keys(test)
    test.session_state[state.DAY] = date(2026, 6, 1)
    test.session_state[state.CLOCK] = "past"
    test.run()

    assert keys(test) & {"record.edit", "record.duplicate", "save.save"} == set()


def test_the_list_is_filtered_by_its_address() -> None:
    """A filter in the address is applied at the first showing."""
    test = visit("activities", department="DEP-00002")

    shown = test.dataframe[0].value
    assert list(shown["name"]) == ["Payroll"]
    assert text("register.activities.count", "en", count="1") in words(test)


@pytest.mark.parametrize("asked", ["电子", "news", "ACT-00001", "marketing"])
def test_the_list_is_searched_in_both_languages(asked: str) -> None:
    """Name in either language, number and department name all find the activity."""
    assert list(visit("activities", q=asked).dataframe[0].value["name"]) == ["Newsletter"]


def test_an_empty_list_says_what_to_do_next() -> None:
    """No match and nothing there are two different sentences."""
    assert text("register.activities.no_match", "en") in words(visit("activities", q="zebra"))


@pytest.mark.parametrize("asked", ["Payroll", "工资", "ACT-00002", "GRA-99999 Payroll"])
def test_search_finds_any_kind_of_record(asked: str) -> None:
    """Every word must occur: a number nobody has finds nothing."""
    test = visit("search", q=asked)

    found = "search.ACT-00002" in keys(test)
    assert found == ("99999" not in asked)


def test_laws_can_be_added_and_removed_by_bulk() -> None:
    """Adding keeps what is there, removing takes only what is named."""
    added = changed({"name": "A", "laws": ["gdpr"]}, "laws_add", ["pipl", "gdpr"])

    assert added["laws"] == ["gdpr", "pipl"]
    assert changed(added, "laws_remove", ["gdpr"])["laws"] == ["pipl"]


def test_a_spreadsheet_is_read_previewed_and_imported() -> None:
    """Nothing is written before the last button; afterwards the activities are in the register."""
    test = visit("importing")
    sheet = "Name of processing;Purpose;Department\nVisitor log;Security of the building;Marketing\n"
    test.file_uploader[0].upload("log.csv", sheet.encode()).run()
    test.button(key="import.read").click().run()
    test.button(key="import.check").click().run()
    revision = bootstrap.opened().head().revision
    test.button(key="import.commit").click().run()

    assert not test.exception
    with bootstrap.opened().read(bootstrap.opened().lens()) as views:
        names = [row["name"] for row in views.rows("SELECT name FROM activity ORDER BY id")]
    assert names == ["Newsletter", "Payroll", "Visitor log"]
    assert bootstrap.opened().head().revision > revision


def test_recitals_own_workbook_is_recognised_and_changes_nothing() -> None:
    """The whole register, taken out and brought back, leaves nothing to write."""
    out = BytesIO()
    with bootstrap.opened().read(bootstrap.opened().lens()) as views:
        workbook.export(views, "zh", out)
    test = visit("importing", person=ADMINISTRATOR)

    test.file_uploader[0].upload("register.xlsx", out.getvalue()).run()
    test.button(key="import.read").click().run()

    assert not test.exception
    assert text("register.import.own", "en") in words(test)
    assert text("register.import.nothing", "en") in words(test)


def test_a_file_that_cannot_be_read_is_told_in_one_sentence() -> None:
    """The page says what to do and stays where it was."""
    test = visit("importing")
    test.file_uploader[0].upload("broken.xlsx", b"no workbook").run()
    test.button(key="import.read").click().run()

    assert len(test.error) == 1
    assert not test.exception
    assert test.file_uploader


def test_several_activities_are_changed_in_one_command() -> None:
    """The ticked rows get the new department; one entry each, one reason."""
    test = visit("activities")
    test.session_state["activities.table"] = {"selection": {"rows": [0, 1], "columns": [], "cells": []}}
    test.run()
    test.session_state["activities.bulk"] = True
    test.run()
    test.selectbox(key="bulk.department.value").set_value("DEP-00002").run()
    test.text_input(key="bulk.reason").set_value("Reorganisation").run()
    test.button(key="bulk.do").click().run()

    assert not test.exception
    for record in ("ACT-00001", "ACT-00002"):
        assert bootstrap.opened().content(record)["department"] == "DEP-00002"
    assert "Reorganisation" in words(visit("record", id="ACT-00001", tab="history"))


def test_evidence_takes_a_file_and_offers_it_again(tmp_path: Path) -> None:
    """The file lies beside the register under its hash, and the record names it."""
    put(Change("evidence", "create", {"name": "Restore test"}, "EVI-00001"))
    test = visit("record", id="EVI-00001", edit="1")
    test.file_uploader[0].upload("report.pdf", b"%PDF-1.7 report").run()
    test.button(key="save.save").click().run()

    content = bootstrap.opened().content("EVI-00001")
    assert content["file_name"] == "report.pdf"
    assert (tmp_path / "files" / content["file_hash"]).read_bytes() == b"%PDF-1.7 report"


def test_a_record_in_use_is_retired_but_not_voided() -> None:
    """Retiring shows where it is used and goes through; voiding is refused in one sentence."""
    put(Change("system", "create", {"name": "CRM"}, "SYS-00001"))
    put(Change("activity", "create", {"name": "Sales", "systems": ["SYS-00001"]}))

    test = visit("record", id="SYS-00001")
    assert "Sales" in "".join(each.label for each in test.button)
    test.session_state["record.end"] = True
    test.run()
    test.text_input(key="record.end.reason").set_value("Replaced").run()
    test.button(key="record.void").click().run()
    assert len(test.error) == 1
    test.button(key="record.retire").click().run()

    assert "record.reinstate" in keys(test)


def test_column_sets_are_kept_for_the_person() -> None:
    """A set of columns kept under a name is offered in the next session."""
    test = visit("activities")
    test.multiselect(key="activities.columns").set_value(["id", "name", "owner"]).run()

    again = visit("activities")

    assert list(again.dataframe[0].value.columns) == ["id", "name", "owner"]
    assert drafts.find(bootstrap.opened(), person=DPO, kind="activity", record_id="new") is None
