"""The page of clocks over a register with requests, incidents and a broken file of the organisation's own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from governance import bootstrap
from governance.language import LANGUAGES, Language, text
from governance.register import commands
from governance.register.commands import Change
from governance.register.store import Register
from governance.ui import state
from governance.ui.navigation import file_of
from tests.judged_register import DPO, build

FRAME = Path(__file__).resolve().parents[2] / "governance" / "ui" / "frame.py"
LATE, FRIDAY, CHINESE, LOST = "REQ-00001", "REQ-00002", "REQ-00003", "INC-00001"


def ago(days: int) -> str:
    """Return the day so many days ago."""
    return (datetime.now(UTC).date() - timedelta(days=days)).isoformat()


def _fill(register: Register) -> None:
    german, chinese = "ORG-00002", "ORG-00003"

    def new(kind: str, record_id: str, en: str, zh: str, **content: Any) -> Change:
        return Change(kind, "create", {"name": en, "name_zh": zh, **content}, record_id)

    changes = [
        new("request", LATE, "Old access request", "旧查阅请求", organisation=german, department="DEP-00001",
            received_on=ago(60)),
        # One month from 31 January 2026 ends on a Saturday.
        new("request", FRIDAY, "Request of January", "一月的请求", organisation=german, department="DEP-00002",
            received_on="2026-01-31", answered_on="2026-03-02", outcome="granted"),
        new("request", CHINESE, "Delete my account", "注销账户", organisation=chinese, department="DEP-00003",
            right="erase", channel="in_app", received_on=ago(2)),
        new("incident", LOST, "Lost laptop", "电脑遗失", organisation=german, aware_on=ago(1), likely_risk="risk"),
    ]  # fmt: skip
    commands.write(register, actor=DPO, reason="Clocks", changes=changes)


@pytest.fixture(scope="module", autouse=True)
def register(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The process's register holds requests and an incident for this module."""
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


def opened(language: Language = "en", **query: str) -> AppTest:
    """Return the page as the protection officer sees it, opened at an address."""
    test = AppTest.from_file(str(FRAME), default_timeout=30)
    test.query_params.update({"lang": language, **query})
    test.session_state[state.PERSON] = DPO
    test.run()
    test.switch_page(file_of("clocks"))
    for name, value in query.items():
        test.query_params[name] = value
    return test.run()


def said(test: AppTest) -> str:
    """Return every text of the page as one."""
    parts = [*test.header, *test.markdown, *test.caption, *test.info, *test.warning, *test.error]
    return "\n".join(str(each.value) for each in parts).replace("\\", "")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("show", ["act", "open", "unknown", "done", "all"])
def test_page_runs(language: Language, show: str) -> None:
    """Every view of the board draws in both languages."""
    test = opened(language, show=show)

    assert not test.exception
    assert [each.label for each in test.metric] == [
        text(f"figure.clock.{name}", language)
        for name in ("overdue", "expired", "soon", "running", "undated")
    ]


def test_overdue_leads_the_board() -> None:
    """The statutory deadline that passed is at the top, in words."""
    first = opened().dataframe[0].value.iloc[0]

    assert (first["standing"], first["record"]) == ("Overdue", "Old access request")
    assert first["what"] == "Answer the request"
    assert first["left"].endswith("days late")


def test_the_numbers_are_those_of_the_board() -> None:
    """The first card counts what the table of everything calls overdue."""
    test = opened(show="all")
    rows = test.dataframe[0].value

    assert int(test.metric[0].value) == (rows["standing"] == "Overdue").sum()
    assert int(test.metric[0].value) > 0


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        (
            "en",
            (
                "It began on 31 Jan 2026.",
                "That day is not counted.",
                "A period of one month ends on 28 Feb 2026.",
                "28 Feb 2026 is a Saturday.",
                "The next working day is 2 Mar 2026.",
                "Due by the end of 2 Mar 2026.",
                "1182/71",
            ),
        ),
        (
            "zh",
            (
                "起算事件发生于2026年1月31日。",
                "当日不计入。",
                "期间为1个月，届满于2026年2月28日。",
                "2026年2月28日是星期六。",
                "下一个工作日是2026年3月2日。",
                "应于2026年3月2日结束前完成。",
                "第1182/71号条例",
            ),
        ),
    ],
)
def test_the_count_can_be_followed(language: Language, sentences: tuple[str, ...]) -> None:
    """The picked clock says step by step why 31 January and one month make 2 March."""
    words = said(opened(language, clock=f"{FRIDAY}~gdpr.request.answer~"))

    assert [sentence for sentence in sentences if sentence not in words] == []


def test_careful_with_unverified_figures() -> None:
    """The count of a figure nobody read in the source says so, and names the working days of China."""
    words = said(opened(clock=f"{CHINESE}~pipl.request.answer_app~"))

    assert text("clocks.unverified", "en") in words
    assert "China (mainland, with make-up days)" in words


def test_awareness_without_a_time_is_said() -> None:
    """Known since a day: the hours are counted from its beginning, and the panel says why."""
    words = said(opened(clock=f"{LOST}~gdpr.incident.authority~"))

    assert text("clocks.step.time_unknown", "en", day="", period="") in words


def test_choices_in_the_address_narrow_board_and_numbers() -> None:
    """Law, kind and department come from the address."""
    test = opened(pack="gdpr", on="request", department="DEP-00001", show="all")

    assert set(test.dataframe[0].value["record"]) == {"Old access request"}
    assert test.metric[0].value == "1"
    assert test.selectbox(key="clocks.pack").value == "gdpr"


def test_a_view_without_rows_says_so() -> None:
    """Nothing done in the marketing department: the table says that nothing matches."""
    assert text("clocks.none", "en") in said(opened(pack="gdpr", department="DEP-00001", show="done"))


def test_the_way_to_the_record() -> None:
    """The panel opens the record it is about."""
    test = opened(clock="POL-00001~internal.policy.review~")
    test.button(key="clocks.record").click().run()

    assert test.query_params["id"] == "POL-00001"


def test_a_past_day_shows_what_ran_then() -> None:
    """On 15 February 2026, as we know today, the request of January was running with 15 days left."""
    day = date(2026, 2, 15)
    test = opened(show="all", as_of=day.isoformat(), known="today")
    rows = test.dataframe[0].value
    (row,) = [each for _, each in rows[rows["record"] == "Request of January"].iterrows()]

    assert (row["standing"], row["left"]) == ("Running", "15 days left")


def test_a_refused_file_is_named_above_the_board(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A broken file of the organisation's own is named; the packaged clocks run on."""
    (tmp_path / "law").mkdir()
    (tmp_path / "law" / "own.clocks.toml").write_text('[[clock]]\nid = "own.request.x"\n', "utf-8")
    monkeypatch.setenv("RECITAL_DATA", str(tmp_path))
    test = opened(show="all")

    assert "own.clocks.toml" in said(test)
    assert "Old access request" in set(test.dataframe[0].value["record"])
