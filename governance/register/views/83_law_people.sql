-- What rules look at in departments, people and appointments of officers: one flat row each.

-- Departments. unanswered: stages of its live activities that take place and that nobody in post answers for (a
-- department named in place of a post is nobody who could be asked). Whether a head is also officer is not known
-- while nobody is head.
CREATE OR REPLACE VIEW law_department AS
WITH cells AS (
    SELECT department, count(DISTINCT activity) AS activities, bool_or(a_state = 'held' AND NOT left_out) AS answered,
           count(*) FILTER (NOT left_out AND a_state IN ('none', 'vacant', 'left', 'department')) AS unanswered
    FROM stage_answer GROUP BY department
), given AS (  -- who would answer for an activity that names nobody
    SELECT DISTINCT d.department FROM department_default d JOIN post_holder h ON h.post = d.a_post
    WHERE d.a_count = 1 AND h.state = 'held'
)
SELECT d.id, '' AS key, d.name, d.name_zh, d.id AS department, coalesce(c.activities, 0) AS activities,
       coalesce(h.state = 'held', false) AS head, coalesce(c.unanswered, 0) AS unanswered,
       coalesce(c.answered, false) OR g.department IS NOT NULL AS any_accountable,
       CASE WHEN h.state = 'held' THEN coalesce(o.anywhere OR o.post IS NOT NULL AND d.organisation IS NULL
                                                OR list_contains(o.organisations, d.organisation), false)
       END AS head_is_officer
FROM department d LEFT JOIN cells c ON c.department = d.id LEFT JOIN given g ON g.department = d.id
LEFT JOIN post_holder h ON h.post = d.head LEFT JOIN conflict_post o ON o.post = d.head
WHERE d.status NOT IN ('void', 'retired');

-- People. A person answers for an activity when at least one of its stages takes place and is theirs.
CREATE OR REPLACE VIEW law_person AS
WITH answering AS (
    SELECT a_holder AS person, count(DISTINCT activity) AS activities FROM stage_answer
    WHERE a_state = 'held' AND NOT left_out GROUP BY a_holder
)
SELECT p.id, '' AS key, p.name, p.name_zh, p.department, coalesce(a.activities, 0) AS activities_accountable,
       coalesce(p.left_on <= lens_day(), false) AND p.id IN (SELECT person FROM holding WHERE person IS NOT NULL) AS left_but_holds
FROM person p LEFT JOIN answering a ON a.person = p.id
WHERE p.status NOT IN ('void', 'retired');

-- Officers and representatives in post, one row an appointment and entity, with what the public and authorities know.
CREATE OR REPLACE VIEW officer_in_post AS
SELECT organisation, appointment, role, post, coalesce(person, party) AS holder, external, until,
       coalesce(published_on <= lens_day(), published_where IS NOT NULL) AS published,
       coalesce(list_contains(list_transform(filings, lambda f: f.filed_on <= lens_day()), true), false) AS filed
FROM dpo_assignment WHERE state = 'in_force';

-- Appointments of officers and representatives that run on the day; others are a matter of the organisation's row.
-- The highest level is the chief executive or an executive sponsor. decides: GDPR 38(6) speaks of officers, so it is
-- looked at for officers and deputies, never true of a representative.
CREATE OR REPLACE VIEW law_appointment AS
WITH running AS (
    SELECT DISTINCT appointment, role, post, holder, external, until, published, filed FROM officer_in_post
), heads AS (
    SELECT DISTINCT h.holder FROM holding h JOIN department d ON d.head = h.post
    WHERE h.state = 'held' AND d.status NOT IN ('void', 'retired')
), deciding AS (
    SELECT DISTINCT h.holder FROM (SELECT DISTINCT post FROM conflict_role) r JOIN holding h ON h.post = r.post
    WHERE h.state = 'held'
)
SELECT a.id, '' AS key, a.name, a.name_zh, p.department, o.law = 'gdpr' AS gdpr, o.law = 'pipl' AS pipl, r.role,
       r.external, a.instrument IS NOT NULL AS instrument, coalesce(a.tasks, []) AS tasks,
       a.resources IS NOT NULL AS resources, r.published, r.filed, p.reports_to IS NOT NULL AS reports_to,
       u.role IN ('chief_executive', 'executive_sponsor') AS reports_to_top,
       r.holder IN (SELECT holder FROM heads) AS also_head,
       o.conflict AND r.holder IN (SELECT holder FROM deciding) AS decides, r.until - lens_day() AS ends_in_days
FROM running r JOIN appointment a ON a.id = r.appointment JOIN post p ON p.id = r.post
JOIN officer_role o ON o.role = r.role
LEFT JOIN post u ON u.id = p.reports_to AND u.status NOT IN ('void', 'retired');
