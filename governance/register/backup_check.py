"""Checking a backup from its manifest to the last hash of its journal, without a register."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb

from governance.errors import BackupBroken, GovernanceError
from governance.register import copying, manifest
from governance.register.backups import MANIFEST
from governance.register.manifest import JOURNAL, REGISTER, Manifest
from governance.register.verify import Progress, verify_file


@dataclass(frozen=True, slots=True)
class Checked:
    """Say whether a backup holds, its end, and the first part that does not hold with the reason."""

    ok: bool
    backup: str
    revisions: int = 0
    head_hash: str = ""
    broken: str = ""
    fault: str = ""


def check(backup: Path, progress: Progress | None = None) -> Checked:
    """Check a backup: a folder with its manifest, or a plain-text journal alone."""
    try:
        if backup.is_dir():
            return _check_set(backup, progress)
        return _check_journal(backup, progress)
    except BackupBroken as error:
        return Checked(
            False,
            str(backup),
            broken=error.context.get("part", ""),
            fault=error.context.get("fault", error.code),
        )
    except (GovernanceError, OSError) as error:
        return Checked(False, str(backup), broken=backup.name, fault=str(error))


def require_whole(backup: Path, progress: Progress | None = None) -> Checked:
    """Check a backup and raise BackupBroken when it does not hold."""
    found = check(backup, progress)
    if not found.ok:
        raise BackupBroken(folder=backup.name, part=found.broken, fault=found.fault)
    return found


def _check_journal(file: Path, progress: Progress | None) -> Checked:
    if not file.exists():
        raise BackupBroken(folder=file.name, part=file.name, fault="missing")
    verdict = verify_file(file, progress)
    if not verdict.ok:
        raise BackupBroken(folder=file.name, part=f"{file.name}:{verdict.broken_at}", fault=verdict.fault)
    return Checked(True, str(file), verdict.revisions, verdict.head_hash)


def _check_set(folder: Path, progress: Progress | None) -> Checked:
    made = manifest.read(folder)
    _check_files(folder, made)
    journal = _check_journal(folder / JOURNAL, progress)
    if (journal.revisions, journal.head_hash or made.head.chain_hash) != (
        made.head.revision,
        made.head.chain_hash,
    ):
        raise BackupBroken(folder=folder.name, part=JOURNAL, fault="head_differs")
    _check_tables(folder, made)
    return Checked(True, str(folder), journal.revisions, journal.head_hash)


def _check_files(folder: Path, made: Manifest) -> None:
    found = manifest.found_in(folder)
    for name in sorted(made.files.keys() | set(found)):
        if name not in made.files:
            raise BackupBroken(folder=folder.name, part=name, fault="not_in_manifest")
        if name not in found:
            raise BackupBroken(folder=folder.name, part=name, fault="missing")
        if manifest.facts_of(folder / name) != made.files[name]:
            raise BackupBroken(folder=folder.name, part=name, fault="changed")
    if not {JOURNAL, REGISTER} <= made.files.keys():
        raise BackupBroken(folder=folder.name, part=MANIFEST, fault="incomplete")


def _check_tables(folder: Path, made: Manifest) -> None:
    """Compare the tables of the copy with what was counted in the live register; another engine counts otherwise."""
    if made.engine != duckdb.__version__:
        return
    try:
        found = copying.fingerprints(folder / REGISTER)
    except duckdb.Error as error:
        raise BackupBroken(folder=folder.name, part=REGISTER, fault="unreadable") from error
    if found != made.tables:
        differing = sorted(name for name in found | made.tables if found.get(name) != made.tables.get(name))
        raise BackupBroken(folder=folder.name, part=REGISTER, fault=f"table {differing[0]}")
