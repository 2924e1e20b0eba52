"""Where the files of the law are: packaged, then an organisation's own beside its register."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from governance.vocabulary.loading import read_toml

PACKAGED = Path(__file__).resolve().parent.parent.parent / "data" / "law"


def folders() -> tuple[Path, ...]:
    """Return the packaged folder and, when ``RECITAL_DATA`` names one, the organisation's own."""
    own = os.environ.get("RECITAL_DATA")
    return (PACKAGED, Path(own) / "law") if own else (PACKAGED,)


def label(file: Path) -> str:
    """Return how a file is named in a message: an organisation's own file is told from the packaged one."""
    return file.name if file.parent == PACKAGED else f"{file.parent.name}/{file.name}"


def read(file: Path) -> dict[str, Any]:
    """Return the content of a file of the law; raise BadData naming file and line when it is not TOML."""
    return read_toml(file)
