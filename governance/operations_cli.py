"""The command line of whoever runs the server: backups, their check, and putting a register back."""

from __future__ import annotations

import contextlib
import os
import shutil
from contextlib import closing
from pathlib import Path
from typing import Annotated, Any

import typer

from governance import bootstrap
from governance.errors import GovernanceError, RegisterRefused
from governance.terminal import emit, guarded, progress

RegisterOption = Annotated[
    Path | None,
    typer.Option("--register", help="The register file; RECITAL_REGISTER or var/register.duckdb."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON on stdout.")]


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module to ``app``."""
    app.command("backup")(backup)
    app.command("verify-backup")(verify_backup)
    app.command("restore")(restore)


def backup(
    register: RegisterOption = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="A folder to put it in; FILE.jsonl for the journal alone.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Make a verified backup: a copy, the plain-text journal and the stored files; a running server makes it itself."""
    path = register or bootstrap.register_path()
    with guarded(as_json=as_json):
        made = _journal_alone(path, out) if out and out.suffix == ".jsonl" else _whole(path, out)
    emit(_facts(made), as_json=as_json)


def _journal_alone(path: Path, out: Path) -> Path:
    from governance.register import backups, taking  # noqa: PLC0415 - keeps --help quick

    try:
        opened = bootstrap.open_register(path)
    except RegisterRefused as error:
        if error.code != "register_locked":
            raise
        return _put(_asked(path) / "journal.jsonl", out)
    with closing(opened), taking.taken(opened, None, "backup"):
        return backups.back_up(opened, out)


def _whole(path: Path, out: Path | None) -> Path:
    from governance.operations import backing_up  # noqa: PLC0415 - keeps --help quick
    from governance.register import taking  # noqa: PLC0415 - see above

    try:
        opened = bootstrap.open_register(path)
    except RegisterRefused as error:
        if error.code != "register_locked":
            raise
        made = _asked(path)
    else:
        with closing(opened), taking.taken(opened, None, "backup"):
            made = backing_up.make(opened)
            backing_up.rotate(path)
    return _put(made, out / made.name) if out else made


def _asked(path: Path) -> Path:
    from governance.operations import asking  # noqa: PLC0415 - keeps --help quick

    return asking.ask_for_backup(path)


def _put(made: Path, target: Path) -> Path:
    """Copy what was made to where it is wanted, whole or not at all, never over something."""
    if target.exists():
        raise GovernanceError("backup_there", folder=str(target))
    partial = target.with_name(target.name + ".partial")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if made.is_dir() else shutil.copy2)(made, partial)
        partial.rename(target)
    except OSError as error:
        raise GovernanceError("backup_failed", detail=error.strerror or str(error)) from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)
        with contextlib.suppress(OSError):
            partial.unlink()
    return target


def _facts(made: Path) -> dict[str, Any]:
    if made.is_dir():
        from governance.register import manifest  # noqa: PLC0415 - keeps --help quick

        said = manifest.read(made)
        return {
            "backup": str(made), "revision": said.head.revision, "head": said.head.chain_hash,
            "bytes": said.size, "ok": True,
        }  # fmt: skip
    return {"file": str(made), "bytes": made.stat().st_size, "ok": True}


def verify_backup(
    backup: Annotated[Path, typer.Argument(help="The folder of a backup, or a plain-text journal.")],
    as_json: JsonOption = False,
) -> None:
    """Check every file, table and hash of a backup; exit 1 and name what does not hold."""
    from governance.register import backup_check  # noqa: PLC0415 - keeps --help quick

    with contextlib.suppress(OSError):
        os.nice(10)  # people at work go first
    with guarded(as_json=as_json), progress("cli.verifying") as step:
        found = backup_check.check(backup, step)
    emit(found, as_json=as_json)
    if not found.ok:
        raise SystemExit(1)


def restore(
    backup: Annotated[Path, typer.Argument(help="The folder of a backup, or a plain-text journal.")],
    register: RegisterOption = None,
    as_json: JsonOption = False,
) -> None:
    """Put a register back from a backup that holds; whatever lies at its place already is never overwritten."""
    from governance.register import restoring  # noqa: PLC0415 - keeps --help quick

    path = register or bootstrap.register_path()
    with guarded(as_json=as_json), progress("cli.restoring") as step:
        opened = restoring.restore(backup, path, step)
        head = opened.head()
        opened.close()
    emit(
        {"register": str(path), "revision": head.revision, "head": head.chain_hash, "ok": True},
        as_json=as_json,
    )
