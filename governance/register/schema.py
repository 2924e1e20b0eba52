"""From the declarations of a kind to its columns, and from its journal content to those columns."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from governance.model.canonical import canonical, digest
from governance.model.fields import Declared
from governance.model.kinds import KINDS, Kind
from governance.register import stage_tables
from governance.register.memory import MEMORY
from governance.register.tied import LIMITED

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

LIMITED_KINDS = (*LIMITED, "grant")  # a grant is seen by the departments it reaches into
SEEN = (
    f"(SELECT record_id FROM {MEMORY}.seen_record WHERE state = lens_state()"
    " AND (department IS NULL OR list_contains(lens_departments(), department)))"
)
SCHEMAS = {
    "main": True,
    "whole": False,
}  # the views of limited lenses, and of those that see every department
NARROWED = " AND (lens_only() IS NULL OR list_contains(lens_only(), record_id))"
IMPORTED = ("kept", "origins")  # text as it came, which may hold contact details


# Contact details of colleagues are for their own departments; names are for everybody.
PERSON_MASKED = (
    "lens_departments() IS NOT NULL AND record_id NOT IN (SELECT record_id FROM person_version"
    " WHERE until_revision IS NULL AND (department IS NULL OR list_contains(lens_departments(), department)))"
)


MASKS_PERSON = (
    "lens_masks() OR lens_departments() IS NOT NULL AND department IS NOT NULL"
    " AND NOT list_contains(lens_departments(), department)"
)


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
    fields = ", ".join(_shown(kind.code, field) for field in kind.fields)
    return (
        f"CREATE OR REPLACE VIEW {quoted(kind.code)} AS SELECT record_id AS id, version, revision, status,"
        f" recorded_at, actor, {fields} FROM {version_table(kind.code)}"
        + (f"{_current('lens_revision()')}{_scope(kind.code)}" if scoped else _current("lens_whole()"))
        + (NARROWED if kind.code == "activity" else "")
    )


def live_version_view(*, scoped: bool = True) -> str:
    """Return the statement that creates the view of the versions of live activities: id and revision, no more.

    The view of activities would say the same; but every figure joins this one, and a view is planned column by column.
    """
    return (
        "CREATE OR REPLACE VIEW live_version AS SELECT record_id AS id, revision FROM activity_version"
        + (f"{_current('lens_revision()')}{_scope('activity')}" if scoped else _current("lens_whole()"))
        + f"{NARROWED} AND is_live(status, starts_on, ends_on)"
    )


def _current(revision: str) -> str:
    """Return the condition on the version of a record that stands at ``revision``."""
    return f" WHERE revision <= {revision} AND (until_revision IS NULL OR until_revision > {revision})"


def official_view(kind: Kind) -> str:
    """Return the statement that creates the view of the official versions of ``kind``, with the columns of its view."""
    fields = ", ".join(_shown(kind.code, field) for field in kind.fields)
    return (
        f"CREATE OR REPLACE VIEW {quoted(f'official_{kind.code}')} AS SELECT record_id AS id, version, revision,"
        f" status, recorded_at, actor, {fields} FROM {version_table(kind.code)}"
        f" WHERE revision IN (SELECT revision FROM official_record WHERE record_kind = '{kind.code}')"
    )


def _shown(kind: str, field: Declared) -> str:
    name = quoted(field.name)
    if field.spec.personal:
        masks = f"({MASKS_PERSON})" if kind == "person" else "lens_masks()"
        return f"CASE WHEN {masks} AND {name} IS NOT NULL THEN '•••' ELSE {name} END AS {name}"
    if field.name in IMPORTED:
        return f"CASE WHEN NOT lens_masks() THEN {name} END AS {name}"
    inner = [each for each in field.children if each.spec.personal]
    if inner:
        masks = ", ".join(f"{quoted(each.name)} := '•••'" for each in inner)
        masked = f"list_transform({name}, lambda r: struct_update(r, {masks}))"
        return f"CASE WHEN lens_masks() THEN {masked} ELSE {name} END AS {name}"
    return name


def _scope(kind: str) -> str:
    """Return when somebody limited to departments sees a record of ``kind``; empty for what everybody sees."""
    return f" AND record_id IN {SEEN}" if kind in LIMITED_KINDS else ""


# The variable is read as it stands, without a cast: every view of a statement holds these, and planning them is most of
# what a small read costs. Views are made, and read, with a lens set.
LENS_MACROS = (
    "CREATE OR REPLACE MACRO lens_revision() AS getvariable('lens').revision",
    "CREATE OR REPLACE MACRO lens_day() AS getvariable('lens').day",
    "CREATE OR REPLACE MACRO lens_departments() AS getvariable('lens').departments",
    "CREATE OR REPLACE MACRO lens_state() AS getvariable('lens').state",
    "CREATE OR REPLACE MACRO lens_only() AS getvariable('lens')['only']",
    "CREATE OR REPLACE MACRO lens_masks() AS getvariable('lens').masks",
    (
        "CREATE OR REPLACE MACRO is_live(status, starts_on, ends_on) AS status NOT IN ('void', 'retired')"
        " AND (starts_on IS NULL OR starts_on <= lens_day()) AND (ends_on IS NULL OR lens_day() < ends_on)"
    ),
    # What a lens without a limit may see; a limited one has none of it.
    "CREATE OR REPLACE MACRO lens_whole() AS coalesce(getvariable('lens').whole, error('a limited lens looks at whole views'))",
)

ENTRY_SCOPE = f" AND (NOT list_contains({list(LIMITED_KINDS)}, kind) OR record_id IN {SEEN})"


SEEN_VIEW = (
    f"CREATE OR REPLACE VIEW seen_id AS SELECT record_id FROM {SEEN}"  # nothing for a lens without a limit
)


def entry_view(*, scoped: bool = True) -> str:
    """Return the statement that creates the view of the journal's entries; see :func:`view`."""
    masked = f"lens_masks() OR kind = 'person' AND {PERSON_MASKED}" if scoped else "lens_masks()"
    return (
        "CREATE OR REPLACE VIEW entry AS SELECT revision, recorded_at, actor, command_id, reason, kind, record_id,"
        f" record_version, operation, status, CASE WHEN {masked} THEN NULL ELSE content END AS content,"
        " content_hash, chain_hash FROM journal WHERE revision <= "
        + (f"lens_revision(){ENTRY_SCOPE}" if scoped else "lens_whole()")
    )
