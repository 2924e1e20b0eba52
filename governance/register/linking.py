"""What points to what: every link of every kind, and what each record is called, as two views."""

from __future__ import annotations

from governance.model.fields import Declared
from governance.model.kinds import KINDS
from governance.register.schema import quoted


def title_view() -> str:
    """Return the view ``title`` (id, kind, name, name_zh, status, version) over every kind of record."""
    parts = [
        f"SELECT id, '{code}' AS kind, name, name_zh, status, version, revision FROM {quoted(code)}"
        for code in KINDS
    ]
    return "CREATE OR REPLACE VIEW title AS " + " UNION ALL ".join(parts)


def reference_view() -> str:
    """Return the view ``reference`` (kind, id, field, target): one row a link between live records."""
    parts = [
        f"SELECT '{kind.code}' AS kind, id, '{path}' AS field, {target} AS target FROM {source}"
        for kind in KINDS.values()
        for path, target, source in _links(kind.fields, f"{quoted(kind.code)} r", "r", "")
    ]
    inner = " UNION ALL ".join(parts)
    return f"CREATE OR REPLACE VIEW reference AS SELECT * FROM ({inner}) WHERE target IS NOT NULL"


def _links(fields: tuple[Declared, ...], source: str, row: str, prefix: str) -> list[tuple[str, str, str]]:
    found: list[tuple[str, str, str]] = []
    for each in fields:
        path, column = f"{prefix}{each.name}", f"{row}.{quoted(each.name)}"
        if each.shape == "rows":
            alias = f"n{len(prefix.split('/'))}"
            nested = f"{source}, unnest({column}) {alias}({quoted(alias + 'r')})"
            found += _links(each.children, nested, f"{alias}.{quoted(alias + 'r')}", f"{path}/")
        elif each.spec.links and each.shape == "codes":
            found.append((path, "l.t", f"{source}, unnest({column}) l(t)"))
        elif each.spec.links:
            found.append((path, column, source))
    return found
