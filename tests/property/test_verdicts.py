"""Judging again only what a save reaches gives what judging everything anew gives."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from governance.law import population, verdicts
from governance.law.views import subjects
from governance.register.commands import Change, write
from governance.register.store import Register
from tests import judged_register

RULE = """
[[rule]]
id = "ALL-{on}.{column}"
on = "{on}"
cites = ["Test"]
from = 2018-05-25
severity = "low"
principle = "accountability"
breach = "{breach}"
field = "name"
passing = {{ {column} = {passing} }}
failing = {{ {column} = {failing} }}
en = {{ title = "A fact of {on}: {column}", explanation = "It is so.", remedy = "Mend it." }}
zh = {{ title = "事实：{on} {column}", explanation = "如此。", remedy = "修正。" }}
"""
HEAD = 'law = "all"\nen = "Every flag"\nzh = "全部事实"\nsource = "Test"\nchecked_on = 2026-11-25\n'


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The judged register, under a pack with one rule for every flag there is."""
    folder = tmp_path_factory.mktemp("verdicts")
    (folder / "own" / "law").mkdir(parents=True)
    rules = [
        RULE.format(
            on=subject.name,
            column=column.name,
            breach=f"not {column.name}" if column.ordinary else column.name,
            passing="true" if column.ordinary else "false",
            failing="false" if column.ordinary else "true",
        )
        for subject in subjects().values()
        for column in subject.columns
        if column.type == "flag"
    ]
    (folder / "own" / "law" / "all.toml").write_text(HEAD + "".join(rules), "utf-8")
    made = folder / "made.duckdb"
    judged_register.build(made)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RECITAL_DATA", str(folder / "own"))
        yield made


ACTIVITIES = (judged_register.NEWSLETTER, judged_register.PAYROLL, judged_register.CRM)
BASES = st.lists(st.sampled_from(["consent", "contract", "legitimate_interests"]), max_size=2, unique=True)
PARTIES, SYSTEMS = ("PAR-90001", "PAR-90002"), ("SYS-90001", "SYS-90002")


@st.composite
def _activity(draw: st.DrawFn) -> dict[str, Any]:
    return {
        "purposes": [{"key": "p1", "name": "Purpose", "bases_gdpr": draw(BASES)}],
        "data": [{"key": "d1", "category": draw(st.sampled_from(["health", "contact"])), "purposes": ["p1"]}],
        "recipients": [{"key": "r1", "party": draw(st.sampled_from(PARTIES)), "role": "processor"}],
        "systems": draw(st.lists(st.sampled_from(SYSTEMS), max_size=2, unique=True)),
        "department": draw(st.sampled_from(["DEP-00001", "DEP-00002"])),
        "owner": draw(st.sampled_from([None, "POS-00002", "POS-00003"])),
    }


SAVES = st.one_of(
    st.tuples(st.just("activity"), st.sampled_from(ACTIVITIES), _activity()),
    st.tuples(st.just("system"), st.sampled_from(SYSTEMS), st.fixed_dictionaries(
        {"encryption_at_rest": st.sampled_from([None, "full", "none"]), "logging": st.sampled_from([None, True, False])})),
    st.tuples(st.just("party"), st.sampled_from(PARTIES), st.fixed_dictionaries(
        {"country": st.sampled_from([None, "US", "DE", "CN"]), "contact": st.sampled_from([None, "x@example.org"])})),
    st.tuples(st.just("policy"), st.just("POL-00001"), st.fixed_dictionaries(
        {"stages": st.lists(st.sampled_from(["collect", "store"]), unique=True, max_size=2)})),
    st.tuples(st.just("appointment"), st.just("APP-00003"), st.fixed_dictionaries(
        {"person": st.sampled_from([judged_register.HEAD, judged_register.LEFT])})),
    st.tuples(st.just("assessment"), st.just("ASM-90001"), st.fixed_dictionaries(
        {"activities": st.lists(st.sampled_from(ACTIVITIES), unique=True, max_size=2),
         "signed_on": st.sampled_from([None, "2026-01-05"])})),
)  # fmt: skip


def _prepare(register: Register) -> None:
    new = [
        *(Change("party", "create", {"name": each}, each) for each in PARTIES),
        *(Change("system", "create", {"name": each}, each) for each in SYSTEMS),
        Change("assessment", "create", {"name": "DPIA", "assessment_kind": "dpia", "conducted_on": "2026-01-02"}, "ASM-90001"),
    ]  # fmt: skip
    write(register, actor=judged_register.DPO, reason="more records", changes=new)


def _save(register: Register, kind: str, record_id: str, fields: dict[str, Any]) -> None:
    with register.cursor() as cursor:
        (version,) = cursor.execute(
            "SELECT version FROM record_head WHERE record_id = ?", [record_id]
        ).fetchall()[0]
    content = {**register.content(record_id), **fields}
    change = Change(kind, "update", {k: v for k, v in content.items() if v is not None}, record_id, version)
    write(register, actor=judged_register.DPO, reason="a save", changes=[change])


def _bits(found: verdicts.Verdicts) -> dict[str, list[tuple[Any, ...]]]:
    return {
        on: sorted(tuple(row.values()) for row in table.select(
            [name for name in table.column_names if name != "department"]).to_pylist())
        for on, table in found.tables.items()
    }  # fmt: skip


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(saves=st.lists(SAVES, min_size=1, max_size=3))
def test_judging_what_a_save_reaches_is_judging_everything(
    start: Path, tmp_path_factory: pytest.TempPathFactory, saves: list[tuple[str, str, dict[str, Any]]]
) -> None:
    """After any saves, verdicts kept and mended equal verdicts made anew, subject by subject."""
    path = tmp_path_factory.mktemp("copy") / "register.duckdb"
    for file in start.parent.glob("made.duckdb*"):
        shutil.copy(file, path.with_name(file.name.replace("made", "register")))
    register = Register.open(path)
    try:
        _prepare(register)
        verdicts.verdicts(register, register.lens())
        population.population(register, register.lens())
        for kind, record_id, fields in saves:
            _save(register, kind, record_id, fields)
            kept = verdicts.verdicts(register, register.lens())
            anew = verdicts.judge(register, register.lens())
            assert _bits(kept) == _bits(anew)
            looked_at = population.population(register, register.lens())
            assert looked_at.numbers == population.count(register, register.lens()).numbers
    finally:
        register.close()


def test_a_save_of_one_activity_judges_no_other(start: Path, tmp_path: Path) -> None:
    """Only the changed activity is looked at again: the verdicts of the others are the same rows."""
    path = tmp_path / "register.duckdb"
    for file in start.parent.glob("made.duckdb*"):
        shutil.copy(file, path.with_name(file.name.replace("made", "register")))
    register = Register.open(path)
    try:
        before = verdicts.verdicts(register, register.lens())
        _save(register, "activity", judged_register.PAYROLL, {"method": "By hand"})

        reached = verdicts.reached(register, register.lens(), before.revision)

        assert reached is not None
        assert reached.activities == {judged_register.PAYROLL}
    finally:
        register.close()
