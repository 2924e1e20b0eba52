"""Drafts on screen: older versions, discarding and undo, other people, forms beside a record, My work."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from governance import bootstrap
from governance.language import LANGUAGES, text
from governance.register import drafts
from governance.register.commands import Change
from tests.app.test_register_pages import keys, put, typed, visit, words
from tests.small_register import ADMINISTRATOR, DPO, build


@pytest.fixture(autouse=True)
def register(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Each test has a small register of its own."""
    build(tmp_path / "register.duckdb")
    monkeypatch.setenv(bootstrap.REGISTER_VARIABLE, str(tmp_path / "register.duckdb"))
    bootstrap.close()
    yield
    bootstrap.close()


def draft(record_id: str = "ACT-00001", kind: str = "activity", **content: object) -> None:
    """Keep a draft of the officer's, begun on version 1."""
    base = bootstrap.opened().content(record_id) if record_id.startswith("ACT") and kind == "activity" else {}
    drafts.keep(
        bootstrap.opened(), person=DPO, kind=kind, record_id=record_id, base_version=1, content=base | content
    )


def change(**content: object) -> None:
    """Let the administrator's register change the first activity."""
    held = bootstrap.opened().content("ACT-00001")
    put(Change("activity", "update", held | content, "ACT-00001", 1))


def test_a_draft_on_an_older_version_says_so_and_takes_the_changes_in() -> None:
    """The fields others changed are named; one click brings them in, and saving then conflicts with nothing."""
    draft(reference="mine")
    change(notice="N-1")
    test = visit("record", id="ACT-00001", edit="1")
    assert text("drafts.bring_in", "en") in [each.label for each in test.button]

    test.button(key="save.bring_in").click().run()
    test.button(key="save.save").click().run()

    now = bootstrap.opened().content("ACT-00001")
    assert (now["reference"], now["notice"]) == ("mine", "N-1")


def test_where_both_changed_a_field_the_draft_asks() -> None:
    """What is chosen stands in the draft; the register changes only when it is saved."""
    draft(reference="mine")
    change(reference="theirs")
    test = visit("record", id="ACT-00001", edit="1")

    test.button(key="save.bring_in").click().run()
    test.radio(key="save.conflict.reference").set_value("theirs").run()
    test.button(key="save.resolve").click().run()

    assert typed(test, "reference").value == "theirs"
    (kept,) = drafts.all_of(bootstrap.opened(), DPO)
    assert (kept.base_version, kept.content["reference"]) == (2, "theirs")


def test_a_discarded_draft_can_be_brought_back() -> None:
    """Undo stands where the draft was; then it is kept again and open for editing."""
    test = visit("record", id="ACT-00001", edit="1")
    typed(test, "reference").set_value("M-17").run()
    test.button(key="save.discard").click().run()
    assert drafts.all_of(bootstrap.opened(), DPO) == ()

    test.button(key="record.restore").click().run()

    assert typed(test, "reference").value == "M-17"
    assert len(drafts.all_of(bootstrap.opened(), DPO)) == 1


def test_another_person_in_the_same_window_sees_no_draft() -> None:
    """Viewing as somebody else shows the record as it stands, in the record and in My work."""
    test = visit("record", id="ACT-00001", edit="1")
    typed(test, "reference").set_value("M-17").run()

    test.selectbox(key="frame.person").set_value(ADMINISTRATOR).run()

    assert not typed(test, "reference").value
    assert text("drafts.work.title", "en") not in words(visit("work", person=ADMINISTRATOR))


