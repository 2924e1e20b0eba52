-- What proves a stage on the day asked for: policies in force and evidence in date.

-- In force from its first day until the day before it ends; without a first day it is in force on none.
CREATE OR REPLACE VIEW policy_in_force AS
SELECT * FROM policy
WHERE status NOT IN ('void', 'retired') AND in_force_from <= lens_day()
  AND (in_force_to IS NULL OR lens_day() < in_force_to);

-- Which policies in force cover a stage of a department: those that name it, a department above it, or none.
-- department '' stands for activities without one.
CREATE OR REPLACE VIEW policy_cover AS
WITH covering AS (SELECT id, departments, unnest(stages) AS stage FROM policy_in_force)
SELECT l.department, c.stage, c.id AS policy
FROM (SELECT id, stage, unnest(departments) AS department FROM covering WHERE len(departments) > 0) c
JOIN department_line l ON l.ancestor = c.department
UNION
SELECT d.department, c.stage, c.id
FROM covering c, (SELECT id AS department FROM department UNION ALL SELECT '') d
WHERE coalesce(len(c.departments), 0) = 0;

-- Evidence counts from its day of issue up to and including its last day; «not known when it expires» does not count.
CREATE OR REPLACE VIEW evidence_in_date AS
SELECT * FROM evidence
WHERE status NOT IN ('void', 'retired') AND issued_on <= lens_day()
  AND (lens_day() <= expires_on OR expires_on IS NULL AND stated['expires_on'] = 'none');
