"""Findings line by line, with names in one language and, when asked for, their facts: for files and the command line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pyarrow as pa

from governance.language import Language
from governance.law import findings, overview
from governance.law.findings import EVERYTHING, Filter
from governance.law.overview import State
from governance.law.rules import Rule
from governance.law.verdicts import Verdicts
from governance.law.waivers import Waived
from governance.register.reader import Reader

BATCH = 5_000  # lines whose names are looked up together
Line = dict[str, Any]


def lines(
    reader: Reader,
    verdicts: Verdicts,
    waived: Sequence[Waived],
    language: Language,
    *,
    which: Filter = EVERYTHING,
    state: State = "all",
    facts: bool = False,
) -> Iterator[Line]:
    """Give one line a finding, gravest rule first.

    Keys: law, rule, title, severity, principle, cites, remedy, record, name, row, row_name, department, field, unknown,
    waived, unverified; with ``facts`` also the values the rule looked at, by column.
    """
    for counted in overview.by_rule(verdicts, which, waived, state):
        rule = counted.rule
        said = _rule(rule, language)
        found = overview.things(verdicts, rule, which, waived, state)
        for start in range(0, found.num_rows, BATCH):
            part = found.slice(start, BATCH)
            looked_at = _facts(reader, rule, part) if facts else {}
            for row in findings.named(reader, part):
                line = said | _thing(rule, row, language)
                yield line | ({"facts": looked_at[row["id"], row["key"]]} if facts else {})


def _rule(rule: Rule, language: Language) -> Line:
    text = rule.text(language)
    return {
        "law": rule.law,
        "rule": rule.id,
        "title": text.title,
        "severity": rule.severity,
        "principle": rule.principle,
        "cites": list(rule.cites),
        "remedy": text.remedy,
        "unverified": rule.unverified,
    }


def _thing(rule: Rule, row: Line, language: Language) -> Line:
    return {
        "record": row["id"],
        "name": _named(row, language),
        "row": row["key"] or None,
        "row_name": findings.row_name(row, language),
        "department": row["department"],
        "field": findings.path(rule, row["key"]),
        "unknown": row["unknown"],
        "waived": row["waived"],
    }


def _named(row: Line, language: Language) -> str | None:
    first, second = ("name_zh", "name") if language == "zh" else ("name", "name_zh")
    return row.get(first) or row.get(second)


def _facts(reader: Reader, rule: Rule, part: pa.Table) -> dict[tuple[str, str], Line]:
    places = list(zip(part["id"].to_pylist(), part["key"].to_pylist(), strict=True))
    found = findings.facts_of(reader, rule, places)
    return {place: {each.column.name: each.value for each in found[place]} for place in places}
