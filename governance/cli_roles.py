"""The command line's bulk assignment of roles: look first, do it in one command, take it back in one."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from governance import bootstrap
from governance.language import explain
from governance.terminal import emit, errors, guarded, language, progress

if TYPE_CHECKING:
    from governance.register.store import Register

roles = typer.Typer(
    no_args_is_help=True, help="Give posts a role on many activities, take it off, take it back."
)

ActivitiesArgument = Annotated[list[str], typer.Argument(help="Ids of activities, e.g. ACT-00001 ACT-00002.")]
PostOption = Annotated[str, typer.Option("--post", help="Id of the post.")]
LetterOption = Annotated[
    str, typer.Option("--letter", help="accountable, responsible, consulted or informed.")
]
StageOption = Annotated[
    list[str] | None,
    typer.Option("--stage", help="A lifecycle stage; several are named one by one. None: all."),
]
ActorOption = Annotated[str, typer.Option("--actor", help="Id of the person who acts.")]
ReasonOption = Annotated[str, typer.Option("--reason", help="Why; kept in the journal.")]
DryOption = Annotated[bool, typer.Option("--dry-run", help="Say what would change, and change nothing.")]
RegisterOption = Annotated[
    Path | None,
    typer.Option("--register", help="The register file; RECITAL_REGISTER or var/register.duckdb."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON on stdout.")]


@roles.command("assign")
def assign(
    activities: ActivitiesArgument,
    post: PostOption,
    actor: ActorOption,
    reason: ReasonOption,
    letter: LetterOption = "accountable",
    stage: StageOption = None,
    dry_run: DryOption = False,
    register: RegisterOption = None,
    as_json: JsonOption = False,
) -> None:
    """Give a post a role on these activities; of accountable posts exactly one stays."""
    _run(
        register,
        activities,
        post,
        letter,
        stage,
        actor,
        reason,
        remove=False,
        dry_run=dry_run,
        as_json=as_json,
    )


@roles.command("remove")
def remove(
    activities: ActivitiesArgument,
    post: PostOption,
    actor: ActorOption,
    reason: ReasonOption,
    letter: LetterOption = "accountable",
    stage: StageOption = None,
    dry_run: DryOption = False,
    register: RegisterOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take a role off a post on these activities; what the department gives is inherited again."""
    _run(
        register,
        activities,
        post,
        letter,
        stage,
        actor,
        reason,
        remove=True,
        dry_run=dry_run,
        as_json=as_json,
    )


@roles.command("undo")
def undo(
    command: Annotated[str, typer.Argument(help="The command id a bulk assignment printed.")],
    actor: ActorOption,
    reason: ReasonOption,
    register: RegisterOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take a bulk assignment back, all of it."""
    from governance.register import assigning  # noqa: PLC0415 - keeps --help quick

    with guarded(as_json=as_json), closing(_open(register)) as opened:
        receipt = assigning.undo(opened, actor=actor, reason=reason, command_id=command)
        emit({"command": receipt.command_id, "records": len(receipt.saved), "ok": True}, as_json=as_json)


def _open(register: Path | None) -> Register:
    with progress("cli.rebuilding") as step:
        return bootstrap.open_register(register or bootstrap.register_path(), step)


def _run(
    register: Path | None, activities: list[str], post: str, letter: str, stages: list[str] | None,
    actor: str, reason: str, *, remove: bool, dry_run: bool, as_json: bool,
) -> None:  # fmt: skip
    from governance.register import assigning  # noqa: PLC0415 - keeps --help quick

    with guarded(as_json=as_json), closing(_open(register)) as opened:
        wanted = assigning.Wanted(post, letter, tuple(stages or ()), remove)
        found = assigning.preview(opened, actor, activities, wanted)
        for each in found.refused:
            errors.print(f"  {each.record}: {explain(each.error, language())}", markup=False)
        if dry_run:
            emit([_line(each) for each in found.lines], as_json=as_json)
            return
        receipt = assigning.apply(opened, actor=actor, reason=reason, records=activities, wanted=wanted)
        told: dict[str, Any] = {"command": receipt.command_id, "records": len(receipt.saved), "ok": True}
        emit(told, as_json=as_json)


def _line(each: Any) -> dict[str, Any]:
    sides = {side: ", ".join(getattr(each, side)) for side in ("before", "inherited", "after")}
    return {"record": each.record, "stage": each.stage, "what": each.what, **sides}
