"""Judge a whole register: every rule over every row of its subject, one pass a subject.

What comes back is compact: one row a thing with findings and, in whole numbers read bit by bit, which rules were found
(``f0``, ``f1`` …) and which of these cannot be judged because a fact is not known (``u0``, ``u1`` …). Bit n of the first
number belongs to rule n of the subject; one number holds 62 rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from governance.law.rules import Rule
from governance.law.views import subjects
from governance.register.reader import Reader

BITS = 62  # of the 64 of a whole number; sign and one more stay free


def rules_on(rules: Sequence[Rule], on: str) -> tuple[Rule, ...]:
    """Return the rules of one subject in the order of their bits."""
    return tuple(rule for rule in rules if rule.on == on)


def judge(reader: Reader, rules: Sequence[Rule], on: str, ids: Iterable[str] | None = None) -> pa.Table:
    """Return the rows of the subject ``on`` (only of the records ``ids``, if given) in which something was found.

    Columns: id, key, department and the bits. Rules that are not in force on the day of the lens find nothing.
    """
    mine = rules_on(rules, on)
    running = [(place, rule) for place, rule in enumerate(mine) if rule.in_force(reader.lens.effective_on)]
    named = None if ids is None else sorted(ids)
    if not running or named == []:
        return _schema(len(mine)).empty_table()
    where = "" if named is None else " WHERE id IN (SELECT unnest($ids))"
    sql = _sql(subjects()[on].view, running, len(mine), where)
    return reader.table(sql, **({} if named is None else {"ids": named})).cast(_schema(len(mine)))


def found_by(table: pa.Table, place: int) -> Iterator[tuple[pa.Array, pa.Array]]:
    """Give the rows (positions) in which the rule at ``place`` was found, and which of them cannot be judged."""
    word, bit = divmod(place, BITS)
    name = f"f{word}"
    if name not in table.column_names:
        return
    flag = pa.scalar(1 << bit, pa.int64())
    rows = pc.indices_nonzero(pc.bit_wise_and(table[name], flag))
    if len(rows):
        unknown = pc.not_equal(pc.bit_wise_and(table[f"u{word}"].take(rows), flag), 0)
        yield rows, unknown.combine_chunks() if isinstance(unknown, pa.ChunkedArray) else unknown


def _words(rules: int) -> int:
    return -(-rules // BITS)


def _schema(rules: int) -> pa.Schema:
    texts = [(name, pa.string()) for name in ("id", "key", "department")]
    return pa.schema([*texts, *((f"{of}{word}", pa.int64()) for word in range(_words(rules)) for of in "fu")])


def _sql(view: str, running: Sequence[tuple[int, Rule]], rules: int, where: str) -> str:
    words = range(_words(rules))
    bits = ", ".join(
        f"{_bits(running, word)} AS f{word}, {_bits(running, word, unknown=True)} AS u{word}"
        for word in words
    )
    anything = " OR ".join(f"f{word} <> 0" for word in words)
    return f"SELECT * FROM (SELECT id, key, department, {bits} FROM {view}{where}) WHERE {anything}"


def _bits(running: Sequence[tuple[int, Rule]], word: int, *, unknown: bool = False) -> str:
    """Return the expression of one whole number: the bits of the rules found, or of those nobody can judge."""
    test = "IS NULL" if unknown else "IS NOT FALSE"
    terms = [
        f"CASE WHEN ({rule.applies}) AND ({rule.breach}) {test} THEN {1 << place % BITS} ELSE 0 END"
        for place, rule in running
        if place // BITS == word
    ]
    return f"({' | '.join(terms)})::BIGINT" if terms else "0::BIGINT"
