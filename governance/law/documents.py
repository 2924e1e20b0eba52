"""Documents required: which record needs which document, by the rules that name one, and how each stands.

A document is *in order* when every rule that asks for it holds, *missing* or *incomplete* when one is breached (by
``data/law/laws.documents.toml``), *unknown* when one cannot be judged. So this agrees with the findings rule by rule.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from governance import vocabulary
from governance.errors import BadData, GovernanceError
from governance.law import files
from governance.law.predicate import columns_of
from governance.law.rules import Rule
from governance.law.views import subjects
from governance.register.reader import Reader

NAME = "laws.documents.toml"
STATES = ("in_order", "unknown", "incomplete", "missing")  # by level, the worst last
Existence = Mapping[tuple[str, str], str]


@dataclass(frozen=True, slots=True)
class Why:
    """Say which rule asks for a document in which row of a record, and how it stands there."""

    rule: Rule
    key: str
    name: str | None
    name_zh: str | None
    state: str


def existence() -> Existence:
    """Return when a document counts as there, by document and subject; BadData names file, document and reason."""
    return _existence(tuple(folder / NAME for folder in files.folders()))


@cache
def _existence(paths: tuple[Path, ...]) -> Existence:
    return load(*(path for path in paths if path.exists()))


def load(*paths: Path) -> Existence:
    """Return the conditions of the files, later ones over earlier ones, each checked as a predicate of a rule is."""
    found: dict[tuple[str, str], str] = {}
    for path in paths:
        name = files.label(path)
        for document, conditions in files.read(path).items():
            if vocabulary.term("required_document", document) is None:
                raise BadData(
                    "law_code_unknown", file=name, term=document, reason=f"required_document: {document}"
                )
            for on, condition in conditions.items():
                _check(name, document, on, condition)
                found[document, on] = condition
    return found


def _check(file: str, document: str, on: str, condition: str) -> None:
    subject = subjects().get(on)
    if subject is None:
        raise BadData("law_subject_unknown", file=file, term=document, reason=on)
    try:
        columns_of(condition, subject.by_name())
    except GovernanceError as error:
        raise BadData(error.code, **{**error.context, "file": file, "term": document}) from error


def required(reader: Reader, rules: Sequence[Rule]) -> pa.Table:
    """Return one row a record and document it needs: id, kind, department, document and state.

    Only rules in force on the day of the lens count; a record that needs no document is left out.
    """
    parts = [reader.table(_sql(on, mine)) for on, mine in _asking(reader, rules)]
    if not parts:
        return _schema().empty_table()
    names = ["id", "kind", "department", "document"]
    worst = pa.concat_tables(parts).group_by(names).aggregate([("level", "max")])
    state = pa.array(STATES).take(pc.subtract(worst["level_max"].combine_chunks().cast(pa.int32()), 1))
    found = worst.select(names).append_column("state", state).cast(_schema())
    return found.sort_by([("id", "ascending"), ("document", "ascending")])


def _schema() -> pa.Schema:
    return pa.schema([(name, pa.string()) for name in ("id", "kind", "department", "document", "state")])


def _asking(reader: Reader, rules: Sequence[Rule]) -> Iterator[tuple[str, list[Rule]]]:
    day = reader.lens.effective_on
    for on in subjects():
        mine = [rule for rule in rules if rule.on == on and rule.document and rule.in_force(day)]
        if mine:
            yield on, mine


def _sql(on: str, rules: Sequence[Rule]) -> str:
    by_document: dict[str, list[str]] = {}
    for rule in rules:
        by_document.setdefault(str(rule.document), []).append(_level(rule))
    levels = ", ".join(
        f"{{'document': '{document}', 'level': max(greatest({', '.join(each)}, NULL::TINYINT))}}"
        for document, each in by_document.items()
    )
    return (
        f"SELECT * FROM (SELECT id, '{subjects()[on].kind}' AS kind, department,"
        f" unnest([{levels}], recursive := true) FROM {subjects()[on].view} GROUP BY id, department)"
        " WHERE level IS NOT NULL"
    )


def _level(rule: Rule) -> str:
    """Return the expression that says how a document stands by one rule, as a place in ``STATES`` from one."""
    there = existence().get((str(rule.document), rule.on), "false")
    return (
        f"CASE WHEN ({rule.applies}) THEN CASE ({rule.breach}) WHEN true THEN CASE WHEN ({there}) THEN 3 ELSE 4 END"
        " WHEN false THEN 1 ELSE 2 END END::TINYINT"
    )


def why(reader: Reader, rules: Sequence[Rule], record_id: str, document: str) -> tuple[Why, ...]:
    """Return every rule that asks for ``document`` in a record, row by row, the worst first."""
    found = []
    for on, mine in _asking(reader, [rule for rule in rules if rule.document == document]):
        levels = ", ".join(_level(rule) for rule in mine)
        rows = reader.rows(
            f"SELECT key, name, name_zh, [{levels}] AS levels FROM {subjects()[on].view} WHERE id = $id ORDER BY key",
            id=record_id,
        )
        found += [
            (level, Why(rule, row["key"], row["name"], row["name_zh"], STATES[level - 1]))
            for row in rows
            for rule, level in zip(mine, row["levels"], strict=True)
            if level is not None
        ]
    return tuple(each for _, each in sorted(found, key=lambda one: (-one[0], one[1].rule.id, one[1].key)))


# What is there already, by document: records an activity links to, or that name it.
_ASSESSMENTS = (
    "SELECT id FROM assessment WHERE status NOT IN ('void', 'retired') AND assessment_kind = '{kind}'"
    " AND list_contains(activities, $id)"
)
_CONSENTS = (
    "SELECT id FROM consent WHERE status NOT IN ('void', 'retired') AND id IN (SELECT unnest(flatten(list_concat("
    "list_transform(purposes, lambda p: coalesce(p.consents, [])), list_transform(recipients, lambda r:"
    " coalesce(r.consents, [])), list_transform(transfers, lambda t: coalesce(t.consents, []))))) FROM live_activity"
    " WHERE id = $id)"
)
_CONTRACTS = (
    "SELECT id FROM party WHERE status NOT IN ('void', 'retired') AND len(contracts) > 0 AND id IN (SELECT"
    " unnest(list_transform(recipients, lambda r: r.party)) FROM live_activity WHERE id = $id)"
)
_HELD: dict[str, str] = {
    "notice": "SELECT unnest(notices) AS id FROM live_activity WHERE id = $id",
    **{each: _ASSESSMENTS.format(kind=each) for each in ("dpia", "pipia", "lia", "tia", "purpose_change", "source_review")},
    **dict.fromkeys(("consent_text", "separate_consent", "guardian_consent"), _CONSENTS),
    **dict.fromkeys(("processor_contract", "entrustment_contract"), _CONTRACTS),
}  # fmt: skip


def held(reader: Reader, record_id: str, document: str) -> tuple[str, ...]:
    """Return the records that are, or hold, the document for an activity; other records hold theirs themselves."""
    sql = _HELD.get(document)
    if sql is None or not record_id.startswith("ACT-"):
        return ()
    return tuple(
        row["id"] for row in reader.rows(f"SELECT DISTINCT id FROM ({sql}) ORDER BY id", id=record_id)
    )


def counts(found: pa.Table) -> list[dict[str, Any]]:
    """Return one row a document: needed, and how many stand in each state; most missing first."""
    tally: dict[str, dict[str, Any]] = {}
    grouped = found.group_by(["document", "state"]).aggregate([([], "count_all")])
    for row in grouped.to_pylist():
        line = tally.setdefault(
            row["document"], {"document": row["document"], "needed": 0, **dict.fromkeys(STATES, 0)}
        )
        line[row["state"]] += row["count_all"]
        line["needed"] += row["count_all"]
    return sorted(tally.values(), key=lambda line: (-line["missing"], -line["incomplete"], line["document"]))
