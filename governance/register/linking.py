"""What each record of every kind is called, as one view."""

from __future__ import annotations

from governance.model.kinds import KINDS
from governance.register.schema import quoted


def title_view() -> str:
    """Return the view ``title`` (id, kind, name, name_zh, status, version) over every kind of record."""
    parts = [
        f"SELECT id, '{code}' AS kind, name, name_zh, status, version, revision FROM {quoted(code)}"
        for code in KINDS
    ]
    return "CREATE OR REPLACE VIEW title AS " + " UNION ALL ".join(parts)
