"""Findings counted and listed rule by rule: what stands under the trial law, in every scope and standing."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from governance.cli import app
from governance.insight import figures, law_findings
from governance.law import findings, overview, report, waivers
from governance.law.findings import Filter
from governance.law.packs import law
from governance.law.population import count, population
from governance.law.verdicts import Verdicts, verdicts
from governance.law.waivers import Waived
from governance.register.commands import Change, write
from governance.register.store import Register
from tests import lawful_register
from tests.lawful_register import CHINA, CRM, DPO, HEAD, HOSTILE, MARKETING, NEWSLETTER, PAYROLL, STAFF

TRIAL = Filter(law="trial")


@pytest.fixture(scope="module", autouse=True)
def trial() -> Iterator[None]:
    """The trial law stands beside the packaged ones."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RECITAL_DATA", str(lawful_register.LAW))
        yield


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The register whose findings are known by heart, as a file to copy."""
    path = tmp_path_factory.mktemp("lawful") / "register.duckdb"
    lawful_register.build(path)
    return path


@pytest.fixture
def copy(made: Path, tmp_path: Path) -> Path:
    """A copy of the test's own."""
    for file in made.parent.glob("register.duckdb*"):
        shutil.copy(file, tmp_path / file.name)
    return tmp_path / "register.duckdb"


@pytest.fixture(scope="module")
def lawful(made: Path, tmp_path_factory: pytest.TempPathFactory, trial: None) -> Iterator[Register]:
    """The register itself, read by all."""
    path = tmp_path_factory.mktemp("read") / "register.duckdb"
    for file in made.parent.glob("register.duckdb*"):
        shutil.copy(file, path.with_name(file.name))
    opened = Register.open(path)
    yield opened
    opened.close()


@pytest.fixture
def seen(lawful: Register) -> tuple[Verdicts, tuple[Waived, ...]]:
    """What the rules say, and what is accepted."""
    with lawful.read(lawful.lens()) as reader:
        return verdicts(lawful, lawful.lens()), waivers.in_force(reader)


def found(
    seen: tuple[Verdicts, tuple[Waived, ...]], which: Filter = TRIAL, state: overview.State = "all"
) -> dict[str, int]:
    """Return the number of findings of each rule."""
    return {each.rule.id: each.findings for each in overview.by_rule(seen[0], which, seen[1], state)}


Seen = tuple[Verdicts, tuple[Waived, ...]]


def test_rules_stand_gravest_first_with_their_counts(seen: Seen) -> None:
    """Twelve stages in two records are twelve findings in two records; a rule not in force finds nothing."""
    counted = overview.by_rule(seen[0], TRIAL, seen[1])

    assert [(each.rule.id, each.findings, each.records, each.unknown, each.waived) for each in counted] == [
        ("TRIAL-1", 1, 1, 0, 1),
        ("TRIAL-2", 2, 2, 0, 0),
        ("TRIAL-5", 1, 1, 0, 0),
        ("TRIAL-3", 1, 1, 1, 0),
        ("TRIAL-4", 12, 2, 0, 0),
    ]


def test_cards_split_all_findings_and_take_nothing_accepted_off(seen: Seen) -> None:
    """Breaches by severity and what cannot be judged add up to everything; the accepted one is still among them."""
    totals = overview.totals(overview.by_rule(seen[0], TRIAL, seen[1]))

    assert totals == overview.Totals(critical=1, high=3, medium=0, low=12, unknown=1, waived=1)
    assert totals.findings == sum(found(seen).values()) == 17


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("breach", {"TRIAL-1": 1, "TRIAL-2": 2, "TRIAL-5": 1, "TRIAL-4": 12}),
        ("unknown", {"TRIAL-3": 1}),
        ("waived", {"TRIAL-1": 1}),
        ("open", {"TRIAL-2": 2, "TRIAL-5": 1, "TRIAL-3": 1, "TRIAL-4": 12}),
    ],
)
def test_standing_chooses(seen: Seen, state: overview.State, expected: dict[str, int]) -> None:
    """Each standing shows its findings only."""
    assert found(seen, state=state) == expected


