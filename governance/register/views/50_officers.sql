-- Who is data protection officer, deputy, protection officer or representative of which entity, from when to when.

-- One row an appointment and entity, of any time. last_day_before: the first day it no longer holds, also because
-- the person left. A deputy on the officer's own post is shown as deputy.
CREATE OR REPLACE VIEW dpo_assignment AS
WITH placed AS (
    SELECT a.*, p.role AS post_role, CASE WHEN len(a.organisations) > 0 THEN a.organisations
               WHEN coalesce(p.organisation, d.organisation) IS NOT NULL THEN [coalesce(p.organisation, d.organisation)]
               ELSE [NULL] END AS entities
    FROM appointment a JOIN post p ON p.id = a.post AND p.status NOT IN ('void', 'retired')
    LEFT JOIN department d ON d.id = p.department
    WHERE a.status NOT IN ('void', 'retired') AND p.role IN (SELECT role FROM officer_role)
), spread AS (
    SELECT *, unnest(entities) AS entity FROM placed
)
SELECT s.entity AS organisation, o.name AS organisation_name, o.name_zh AS organisation_name_zh,
       CASE WHEN s.post_role = 'gdpr_dpo' AND s.deputy THEN 'deputy_dpo' ELSE s.post_role END AS role, s.post,
       s.id AS appointment, s.person, s.party, coalesce(h.name, f.name) AS holder_name,
       coalesce(h.name_zh, f.name_zh) AS holder_name_zh, s.person IS NULL AND s.party IS NOT NULL AS external,
       coalesce(s.deputy, false) AS deputy, s.starts_on, s.ends_on,
       CASE WHEN s.ends_on IS NULL THEN h.left_on WHEN h.left_on IS NULL THEN s.ends_on
            ELSE least(s.ends_on, h.left_on) END AS until,
       s.tasks, s.resources, s.instrument, s.instrument_date, s.published_where, s.published_on, s.filings,
       list_max(list_transform(s.filings, lambda x: x.filed_on)) AS filed_on,
       CASE WHEN s.person IS NULL AND s.party IS NULL THEN 'nobody' WHEN s.starts_on IS NULL THEN 'undated'
            WHEN s.starts_on > lens_day() THEN 'later' WHEN s.ends_on <= lens_day() THEN 'ended'
            WHEN h.left_on <= lens_day() OR h.status IN ('void', 'retired') OR f.status IN ('void', 'retired') THEN 'left'
            ELSE 'in_force' END AS state
FROM spread s LEFT JOIN organisation o ON o.id = s.entity
LEFT JOIN person h ON h.id = s.person LEFT JOIN party f ON f.id = s.party;

-- Times without anybody between the first appointment and the day asked for (until: NULL while it lasts).
CREATE OR REPLACE VIEW dpo_gap AS
WITH spans AS (
    SELECT organisation, role, starts_on, coalesce(until, DATE '9999-12-31') AS until FROM dpo_assignment
    WHERE organisation IS NOT NULL AND starts_on <= lens_day() AND state <> 'nobody'
      AND starts_on < coalesce(until, DATE '9999-12-31')
), reached AS (
    SELECT *, max(until) OVER (PARTITION BY organisation, role ORDER BY starts_on, until
                               ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
    FROM spans
)
SELECT organisation, role, before AS gap_from, starts_on AS gap_until FROM reached WHERE starts_on > before
UNION ALL
SELECT organisation, role, max(until), NULL FROM spans GROUP BY organisation, role HAVING max(until) <= lens_day();

-- Two holders of one duty for one entity at the same time.
CREATE OR REPLACE VIEW dpo_overlap AS
SELECT a.organisation, a.role, a.appointment AS first_appointment, b.appointment AS second_appointment,
       greatest(a.starts_on, b.starts_on) AS overlap_from,
       nullif(least(coalesce(a.until, DATE '9999-12-31'), coalesce(b.until, DATE '9999-12-31')),
              DATE '9999-12-31') AS overlap_until
FROM dpo_assignment a JOIN dpo_assignment b ON a.organisation = b.organisation AND a.role = b.role
    AND a.appointment < b.appointment AND coalesce(a.person, a.party) <> coalesce(b.person, b.party)
    AND a.starts_on < coalesce(b.until, DATE '9999-12-31') AND b.starts_on < coalesce(a.until, DATE '9999-12-31')
WHERE a.role <> 'deputy_dpo';

-- Which entity needs which officer, and how that is decided: public authority (GDPR 37(1)(a)); designated: one was
-- appointed, and the rules then hold; presumed: the GDPR applies and the register cannot judge the scale of 37(1)(b)
-- and (c); one_million (PIPL 52); not_known: the number of people is missing, which never counts as none needed.
CREATE OR REPLACE VIEW officer_need AS
SELECT o.id AS organisation, o.name, o.name_zh, d.role,
       CASE WHEN d.role = 'gdpr_dpo' AND o.public_authority THEN 'public_authority'
            WHEN d.role = 'pipl_officer' AND o.people_handled >= 1000000 THEN 'one_million'
            WHEN (o.id, d.role) IN (SELECT organisation, role FROM dpo_assignment) THEN 'designated'
            WHEN d.role = 'gdpr_dpo' THEN 'presumed' WHEN o.people_handled IS NULL THEN 'not_known' END AS reason,
       (o.id, d.role) IN (SELECT organisation, role FROM dpo_assignment WHERE state = 'in_force') AS filled
FROM organisation o JOIN (VALUES ('gdpr_dpo', ['gdpr', 'uk_gdpr']), ('pipl_officer', ['pipl'])) d(role, laws)
    ON list_has_any(o.laws, d.laws)
WHERE o.status NOT IN ('void', 'retired');
