-- Who is responsible, accountable, consulted and informed, cell by cell, and what is wrong with it.

CREATE OR REPLACE VIEW explicit_role AS
SELECT activity, department, stage, cell, role.key AS role_key, role.letter AS letter, role.post AS post,
       CASE WHEN role.post IS NULL THEN role.department END AS assigned_department
FROM (SELECT activity, department, stage, cell, unnest(row.roles) AS role FROM stage_row
      WHERE cell IS NOT NULL
        AND NOT (row.applicable IS NOT DISTINCT FROM 'not_applicable' AND trim(coalesce(row.reason, '')) <> ''))
WHERE role.post IS NOT NULL OR role.department IS NOT NULL;

-- One row a letter a post or department has in a cell; cells that do not take place are left out.
-- state: held, vacant, left, or department when a department was named instead of a post.
CREATE OR REPLACE VIEW cell_role AS
WITH inherited AS (
    SELECT s.activity, s.department, s.stage, s.cell, i.letter, i.post, i.giver
    FROM (SELECT activity, department, stage, cell FROM stage_row WHERE cell IS NOT NULL
          AND NOT (row.applicable IS NOT DISTINCT FROM 'not_applicable' AND trim(coalesce(row.reason, '')) <> '')) s
    JOIN inherited_role i ON i.department = s.department AND i.stage = s.stage
    LEFT JOIN (SELECT DISTINCT cell, letter FROM explicit_role) e ON e.cell = s.cell AND e.letter = i.letter
    WHERE e.cell IS NULL
), named AS (
    SELECT DISTINCT activity, department, stage, cell, letter, post, assigned_department, 'explicit' AS source,
           NULL AS giver
    FROM explicit_role
    UNION ALL
    SELECT activity, department, stage, cell, letter, post, NULL, 'inherited', giver FROM inherited
)
SELECT n.activity, nullif(n.department, '') AS department, n.stage, n.cell, n.letter, n.post, n.assigned_department,
       n.source, n.giver, p.name AS post_name, p.name_zh AS post_name_zh, p.department AS post_department, p.holder,
       coalesce(p.holders, []) AS holders, coalesce(p.deputy_only, false) AS deputy_only,
       CASE WHEN n.post IS NULL THEN 'department' ELSE coalesce(p.state, 'vacant') END AS state
FROM named n LEFT JOIN post_holder p ON p.post = n.post;

-- Cells in which a protection officer of the entity answers for the stage or carries it out (GDPR 38(6)).
-- An activity whose entity is not known is taken to belong to every officer's entity.
CREATE OR REPLACE VIEW conflict_role AS
WITH posts AS MATERIALIZED (
    SELECT * FROM conflict_post
), given AS MATERIALIZED (
    SELECT * FROM inherited_role
    WHERE letter IN ('accountable', 'responsible') AND post IN (SELECT post FROM posts)
), explicit AS (
    SELECT id AS activity, stage, revision * 8 + p.position AS cell, letter, post
    FROM (SELECT id, revision, stage, role.letter AS letter, role.post AS post FROM (
              SELECT id, revision, row.stage AS stage, unnest(row.roles) AS role FROM (
                  SELECT id, revision, unnest(stages) AS row FROM staged_activity)
              WHERE NOT (row.applicable IS NOT DISTINCT FROM 'not_applicable'
                         AND trim(coalesce(row.reason, '')) <> '')))
    JOIN lifecycle_stage p USING (stage)
    WHERE letter IN ('accountable', 'responsible') AND post IN (SELECT post FROM posts)
), inherited AS (
    SELECT a.id AS activity, g.stage, a.revision * 8 + p.position AS cell, g.letter, g.post
    FROM (SELECT id, revision, department, stages, list_transform(stages, lambda s: s.stage) AS codes
          FROM staged_activity) a
    JOIN given g ON g.department = a.department JOIN lifecycle_stage p ON p.stage = g.stage
    WHERE NOT list_contains(codes, g.stage)
       OR coalesce(len(list_filter(stages[list_position(codes, g.stage)].roles, lambda r: r.letter = g.letter
                                   AND (r.post IS NOT NULL OR r.department IS NOT NULL))), 0) = 0
      AND NOT (stages[list_position(codes, g.stage)].applicable IS NOT DISTINCT FROM 'not_applicable'
               AND trim(coalesce(stages[list_position(codes, g.stage)].reason, '')) <> '')
), suspect AS (
    SELECT *, 'explicit' AS source FROM explicit UNION ALL SELECT *, 'inherited' FROM inherited
)
SELECT DISTINCT s.activity, s.stage, s.cell, s.letter, s.post, s.source
FROM suspect s JOIN posts p ON p.post = s.post
LEFT JOIN (SELECT a.id, CASE WHEN len(a.organisations) > 0 THEN a.organisations
                             WHEN d.organisation IS NOT NULL THEN [d.organisation] END AS organisations
           FROM live_activity a LEFT JOIN department d ON d.id = a.department) h ON h.id = s.activity
WHERE p.anywhere OR h.organisations IS NULL OR list_has_any(p.organisations, h.organisations);

-- What is wrong: one row a cell and fault (each post where several are named).
CREATE OR REPLACE VIEW accountability_issue AS
WITH cells AS MATERIALIZED (
    SELECT activity, department, stage, a_state, a_source, a_post, a_holder, r_source FROM stage_cell WHERE state <> 'not_applicable'
), faults AS (
    SELECT activity, department, stage, CASE a_state
               WHEN 'none' THEN 'no_a' WHEN 'vacant' THEN 'a_vacant' WHEN 'left' THEN 'a_left'
               WHEN 'department' THEN 'a_department' WHEN 'held' THEN 'a_inherited_only' END AS code,
           'accountable' AS letter, a_post AS post, a_holder AS holder
    FROM cells WHERE a_state IN ('none', 'vacant', 'left', 'department') OR a_state = 'held' AND a_source = 'inherited'
    UNION ALL
    SELECT c.activity, c.department, c.stage, 'two_as', 'accountable', r.post, r.holder
    FROM cells c JOIN cell_role r ON r.activity = c.activity AND r.stage = c.stage AND r.letter = 'accountable'
    WHERE c.a_state = 'several'
    UNION ALL
    SELECT activity, department, stage, 'no_r', 'responsible', NULL, NULL FROM cells WHERE r_source IS NULL
    UNION ALL
    SELECT f.activity, a.department, f.stage, 'dpo_in_a_or_r', f.letter, f.post, p.holder
    FROM conflict_role f JOIN live_activity a ON a.id = f.activity LEFT JOIN post_holder p ON p.post = f.post
)
SELECT f.*, p.name AS post_name, p.name_zh AS post_name_zh, h.name AS holder_name, h.name_zh AS holder_name_zh
FROM faults f LEFT JOIN post p ON p.id = f.post
LEFT JOIN (SELECT id, name, name_zh FROM person UNION ALL SELECT id, name, name_zh FROM party) h ON h.id = f.holder;
