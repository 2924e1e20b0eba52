"""Registers of the tests: real files, opened and closed around each test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from governance.exchange import demo
from governance.register.commands import initialise
from governance.register.store import Register
from tests import signing_register, two_departments
from tests.hand import Hand
from tests.register.opening import built

DEMO_DAY = date(2026, 11, 23)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the register of the test lies."""
    return tmp_path / "register.duckdb"


@pytest.fixture(scope="session")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register with one organisation and its first person, made once and copied for each test."""
    made = tmp_path_factory.mktemp("fresh") / "register.duckdb"
    opened = Register.create(made)
    initialise(opened, organisation="Alba", person="Ann Lee", email="ann@example.org")
    with opened.cursor() as cursor:
        cursor.execute("CHECKPOINT")
    opened.close()
    return made


@pytest.fixture(scope="session")
def demo_register(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Register]:
    """The demonstration as of ``DEMO_DAY``, built once and open for reading."""
    with built(tmp_path_factory.mktemp("demo"), lambda path: demo.build(path, DEMO_DAY)) as register:
        yield register


@pytest.fixture(scope="module")
def two_sides(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Register]:
    """The register of two departments, open for reading."""
    with built(tmp_path_factory.mktemp("register"), two_departments.build) as register:
        yield register


@pytest.fixture
def register(path: Path, fresh: Path) -> Iterator[Register]:
    """A register of the test's own with one organisation and its first person."""
    for file in fresh.parent.glob("register.duckdb*"):
        shutil.copy(file, path.with_name(file.name))
    opened = Register.open(path)
    yield opened
    opened.close()


@pytest.fixture
def hand(register: Register) -> Hand:
    """The administrator and owner's hand."""
    return Hand(register)


@pytest.fixture
def office(tmp_path: Path, staffed: Path) -> Iterator[signing_register.Office]:
    """The people of :mod:`tests.signing_register` at work in a register of the test's own, gates set."""
    for file in staffed.parent.glob("register.duckdb*"):
        shutil.copy(file, tmp_path / file.name)
    opened = signing_register.office(tmp_path / "register.duckdb")
    yield opened
    opened.register.close()
