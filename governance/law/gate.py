"""What the law holds against a step of one record: its findings as the gates of the workflow ask for them."""

from __future__ import annotations

from governance.law.evaluate import found_by, judge, rules_on
from governance.law.findings import path
from governance.law.packs import law
from governance.law.rules import Rule
from governance.law.views import OF_ACTIVITY, subjects
from governance.register.gates import Blocked
from governance.register.reader import Reader


def findings(reader: Reader, kind: str, record_id: str) -> tuple[Blocked, ...]:
    """Return every finding of the record as the reader sees it, gravest rules first.

    A law pack that could not be read holds every step back: what nobody can judge is not clean.
    """
    refused = tuple(
        Blocked("pack_refused", "critical", titles=(str(each.error), str(each.error)))
        for each in law().refusals
    )
    with reader.narrowed((record_id,)):
        found = [each for on in _subjects(kind) for each in _found(reader, on, record_id)]
    return (*refused, *found)


def _subjects(kind: str) -> tuple[str, ...]:
    if kind == "activity":
        return OF_ACTIVITY
    return (kind,) if kind in subjects() else ()


def _found(reader: Reader, on: str, record_id: str) -> list[Blocked]:
    rules = law().rules
    table = judge(reader, rules, on, [record_id])
    keys = table["key"].to_pylist()
    return [
        _blocked(rule, keys[row])
        for place, rule in enumerate(rules_on(rules, on))
        for rows, _ in found_by(table, place)
        for row in rows.to_pylist()
    ]


def _blocked(rule: Rule, key: str) -> Blocked:
    return Blocked(rule.id, rule.severity, path(rule, key), (rule.en.title, rule.zh.title))
