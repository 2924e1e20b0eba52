"""Registers built once and open for reading."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from governance.register.store import Register


@contextmanager
def built(folder: Path, build: Callable[[Path], object]) -> Iterator[Register]:
    """Build a register in ``folder`` and have it open for the block."""
    build(folder / "register.duckdb")
    register = Register.open(folder / "register.duckdb")
    yield register
    register.close()
