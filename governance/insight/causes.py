"""Which records a row of a figure rests on, and which of them changed it: the statements of ``insight.since``.

``since_change`` holds the changed rows, ``since_moved`` what people wrote in between, ``since_crossed`` the days that
passed, ``since_hot`` the ids of both. ``since_link`` says what the changed rows rest on: the row (id, stage), which of its
facts the record bears on (NULL: any) and the record.
"""

from __future__ import annotations

from governance.insight.catalogue import Definition

_HOT = "IN (SELECT id FROM since_hot)"

# The cells of the changed rows, in the version of their activity that the lens shows, whether live or not.
_PLACE = """
    SELECT r.id, r.stage, c.cell, c.department, c.said
    FROM (SELECT DISTINCT id, stage FROM since_change WHERE stage IS NOT NULL) r
    JOIN activity a ON a.id = r.id JOIN lifecycle_stage p ON p.stage = r.stage
    JOIN activity_cell c ON c.revision = a.revision AND c.position = p.position
"""
_WITH = f"""
WITH place AS ({_PLACE}), answering AS (
    SELECT p.id, p.stage, l.target AS post FROM place p JOIN activity_link l ON l.cell = p.cell
    WHERE l.what = 'role' AND l.code IN ('accountable', 'responsible')
    UNION
    SELECT p.id, p.stage, i.post FROM place p JOIN inherited_role i ON i.department = p.department AND i.stage = p.stage
    WHERE i.letter IN ('accountable', 'responsible')
), above AS (
    SELECT p.id, p.stage, d.ancestor FROM place p JOIN department_line d ON d.department = p.department
)
"""
_ANSWERS = f"""
SELECT id, stage, 'answer' AS fact, post AS record FROM answering WHERE post {_HOT}
UNION ALL SELECT a.id, a.stage, 'answer', h.id FROM answering a JOIN appointment h ON h.post = a.post WHERE h.id {_HOT}
UNION ALL SELECT a.id, a.stage, 'answer', coalesce(h.person, h.party)
FROM answering a JOIN appointment h ON h.post = a.post WHERE coalesce(h.person, h.party) {_HOT}
UNION ALL SELECT id, stage, 'answer', ancestor FROM above WHERE ancestor {_HOT}
"""
_PROOFS = f"""
UNION ALL SELECT p.id, p.stage, l.what, l.target FROM place p JOIN activity_link l ON l.cell = p.cell
WHERE l.what IN ('policy', 'evidence') AND l.target {_HOT}
UNION ALL SELECT p.id, p.stage, 'policy', c.id
FROM place p JOIN (SELECT id, unnest(stages) AS stage FROM policy WHERE coalesce(len(departments), 0) = 0) c
    ON c.stage = p.stage WHERE c.id {_HOT}
UNION ALL SELECT p.id, p.stage, 'policy', c.id
FROM above p JOIN (SELECT id, stage, unnest(departments) AS department FROM (
        SELECT id, departments, unnest(stages) AS stage FROM policy WHERE len(departments) > 0)) c
    ON c.stage = p.stage AND c.department = p.ancestor WHERE c.id {_HOT}
UNION ALL SELECT id, stage, 'policy', ancestor FROM above WHERE ancestor {_HOT}
"""
_OFFICES = f"""
UNION ALL SELECT a.id, a.stage, NULL, o.id
FROM answering a JOIN appointment h ON h.post = a.post JOIN appointment o ON o.person = h.person OR o.party = h.party
WHERE o.id {_HOT}
UNION ALL SELECT a.id, a.stage, NULL, o.post
FROM answering a JOIN appointment h ON h.post = a.post JOIN appointment o ON o.person = h.person OR o.party = h.party
WHERE o.post {_HOT}
"""
_ENTITIES = f"""
UNION ALL SELECT r.id, NULL, NULL, unnest(a.organisations) FROM (SELECT DISTINCT id FROM since_change) r
JOIN activity a ON a.id = r.id WHERE list_has_any(a.organisations, (SELECT list(id) FROM since_hot))
UNION ALL SELECT r.id, NULL, NULL, d.organisation FROM (SELECT DISTINCT id FROM since_change) r
JOIN activity a ON a.id = r.id JOIN department d ON d.id = a.department WHERE d.organisation {_HOT}
UNION ALL SELECT r.id, NULL, NULL, a.department FROM (SELECT DISTINCT id FROM since_change) r
JOIN activity a ON a.id = r.id WHERE a.department {_HOT}
"""
_SERVING = """
    SELECT h.id AS appointment, coalesce(h.person, h.party) AS holder, h.post, unnest(
        CASE WHEN len(h.organisations) > 0 THEN h.organisations
             ELSE [coalesce(p.organisation, d.organisation)] END) AS organisation
    FROM appointment h JOIN post p ON p.id = h.post LEFT JOIN department d ON d.id = p.department
"""
LINKS = {
    "coverage": _WITH + _ANSWERS + _PROOFS,
    "answers": _WITH + _ANSWERS,
    "conflict": _WITH + _ANSWERS + _OFFICES + _ENTITIES,
    "laws": "SELECT NULL AS id, NULL AS stage, NULL AS fact, NULL AS record WHERE false" + _ENTITIES,
    "officers": f"""
        WITH serving AS (
            SELECT s.* FROM ({_SERVING}) s WHERE s.organisation IN (SELECT id FROM since_change)
        )
        SELECT organisation AS id, NULL AS stage, NULL AS fact, appointment AS record FROM serving
        WHERE appointment {_HOT}
        UNION ALL SELECT organisation, NULL, NULL, holder FROM serving WHERE holder {_HOT}
        UNION ALL SELECT organisation, NULL, NULL, post FROM serving WHERE post {_HOT}
    """,
    "posts": f"""
        SELECT post AS id, NULL AS stage, NULL AS fact, id AS record FROM appointment
        WHERE post IN (SELECT id FROM since_change) AND id {_HOT}
        UNION ALL SELECT post, NULL, NULL, coalesce(person, party) FROM appointment
        WHERE post IN (SELECT id FROM since_change) AND coalesce(person, party) {_HOT}
    """,
    "deletions": f"""
        SELECT r.id, NULL AS stage, NULL AS fact, l.target AS record FROM (SELECT DISTINCT id FROM since_change) r
        JOIN activity a ON a.id = r.id JOIN activity_link l ON l.cell = a.revision * 8 + 6
        WHERE l.what = 'evidence' AND l.target {_HOT}
    """,
    "uses": f"""
        SELECT r.id, NULL AS stage, NULL AS fact, a.id AS record
        FROM (SELECT DISTINCT id FROM since_change) r JOIN activity_link l ON l.target = r.id
        JOIN activity a ON a.revision = l.cell // 8 WHERE l.what = 'evidence' AND a.id {_HOT}
    """,
    "own": "SELECT NULL::VARCHAR AS id, NULL AS stage, NULL AS fact, NULL::VARCHAR AS record WHERE false",
}

