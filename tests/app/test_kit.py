"""The parts pages are made of: tables, figures on cards, one clear sentence for an error."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from streamlit.testing.v1 import AppTest

from governance import bootstrap
from tests.small_register import build


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


def _table() -> None:
    import streamlit as st

    from governance.ui.tables import Column, table

    rows = [{"id": f"ACT-{n:05}", "name": f"=Name {n}", "status": "draft", "more": [n]} for n in range(20)]
    columns = [
        Column("id", "Number"),
        Column("name", "Name"),
        Column("status", "Status", vocabulary="status"),
    ]
    picked = table(rows, columns, key="t", alt="Names", select="row", export="names")
    st.session_state["picked"] = picked.row["id"] if picked else None


def test_table_shows_labels_and_filters() -> None:
    """Codes are shown as labels; the filter keeps rows in which every word occurs."""
    test = AppTest.from_function(_table, default_timeout=60).run()
    assert list(test.dataframe[0].value["status"].unique()) == ["Draft"]

    test.text_input(key="t.find").set_value("name 19").run()

    assert list(test.dataframe[0].value["id"]) == ["ACT-00019"]


def test_table_gives_the_row_behind_the_filter() -> None:
    """The row picked is the one seen, also after filtering, with the columns that are not shown."""
    test = AppTest.from_function(_table, default_timeout=60).run()
    test.text_input(key="t.find").set_value("name 19").run()
    test.session_state["t.table"] = {"selection": {"rows": [0], "columns": [], "cells": []}}
    test.run()

    assert test.session_state["picked"] == "ACT-00019"


def test_empty_table_says_what_it_is() -> None:
    """Nothing to show is said in words, not as an empty grid."""

    def page() -> None:
        from governance.ui.tables import Column, table

        table([], [Column("id", "Number")], key="t", alt="Nothing")

    test = AppTest.from_function(page, default_timeout=60).run()

    assert len(test.dataframe) == 0
    assert len(test.info) == 1


def test_arrow_and_rows_show_the_same() -> None:
    """A table from the register and one from rows look alike, mixed and nested values included."""

    def page() -> None:
        import pyarrow as pa

        from governance.ui.tables import Column, table

        rows = [{"a": "x", "b": ["1", "2"], "c": 1}, {"a": None, "b": None, "c": 2}]
        columns = [
            Column("a", "A"),
            Column("b", "B", kind="list"),
            Column("c", "C", kind="number"),
            Column("d", "D"),
        ]
        table(rows, columns, key="r", alt="Rows")
        table(pa.Table.from_pylist(rows), columns, key="t", alt="Arrow")

    test = AppTest.from_function(page, default_timeout=60).run()

    assert not test.exception
    assert test.dataframe[0].value.to_json() == test.dataframe[1].value.to_json()


def test_guard_shows_one_sentence_for_our_errors_only() -> None:
    """An error of ours becomes one sentence; a fault of the program goes on to the error box."""

    def page() -> None:
        from governance.errors import GovernanceError
        from governance.ui.feedback import guard

        with guard():
            raise GovernanceError("export_gone")
        with guard():
            raise ZeroDivisionError

    test = AppTest.from_function(page, default_timeout=60).run()

    assert len(test.error) == 1
    assert "This download has ended" in test.error[0].value
    assert len(test.exception) == 1


def test_context_knows_the_person_and_what_is_allowed() -> None:
    """The DPO may change an activity, not make grants, and nothing at all in the past."""

    def page() -> None:
        from datetime import date

        import streamlit as st

        from governance.ui import context, state

        st.session_state[state.PERSON] = "PER-00002"
        now = context.refresh()
        st.session_state["allowed"] = [now.can("update", "activity"), now.can("create", "grant")]
        st.session_state["dpo"] = now.holds("dpo")
        st.session_state[state.CLOCK], st.session_state[state.DAY] = "past", date(2026, 3, 1)
        then = context.refresh()
        st.session_state["past"] = [then.is_past, then.can("update", "activity")]
        with context.reader() as views:
            st.session_state["known"] = views.value("SELECT count(*) FROM activity")

    test = AppTest.from_function(page, default_timeout=60).run()

    assert not test.exception
    assert test.session_state["allowed"] == [True, False]
    assert test.session_state["dpo"]
    assert test.session_state["past"] == [True, False]
    assert test.session_state["known"] == 0


def test_team_sees_its_own_department_only() -> None:
    """Rows are scoped where they are read: a team member reads the activities of the own department."""

    def page() -> None:
        import streamlit as st

        from governance.ui import context, state

        st.session_state[state.PERSON] = "PER-00003"
        context.refresh()
        with context.reader() as views:
            st.session_state["seen"] = views.rows("SELECT id FROM activity")

    test = AppTest.from_function(page, default_timeout=60).run()

    assert test.session_state["seen"] == [{"id": "ACT-00001"}]
