"""The matrix and the heat map after somebody saved: what changed is there for everybody, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from governance import bootstrap
from governance.register.commands import Change, write
from governance.ui import state
from governance.ui.navigation import file_of
from tests.drawn import FRAME
from tests.small_register import ADMINISTRATOR, DPO, TEAM, build

NEWSLETTER, HEAD = "ACT-00001", "POS-00001"
SEEN = ((DPO, "en"), (TEAM, "zh"), (DPO, "zh"))


@pytest.fixture(autouse=True)
def register(tmp_path: Path) -> Iterator[None]:
    """The process's register is a small demo one with a post somebody holds."""
    build(tmp_path / "register.duckdb")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(bootstrap.REGISTER_VARIABLE, str(tmp_path / "register.duckdb"))
        bootstrap.close()
        held = {"name": "a", "post": HEAD, "person": TEAM, "starts_on": "2026-01-01"}
        _enter(
            Change("post", "create", {"name": "Head", "name_zh": "主管"}, HEAD),
            Change("appointment", "create", held, "APP-00001"),
        )
        yield
        bootstrap.close()


def _enter(*changes: Change) -> None:
    write(bootstrap.opened(), actor=ADMINISTRATOR, reason="test", changes=changes)


def _update(**fields: object) -> None:
    opened = bootstrap.opened()
    with opened.read(opened.lens()) as reader:
        version = reader.value("SELECT version FROM activity WHERE id = $id", id=NEWSLETTER)
    _enter(Change("activity", "update", opened.content(NEWSLETTER) | fields, NEWSLETTER, version))


def _open(page: str) -> dict[tuple[str, str], AppTest]:
    found = {}
    for person, language in SEEN:
        test = AppTest.from_file(str(FRAME), default_timeout=30)
        test.query_params["lang"] = language
        test.session_state[state.PERSON] = person
        test.run()
        test.switch_page(file_of(page))
        found[person, language] = test.run()
    return found


def _lines(tests: dict[tuple[str, str], AppTest]) -> dict[tuple[str, str], dict[str, dict[str, str]]]:
    """Return, for each of the pages run again, the cells of the grid by the name of their line."""
    found = {}
    for seen, test in tests.items():
        test.run()
        assert not test.exception
        grid = test.dataframe[0].value.to_dict("records") if test.dataframe else []
        found[seen] = {line.pop("#0"): line for line in grid}
    return found


def _role(letter: str) -> list[dict[str, object]]:
    return [{"key": "use", "stage": "use", "roles": [{"key": "r", "letter": letter, "post": HEAD}]}]


def test_letters_follow_a_save_for_every_scope_and_language() -> None:
    """A new letter, a new name and a holder who left stand in the next run of everybody; other words change nothing."""
    tests = _open("matrix")
    assert _lines(tests) == {seen: {} for seen in SEEN}

    _update(stages=_role("accountable"))
    letters = _lines(tests)
    assert letters == {
        (DPO, "en"): {"Newsletter": {HEAD: "A1"}},
        (TEAM, "zh"): {"电子期刊": {HEAD: "A1"}},
        (DPO, "zh"): {"电子期刊": {HEAD: "A1"}},
    }

    _update(description="Other words")
    assert _lines(tests) == letters

    _update(name="Letter", name_zh="信")
    assert [list(each) for each in _lines(tests).values()] == [["Letter"], ["信"], ["信"]]

    opened = bootstrap.opened()
    gone = opened.content("APP-00001") | {"ends_on": "2026-02-01"}
    _enter(Change("appointment", "update", gone, "APP-00001", 1))
    assert all(line == {HEAD: "A1!"} for lines in _lines(tests).values() for line in lines.values())


def test_the_heat_map_follows_a_save_for_every_scope() -> None:
    """A proven stage counts in the next run of everybody who sees the activity."""
    tests = _open("heatmap")
    before = _lines(tests)
    assert before[DPO, "en"]["Marketing"]["use"] == "0% · 0/1"

    applied = [{"key": "use", "stage": "use", "applicable": "not_applicable", "reason": "Nobody uses it"}]
    _update(stages=applied)

    after = _lines(tests)
    assert after[DPO, "en"]["Marketing"]["use"] != "0% · 0/1"
    assert after[DPO, "zh"]["市场部"] == after[TEAM, "zh"]["市场部"]
    assert after[DPO, "en"]["Human resources"] == before[DPO, "en"]["Human resources"]
