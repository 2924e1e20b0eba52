-- From the normalised tables to one temporary table of cells, activity × stage, with its four facts.
-- :day is the day asked for. Small things first: who holds which post, what is in force, in date, inherited.

CREATE TEMP TABLE lifecycle (stage TEXT PRIMARY KEY, position INTEGER);

INSERT INTO lifecycle VALUES ('collect', 1), ('store', 2), ('use', 3), ('transmit', 4), ('share', 5),
    ('delete', 6);

CREATE TEMP TABLE holding AS SELECT a.post, a.id AS appointment, p.role,
    coalesce(a.person, a.party) AS holder, coalesce(a.deputy, 0) AS deputy, a.starts_on,
    a.party IS NOT NULL AND a.person IS NULL
    OR coalesce(h.status NOT IN ('void', 'retired') AND (h.left_on IS NULL OR h.left_on > :day), 0) AS held
    FROM appointment a JOIN post p ON p.id = a.post AND p.status NOT IN ('void', 'retired')
    LEFT JOIN person h ON h.id = a.person
    WHERE a.status NOT IN ('void', 'retired') AND a.starts_on <= :day AND (a.ends_on IS NULL OR a.ends_on > :day)
    AND coalesce(a.person, a.party) IS NOT NULL;

CREATE TEMP TABLE post_holder (post TEXT PRIMARY KEY, state TEXT, holder TEXT);

INSERT INTO post_holder SELECT p.id, CASE WHEN count(h.post) = 0 THEN 'vacant'
    WHEN max(h.held) = 1 THEN 'held' ELSE 'left' END,
    (SELECT holder FROM holding i WHERE i.post = p.id ORDER BY NOT held, deputy, starts_on, appointment LIMIT 1)
    FROM post p LEFT JOIN holding h ON h.post = p.id WHERE p.status NOT IN ('void', 'retired') GROUP BY p.id;

CREATE TEMP TABLE in_force (policy TEXT PRIMARY KEY);

INSERT INTO in_force SELECT id FROM policy WHERE status NOT IN ('void', 'retired') AND in_force_from <= :day
    AND (in_force_to IS NULL OR in_force_to > :day);

CREATE TEMP TABLE in_date (evidence TEXT PRIMARY KEY);

INSERT INTO in_date SELECT id FROM evidence WHERE status NOT IN ('void', 'retired') AND issued_on <= :day
    AND (expires_on >= :day OR expires_on IS NULL AND never_expires);

CREATE TEMP TABLE department_line (department TEXT, ancestor TEXT, distance INTEGER,
    PRIMARY KEY (department, ancestor));

INSERT INTO department_line WITH RECURSIVE line(department, ancestor, distance) AS (
    SELECT id, id, 0 FROM department WHERE status NOT IN ('void', 'retired') UNION ALL
    SELECT l.department, d.parent, l.distance + 1 FROM line l JOIN department d ON d.id = l.ancestor
    WHERE d.parent IS NOT NULL AND l.distance < 20)
    SELECT department, ancestor, min(distance) FROM line GROUP BY 1, 2;

CREATE TEMP TABLE inherited_role AS SELECT DISTINCT department, stage, letter, post FROM (
    SELECT l.department, s.stage, r.letter, r.post, rank() OVER (PARTITION BY l.department, s.stage, r.letter
    ORDER BY l.distance, r.stage IS NULL) AS nearest FROM department_role r
    JOIN department_line l ON l.ancestor = r.department JOIN lifecycle s ON r.stage IS NULL OR r.stage = s.stage)
    WHERE nearest = 1;

CREATE TEMP TABLE policy_cover AS SELECT DISTINCT l.department, s.stage FROM policy_stage s
    JOIN in_force f ON f.policy = s.policy JOIN policy_department d ON d.policy = s.policy
    JOIN department_line l ON l.ancestor = d.department
    UNION SELECT d.department, s.stage FROM policy_stage s JOIN in_force f ON f.policy = s.policy,
    (SELECT id AS department FROM department UNION ALL SELECT '') d
    WHERE NOT EXISTS (SELECT 1 FROM policy_department p WHERE p.policy = s.policy);

