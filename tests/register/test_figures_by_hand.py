"""Every figure, counted a second time in plain Python from the contents of the records, is the same.

Findings of the law are left to the tests of the law, where every rule brings its own examples.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from governance.exchange import demo
from governance.insight import law_findings
from governance.insight.catalogue import DEFINITIONS
from governance.insight.figure import Figure
from governance.insight.figures import compute
from governance.register import backups, restoring
from governance.register.store import Register
from tests.plain.figures import Counts, figures
from tests.plain.known import known
from tests.worlds import AHEAD, BETWEEN, LATER, World, build, worlds

TODAY = date(2026, 11, 23)
OURS = tuple(name for name, one in DEFINITIONS.items() if not one.found)


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Register]:
    """The demonstration register, told from a fixed day."""
    path = tmp_path_factory.mktemp("demo") / "register.duckdb"
    demo.build(path, TODAY)
    opened = Register.open(path)
    yield opened
    opened.close()


def counted(
    register: Register, at: datetime | None, on: date, *, weighted: bool = False
) -> dict[str, Counts]:
    """Return what the register counts."""
    with register.read(register.lens(known_at=at, effective_on=on)) as reader:
        found = compute(reader, OURS, weighted=weighted)
    return {name: plain(each) for name, each in found.items()}


def plain(figure: Figure) -> Counts:
    """Return numerator, denominator and exclusions of a figure."""
    return figure.numerator, figure.denominator, {each.reason: each.count for each in figure.exclusions}


DATES = {
    "today": (None, TODAY),
    "as it was": (TODAY - timedelta(days=200), TODAY - timedelta(days=200)),
    "early": (TODAY - timedelta(days=480), TODAY - timedelta(days=480)),
    "that day as known now": (None, TODAY - timedelta(days=300)),
    "ahead": (None, TODAY + timedelta(days=200)),
}


@pytest.mark.parametrize("weighted", [False, True], ids=["cells", "people"])
@pytest.mark.parametrize("when", DATES)
def test_the_demonstration_counts_what_plain_python_counts(
    demonstration: Register, when: str, *, weighted: bool
) -> None:
    """Numerator, denominator and exclusions of every figure agree on each day, in cells and in people."""
    day, on = DATES[when]
    at = demonstration.end_of(day) if day else None

    mine = figures(known(demonstration, at), on, weighted=weighted)

    assert set(mine) == set(OURS)
    assert counted(demonstration, at, on, weighted=weighted) == mine


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(worlds() | worlds(in_order=True))
def test_registers_made_by_chance_count_what_plain_python_counts(world: World) -> None:
    """Whatever is in the register, on both clocks together, in hindsight and ahead, both judges agree."""
    with tempfile.TemporaryDirectory() as folder:
        register = build(Path(folder) / "register.duckdb", world)
        for day, on in ((BETWEEN, BETWEEN), (None, LATER), (None, BETWEEN), (None, AHEAD)):
            at = register.end_of(day) if day else None
            contents = known(register, at)
            for weighted in (False, True):
                assert counted(register, at, on, weighted=weighted) == figures(
                    contents, on, weighted=weighted
                )
        register.close()


def test_rows_are_as_many_as_the_figure_says(demonstration: Register) -> None:
    """Of a share the rows are its denominator and those counted its numerator; of a count they are what it counts."""
    with demonstration.read(demonstration.lens(effective_on=TODAY)) as reader:
        found = compute(reader)
        for name, figure in found.items():
            definition = DEFINITIONS[name]
            if definition.found and figure.numerator > law_findings.MOST_ROWS:
                continue
            keys = ", ".join(definition.keys)
            row = reader.row(
                f"SELECT count(*) AS rows, count(*) FILTER (counted) AS counted FROM (SELECT {keys},"
                f" bool_or({definition.counted}) AS counted FROM ({figure.rows_sql}) GROUP BY {keys})",
                **figure.rows_params,
            )
            assert row is not None
            expected = figure.denominator if figure.unit == "share" else figure.numerator
            assert (name, row["rows"], row["counted"]) == (name, expected, figure.numerator)


def test_a_journal_cut_at_a_day_gives_the_figures_of_that_day(
    demonstration: Register, tmp_path: Path
) -> None:
    """What the journal held at the end of a day, restored on its own, counts what asking for that day does."""
    day = TODAY - timedelta(days=200)
    end = demonstration.end_of(day)
    held = demonstration.lens(known_at=end, effective_on=day).known_revision
    whole = (
        backups.back_up(demonstration, tmp_path / "journal.jsonl")
        .read_text("utf-8")
        .splitlines(keepends=True)
    )
    (tmp_path / "cut.jsonl").write_text("".join(whole[:held]), "utf-8")

    restored = restoring.restore(tmp_path / "cut.jsonl", tmp_path / "restored.duckdb")

    assert restored.head().revision == held < demonstration.head().revision
    assert counted(restored, None, day) == counted(demonstration, end, day)
    restored.close()


def test_an_empty_register_has_no_data_in_any_figure(path: Path, register: Register) -> None:
    """Neither a file without an entry nor one with its first person has a value, not even zero, in any figure."""
    nothing = Register.create(path.with_name("nothing.duckdb"))

    for opened in (nothing, register):
        with opened.read(opened.lens()) as reader:
            found = compute(reader)
        assert set(found) == set(DEFINITIONS)
        assert {name: each.value for name, each in found.items() if each.value is not None} == {}
    nothing.close()
