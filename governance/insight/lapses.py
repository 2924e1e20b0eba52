"""When the covered cells stop being covered if nothing is renewed, and what lets them down: the statements.

Every fact of a cell is a unit with supports, each from one day until another: the pieces of evidence of one measure, the
policies that cover the stage, the appointments to the accountable post. A unit fails on the first day none supports it.
"""

from __future__ import annotations

from datetime import date

from governance.insight.filters import Filters
from governance.insight.groups import params, scoped
from governance.register.reader import Reader

_FOREVER = "DATE '9999-12-31'"
_ENDED = "status NOT IN ('void', 'retired')"

_COVERED = """
SELECT c.cell, c.activity, c.department, c.position, c.stage, c.people, c.a_post, coalesce(a.ends_on, DATE '9999-12-31')
           AS ends_on
FROM stage_cell c JOIN live_activity a ON a.id = c.activity WHERE c.state = 'covered' {scope:c.activity}
"""

# Spans in which a thing counts; `until` is the first day it does not.
_EVIDENCE = f"""
SELECT id, issued_on AS since, CASE WHEN expires_on IS NOT NULL THEN expires_on + 1 ELSE {_FOREVER} END AS until
FROM evidence WHERE {_ENDED} AND issued_on IS NOT NULL AND (expires_on IS NOT NULL OR stated['expires_on'] = 'none')
"""
_POLICIES = f"""
SELECT id, stages, departments, in_force_from AS since, coalesce(in_force_to, {_FOREVER}) AS until
FROM policy WHERE {_ENDED} AND in_force_from IS NOT NULL
"""
_HOLDINGS = f"""
SELECT a.post, a.id, a.starts_on AS since, least(coalesce(a.ends_on, {_FOREVER}), coalesce(h.left_on, {_FOREVER})) AS until
FROM appointment a LEFT JOIN person h ON h.id = a.person LEFT JOIN party f ON f.id = a.party
WHERE a.{_ENDED} AND a.starts_on IS NOT NULL
  AND CASE WHEN a.person IS NOT NULL THEN h.{_ENDED} ELSE f.{_ENDED} END
"""

