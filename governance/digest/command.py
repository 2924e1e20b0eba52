"""The command that sends today's digests, for a timer outside or to see what would be sent."""

from __future__ import annotations

from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from governance import bootstrap
from governance.config import config
from governance.terminal import emit, guarded, progress


def digest(
    register: Annotated[
        Path | None,
        typer.Option("--register", help="The register file; RECITAL_REGISTER or var/register.duckdb."),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say who would get how much, and send nothing.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON on stdout.")] = False,
) -> None:
    """Send everybody what waits for them by e-mail, once a day; exit 1 when a mail could not be handed over."""
    from governance.digest.round import send_round  # noqa: PLC0415 - keeps --help quick

    with guarded(as_json=as_json):
        path = register or bootstrap.register_path()
        with progress("cli.rebuilding") as step:
            opened = bootstrap.open_register(path, step)
        with closing(opened):
            told = send_round(opened, config(), dry_run=dry_run)
        emit([asdict(each) for each in told], as_json=as_json)
    if any(each.outcome == "failed" for each in told):
        raise SystemExit(1)