@pytest.mark.parametrize(
    ("which", "expected"),
    [
        (Filter(law="trial", departments=(MARKETING,)), {"TRIAL-2": 1, "TRIAL-5": 1}),
        (Filter(law="trial", departments=("",)), {}),
        (Filter(law="trial", principle="storage_limitation"), {"TRIAL-2": 2}),
        (Filter(law="trial", cite="TRIAL 1(2)"), {"TRIAL-1": 1}),
        (Filter(law="trial", stage="store"), {"TRIAL-4": 2}),
        (Filter(law="trial", stage="delete"), {"TRIAL-2": 2, "TRIAL-4": 2}),
        (Filter(law="trial", severity="high", record=CRM), {"TRIAL-2": 1}),
        (Filter(law="trial", document="dpia"), {"TRIAL-3": 1}),
    ],
)
def test_filters_choose(seen: Seen, which: Filter, expected: dict[str, int]) -> None:
    """Law, department, principle, article, stage, severity, record and document narrow the findings."""
    assert found(seen, which) == expected


def test_counts_agree_with_the_long_table(seen: Seen) -> None:
    """Rule by rule the counts are those of every finding unfolded."""
    long = findings.chosen(seen[0], TRIAL)

    assert findings.counts(long, "rule") == found(seen)
    for each in overview.by_rule(seen[0], TRIAL, seen[1]):
        things = overview.things(seen[0], each.rule, TRIAL, seen[1])
        assert things.num_rows == each.findings
        assert len(set(things["id"].to_pylist())) == each.records


def test_things_name_record_row_and_standing(seen: Seen) -> None:
    """The accepted finding is marked, and where it stands is told."""
    rule = law().rule("TRIAL-1")
    assert rule is not None

    assert overview.things(seen[0], rule, TRIAL, seen[1]).to_pylist() == [
        {
            "subject": "purpose",
            "id": PAYROLL,
            "key": "p1",
            "department": STAFF,
            "unknown": False,
            "waived": True,
        }
    ]
    assert findings.path(rule, "p1") == "purposes/p1/bases_gdpr"


def test_a_waiver_of_another_row_accepts_nothing_here(seen: Seen) -> None:
    """Only the row a waiver names is accepted; one that names none accepts every row of the record."""
    other = (Waived("WAI-9", "TRIAL-4", PAYROLL, "store"),)
    whole = (Waived("WAI-9", "TRIAL-4", PAYROLL, ""),)

    assert [each.waived for each in overview.by_rule(seen[0], Filter(rule="TRIAL-4"), other)] == [1]
    assert [each.waived for each in overview.by_rule(seen[0], Filter(rule="TRIAL-4"), whole)] == [6]


def test_shares_are_taken_from_what_a_rule_looks_at(lawful: Register) -> None:
    """Rules count the things they apply to: purposes under the GDPR, activities that need a DPIA, stages that take place."""
    looked_at = population(lawful, lawful.lens()).of_rules()

    assert {rule: looked_at[rule] for rule in ("TRIAL-1", "TRIAL-2", "TRIAL-3", "TRIAL-4", "TRIAL-5")} == {
        "TRIAL-1": 3, "TRIAL-2": 4, "TRIAL-3": 2, "TRIAL-4": 18, "TRIAL-5": 2,
    }  # fmt: skip
    assert "TRIAL-6" not in looked_at
    here = population(lawful, lawful.lens()).of_rules((CHINA,), "store")
    assert (here["TRIAL-2"], here["TRIAL-4"]) == (1, 1)


def test_a_person_sees_findings_of_their_departments_only(lawful: Register) -> None:
    """An owner of marketing has the findings of marketing, and shares are taken from it."""
    lens = lawful.lens(actor=HEAD)
    mine = verdicts(lawful, lens)

    assert {each.rule.id for each in overview.by_rule(mine, TRIAL)} == {"TRIAL-2", "TRIAL-5"}
    assert population(lawful, lens).of_rules()["TRIAL-2"] == 2


def test_population_follows_a_save(copy: Path) -> None:
    """What is counted again after a save is what counting everything anew gives."""
    register = Register.open(copy)
    try:
        population(register, register.lens())
        content = register.content(NEWSLETTER)
        content["purposes"] = content["purposes"][:1]
        content["data"] = content["data"][:1]
        content["department"] = CHINA
        write(
            register, actor=DPO, reason="less", changes=[Change("activity", "update", content, NEWSLETTER, 1)]
        )
        kept = population(register, register.lens()).numbers
        assert {place: n for place, n in kept.items() if n} == count(register, register.lens()).numbers
    finally:
        register.close()


