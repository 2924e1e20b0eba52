"""The command line's steps of records: submit, withdraw, approve, reject, attest, reply, erase, editions."""

from __future__ import annotations

from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from governance import bootstrap
from governance.errors import GovernanceError, UnknownRecord
from governance.terminal import emit, errors, guarded, language, progress

if TYPE_CHECKING:
    from collections.abc import Callable

    from governance.register.store import Register

RecordArgument = Annotated[str, typer.Argument(help="The id of the record, e.g. ACT-00001.")]
RegisterOption = Annotated[
    Path | None,
    typer.Option("--register", help="The register file; RECITAL_REGISTER or var/register.duckdb."),
]
ActorOption = Annotated[str, typer.Option("--actor", help="Id of the person who acts.")]
ViewerOption = Annotated[
    str | None, typer.Option("--actor", help="Id of the person who reads, with no more than their rights.")
]
ReasonOption = Annotated[str, typer.Option("--reason", help="Why; kept in the journal.")]
VersionOption = Annotated[
    int | None, typer.Option("--version", help="The version you have seen; compulsory for what is signed.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON on stdout.")]

editions = typer.Typer(no_args_is_help=True, help="Freeze, list, export, check and compare editions.")


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module to ``app``."""
    for operation, about in _STEPS.items():
        app.command(operation, help=about)(_step(operation))
    app.command("reply")(reply)
    app.command("erase")(erase)
    app.add_typer(editions, name="edition")


_STEPS = {
    "submit": "Submit a draft for approval.",
    "withdraw": "Take a submitted record back to draft.",
    "approve": "Approve a submitted record as holder of its accountable post.",
    "reject": "Send a submitted record back to draft, with the reason.",
    "attest": "Attest that a record is still true.",
}


def _step(operation: str) -> Callable[..., None]:
    def step(
        record: RecordArgument,
        actor: ActorOption,
        reason: ReasonOption,
        version: VersionOption = None,
        register: RegisterOption = None,
        as_json: JsonOption = False,
    ) -> None:
        with guarded(as_json=as_json), closing(_open(register)) as opened:
            seen = version if version or operation != "submit" else _newest(opened, record)
            _write(opened, record, operation, actor, reason, seen, as_json=as_json)

    return step


def reply(
    opinion: Annotated[str, typer.Argument(help="The id of the opinion, e.g. OPI-00001.")],
    actor: ActorOption,
    reason: ReasonOption,
    version: VersionOption = None,
    register: RegisterOption = None,
    answer: Annotated[str, typer.Option("--answer", help="followed or not_followed.")] = "followed",
    as_json: JsonOption = False,
) -> None:
    """Answer an opinion of the protection officer: followed or not; the reason is the reason of the reply."""
    with guarded(as_json=as_json), closing(_open(register)) as opened:
        content = {"reply": answer, "reply_reason": reason}
        _write(opened, opinion, "reply", actor, reason, version, content, as_json=as_json)


def erase(
    register: RegisterOption = None,
    actor: Annotated[str | None, typer.Option("--actor", help="Id of the person who acts.")] = None,
    reason: ReasonOption = "The last day to keep it has passed",
    commit: Annotated[bool, typer.Option("--commit", help="Erase; without it nothing is erased.")] = False,
    as_json: JsonOption = False,
) -> None:
    """List the requests and incidents kept to their last day, or erase them: all in one command, or none."""
    from governance.register import erasing  # noqa: PLC0415 - keeps --help quick

    with guarded(as_json=as_json), closing(_open(register)) as opened:
        if commit:
            if actor is None:
                raise GovernanceError("actor_missing")
            found, _ = erasing.erase_due(opened, actor, reason)
        else:
            with opened.read(opened.lens(actor=actor)) as reader:
                found = erasing.due(reader)
        emit([{**asdict(each), "erased": commit} for each in found], as_json=as_json)


def _open(register: Path | None) -> Register:
    with progress("cli.rebuilding") as step:
        return bootstrap.open_register(register or bootstrap.register_path(), step)


def _newest(register: Register, record: str) -> int | None:
    with register.read(register.lens()) as reader:
        found = reader.value("SELECT version FROM record_head WHERE record_id = $id", id=record)
    return int(found) if found else None


def _write(
    register: Register,
    record: str,
    operation: str,
    actor: str,
    reason: str,
    version: int | None,
    content: dict[str, Any] | None = None,
    *,
    as_json: bool,
) -> None:
    from governance.register.commands import Change, write  # noqa: PLC0415 - keeps --help quick
    from governance.register.gates import HeldBack  # noqa: PLC0415 - keeps --help quick

    change = Change(_kind(record), operation, content, record, version)
    try:
        receipt = write(register, actor=actor, reason=reason, changes=[change])
    except HeldBack as error:
        for each in error.blocked:
            errors.print(f"  {each.path}: {each.sentence(language())} ({each.code})", markup=False)
        raise
    saved = [
        {"record": each.record_id, "version": each.version, "status": each.status} for each in receipt.saved
    ]
    emit({"ok": True, "saved": saved} if as_json else saved, as_json=as_json)


def _kind(record: str) -> str:
    from governance.model.kinds import KINDS  # noqa: PLC0415 - keeps --help quick

    found = next((kind.code for kind in KINDS.values() if record.startswith(f"{kind.prefix}-")), None)
    if found is None:
        raise UnknownRecord(record_id=record)
    return found


@editions.command("freeze")
def freeze(
    actor: ActorOption,
    reason: ReasonOption,
    register: RegisterOption = None,
    note: Annotated[str | None, typer.Option("--note", help="A remark kept with the edition.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Freeze the official register as the next edition and sign it off."""
    from governance.register.commands import Change, write  # noqa: PLC0415 - keeps --help quick
    from governance.register.editions import listed  # noqa: PLC0415 - keeps --help quick

    with guarded(as_json=as_json), closing(_open(register)) as opened:
        write(opened, actor=actor, reason=reason, changes=[Change("edition", "freeze", {"note": note})])
        with opened.read(opened.lens()) as reader:
            emit(listed(reader)[0], as_json=as_json)


