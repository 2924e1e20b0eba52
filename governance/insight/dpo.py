"""Officers and representatives: who serves which entity from when to when, and when nobody does."""

from __future__ import annotations

from datetime import date
from typing import Any

import pyarrow as pa

from governance.insight.accountability import Sentence
from governance.insight.filters import countries
from governance.register.reader import Reader

ROLES = ("gdpr_dpo", "deputy_dpo", "pipl_officer", "eu_representative", "pipl_representative")

_ORGANISED = (
    "LEFT JOIN organisation o ON o.id = {0}.organisation LEFT JOIN officer_role r ON r.role = {0}.role"
)
_ASSIGNMENTS = """
SELECT a.* FROM dpo_assignment a LEFT JOIN officer_role r ON r.role = a.role
ORDER BY a.organisation_name NULLS LAST, r.position, a.starts_on NULLS LAST, a.appointment
"""
_GAPS = f"""
SELECT g.organisation, o.name AS organisation_name, o.name_zh AS organisation_name_zh, g.role, g.gap_from, g.gap_until
FROM dpo_gap g {_ORGANISED.format("g")} ORDER BY organisation_name, r.position, g.gap_from
"""
_OVERLAPS = f"""
SELECT v.*, o.name AS organisation_name, o.name_zh AS organisation_name_zh
FROM dpo_overlap v {_ORGANISED.format("v")} ORDER BY organisation_name, r.position, v.overlap_from
"""
# Representatives: GDPR 27 asks entities under it but outside the EEA, PIPL 53 handlers outside China.
_NEEDS = """
SELECT organisation, name, name_zh, role, reason, filled FROM officer_need WHERE reason IS NOT NULL
UNION ALL
SELECT o.id, o.name, o.name_zh, n.role, n.reason,
       (o.id, n.role) IN (SELECT organisation, role FROM dpo_assignment WHERE state = 'in_force')
FROM organisation o JOIN (
    SELECT id, 'eu_representative' AS role,
           CASE WHEN country IS NULL THEN 'not_known' ELSE 'outside_eea' END AS reason
    FROM organisation
    WHERE list_contains(laws, 'gdpr') AND (country IS NULL OR NOT list_contains($eea, country))
    UNION ALL
    SELECT id, 'pipl_representative', 'outside_china' FROM organisation WHERE overseas_handler
) n ON n.id = o.id
WHERE o.status NOT IN ('void', 'retired')
ORDER BY name, role
"""


def assignments(reader: Reader) -> pa.Table:
    """Return every assignment of any time, one row an appointment and entity.

    Columns as in the view ``dpo_assignment``: organisation with names, role, law-facing holder (person or party, external
    or not), starts_on, ends_on, until (the day it really ended), instrument, publication, filings, state (in_force, left,
    ended, later, undated, nobody).
    """
    return reader.table(_ASSIGNMENTS)


def gaps(reader: Reader) -> pa.Table:
    """Return the times an entity had nobody after its first appointment; gap_until NULL: it lasts."""
    return reader.table(_GAPS)


def overlaps(reader: Reader) -> pa.Table:
    """Return the times an entity had two holders of one duty; overlap_until NULL: no end is set."""
    return reader.table(_OVERLAPS)


def needs(reader: Reader) -> pa.Table:
    """Return which entity needs which officer or representative, why (reason), and whether it has one on the day.

    The reason says how the need is decided: public_authority, designated, presumed, one_million, not_known,
    outside_eea or outside_china.
    """
    return reader.table(_NEEDS, eea=countries(reader.lens.effective_on)["eea"])


def timeline(reader: Reader, until: date | None = None) -> list[dict[str, Any]]:
    """Return the bars of the timeline: assignments, gaps and overlaps with a first and a last day each.

    Bars have organisation (with names), role, what (assignment, gap, overlap), starts_on, ends_on (open ends reach
    ``until``, default the day asked for), open, holder names, external, deputy, state and appointment.
    """
    end = until or reader.lens.effective_on
    bars = [_assigned(row, end) for row in assignments(reader).to_pylist() if row["starts_on"]]
    bars += [_between(row, "gap", end) for row in gaps(reader).to_pylist()]
    bars += [_between(row, "overlap", end) for row in overlaps(reader).to_pylist()]
    return bars


def _assigned(row: dict[str, Any], end: date) -> dict[str, Any]:
    names = (
        "organisation",
        "organisation_name",
        "organisation_name_zh",
        "role",
        "holder_name",
        "holder_name_zh",
    )
    kept = {name: row[name] for name in (*names, "external", "deputy", "state", "appointment", "starts_on")}
    last = row["until"] or max(end, row["starts_on"])
    return {**kept, "what": "assignment", "ends_on": last, "open": row["until"] is None}


def _between(row: dict[str, Any], what: str, end: date) -> dict[str, Any]:
    last = row[f"{what}_until"]
    names = ("organisation", "organisation_name", "organisation_name_zh", "role")
    return {
        **{name: row[name] for name in names},
        "holder_name": None,
        "holder_name_zh": None,
        "external": False,
        "deputy": False,
        "state": what,
        "appointment": row.get("first_appointment"),
        "what": what,
        "starts_on": row[f"{what}_from"],
        "ends_on": last or max(end, row[f"{what}_from"]),
        "open": last is None,
    }


def verdict(reader: Reader) -> Sentence:
    """Return the sentence above the timeline: which entities have nobody where somebody is needed."""
    rows = needs(reader).to_pylist()
    if not rows:
        return Sentence("dpo.verdict.no_data", {})
    missing = [{**row, "id": row["organisation"]} for row in rows if not row["filled"]]
    if not missing:
        return Sentence("dpo.verdict.fine", {"needed": len(rows)})
    named = tuple({row["id"]: row for row in missing}.values())
    return Sentence("dpo.verdict.missing", {"missing": len(missing), "needed": len(rows)}, named)
