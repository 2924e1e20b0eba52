"""A content as its kind allows it: shape, terms, rows and stated answers."""

from __future__ import annotations

from typing import Any

from governance.errors import InvalidRecord
from governance.model import check
from governance.model.kinds import content_of, parse


def valid(kind: str, content: dict[str, Any], record_id: str | None) -> dict[str, Any]:
    """Return ``content`` without what holds nothing, or raise InvalidRecord with every problem."""
    checked = content_of(parse(kind, content, record_id))
    problems = check.problems(kind, checked)
    if problems:
        raise InvalidRecord(kind, problems, record_id)
    return checked
