"""From the declarations of a kind to its columns, and from its journal content to those columns."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from governance.model.canonical import canonical, digest
from governance.model.fields import Declared
from governance.model.kinds import KINDS, Kind
from governance.register import stage_tables
from governance.register.tied import SCOPED, TIED

SCALARS = {
    "short": "VARCHAR",
    "long": "VARCHAR",
    "code": "VARCHAR",
    "whole": "BIGINT",
    "flag": "BOOLEAN",
    "date": "DATE",
    "codes": "VARCHAR[]",
    "json": "JSON",
    "answers": "MAP(VARCHAR, VARCHAR)",
}
SYSTEM_COLUMNS = {
    "record_id": "VARCHAR",
    "version": "INTEGER",
    "revision": "BIGINT",
    "until_revision": "BIGINT",
    "status": "VARCHAR",
    "recorded_at": "TIMESTAMP",
    "actor": "VARCHAR",
}

SCHEMAS = {
    "main": True,
    "whole": False,
}  # the views of limited lenses, and of those that see every department
NARROWED = " AND (lens_only() IS NULL OR list_contains(lens_only(), record_id))"
IMPORTED = ("kept", "origins")  # text as it came, which may hold contact details


def quoted(name: str) -> str:
    """Return ``name`` as an SQL identifier; names come only from the model."""
    return f'"{name}"'


def version_table(kind: str) -> str:
    """Return the quoted name of the table that holds every version of the records of ``kind``."""
    return quoted(f"{kind}_version")


def column_type(field: Declared) -> str:
    """Return the DuckDB type of the column of ``field``."""
    if field.shape == "rows":
        inner = ", ".join(f"{quoted(each.name)} {column_type(each)}" for each in field.children)
        return f"STRUCT({inner})[]"
    return SCALARS[field.shape]


def create_table(kind: Kind) -> str:
    """Return the statement that creates the version table of ``kind``."""
    columns = [f"{quoted(name)} {sql_type}" for name, sql_type in SYSTEM_COLUMNS.items()]
    columns += [f"{quoted(field.name)} {column_type(field)}" for field in kind.fields]
    return f"CREATE TABLE {version_table(kind.code)} ({', '.join(columns)})"


def content_schema(kind: Kind, only: Collection[str] | None = None) -> str:
    """Return the structure that ``from_json`` reads the content of ``kind`` with, or the part named by ``only``."""
    return json.dumps(
        {field.name: _json_type(field) for field in kind.fields if only is None or field.name in only}
    )


def _json_type(field: Declared) -> Any:
    if field.shape == "rows":
        return [{each.name: _json_type(each) for each in field.children}]
    if field.shape == "codes":
        return ["VARCHAR"]
    return SCALARS[field.shape]


def model_hash() -> str:
    """Return the hash of everything the projection is derived from; another hash means: rebuild."""
    parts: dict[str, Any] = {
        kind.code: [create_table(kind), kind.version, view(kind)] for kind in KINDS.values()
    }
    return digest(canonical(parts | {"stage_tables": stage_tables.derivation()}))


def view(kind: Kind, *, scoped: bool = True) -> str:
    """Return the statement that creates the view of ``kind``: what the lens of the cursor allows.

    ``scoped`` views ask for the departments of the lens; the others serve lenses that see every department.
    """
    fields = ", ".join(_shown(field) for field in kind.fields)
    return (
        f"CREATE OR REPLACE VIEW {quoted(kind.code)} AS SELECT record_id AS id, version, revision, status,"
        f" recorded_at, actor, {fields} FROM {version_table(kind.code)}"
        " WHERE revision <= lens_revision()"
        " AND (until_revision IS NULL OR until_revision > lens_revision())"
        + (_scope(kind.code) if scoped else " AND lens_sees_all()")
        + (NARROWED if kind.code == "activity" else "")
    )


def official_view(kind: Kind) -> str:
    """Return the statement that creates the view of the official versions of ``kind``, with the columns of its view."""
    fields = ", ".join(_shown(field) for field in kind.fields)
    return (
        f"CREATE OR REPLACE VIEW {quoted(f'official_{kind.code}')} AS SELECT record_id AS id, version, revision,"
        f" status, recorded_at, actor, {fields} FROM {version_table(kind.code)}"
        f" WHERE revision IN (SELECT revision FROM official_record WHERE record_kind = '{kind.code}')"
    )


def _shown(field: Declared) -> str:
    name = quoted(field.name)
    if field.spec.personal:
        return f"CASE WHEN lens_masks() AND {name} IS NOT NULL THEN '•••' ELSE {name} END AS {name}"
    if field.name in IMPORTED:
        return f"CASE WHEN NOT lens_masks() THEN {name} END AS {name}"
    inner = [each for each in field.children if each.spec.personal]
    if inner:
        masks = ", ".join(f"{quoted(each.name)} := '•••'" for each in inner)
        masked = f"list_transform({name}, lambda r: struct_update(r, {masks}))"
        return f"CASE WHEN lens_masks() THEN {masked} ELSE {name} END AS {name}"
    return name


def _scope(kind: str) -> str:
    if kind in SCOPED:
        return " AND (lens_departments() IS NULL OR list_contains(lens_departments(), department))"
    if kind not in TIED:
        return ""
    field = next(each for each in KINDS[kind].fields if each.name == TIED[kind])
    above = [each for each in (*SCOPED, *TIED) if each in field.spec.link_kinds]
    prefixes = ", ".join(f"'{KINDS[each].prefix}'" for each in above)
    seen = " UNION ALL ".join(f"SELECT id FROM {quoted(each)}" for each in above)
    name = quoted(field.name)
    return (
        f" AND (lens_departments() IS NULL OR {name} IS NULL OR left({name}, 3) NOT IN ({prefixes})"
        f" OR {name} IN ({seen}))"
    )


LENS_MACROS = (
    (
        "CREATE OR REPLACE MACRO lens_revision() AS CASE WHEN getvariable('lens_revision') IS NULL"
        " THEN error('read without a lens') ELSE getvariable('lens_revision')::BIGINT END"
    ),
    (
        "CREATE OR REPLACE MACRO lens_day() AS CASE WHEN getvariable('lens_day') IS NULL"
        " THEN error('read without a lens') ELSE getvariable('lens_day')::DATE END"
    ),
    "CREATE OR REPLACE MACRO lens_departments() AS getvariable('lens_departments')::VARCHAR[]",
    (
        "CREATE OR REPLACE MACRO lens_sees_all() AS CASE WHEN getvariable('lens_departments') IS NULL THEN true"
        " ELSE error('a limited lens looks at whole views') END"
    ),
    "CREATE OR REPLACE MACRO lens_only() AS getvariable('lens_only')::VARCHAR[]",
    "CREATE OR REPLACE MACRO lens_masks() AS coalesce(getvariable('lens_masks'), true)",
)

_LIMITED = (*SCOPED, *TIED)
ENTRY_SCOPE = f"""
  AND (lens_departments() IS NULL OR NOT list_contains({list(_LIMITED)}, kind)
       OR record_id IN ({" UNION ALL ".join(f"SELECT id FROM {quoted(each)}" for each in _LIMITED)}))
"""


def entry_view(*, scoped: bool = True) -> str:
    """Return the statement that creates the view of the journal's entries; see :func:`view`."""
    return (
        "CREATE OR REPLACE VIEW entry AS SELECT revision, recorded_at, actor, command_id, reason, kind, record_id,"
        " record_version, operation, status, CASE WHEN lens_masks() THEN NULL ELSE content END AS content,"
        " content_hash, chain_hash FROM journal WHERE revision <= lens_revision()"
        + (ENTRY_SCOPE if scoped else " AND lens_sees_all()")
    )