# What the activity itself says of a changed cell, as one number: an edit elsewhere in the activity leaves it alone.
SIGNATURE = f"""
SELECT p.id, p.stage, hash(p.said, p.department, c.policy, c.measure_from, c.a_count, c.a_post, c.a_department, c.r_here)
           AS cell, bit_xor(hash(l.what, l.number, l.code, l.target, l.department, l.since)) AS links
FROM ({_PLACE}) p JOIN activity_cell c ON c.cell = p.cell LEFT JOIN activity_link l ON l.cell = p.cell GROUP BY ALL
"""


def family(figure: Definition) -> str:
    """Return which of ``LINKS`` says what the rows of ``figure`` rest on."""
    if figure.id.startswith("coverage"):
        return "coverage"
    group = figure.groups[0]
    named = {
        "cells": "answers",
        "conflict": "conflict",
        "officers": "officers",
        "evidence_used": "uses",
        "posts": "posts",
        "deletions": "deletions",
    }
    named |= dict.fromkeys(("basis", "transfers"), "laws")
    return named.get(group, "own")


# One cause a changed row: what fell due after it was last written (since_due), then its own record; where it stopped
# counting what failed first, else what came last.
_BETTER = "CASE WHEN $up THEN effect > 0 ELSE effect < 0 END"
CHOSEN = f"""
WITH change AS (
    SELECT *, {_BETTER} AS better,
           first.policy IS DISTINCT FROM last.policy AS policy_moved,
           first.evidence IS DISTINCT FROM last.evidence AS evidence_moved,
           first.measure IS DISTINCT FROM last.measure AS measure_moved,
           first.answer IS DISTINCT FROM last.answer AS answer_moved,
           first IS NULL OR last IS NULL AS appeared
    FROM since_change
), passed AS (
    SELECT c.id, c.part, 1 AS rank, x.id AS record, x.fact, x.happens_on::TIMESTAMP AS moment, NULL AS revision
    FROM change c JOIN since_crossed x ON x.id = c.id
    WHERE c.timely AND list_contains($dates, x.fact) AND (x.key IS NULL OR x.key = $list || c.part)
      AND (x.stage IS NULL OR x.stage = c.stage)
      AND (NOT $judged OR CASE WHEN x.stage IS NULL THEN c.appeared ELSE c.measure_moved OR c.evidence_moved END)
    UNION ALL
    SELECT c.id, c.part, 2, x.id, x.fact, x.happens_on, NULL
    FROM change c JOIN since_link l ON l.id = c.id AND (l.stage IS NULL OR l.stage = c.stage)
    JOIN since_crossed x ON x.id = l.record
    WHERE c.timely AND list_contains($dates, x.fact) AND (NOT $judged OR {{fact}})
), edited AS (
    SELECT c.id, c.part, 0, x.id AS record, x.fact, x.happens_on::TIMESTAMP AS moment, NULL AS revision
    FROM change c JOIN since_due x ON x.id = c.id JOIN since_moved m ON m.record_id = c.id
    WHERE NOT c.timely AND c.numerator > 0 AND x.happens_on > m.recorded_at::DATE
    UNION ALL
    SELECT c.id, c.part, 1, m.record_id, CASE WHEN m.created AND c.after IS NOT NULL THEN 'added'
               WHEN m.ended THEN 'retired' END, m.recorded_at, m.revision
    FROM change c JOIN since_moved m ON m.record_id = c.id LEFT JOIN since_own o ON o.id = c.id AND o.stage = c.stage
    WHERE NOT c.timely AND (o.id IS NULL OR o.differs OR m.created OR m.ended OR c.appeared)
    UNION ALL
    SELECT c.id, c.part, 2, m.record_id, NULL, m.recorded_at, m.revision
    FROM change c JOIN since_link l ON l.id = c.id AND (l.stage IS NULL OR l.stage = c.stage)
    JOIN since_moved m ON m.record_id = l.record
    WHERE NOT c.timely AND (NOT $judged OR {{fact}})
    UNION ALL
    SELECT c.id, c.part, 3, m.record_id, NULL, m.recorded_at, m.revision
    FROM change c JOIN since_moved m ON m.record_id = c.id WHERE NOT c.timely
), chosen AS (
    SELECT e.*, c.better FROM (SELECT * FROM passed UNION ALL SELECT * FROM edited) e
    JOIN change c ON c.id = e.id AND c.part IS NOT DISTINCT FROM e.part
    QUALIFY row_number() OVER (PARTITION BY e.id, e.part ORDER BY rank, CASE WHEN NOT c.better THEN moment END,
                               moment DESC, record, fact) = 1
)
SELECT c.id, c.part, c.stage, c.before, c.after, c.numerator, c.denominator, c.effect,
       CASE WHEN h.record IS NULL THEN 'other' WHEN h.fact IS NOT NULL THEN h.fact
            WHEN c.better THEN 'fixed' ELSE 'changed' END AS what,
       h.record, h.moment, h.revision
FROM change c LEFT JOIN chosen h ON h.id = c.id AND h.part IS NOT DISTINCT FROM c.part
""".replace(
    "{fact}",
    "CASE l.fact WHEN 'policy' THEN c.policy_moved WHEN 'evidence' THEN c.evidence_moved"
    " WHEN 'answer' THEN c.answer_moved ELSE true END",
)
