-- Every live activity at each stage of the lifecycle, with its four facts and its state.
-- A cell is known by a number, cell = revision of the activity * 8 + position of the stage: joins on it are quick.

-- Roles a department gives to its activities: of the nearest department up the line that names the letter;
-- in one department a row for the stage goes before a row for every stage.
CREATE OR REPLACE VIEW inherited_role AS
WITH given AS (
    SELECT id AS giver, unnest(stage_roles, recursive := true) FROM department
), placed AS (
    SELECT l.department, l.distance, l.ancestor AS giver, s.stage, g.letter, g.post, g.stage IS NULL AS general
    FROM given g JOIN department_line l ON l.ancestor = g.giver
    JOIN lifecycle_stage s ON g.stage IS NULL OR g.stage = s.stage
)
SELECT DISTINCT department, stage, letter, post, giver FROM placed
QUALIFY rank() OVER (PARTITION BY department, stage, letter ORDER BY distance, general) = 1;

-- What holds for the activities of a department ('' for none) when they say nothing themselves.
CREATE OR REPLACE VIEW department_default AS
WITH place AS (
    SELECT d.department, s.stage, s.position
    FROM (SELECT id AS department FROM department UNION ALL SELECT '') d, lifecycle_stage s
), roles AS (
    SELECT department, stage, count(*) FILTER (letter = 'accountable') AS a_count,
           min(post) FILTER (letter = 'accountable') AS a_post, bool_or(letter = 'responsible') AS has_r
    FROM inherited_role GROUP BY department, stage
), cover AS (
    SELECT DISTINCT department, stage FROM policy_cover
)
SELECT p.department, p.stage, p.position, coalesce(r.a_count, 0) AS a_count, r.a_post,
       coalesce(r.has_r, false) AS has_r, c.stage IS NOT NULL AS policy
FROM place p LEFT JOIN roles r ON r.department = p.department AND r.stage = p.stage
LEFT JOIN cover c ON c.department = p.department AND c.stage = p.stage;

-- Every live activity at every stage; row is what it says of the stage, NULL when it says nothing.
-- Two lists unnested side by side: the shorter is filled up with NULL.
CREATE OR REPLACE VIEW stage_row AS
SELECT id AS activity, department, people, revision * 8 + list_position(
           ['collect', 'store', 'use', 'transmit', 'share', 'delete'], stage) AS cell, stage, row
FROM (
    SELECT id, department, people_affected AS people, revision, unnest(stages) AS row, unnest(
        CASE WHEN list_has_all(codes, ['collect', 'store', 'use', 'transmit', 'share', 'delete']) THEN codes
             ELSE list_concat(codes, list_filter(['collect', 'store', 'use', 'transmit', 'share', 'delete'],
                                                 lambda c: NOT list_contains(codes, c))) END) AS stage
    FROM (SELECT *, list_transform(stages, lambda s: s.stage) AS codes FROM staged_activity)
);

-- What proves the measures in place at a stage on the day: one row a piece of evidence. number tells the measures of a
-- cell apart, first marks the first piece; a measure without any has one row without evidence.
CREATE OR REPLACE VIEW stage_proof AS
SELECT v.id, l.cell, l.number, l.code AS measure, l.since, l.target AS evidence, l.first
FROM activity_link l JOIN live_version v ON v.revision = l.cell // 8
WHERE l.what = 'evidence' AND (l.since IS NULL OR l.since <= lens_day());

-- Who answers for a cell: the A it names itself, else the one its department gives, and who holds that post. said: what
-- the activity says of the stage when it is not to be judged; covered: a policy covers stage and department.
CREATE OR REPLACE VIEW stage_answer AS
WITH named AS (
    SELECT v.id AS activity, c.department, c.position, c.people, c.cell, c.said, c.policy AS first_policy,
           coalesce(c.measure_from <= lens_day(), false) AS measure, coalesce(d.policy, false) AS covered,
           CASE WHEN c.a_count > 0 THEN 'explicit' WHEN d.a_count > 0 THEN 'inherited' END AS a_source,
           CASE WHEN c.a_count > 0 THEN c.a_count ELSE coalesce(d.a_count, 0) END AS a_count,
           CASE WHEN c.a_count > 0 THEN c.a_post ELSE d.a_post END AS a_post,
           CASE WHEN c.a_count > 0 THEN c.a_department END AS a_department,
           CASE WHEN c.r_here THEN 'explicit' WHEN d.has_r THEN 'inherited' END AS r_source
    FROM activity_cell c JOIN live_version v ON v.revision = c.revision
    LEFT JOIN department_default d ON d.department = c.department AND d.position = c.position
)
SELECT n.*, h.holder AS a_holder, coalesce(n.said = 'not_applicable', false) AS left_out,
       CASE WHEN n.a_source IS NULL THEN 'none' WHEN n.a_count > 1 THEN 'several'
            WHEN n.a_post IS NULL THEN 'department' ELSE coalesce(h.state, 'vacant') END AS a_state
