-- What rules look at of the rows of an activity: purposes, data, recipients, transfers and stages.

-- Which classes of data serve which purpose. Data that names no purpose serves them all.
CREATE OR REPLACE VIEW law_purpose_data AS
WITH serving AS (
    SELECT id, unnest(CASE WHEN len(item.purposes) > 0 THEN item.purposes ELSE [''] END) AS purpose, special_gdpr, criminal,
           sensitive_pipl, minors
    FROM law_data_row
)
SELECT id, purpose, count(*) AS rows, bool_or(special_gdpr) AS special_gdpr, bool_or(criminal) AS criminal,
       bool_or(sensitive_pipl) AS sensitive_pipl, bool_or(minors) AS minors
FROM serving GROUP BY id, purpose;

-- Consents asked for a purpose, those in use taken together: each must hold. Unanswered is unknown.
CREATE OR REPLACE VIEW law_purpose_consent AS
SELECT l.id, l.key, count(c.id) AS consents, bool_and(c.notice_counts) AS notice,
       CASE WHEN NOT bool_and(c.specific) THEN false WHEN count(c.specific) = count(c.id) THEN true END AS specific,
       CASE WHEN NOT bool_and(c.unbundled) THEN false WHEN count(c.unbundled) = count(c.id) THEN true END AS unbundled,
       CASE WHEN bool_or(c.pre_ticked) THEN true WHEN count(c.pre_ticked) = count(c.id) THEN false END AS pre_ticked,
       CASE WHEN NOT bool_and(c.granular) THEN false WHEN count(c.granular) = count(c.id) THEN true END AS granular,
       coalesce(bool_or(c.separate), false) AS separate, coalesce(bool_or(c.explicit), false) AS explicit,
       CASE WHEN NOT bool_and(c.refusal_without_loss) THEN false
            WHEN count(c.refusal_without_loss) = count(c.id) THEN true END AS refusable,
       coalesce(bool_or(c.guardian), false) AS guardian, bool_and(coalesce(trim(c.withdrawal), '') <> '') AS withdrawable,
       CASE WHEN NOT bool_and(c.as_easy) THEN false WHEN count(c.as_easy) = count(c.id) THEN true END AS as_easy,
       bool_and(coalesce(trim(c.proof), '') <> '') AS proven
FROM (SELECT id, row.key AS key, unnest(row.consents) AS consent FROM (
          SELECT id, unnest(purposes) AS row FROM live_activity)) l
JOIN consent_in_use c ON c.id = l.consent
GROUP BY l.id, l.key;

CREATE OR REPLACE VIEW law_purpose AS
SELECT p.id, p.row.key AS key, coalesce(p.row.name, p.name) AS name, coalesce(p.row.name_zh, p.row.name, p.name_zh) AS name_zh,
       p.department, p.under_gdpr AS gdpr, p.under_pipl AS pipl, p.as_processor AS processor, p.people_affected AS people,
       p.row.name IS NOT NULL OR p.row.category IS NOT NULL AS named, p.row.category AS category,
       coalesce(p.row.bases_gdpr, []) AS bases_gdpr, coalesce(p.row.bases_pipl, []) AS bases_pipl,
       coalesce(trim(p.row.basis_reason), '') <> '' AS reason,
       coalesce(trim(p.row.legitimate_interest), '') <> '' AS interest_stated,
       CASE WHEN a.lia THEN true WHEN p.assessment IS NULL THEN false END AS lia_done,
       coalesce(o.public_authority, false) AS public_authority,
       coalesce(d.special_gdpr, false) OR coalesce(e.special_gdpr, false) AS special_gdpr,
       coalesce(d.criminal, false) OR coalesce(e.criminal, false) AS criminal,
       coalesce(p.row.special_conditions, []) AS special_conditions,
       coalesce(d.sensitive_pipl, false) OR coalesce(e.sensitive_pipl, false) AS sensitive_pipl,
       coalesce(d.minors, false) OR coalesce(e.minors, false) AS minors,
       coalesce(d.rows, 0) + coalesce(e.rows, 0) AS data_rows, coalesce(p.row.further, false) AS further,
       coalesce(a.purpose_change, false) AS change_reviewed, coalesce(c.consents, 0) AS consents,
       c.notice AS consent_notice, c.specific AS consent_specific, c.unbundled AS consent_unbundled,
       c.pre_ticked AS consent_pre_ticked, c.granular AS consent_granular, coalesce(c.separate, false) AS consent_separate,
       coalesce(c.explicit, false) AS consent_explicit, c.refusable AS consent_refusable,
       coalesce(c.guardian, false) AS consent_guardian, coalesce(c.withdrawable, false) AS consent_withdrawable,
       c.as_easy AS consent_as_easy, coalesce(c.proven, false) AS consent_proven
