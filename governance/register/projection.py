"""The typed tables built from the journal: applied entry by entry, thrown away and rebuilt when the model changes."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa

from governance.journal.chain import Entry
from governance.model.canonical import canonical, digest
from governance.model.kinds import KINDS, Kind
from governance.model.upcast import upcast
from governance.register import assessed, attestable, linking, schema, stage_tables, vocabulary_views
from governance.register.lens import Lens, set_lens
from governance.register.tied import order
from governance.register.workflow_table import table

Progress = Callable[[int, int], None]
VIEWS = Path(__file__).parent / "views"
CHUNK = 20_000
# what commands ask while a whole register is built: rights, who holds which post, what was said of a record
ASKED_BY_COMMANDS = (
    "grant", "person", "settings", "organisation", "department", "post", "appointment", "party", "opinion", "waiver",
)  # fmt: skip
STATELESS = "refuse"  # entries that record an attempt and are no version of the record

_HEAD = """
CREATE TABLE record_head (
    record_id VARCHAR PRIMARY KEY, kind VARCHAR, version INTEGER, revision BIGINT, status VARCHAR
);
CREATE TABLE command (command_id VARCHAR PRIMARY KEY, first_revision BIGINT, last_revision BIGINT);
CREATE TABLE projection_state (model_hash VARCHAR);
"""


def is_current(cursor: duckdb.DuckDBPyConnection) -> bool:
    """Tell whether the projection was built from this model and the whole journal."""
    exists = cursor.execute(
        "SELECT count(*) FROM duckdb_tables() WHERE table_name = 'projection_state'"
    ).fetchone()
    if not exists or not exists[0]:
        return False
    state = cursor.execute("SELECT model_hash FROM projection_state").fetchone()
    reached = cursor.execute(
        "SELECT (SELECT max(last_revision) FROM command) IS NOT DISTINCT FROM (SELECT max(revision) FROM journal)"
    ).fetchone()
    return state == (schema.model_hash(),) and reached == (True,)


def rebuild(cursor: duckdb.DuckDBPyConnection, progress: Progress | None = None) -> None:
    """Build every table anew from the journal, in one transaction; ``progress(done, total)`` is called between."""
    cursor.execute("USE main")  # a read before may have left the views of another lens
    cursor.execute("BEGIN")
    try:
        _drop(cursor)
        cursor.execute(_HEAD)
        for kind in KINDS.values():
            cursor.execute(schema.create_table(kind))
        stage_tables.create(cursor)
        _spans(cursor)
        _fill(cursor, progress)
        stage_tables.fill(cursor)
        _index(cursor)
        cursor.execute("COMMIT")
    except BaseException:
        cursor.execute("ROLLBACK")
        raise


def create_views(cursor: duckdb.DuckDBPyConnection) -> None:
    """Create the lens, a view a kind, the views of the ``views`` folder by name, and the official versions.

    Each stands twice: in ``main`` it asks for the departments of the lens, in ``whole`` it does not, because asking is
    most of the planning (decision 0034).
    They stay in the file, so an opening that finds the very same ones leaves them: planning them all takes longer
    than everything else it does.
    """
    statements = {name: _views(scoped=scoped) for name, scoped in schema.SCHEMAS.items()}
    mark = digest(canonical([duckdb.__version__, schema.model_hash(), schema.LENS_MACROS, statements]))
    known = cursor.execute("SELECT count(*) FROM duckdb_views() WHERE view_name = 'view_mark'").fetchone()
    if known and known[0] and cursor.execute("SELECT mark FROM view_mark").fetchone() == (mark,):
        return
    _drop_views(cursor)
    for name in schema.SCHEMAS:
        cursor.execute(f"CREATE SCHEMA IF NOT EXISTS {name}")
    set_lens(cursor, Lens(0, date.min))  # the types of what it holds are those of the views
    cursor.execute("USE main")
    for statement in schema.LENS_MACROS:
        cursor.execute(statement)
    for name, views in statements.items():
        cursor.execute(f"USE {name}")
        for statement in views:
            cursor.execute(statement)
    cursor.execute("USE main")
    cursor.execute(f"CREATE OR REPLACE VIEW view_mark AS SELECT '{mark}' AS mark")


def _drop_views(cursor: duckdb.DuckDBPyConnection) -> None:
    found = cursor.execute("SELECT schema_name, view_name FROM duckdb_views() WHERE NOT internal").fetchall()
    for place, name in found:
        cursor.execute(f"DROP VIEW IF EXISTS {schema.quoted(place)}.{schema.quoted(name)}")


def _views(*, scoped: bool) -> list[str]:
    return [
        *(
            schema.view(kind, scoped=scoped)
            for kind in sorted(KINDS.values(), key=lambda kind: order(kind.code))
        ),
        schema.live_version_view(scoped=scoped),
        schema.entry_view(scoped=scoped),
        schema.SEEN_VIEW,
        linking.title_view(),
        *vocabulary_views.views(),
        assessed.view(),
        attestable.view(),
        *(file.read_text("utf-8") for file in sorted(VIEWS.glob("*.sql"))),
        *(schema.official_view(KINDS[code]) for code in table().reviewed),
    ]


def _drop(cursor: duckdb.DuckDBPyConnection) -> None:
    """Drop every table; views go by name and stay, to be made anew when the model or one of them differs."""
    found = cursor.execute(
        "SELECT table_name FROM duckdb_tables() WHERE table_name LIKE '%\\_version' ESCAPE '\\'"
        " OR list_contains(?, table_name)",
        [["record_head", "command", "projection_state", "span", *stage_tables.TABLES]],
    ).fetchall()
    for (name,) in found:
        cursor.execute(f"DROP TABLE IF EXISTS {schema.quoted(name)}")


def _spans(cursor: duckdb.DuckDBPyConnection) -> None:
    cursor.execute(
        "CREATE TEMP TABLE span AS SELECT revision, kind, model_version,"
        " lead(revision) OVER (PARTITION BY record_id ORDER BY revision) AS until_revision"
        f" FROM journal WHERE operation <> '{STATELESS}'"
    )


def _fill(cursor: duckdb.DuckDBPyConnection, progress: Progress | None) -> None:
    row = cursor.execute("SELECT coalesce(max(revision), 0) FROM journal").fetchone()
    last = row[0] if row else 0
    for start in range(0, last, CHUNK):
        end = min(start + CHUNK, last)
        present = cursor.execute(
            "SELECT DISTINCT kind FROM span WHERE revision > ? AND revision <= ?", [start, end]
        ).fetchall()
        for (code,) in present:
            _fill_kind(cursor, KINDS[code], start, end)
        if progress:
            progress(end, last)


def _fill_kind(cursor: duckdb.DuckDBPyConnection, kind: Kind, start: int, end: int) -> None:
    cursor.execute(
        f"INSERT INTO {schema.version_table(kind.code)}"
        " SELECT record_id, record_version, j.revision, until_revision, status, recorded_at, actor,"
        " unnest(from_json(content, ?)) FROM journal j JOIN span USING (revision)"
        " WHERE j.revision > ? AND j.revision <= ? AND j.kind = ? AND j.model_version = ?"
        " AND content IS NOT NULL",
        [schema.content_schema(kind), start, end, kind.code, kind.version],
    )
    if kind.version > 1:
        _fill_older(cursor, kind, start, end)


def _fill_older(cursor: duckdb.DuckDBPyConnection, kind: Kind, start: int, end: int) -> None:
    rows = cursor.execute(
        "SELECT revision, model_version, content FROM journal WHERE revision > ? AND revision <= ?"
        " AND kind = ? AND model_version < ? AND content IS NOT NULL",
        [start, end, kind.code, kind.version],
    ).fetchall()
    if not rows:
        return
    lifted = [canonical(upcast(kind.code, version, json.loads(content))) for _, version, content in rows]
    cursor.register("lifted", pa.table({"revision": [row[0] for row in rows], "content": lifted}))
    try:
        cursor.execute(
            f"INSERT INTO {schema.version_table(kind.code)}"
            " SELECT record_id, record_version, j.revision, until_revision, status, recorded_at, actor,"
            " unnest(from_json(lifted.content, ?)) FROM journal j JOIN span USING (revision)"
            " JOIN lifted USING (revision)",
            [schema.content_schema(kind)],
        )
    finally:
        cursor.unregister("lifted")


def _index(cursor: duckdb.DuckDBPyConnection) -> None:
    cursor.execute(
        "INSERT INTO record_head SELECT record_id, kind, record_version, revision, status FROM journal"
        f" WHERE operation <> '{STATELESS}'"
        " QUALIFY row_number() OVER (PARTITION BY record_id ORDER BY revision DESC) = 1"
    )
    cursor.execute(
        "INSERT INTO command SELECT command_id, min(revision), max(revision) FROM journal GROUP BY command_id"
    )
    cursor.execute("DROP TABLE span")
    cursor.execute("INSERT INTO projection_state VALUES (?)", [schema.model_hash()])


def outdate(cursor: duckdb.DuckDBPyConnection) -> None:
    """Say that the tables are no longer those of the journal: an opening that finds it so rebuilds them."""
    cursor.execute("DELETE FROM projection_state")


def apply(
    cursor: duckdb.DuckDBPyConnection,
    entries: Sequence[Entry],
    replaced: Mapping[str, int],
    *,
    building: bool = False,
) -> None:
    """Bring the tables up to ``entries``, just appended by the same command in the same transaction.

    ``replaced`` gives, for each record that was there before, the revision of its newest version. While
    ``building`` only what later commands ask for is kept up; say ``outdate`` before, and rebuild the
    tables afterwards.
    """
    if not entries:
        return
    first, last = entries[0].revision, entries[-1].revision
    lasting = [entry for entry in entries if entry.operation != STATELESS]
    for code in dict.fromkeys(entry.kind for entry in lasting):
        if building and code not in ASKED_BY_COMMANDS:
            continue
        of_kind = [entry for entry in lasting if entry.kind == code]
        _close_versions(cursor, code, of_kind, replaced)
        _open_versions(cursor, KINDS[code], of_kind, first, last)
        if code == "activity":
            stage_tables.write(cursor, of_kind)
    _raise_heads(cursor, lasting)
    cursor.execute("INSERT INTO command VALUES (?, ?, ?)", [entries[0].command_id, first, last])


def _close_versions(
    cursor: duckdb.DuckDBPyConnection, code: str, entries: Sequence[Entry], replaced: Mapping[str, int]
) -> None:
    table = schema.version_table(code)
    older = [entry for entry in entries if entry.record_version > 1]
    redacted = [entry.record_id for entry in entries if entry.operation == "redact"]
    if redacted:
        if code == "activity":
            stage_tables.forget(cursor, redacted)
        cursor.execute(f"DELETE FROM {table} WHERE list_contains(?, record_id)", [redacted])
    first = {entry.record_id: entry.revision for entry in reversed(older) if entry.record_id in replaced}
    if len(first) == 1:
        ((record_id, revision),) = first.items()
        cursor.execute(
            f"UPDATE {table} SET until_revision = ? WHERE revision = ?", [revision, replaced[record_id]]
        )
    elif first:
        cursor.execute(
            f"UPDATE {table} SET until_revision = closing.until FROM (SELECT unnest(?) AS revision,"
            f" unnest(?) AS until) closing WHERE {table}.revision = closing.revision",
            [[replaced[record_id] for record_id in first], list(first.values())],
        )


def _open_versions(
    cursor: duckdb.DuckDBPyConnection, kind: Kind, entries: Sequence[Entry], first: int, last: int
) -> None:
    """Insert the new versions, naming only fields that hold something: binding all of them costs twice the time."""
    present = {name for entry in entries for name in json.loads(entry.content or "{}")}
    names = [schema.quoted(each.name) for each in kind.fields if each.name in present]
    into = (
        f"INSERT INTO {schema.version_table(kind.code)} (record_id, version, revision, until_revision, status,"
        f" recorded_at, actor, {', '.join(names)}) SELECT "
    )
    values = ", ".join(f"c.{name}" for name in names)
    structure = schema.content_schema(kind, present)
    if len(entries) == 1:
        one = entries[0]
        head = [one.record_id, one.record_version, one.revision, one.status, one.recorded_at, one.actor]
        cursor.execute(
            f"{into} ?, ?, ?, NULL, ?, ?, ?, {values} FROM (SELECT from_json(?, ?) AS c)",
            [*head, one.content, structure],
        )
        return
    cursor.execute(
        f"{into} record_id, record_version, revision, until_revision, status, recorded_at, actor, {values}"
        " FROM (SELECT *, lead(revision) OVER (PARTITION BY record_id ORDER BY revision) AS until_revision,"
        " from_json(content, ?) AS c FROM journal WHERE revision >= ? AND revision <= ? AND kind = ?"
        f" AND operation <> '{STATELESS}')",
        [structure, first, last, kind.code],
    )


def _raise_heads(cursor: duckdb.DuckDBPyConnection, entries: Sequence[Entry]) -> None:
    newest = {entry.record_id: entry for entry in entries}
    created = {entry.record_id for entry in entries if entry.record_version == 1}
    new = [entry for entry in newest.values() if entry.record_id in created]
    older = [entry for entry in newest.values() if entry.record_id not in created]
    if new:
        columns = ["record_id", "kind", "record_version", "revision", "status"]
        cursor.execute(
            "INSERT INTO record_head SELECT " + ", ".join("unnest(?)" for _ in columns),
            [[getattr(entry, name) for entry in new] for name in columns],
        )
    if len(older) == 1:  # the index finds one record quicker than a join does
        (one,) = older
        cursor.execute(
            "UPDATE record_head SET version = ?, revision = ?, status = ? WHERE record_id = ?",
            [one.record_version, one.revision, one.status, one.record_id],
        )
    elif older:
        columns = ["record_version", "revision", "status", "record_id"]
        cursor.execute(
            "UPDATE record_head SET version = n.version, revision = n.revision, status = n.status"
            " FROM (SELECT unnest(?) AS version, unnest(?) AS revision, unnest(?) AS status,"
            " unnest(?) AS record_id) n WHERE record_head.record_id = n.record_id",
            [[getattr(entry, name) for entry in older] for name in columns],
        )