def test_lines_carry_facts_and_hostile_names_as_they_are(lawful: Register, seen: Seen) -> None:
    """A line tells rule, thing, field and the facts that made it; names are data, not markup."""
    with lawful.read(lawful.lens()) as reader:
        lines = list(report.lines(reader, *seen, "zh", which=TRIAL, facts=True))

    first = lines[0]
    assert (first["rule"], first["record"], first["row"], first["name"]) == (
        "TRIAL-1",
        PAYROLL,
        "p1",
        HOSTILE,
    )
    assert first["title"] == "试行：没有基础"
    assert first["facts"] == {"bases_gdpr": [], "gdpr": True}
    assert first["waived"]
    assert next(line["row_name"] for line in lines if line["rule"] == "TRIAL-4") in {"收集", "删除"}


def test_command_line_prints_findings_with_facts(lawful: Register, copy: Path) -> None:
    """JSON on stdout, one entry a finding; a past day before the register has none."""
    run = CliRunner().invoke(app, ["findings", "--register", str(copy), "--law", "trial", "--json"])
    assert run.exit_code == 0, run.output
    assert len(json.loads(run.stdout)) == 17

    long_ago = (lawful.today() - timedelta(days=400)).isoformat()
    before = CliRunner().invoke(app, ["findings", "--register", str(copy), "--as-of", long_ago, "--json"])
    assert json.loads(before.stdout) == []


def test_command_line_names_a_refused_pack(
    copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bad file is named with rule and reason on stderr, the others still judge, and the exit code is 1."""
    own = tmp_path / "own" / "law"
    own.mkdir(parents=True)
    text = (lawful_register.LAW / "law" / "trial.toml").read_text("utf-8")
    (own / "good.toml").write_text(text.replace("TRIAL-", "GOOD-").replace('"trial"', '"good"'), "utf-8")
    (own / "bad.toml").write_text(text.replace("len(bases_gdpr) = 0", "nonsense = 0"), "utf-8")
    monkeypatch.setenv("RECITAL_DATA", str(tmp_path / "own"))

    run = CliRunner().invoke(app, ["findings", "--register", str(copy), "--law", "good", "--json"])

    assert run.exit_code == 1
    assert len(json.loads(run.stdout)) == 17
    assert "bad.toml" in run.stderr
    assert "TRIAL-1" in run.stderr
    assert "nonsense" in run.stderr


def test_an_unknown_law_is_named_with_those_there_are(copy: Path) -> None:
    """Asking for a law nobody wrote rules for is an error that lists the laws."""
    run = CliRunner().invoke(app, ["findings", "--register", str(copy), "--law", "nope"])

    assert run.exit_code == 1
    assert "trial" in run.stderr


def test_figures_of_findings_are_the_counts_of_the_page(lawful: Register, seen: Seen) -> None:
    """Severity, what cannot be judged and what is accepted are figures, each opening as many rows as it says."""
    totals = overview.totals(overview.by_rule(seen[0], waived=seen[1]))
    with lawful.read(lawful.lens()) as reader:
        figures_ = figures.compute(reader, [f"findings.{name}" for name in law_findings.CHOICES])
        for name in law_findings.CHOICES:
            figure = figures_[f"findings.{name}"]
            assert figure.value == getattr(totals, name), name
            assert figure.denominator == 3
            rows = figure.rows(reader)
            assert len(rows) == figure.numerator, name
            assert all(row["name"] for row in rows)


def test_figures_of_findings_keep_to_the_scope_and_say_what_they_leave_out(lawful: Register) -> None:
    """Limited to a department, only findings of its activities count; the others are named as left out."""
    with lawful.read(lawful.lens()) as reader:
        whole = figures.compute(reader, ["findings.high"])["findings.high"]
        part = figures.compute(reader, ["findings.high"], filters=figures.Filters(department=CHINA))[
            "findings.high"
        ]
        mine = [row for row in part.rows(reader) if row["rule"].startswith("TRIAL")]

    assert {row["id"] for row in mine} == {CRM}
    assert len(mine) == 1
    assert whole.exclusions == ()
    assert [each.reason for each in part.exclusions] == ["not_of_activities"]


def test_a_scoped_person_gets_figures_of_their_scope(lawful: Register) -> None:
    """An owner of marketing counts the findings of marketing."""
    with lawful.read(lawful.lens(actor=HEAD)) as reader:
        rows = figures.compute(reader, ["findings.high"])["findings.high"].rows(reader)

    assert {row["id"] for row in rows if row["rule"].startswith("TRIAL")} == {NEWSLETTER}