FROM named n LEFT JOIN post_holder h ON h.post = n.a_post;

-- Cells in which a measure in place has no evidence in date. Most measures have one piece: it is looked at first.
CREATE OR REPLACE VIEW unproven_cell AS
WITH in_date AS MATERIALIZED (
    SELECT id FROM evidence_in_date
), first_fails AS (
    SELECT l.cell, l.number FROM activity_link l LEFT JOIN in_date e ON e.id = l.target
    WHERE l.what = 'evidence' AND l.first AND e.id IS NULL AND (l.since IS NULL OR l.since <= lens_day())
), saved AS (
    SELECT DISTINCT cell, number FROM activity_link
    WHERE what = 'evidence' AND NOT first AND target IN (SELECT id FROM in_date)
)
SELECT DISTINCT f.cell FROM first_fails f LEFT JOIN saved s ON s.cell = f.cell AND s.number = f.number
WHERE s.cell IS NULL;

-- Cells that name, after their first policy, one that is in force.
CREATE OR REPLACE VIEW further_policy_cell AS
SELECT DISTINCT cell FROM activity_link
WHERE what = 'policy' AND NOT first AND target IN (SELECT id FROM policy_in_force);

CREATE OR REPLACE MACRO cell_state(said, policy, measure, evidence, a_state) AS
    CASE WHEN said IS NOT NULL THEN said
         WHEN policy AND measure AND evidence AND a_state = 'held' THEN 'covered'
         WHEN policy OR measure OR evidence OR a_state = 'held' THEN 'partial' ELSE 'gap' END;

CREATE OR REPLACE VIEW stage_cell AS
WITH judged AS (
    SELECT a.*, a.covered OR f.id IS NOT NULL OR x.cell IS NOT NULL AS policy,
           a.measure AND u.cell IS NULL AS evidence
    FROM stage_answer a
    LEFT JOIN policy_in_force f ON f.id = a.first_policy
    LEFT JOIN unproven_cell u ON u.cell = a.cell
    LEFT JOIN further_policy_cell x ON x.cell = a.cell
)
SELECT activity, nullif(department, '') AS department,
       ['collect', 'store', 'use', 'transmit', 'share', 'delete'][position] AS stage, position, people, cell,
       cell_state(said, policy, measure, evidence, a_state) AS state,
       policy, measure, evidence, a_state = 'held' AS accountable, a_source, a_count, a_post,
       CASE WHEN a_state = 'department' THEN a_department END AS a_department, a_state, a_holder, r_source
FROM judged;

-- What each cell says for itself, packed into one number: cells that are alike are then counted quickly, and what their
-- department adds is joined to the few kinds there are (governance/insight/groups.py). Bits: 0-2 position, 3 a measure,
-- 4 an R, 5 a policy, 6 every measure proven, 7 not to be judged, 8 because it is not assessed, 9 an A, 10 several,
-- 11 the first A is no post, 12-13 how that post stands: 0 vacant, 1 left, 2 held.
CREATE OR REPLACE VIEW stage_fact AS
WITH holder AS MATERIALIZED (
    SELECT post, CASE state WHEN 'held' THEN 2 WHEN 'left' THEN 1 ELSE 0 END AS stands FROM post_holder
)
SELECT v.id AS activity, c.department, c.people,
       c.position + (coalesce(c.measure_from, DATE '9999-12-31') <= lens_day())::INT * 8 + c.r_here::INT * 16
       + (f.id IS NOT NULL OR x.cell IS NOT NULL)::INT * 32 + (u.cell IS NULL)::INT * 64 + (c.said IS NOT NULL)::INT * 128
       + (c.said IS NOT DISTINCT FROM 'not_assessed')::INT * 256 + (c.a_count > 0)::INT * 512
       + (c.a_count > 1)::INT * 1024 + (c.a_post IS NULL)::INT * 2048 + coalesce(h.stands, 0) * 4096 AS facts
FROM activity_cell c JOIN live_version v ON v.revision = c.revision
LEFT JOIN holder h ON h.post = c.a_post
LEFT JOIN policy_in_force f ON f.id = c.policy
LEFT JOIN unproven_cell u ON u.cell = c.cell
LEFT JOIN further_policy_cell x ON x.cell = c.cell;
