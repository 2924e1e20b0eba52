"""The commands of the insight pages: the same figures over time, ahead, and explained between two days."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from governance import bootstrap, terminal
from governance.register.store import Register

RegisterOption = Annotated[
    Path | None,
    typer.Option("--register", help="The register file; RECITAL_REGISTER or var/register.duckdb."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON on stdout.")]
ViewerOption = Annotated[
    str | None, typer.Option("--actor", help="Id of the person who reads, with no more than their rights.")
]
FigureOption = Annotated[
    list[str] | None,
    typer.Option("--figure", help="Id of a figure (see figures); may be given several times."),
]


def add_to(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    for command in (trend, forecast, since):
        app.command()(command)


def trend(
    register: RegisterOption = None,
    figure: FigureOption = None,
    actor: ViewerOption = None,
    months: Annotated[int, typer.Option(help="How many month ends before today.")] = 12,
    as_json: JsonOption = False,
) -> None:
    """Print figures at the end of each month, as the register stood then."""
    from governance.insight import trends  # noqa: PLC0415 - keeps --help quick

    with terminal.guarded(as_json=as_json):
        with closing(_open(register)) as opened:
            days = trends.month_ends(opened.today(), months)
            found = trends.trend(opened, days, actor=actor, ids=figure or trends.OVERVIEW)
        terminal.emit([_point(each) for series in found.values() for each in series], as_json=as_json)


def forecast(
    register: RegisterOption = None,
    figure: FigureOption = None,
    actor: ViewerOption = None,
    as_json: JsonOption = False,
) -> None:
    """Print what becomes of figures in the next twelve months if nothing is renewed, and what to renew first."""
    from governance.insight import forecast as ahead  # noqa: PLC0415 - keeps --help quick

    with terminal.guarded(as_json=as_json):
        with closing(_open(register)) as opened:
            today = opened.today()
            until = ahead.horizon(today)
            found = ahead.months(opened, today, actor=actor, ids=figure or ahead.FIGURES)
            with opened.read(opened.lens(actor=actor)) as reader:
                first, also = ahead.renew_first(reader, until), ahead.also_ending(reader, until)
        points = [_point(each) for series in found.values() for each in series]
        whole = {"until": until, "figures": points, "renew_first": first, "also_ending": also}
        terminal.emit(whole if as_json else points, as_json=as_json)


def since(
    before: Annotated[datetime, typer.Option("--from", formats=["%Y-%m-%d"], help="The earlier day.")],
    after: Annotated[
        datetime | None, typer.Option("--to", formats=["%Y-%m-%d"], help="The later day; today.")
    ] = None,
    register: RegisterOption = None,
    figure: FigureOption = None,
    actor: ViewerOption = None,
    as_json: JsonOption = False,
) -> None:
    """Print how figures changed between two days, and which records changed them."""
    from governance.insight import since as insight  # noqa: PLC0415 - keeps --help quick
    from governance.insight.figures import known_ids  # noqa: PLC0415 - see above

    with terminal.guarded(as_json=as_json), closing(_open(register)) as opened:
        last = after.date() if after else opened.today()
        lenses = insight.lenses(opened, before.date(), last, actor=actor)
        found = [insight.explain(opened, each, *lenses) for each in known_ids(figure)]
        terminal.emit([_explained(each, as_json=as_json) for each in found], as_json=as_json)


def _open(register: Path | None) -> Register:
    with terminal.progress("cli.rebuilding") as step:
        return Register.open(register or bootstrap.register_path(), step)


def _point(figure: Any) -> dict[str, Any]:
    return {
        "id": figure.id,
        "on": figure.effective_on,
        "value": figure.value,
        "numerator": figure.numerator,
        "denominator": figure.denominator,
    }


def _explained(found: Any, *, as_json: bool) -> dict[str, Any]:
    change = found.change
    line = {
        "id": change.id,
        "before": change.before.value,
        "after": change.after.value,
        "change": change.value,
    }
    if not as_json:
        told = ", ".join(f"{each.what} {each.records}" for each in found.totals)
        return line | {"causes": told}
    counts = {"numerator": change.numerator, "denominator": change.denominator}
    return line | counts | {"totals": found.totals, "causes": found.causes}
