"""Registers that the app of a test has open."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from governance import bootstrap
from tests import signing_register
from tests.signing_register import Office

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)


@pytest.fixture
def office(staffed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """The people at work in the register the app has open."""
    for file in staffed.parent.glob("register.duckdb*"):
        shutil.copy(file, tmp_path / file.name)
    monkeypatch.setenv(bootstrap.REGISTER_VARIABLE, str(tmp_path / "register.duckdb"))
    bootstrap.close()
    clock = signing_register.Clock(NOW)
    register = bootstrap.opened()
    register.clock = clock
    yield Office(register, clock)
    bootstrap.close()