# The measures of covered cells that some piece of evidence lets down in time, with all their pieces. A measure that is
# in place only later needs its evidence from then on.
_PROVEN = """
WITH at_stake AS (
    SELECT DISTINCT l.cell, l.number FROM lapse_covered c JOIN activity_link l ON l.cell = c.cell
    LEFT JOIN lapse_evidence e ON e.id = l.target
    WHERE l.what = 'evidence' AND (e.until <= $until OR l.since > lens_day())
)
SELECT l.cell, l.number AS unit, greatest(lens_day(), coalesce(l.since, lens_day())) AS due, 'evidence' AS kind, e.id,
       e.since, e.until
FROM activity_link l JOIN at_stake s ON s.cell = l.cell AND s.number = l.number
LEFT JOIN lapse_evidence e ON e.id = l.target
WHERE l.what = 'evidence'
"""
# The cells no policy covers beyond the horizon, with every policy that covers them for a time.
_RULED = """
WITH listed AS (
    SELECT c.cell, l.target AS policy FROM lapse_covered c JOIN activity_link l ON l.cell = c.cell WHERE l.what = 'policy'
), placed AS (
    SELECT id, stage, unnest(CASE WHEN len(departments) > 0 THEN departments ELSE [NULL] END) AS department
    FROM (SELECT id, departments, unnest(stages) AS stage FROM lapse_policy)
), covering AS (
    SELECT l.department, p.stage, p.id AS policy FROM placed p JOIN department_line l ON l.ancestor = p.department
    UNION
    SELECT d.department, p.stage, p.id
    FROM placed p, (SELECT DISTINCT coalesce(department, '') AS department FROM lapse_covered) d WHERE p.department IS NULL
), lasting AS (
    SELECT id FROM lapse_policy WHERE since <= lens_day() AND until > $until
), at_stake AS (
    SELECT cell, stage, coalesce(department, '') AS department FROM lapse_covered
    WHERE cell NOT IN (SELECT cell FROM listed WHERE policy IN (SELECT id FROM lasting))
      AND (coalesce(department, ''), stage) NOT IN (
          SELECT (department, stage) FROM covering WHERE policy IN (SELECT id FROM lasting))
)
SELECT s.cell, 0 AS unit, lens_day() AS due, 'policy' AS kind, p.id, p.since, p.until
FROM at_stake s JOIN (
    SELECT s.cell, l.policy FROM at_stake s JOIN listed l ON l.cell = s.cell
    UNION
    SELECT s.cell, c.policy FROM at_stake s JOIN covering c ON c.department = s.department AND c.stage = s.stage
) o ON o.cell = s.cell JOIN lapse_policy p ON p.id = o.policy
"""
# The same for posts: they are far fewer than cells, which are joined afterwards.
_HELD = """
SELECT p.post AS cell, 0 AS unit, lens_day() AS due, 'appointment' AS kind, h.id, h.since, h.until
FROM (SELECT DISTINCT a_post AS post FROM lapse_covered) p JOIN lapse_holding h ON h.post = p.post
"""
# The first day of a unit without support. Supports by their first day; where the next begins after all before it ended,
# there is a hole; the support that reached furthest let the unit down. The row without support stands for the unit itself.
_FAILED = """
WITH supports AS (
    SELECT cell, unit, due, kind, id, since, until FROM lapse_unit WHERE until > due
    UNION ALL
    SELECT DISTINCT cell, unit, due, NULL, NULL, due, due FROM lapse_unit
), reached AS (
    SELECT cell, unit, max(until) OVER so_far AS reach, arg_max(kind, (until, id)) OVER so_far AS kind,
           arg_max(id, (until, id)) OVER so_far AS id,
           lead(since) OVER (PARTITION BY cell, unit ORDER BY since, until) AS following
    FROM supports
    WINDOW so_far AS (PARTITION BY cell, unit ORDER BY since, until ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
)
SELECT cell, kind, id, reach AS lapses_on FROM reached
WHERE (following IS NULL OR following > reach) AND reach <= $until
QUALIFY row_number() OVER (PARTITION BY cell, unit ORDER BY reach) = 1
"""
_LOST = """
WITH failed AS (
    SELECT cell, kind, id, lapses_on FROM lapse_of_evidence
    UNION ALL SELECT cell, kind, id, lapses_on FROM lapse_of_policy
    UNION ALL SELECT c.cell, f.kind, f.id, f.lapses_on FROM lapse_of_post f JOIN lapse_covered c ON c.a_post = f.cell
), each_once AS (
    SELECT c.cell, coalesce(f.kind, 'activity') AS kind, coalesce(f.id, c.activity) AS id, min(f.lapses_on) AS lapses_on
    FROM failed f JOIN lapse_covered c ON c.cell = f.cell WHERE f.lapses_on < c.ends_on GROUP BY ALL
)
SELECT *, row_number() OVER (PARTITION BY cell ORDER BY lapses_on, kind, id) = 1 AS first FROM each_once
"""
RANKED = """
SELECT l.kind, l.id, NULL AS key, t.name, t.name_zh, NULL AS what, l.on, l.cells, l.first, l.people, l.people_unknown,
       l.activities, l.people_touched
FROM (
    SELECT l.kind, l.id, min(l.lapses_on) AS on, count(*) AS cells, count(*) FILTER (l.first) AS first,
           coalesce(sum(c.people), 0)::BIGINT AS people, count(*) FILTER (c.people IS NULL) AS people_unknown,
           count(DISTINCT c.activity) AS activities,
           coalesce(list_sum(list_transform(list(DISTINCT {'activity': c.activity, 'people': c.people}),
                                            lambda a: a.people)), 0)::BIGINT AS people_touched
    FROM lapse_lost l JOIN lapse_covered c ON c.cell = l.cell GROUP BY l.kind, l.id
) l LEFT JOIN title t ON t.id = l.id
ORDER BY l.people DESC, l.cells DESC, l.on, l.id
"""
CELLS = """
SELECT c.activity AS id, a.name, a.name_zh, a.department, c.stage, c.people, l.lapses_on AS on, l.first
FROM lapse_lost l JOIN lapse_covered c ON c.cell = l.cell JOIN live_activity a ON a.id = c.activity
WHERE l.kind = $kind AND l.id = $id ORDER BY c.people DESC NULLS LAST, c.activity, c.position
"""
TOUCHING = """
WITH ending AS (
    SELECT 'party' AS kind, party AS id, key, 'contract' AS what, valid_to + 1 AS on FROM party_contract WHERE in_force
    UNION ALL SELECT 'party', party, key, 'certificate', expires_on + 1 FROM party_certificate WHERE in_date
    UNION ALL SELECT 'activity', activity, key, 'transfer', valid_to + 1 FROM transfer_state WHERE NOT ended
), touched AS (
    SELECT DISTINCT id AS activity, people_affected AS people, party FROM (
        SELECT id, people_affected, unnest(recipients).party AS party FROM live_activity
        UNION ALL
        SELECT a.id, a.people_affected, s.provider
        FROM (SELECT id, people_affected, unnest(systems) AS system FROM live_activity) a JOIN system s ON s.id = a.system
        UNION ALL SELECT id, people_affected, id FROM live_activity)
    WHERE true {scope:id}
)
SELECT e.kind, e.id, e.key, t.name, t.name_zh, e.what, e.on, 0 AS cells, 0 AS first, 0 AS people,
       count(*) FILTER (o.activity IS NOT NULL AND o.people IS NULL) AS people_unknown,
       count(o.activity) AS activities, coalesce(sum(o.people), 0)::BIGINT AS people_touched
FROM ending e LEFT JOIN touched o ON o.party = e.id LEFT JOIN title t ON t.id = e.id
WHERE e.on <= $until GROUP BY ALL ORDER BY people_touched DESC, activities DESC, e.on, e.id, e.key
"""


def collect(reader: Reader, until: date, filters: Filters) -> None:
    """Keep in ``lapse_lost`` every covered cell that is lost up to ``until`` with each thing that takes it away."""
    covered = scoped(_COVERED, filters)
    reader.keep("lapse_covered", covered, **params(covered, filters, reader))
    for name, sql in (("evidence", _EVIDENCE), ("policy", _POLICIES), ("holding", _HOLDINGS)):
        reader.keep(f"lapse_{name}", sql)
    for name, sql in (("evidence", _PROVEN), ("policy", _RULED), ("post", _HELD)):
        reader.keep("lapse_unit", sql, **({"until": until} if "$until" in sql else {}))
        reader.keep(f"lapse_of_{name}", _FAILED, until=until)
    reader.keep("lapse_lost", _LOST)
