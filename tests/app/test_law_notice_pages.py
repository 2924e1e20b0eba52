"""Thresholds and notice check over a register whose numbers and notice are known by heart, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from governance import bootstrap
from governance.errors import BadData
from governance.exchange import notice_file
from governance.language import LANGUAGES, Language, explain, text
from governance.register import commands
from governance.register.commands import Change
from governance.register.store import Register
from governance.ui import state
from governance.ui.navigation import file_of
from tests.judged_register import DPO, EXECUTIVE, PAYROLL, build

FRAME = Path(__file__).resolve().parents[2] / "governance" / "ui" / "frame.py"
CHINESE = "ORG-00003"


def _new(kind: str, record_id: str, en: str, zh: str, **content: Any) -> Change:
    return Change(kind, "create", {"name": en, "name_zh": zh, **content}, record_id)


def _fill(register: Register) -> None:
    today = datetime.now(UTC).date().isoformat()
    shop: dict[str, Any] = {"department": "DEP-00003", "laws": ["pipl"]}
    changes = [
        _new("organisation", "ORG-00004", "Counted", "已统计", laws=["pipl"], counts=[
            {"key": "a", "about": "processed", "people": 400_000, "counted_on": today, "source": "CRM",
             "deduplicated": True}]),
        _new("activity", "ACT-00101", "Shop", "商城", **shop, data=[{"key": "d", "people": 70_000}]),
        _new("activity", "ACT-00102", "Club", "会员", **shop, data=[{"key": "d", "people": 80_000}]),
        _new("notice", "NOT-00001", "Privacy notice", "隐私政策", text="We use your e-mail address.", text_zh="我们收集姓名。"),
        _new("activity", "ACT-00103", "Delivery", "配送", **shop, notices=["NOT-00001"],
             data=[{"key": "d", "category": "postal_address", "people": 5}]),
    ]  # fmt: skip
    commands.write(register, actor=DPO, reason="Numbers", changes=changes)


@pytest.fixture(scope="module", autouse=True)
def register(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The process's register holds a count, activities and a notice for this module."""
    path = tmp_path_factory.mktemp("register") / "register.duckdb"
    build(path)
    opened_register = Register.open(path)
    _fill(opened_register)
    opened_register.close()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(bootstrap.REGISTER_VARIABLE, str(path))
        bootstrap.close()
        yield path
        bootstrap.close()


def opened(page: str, language: Language = "en", person: str = DPO, **query: str) -> AppTest:
    """Return a page as a person sees it, opened at an address."""
    test = AppTest.from_file(str(FRAME), default_timeout=60)
    test.query_params.update({"lang": language, **query})
    test.session_state[state.PERSON] = person
    test.run()
    test.switch_page(file_of(page))
    for name, value in query.items():
        test.query_params[name] = value
    return test.run()


def said(test: AppTest) -> str:
    """Return every text of the page as one."""
    parts = [*test.header, *test.markdown, *test.caption, *test.info, *test.warning, *test.error]
    return "\n".join(str(each.value) for each in parts).replace("\\", "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_thresholds_of_an_entity(language: Language) -> None:
    """Two million stated: the officer is needed; the audit is unknown, since activities give no number."""
    test = opened("thresholds", language, entity=CHINESE)
    words = said(test)

    assert not test.exception
    assert text("thresholds.about.above", language) in words
    assert text("thresholds.missing", language, count="1", total="4") in words
    assert text("law.no_advice", language) in words


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_holds_every_entity(language: Language) -> None:
    """The counted entity is below the million by its count, with the number behind it."""
    table = opened("thresholds", language).dataframe[-1].value
    name = "已统计" if language == "zh" else "Counted"
    (row,) = [each for _, each in table[table["entity"] == name].iterrows() if each["number"] == 1_000_000][
        :1
    ]

    assert (row["state"], row["count"]) == (text("thresholds.state.below", language), 400_000)


def test_recording_a_count_opens_the_field() -> None:
    """Who may edit gets to the field; others are only shown the record."""
    test = opened("thresholds", entity=CHINESE)
    test.button(key="thresholds.record").click().run()

    assert {name: test.query_params[name] for name in ("id", "tab", "edit")} == {
        "id": CHINESE, "tab": "thresholds", "edit": "1",
    }  # fmt: skip
    assert opened("thresholds", person=EXECUTIVE).button(key="thresholds.record").label == text(
        "thresholds.look", "en"
    )


def checked(text: str, language: Language = "en", **query: str) -> AppTest:
    """Return the page after a text was pasted."""
    test = opened("noticecheck", language, **query)
    return test.text_area(key="notice_check.text").set_value(text).run()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_notice_record_against_its_own_activities(language: Language) -> None:
    """The notice names e-mail and name, the linked activity holds the postal address."""
    only_said = opened("noticecheck", language, way="record", notice="NOT-00001")
    only_held = opened("noticecheck", language, way="record", notice="NOT-00001", side="register_only")
    both = {"en": ["Name", "E-mail address"], "zh": ["姓名", "电子邮箱"]}[language]

    assert not only_said.exception
    assert set(only_said.dataframe[0].value["what"]) == set(both)
    assert list(only_held.dataframe[0].value["which"]) == ["ACT-00103"]


def test_a_pasted_text_is_shown_as_text() -> None:
    """Words and the sentence around them stand in the table; markup of the text is taken off and never drawn."""
    test = checked("<p>We hereby share your <b>e-mail address</b> with [x](http://y) for 6 months.</p>")
    (row,) = [each for _, each in test.dataframe[1].value.iterrows() if each["words"] == "e-mail address"]

    assert row["sentence"] == "We hereby share your e-mail address with [x](http://y) for 6 months."
    assert "6 × Month" in set(test.dataframe[1].value["what"])
    assert "hereby" in set(test.dataframe[3].value["words"])
    assert "http" not in said(test)


def test_a_scope_of_a_department() -> None:
    """Only what the department's activities hold is missing from the text."""
    test = checked("Nothing known here", scope="DEP-00002", side="register_only")

    assert set(test.dataframe[0].value["which"]) == {PAYROLL}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("given", "key"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "error.notice_binary"),
        (b"\x01\x02\x03 abc", "error.notice_binary"),
        (b"", "error.notice_empty"),
        (b"<p> </p>", "error.notice_empty"),
        (b"a" * (1024**2 + 1), "error.notice_too_large"),
    ],
)
def test_what_is_no_notice_is_said_in_one_sentence(language: Language, given: bytes, key: str) -> None:
    """Empty, binary and too large files are refused in words."""
    with pytest.raises(BadData) as fault:
        notice_file.read(given)

    assert explain(fault.value, language) == text(key, language, most=1)


@pytest.mark.parametrize(
    "given", ["您的姓名".encode("gb18030"), "\ufeffname".encode("utf-16"), "Übung".encode()]
)
def test_texts_in_other_encodings_are_read(given: bytes) -> None:
    """Chinese and Windows files are text too."""
    assert notice_file.read(given) in {"您的姓名", "name", "Übung"}


def test_a_pasted_blank_says_what_to_do() -> None:
    """Blanks are no text; nothing is judged."""
    test = checked("   ")

    assert [each.value.replace("\\", "") for each in test.error] == [text("error.notice_empty", "en")]
    assert len(test.dataframe) == 0