CREATE TEMP TABLE department_default (department TEXT, stage TEXT, policy INTEGER, a_count INTEGER, a_post TEXT,
    has_r INTEGER, PRIMARY KEY (department, stage));

INSERT INTO department_default SELECT d.department, s.stage,
    EXISTS (SELECT 1 FROM policy_cover c WHERE c.department = d.department AND c.stage = s.stage),
    (SELECT count(*) FROM inherited_role r WHERE r.department = d.department AND r.stage = s.stage
     AND letter = 'accountable'),
    (SELECT min(post) FROM inherited_role r WHERE r.department = d.department AND r.stage = s.stage
     AND letter = 'accountable'),
    EXISTS (SELECT 1 FROM inherited_role r WHERE r.department = d.department AND r.stage = s.stage
     AND letter = 'responsible')
    FROM (SELECT id AS department FROM department UNION ALL SELECT '') d, lifecycle s;

-- Then each long list is gone through once, in the order of its key, and counted a cell.

CREATE TEMP TABLE live AS SELECT id, coalesce(department, '') AS department,
    (SELECT max(people) FROM data_item d WHERE d.activity = a.id) AS people FROM activity a
    WHERE status NOT IN ('void', 'retired') AND (starts_on IS NULL OR starts_on <= :day) AND (ends_on IS NULL OR ends_on > :day);

CREATE TEMP TABLE measured (activity TEXT, stage TEXT, rows INTEGER, in_place INTEGER, unproven INTEGER,
    PRIMARY KEY (activity, stage)) WITHOUT ROWID;

INSERT INTO measured SELECT m.activity, m.stage, count(*),
    sum(m.state = 'in_place' AND (m.since IS NULL OR m.since <= :day)), sum(m.state = 'in_place' AND (m.since IS NULL OR m.since <= :day) AND NOT EXISTS (SELECT 1 FROM stage_evidence e JOIN in_date d
    ON d.evidence = e.evidence WHERE e.activity = m.activity AND e.stage = m.stage AND e.key = m.key))
    FROM stage_measure m GROUP BY m.activity, m.stage;

CREATE TEMP TABLE answered (activity TEXT, stage TEXT, rows INTEGER, a_count INTEGER, a_post TEXT,
    a_department TEXT, r INTEGER, PRIMARY KEY (activity, stage)) WITHOUT ROWID;

INSERT INTO answered SELECT activity, stage, count(*),
    count(DISTINCT CASE WHEN letter = 'accountable' THEN coalesce(post, department) END),
    min(CASE WHEN letter = 'accountable' THEN post END),
    min(CASE WHEN letter = 'accountable' THEN department END), max(letter = 'responsible')
    FROM stage_role WHERE coalesce(post, department) IS NOT NULL GROUP BY activity, stage;

CREATE TEMP TABLE cell AS
    WITH facts AS (SELECT a.id AS activity, a.department, a.people, s.stage, s.position, t.applicable,
     coalesce(trim(t.reason), '') <> '' AS has_reason,
     coalesce(m.rows, 0) + coalesce(r.rows, 0) > 0 OR EXISTS (SELECT 1 FROM stage_policy p
      WHERE p.activity = a.id AND p.stage = s.stage) AS touched,
     d.policy OR EXISTS (SELECT 1 FROM stage_policy p JOIN in_force f ON f.policy = p.policy
      WHERE p.activity = a.id AND p.stage = s.stage) AS policy,
     coalesce(m.in_place, 0) > 0 AS measure,
     coalesce(m.in_place, 0) > 0 AND m.unproven = 0 AS evidence,
     CASE WHEN r.a_count > 0 THEN 'explicit' WHEN d.a_count > 0 THEN 'inherited' END AS a_source,
     CASE WHEN r.a_count > 0 THEN r.a_count ELSE coalesce(d.a_count, 0) END AS a_count,
     CASE WHEN r.a_count > 0 THEN r.a_post ELSE d.a_post END AS a_post,
     CASE WHEN r.r THEN 'explicit' WHEN d.has_r THEN 'inherited' END AS r_source
     FROM live a CROSS JOIN lifecycle s
     LEFT JOIN stage t ON t.activity = a.id AND t.stage = s.stage
     LEFT JOIN measured m ON m.activity = a.id AND m.stage = s.stage
     LEFT JOIN answered r ON r.activity = a.id AND r.stage = s.stage
     LEFT JOIN department_default d ON d.department = a.department AND d.stage = s.stage),
    judged AS (SELECT f.*, CASE WHEN a_source IS NULL THEN 'none' WHEN a_count > 1 THEN 'several'
     WHEN a_post IS NULL THEN 'department' ELSE coalesce(h.state, 'vacant') END AS a_state, h.holder AS a_holder
     FROM facts f LEFT JOIN post_holder h ON h.post = f.a_post)
    SELECT *, CASE WHEN applicable = 'not_applicable' THEN CASE WHEN has_reason THEN 'not_applicable'
     ELSE 'not_assessed' END WHEN applicable IS NULL AND NOT touched THEN 'not_assessed'
     WHEN policy AND measure AND evidence AND a_state = 'held' THEN 'covered'
     WHEN policy OR measure OR evidence OR a_state = 'held' THEN 'partial' ELSE 'gap' END AS state FROM judged;

