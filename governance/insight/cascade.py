"""From commitment to proof: commitment, objective, policy, stage, activity, department, person, evidence, both ways.

What joins them are cells, an activity at a stage that takes place. A policy in force reaches a cell when the activity
names it there or it covers stage and department; the accountable holder answers for the cell, evidence proves a measure
in place in it. Choosing at any step leaves at all others only what hangs together with it through the same cells.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from governance.register.reader import Reader

STEPS = ("commitment", "objective", "policy", "stage", "activity", "department", "person", "evidence")
ABOVE = STEPS[:3]
BELOW = STEPS[3:]

_BASE = """
WITH cells AS MATERIALIZED (
    SELECT cell, activity, stage, position, department FROM stage_cell WHERE state <> 'not_applicable'
), in_force AS MATERIALIZED (
    SELECT id FROM policy_in_force
), reach AS MATERIALIZED (
    SELECT l.cell, l.target AS policy FROM activity_link l JOIN cells c ON c.cell = l.cell
    WHERE l.what = 'policy' AND l.target IN (SELECT id FROM in_force)
    UNION
    SELECT c.cell, p.policy FROM cells c
    JOIN policy_cover p ON p.department = coalesce(c.department, '') AND p.stage = c.stage
), answers AS MATERIALIZED (
    SELECT DISTINCT cell, holder AS person FROM cell_role
    WHERE letter = 'accountable' AND state = 'held' AND cell IN (SELECT cell FROM cells)
), proofs AS MATERIALIZED (
    SELECT DISTINCT cell, evidence FROM stage_proof
    WHERE evidence IS NOT NULL AND cell IN (SELECT cell FROM cells)
), objectives AS (
    SELECT id AS commitment, unnest(objectives) AS o FROM commitment WHERE status NOT IN ('void', 'retired')
), stated AS MATERIALIZED (
    SELECT commitment, commitment || '/' || o.key AS objective, o.name AS name, o.name_zh AS name_zh,
           coalesce(o.policies, []) AS policies FROM objectives
), lines AS MATERIALIZED (
    SELECT commitment, objective, unnest(policies) AS policy FROM stated
), carried AS MATERIALIZED (
    SELECT DISTINCT commitment, objective FROM lines WHERE policy IN (SELECT policy FROM reach)
), scope AS MATERIALIZED (
    SELECT s.commitment, s.objective, l.policy FROM stated s LEFT JOIN lines l ON l.objective = s.objective
    WHERE ($commitment IS NULL OR s.commitment = $commitment) AND ($objective IS NULL OR s.objective = $objective)
      AND ($policy IS NULL OR l.policy = $policy)
), asked AS MATERIALIZED (
    SELECT id AS policy FROM policy
    WHERE status NOT IN ('void', 'retired') AND ($policy IS NULL OR id = $policy)
      AND ($commitment IS NULL AND $objective IS NULL OR id IN (SELECT policy FROM scope))
), below AS MATERIALIZED (
    SELECT * FROM cells
    WHERE ($stage IS NULL OR stage = $stage) AND ($activity IS NULL OR activity = $activity)
      AND ($department IS NULL OR department = $department)
      AND ($person IS NULL OR cell IN (SELECT cell FROM answers WHERE person = $person))
      AND ($evidence IS NULL OR cell IN (SELECT cell FROM proofs WHERE evidence = $evidence))
), reached AS MATERIALIZED (
    SELECT r.policy, b.cell, b.activity FROM reach r JOIN below b ON b.cell = r.cell
    WHERE r.policy IN (SELECT policy FROM asked)
), kept AS MATERIALIZED (
    SELECT * FROM below WHERE NOT $above OR cell IN (SELECT cell FROM reached)
)
"""
_COUNTED = "count(DISTINCT k.cell) AS cells, count(DISTINCT k.activity) AS activities"
_SOME = "HAVING NOT $below OR count(k.cell) > 0"
_HOLDERS = "(SELECT id, name, name_zh FROM person UNION ALL SELECT id, name, name_zh FROM party)"
# One SELECT a step: id, name, name_zh, cells, activities, broken.
_STEP = {
    "commitment": f"""
        SELECT c.id, c.name, c.name_zh, {_COUNTED}, c.id NOT IN (SELECT commitment FROM carried) AS broken
        FROM commitment c LEFT JOIN scope s ON s.commitment = c.id LEFT JOIN reached k ON k.policy = s.policy
        WHERE c.status NOT IN ('void', 'retired') AND ($commitment IS NULL OR c.id = $commitment)
          AND ($objective IS NULL AND $policy IS NULL OR s.commitment IS NOT NULL)
        GROUP BY c.id, c.name, c.name_zh {_SOME}""",
    "objective": f"""
        SELECT o.objective AS id, o.name, o.name_zh, {_COUNTED},
               o.objective NOT IN (SELECT objective FROM carried) AS broken
        FROM stated o JOIN scope s ON s.objective = o.objective LEFT JOIN reached k ON k.policy = s.policy
        GROUP BY o.objective, o.name, o.name_zh {_SOME}""",
    "policy": f"""
        SELECT p.id, p.name, p.name_zh, {_COUNTED}, p.id NOT IN (SELECT policy FROM reach) AS broken
        FROM policy p JOIN asked a ON a.policy = p.id LEFT JOIN reached k ON k.policy = p.id
        GROUP BY p.id, p.name, p.name_zh {_SOME}""",
    "stage": f"""
        SELECT k.stage AS id, NULL AS name, NULL AS name_zh, {_COUNTED}, false AS broken
        FROM kept k GROUP BY k.stage""",
    "activity": f"""
        SELECT a.id, a.name, a.name_zh, {_COUNTED}, false AS broken
        FROM kept k JOIN live_activity a ON a.id = k.activity GROUP BY a.id, a.name, a.name_zh""",
    "department": f"""
        SELECT d.id, d.name, d.name_zh, {_COUNTED}, false AS broken
        FROM kept k JOIN department d ON d.id = k.department GROUP BY d.id, d.name, d.name_zh""",
    "person": f"""
        SELECT h.id, h.name, h.name_zh, {_COUNTED}, false AS broken
        FROM kept k JOIN answers w ON w.cell = k.cell JOIN {_HOLDERS} h ON h.id = w.person
        GROUP BY h.id, h.name, h.name_zh""",
    "evidence": f"""
        SELECT e.id, e.name, e.name_zh, {_COUNTED}, e.id NOT IN (SELECT id FROM evidence_in_date) AS broken
        FROM kept k JOIN proofs f ON f.cell = k.cell JOIN evidence e ON e.id = f.evidence
        GROUP BY e.id, e.name, e.name_zh""",
}
_WALK = _BASE + " UNION ALL ".join(f"SELECT '{name}' AS step, * FROM ({sql})" for name, sql in _STEP.items())
_SORTED = (
    "SELECT w.* FROM ({walk}) w LEFT JOIN lifecycle_stage s ON w.step = 'stage' AND s.stage = w.id"
    " ORDER BY s.position, w.broken DESC, w.name, w.id"
)


@dataclass(frozen=True, slots=True)
class Row:
    """Hold one thing at a step: in how many cells and activities it is carried out.

    ``broken``: no cell at all carries out the commitment, objective or policy; the evidence is out of date.
    """

    id: str
    name: str | None
    name_zh: str | None
    cells: int
    activities: int
    broken: bool


def walk(reader: Reader, chosen: Mapping[str, str]) -> dict[str, list[Row]]:
    """Return every step with what is left of it by the choices at any steps (step -> id), the broken first.

    A choice below the policy leaves out what no cell carries out, for it hangs together with none.
    """
    given: dict[str, Any] = {each: chosen.get(each) for each in STEPS}
    given["above"] = any(each in chosen for each in ABOVE)
    given["below"] = any(each in chosen for each in BELOW)
    found: dict[str, list[Row]] = {name: [] for name in STEPS}
    for row in reader.rows(_SORTED.format(walk=_WALK), **given):
        found[row.pop("step")].append(Row(**row))
    return found


def broken(found: Mapping[str, list[Row]]) -> list[tuple[str, Row]]:
    """Return the commitments and objectives nothing carries out."""
    return [(name, row) for name in ("commitment", "objective") for row in found[name] if row.broken]
