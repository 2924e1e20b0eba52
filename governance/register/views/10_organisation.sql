-- Who there is on the day asked for: live activities, lines of departments, and who holds which post.

CREATE OR REPLACE VIEW lifecycle_stage AS
SELECT * FROM (VALUES ('collect', 1), ('store', 2), ('use', 3), ('transmit', 4), ('share', 5), ('delete', 6))
    AS listed(stage, position);

-- Posts that carry out a duty of GDPR 27, 37 or PIPL 52, 53; conflict: may not decide on purposes (GDPR 38(6)).
CREATE OR REPLACE VIEW officer_role AS
SELECT * FROM (VALUES
    ('gdpr_dpo', 'gdpr', true, 1), ('deputy_dpo', 'gdpr', true, 2), ('pipl_officer', 'pipl', true, 3),
    ('eu_representative', 'gdpr', false, 4), ('pipl_representative', 'pipl', false, 5)
) AS listed(role, law, conflict, position);

-- The population of every figure: neither void nor retired, begun, not ended. Drafts count. live_version holds the same
-- activities by revision, which the flat tables of stages are joined to (governance/register/schema.py).
-- people_affected is the largest row of data, since the rows of one activity overlap.
CREATE OR REPLACE VIEW live_activity AS
SELECT *, list_max(list_transform(data, lambda d: d.people)) AS people_affected
FROM activity
WHERE is_live(status, starts_on, ends_on);

-- Live activities with at most one row a stage: of two rows for one stage the first counts. Rows keyed by the code of
-- their stage, as forms and imports write them, cannot repeat one and are passed on as they are.
CREATE OR REPLACE VIEW staged_activity AS
SELECT id, revision, coalesce(department, '') AS department, people_affected,
       CASE WHEN stages IS NULL THEN []
            WHEN NOT list_contains(list_transform(stages, lambda s: s.key = s.stage), false) THEN stages
            ELSE list_filter(stages, lambda s, i: list_position(
                list_transform(stages, lambda t: t.stage), s.stage) = i) END AS stages
FROM live_activity;

-- Each live department with itself (distance 0) and every department above it.
CREATE OR REPLACE VIEW department_line AS
WITH RECURSIVE line(department, ancestor, distance) AS (
    SELECT id, id, 0 FROM department WHERE status NOT IN ('void', 'retired')
    UNION ALL
    SELECT line.department, above.parent, line.distance + 1
    FROM line JOIN department above ON above.id = line.ancestor
    WHERE above.parent IS NOT NULL AND line.distance < 20
)
SELECT department, ancestor, min(distance) AS distance FROM line GROUP BY department, ancestor;

-- The legal entities an activity belongs to: its own, else that of its department.
CREATE OR REPLACE VIEW activity_handler AS
SELECT id AS activity, unnest(organisations) AS organisation FROM live_activity WHERE len(organisations) > 0
UNION ALL
SELECT a.id, d.organisation FROM live_activity a JOIN department d ON d.id = a.department
WHERE coalesce(len(a.organisations), 0) = 0 AND d.organisation IS NOT NULL;

-- The laws of the entities of activities that name no law themselves.
CREATE OR REPLACE VIEW handler_laws AS
SELECT h.activity, list_distinct(flatten(list(o.laws))) AS laws
FROM (
    SELECT id AS activity, unnest(organisations) AS organisation FROM live_activity
    WHERE coalesce(len(laws), 0) = 0 AND len(organisations) > 0
    UNION ALL
    SELECT a.id, d.organisation FROM live_activity a JOIN department d ON d.id = a.department
    WHERE coalesce(len(a.laws), 0) = 0 AND coalesce(len(a.organisations), 0) = 0
) h JOIN organisation o ON o.id = h.organisation
WHERE len(o.laws) > 0 GROUP BY h.activity;

-- The laws an activity is under: its own, else those of its entities; NULL when neither says.
CREATE OR REPLACE VIEW activity_laws AS
SELECT a.id AS activity, CASE WHEN len(a.laws) > 0 THEN a.laws ELSE o.laws END AS laws
FROM live_activity a LEFT JOIN handler_laws o ON o.activity = a.id;

