"""Making backups while people work: one at a time, checked before it counts, and no more of them than are kept."""

from __future__ import annotations

import contextlib
import logging
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Lock

from governance.config import config
from governance.errors import BackupBroken, GovernanceError
from governance.register import backup_check, backups, copying, manifest
from governance.register.manifest import FILES, JOURNAL, REGISTER
from governance.register.store import Register

ROOT = Path(__file__).resolve().parents[2]
RESERVE_BYTES = 64 * 1024 * 1024  # what a backup leaves to the people who save meanwhile
CHECK_SECONDS = 600
Check = Callable[[Path], object]

_lock = Lock()
log = logging.getLogger("recital.backup")


@dataclass
class State:
    """Hold what became of the newest attempt of this process: when, and the error of one that failed."""

    tried_at: datetime | None = None
    error: GovernanceError | None = None


state = State()


def make(register: Register, check: Check = backup_check.require_whole) -> Path:
    """Make a backup in the folder of backups and return its folder; it is checked before it takes its name.

    Raises ``backup_running`` while another is made, ``backup_no_space``, ``backup_failed`` or BackupBroken; nothing
    unfinished is left.
    """
    if not _lock.acquire(blocking=False):
        raise GovernanceError("backup_running")
    state.tried_at = datetime.now(UTC)
    try:
        made = _make(register, check)
    except GovernanceError as error:
        state.error = error
        raise
    except Exception as error:
        state.error = GovernanceError("backup_failed", detail=_short(error))
        raise state.error from error
    else:
        state.error = None
        return made
    finally:
        _lock.release()


def make_if_due(register: Register, check: Check | None = None) -> Path | None:
    """Make a backup when the newest is older than the configuration wants, then drop those beyond what is kept."""
    if not is_due(register.path, datetime.now(UTC)):
        return None
    made = make(register, check or check_beside)
    rotate(register.path)
    return made


def is_due(register: Path, now: datetime) -> bool:
    """Tell whether the newest backup is older than the configuration wants; a moment of slack keeps the hour."""
    last = backups.sets(register)
    wait = timedelta(hours=config().backup.every_hours) - timedelta(minutes=5)
    return not last or now - backups.made_at(last[-1]) >= wait


def rotate(register: Path) -> tuple[Path, ...]:
    """Delete the oldest backups beyond those kept, and what interrupted ones left; return what was deleted."""
    found = backups.sets(register)
    gone = found[: max(0, len(found) - config().backup.keep)]
    left = [
        each for each in backups.folder_of(register).glob(f".{register.stem}-*.partial") if not _lock.locked()
    ]
    for each in (*gone, *left):
        # The manifest goes first: a folder without it is no backup, whatever else of it is still there.
        (each / backups.MANIFEST).unlink(missing_ok=True)
        shutil.rmtree(each, ignore_errors=True)
    return gone


def check_beside(backup: Path) -> None:
    """Check a backup in a process of its own, which goes easy on the processor: hashing keeps nobody waiting."""
    command = [sys.executable, "-m", "governance", "verify-backup", str(backup)]
    done = subprocess.run(  # noqa: S603 - no word of it comes from outside  # nosec B603
        command, cwd=ROOT, capture_output=True, text=True, timeout=CHECK_SECONDS, check=False
    )
    if done.returncode:
        raise BackupBroken(folder=backup.name, part="", fault=(done.stderr or done.stdout).strip()[-300:])


def _make(register: Register, check: Check) -> Path:
    place = backups.folder_of(register.path)
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    _require_space(register.path, place)
    target = _free_name(place, register.path.stem)
    partial = place / f".{target.name}.partial"
    partial.mkdir(mode=0o700)
    try:
        copied = copying.copy(register, partial / REGISTER, partial / JOURNAL)
        _copy_files(register.path, partial / FILES)
        manifest.write(partial, register.path.name, copied)
        copying.sync(partial)
        check(partial)
        partial.rename(target)
        copying.sync(place)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    log.info("backup made", extra={"revision": copied.head.revision, "backup": target.name})
    return target


def _require_space(register: Path, place: Path) -> None:
    stored = sum(each.stat().st_size for each in register.parent.glob(f"{FILES}/*"))
    live = sum(each.stat().st_size for each in register.parent.glob(f"{register.name}*") if each.is_file())
    need = 2 * live + stored + RESERVE_BYTES
    free = shutil.disk_usage(place).free
    if free < need:
        raise GovernanceError(
            "backup_no_space", folder=str(place), free=free // 1024**2, need=-(-need // 1024**2)
        )


def _free_name(place: Path, stem: str) -> Path:
    name = f"{stem}-{datetime.now(UTC).strftime(backups.STAMP)}"
    numbered = (place / (name if number == 1 else f"{name}-{number}") for number in range(1, 1_000))
    return next(each for each in numbered if not each.exists())


def _copy_files(register: Path, target: Path) -> None:
    """Copy the stored files; one that the newest backup has unchanged is shared with it instead of stored twice."""
    before = backups.sets(register)
    for source in sorted((register.parent / FILES).glob("*")):
        if source.name.startswith(".") or not source.is_file():
            continue
        target.mkdir(exist_ok=True, mode=0o700)
        place = target / source.name
        if not (before and _shared(before[-1] / FILES / source.name, source, place)):
            shutil.copyfile(source, place)
            place.chmod(0o600)
            copying.sync(place)


def _shared(earlier: Path, source: Path, place: Path) -> bool:
    if not earlier.is_file() or manifest.facts_of(earlier) != manifest.facts_of(source):
        return False
    with contextlib.suppress(OSError):
        os.link(earlier, place)
        return True
    return False


def _short(error: Exception) -> str:
    reason = error.strerror if isinstance(error, OSError) else None
    return reason or type(error).__name__