-- Which entities and laws an activity belongs to, and the posts of protection officers and of the same people.

CREATE TEMP TABLE handler AS SELECT a.id AS activity, o.organisation FROM live a
    JOIN activity_organisation o ON o.activity = a.id UNION ALL
    SELECT a.id, d.organisation FROM live a JOIN department d ON d.id = a.department WHERE d.organisation IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM activity_organisation o WHERE o.activity = a.id);

CREATE INDEX handler_activity ON handler (activity);

CREATE TEMP TABLE under (activity TEXT PRIMARY KEY, gdpr INTEGER, pipl INTEGER) WITHOUT ROWID;

INSERT INTO under SELECT activity, max(law IN ('gdpr', 'uk_gdpr')), max(law = 'pipl') FROM (
    SELECT l.activity, l.law FROM activity_law l JOIN live a ON a.id = l.activity UNION ALL
    SELECT h.activity, l.law FROM handler h JOIN organisation_law l ON l.organisation = h.organisation
    WHERE NOT EXISTS (SELECT 1 FROM activity_law o WHERE o.activity = h.activity)) GROUP BY activity;

CREATE TEMP TABLE officer AS SELECT h.holder, h.post, coalesce(o.organisation, coalesce(p.organisation, (SELECT d.organisation FROM department d WHERE d.id = p.department))) AS organisation
    FROM holding h JOIN post p ON p.id = h.post
    LEFT JOIN appointment_organisation o ON o.appointment = h.appointment WHERE h.held AND p.role IN ('gdpr_dpo', 'deputy_dpo', 'pipl_officer');

CREATE TEMP TABLE conflict_post AS
    SELECT DISTINCT h.post, o.organisation FROM holding h JOIN officer o ON o.holder = h.holder WHERE h.held
    UNION SELECT p.id, coalesce(p.organisation, (SELECT d.organisation FROM department d WHERE d.id = p.department)) FROM post p
    WHERE p.role IN ('gdpr_dpo', 'deputy_dpo', 'pipl_officer') AND p.status NOT IN ('void', 'retired') AND p.id NOT IN (SELECT post FROM officer);

CREATE INDEX conflict_post_post ON conflict_post (post);

CREATE TEMP TABLE assigned AS
SELECT coalesce(o.organisation, p.organisation, d.organisation) AS organisation,
    CASE WHEN p.role = 'gdpr_dpo' AND a.deputy THEN 'deputy_dpo' ELSE p.role END AS role,
    a.starts_on <= :day AND (a.ends_on IS NULL OR a.ends_on > :day)
    AND (h.status NOT IN ('void', 'retired') AND (h.left_on IS NULL OR h.left_on > :day)
         OR a.person IS NULL AND a.party IS NOT NULL) AS in_force
    FROM appointment a JOIN post p ON p.id = a.post AND p.status NOT IN ('void', 'retired')
    LEFT JOIN department d ON d.id = p.department
    LEFT JOIN appointment_organisation o ON o.appointment = a.id
    LEFT JOIN person h ON h.id = a.person
    WHERE a.status NOT IN ('void', 'retired') AND p.role IN ('gdpr_dpo', 'pipl_officer');