FROM (SELECT id, name, name_zh, department, under_gdpr, under_pipl, as_processor, people_affected, assessment, handlers,
             unnest(purposes) AS row FROM law_base) p
LEFT JOIN law_assessment_state a ON a.activity = p.id
LEFT JOIN organisation o ON o.id = p.handlers[1]
LEFT JOIN law_purpose_data d ON d.id = p.id AND d.purpose = p.row.key
LEFT JOIN law_purpose_data e ON e.id = p.id AND e.purpose = ''
LEFT JOIN law_purpose_consent c ON c.id = p.id AND c.key = p.row.key;

CREATE OR REPLACE VIEW law_data AS
SELECT r.id, r.item.key AS key, coalesce(r.item.name, r.name) AS name, coalesce(r.item.name, r.name_zh) AS name_zh, r.department,
       r.under_gdpr AS gdpr, r.under_pipl AS pipl, r.as_processor AS processor, r.item.people AS people,
       r.item.category AS category, coalesce(len(r.item.subjects), 0) AS subjects, r.special_gdpr, r.criminal,
       r.sensitive_pipl, r.minors, r.item.minors IS NOT NULL AS minors_answered, r.important,
       r.item.important IS NOT NULL AS important_answered,
       coalesce(len(r.item.purposes), 0) AS purposes, coalesce(trim(r.item.necessity), '') <> '' AS necessity,
       CASE WHEN NOT coalesce(r.has_purposes, false) THEN false WHEN coalesce(len(r.item.purposes), 0) = 0
            THEN len(r.unconditioned) = 0 ELSE NOT list_has_any(r.item.purposes, r.unconditioned) END AS condition_given,
       coalesce(trim(r.item.accuracy_check), '') <> '' AS accuracy, r.item.source AS source, r.third_party,
       r.item.source_party IS NOT NULL AS source_named, coalesce(trim(p.authorisation), '') <> '' AS source_authorised,
       coalesce(p.lawful_origin_on <= lens_day() AND p.lawful_origin_on + to_months(24) >= lens_day(), false) AS source_origin_checked,
       coalesce(p.quality_reviewed_on <= lens_day() AND p.quality_reviewed_on + to_months(24) >= lens_day(), false)
           AS source_quality_reviewed,
       r.item.mandatory IS NOT NULL AS mandatory_answered,
       r.item.retention_amount IS NOT NULL AND r.item.retention_unit IS NOT NULL AND r.item.retention_start IS NOT NULL
           AS retention_computable,
       r.item.retention_amount IS NOT NULL OR coalesce(trim(r.item.retention_text), '') <> '' AS retention_written,
       coalesce(trim(r.item.retention_reason), '') <> '' AS retention_reason,
       CASE r.item.retention_unit WHEN 'year' THEN r.item.retention_amount * 12 WHEN 'month' THEN r.item.retention_amount
            WHEN 'week' THEN r.item.retention_amount * 12 // 52 WHEN 'day' THEN r.item.retention_amount * 12 // 365 END::BIGINT AS retention_months,
       coalesce(r.item.legal_hold, false) AS legal_hold, r.item.deletion_method IS NOT NULL AS deletion_method
FROM law_data_row r
LEFT JOIN party p ON p.id = r.item.source_party;

-- Contracts in force of a party, their clauses together, and whether it is supervised, assured and its subs authorised.
CREATE OR REPLACE VIEW law_party_state AS
SELECT id, status, country, coalesce(trim(contact), '') <> '' AS contact, len(running) > 0 AS contract_in_force,
       CASE WHEN len(running) > 0 AND NOT list_contains(list_transform(running, lambda c: c.valid_to IS NULL), true)
            THEN date_diff('day', lens_day(), list_max(list_transform(running, lambda c: c.valid_to))) END AS contract_ends_in_days,
       list_distinct(flatten(list_transform(running, lambda c: coalesce(c.clauses, [])))) AS clauses,
       CASE WHEN supervision_months IS NULL AND last_supervised IS NULL THEN false
            ELSE coalesce(last_supervised + to_months(coalesce(supervision_months, 12)::INTEGER) >= lens_day(), false) END AS supervised,
       coalesce(len(list_filter(certificates, lambda c: coalesce(c.issued_on <= lens_day(), true)
                                                        AND c.expires_on >= lens_day())), 0) > 0 AS assured,
       coalesce(len(sub_processors), 0) AS sub_processors,
       NOT coalesce(list_contains(list_transform(sub_processors, lambda s: s.authorised_on <= lens_day()
                                                 AND s.authorised_on IS NOT NULL), false), false) AS sub_processors_authorised
