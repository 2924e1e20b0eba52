"""Figures over time, ahead and explained, on the command line: the same as in the register."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from governance.insight import forecast, since, trends
from governance.language import text
from governance.register import commands
from governance.register.store import Register
from tests import judged_register
from tests.command_line import Run


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The register whose figures are known by heart."""
    path = tmp_path_factory.mktemp("judged") / "register.duckdb"
    judged_register.build(path)
    return path


def test_trend_prints_what_the_register_says_at_each_month_end(judged: Path) -> None:
    """Value, numerator and denominator of the figure asked for, at the ends of the months."""
    run = Run("trend", "--register", judged, "--figure", "risk.high", "--months", "2", "--json")
    register = Register.open(judged)
    days = trends.month_ends(register.today(), 2)
    found = trends.trend(register, days, actor=None, ids=["risk.high"])["risk.high"]
    register.close()

    assert [(row["on"], row["value"], row["denominator"]) for row in run.json] == [
        (each.effective_on.isoformat(), each.value, each.denominator) for each in found
    ]


def test_forecast_prints_the_months_and_what_to_renew_first(judged: Path) -> None:
    """Thirteen points a figure, and the things that take covered stages away."""
    run = Run("forecast", "--register", judged, "--json")
    register = Register.open(judged)
    with register.read(register.lens()) as reader:
        first = forecast.renew_first(reader, forecast.horizon(register.today()))
    register.close()

    assert {row["id"] for row in run.json["figures"]} == set(forecast.FIGURES)
    assert len(run.json["figures"]) == 13 * len(forecast.FIGURES)
    assert [(row["id"], row["cells"], row["on"]) for row in run.json["renew_first"]] == [
        (each.id, each.cells, each.on.isoformat()) for each in first
    ]
    assert run.json["renew_first"]


def test_since_prints_the_change_and_its_causes(judged: Path) -> None:
    """The change of each figure, the totals that add up to it, and the records behind them."""
    register = Register.open(judged)
    before = register.today() - timedelta(days=90)
    lenses = since.lenses(register, before, register.today(), actor=None)
    found = since.explain(register, "activities", *lenses)
    register.close()

    run = Run("since", "--from", before.isoformat(), "--register", judged, "--figure", "activities", "--json")

    (line,) = run.json
    assert (line["numerator"], line["after"]) == (found.change.numerator, 3)
    assert [(each["what"], each["records"], each["numerator"]) for each in line["totals"]] == [
        ("added", 3, 3)
    ]
    assert sorted(each["record"] for each in line["causes"]) == ["ACT-00001", "ACT-00002", "ACT-00003"]


def test_an_unknown_figure_ends_with_a_sentence(judged: Path) -> None:
    """Exit 1, and the list of figures there are."""
    for command in (("since", "--from", "2026-01-01"), ("trend",), ("forecast",)):
        run = Run(*command, "--register", judged, "--figure", "covrage")
        assert (run.code, "covrage" in run.err) == (1, True)


def test_people_get_a_table(judged: Path) -> None:
    """Without JSON each command prints a table a person can read."""
    for command in (("since", "--from", "2026-01-01"), ("trend",), ("forecast",)):
        run = Run(*command, "--register", judged, "--figure", "coverage")
        assert run.code == 0, run.err
        assert "coverage" in run.out


@pytest.mark.parametrize("command", ["figures", "trend", "forecast", "since"])
def test_an_empty_register_has_no_data(tmp_path: Path, command: str) -> None:
    """Where nothing is judged no command gives a value, not even zero: null in JSON, and «no data» for people."""
    path = tmp_path / "empty.duckdb"
    made = Register.create(path)
    commands.initialise(made, organisation="Empty", person="Ada")
    before = (made.today() - timedelta(days=30)).isoformat()
    made.close()
    asked = (command, "--register", path, *(("--from", before) if command == "since" else ()))

    values = Run(*asked, "--json").json
    told = Run(*asked, environment={"COLUMNS": "200"}).out

    rows = values["figures"] if command == "forecast" else values
    assert rows
    assert {row.get(name) for row in rows for name in ("value", "before", "after", "change")} == {None}
    assert told.count(text("figure.no_data", "en")) >= len(rows)
