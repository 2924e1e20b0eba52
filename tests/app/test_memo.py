"""What a run of the screen works out once, and what the process keeps: neither outlives what it was worked out for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from governance import bootstrap
from governance.language import text
from governance.register.commands import Change, write
from governance.ui import state
from governance.ui.insight import settled
from governance.ui.navigation import file_of
from tests.drawn import drawn, frame, visit
from tests.small_register import ADMINISTRATOR, DPO, TEAM, build


@pytest.fixture(autouse=True)
def register(tmp_path: Path) -> Iterator[None]:
    """The process's register is a small demo one, shown at its newest entry."""
    build(tmp_path / "register.duckdb")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(bootstrap.REGISTER_VARIABLE, str(tmp_path / "register.duckdb"))
        patch.setattr(settled, "LARGE", 1_000_000)
        bootstrap.close()
        yield
        bootstrap.close()


def test_what_a_run_keeps_ends_with_it() -> None:
    """A run finds nothing of the run before, and a callback leaves nothing to the run it belongs to."""

    def page() -> None:
        import streamlit as st

        from governance.ui import memo

        st.session_state["found"] = dict(memo.of_run())
        memo.of_run()["body"] = True
        st.session_state["again"] = memo.of_run().get("body")
        st.button("press", on_click=lambda: memo.of_run().update(callback=True))

    test = AppTest.from_function(page, default_timeout=60).run()
    test.button[0].click().run()

    assert test.session_state["found"] == {}
    assert test.session_state["again"]


def test_a_callback_speaks_and_leaves_the_language_it_sets() -> None:
    """A callback that changes the language reads the new one at once, and so does the rest of its run."""

    def page() -> None:
        import streamlit as st

        from governance.ui import context, state

        def change() -> None:
            before = state.language()
            st.session_state[state.LANGUAGE] = "zh"
            st.session_state["callback"] = (before, state.language())

        st.session_state.setdefault(state.LANGUAGE, "en")
        now = context.refresh()
        st.session_state["body"] = (state.language(), now.language)
        st.button("press", on_click=change)

    test = AppTest.from_function(page, default_timeout=60).run()
    assert test.session_state["body"] == ("en", "en")
    test.button[0].click().run()

    assert test.session_state["callback"] == ("en", "zh")
    assert test.session_state["body"] == ("zh", "zh")


def test_the_bar_changes_language_person_and_day_within_the_run() -> None:
    """What is chosen in the bar holds for everything drawn by the run it starts: title, page, mark and menu."""
    test = frame(ADMINISTRATOR)
    test.button_group(key=state.LANGUAGE).set_value("zh").run()
    assert [each.value for each in test.title] == [text("dash.posture.title", "zh")]
    assert b'data-language="zh"' in drawn(test)
    assert text("dash.posture.title", "en").encode() not in drawn(test)

    test.switch_page(file_of("access")).run()
    assert not test.warning
    test.selectbox(key=state.PERSON).set_value(TEAM).run()
    assert [each.icon for each in test.warning] == [":material/lock:"]

    test.selectbox(key=state.PERSON).set_value(ADMINISTRATOR).run()
    visit(test, "posture")
    assert "2026年1月15日" not in str(test.title[0])
    test.session_state[state.DAY] = datetime(2026, 1, 15, tzinfo=UTC).date()
    test.radio(key=state.CLOCK).set_value("hindsight").run()
    assert "2026年1月15日".encode() in drawn(test)


def test_a_posture_already_drawn_notices_every_change() -> None:
    """Name above, clocks and trend follow a change, for everybody who may see it and in both languages."""
    tests = [frame(DPO), frame(DPO, "zh"), frame(ADMINISTRATOR)]
    for test in tests:
        test.run()
        assert b"Ostwind" not in drawn(test)
    _change("organisation", "ORG-00001", name="Ostwind", name_zh="东风", laws=["gdpr"])
    for test, name in zip(tests, ("Ostwind", "东风", "Ostwind"), strict=True):
        assert name.encode() in drawn(test.run())

    overdue = [_overdue(test.run(), "zh" if at == 1 else "en") for at, test in enumerate(tests)]
    assert overdue == ["—", "—", "—"]
    _request("DEP-00002")
    overdue = [_overdue(test.run(), "zh" if at == 1 else "en") for at, test in enumerate(tests)]
    assert overdue == ["1", "1", "1"]


