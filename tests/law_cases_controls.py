"""Cases of evidence, risks, actions, commitments and waivers."""

from __future__ import annotations

from typing import Any

from tests.law_world import (
    CHIEF,
    HELD,
    HOLDER,
    LATER,
    LEFT,
    LEGAL,
    OFFICER,
    OLD_RULES,
    PROOF,
    RULES,
    SPONSOR,
    UNDATED,
    VACANT,
    Case,
    Cases,
    uses,
)


def proven_by(*pieces: str) -> dict[str, Any]:
    """Return a stage with one planned measure and its evidence."""
    row = {"key": "m", "measure": "MEA-00001", "state": "planned", "evidence": list(pieces)}
    return {"key": "use", "stage": "use", "measures": [row]}


PIECES = (
    Case({"issued_on": "2026-01-01", "expires_on": "2026-06-14", "owner": HELD},
         {"used": True, "issued_known": True, "expiry_answered": True, "expired": True, "department": LEGAL},
         (uses(stages=[proven_by(PROOF, "@")]),)),
    Case({"expires_on": "2026-06-15"},
         {"used": False, "issued_known": False, "expiry_answered": True, "expired": False, "department": None},
         (uses(stages=[proven_by("@")], ends_on="2026-06-15"),)),
    Case({"stated": {"expires_on": "none"}}, {"expiry_answered": True, "expired": False}),
    Case({"stated": {"expires_on": "unknown"}}, {"expiry_answered": False, "expired": None}),
    Case({}, {"expiry_answered": False, "expired": None}),
    Case({}, None, retired=True),
)  # fmt: skip

SCORED = {"likelihood_before": 5, "impact_before": 5, "likelihood_after": 3, "impact_after": 5}
RISKS = (
    Case({**SCORED, "owner": HELD, "treatment": "reduce", "due_on": "2026-06-14"},
         {"open": True, "scored": True, "high": True, "owner": True, "treated": True, "overdue": True, "accepted": False,
          "acceptance_reason": False, "department": LEGAL}),
    Case({**SCORED, "impact_after": 4, "owner": LEFT, "due_on": "2026-06-15", "activity": "ACT-00951"},
         {"high": False, "owner": False, "treated": False, "overdue": False, "accepted": False, "department": "DEP-00951"},
         (("department", {"id": "DEP-00951"}), uses(id="ACT-00951", department="DEP-00951"))),
    Case({"accepted_on": "2026-06-15", "acceptance": "Cost", "due_on": "2026-06-14"},
         {"open": True, "scored": False, "high": None, "overdue": False, "accepted": True, "acceptance_reason": True}),
    Case({**SCORED, "closed_on": "2026-06-15", "due_on": "2026-06-14"}, {"open": False, "high": False, "overdue": False}),
    Case({"accepted_on": "2026-06-16"}, {"open": True, "overdue": None, "accepted": False, "department": None}),
    Case({}, None, retired=True),
)  # fmt: skip

ACTIONS = (
    Case({"done_on": "2026-06-15", "evidence": [UNDATED, PROOF], "due_on": "2026-06-01", "owner": HELD},
         {"done": True, "proven": True, "overdue": False, "owner": True, "department": LEGAL}),
    Case({"done_on": "2026-06-16", "evidence": [LATER], "due_on": "2026-06-14", "owner": VACANT, "department": LEGAL},
         {"done": False, "proven": False, "overdue": True, "owner": False, "department": LEGAL}),
    Case({"done_on": "2026-06-15", "evidence": [UNDATED], "due_on": "2026-06-15"},
         {"proven": None, "overdue": False, "owner": False, "department": None}),
    Case({"done_on": "2026-06-15", "due_on": "2026-06-14"}, {"done": True, "proven": False, "overdue": True}),
    Case({}, {"done": False, "overdue": None}),
    Case({}, None, retired=True),
)  # fmt: skip

COMMITMENTS = (
    Case({"sponsor": HELD, "objectives": [{"name": "One", "policies": [OLD_RULES, RULES]}]},
         {"sponsor": True, "objectives": 1, "carried_out": True, "department": LEGAL}),
    Case({"sponsor": VACANT, "objectives": [{"name": "One", "policies": [RULES]}, {"name": "Two", "policies": [OLD_RULES]}]},
         {"sponsor": False, "objectives": 2, "carried_out": False, "department": None}),
    Case({}, {"sponsor": False, "objectives": 0, "carried_out": False}),
    Case({"objectives": [{"name": "One"}]}, {"carried_out": False}),
    Case({}, None, retired=True),
)  # fmt: skip


def opinion(number: int, **content: Any) -> tuple[str, dict[str, Any]]:
    """Return an opinion of a known number."""
    return ("opinion", {"id": f"OPI-009{number:02}", **content})


WAIVERS = (
    Case({"reason": "Sunset", "opinion": "OPI-00901", "approver": SPONSOR, "accepted_by": CHIEF, "accepted_on": "2026-05-31",
          "ends_on": "2026-06-15"},
         {"reason": True, "opinion": True, "approver": True, "ends": True, "ended": True, "department": None},
         (opinion(1, post=OFFICER, given_on="2026-05-31"),)),
    Case({"opinion": "OPI-00902", "approver": SPONSOR, "accepted_on": "2026-06-01", "ends_on": "2026-06-16"},
         {"reason": False, "opinion": False, "approver": False, "ends": True, "ended": False},
         (opinion(2, post=OFFICER, given_on="2026-06-02"),)),
    Case({"opinion": "OPI-00903", "approver": SPONSOR, "accepted_by": HOLDER, "accepted_on": "2026-05-01"},
         {"opinion": None, "approver": False, "ends": False, "ended": None}, (opinion(3, given_on="2026-05-01"),)),
    Case({"opinion": "OPI-00904", "approver": HELD, "accepted_on": "2026-05-01"},
         {"opinion": None, "approver": False, "department": LEGAL}, (opinion(4, post=OFFICER),)),
    Case({"opinion": "OPI-00905", "approver": SPONSOR, "accepted_on": "2026-06-16"},
         {"opinion": False, "approver": False}, (opinion(5, post=SPONSOR, given_on="2026-06-15"),)),
    Case({"approver": SPONSOR}, {"opinion": False, "approver": False}),
    Case({}, None, retired=True),
)  # fmt: skip
CASES: Cases = {
    "evidence": PIECES,
    "risk": RISKS,
    "action": ACTIONS,
    "commitment": COMMITMENTS,
    "waiver": WAIVERS,
}
