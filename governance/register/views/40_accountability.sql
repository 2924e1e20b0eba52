-- Who is responsible, accountable, consulted and informed, cell by cell, and what is wrong with it.

CREATE OR REPLACE VIEW explicit_role AS
SELECT v.id AS activity, c.department, c.position, l.cell, l.code AS letter, l.target AS post,
       l.department AS assigned_department
FROM activity_link l JOIN activity_cell c ON c.cell = l.cell JOIN live_version v ON v.revision = c.revision
WHERE l.what = 'role';

-- One row a letter a post or department has in a cell; cells that do not take place are left out.
-- state: held, vacant, left, or department when a department was named instead of a post.
CREATE OR REPLACE VIEW cell_role AS
WITH inherited AS (
    SELECT v.id AS activity, c.department, c.position, c.cell, i.letter, i.post, i.giver
    FROM activity_cell c JOIN live_version v ON v.revision = c.revision
    JOIN lifecycle_stage p ON p.position = c.position
    JOIN inherited_role i ON i.department = c.department AND i.stage = p.stage
    LEFT JOIN (SELECT DISTINCT cell, code FROM activity_link WHERE what = 'role') e
        ON e.cell = c.cell AND e.code = i.letter
    WHERE c.said IS DISTINCT FROM 'not_applicable' AND e.cell IS NULL
), named AS (
    SELECT DISTINCT activity, department, position, cell, letter, post, assigned_department, 'explicit' AS source,
           NULL AS giver
    FROM explicit_role
    UNION ALL
    SELECT activity, department, position, cell, letter, post, NULL, 'inherited', giver FROM inherited
)
SELECT n.activity, nullif(n.department, '') AS department,
       ['collect', 'store', 'use', 'transmit', 'share', 'delete'][n.position] AS stage, n.cell, n.letter, n.post,
       n.assigned_department, n.source, n.giver, p.name AS post_name, p.name_zh AS post_name_zh,
       p.department AS post_department, p.holder, coalesce(p.holders, []) AS holders,
       coalesce(p.deputy_only, false) AS deputy_only,
       CASE WHEN n.post IS NULL THEN 'department' ELSE coalesce(p.state, 'vacant') END AS state
FROM named n LEFT JOIN post_holder p ON p.post = n.post;

-- Cells in which a protection officer of the entity answers for the stage or carries it out (GDPR 38(6)).
-- An activity whose entity is not known is taken to belong to every officer's entity.
CREATE OR REPLACE VIEW conflict_role AS
WITH posts AS MATERIALIZED (
    SELECT * FROM conflict_post
), given AS MATERIALIZED (
    SELECT i.department, i.stage, p.position, i.letter, i.post
    FROM inherited_role i JOIN lifecycle_stage p ON p.stage = i.stage
    WHERE i.letter IN ('accountable', 'responsible') AND i.post IN (SELECT post FROM posts)
), suspect AS (
    SELECT cell, code AS letter, target AS post, 'explicit' AS source FROM activity_link
    WHERE what = 'role' AND code IN ('accountable', 'responsible') AND target IN (SELECT post FROM posts)
    UNION ALL
    SELECT c.cell, g.letter, g.post, 'inherited'
    FROM activity_cell c JOIN given g ON g.department = c.department AND g.position = c.position
    WHERE c.said IS DISTINCT FROM 'not_applicable'
      AND CASE WHEN g.letter = 'accountable' THEN c.a_count = 0 ELSE NOT c.r_here END
)
SELECT DISTINCT s.activity, ['collect', 'store', 'use', 'transmit', 'share', 'delete'][s.cell % 8] AS stage, s.cell,
       s.letter, s.post, s.source
FROM (SELECT v.id AS activity, f.* FROM suspect f JOIN live_version v ON v.revision = f.cell // 8) s
JOIN posts p ON p.post = s.post
LEFT JOIN (SELECT a.id, CASE WHEN len(a.organisations) > 0 THEN a.organisations
                             WHEN d.organisation IS NOT NULL THEN [d.organisation] END AS organisations
           FROM live_activity a LEFT JOIN department d ON d.id = a.department) h ON h.id = s.activity
WHERE p.anywhere OR h.organisations IS NULL OR list_has_any(p.organisations, h.organisations);

-- What is wrong: one row a cell and fault (each post where several are named).
CREATE OR REPLACE VIEW accountability_issue AS
WITH cells AS MATERIALIZED (
    SELECT activity, nullif(department, '') AS department,
           ['collect', 'store', 'use', 'transmit', 'share', 'delete'][position] AS stage,
           a_state, a_source, a_post, a_holder, r_source
    FROM stage_answer WHERE NOT left_out
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
