"""What every test module shares."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from governance import config


@pytest.fixture(scope="module", autouse=True)
def _configuration_ends_with_the_module() -> Iterator[None]:
    """Whatever a module set is not read by the next one in the same process."""
    config.forget()
    yield
    config.forget()
