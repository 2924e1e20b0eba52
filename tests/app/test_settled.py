"""The posture page of a large register: drawn at the last entry worked out, which follows the newest."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from governance import bootstrap
from governance.language import text
from governance.register.commands import Change, write
from governance.ui.insight import onward, settled
from tests.drawn import drawn, frame
from tests.small_register import ADMINISTRATOR, DPO, build

PATIENCE = 60  # seconds


@pytest.fixture(autouse=True)
def register(tmp_path: Path) -> Iterator[None]:
    """The process's register is a small demo one, which is called large."""
    build(tmp_path / "register.duckdb")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(bootstrap.REGISTER_VARIABLE, str(tmp_path / "register.duckdb"))
        patch.setattr(settled, "LARGE", 0)
        bootstrap.close()
        yield
        bootstrap.close()


@pytest.fixture
def still(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is worked out beside the screen."""
    monkeypatch.setattr(onward.Onward, "begin", lambda _: None)


def _enter(actor: str, name: str) -> None:
    change = Change("activity", "create", {"name": name, "department": "DEP-00001"})
    write(bootstrap.opened(), actor=actor, reason="test", changes=[change])


def _behind(page: bytes) -> bool:
    return text("dash.posture.settled", "en").encode() in page


@pytest.mark.usefixtures("still")
def test_the_page_of_a_large_register_is_behind_and_says_so() -> None:
    """Nobody waits for what somebody saved, not even oneself, and every number is of the same entry as before."""
    officer = frame(DPO)
    assert not _behind(drawn(officer))
    before = [each.value for each in officer.metric]

    for actor in (ADMINISTRATOR, DPO):
        _enter(actor, "Two")
        assert _behind(drawn(officer.run()))
        assert [each.value for each in officer.metric] == before


def test_the_newest_entry_is_worked_out_beside_the_screen() -> None:
    """A visit that is behind begins it, and once it is there everybody sees it."""
    officer, administrator = frame(DPO), frame(ADMINISTRATOR)
    before = [each.value for each in officer.metric]
    _enter(ADMINISTRATOR, "Two")
    assert _behind(drawn(officer.run()))

    until = time.monotonic() + PATIENCE
    while onward.of(bootstrap.opened()).revision < bootstrap.opened().end.revision:
        assert time.monotonic() < until, "not worked out"
        time.sleep(0.05)

    for page in (officer, administrator):
        assert not _behind(drawn(page.run()))
    assert [each.value for each in officer.metric] != before


@pytest.mark.usefixtures("still")
def test_nothing_is_left_out_for_longer_than_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever becomes of the thread, a visitor works it out in the end."""
    officer = frame(DPO)
    _enter(ADMINISTRATOR, "Two")
    assert _behind(drawn(officer.run()))

    monkeypatch.setattr(settled, "MOST", 0.0)

    assert not _behind(drawn(officer.run()))


def test_the_page_of_a_small_register_is_never_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a small register everybody sees everything at once."""
    monkeypatch.setattr(settled, "LARGE", 1_000)
    officer = frame(DPO)
    for name in ("One", "Two", "Three"):
        _enter(ADMINISTRATOR, name)
        assert not _behind(drawn(officer.run()))
