"""The posture page of a register that is dear to count: a little behind for others, never for oneself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from governance import bootstrap
from governance.language import text
from governance.register.commands import Change, write
from governance.ui.insight import settled
from tests.drawn import drawn, frame
from tests.small_register import ADMINISTRATOR, DPO, build


@pytest.fixture(autouse=True)
def register(tmp_path: Path) -> Iterator[None]:
    """The process's register is a small demo one, and counting it is called dear."""
    build(tmp_path / "register.duckdb")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(bootstrap.REGISTER_VARIABLE, str(tmp_path / "register.duckdb"))
        patch.setattr(settled, "DEAR", 0.0)
        patch.setattr(settled, "TIMES", 10_000)
        bootstrap.close()
        yield
        bootstrap.close()


def _enter(actor: str, name: str) -> None:
    change = Change("activity", "create", {"name": name, "department": "DEP-00001"})
    write(bootstrap.opened(), actor=actor, reason="test", changes=[change])


def _behind(page: bytes) -> bool:
    return text("dash.posture.settled", "en").encode() in page


def test_a_page_dear_to_count_is_behind_for_others_and_says_so() -> None:
    """What somebody else saved is counted later, and the page tells; what one saved oneself is counted at once."""
    officer, administrator = frame(DPO), frame(ADMINISTRATOR)
    _enter(ADMINISTRATOR, "One")
    assert not _behind(drawn(officer.run()))
    before = [each.value for each in officer.metric]

    _enter(ADMINISTRATOR, "Two")

    assert _behind(drawn(officer.run()))
    assert [each.value for each in officer.metric] == before
    assert not _behind(drawn(administrator.run()))
    _enter(DPO, "Three")
    assert not _behind(drawn(officer.run()))


def test_a_page_that_is_cheap_to_count_is_never_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a small register everybody sees everything at once."""
    monkeypatch.setattr(settled, "DEAR", 1_000.0)
    officer = frame(DPO)
    for name in ("One", "Two", "Three"):
        _enter(ADMINISTRATOR, name)
        assert not _behind(drawn(officer.run()))
