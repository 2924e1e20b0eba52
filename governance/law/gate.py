"""What the law holds against a step of one record: its findings as the gates of the workflow ask for them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from governance.law.evaluate import found_by, judge, rules_on
from governance.law.findings import path
from governance.law.packs import law
from governance.law.rules import Rule
from governance.law.views import OF_ACTIVITY, subjects
from governance.register.gates import Blocked
from governance.register.reader import Reader
from governance.register.workflow_table import table


def findings(reader: Reader, kind: str, record_id: str) -> tuple[Blocked, ...]:
    """Return the findings of the record that some gate is there for, as the reader sees it.

    Rules no gate asks about are not judged: planning their views is what a step would wait for. What is planned is
    judged as on the day it begins. A law pack that could not be read holds every step back: what nobody can judge is
    not clean.
    """
    refused = tuple(
        Blocked("pack_refused", "critical", titles=(str(each.error), str(each.error)))
        for each in law().refusals
    )
    rules = _asked(kind)
    with reader.narrowed((record_id,), _begins(reader, kind, record_id)):
        found = [each for on in _subjects(kind) for each in _found(reader, rules, on, record_id)]
    return (*refused, *found)


def _begins(reader: Reader, kind: str, record_id: str) -> date | None:
    """Return the first day of an activity still to come: no rule looks at it earlier, and a gate must not wait for that."""
    if kind != "activity":
        return None
    starts: date | None = reader.value(
        "SELECT starts_on FROM activity WHERE id = $id AND starts_on > lens_day()", id=record_id
    )
    return starts


def _subjects(kind: str) -> tuple[str, ...]:
    if kind == "activity":
        return OF_ACTIVITY
    return (kind,) if kind in subjects() else ()


def _asked(kind: str) -> tuple[Rule, ...]:
    """Return the rules whose findings could hold a gate of ``kind`` shut, by severity or by name."""
    gates = [gate for gate in table().gate if not gate.kinds or kind in gate.kinds]
    return tuple(rule for rule in law().rules if any(gate.holds(rule.id, rule.severity) for gate in gates))


def _found(reader: Reader, rules: Sequence[Rule], on: str, record_id: str) -> list[Blocked]:
    found = judge(reader, rules, on, [record_id])
    keys = found["key"].to_pylist()
    return [
        _blocked(rule, keys[row])
        for place, rule in enumerate(rules_on(rules, on))
        for rows, _ in found_by(found, place)
        for row in rows.to_pylist()
    ]


def _blocked(rule: Rule, key: str) -> Blocked:
    return Blocked(rule.id, rule.severity, path(rule, key), (rule.en.title, rule.zh.title))