@editions.command("list")
def list_editions(register: RegisterOption = None, as_json: JsonOption = False) -> None:
    """List the editions with their hashes."""
    from governance.register.editions import listed  # noqa: PLC0415 - keeps --help quick

    with guarded(as_json=as_json), closing(_open(register)) as opened, opened.read(opened.lens()) as reader:
        emit(listed(reader), as_json=as_json)


@editions.command("export")
def export(
    number: Annotated[int, typer.Argument(help="The number of the edition.")],
    out: Annotated[Path, typer.Option("--out", help="The file to write.")],
    register: RegisterOption = None,
    actor: ViewerOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write an edition as a JSON file that anybody can check."""
    from governance.register import taking  # noqa: PLC0415 - keeps --help quick
    from governance.register.editions import write  # noqa: PLC0415 - keeps --help quick

    with (
        guarded(as_json=as_json),
        closing(_open(register)) as opened,
        taking.taken(opened, actor, "edition"),
        opened.read(opened.lens(actor=actor)) as reader,
    ):
        write(reader, number, out)
    emit({"file": str(out), "bytes": out.stat().st_size, "ok": True}, as_json=as_json)


@editions.command("check")
def check_edition(
    file: Annotated[Path, typer.Argument(help="An edition file.")],
    register: RegisterOption = None,
    alone: Annotated[bool, typer.Option("--alone", help="Check the file's own hashes only.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Recompute every hash of an edition file and compare it with the register; exit 1 when it does not hold."""
    from governance.register.edition_check import check  # noqa: PLC0415 - keeps --help quick

    with guarded(as_json=as_json):
        if alone:
            verdict = check(file)
        else:
            with closing(_open(register)) as opened, opened.read(opened.lens()) as reader:
                verdict = check(file, reader)
    emit(verdict, as_json=as_json)
    if not verdict.ok:
        raise SystemExit(1)


@editions.command("compare")
def compare_editions(
    first: Annotated[int, typer.Argument(help="The earlier edition.")],
    second: Annotated[int, typer.Argument(help="The later edition.")],
    register: RegisterOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say which records were added, removed or changed between two editions, field by field."""
    from governance.register.edition_compare import compare  # noqa: PLC0415 - keeps --help quick

    with guarded(as_json=as_json), closing(_open(register)) as opened, opened.read(opened.lens()) as reader:
        found = compare(reader, first, second)
    rows = [{"record": each, "change": "added", "fields": ""} for each in found.added]
    rows += [{"record": each, "change": "removed", "fields": ""} for each in found.removed]
    rows += [
        {"record": each.record, "change": "changed", "fields": ", ".join(one.path for one in each.changes)}
        for each in found.changed
    ]
    emit(rows, as_json=as_json)
