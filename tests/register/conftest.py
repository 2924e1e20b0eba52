"""Registers of the tests: real files, opened and closed around each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from governance.register.commands import initialise
from governance.register.store import Register
from tests.hand import Hand


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the register of the test lies."""
    return tmp_path / "register.duckdb"


@pytest.fixture
def register(path: Path) -> Iterator[Register]:
    """A register with one organisation and its first person."""
    opened = Register.create(path)
    initialise(opened, organisation="Alba", person="Ann Lee", email="ann@example.org")
    yield opened
    opened.close()


@pytest.fixture
def hand(register: Register) -> Hand:
    """The administrator and owner's hand."""
    return Hand(register)
