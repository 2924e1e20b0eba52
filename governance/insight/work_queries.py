"""The questions behind a queue of work, each asked once for all records: what waits for the posts of a person or team."""

from __future__ import annotations

from governance.model.kinds import KINDS
from governance.register.workflow_table import table

# Posts the person acts for on the day: held, or as deputy while nobody else holds the post. led: departments the person
# heads, with those below. posts: their own, and for a team those of the departments led.
POSTS = """
WITH acting AS MATERIALIZED (
    SELECT post FROM (SELECT post, person, deputy, min(deputy) OVER (PARTITION BY post) AS first
                      FROM holding WHERE state = 'held')
    WHERE person = $person AND deputy = first
), led AS MATERIALIZED (
    SELECT DISTINCT l.department FROM department d JOIN acting a ON a.post = d.head
    JOIN department_line l ON l.ancestor = d.id WHERE d.status NOT IN ('void', 'retired')
), posts AS MATERIALIZED (
    SELECT post FROM acting
    UNION
    SELECT id FROM post
    WHERE $team AND department IN (SELECT department FROM led) AND status NOT IN ('void', 'retired')
)
"""


def _answering(reviewed: bool) -> str:
    """Return every live record that somebody answers for, with its accountable post, as data/workflow.toml says."""
    parts = []
    for each in table().kind:
        if each.reviewed or not reviewed:
            fields = {field.name for field in KINDS[each.code].fields}
            post = f"coalesce({', '.join([*each.accountable, 'NULL'])})"
            department = "department" if "department" in fields else "NULL"
            parts.append(
                f"SELECT id, '{each.code}' AS kind, name, name_zh, status, {post} AS post, {department} AS department"
                f" FROM \"{each.code}\" WHERE status NOT IN ('void', 'retired')"
            )
    return " UNION ALL ".join(parts)


# Who wrote to a record since it was last approved.
_PREPARED = """
    SELECT DISTINCT j.record_id, j.actor FROM journal j LEFT JOIN (
        SELECT record_id, max(revision) AS revision FROM journal WHERE operation = 'approve' GROUP BY record_id
    ) a ON a.record_id = j.record_id
    WHERE j.operation IN ('create', 'update', 'reinstate') AND j.revision > coalesce(a.revision, 0)
      AND j.revision <= lens_revision()
"""
SUBMIT = f"""
{POSTS}
SELECT r.id, r.kind, r.name, r.name_zh, r.department,
       CASE WHEN r.post IN (SELECT post FROM posts) THEN 'yours' ELSE 'prepared' END AS detail
FROM ({_answering(reviewed=True)}) r
WHERE r.status = 'draft' AND (
    r.post IN (SELECT post FROM posts)
    OR $team AND r.post IS NULL AND r.department IN (SELECT department FROM led)
    OR NOT $team AND r.id IN (SELECT record_id FROM ({_PREPARED}) WHERE actor = $person)
)
"""
APPROVE = f"""
{POSTS}
SELECT r.id, r.kind, r.name, r.name_zh, r.department, 'submitted' AS detail, list_contains($raised, r.kind) AS raised,
       r.post IN (SELECT post FROM posts) AS mine
FROM ({_answering(reviewed=True)}) r
WHERE r.status = 'submitted'
  AND (list_contains($raised, r.kind) OR r.post IN (SELECT post FROM posts))
  AND ($team OR r.id NOT IN (SELECT record_id FROM ({_PREPARED}) WHERE actor = $person))
"""
# Approved activities that begin within $soon days, or began, and were not put into operation.
GO_LIVE = f"""
{POSTS}
SELECT a.id, 'activity' AS kind, a.name, a.name_zh, a.department, o.state AS detail, a.starts_on AS due_on
FROM activity a JOIN activity_operation o ON o.id = a.id
WHERE a.status = 'approved' AND o.state IN ('planned', 'uncleared') AND a.owner IN (SELECT post FROM posts)
  AND a.starts_on <= lens_day() + CAST($soon AS INTEGER)
"""
ANSWER = f"""
{POSTS}
SELECT o.id, 'opinion' AS kind, o.name, o.name_zh, o.verdict AS detail, o.given_on AS since
FROM opinion_state o JOIN ({_answering(reviewed=False)}) r ON r.id = o.subject
WHERE o.unanswered AND r.post IN (SELECT post FROM posts)
"""
CASES = f"""
{POSTS}
SELECT id FROM request WHERE status NOT IN ('void', 'retired') AND owner IN (SELECT post FROM posts)
UNION ALL
SELECT id FROM incident WHERE status NOT IN ('void', 'retired') AND owner IN (SELECT post FROM posts)
"""
# What ends within $soon days, or ended and is still relied on: evidence in use, policies, the last contract of a party,
# appointments (one's own, and those of posts that report to one's own).
RENEW = f"""
{POSTS}, ending AS (
    SELECT e.id, 'evidence' AS kind, e.name, e.name_zh, 'evidence' AS detail, e.expires_on AS due_on
    FROM evidence e
    WHERE e.status NOT IN ('void', 'retired') AND e.owner IN (SELECT post FROM posts)
      AND e.id IN (SELECT evidence FROM stage_proof)
    UNION ALL
    SELECT id, 'policy', name, name_zh, unnest(['policy_review', 'policy_end']), unnest([review_by, in_force_to])
    FROM policy_in_force
    WHERE owner IN (SELECT post FROM posts) OR owner IS NULL AND approver IN (SELECT post FROM posts)
    UNION ALL
    SELECT c.party, 'party', c.name, c.name_zh, 'contract', max(c.valid_to)
    FROM party_contract c JOIN party p ON p.id = c.party
    WHERE p.owner IN (SELECT post FROM posts) AND c.signed_on <= lens_day()
    GROUP BY c.party, c.name, c.name_zh HAVING NOT bool_or(c.forever AND c.valid_to IS NULL)
    UNION ALL
    SELECT a.id, 'appointment', a.name, a.name_zh, 'appointment', a.ends_on
    FROM appointment a JOIN post p ON p.id = a.post
    WHERE a.status NOT IN ('void', 'retired') AND a.starts_on <= lens_day() AND a.ends_on > lens_day()
      AND (a.person = $person OR p.reports_to IN (SELECT post FROM posts)
           OR $team AND p.id IN (SELECT post FROM posts))
)
SELECT * FROM ending WHERE due_on <= lens_day() + CAST($soon AS INTEGER)
"""