CREATE OR REPLACE VIEW activity_law AS
SELECT activity, unnest(list_distinct(laws)) AS law FROM activity_laws;

-- Appointments that run on the day. Without a first day nobody can show that it runs: it does not count.
-- state: held, or left when the person had gone by that day (or the firm or person is no longer in the register).
CREATE OR REPLACE VIEW holding AS
SELECT p.id AS post, p.role, p.department, p.organisation AS post_organisation, a.id AS appointment, a.organisations,
       a.person, a.party, coalesce(a.person, a.party) AS holder, coalesce(a.deputy, false) AS deputy,
       a.starts_on, a.ends_on, coalesce(h.name, f.name) AS holder_name, coalesce(h.name_zh, f.name_zh) AS holder_name_zh,
       CASE WHEN a.person IS NOT NULL AND (h.id IS NULL OR h.status IN ('void', 'retired') OR h.left_on <= lens_day())
                 OR a.person IS NULL AND (f.id IS NULL OR f.status IN ('void', 'retired'))
            THEN 'left' ELSE 'held' END AS state
FROM appointment a
JOIN post p ON p.id = a.post AND p.status NOT IN ('void', 'retired')
LEFT JOIN person h ON h.id = a.person
LEFT JOIN party f ON f.id = a.party
WHERE a.status NOT IN ('void', 'retired') AND a.starts_on <= lens_day()
  AND (a.ends_on IS NULL OR lens_day() < a.ends_on)
  AND (a.person IS NOT NULL OR a.party IS NOT NULL);

-- Holders of the duties of a data protection officer, with the entities they hold them for (empty: not said).
CREATE OR REPLACE VIEW conflict_holder AS
SELECT h.holder, h.post, h.role,
       CASE WHEN len(h.organisations) > 0 THEN h.organisations
            WHEN coalesce(h.post_organisation, d.organisation) IS NOT NULL
            THEN [coalesce(h.post_organisation, d.organisation)] ELSE [] END AS organisations
FROM holding h JOIN officer_role r ON r.role = h.role AND r.conflict LEFT JOIN department d ON d.id = h.department
WHERE h.state = 'held';

-- One row a live post: held, vacant or left, and its first holder (deputies last).
CREATE OR REPLACE VIEW post_holder AS
SELECT p.id AS post, p.name, p.name_zh, p.role, p.department, coalesce(h.state, 'vacant') AS state, h.holder,
       h.holders, coalesce(h.deputy_only, false) AS deputy_only
FROM post p LEFT JOIN (
    SELECT post, CASE WHEN bool_or(state = 'held') THEN 'held' ELSE 'left' END AS state,
           arg_min(holder, (state <> 'held', deputy, starts_on, appointment)) AS holder,
           list(DISTINCT holder) FILTER (state = 'held') AS holders,
           bool_and(deputy) FILTER (state = 'held') AS deputy_only
    FROM holding GROUP BY post
) h ON h.post = p.id
WHERE p.status NOT IN ('void', 'retired');

-- Posts that may neither answer for a stage nor carry it out for these entities (none named: for any), because the
-- post is that of their protection officer or deputy, or because its holder also holds such a post (GDPR 38(6)).
CREATE OR REPLACE VIEW conflict_post AS
SELECT post, list_distinct(flatten(list(organisations))) AS organisations,
       bool_or(len(organisations) = 0) AS anywhere
FROM (
    SELECT h.post, c.organisations FROM holding h JOIN conflict_holder c ON c.holder = h.holder WHERE h.state = 'held'
    UNION ALL
    SELECT p.id, CASE WHEN coalesce(p.organisation, d.organisation) IS NULL THEN []
                      ELSE [coalesce(p.organisation, d.organisation)] END
    FROM post p JOIN officer_role r ON r.role = p.role AND r.conflict LEFT JOIN department d ON d.id = p.department
    WHERE p.status NOT IN ('void', 'retired') AND p.id NOT IN (SELECT post FROM conflict_holder)
) GROUP BY post;
