"""Judge a whole register: every rule over every row of its subject, one pass a subject.

What comes back is compact: one row a thing with findings and, in whole numbers (``w0``, ``w1`` …), two bits a rule: 1 where
the rule is in breach, 3 where it cannot be judged because a fact is not known. One number holds 31 rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from governance.law.rules import Rule
from governance.law.views import subjects
from governance.register.reader import Reader

RULES_A_WORD = 31  # two bits each; the sign stays free
FOUND, UNKNOWN = 1, 3


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
    word, shift = _bits(place)
    name = f"w{word}"
    if name not in table.column_names:
        return
    said = pc.bit_wise_and(table[name], pa.scalar(UNKNOWN << shift, pa.int64()))
    rows = pc.indices_nonzero(said)
    if len(rows):
        unknown = pc.equal(said.take(rows), pa.scalar(UNKNOWN << shift, pa.int64()))
        yield rows, unknown.combine_chunks() if isinstance(unknown, pa.ChunkedArray) else unknown


def _bits(place: int) -> tuple[int, int]:
    word, number = divmod(place, RULES_A_WORD)
    return word, 2 * number


def _words(rules: int) -> int:
    return -(-rules // RULES_A_WORD)


def _schema(rules: int) -> pa.Schema:
    texts = [(name, pa.string()) for name in ("id", "key", "department")]
    return pa.schema([*texts, *((f"w{word}", pa.int64()) for word in range(_words(rules)))])


def _sql(view: str, running: Sequence[tuple[int, Rule]], rules: int, where: str) -> str:
    words = range(_words(rules))
    numbers = ", ".join(f"{_word(running, word)} AS w{word}" for word in words)
    anything = " OR ".join(f"w{word} <> 0" for word in words)
    return f"SELECT * FROM (SELECT id, key, department, {numbers} FROM {view}{where}) WHERE {anything}"


def _word(running: Sequence[tuple[int, Rule]], word: int) -> str:
    """Return the expression of one whole number; each predicate stands in it once, so that planning stays cheap."""
    terms = [
        f"CASE WHEN ({rule.applies}) THEN coalesce(({rule.breach})::BIGINT, {UNKNOWN}) << {_bits(place)[1]} ELSE 0 END"
        for place, rule in running
        if _bits(place)[0] == word
    ]
    return f"({' | '.join(terms)})::BIGINT" if terms else "0::BIGINT"
