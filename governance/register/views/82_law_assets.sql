-- What rules look at in systems and parties: one flat row each (columns: data/law/views.toml).
-- They are under the laws of the live activities that use them; used by none, they are under none.

-- Systems. A fact nobody filled in (separation of duties, logging) is not known; a plan or a test is recorded or not.
-- external: somebody else runs the machines. ciio: any entity that uses it is an operator; without an entity not known. Hong Kong, Macao and Taiwan lie outside the mainland.
CREATE OR REPLACE VIEW law_system AS
WITH uses AS (
    SELECT unnest(list_distinct(systems)) AS used, id, under_gdpr, under_pipl, handlers FROM law_base WHERE len(systems) > 0
), used AS (
    SELECT u.used, count(*) AS activities, bool_or(u.under_gdpr) AS gdpr, bool_or(u.under_pipl) AS pipl,
           bool_or(d.special_gdpr) AS special_gdpr, bool_or(d.sensitive_pipl) AS sensitive_pipl
    FROM uses u LEFT JOIN law_data_summary d ON d.id = u.id GROUP BY u.used
), operated AS (
    SELECT u.used, any_true(o.ciio) AS ciio
    FROM (SELECT used, unnest(CASE WHEN len(handlers) > 0 THEN handlers ELSE [NULL] END) AS organisation FROM uses) u
    LEFT JOIN organisation o ON o.id = u.organisation GROUP BY u.used
)
SELECT s.id, '' AS key, s.name, s.name_zh, coalesce(s.department, h.department) AS department,
       coalesce(u.gdpr, false) AS gdpr, coalesce(u.pipl, false) AS pipl, coalesce(u.activities, 0) AS activities,
       coalesce(u.special_gdpr, false) AS special_gdpr, coalesce(u.sensitive_pipl, false) AS sensitive_pipl,
       coalesce(h.state = 'held', false) AS owner, s.provider IS NOT NULL AS provider,
       s.hosting IN ('colocation', 'public_cloud', 'saas', 'group_hosted') AS external,
       coalesce(len(s.countries), 0) > 0 AS countries_known,
       len(list_filter(s.countries, lambda c: c <> 'CN')) > 0 AS stored_outside_china,
       CASE WHEN u.used IS NULL THEN false ELSE w.ciio END AS ciio,
       s.encryption_at_rest, s.encryption_in_transit, s.access_model, s.mfa, s.separation_of_duties, s.logging,
       s.backup_plan IS NOT NULL AS backup_plan,
       s.rpo_hours IS NOT NULL AND s.rto_hours IS NOT NULL AS recovery_aims,
       within_months(s.last_restore_test, 12) AS restore_tested, s.test_use, s.analysis_use
FROM "system" s LEFT JOIN used u ON u.used = s.id LEFT JOIN operated w ON w.used = s.id LEFT JOIN post_holder h ON h.post = s.owner
WHERE s.status NOT IN ('void', 'retired');

-- Parties. A party takes part in an activity that names it (as recipient, source, joint controller or controller
-- served) or that uses a system it hosts. What it does is not known when neither its roles nor any activity says so.
-- A certificate that ran out counts only while no other of that name is in date.
CREATE OR REPLACE VIEW law_party AS
WITH naming AS (
    SELECT id, under_gdpr, under_pipl, unnest(list_concat(
        list_transform(recipients, lambda r: {'party': r.party, 'part': coalesce(r.role, '')}),
        list_transform(data, lambda d: {'party': d.source_party, 'part': 'source'}),
        list_transform(joint_controllers, lambda j: {'party': j, 'part': 'joint_controller'}),
        list_transform(controllers, lambda c: {'party': c.party, 'part': 'controller'})), recursive := true)
    FROM law_base
    UNION ALL
    SELECT a.id, a.under_gdpr, a.under_pipl, s.provider, ''
    FROM (SELECT id, under_gdpr, under_pipl, unnest(systems) AS used FROM law_base) a JOIN "system" s ON s.id = a.used
    WHERE s.status NOT IN ('void', 'retired') AND s.hosting IN ('colocation', 'public_cloud', 'saas', 'group_hosted')
), parts AS (
    SELECT party, count(DISTINCT id) AS activities, bool_or(under_gdpr) AS gdpr, bool_or(under_pipl) AS pipl,
           bool_or(part IN ('processor', 'entrusted_party')) AS entrusted, bool_or(part = 'source') AS source,
           bool_or(part <> '') AS said
    FROM naming WHERE party IS NOT NULL GROUP BY party
), judged AS (
    SELECT *, list_transform(list_filter(certificates, lambda c: c.expires_on >= lens_day()), lambda c: c.name) AS certified
    FROM party WHERE status NOT IN ('void', 'retired')
)
SELECT p.id, '' AS key, p.name, p.name_zh, NULL::VARCHAR AS department,
       coalesce(n.gdpr, false) AS gdpr, coalesce(n.pipl, false) AS pipl, coalesce(n.activities, 0) AS activities,
       CASE WHEN n.entrusted OR list_contains(p.roles, 'processor') THEN true
            WHEN n.said OR len(p.roles) > 0 THEN false END AS entrusted,
       CASE WHEN n.source OR list_contains(p.roles, 'data_source') THEN true
            WHEN n.said OR len(p.roles) > 0 THEN false END AS supplies_data,
       p.country IS NOT NULL AS country_known, t.contact, t.contract_in_force, t.contract_ends_in_days,
       coalesce(p.supervision_months > 0, false) AS supervision_planned, t.supervised, t.assured,
       coalesce(len(list_filter(p.certificates, lambda c: c.expires_on < lens_day()
                                AND NOT list_contains(p.certified, c.name))) > 0, false) AS certificate_expired,
       t.sub_processors, t.sub_processors_authorised, p.authorisation IS NOT NULL AS authorisation,
       within_months(p.lawful_origin_on, 24) AS lawful_origin,
       within_months(p.quality_reviewed_on, 24) AS quality_reviewed
FROM judged p JOIN law_party_state t ON t.id = p.id LEFT JOIN parts n ON n.party = p.id;
