"""What a backup says of itself: the end of its journal, and size and hash of each of its files, under a seal."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from governance.errors import BackupBroken
from governance.journal.head import Head
from governance.model.canonical import canonical, digest
from governance.register.backups import MANIFEST
from governance.register.copying import NEVER, Copied, opened_private
from governance.register.schema import model_hash

FORMAT = 1
REGISTER, JOURNAL, FILES = "register.duckdb", "journal.jsonl", "files"


@dataclass(frozen=True, slots=True)
class Manifest:
    """Hold what a backup says of itself; ``files`` gives bytes and SHA-256, ``tables`` rows and fingerprint by name."""

    register: str
    made_at: datetime
    head: Head
    files: dict[str, tuple[int, str]]
    tables: dict[str, tuple[int, str]]
    engine: str

    @property
    def size(self) -> int:
        """Return how many bytes the backup holds."""
        return sum(size for size, _ in self.files.values())


def write(folder: Path, register: str, copied: Copied) -> Manifest:
    """Write the manifest over everything that lies in ``folder``."""
    made = Manifest(
        register=register,
        made_at=datetime.now(UTC).replace(microsecond=0),
        head=copied.head,
        files={name: facts_of(folder / name) for name in found_in(folder)},
        tables=copied.tables,
        engine=duckdb.__version__,
    )
    content = _content(made)
    sealed = content | {"seal": digest(canonical(content))}
    with opened_private(folder / MANIFEST) as file:
        file.write(json.dumps(sealed, ensure_ascii=False, indent=1) + "\n")
    return made


def read(folder: Path) -> Manifest:
    """Read the manifest of a backup; BackupBroken says why it is none."""
    path = folder / MANIFEST
    if not path.is_file():
        raise BackupBroken("backup_without_manifest", folder=str(folder))
    try:
        content = json.loads(path.read_text("utf-8"))
        seal = content.pop("seal")
        made = Manifest(
            register=content["register"],
            made_at=datetime.fromisoformat(content["made_at"]),
            head=Head(**content["head"]),
            files={name: (each["bytes"], each["sha256"]) for name, each in content["files"].items()},
            tables={name: (each["rows"], each["mark"]) for name, each in content["tables"].items()},
            engine=content["engine"],
        )
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise BackupBroken(folder=folder.name, part=MANIFEST, fault="unreadable") from error
    if content.get("format") != FORMAT:
        raise BackupBroken("backup_format", folder=folder.name, format=content.get("format"))
    if digest(canonical(content)) != seal:
        raise BackupBroken(folder=folder.name, part=MANIFEST, fault="changed")
    return made


def found_in(folder: Path) -> list[str]:
    """Return the names of everything that lies in a backup, but for its manifest."""
    names = (each.relative_to(folder).as_posix() for each in folder.rglob("*") if not each.is_dir())
    return sorted(name for name in names if name != MANIFEST)


def facts_of(path: Path) -> tuple[int, str]:
    """Return size and SHA-256 of a file."""
    with path.open("rb") as file:
        return path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest()


def _content(made: Manifest) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "register": made.register,
        "made_at": made.made_at.isoformat(),
        "head": asdict(made.head),
        "engine": made.engine,
        "model": model_hash(),
        "files": _named(made.files, "bytes", "sha256"),
        "tables": _named(made.tables, "rows", "mark"),
        "without": list(NEVER),
    }


def _named(facts: Mapping[str, tuple[int, str]], first: str, second: str) -> dict[str, dict[str, Any]]:
    return {name: {first: one, second: other} for name, (one, other) in facts.items()}
