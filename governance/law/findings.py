"""Findings as people read them: one row a rule and thing, with names, facts and whether somebody accepted it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from governance import vocabulary
from governance.errors import UnknownRecord
from governance.language import Language
from governance.law import waivers
from governance.law.evaluate import found_by, rules_on
from governance.law.rules import SEVERITIES, Rule
from governance.law.verdicts import Verdicts
from governance.law.views import ROWS, Column, subjects
from governance.model.fields import by_name
from governance.model.kinds import kind_of
from governance.register.reader import Reader

COLUMNS = ("rule", "law", "severity", "principle", "subject", "id", "key", "department", "unknown")


@dataclass(frozen=True, slots=True)
class Filter:
    """Choose findings; None means every one. ``stage`` chooses rules that name the stage, or rows of it.

    ``departments`` are all that count, «» standing for things without a department; ``records`` are several records.
    """

    law: str | None = None
    rule: str | None = None
    cite: str | None = None
    severity: str | None = None
    principle: str | None = None
    stage: str | None = None
    department: str | None = None
    record: str | None = None
    document: str | None = None
    departments: tuple[str, ...] | None = None
    records: tuple[str, ...] | None = None


EVERYTHING = Filter()
# The code that says what a row is when nobody named it: its column and the list it is from.
CODES = {
    "purpose": ("category", "purpose_category"),
    "data": ("category", "data_category"),
    "recipient": ("category", "recipient_category"),
    "transfer": ("country", "country"),
}


@dataclass(frozen=True, slots=True)
class Fact:
    """Hold one fact a rule looked at: the column, and its value (None: nobody knows)."""

    column: Column
    value: Any


@lru_cache(maxsize=4)
def table(verdicts: Verdicts) -> pa.Table:
    """Return every finding in one table: rule, law, severity, principle, subject, id, key, department, unknown."""
    parts = [
        _long(rule, on, found, *hit)
        for on, found in verdicts.tables.items()
        for place, rule in enumerate(rules_on(verdicts.rules, on))
        for hit in found_by(found, place)
    ]
    return pa.concat_tables(parts) if parts else _empty()


def _long(rule: Rule, on: str, found: pa.Table, rows: pa.Array, unknown: pa.Array) -> pa.Table:
    said = {
        "rule": rule.id,
        "law": rule.law,
        "severity": rule.severity,
        "principle": rule.principle,
        "subject": on,
    }
    columns = {
        name: pa.array([value], pa.string()).take(pa.repeat(0, len(rows))) for name, value in said.items()
    }
    taken = found.select(["id", "key", "department"]).take(rows).combine_chunks()
    columns |= {name: taken[name].combine_chunks() for name in taken.column_names}
    return pa.table(columns | {"unknown": unknown})


def _empty() -> pa.Table:
    types = {name: pa.bool_() if name == "unknown" else pa.string() for name in COLUMNS}
    return pa.schema(list(types.items())).empty_table()


def chosen(verdicts: Verdicts, which: Filter = EVERYTHING) -> pa.Table:
    """Return the findings ``which`` chooses, gravest first."""
    rules = [rule.id for rule in verdicts.rules if takes(which, rule)]
    found = table(verdicts)
    found = found.filter(pc.is_in(found["rule"], value_set=pa.array(rules, pa.string())))
    if which.department is not None:
        found = found.filter(pc.equal(found["department"], which.department))
    if which.departments is not None:
        named = pc.fill_null(found["department"], "")
        found = found.filter(pc.is_in(named, value_set=pa.array(which.departments, pa.string())))
    if which.record is not None:
        found = found.filter(pc.equal(found["id"], which.record))
    if which.records is not None:
        found = found.filter(pc.is_in(found["id"], value_set=pa.array(which.records, pa.string())))
    if which.stage is not None:
        other = pc.and_(pc.equal(found["subject"], "stage"), pc.not_equal(found["key"], which.stage))
        found = found.filter(pc.invert(other))
    rank = pc.index_in(found["severity"], value_set=pa.array(SEVERITIES))
    ranked = found.append_column("rank", rank)
    return ranked.sort_by([("rank", "ascending"), ("rule", "ascending"), ("id", "ascending")]).drop_columns(
        "rank"
    )


def takes(which: Filter, rule: Rule) -> bool:
    """Tell whether ``which`` chooses findings of ``rule``."""
    wanted = ((which.law, rule.law), (which.rule, rule.id), (which.severity, rule.severity),
              (which.principle, rule.principle), (which.document, rule.document))  # fmt: skip
    if any(want is not None and want != have for want, have in wanted):
        return False
    if which.cite is not None and which.cite not in rule.cites:
        return False
    return which.stage is None or rule.on == "stage" or which.stage in rule.stages


def accepted(reader: Reader, found: pa.Table) -> pa.Table:
    """Return ``found`` with the column ``waived``: accepted for a time, and still counted."""
    return found.append_column("waived", waivers.mask(found, waivers.in_force(reader)))


def counts(found: pa.Table, by: str) -> dict[str, int]:
    """Return how many findings there are for each value of the column ``by``, most first."""
    grouped = found.group_by(by).aggregate([([], "count_all")]).sort_by([("count_all", "descending")])
    return {row[by] or "": row["count_all"] for row in grouped.to_pylist()}


def named(reader: Reader, found: pa.Table) -> list[dict[str, Any]]:
    """Return the rows of ``found`` with the names of record and row; keep it to what a page shows."""
    names = _names(reader, found)
    return [row | names.get((row["subject"], row["id"], row["key"]), {}) for row in found.to_pylist()]


def _names(reader: Reader, found: pa.Table) -> dict[tuple[str, str, str], dict[str, Any]]:
    ids = pc.unique(found["id"]).to_pylist()
    records = {row["id"]: row for row in reader.rows(
        "SELECT id, name, name_zh, version FROM title WHERE id IN (SELECT unnest($ids))", ids=ids)}  # fmt: skip
    rows: dict[tuple[str, str, str], dict[str, Any]] = {}
    for on in pc.unique(found["subject"]).to_pylist():
        its = found.filter(pc.equal(found["subject"], on))
        inner = (
            _row_names(reader, on, pc.unique(its["id"]).to_pylist()) if on in ROWS and on != "stage" else {}
        )
        for row in its.select(["id", "key"]).to_pylist():
            record = records.get(row["id"], {})
            rows[on, row["id"], row["key"]] = {
                "name": record.get("name"), "name_zh": record.get("name_zh"), **inner.get((row["id"], row["key"]), {})
            }  # fmt: skip
    return rows


def _row_names(reader: Reader, on: str, ids: list[str]) -> dict[tuple[str, str], dict[str, Any]]:
    column, _ = CODES[on]
    found = reader.rows(
        f"SELECT id, key, name AS row_name, name_zh AS row_name_zh, {column} AS row_code FROM {subjects()[on].view}"
        " WHERE id IN (SELECT unnest($ids))",
        ids=ids,
    )
    return {(row.pop("id"), row.pop("key")): row for row in found}


def row_name(row: Mapping[str, Any], language: Language) -> str | None:
    """Return what the row of a record is called: its name, else its category or country; None for the record itself.

    ``row`` is one of ``named``: the views give a row without a name that of its record, which says nothing here.
    """
    if not row["key"]:
        return None
    on = row["subject"]
    if on == "stage":
        return vocabulary.label("stage", row["key"], language)
    first, second = ("row_name_zh", "row_name") if language == "zh" else ("row_name", "row_name_zh")
    name = row.get(first) or row.get(second)
    if name and name not in (row.get("name"), row.get("name_zh")):
        return str(name)
    return vocabulary.label(CODES[on][1], row["row_code"], language) if row.get("row_code") else None


def facts(reader: Reader, rule: Rule, record_id: str, key: str) -> tuple[Fact, ...]:
    """Return the facts that made the finding, as they stand on the day of the lens; UnknownRecord when it is gone."""
    return facts_of(reader, rule, [(record_id, key)])[record_id, key]


def facts_of(
    reader: Reader, rule: Rule, places: Iterable[tuple[str, str]]
) -> Mapping[tuple[str, str], tuple[Fact, ...]]:
    """Return the facts of one rule for many rows at once, by record id and key."""
    subject = subjects()[rule.on]
    wanted = list(places)
    known = subject.by_name()
    columns = ", ".join(f'"{name}"' for name in rule.facts)  # "right" is a word of SQL
    rows = reader.rows(
        f"SELECT id, key, {columns} FROM {subject.view} WHERE id IN (SELECT unnest($ids))",
        ids=sorted({record_id for record_id, _ in wanted}),
    )
    found = {
        (row["id"], row["key"]): tuple(Fact(known[name], row[name]) for name in rule.facts) for row in rows
    }
    missing = next((place for place in wanted if place not in found), None)
    if missing is not None:
        raise UnknownRecord(record_id=missing[0])
    return found


def path(rule: Rule, key: str) -> str:
    """Return the path of the field to mend in its record: ``purposes/p1/bases_gdpr`` or ``owner``."""
    if rule.on not in ROWS:
        return rule.field
    rows = by_name(kind_of("activity").model)[ROWS[rule.on]].row
    inside = rows is not None and rule.field.split("/")[0] in by_name(rows)
    return f"{ROWS[rule.on]}/{key}/{rule.field}" if inside else rule.field
