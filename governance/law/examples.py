"""Every rule proves itself on its own examples: an ordinary row passes, the failing one fails, the passing one passes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from governance.law import scratch
from governance.law.rules import Rule
from governance.law.views import Subject, subjects

UNKNOWN = "unknown"  # stands for «no value» in an example: TOML has no null
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """Say what a rule makes of one row: whether it applies and whether it is breached; None is unknown."""

    applies: bool | None
    breach: bool | None

    @property
    def found(self) -> bool:
        """Tell whether a finding comes of it."""
        return self.applies is True and self.breach is not False


def ordinary(subject: Subject) -> Row:
    """Return the ordinary row of ``subject``."""
    return {each.name: each.ordinary for each in subject.columns}


def row(rule: Rule, example: Mapping[str, Any]) -> Row:
    """Return the ordinary row with ``example`` laid over it; the word «unknown» stands for no value."""
    return laid_over(subjects()[rule.on], example)


def laid_over(subject: Subject, example: Mapping[str, Any]) -> Row:
    """Return the ordinary row of ``subject`` with ``example`` laid over it; the word «unknown» stands for no value."""
    given = {name: None if value == UNKNOWN else value for name, value in example.items()}
    return ordinary(subject) | given


def judge(rule: Rule, rows: Sequence[Row]) -> list[Answer]:
    """Return what ``rule`` makes of each of ``rows``; a predicate that cannot be computed raises duckdb.Error."""
    return [Answer(*each[0]) for each in judge_all([rule], rows)]


def judge_all(rules: Sequence[Rule], rows: Sequence[Row]) -> list[list[tuple[bool | None, bool | None]]]:
    """Return, for each of ``rows`` of one subject, whether each rule applies and is breached."""
    conditions = [condition for rule in rules for condition in (rule.applies, rule.breach)]
    answers = ask(subjects()[rules[0].on], conditions, rows)
    return [list(zip(each[::2], each[1::2], strict=True)) for each in answers]


def ask(subject: Subject, conditions: Sequence[str], rows: Sequence[Row]) -> list[list[bool | None]]:
    """Return, for each of ``rows`` of a subject, what each of ``conditions`` is there; None is unknown."""
    structure = json.dumps([{each.name: each.sql_type for each in subject.columns}]).replace(
        '"VARCHAR[]"', '["VARCHAR"]'
    )
    asked = ", ".join(f"({condition})::BOOLEAN" for condition in conditions)
    with scratch.cursor() as cursor:
        found = cursor.execute(
            f"SELECT [{asked}] FROM (SELECT unnest(from_json(?, ?), recursive := true)) AS judged",
            [json.dumps(list(rows), default=_plain), structure],
        ).fetchall()
    return [list(each[0]) for each in found]


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return list(value)


def faults(rules: Sequence[Rule]) -> list[tuple[str, str]]:
    """Return every rule whose examples do not hold, with what is wrong: ordinary, passing or failing."""
    found: list[tuple[str, str]] = []
    for on in subjects():
        together = [rule for rule in rules if rule.on == on]
        if together:
            found += _faults(together)
    return found


def _faults(rules: Sequence[Rule]) -> list[tuple[str, str]]:
    rows = [ordinary(subjects()[rules[0].on])]
    for rule in rules:
        rows += [row(rule, rule.passing), row(rule, rule.failing)]
    answers = judge_all(rules, rows)
    found: list[tuple[str, str]] = []
    for number, rule in enumerate(rules):
        usual, passing, failing = (Answer(*answers[at][number]) for at in (0, 1 + 2 * number, 2 + 2 * number))
        if usual.found:
            found.append((rule.id, "ordinary"))
        if passing.applies is not True or passing.breach is not False:
            found.append((rule.id, "passing"))
        if not failing.found:
            found.append((rule.id, "failing"))
    return found
