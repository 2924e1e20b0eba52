"""What every test module shares."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from governance import config
from tests import signing_register


@pytest.fixture(scope="module", autouse=True)
def _configuration_ends_with_the_module() -> Iterator[None]:
    """Whatever a module set is not read by the next one in the same process."""
    config.forget()
    yield
    config.forget()


@pytest.fixture(scope="session")
def staffed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register with the people a signature needs, made once and copied for each test."""
    made = tmp_path_factory.mktemp("staffed") / "register.duckdb"
    signing_register.build(made)
    return made
