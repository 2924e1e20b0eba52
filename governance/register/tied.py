"""Records about another record: which field says so, and who may see them with it."""

from __future__ import annotations

from typing import Any

# kind -> the field that names the record it is about; in this order a view only needs views before it
TIED = {
    "risk": "activity",
    "waiver": "record",
    "opinion": "subject",
    "approval": "record",
    "attestation": "record",
}
SCOPED = ("activity", "request", "incident")  # kinds seen with the right to their department only


def parent(kind: str, content: dict[str, Any]) -> str | None:
    """Return the record that a record of ``kind`` is about, or None."""
    found = content.get(TIED.get(kind, ""))
    return found if isinstance(found, str) else None


def order(kind: str) -> int:
    """Return the place of a kind among the views: those others are seen through come first."""
    return 0 if kind in SCOPED else 1 + list(TIED).index(kind) if kind in TIED else 99
