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

-- Contracts of live parties: in force from the day of signature up to and including its last day; a contract that
-- gives no last day is in force only when it is stated that there is none.
CREATE OR REPLACE VIEW party_contract AS
SELECT id AS party, name, name_zh, row.key AS key, row.reference AS reference, row.signed_on AS signed_on,
       row.valid_to AS valid_to, forever,
       coalesce(row.signed_on <= lens_day() AND (lens_day() <= row.valid_to OR row.valid_to IS NULL AND forever), false)
           AS in_force
FROM (SELECT *, coalesce(stated['contracts/' || row.key || '/valid_to'] = 'none', false) AS forever
      FROM (SELECT id, name, name_zh, stated, unnest(contracts) AS row FROM party
            WHERE status NOT IN ('void', 'retired')));

-- Certificates of live parties, by the same rule; a certificate without a day of issue is in date on none.
CREATE OR REPLACE VIEW party_certificate AS
SELECT id AS party, name, name_zh, row.key AS key, row.name AS certificate, row.issued_on AS issued_on,
       row.expires_on AS expires_on, forever,
       coalesce(row.issued_on <= lens_day() AND (lens_day() <= row.expires_on OR row.expires_on IS NULL AND forever),
                false) AS in_date
FROM (SELECT *, coalesce(stated['certificates/' || row.key || '/expires_on'] = 'none', false) AS forever
      FROM (SELECT id, name, name_zh, stated, unnest(certificates) AS row FROM party
            WHERE status NOT IN ('void', 'retired')));
