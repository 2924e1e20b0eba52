"""A run of the screen is taken up again by the sign-in it was drawn for, and by nobody else."""

from __future__ import annotations

import pytest

from governance.ui import runs

NAME = b"sec-websocket-protocol"


def _kept(value: bytes, owner: str) -> bytes:
    headers = [(b"host", b"localhost"), (NAME, value)]

    found = dict(runs.own_headers(headers, owner))

    assert found[b"host"] == b"localhost"
    return found[NAME]


def test_ones_own_run_is_taken_up() -> None:
    """After a lost connection the same sign-in goes on where it was."""
    runs.claim("run-1", "anna")

    assert _kept(b"streamlit, token, run-1", "anna") == b"streamlit, token, run-1"


@pytest.mark.parametrize("run", [b"run-1", b"run-unknown", b" run-1 , more"])
def test_a_run_of_somebody_else_is_not(run: bytes) -> None:
    """Whoever learns the name of another's run begins a new one."""
    runs.claim("run-1", "anna")

    assert _kept(b"streamlit,token," + run, "bert") == b"streamlit,token"


def test_a_first_connection_stays_as_it_is() -> None:
    """Without a run to take up nothing is changed."""
    assert _kept(b"streamlit, token", "anna") == b"streamlit, token"
    assert _kept(b"streamlit", "anna") == b"streamlit"


def test_files_are_uploaded_into_ones_own_run_only() -> None:
    """An upload names the run it is for; one of somebody else, or of nobody, is foreign."""
    runs.claim("run-1", "anna")

    assert not runs.is_foreign("/_stcore/upload_file/run-1/file", "anna")
    assert runs.is_foreign("/_stcore/upload_file/run-1/file", "bert")
    assert runs.is_foreign("/_stcore/upload_file/run-unknown/file", "bert")
    assert not runs.is_foreign("/work", "bert")


def test_runs_do_not_pile_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """The oldest are forgotten; whoever comes back to one begins anew."""
    monkeypatch.setattr(runs, "MOST_RUNS", 2)
    for name in ("run-1", "run-2", "run-3"):
        runs.claim(name, "anna")

    assert _kept(b"s,t,run-1", "anna") == b"s,t"
    assert _kept(b"s,t,run-3", "anna") == b"s,t,run-3"
