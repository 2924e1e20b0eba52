"""From a backup back to a register, on this machine or another; nothing that is there is ever overwritten."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from governance.errors import BackupBroken, JournalBroken, RegisterRefused
from governance.journal import access, duckdb_journal, text
from governance.journal.head import Head, HeadFile
from governance.register import backup_check, manifest, projection
from governance.register.copying import sync
from governance.register.manifest import FILES, REGISTER
from governance.register.store import Register
from governance.register.verify import verify_file

CHUNK = 5_000


def restore(backup: Path, path: Path, progress: projection.Progress | None = None) -> Register:
    """Put the register ``path`` back from ``backup``: the folder of a backup, or a plain-text journal alone.

    Raises BackupBroken or JournalBroken naming what does not hold, RegisterRefused when something lies at ``path``
    already. Nothing is left behind by a restore that fails.
    """
    _require_free(path)
    if backup.is_dir():
        return _restore_set(backup, path, progress)
    return _restore_journal(backup, path, progress)


def _require_free(path: Path) -> None:
    for name in _names(path):
        if path.with_name(name).exists():
            raise RegisterRefused("register_exists", file=str(path.with_name(name)))


def _names(path: Path) -> tuple[str, ...]:
    return (path.name, *(f"{path.name}{ending}" for ending in (".wal", ".head", ".access.head")))


def _restore_set(backup: Path, path: Path, progress: projection.Progress | None) -> Register:
    checked = backup_check.require_whole(backup, progress)
    made = manifest.read(backup)
    with _nothing_left_behind(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        _put(backup / REGISTER, path)
        HeadFile(path).write(made.head)
        for name in made.files:
            if name.startswith(f"{FILES}/"):
                _put_file(backup / name, path.parent / name)
        register = Register.open(path, progress)
        if register.head() != Head(checked.revisions, made.head.chain_hash):
            register.close()
            raise BackupBroken(folder=backup.name, part=REGISTER, fault="head_differs")
        with register.cursor() as cursor:
            noted = access.head(cursor)
        if noted.revision:
            register.access.head_file.write(noted)
    return register


def _put(source: Path, target: Path) -> None:
    """Copy through a name of its own, and take the final name only while nobody has it."""
    partial = target.with_name(target.name + ".restoring")
    try:
        shutil.copyfile(source, partial)
        partial.chmod(0o600)
        sync(partial)
        os.link(partial, target)
        sync(target.parent)
    except FileExistsError as error:
        raise RegisterRefused("register_exists", file=str(target)) from error
    finally:
        partial.unlink(missing_ok=True)


def _put_file(source: Path, target: Path) -> None:
    """Put a stored file back under the hash it is called by; one that is there already is the same."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if not target.exists() or manifest.facts_of(target) != manifest.facts_of(source):
        partial = target.with_name(f".incoming-{target.name}")
        shutil.copyfile(source, partial)
        sync(partial)
        partial.replace(target)


def _restore_journal(file: Path, path: Path, progress: projection.Progress | None) -> Register:
    verdict = verify_file(file, progress)
    if not verdict.ok:
        raise JournalBroken(file=file.name, revision=verdict.broken_at, fault=verdict.fault)
    with _nothing_left_behind(path):
        register = Register.create(path)
        try:
            _append_all(register, file)
            register.access.take(tuple(access.read(file)))
            register.head_file.write(Head(verdict.revisions, verdict.head_hash))
        finally:
            register.close()
        return Register.open(path, progress)


def _append_all(register: Register, file: Path) -> None:
    entries = text.read(file)
    with register.cursor() as cursor:
        cursor.execute("BEGIN")
        while chunk := list(islice(entries, CHUNK)):
            duckdb_journal.append(cursor, chunk)
        cursor.execute("COMMIT")


@contextlib.contextmanager
def _nothing_left_behind(path: Path) -> Iterator[None]:
    try:
        yield
    except RegisterRefused as error:
        if error.code != "register_exists":
            _remove(path)
        raise
    except BaseException:
        _remove(path)
        raise


def _remove(path: Path) -> None:
    for name in _names(path):
        path.with_name(name).unlink(missing_ok=True)
