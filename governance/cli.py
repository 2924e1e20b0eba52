"""The command line: the other front end, over the same commands (``python -m governance --help``)."""

from __future__ import annotations

import os
from contextlib import closing
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from governance import access_cli, bootstrap, cli_roles, cli_steps, insight_cli, operations_cli, terminal
from governance.digest.command import digest
from governance.errors import GovernanceError
from governance.language import Language
from governance.register.lens import Lens
from governance.register.store import Register
from governance.terminal import emit, guarded, progress

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Recital, the privacy-governance register. Not legal advice.",
)

cli_steps.add_to(app)
app.command("digest")(digest)
app.add_typer(cli_roles.roles, name="roles")

RegisterOption = Annotated[
    Path | None,
    typer.Option("--register", help="The register file; RECITAL_REGISTER or var/register.duckdb."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON on stdout.")]
AsOfOption = Annotated[
    datetime | None, typer.Option("--as-of", formats=["%Y-%m-%d"], help="Look at this day: both clocks.")
]
ActorOption = Annotated[str | None, typer.Option("--actor", help="Id of the person who acts.")]
ViewerOption = Annotated[
    str | None, typer.Option("--actor", help="Id of the person who reads, with no more than their rights.")
]
ReasonOption = Annotated[str, typer.Option("--reason", help="Why; kept in the journal.")]


class Export(StrEnum):
    """What can be exported."""

    workbook = "workbook"
    template = "template"
    article30 = "article30"
    journal = "journal"


class Report(StrEnum):
    """What can be printed."""

    board = "board"
    record = "record"


class Lang(StrEnum):
    """The languages of an export."""

    en = "en"
    zh = "zh"


def main() -> None:
    """Run the command line."""
    app()


def _path(register: Path | None) -> Path:
    return register or bootstrap.register_path()


def _open(register: Path | None) -> Register:
    with progress("cli.rebuilding") as step:
        return bootstrap.open_register(_path(register), step)


def _lens(register: Register, as_of: datetime | None, actor: str | None = None) -> Lens:
    """Return the lens on the day; of ``actor`` as that person may read, of nobody as the machine's operator: all."""
    if as_of is None:
        return register.lens(actor=actor)
    return register.lens(known_at=register.end_of(as_of.date()), effective_on=as_of.date(), actor=actor)


@app.command()
def init(
    register: RegisterOption = None,
    demo: Annotated[bool, typer.Option("--demo", help="Build the demonstration organisation.")] = False,
    today: Annotated[
        datetime | None, typer.Option("--today", formats=["%Y-%m-%d"], help="The day the demo is told from.")
    ] = None,
    organisation: Annotated[str | None, typer.Option(help="Name of the organisation.")] = None,
    person: Annotated[
        str | None, typer.Option(help="Name of the first person, who becomes administrator.")
    ] = None,
    email: Annotated[str | None, typer.Option(help="E-mail of the first person.")] = None,
    time_zone: Annotated[str, typer.Option(help="Time zone in which a day ends.")] = "Europe/Berlin",
    with_code: Annotated[
        bool, typer.Option("--with-code", help="Print the first person's one-time code to sign in with.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Create a register: empty with its first person, or the demonstration organisation."""
    path = _path(register)
    with guarded(as_json=as_json):
        if path.exists():
            raise GovernanceError("register_exists", file=str(path))
        if demo:
            _build_demo(path, today.date() if today else None)
        else:
            _build_empty(path, organisation, person, email, time_zone)
        with closing(_open(path)) as opened:
            made = {"register": str(path), "revision": opened.head().revision, "ok": True}
            code = {"code": access_cli.first_code(opened)} if with_code else {}
            emit(made | code, as_json=as_json)


def _build_demo(path: Path, today: date | None) -> None:
    from governance.exchange import demo  # noqa: PLC0415 - only this command needs it

    with progress("cli.building_demo") as step:
        demo.build(path, today or date.today(), step)  # noqa: DTZ011 - a day of this machine


def _build_empty(
    path: Path, organisation: str | None, person: str | None, email: str | None, time_zone: str
) -> None:
    from governance.register.commands import initialise  # noqa: PLC0415 - only this command needs it

    organisation = organisation or typer.prompt("Organisation", err=True)
    person = person or typer.prompt("Your name", err=True)
    with closing(Register.create(path)) as register:
        initialise(register, organisation=organisation, person=person, email=email, time_zone=time_zone)


@app.command("list")
def list_records(
    kind: Annotated[str, typer.Argument(help="The kind of record, e.g. activity.")],
    register: RegisterOption = None,
    as_of: AsOfOption = None,
    actor: ViewerOption = None,
    as_json: JsonOption = False,
) -> None:
    """List the records of a kind, on any day."""
    from governance.model.kinds import kind_of  # noqa: PLC0415 - keeps --help quick

    with guarded(as_json=as_json):
        name = kind_of(kind).code
        with closing(_open(register)) as opened, opened.read(_lens(opened, as_of, actor)) as reader:
            columns = "*" if as_json else "id, version, status, name, name_zh"
            emit(reader.rows(f'SELECT {columns} FROM "{name}" ORDER BY id'), as_json=as_json)


@app.command()
def figures(
    register: RegisterOption = None,
    as_of: AsOfOption = None,
    actor: ViewerOption = None,
    as_json: JsonOption = False,
) -> None:
    """Print every figure with its numerator, denominator and exclusions."""
    from governance.insight import figures as insight  # noqa: PLC0415 - keeps --help quick

    with guarded(as_json=as_json):
        with closing(_open(register)) as opened, opened.read(_lens(opened, as_of, actor)) as reader:
            found = insight.compute(reader)
        rows = [_figure(each, terminal.language()) for each in found.values()]
        emit(rows, as_json=as_json, judged=("value",))


def _figure(figure: Any, language: Language) -> dict[str, Any]:
    from governance.language import text  # noqa: PLC0415 - see figures

    return {
        "id": figure.id,
        "title": text(figure.title_key, language),
        "value": figure.value,
        "unit": figure.unit,
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "exclusions": dict(figure.exclusions),
        "effective_on": figure.effective_on,
    }


@app.command()
def coverage(
    register: RegisterOption = None,
    as_of: AsOfOption = None,
    actor: ViewerOption = None,
    as_json: JsonOption = False,
) -> None:
    """Print lifecycle coverage: department, stage, covered, partial, gap, not_applicable, not_assessed."""
    from governance.insight import coverage as insight  # noqa: PLC0415 - keeps --help quick

    names = ("department", "stage", "covered", "partial", "gap", "not_applicable", "not_assessed")
    with guarded(as_json=as_json):
        with closing(_open(register)) as opened, opened.read(_lens(opened, as_of, actor)) as reader:
            rows = insight.by_department(reader).to_pylist()
        emit([{name: row[name] for name in names} for row in rows], as_json=as_json)


@app.command()
def findings(
    register: RegisterOption = None,
    law: Annotated[str | None, typer.Option("--law", help="Only findings of this law, e.g. gdpr.")] = None,
    as_of: AsOfOption = None,
    actor: ViewerOption = None,
    as_json: JsonOption = False,
) -> None:
    """Print every finding, with its facts as JSON; exit 1 when a file of rules was refused."""
    from governance.law import command  # noqa: PLC0415 - keeps --help quick

    with guarded(as_json=as_json), closing(_open(register)) as opened:
        lines = command.findings(
            opened, _lens(opened, as_of, actor), terminal.language(), law=law, facts=as_json
        )
    emit(lines if as_json else command.short(lines), as_json=as_json)
    for refused in command.refused(terminal.language()):
        terminal.errors.print(refused, markup=False)
    if command.refused(terminal.language()):
        raise SystemExit(1)


@app.command()
def clocks(
    register: RegisterOption = None,
    law: Annotated[
        str | None, typer.Option("--law", help="Only this law or file of clocks, e.g. gdpr.")
    ] = None,
    as_of: AsOfOption = None,
    actor: ViewerOption = None,
    as_json: JsonOption = False,
) -> None:
    """Print every deadline by every law that applies, overdue first."""
    from governance.law import clock_list  # noqa: PLC0415 - keeps --help quick
    from governance.law.clocks import board  # noqa: PLC0415 - see above

    with guarded(as_json=as_json):
        now = None if as_of else datetime.now(UTC)
        with closing(_open(register)) as opened, opened.read(_lens(opened, as_of, actor)) as reader:
            rows = clock_list.of_law(board(reader, now), law)
        show = clock_list.listed if as_json else clock_list.brief
        emit(show(rows, terminal.language()), as_json=as_json)


@app.command()
def verify(
    register: RegisterOption = None,
    journal: Annotated[Path | None, typer.Option(help="Check this exported journal instead.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Recompute every hash of the journal; exit 1 and name the revision when one does not hold."""
    from governance.register import verify as checking  # noqa: PLC0415 - keeps --help quick

    with guarded(as_json=as_json), progress("cli.verifying") as step:
        if journal:
            verdict = checking.verify_file(journal, step)
        else:
            with closing(_open(register)) as opened:
                verdict = checking.verify(opened, step)
    emit(verdict, as_json=as_json)
    if not verdict.ok:
        raise SystemExit(1)


@app.command()
def export(
    what: Annotated[Export, typer.Argument(help="workbook, template, article30 or journal.")],
    out: Annotated[Path, typer.Option("--out", help="The file to write.")],
    register: RegisterOption = None,
    lang: Annotated[Lang, typer.Option("--lang", help="Language of labels.")] = Lang.en,
    as_of: AsOfOption = None,
    actor: ViewerOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write the full workbook, its template, the Article 30 register or the plain-text journal."""
    from governance.exchange import exporting  # noqa: PLC0415 - keeps --help quick
    from governance.register import taking  # noqa: PLC0415 - keeps --help quick

    language: Language = "zh" if lang is Lang.zh else "en"
    with guarded(as_json=as_json), progress("cli.exporting") as step:
        if what is Export.template:
            terminal.write_bytes(out, exporting.template(language))
        else:
            with closing(_open(register)) as opened, taking.taken(opened, actor, what.value):
                exporting.write(opened, _lens(opened, as_of, actor), what.value, language, out, step)
    emit({"file": str(out), "bytes": out.stat().st_size, "ok": True}, as_json=as_json)


@app.command()
def report(
    what: Annotated[Report, typer.Argument(help="board or record.")],
    out: Annotated[Path, typer.Option("--out", help="The PDF to write.")],
    register: RegisterOption = None,
    record_id: Annotated[str, typer.Option("--id", help="The activity of a record sheet.")] = "",
    lang: Annotated[Lang, typer.Option("--lang", help="Language of the report.")] = Lang.en,
    as_of: AsOfOption = None,
    actor: ViewerOption = None,
    as_json: JsonOption = False,
) -> None:
    """Print the board pack, or the record sheet of one activity, as PDF."""
    from governance.register import taking  # noqa: PLC0415 - keeps --help quick
    from governance.reports import printing  # noqa: PLC0415 - keeps --help quick

    language: Language = "zh" if lang is Lang.zh else "en"
    order = printing.Order("record" if what is Report.record else "board", language, record_id)
    with guarded(as_json=as_json), progress("cli.reporting") as step:
        with closing(_open(register)) as opened:
            name = "board" if what is Report.board else "record_sheet"
            with taking.taken(opened, actor, name, record_id=record_id):
                made = printing.make(opened, _lens(opened, as_of, actor), order, progress=step)
        terminal.write_bytes(out, made)
    emit({"file": str(out), "bytes": out.stat().st_size, "ok": True}, as_json=as_json)


@app.command()
def serve(
    register: RegisterOption = None,
    host: Annotated[str | None, typer.Option("--host", help="Address; RECITAL_HOST or 127.0.0.1.")] = None,
    port: Annotated[int | None, typer.Option("--port", help="Port; RECITAL_PORT or 8501.")] = None,
) -> None:
    """Serve the app: the demo on this computer only, for a company (RECITAL_MODE) on any address."""
    from governance.ui import serving  # noqa: PLC0415 - only this command needs it

    if register:
        os.environ[bootstrap.REGISTER_VARIABLE] = str(register)
    with guarded(as_json=False):
        serving.serve(host, port)


@app.command("config")
def show_config(as_json: JsonOption = False) -> None:
    """Print the effective configuration, without its secrets."""
    from governance import config  # noqa: PLC0415 - keeps --help quick

    with guarded(as_json=as_json):
        emit(config.shown(config.read()), as_json=as_json)


@app.command("import")
def import_files(
    file: Annotated[Path, typer.Argument(help="A file, a folder or a ZIP.")],
    register: RegisterOption = None,
    source: Annotated[
        str | None, typer.Option("--source", help="Name that identifies the origin of the rows.")
    ] = None,
    mapping: Annotated[
        Path | None, typer.Option("--mapping", help="A mapping file, or a saved mapping's name.")
    ] = None,
    save_mapping: Annotated[
        Path | None, typer.Option("--save-mapping", help="Write the proposal here.")
    ] = None,
    fold: Annotated[
        str | None, typer.Option("--fold", help="Columns to fold lines by, separated by commas.")
    ] = None,
    commit: Annotated[bool, typer.Option("--commit", help="Write; without it nothing is written.")] = False,
    actor: ActorOption = None,
    reason: ReasonOption = "Import from the command line",
    as_json: JsonOption = False,
) -> None:
    """Preview an import, or commit it: all accepted rows in one transaction, or none."""
    from governance.exchange import import_command  # noqa: PLC0415 - keeps --help quick

    with guarded(as_json=as_json), closing(_open(register)) as opened, progress("cli.importing") as step:
        report = import_command.run(
            opened,
            file,
            import_command.Request(
                source=source,
                mapping=mapping,
                save_mapping=save_mapping,
                fold=tuple(part.strip() for part in fold.split(",")) if fold else (),
                commit=commit,
                actor=actor,
                reason=reason,
            ),
            step,
        )
    emit(report, as_json=as_json)


insight_cli.add_to(app)
operations_cli.add_to(app)
access_cli.add_to(app)
