"""Whose a record is: the departments it names, or those of the records it is about; who may read it follows.

What belongs to no department is the organisation's and read by everybody: its directory (entities, departments, posts,
people, appointments), its policies, measures, commitments, courses and sources.
"""

from __future__ import annotations

from typing import Any

SCOPED = ("activity", "request", "incident")  # seen with the right to their department only
# kind -> the field that names the record it is about; in this order a view only needs views before it
TIED = {
    "risk": "activity",
    "waiver": "record",
    "opinion": "subject",
    "approval": "record",
    "attestation": "record",
}
# kind -> where its department stands: a field of its own, else the post that owns it. What names none is shared, and
# whoever sees a record sees what it uses.
HOMED = {
    "system": ("department", "owner"),
    "party": ("owner",),
    "consent": ("owner",),
    "notice": ("owner",),
    "evidence": ("owner",),
}
ABOUT = {
    "assessment": "activities",
    "action": "records",
}  # kind -> the records it is about, of which one suffices
LIMITED = (*SCOPED, *HOMED, *ABOUT, *TIED)
# What the right to see a record depends on, besides the record itself.
DEPENDS = (*SCOPED, *HOMED, *ABOUT, "risk", "post", "appointment", "organisation", "training")


def parent(kind: str, content: dict[str, Any]) -> str | None:
    """Return the record that a record of ``kind`` is about, or None."""
    found = content.get(TIED.get(kind, ""))
    return found if isinstance(found, str) else None


def order(kind: str) -> int:
    """Return the place of a kind among the views: those others are seen through come first."""
    return 1 + list(TIED).index(kind) if kind in TIED else 0
