"""The test a server makes of itself before it answers anybody: what fails stops the start."""

from __future__ import annotations

import ast
import os
import string
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from governance.errors import GovernanceError
from governance.language import LANGUAGES, catalog
from governance.law import packs
from governance.operations.health import disk_trouble
from governance.register import backups, verify

if TYPE_CHECKING:
    from governance.register.store import Register

ROOT = Path(__file__).resolve().parents[2]


def run(open_register: Callable[[], Register], root: Path = ROOT) -> Register:
    """Test everything and return the register; GovernanceError names the first thing that is not as it must be."""
    texts()
    pages(root / "pages")
    law()
    register = open_register()
    journal(register)
    folders(register)
    return register


def texts() -> None:
    """Require that every sentence stands in both languages with the same blanks to fill."""
    first, *others = (catalog(language) for language in LANGUAGES)
    for other in others:
        lacking = sorted(first.keys() ^ other.keys())
        if lacking:
            raise GovernanceError("start_texts", key=lacking[0])
        for key, sentence in first.items():
            if _blanks(sentence) != _blanks(other[key]):
                raise GovernanceError("start_texts", key=key)


def _blanks(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


def pages(folder: Path) -> None:
    """Require that every page is there and can be compiled; the screen itself would find out at the first visit."""
    found = sorted(folder.glob("*/*.py"))
    if not found:
        raise GovernanceError("start_page", file=str(folder), detail="empty")
    for file in found:
        try:
            ast.parse(file.read_text("utf-8"), str(file))
        except (SyntaxError, ValueError) as error:
            raise GovernanceError("start_page", file=str(file), detail=type(error).__name__) from error


def law() -> None:
    """Require that the packs that come with the app are read; an organisation's own bad file is told on screen."""
    own = Path(os.environ.get("RECITAL_DATA") or ROOT / "nowhere") / "law"
    for refusal in packs.law().refusals:
        if not (own / refusal.file).is_file():
            raise GovernanceError("start_law", file=refusal.file, rule=refusal.rule)


def journal(register: Register) -> None:
    """Require that the end of the journal holds and is the one noted outside the file."""
    verdict = verify.verify_end(register)
    if not verdict.ok:
        raise GovernanceError(
            "start_journal", file=str(register.path), revision=verdict.broken_at, fault=verdict.fault,
            backup=backups.newest_name(register.path),
        )  # fmt: skip


def folders(register: Register) -> None:
    """Require that register and backups can be written where they lie."""
    place = backups.folder_of(register.path)
    try:
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise GovernanceError("disk_failed", folder=str(place), detail=error.strerror or "") from error
    for folder in (register.path.parent, place):
        found = disk_trouble(folder)
        if found is not None:
            raise found
