"""Judge a whole register: every rule over every row of its subject, one pass a subject.

What comes back is compact: one row a thing with findings, and in it the numbers of the rules found. A number is the place
of the rule in the list, counted from one; it is negative where the rule cannot be judged because a fact is not known.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pyarrow as pa

from governance.law.rules import Rule
from governance.law.views import Subject, subjects
from governance.register.reader import Reader

SCHEMA = pa.schema(
    [("id", pa.string()), ("key", pa.string()), ("department", pa.string()), ("found", pa.list_(pa.int16()))]
)


def judge(reader: Reader, rules: Sequence[Rule], on: str, ids: Iterable[str] | None = None) -> pa.Table:
    """Return the rows of the subject ``on`` (only of the records ``ids``, if given) in which something was found.

    Columns: id, key, department, found. Rules that are not in force on the day of the lens are left out.
    """
    numbered = [
        (number, rule)
        for number, rule in enumerate(rules, start=1)
        if rule.on == on and rule.in_force(reader.lens.effective_on)
    ]
    if not numbered:
        return SCHEMA.empty_table()
    named = None if ids is None else sorted(ids)
    where = "" if named is None else " WHERE id IN (SELECT unnest($ids))"
    sql = _sql(subjects()[on], numbered, where)
    return reader.table(sql, **({} if named is None else {"ids": named})).cast(SCHEMA)


def _sql(subject: Subject, numbered: Sequence[tuple[int, Rule]], where: str) -> str:
    answers = ", ".join(_answer(number, rule) for number, rule in numbered)
    return (
        f"SELECT * FROM (SELECT id, key, department, list_filter([{answers}]::SMALLINT[],"
        f" lambda x: x IS NOT NULL) AS found FROM {subject.view}{where}) WHERE len(found) > 0"
    )


def _answer(number: int, rule: Rule) -> str:
    """Return the expression that gives the number of the rule, the number below zero, or nothing."""
    return (
        f"CASE WHEN ({rule.applies}) THEN CASE ({rule.breach}) WHEN true THEN {number} WHEN false THEN NULL"
        f" ELSE -{number} END END"
    )