FROM (SELECT *, list_filter(coalesce(contracts, []), lambda c: c.signed_on <= lens_day()
                            AND (c.valid_to IS NULL OR lens_day() <= c.valid_to)) AS running FROM party);

CREATE OR REPLACE VIEW law_recipient AS
WITH rows AS (
    SELECT id, name, name_zh, department, under_gdpr, under_pipl, as_processor, purposes, data, transfers,
           unnest(recipients) AS row FROM law_base
), placed AS (
    SELECT r.*, coalesce(p.country, o.country) AS country, coalesce(p.name, o.name) AS party_name,
           coalesce(p.name_zh, o.name_zh) AS party_name_zh, o.id IS NOT NULL AS own_group
    FROM rows r LEFT JOIN party p ON p.id = r.row.party LEFT JOIN organisation o ON o.id = r.row.party
), consents AS (
    SELECT l.id, l.key, bool_or(c.separate) AS separate
    FROM (SELECT id, row.key AS key, unnest(row.consents) AS consent FROM rows) l
    JOIN consent_in_use c ON c.id = l.consent GROUP BY l.id, l.key
), sensitive AS (
    SELECT r.id, r.row.key AS key FROM rows r JOIN law_data_row d ON d.id = r.id AND d.sensitive_pipl
        AND (coalesce(len(r.row.data), 0) = 0 OR list_contains(r.row.data, d.item.key)) GROUP BY ALL
)
SELECT r.id, r.row.key AS key, coalesce(r.row.name, r.party_name, r.name) AS name, coalesce(r.party_name_zh, r.row.name, r.name_zh) AS name_zh,
       r.department, r.under_gdpr AS gdpr, r.under_pipl AS pipl, r.as_processor AS processor, r.row.role AS role,
       r.row.name IS NOT NULL OR r.row.party IS NOT NULL AS named, r.row.party IS NOT NULL AS party_linked,
       coalesce(s.contact, r.own_group) AS contact, r.row.category AS category,
       coalesce(r.row.role, '') IN ('processor', 'entrusted_party') AS entrusted,
       coalesce(r.row.role, '') = 'independent_controller' AS independent, coalesce(r.row.role, '') = 'joint_controller' AS joint,
       coalesce(len(r.row.purposes), 0) AS purposes, coalesce(len(r.row.data), 0) AS data_rows,
       v.id IS NOT NULL AS sensitive_pipl, r.country, NOT y.eea AS outside_eea, r.country <> 'CN' AS outside_china,
       coalesce(list_contains(list_transform(r.transfers, lambda t: t.recipient), r.row.key), false) AS has_transfer,
       coalesce(s.contract_in_force, false) AS contract_in_force, s.contract_ends_in_days, coalesce(s.clauses, []) AS clauses,
       coalesce(s.supervised, false) AS supervised, coalesce(s.assured, false) AS assured,
       coalesce(s.sub_processors, 0) AS sub_processors, coalesce(s.sub_processors_authorised, true) AS sub_processors_authorised,
       coalesce(len(list_filter(r.purposes, lambda p: list_contains(p.bases_pipl, 'consent') AND (
           coalesce(len(r.row.purposes), 0) = 0 OR list_contains(r.row.purposes, p.key)))), 0) > 0 AS consent_relied_on,
       coalesce(c.separate, false) AS consent_separate, coalesce(n.says, []) AS notice_says
FROM placed r
LEFT JOIN law_party_state s ON s.id = r.row.party AND s.status NOT IN ('void', 'retired')
LEFT JOIN country_standing y ON y.country = r.country
LEFT JOIN law_notice_state n ON n.id = r.id
LEFT JOIN consents c ON c.id = r.id AND c.key = r.row.key
LEFT JOIN sensitive v ON v.id = r.id AND v.key = r.row.key;

