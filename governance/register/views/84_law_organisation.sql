-- What rules look at in a legal entity: thresholds, officers, rights, policies, training and audits, one row each.

-- Numbers of people counted once each, the newest of each kind up to the day. A count said to hold people twice proves
-- no number; exports are counted anew from every 1 January (Cross-border Provisions 7 and 8).
CREATE OR REPLACE VIEW organisation_count AS
SELECT id, arg_max(people, counted_on) FILTER (about = 'processed') AS processed,
       arg_max(people, counted_on) FILTER (about = 'minors') AS minors,
       arg_max(people, counted_on) FILTER (about = 'exported' AND this_year) AS exported,
       arg_max(people, counted_on) FILTER (about = 'exported_sensitive' AND this_year) AS exported_sensitive,
       bool_or(about = 'exported' AND this_year AND deduplicated) AS exports_counted
FROM (SELECT *, counted_on >= date_trunc('year', lens_day()) AS this_year
      FROM (SELECT id, unnest(counts, recursive := true) FROM organisation))
WHERE people IS NOT NULL AND counted_on <= lens_day() AND deduplicated IS NOT FALSE
GROUP BY id;

-- Exports of an entity's activities under the PIPL. Transfers exempt by their reason (contract, staff, emergency,
-- transit, free-trade zone) are left out: they count towards no volume (Cross-border Provisions 3 to 6, 7, 8).
CREATE OR REPLACE VIEW organisation_export AS
SELECT organisation, max(row.people_year) AS people, max(row.sensitive_year) AS sensitive,
       any_true(row.pipl_route <> 'security_assessment') AS other_route
FROM (SELECT unnest(handlers) AS organisation, row
      FROM (SELECT handlers, unnest(transfers) AS row FROM law_base WHERE under_pipl AND len(transfers) > 0))
WHERE row.country <> 'CN' AND coalesce(row.pipl_route NOT IN (
    'exempt_contract', 'exempt_hr', 'exempt_emergency', 'exempt_transit', 'exempt_ftz'), true)
GROUP BY organisation;