def test_overdue_clocks_are_those_of_ones_own_scope() -> None:
    """A clock of another department is counted for who sees everything, and never for who does not."""
    _change("organisation", "ORG-00001", laws=["gdpr"])
    _request("DEP-00001")
    officer, team = frame(DPO), frame(TEAM)
    assert (_overdue(officer.run()), _overdue(team.run())) == ("1", "1")

    _request("DEP-00002")

    assert (_overdue(officer.run()), _overdue(team.run())) == ("2", "1")


def test_the_number_of_overdue_clocks_is_that_of_the_board() -> None:
    """Counting once for a state finds the same clocks as counting the rows."""

    def page() -> None:
        import streamlit as st

        from governance.ui import context, state
        from governance.ui.law import clock_data, clock_figures

        st.session_state[state.PERSON] = "PER-00002"
        context.refresh()
        for each in clock_figures.figures(clock_data.rows()):
            kept = clock_figures.of_all(each.name)
            st.session_state[f"same.{each.name}"] = kept == each
            st.session_state[f"value.{each.name}"] = kept.value

    _change("organisation", "ORG-00001", laws=["gdpr"])
    _request("DEP-00001")
    test = AppTest.from_function(page, default_timeout=60).run()

    assert not test.exception
    assert all(
        test.session_state[f"same.{name}"] for name in ("overdue", "expired", "soon", "running", "undated")
    )
    assert test.session_state["value.overdue"] == 1


def test_the_end_of_a_trend_follows_a_change() -> None:
    """The trend ends with the figure of the newest entry, in one's own scope."""

    def page() -> None:
        import streamlit as st

        from governance.ui import context, state
        from governance.ui.insight import trend_data

        st.session_state[state.PERSON] = st.query_params["who"]
        context.refresh()
        st.session_state["found"] = trend_data.load(None).figures["coverage"][-1].denominator

    officer, team = (AppTest.from_function(page, default_timeout=60) for _ in range(2))
    officer.query_params["who"], team.query_params["who"] = DPO, TEAM
    counted = []
    for _ in range(2):
        counted.append([test.run().session_state["found"] for test in (officer, team)])
        new = Change("activity", "create", {"name": "Payslips", "department": "DEP-00002"})
        write(bootstrap.opened(), actor=DPO, reason="test", changes=[new])

    assert counted == [[12, 6], [18, 6]]  # six stages an activity


def _overdue(test: AppTest, language: str = "en") -> str:
    """Return the number the posture page names before its overdue clocks."""
    label = text("posture.clocks", language)  # type: ignore[arg-type]
    line = next(each.value for each in test.markdown if str(each.value).endswith(f"· {label}"))
    return str(line).split("**")[1]


def _change(kind: str, record_id: str, **fields: object) -> None:
    register = bootstrap.opened()
    with register.read(register.lens()) as views:
        version = views.value(f"SELECT version FROM {kind} WHERE id = $id", id=record_id)
    content = register.content(record_id) | fields
    change = Change(kind, "update", content, record_id, version)
    write(register, actor=ADMINISTRATOR, reason="test", changes=[change])


def _request(department: str) -> None:
    received = (datetime.now(UTC).date() - timedelta(days=400)).isoformat()
    content = {"name": "Old", "organisation": "ORG-00001", "department": department, "received_on": received}
    change = Change("request", "create", content)
    write(bootstrap.opened(), actor=ADMINISTRATOR, reason="test", changes=[change])
