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

-- Measures in place at a stage on the day, with their evidence.
CREATE OR REPLACE VIEW measure_in_place AS
SELECT id, cell, number, measure.measure AS measure, measure.evidence AS evidence, measure.evidence[1] AS first
FROM (SELECT id, revision * 8 + list_position(['collect', 'store', 'use', 'transmit', 'share', 'delete'], row.stage)
                 AS cell, unnest(row.measures) AS measure, generate_subscripts(row.measures, 1) AS number
      FROM (SELECT id, revision, unnest(stages) AS row FROM staged_activity))
WHERE measure.state = 'in_place' AND (measure.since IS NULL OR measure.since <= lens_day());

-- Who answers for a cell: the A it names itself, else the one its department gives, and who holds that post. Kept apart
-- from the cell because it costs half as much. left_out: the stage does not take place, with a reason; letters: of the
-- roles named, '' where a role names nobody; the other columns pass on what the activity says of the stage.
CREATE OR REPLACE VIEW stage_answer AS
WITH letters AS (
    SELECT activity, department, people, cell, stage, row.applicable AS applicable, row.policies AS policies,
           row.measures AS measures, row.roles AS roles,
           coalesce(row.applicable = 'not_applicable' AND trim(row.reason) <> '', false) AS left_out,
           list_transform(row.roles, lambda r: CASE WHEN r.post IS NULL AND r.department IS NULL THEN ''
                                                    ELSE r.letter END) AS letters
    FROM stage_row WHERE cell IS NOT NULL
), placed AS (
    SELECT *, coalesce(list_position(letters, 'accountable'), 0) AS a_at FROM letters
), named AS (
    SELECT w.*, d.position, d.policy AS covered, d.has_r AS r_given,
           CASE WHEN a_at > 0 THEN 'explicit' WHEN d.a_count > 0 THEN 'inherited' END AS a_source,
           CASE WHEN a_at = 0 THEN coalesce(d.a_count, 0)
                WHEN len(list_filter(letters, lambda l: l = 'accountable')) = 1 THEN 1
                ELSE len(list_distinct(list_transform(list_filter(roles, lambda r: r.letter = 'accountable'),
                                                      lambda r: coalesce(r.post, r.department)))) END AS a_count,
           CASE WHEN a_at > 0 THEN roles[a_at].post ELSE d.a_post END AS a_post,
           CASE WHEN a_at > 0 THEN roles[a_at].department END AS a_department
    FROM placed w LEFT JOIN department_default d ON d.department = w.department AND d.stage = w.stage
)
SELECT n.*, h.holder AS a_holder,
       CASE WHEN n.a_source IS NULL THEN 'none' WHEN n.a_count > 1 THEN 'several'
            WHEN n.a_post IS NULL THEN 'department' ELSE coalesce(h.state, 'vacant') END AS a_state
FROM named n LEFT JOIN post_holder h ON h.post = n.a_post;

CREATE OR REPLACE VIEW stage_cell AS
WITH in_force AS MATERIALIZED (
    SELECT id FROM policy_in_force
), in_date AS MATERIALIZED (
    SELECT id FROM evidence_in_date
), first_fails AS (  -- most measures have one piece of evidence: it is looked at first
    SELECT m.cell, m.number, m.evidence FROM measure_in_place m LEFT JOIN in_date e ON e.id = m.first
    WHERE e.id IS NULL
), saved AS (
    SELECT DISTINCT cell, number
    FROM (SELECT cell, number, unnest(evidence[2:]) AS evidence FROM first_fails WHERE len(evidence) > 1)
    WHERE evidence IN (SELECT id FROM in_date)
), unproven AS (
    SELECT DISTINCT f.cell FROM first_fails f LEFT JOIN saved s ON s.cell = f.cell AND s.number = f.number
    WHERE s.cell IS NULL
), facts AS (
    SELECT *, policies[1] AS first_policy,
           coalesce(len(policies) > 0 OR len(measures) > 0 OR len(roles) > 0, false) AS touched,
           coalesce(list_contains(letters, 'responsible'), false) AS r_here,
           coalesce(list_contains(list_transform(measures, lambda m: m.state = 'in_place'
               AND (m.since IS NULL OR m.since <= lens_day())), true), false) AS measure
    FROM stage_answer
), judged AS (
    SELECT w.* EXCLUDE (letters, policies, measures, roles),
           CASE WHEN coalesce(w.covered, false) OR f.id IS NOT NULL THEN true WHEN coalesce(len(w.policies), 0) < 2 THEN false
                ELSE coalesce(list_has_any(w.policies, (SELECT list(id) FROM in_force)), false) END AS policy,
           w.measure AND u.cell IS NULL AS evidence
    FROM facts w LEFT JOIN in_force f ON f.id = w.first_policy LEFT JOIN unproven u ON u.cell = w.cell
)
SELECT activity, nullif(department, '') AS department, stage, position, people, cell,
       CASE WHEN left_out THEN 'not_applicable' WHEN applicable = 'not_applicable' OR applicable IS NULL AND NOT touched
            THEN 'not_assessed'
            WHEN policy AND measure AND evidence AND a_state = 'held' THEN 'covered'
            WHEN policy OR measure OR evidence OR a_state = 'held' THEN 'partial'
            ELSE 'gap' END AS state,
       policy, measure, evidence, a_state = 'held' AS accountable, a_source, a_count, a_post,
       CASE WHEN a_state = 'department' THEN a_department END AS a_department, a_state, a_holder,
       CASE WHEN r_here THEN 'explicit' WHEN r_given THEN 'inherited' END AS r_source
FROM judged;
