"""Propose what to make of each table and column: what is certain is used, everything else is only offered."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from governance.exchange.importing import offers
from governance.exchange.importing.headers import recognise
from governance.exchange.importing.leaves import Sheet, lay_out
from governance.exchange.importing.mapping import ColumnMapping, JoinMapping, Mapping, TableMapping, Unit
from governance.exchange.importing.targets import Target, target
from governance.exchange.importing.words import pattern
from governance.exchange.reading import Reading
from governance.register.reader import Reader
from governance.vocabulary import spelling

SINGLE = ("name", "date", "whole", "flag")
CERTAIN_JOIN = 0.999
EXAMPLES = 3


class FoldUnknown(offers.ImportRefused):
    """Lines are to be folded on columns that no table has."""

    code = "import_fold_unknown"


@dataclass(frozen=True, slots=True)
class ProposeOptions:
    """Say what a person asked for: columns to fold on, key columns, kinds that names may create, the kind of record."""

    fold: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    create: tuple[str, ...] = ()
    kind: str = "activity"


def propose(
    reading: Reading, reader: Reader | None, options: ProposeOptions | None = None, *, source: str = ""
) -> Mapping:
    """Propose a mapping of all tables of ``reading``; ``reader`` lets names of known departments be recognised."""
    asked = options or ProposeOptions()
    departments = offers.department_names(reader)
    sheets = [lay_out(reading, index) for index in range(len(reading.tables))]
    tables = [_table(sheet, asked, departments) for sheet in sheets]
    _join(reading, sheets, tables, asked.kind)
    for table, sheet in zip(tables, sheets, strict=True):
        _doubt(table, sheet)
    _label(tables)
    if asked.fold and not any(table.fold for table in tables if table.use):
        raise FoldUnknown(columns=", ".join(asked.fold))
    name = source or offers.source_name(reading)
    return Mapping.model_validate({"source": name, "create": list(asked.create), "tables": tables})


def _doubt(table: TableMapping, sheet: Sheet) -> None:
    """Leave out a table that shows no sign of its kind: most likely a list of something else."""
    if not table.use or table.join is not None:
        return
    if not any(column.target for column in table.columns):
        table.use, table.reason = False, "no_known_column"
    elif table.kind == "activity" and not offers.speaks_of_activities(sheet, table.columns):
        table.use, table.reason = False, "no_sign_of_activities"


def _label(tables: list[TableMapping]) -> None:
    """Tell the rows of several tables apart, so that equal numbers in two sheets are two records."""
    used = [table for table in tables if table.use and table.join is None]
    files = {table.file for table in used}
    for table in used if len(used) > 1 else []:
        table.label = (
            table.sheet
            if len(files) == 1 and table.sheet
            else "/".join(filter(None, (table.file, table.sheet)))
        )


def _table(sheet: Sheet, asked: ProposeOptions, departments: Sequence[str]) -> TableMapping:
    own = sheet.table
    if not own.holds_records:
        return TableMapping(
            file=own.file, sheet=own.sheet, use=False, reason=own.reason or own.kind, kind=asked.kind
        )
    columns = [_column(sheet, path, asked.kind) for path in sheet.paths]
    table = TableMapping(file=own.file, sheet=own.sheet, kind=asked.kind, columns=columns)
    if asked.kind == "activity":
        table.role, table.role_reason = offers.role(sheet, columns)
        if table.role == "processor":
            offers.as_processor(columns)
    _one_column_a_field(columns, asked.kind)
    table.fold = chosen(columns, asked.fold)
    table.keys = chosen(columns, asked.keys) or ([] if table.fold else offers.key_columns(sheet, columns))
    table.suggested_fold = [] if table.fold else offers.fold_columns(sheet, columns)
    table.suggested_constants = offers.constants(sheet, columns, departments)
    return table


def _column(sheet: Sheet, path: str, kind: str) -> ColumnMapping:
    values = [leaf.value for row in sheet.rows for leaf in row.leaves if leaf.path == path]
    found = recognise(kind, sheet.parts[path])
    column = ColumnMapping(
        column=path, field=found.field, use=found.by == "exact" and found.field is not None,
        confidence=found.confidence, found_by=found.by if found.field else "none",
        examples=offers.examples(values, EXAMPLES),
    )  # fmt: skip
    if column.field is None:
        offers.by_values(column, values, kind, sheet.parts[path])
    aim = target(kind, column.field)
    if aim is not None:
        _read_values(column, aim, values, sheet.parts[path][-1])
    return column


def _read_values(column: ColumnMapping, aim: Target, values: list[object], header: str) -> None:
    if aim.many:
        column.separator, column.other_separators = offers.separator(values)
    if aim.vocabulary:
        column.values, column.suggestions = offers.value_table(aim, column.separator, values)
    if aim.shape == "date":
        column.date_order = offers.date_order(values)
    if aim.shape == "duration":
        column.unit = _unit(header)


def _unit(header: str) -> Unit | None:
    """Return the unit a header names for bare numbers («storageyears», «保存期限（年）»), if it names exactly one."""
    spaced = re.sub(r"(?<=[a-z])(?=(?:years?|months?|weeks?|days?)\b)", " ", header)
    units: tuple[Unit, ...] = ("year", "month", "week", "day")
    named = [unit for unit in units if pattern("headers", unit).search(spaced)]
    return named[0] if len(named) == 1 else None


def _one_column_a_field(columns: list[ColumnMapping], kind: str) -> None:
    """Let the surest of several columns fill a field that holds one value; the others are kept as text."""
    taken: dict[str, ColumnMapping] = {}
    for column in sorted(columns, key=lambda each: -each.confidence):
        aim = target(kind, column.target)
        if (
            aim is None
            or aim.group
            or not (aim.shape in SINGLE or aim.name.startswith(("name", "reference")))
        ):
            continue
        if aim.path in taken:
            column.use = False
        taken.setdefault(aim.path, column)


def chosen(columns: list[ColumnMapping], wanted: tuple[str, ...]) -> list[str]:
    """Return the columns a person named, by header or by field; none unless all are there."""
    tests: tuple[Callable[[ColumnMapping, str], bool], ...] = (
        lambda column, name: column.column == name,
        lambda column, name: spelling(column.column) == spelling(name),
        lambda column, name: column.target == name,
    )
    found = [next((c.column for test in tests for c in columns if test(c, name)), None) for name in wanted]
    return [each for each in found if each] if all(found) else []


def _join(reading: Reading, sheets: list[Sheet], tables: list[TableMapping], kind: str) -> None:
    """Lay sheets that refer to another by its key inside it, when every reference is found there."""
    for offer in reading.joins:
        one, many = tables[offer.one.table], tables[offer.many.table]
        certain = offer.coverage >= CERTAIN_JOIN and one.use and one.join is None and not _has_own_name(many)
        if not certain or many.join is not None or offer.one.table == offer.many.table:
            continue
        flat_one, flat_many = sheets[offer.one.table], sheets[offer.many.table]
        many.join = JoinMapping(
            column=flat_many.paths[offer.many.column],
            other_file=one.file,
            other_sheet=one.sheet,
            other_column=flat_one.paths[offer.one.column],
        )
        many.use = True
        prefix = many.sheet or many.file.rpartition("/")[2].rpartition(".")[0]
        _take_in(one, flat_many, many.join.column, prefix, kind)
        if kind == "activity" and one.role is None:
            one.role, one.role_reason = offers.role(flat_one, one.columns)


def _has_own_name(table: TableMapping) -> bool:
    """Say whether a table describes activities of its own rather than parts of others."""
    fields = {column.target for column in table.columns}
    return "name" in fields and len(fields & {"department", "purposes.name", "description"}) >= 2


def _take_in(one: TableMapping, many: Sheet, key: str, prefix: str, kind: str) -> None:
    for path in many.paths:
        if path == key:
            continue
        inner = ColumnMapping(column=f"{prefix}[].{path}")
        values = [leaf.value for row in many.rows for leaf in row.leaves if leaf.path == path]
        found = recognise(kind, (prefix, *many.parts[path]))
        inner.field, inner.confidence, inner.found_by = (
            found.field,
            found.confidence,
            found.by if found.field else "none",
        )
        inner.use = found.by == "exact" and found.field is not None
        inner.examples = offers.examples(values, EXAMPLES)
        aim = target(kind, inner.field)
        if aim is not None:
            _read_values(inner, aim, values, many.parts[path][-1])
        one.columns.append(inner)