-- Who was trained in the last twelve months: the people of a department count for its entity, others for the entity of
-- the course. The share is known only when both numbers are, for every course.
CREATE OR REPLACE VIEW organisation_training AS
WITH recent AS (
    SELECT id, organisation, attendance FROM training
    WHERE status NOT IN ('void', 'retired') AND within_months(held_on, 12)
), rows AS (
    SELECT coalesce(d.organisation, r.organisation) AS organisation, r.row.invited AS invited, r.row.completed AS completed
    FROM (SELECT organisation, unnest(attendance) AS row FROM recent) r LEFT JOIN department d ON d.id = r.row.department
    UNION ALL
    SELECT organisation, NULL, NULL FROM recent WHERE coalesce(len(attendance), 0) = 0
)
SELECT organisation, CASE WHEN bool_and(invited IS NOT NULL AND completed IS NOT NULL) AND sum(invited) > 0
                          THEN least(100, sum(completed) * 100 // sum(invited))::BIGINT END AS share
FROM rows WHERE organisation IS NOT NULL GROUP BY organisation;

-- Subjects of the policies in force for an entity: those for every department, and those for one of its own.
CREATE OR REPLACE VIEW organisation_topic AS
SELECT o.id AS organisation, list_sort(list(DISTINCT p.topic)) AS topics
FROM (SELECT o.id, coalesce(list(d.id) FILTER (d.id IS NOT NULL), []) AS departments
      FROM organisation o LEFT JOIN department d ON d.organisation = o.id AND d.status NOT IN ('void', 'retired')
      GROUP BY o.id) o
JOIN (SELECT departments, unnest(topics) AS topic FROM policy_in_force) p
    ON coalesce(len(p.departments), 0) = 0 OR list_has_any(p.departments, o.departments)
GROUP BY o.id;

-- Officers. Public authorities need a DPO, and who designated one is held to it; whether others need one (GDPR 37(1)(b)
-- and (c)) the register cannot tell: NULL. PIPL 52 asks for a protection officer from one million people on.
-- Audits. PIPL 54 asks for compliance audits: other kinds do not count; one without its kind or day may be one (NULL).
-- Data security. security_lead: somebody, not a deputy, holds a post of information security officer for the entity.
-- Minors. The audit of a year is reported by the end of the next January (Minors Regulations 37): that of last year
-- must be there from 1 February on, until then that of the year before (the day less the 31 days of January finds the
-- year). One completed in January is the audit of the year before; a later one that of its own year, or a late one.
CREATE OR REPLACE VIEW law_organisation AS
WITH handled AS (
    SELECT h.organisation, count(*) AS activities, max(h.people) AS people, bool_or(d.minors) AS minors,
           bool_or(d.important) AS important
    FROM (SELECT id, people_affected AS people, unnest(list_distinct(handlers)) AS organisation FROM law_base) h
    LEFT JOIN law_data_summary d ON d.id = h.id GROUP BY h.organisation
), officers AS (
    SELECT organisation, bool_or(role = 'gdpr_dpo') AS dpo, bool_or(role = 'gdpr_dpo' AND published) AS dpo_published,
           bool_or(role = 'gdpr_dpo' AND filed) AS dpo_filed, bool_or(role = 'pipl_officer') AS cn,
           bool_or(role = 'pipl_officer' AND published) AS cn_published,
           bool_or(role = 'pipl_officer' AND filed) AS cn_filed,
           bool_or(role = 'eu_representative') AS eu_representative, bool_or(role = 'pipl_representative') AS cn_representative
    FROM officer_in_post GROUP BY organisation
), needs AS (
    SELECT organisation, bool_or(role = 'gdpr_dpo' AND reason IN ('public_authority', 'designated')) AS dpo,
           bool_or(role = 'pipl_officer' AND reason IN ('one_million', 'designated')) AS cn
    FROM officer_need GROUP BY organisation
), leads AS (
    SELECT DISTINCT unnest(CASE WHEN len(h.organisations) > 0 THEN h.organisations
                                ELSE [coalesce(h.post_organisation, d.organisation)] END) AS organisation
    FROM holding h LEFT JOIN department d ON d.id = h.department
    WHERE h.role = 'security_officer' AND h.state = 'held' AND NOT h.deputy
), judged AS (
    SELECT o.*, CASE WHEN len(o.laws) > 0 THEN list_has_any(o.laws, ['gdpr', 'uk_gdpr']) END AS gdpr,
           CASE WHEN len(o.laws) > 0 THEN list_contains(o.laws, 'pipl') END AS pipl, c.exports_counted,
           coalesce(h.activities, 0) AS activities, coalesce(greatest(o.people_handled, c.processed, h.people), 0) AS people,
           o.people_handled IS NOT NULL OR c.processed IS NOT NULL AS people_known,
           coalesce(c.minors > 0, false) OR coalesce(h.minors, false) AS handles_minors,
           coalesce(h.important, false) AS important,
           coalesce(c.exported, e.people, 0) AS exports, coalesce(c.exported_sensitive, e.sensitive, 0) AS exports_sensitive,
           CASE WHEN e.organisation IS NULL THEN true ELSE NOT e.other_route END AS security_assessment,
           list_filter(o.audits, lambda a: coalesce(a.done_on <= lens_day(), true)) AS past
    FROM organisation o LEFT JOIN handled h ON h.organisation = o.id LEFT JOIN organisation_count c ON c.id = o.id
    LEFT JOIN organisation_export e ON e.organisation = o.id
    WHERE o.status NOT IN ('void', 'retired')
), audited AS (
    SELECT id, any_listed(list_transform(past, lambda a: CASE WHEN a.audit_kind <> 'pipl_compliance' THEN false
               WHEN a.audit_kind IS NOT NULL AND a.done_on IS NOT NULL THEN true END)) AS ever,
           any_listed(list_transform(past, lambda a: CASE
               WHEN a.audit_kind <> 'pipl_compliance' OR a.done_on < lens_day() - to_months(24) THEN false
               WHEN a.audit_kind IS NOT NULL AND a.done_on IS NOT NULL THEN true END)) AS lately,
           any_listed(list_transform(past, lambda a: CASE WHEN a.audit_kind <> 'minors'
               OR a.done_on < make_date(year(lens_day() - INTERVAL 31 DAY)::INTEGER - 1, 2, 1) THEN false
               WHEN a.audit_kind IS NOT NULL AND a.done_on IS NOT NULL THEN true END)) AS minors
    FROM judged
)
SELECT o.id, '' AS key, o.name, o.name_zh, NULL::VARCHAR AS department, o.gdpr, o.pipl, coalesce(len(o.laws), 0) > 0 AS laws_known,
       o.activities, o.address IS NOT NULL OR o.email IS NOT NULL AS contact, s.eea AS in_eea, o.staff,
       o.people_known, o.people AS people_least,
       CASE WHEN n.dpo THEN true WHEN NOT o.gdpr THEN false END AS dpo_needed,
       coalesce(p.dpo, false) AS dpo_in_post, coalesce(p.dpo_published, false) AS dpo_published,
       coalesce(p.dpo_filed, false) AS dpo_filed,
       CASE WHEN n.cn OR o.pipl AND o.people >= 1000000 THEN true WHEN NOT o.pipl OR o.pipl AND o.people_known THEN false
       END AS pipl_officer_needed,
       coalesce(p.cn, false) AS pipl_officer_in_post, coalesce(p.cn_published, false) AS pipl_officer_published,
       coalesce(p.cn_filed, false) AS pipl_officer_filed, coalesce(p.eu_representative, false) AS eu_representative,
       o.overseas_handler, coalesce(p.cn_representative, false) AS pipl_representative,
       coalesce(list_sort(list_distinct(list_transform(list_filter(o.rights_channels,
           lambda r: r.channel IS NOT NULL OR r."where" IS NOT NULL), lambda r: r."right"))), []) AS rights,
       coalesce(t.topics, []) AS policy_topics, l.organisation IS NOT NULL AS training_current, l.share AS training_share,
       a.lately AS audit_24_months, a.ever AS audited_ever, o.handles_minors AS minors, a.minors AS minors_audit_year,
       o.important, o.id IN (SELECT organisation FROM leads WHERE organisation IS NOT NULL) AS security_lead,
       o.ciio, o.large_platform, o.independent_body, o.exports AS exports_least,
       o.exports_sensitive AS exports_sensitive_least, coalesce(o.exports_counted, false) AS exports_counted,
       o.security_assessment, o.time_zone IS NOT NULL AND o.holiday_region IS NOT NULL AS calendar_known
FROM judged o JOIN audited a ON a.id = o.id LEFT JOIN country_standing s ON s.country = o.country
LEFT JOIN needs n ON n.organisation = o.id LEFT JOIN officers p ON p.organisation = o.id
LEFT JOIN organisation_topic t ON t.organisation = o.id LEFT JOIN organisation_training l ON l.organisation = o.id;