def test_two_new_records_of_a_kind_can_be_begun() -> None:
    """Another one does not take the place of the first."""
    first = visit("record", new="activity")
    typed(first, "name").set_value("One").run()
    second = visit("record", new="activity")
    second.button(key="record.another").click().run()
    typed(second, "name").set_value("Two").run()

    assert {each.content["name"] for each in drafts.all_of(bootstrap.opened(), DPO)} == {"One", "Two"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_beside_a_record_come_back_and_go_when_they_are_sent(language: str) -> None:
    """The reason for ending a record is there in the next session, and nowhere after it was used."""
    draft(kind="form.end", reason="Replaced by the new list")
    test = visit("record", language=language, id="ACT-00001")
    test.session_state["record.end"] = True
    test.run()
    assert test.text_input(key="record.end.reason").value == "Replaced by the new list"

    test.button(key="record.retire").click().run()

    assert not test.exception
    assert drafts.all_of(bootstrap.opened(), DPO) == ()
    assert "Replaced by the new list" in words(visit("record", id="ACT-00001", tab="history"))


def test_words_typed_about_one_record_do_not_stand_beside_another() -> None:
    """The same form beside the next record is empty."""
    test = visit("record", id="ACT-00001")
    test.session_state["record.end"] = True
    test.run()
    test.text_input(key="record.end.reason").set_value("Only about the first").run()

    test.query_params["id"] = "ACT-00002"
    test.run()

    assert not test.text_input(key="record.end.reason").value


def test_a_discarded_text_beside_a_record_can_be_brought_back() -> None:
    """Discarding empties the field, undo fills it again."""
    test = visit("record", id="ACT-00001")
    test.session_state["record.end"] = True
    test.run()
    test.text_input(key="record.end.reason").set_value("Replaced").run()
    test.button(key="form.end.discard").click().run()
    assert not test.text_input(key="record.end.reason").value

    test.button(key="form.end.undo").click().run()

    assert test.text_input(key="record.end.reason").value == "Replaced"


@pytest.mark.parametrize("language", LANGUAGES)
def test_my_work_lists_what_was_begun(language: str) -> None:
    """A change, a new record and words beside a record, each under its own name; none for somebody without drafts."""
    draft(reference="M-17")
    draft("new", name="Visitor badges")
    draft(kind="form.opinion", text="Fine by me")

    test = visit("work", language=language)

    assert not test.exception
    (table,) = [each.value for each in test.dataframe if "saved" in each.value]
    assert len(table) == 3
    assert "Visitor badges" in set(table["record"])
    assert "work.drafts" not in {each.key for each in visit("work", person=ADMINISTRATOR).dataframe}


def test_a_draft_too_large_says_so_and_keeps_the_one_before() -> None:
    """The sentence names the way out; nothing that was kept is lost."""
    test = visit("record", id="ACT-00001", edit="1")
    typed(test, "reference").set_value("M-17").run()
    largest, drafts.LARGEST = drafts.LARGEST, 10
    try:
        typed(test, "reference").set_value("M-18").run()
    finally:
        drafts.LARGEST = largest

    assert "draft has" in words(test)
    (kept,) = drafts.all_of(bootstrap.opened(), DPO)
    assert kept.content["reference"] == "M-17"
    assert "save.save" in keys(test)


def test_the_choices_of_an_import_are_back_when_the_same_files_are_brought() -> None:
    """They are kept under the files for the person; another file, and another person, begin with the proposal."""
    sheet = "Name of processing;Purpose;Department\nVisitor log;Security of the building;Marketing\n"

    def brought(content: str, person: str = DPO) -> AppTest:
        test = visit("importing", person=person)
        test.file_uploader[0].upload("log.csv", content.encode()).run()
        return test.button(key="import.read").click().run()

    def chosen(test: AppTest) -> list[str]:
        (create,) = [each for each in test.button_group if (each.key or "").startswith("import.create")]
        return list(create.value or [])

    first = brought(sheet)
    (create,) = [each for each in first.button_group if (each.key or "").startswith("import.create")]
    create.set_value(["party"]).run()
    assert [each.kind for each in drafts.unfinished(bootstrap.opened(), DPO)] == ["form.import"]

    again = brought(sheet)
    assert chosen(again) == ["party"]
    assert chosen(brought(sheet + "More;;\n")) != ["party"]
    assert chosen(brought(sheet, ADMINISTRATOR)) != ["party"]

    again.button(key="import.cancel").click().run()
    assert drafts.unfinished(bootstrap.opened(), DPO) == ()
