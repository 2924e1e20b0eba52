"""The answers the pages of the law draw, each asked once for a state of the register and kept."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc
import streamlit as st

from governance.law import findings, overview, waivers
from governance.law.findings import EVERYTHING, Filter
from governance.law.population import population
from governance.law.verdicts import verdicts
from governance.ui.context import current, reader
from governance.ui.insight.cache import LAWFUL, Stamp, stamp
from governance.ui.words import t

if TYPE_CHECKING:
    from collections.abc import Iterator

    from governance.law.overview import Counted, State
    from governance.law.rules import Rule
    from governance.law.verdicts import Verdicts
    from governance.law.waivers import Waived
    from governance.register.reader import Reader

Row = dict[str, Any]
NO_DEPARTMENT = "none"  # in an address: things that belong to no department


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """Hold what the rules say of the register, in the scope of the person, and what is accepted for a time."""

    verdicts: Verdicts
    waived: tuple[Waived, ...]


def judged() -> Judged:
    """Return the verdicts on the state that is looked at."""
    return _judged(stamp(LAWFUL))


def wait() -> None:
    """Say in words that rules are judging, the first time a state of the register is looked at."""
    with st.spinner(t("law.judging"), show_time=False):
        judged()


@st.cache_resource(max_entries=16, show_spinner=False)
def _judged(key: Stamp) -> Judged:
    del key
    with reader() as views:
        return Judged(verdicts(current().register, views.lens), waivers.in_force(views))


@contextmanager
def judging(*activities: str) -> Iterator[Reader]:
    """Read as the rules do: in the scope of the person, but with nothing masked, since facts hold no contact details.

    ``activities`` narrows every view to these, which makes a few of many quick.
    """
    with reader() as views:
        lens = replace(views.lens, masks_contacts=False, only=activities or None)
    with current().register.read(lens) as views:
        yield views


def by_rule(which: Filter = EVERYTHING, state: State = "all") -> tuple[Counted, ...]:
    """Return every rule with findings among those chosen, gravest first."""
    return _by_rule(stamp(LAWFUL), which, state)


@st.cache_resource(max_entries=64, show_spinner=False)
def _by_rule(key: Stamp, which: Filter, state: State) -> tuple[Counted, ...]:
    known = _judged(key)
    return overview.by_rule(known.verdicts, which, known.waived, state)


def things(rule: Rule, which: Filter = EVERYTHING, state: State = "all") -> pa.Table:
    """Return the things a rule was found in (subject, id, key, department, unknown, waived)."""
    return _things(stamp(LAWFUL), rule.id, which, state)


@st.cache_resource(max_entries=32, show_spinner=False)
def _things(key: Stamp, rule_id: str, which: Filter, state: State) -> pa.Table:
    known = _judged(key)
    rule = known.verdicts.law.rule(rule_id)
    if rule is None:
        return pa.table({})
    return overview.things(known.verdicts, rule, which, known.waived, state)


def one(rule: Rule, record_id: str, key: str) -> Row | None:
    """Return one finding with its names and standing, or None when nothing is found there."""
    known = judged()
    found = overview.things(known.verdicts, rule, Filter(record=record_id), known.waived)
    found = found.filter(pc.equal(found["key"], key))
    return named(found)[0] if found.num_rows else None


def checks(departments: tuple[str, ...] | None = None, stage: str | None = None) -> dict[str, int]:
    """Return how many things each rule looks at, by its id."""
    return _checks(stamp(LAWFUL), departments, stage)


@st.cache_resource(max_entries=32, show_spinner=False)
def _checks(key: Stamp, departments: tuple[str, ...] | None, stage: str | None) -> dict[str, int]:
    del key
    with reader() as views:
        counted = population(current().register, views.lens)
    return counted.of_rules(departments, stage)


def named(things: pa.Table) -> list[Row]:
    """Return things with the names of record and row; keep it to what a page shows."""
    activities = [each for each in things["id"].unique().to_pylist() if each.startswith("ACT-")]
    with judging(*activities) as views:
        return findings.named(views, things)


def facts(rule: Rule, record_id: str, key: str) -> tuple[findings.Fact, ...]:
    """Return the facts that made a finding; UnknownRecord when it is gone or may not be seen."""
    activities = (record_id,) if record_id.startswith("ACT-") else ()
    with judging(*activities) as views:
        return findings.facts(views, rule, record_id, key)


def below(department: str | None) -> tuple[str, ...] | None:
    """Return a department of the address and all below it, «» for none named; None stands for everywhere."""
    if department is None:
        return None
    if department == NO_DEPARTMENT:
        return ("",)
    return _below(stamp(("department",)), department)


@st.cache_resource(max_entries=64, show_spinner=False)
def _below(key: Stamp, department: str) -> tuple[str, ...]:
    del key
    with reader() as views:
        rows = views.rows("SELECT department FROM department_line WHERE ancestor = $top", top=department)
    return tuple(sorted({department, *(row["department"] for row in rows)}))