CREATE OR REPLACE VIEW law_transfer AS
WITH rows AS (
    SELECT id, name, name_zh, department, under_gdpr, under_pipl, as_processor, purposes, recipients, assessment, handlers,
           unnest(transfers) AS row FROM law_base
), consents AS (
    SELECT l.id, l.key, bool_or(c.separate) AS separate, bool_or(c.explicit) AS explicit
    FROM (SELECT id, row.key AS key, unnest(row.consents) AS consent FROM rows) l
    JOIN consent_in_use c ON c.id = l.consent GROUP BY l.id, l.key
), carried AS (
    SELECT r.id, r.row.key AS key, bool_or(d.sensitive_pipl) AS sensitive, bool_or(d.important) AS important
    FROM rows r JOIN law_data_row d ON d.id = r.id
        AND (coalesce(len(r.row.data), 0) = 0 OR list_contains(r.row.data, d.item.key)) GROUP BY ALL
)
SELECT r.id, r.row.key AS key, coalesce(r.row.name, r.name) AS name, coalesce(r.row.name, r.name_zh) AS name_zh, r.department,
       r.under_gdpr AS gdpr, r.under_pipl AS pipl, r.as_processor AS processor, r.row.country AS country,
       r.row.recipient IS NOT NULL OR r.row.name IS NOT NULL AS recipient_known,
       NOT y.eea AS leaves_eea, r.row.country <> 'CN' AS leaves_china, y.adequate, y.adequate_partly,
       r.row.mechanism AS mechanism,
       coalesce(starts_with(r.row.mechanism, 'derogation_') OR r.row.mechanism = 'compelling_interests', false) AS derogation,
       coalesce(trim(r.row.safeguards), '') <> '' AS safeguards,
       CASE WHEN a.tia THEN true WHEN r.assessment IS NULL THEN false END AS tia_done, r.row.pipl_route AS route,
       coalesce(starts_with(r.row.pipl_route, 'exempt_'), false) AS exempt,
       coalesce(trim(r.row.filing_number), '') <> '' AS filing_number, r.row.effective_on IS NOT NULL AS in_effect_known,
       r.row.filed_on IS NOT NULL AS filed, coalesce(r.row.valid_to < lens_day(), false) AS ended,
       date_diff('day', lens_day(), r.row.valid_to) AS ends_in_days, r.row.valid_to IS NOT NULL AS valid_to_known,
       r.row.people_year AS people_year, r.row.sensitive_year AS sensitive_year,
       r.row.people_year IS NOT NULL AND r.row.sensitive_year IS NOT NULL AS volumes_known,
       coalesce(k.sensitive, false) AS sensitive_pipl, coalesce(k.important, false) AS important, coalesce(o.ciio, false) AS ciio,
       CASE WHEN a.pipia THEN true WHEN r.assessment IS NULL THEN false END AS pipia_done,
       coalesce(len(list_filter(r.purposes, lambda p: list_contains(p.bases_pipl, 'consent'))), 0) > 0 AS consent_relied_on,
       coalesce(c.separate, false) AS consent_separate, coalesce(c.explicit, false) AS consent_explicit,
       coalesce(n.says, []) AS notice_says
FROM rows r
LEFT JOIN country_standing y ON y.country = r.row.country
LEFT JOIN law_assessment_state a ON a.activity = r.id
LEFT JOIN organisation o ON o.id = r.handlers[1]
LEFT JOIN law_notice_state n ON n.id = r.id
LEFT JOIN consents c ON c.id = r.id AND c.key = r.row.key
LEFT JOIN carried k ON k.id = r.id AND k.key = r.row.key;

CREATE OR REPLACE VIEW law_stage AS
SELECT c.activity AS id, c.stage AS key, b.name, b.name_zh, b.department, b.under_gdpr AS gdpr, b.under_pipl AS pipl, c.stage,
       c.state <> 'not_applicable' AS takes_place, c.state <> 'not_assessed' AS assessed, c.state, c.policy, c.measure,
       c.evidence, c.a_state, c.a_source, c.r_source IS NOT NULL AS responsible, f.cell IS NOT NULL AS officer_decides,
       coalesce(d.special_gdpr, false) AS special_gdpr, coalesce(d.sensitive_pipl, false) AS sensitive_pipl, c.people
FROM stage_cell c JOIN law_base b ON b.id = c.activity
LEFT JOIN law_data_summary d ON d.id = c.activity
LEFT JOIN (SELECT DISTINCT cell FROM conflict_role) f ON f.cell = c.cell;
