-- What rules look at of an activity: one flat row an activity, purpose, row of data, recipient and transfer.
-- Columns and their meaning: data/law/views.toml. NULL in a flag means that nobody knows.

-- Live activities with what every rule asks first: laws, role, entities.
CREATE OR REPLACE VIEW law_base AS
SELECT a.*, coalesce(list_has_any(l.laws, ['gdpr', 'uk_gdpr']), false) AS under_gdpr,
       coalesce(list_contains(l.laws, 'pipl'), false) AS under_pipl, coalesce(len(l.laws), 0) > 0 AS laws_known,
       coalesce(a.role, '') IN ('processor', 'entrusted_party') AS as_processor,
       CASE WHEN len(a.organisations) > 0 THEN a.organisations
            WHEN d.organisation IS NOT NULL THEN [d.organisation] ELSE [] END AS handlers
FROM live_activity a LEFT JOIN activity_laws l ON l.activity = a.id LEFT JOIN department d ON d.id = a.department;

-- Rows of data with the classes their category falls in. A category nobody named falls in none; that is a finding
-- of its own. Minors under 14 are sensitive by themselves (PIPL 28). unconditioned: purposes of the activity that name
-- no condition for special categories (GDPR 9(2)); every_condition: there are purposes, and each names one.
CREATE OR REPLACE VIEW law_data_row AS
SELECT r.*, coalesce(c.gdpr9, false) AS special_gdpr, coalesce(c.gdpr10, false) AS criminal,
       coalesce(c.pipl28, false) OR coalesce(r.item.minors, false) AS sensitive_pipl,
       coalesce(r.item.minors, false) AS minors, coalesce(r.item.important, false) AS important,
       r.item.source IN ('employer', 'group_company', 'customer_controller', 'business_partner', 'data_broker',
                         'credit_agency', 'public_authority', 'public_source', 'social_network', 'family_member',
                         'recommendation', 'third_party') AS third_party
FROM (SELECT id, name, name_zh, department, under_gdpr, under_pipl, as_processor, len(purposes) > 0 AS has_purposes,
             list_transform(list_filter(purposes, lambda p: coalesce(len(p.special_conditions), 0) = 0),
                            lambda p: p.key) AS unconditioned, unnest(data) AS item FROM law_base) r
LEFT JOIN data_category_class c ON c.category = r.item.category;

CREATE OR REPLACE VIEW law_data_summary AS
SELECT id, count(*) AS rows, bool_or(special_gdpr) AS special_gdpr, bool_or(criminal) AS criminal,
       bool_or(sensitive_pipl) AS sensitive_pipl, bool_or(minors) AS minors, bool_or(important) AS important,
       bool_or(coalesce(third_party, false)) AS third_party,
       bool_and(item.category IS NOT NULL) AS categories_known, bool_and(coalesce(len(item.subjects), 0) > 0) AS subjects_known,
       bool_and(item.retention_amount IS NOT NULL AND item.retention_unit IS NOT NULL
                AND item.retention_start IS NOT NULL) AS retention_complete,
       bool_or(item.subjects IS NOT NULL AND list_has_any(item.subjects, ['children', 'children_under_14', 'patients', 'staff',
               'employees', 'applicants', 'students', 'vulnerable'])) AS vulnerable
FROM law_data_row GROUP BY id;

-- Assessments that count on the day: completed, signed and not run out; by activity and kind, with their first day.
CREATE OR REPLACE VIEW law_assessed AS
SELECT activity, assessment_kind AS kind, min(conducted_on) AS first_on, bool_or(advised) AS advised
FROM (SELECT unnest(activities) AS activity, assessment_kind, conducted_on,
             coalesce(trim(officer_advice), '') <> '' AND officer_advised_on <= lens_day() AS advised
      FROM assessment
      WHERE status NOT IN ('void', 'retired') AND conducted_on <= lens_day() AND signed_on <= lens_day()
        AND (valid_to IS NULL OR lens_day() <= valid_to))
GROUP BY activity, assessment_kind;

CREATE OR REPLACE VIEW law_assessment_state AS
SELECT activity, bool_or(kind = 'dpia') AS dpia, bool_or(kind = 'dpia' AND advised) AS dpia_advised,
       bool_or(kind = 'pipia') AS pipia, min(first_on) FILTER (kind = 'pipia') AS pipia_on, bool_or(kind = 'lia') AS lia,
       bool_or(kind = 'tia') AS tia, bool_or(kind = 'purpose_change') AS purpose_change,
       bool_or(kind = 'source_review') AS source_review
FROM law_assessed GROUP BY activity;

CREATE OR REPLACE VIEW notice_in_force AS
SELECT * FROM notice
WHERE status NOT IN ('void', 'retired') AND in_force_from <= lens_day()
  AND (in_force_to IS NULL OR lens_day() < in_force_to);

CREATE OR REPLACE VIEW law_notice_state AS
SELECT l.id, count(n.id) > 0 AS in_force, list_distinct(flatten(list(n.contents) FILTER (n.contents IS NOT NULL))) AS says
FROM (SELECT id, unnest(notices) AS notice FROM live_activity) l LEFT JOIN notice_in_force n ON n.id = l.notice
GROUP BY l.id;

CREATE OR REPLACE VIEW consent_in_use AS
SELECT c.*, n.id IS NOT NULL AS notice_counts
FROM consent c LEFT JOIN notice_in_force n ON n.id = c.notice
WHERE c.status NOT IN ('void', 'retired') AND c.in_use_from <= lens_day()
  AND (c.in_use_to IS NULL OR lens_day() < c.in_use_to);

-- Whether every purpose that relies on consent under the PIPL asks a separate one; no row where none relies on it.
CREATE OR REPLACE VIEW law_separate_consent AS
SELECT id, bool_and(separate) AS separate
FROM (
    SELECT p.id, p.key, coalesce(bool_or(c.separate), false) AS separate
    FROM (SELECT id, row.key AS key, unnest(CASE WHEN len(row.consents) > 0 THEN row.consents ELSE [NULL] END) AS consent
          FROM (SELECT id, unnest(purposes) AS row FROM law_base) WHERE list_contains(row.bases_pipl, 'consent')) p
    LEFT JOIN consent_in_use c ON c.id = p.consent GROUP BY p.id, p.key
)
GROUP BY id;

-- Systems of an activity taken together: all of them, or nobody knows. Without systems there is nothing to know.
CREATE OR REPLACE VIEW law_system_state AS
SELECT l.id, count(*) AS systems,
       bool_and(CASE WHEN s.encryption_at_rest IS NOT NULL THEN s.encryption_at_rest = 'full' END) AS at_rest,
       bool_or(s.encryption_at_rest IS NULL) AS at_rest_unknown,
       bool_and(CASE WHEN s.encryption_in_transit IS NOT NULL THEN s.encryption_in_transit = 'full' END) AS in_transit,
       bool_or(s.encryption_in_transit IS NULL) AS in_transit_unknown,
       bool_and(CASE WHEN s.access_model IS NOT NULL
                     THEN s.access_model IN ('role_based', 'attribute_based', 'named_users') END) AS access,
       bool_or(s.access_model IS NULL) AS access_unknown,
       bool_and(CASE WHEN s.test_use IS NOT NULL OR s.analysis_use IS NOT NULL
                     THEN coalesce(s.test_use, '') <> 'raw' AND coalesce(s.analysis_use, '') <> 'raw' END) AS masked,
       bool_or(s.test_use IS NULL OR s.analysis_use IS NULL) AS masked_unknown,
       bool_and(s.logging) AS logged, bool_or(s.logging IS NULL) AS logged_unknown
FROM (SELECT id, unnest(systems) AS system FROM live_activity) l
LEFT JOIN system s ON s.id = l.system AND s.status NOT IN ('void', 'retired')
GROUP BY l.id;

-- Owner posts with what makes them unable to approve: nobody there, or everything was written by the holder alone.
CREATE OR REPLACE VIEW law_preparers AS
SELECT record_id AS id, list(DISTINCT actor) AS writers FROM activity_version
WHERE revision <= lens_revision() AND record_id IN (SELECT id FROM live_activity) GROUP BY record_id;

-- How each activity stands to its start. planned: it has not begun, and nobody put it into operation; cleared: somebody
-- did, it begins on its day; live: it began after that; uncleared: it was planned here and began without; running: it
-- ran already when it was first recorded, or nobody knows since when; ended. A record that became a draft again before
-- its start is to be put into operation anew.
CREATE OR REPLACE VIEW activity_operation AS
WITH told AS (
    SELECT a.id, a.status, a.department, a.starts_on, a.ends_on, CAST(min(j.recorded_at) AS DATE) AS recorded_on,
           max(j.revision) FILTER (j.operation = 'go_live') AS live_at,
           max(j.revision) FILTER (j.status IN ('retired', 'void') OR j.status = 'draft'
                                   AND a.starts_on > CAST(j.recorded_at AS DATE)) AS undone_at
    FROM activity a JOIN journal j ON j.record_id = a.id AND j.kind = 'activity' AND j.revision <= lens_revision()
        AND j.operation <> 'refuse'
    GROUP BY ALL
)
SELECT id, department, starts_on, CASE
           WHEN status IN ('retired', 'void') OR ends_on <= lens_day() THEN 'ended'
           WHEN live_at > coalesce(undone_at, 0) THEN CASE WHEN starts_on > lens_day() THEN 'cleared' ELSE 'live' END
           WHEN starts_on > lens_day() THEN 'planned'
           WHEN starts_on > recorded_on THEN 'uncleared'
           ELSE 'running' END AS state
FROM told;

CREATE OR REPLACE VIEW law_activity AS
WITH facts AS (
    SELECT b.*, coalesce(d.rows, 0) AS data_rows, coalesce(d.special_gdpr, false) AS special_gdpr,
           coalesce(d.criminal, false) AS criminal, coalesce(d.sensitive_pipl, false) AS sensitive_pipl,
           coalesce(d.minors, false) AS has_minors, coalesce(d.important, false) AS has_important,
           coalesce(d.third_party, false) AS third_party, coalesce(d.vulnerable, false) AS vulnerable,
           coalesce(d.categories_known, false) AS categories_known, coalesce(d.subjects_known, false) AS subjects_known,
           coalesce(d.retention_complete, false) AS retention_complete,
           list_transform(b.recipients, lambda r: r.role) AS recipient_roles,
           flatten(list_transform(b.purposes, lambda p: coalesce(p.bases_gdpr, []))) AS all_gdpr,
           flatten(list_transform(b.purposes, lambda p: coalesce(p.bases_pipl, []))) AS all_pipl
    FROM law_base b LEFT JOIN law_data_summary d ON d.id = b.id
), signed AS (
    SELECT f.*, list_distinct(list_filter(list_concat(coalesce(f.risk_signs, []), [
               CASE WHEN special_gdpr OR criminal THEN 'sensitive' END,
               CASE WHEN automated_decisions THEN 'automated_effect' END,
               CASE WHEN vulnerable OR has_minors THEN 'vulnerable' END]), lambda s: s IS NOT NULL)) AS signs
    FROM facts f
)
SELECT s.id, '' AS key, s.name, s.name_zh, s.department, s.under_gdpr AS gdpr, s.under_pipl AS pipl, s.laws_known,
       s.status, s.role IS NOT NULL AS role_known, s.as_processor AS processor,
       s.role IS NOT DISTINCT FROM 'joint_controller' OR coalesce(len(s.joint_controllers), 0) > 0 AS joint,
       coalesce(trim(s.joint_arrangement), '') <> '' AS joint_arrangement, coalesce(len(s.controllers), 0) AS controllers,
       coalesce(len(s.controllers), 0) > 0 AND NOT list_contains(list_transform(s.controllers, lambda c:
           (c.party IS NOT NULL OR c.name IS NOT NULL) AND (c.party IS NOT NULL OR c.contact IS NOT NULL)
           AND c.processing IS NOT NULL), false) AS controllers_complete,
       s.owner IS NOT NULL AS owner, coalesce(h.state = 'held', false) AS owner_held,
       s.department IS NOT NULL AS in_department, len(s.handlers) > 0 AS in_organisation,
       coalesce(trim(s.method), '') <> '' AS method, s.people_affected AS people, coalesce(len(s.purposes), 0) AS purposes,
       CASE WHEN len(s.purposes) > 0 AND NOT list_contains(list_transform(s.purposes, lambda p: p.category IS NULL), true)
            THEN list_sort(list_distinct(list_transform(s.purposes, lambda p: p.category))) END AS purpose_categories,
       s.data_rows, s.categories_known AS data_categories_known, s.subjects_known, s.special_gdpr, s.criminal,
       s.sensitive_pipl, s.has_minors AS minors, s.has_important AS important, s.third_party AS third_party_source,
       coalesce(len(s.recipients), 0) AS recipients,
       coalesce(len(s.recipients), 0) > 0 OR coalesce(s.stated['recipients'], '') = 'none' AS recipients_answered,
       coalesce(len(s.transfers), 0) AS transfers,
       coalesce(len(s.transfers), 0) > 0 OR coalesce(s.stated['transfers'], '') = 'none' AS transfers_answered,
       coalesce(list_has_any(s.recipient_roles, ['processor', 'entrusted_party']), false) AS entrusts,
       coalesce(list_contains(s.recipient_roles, 'independent_controller'), false) AS provides, s.retention_complete,
       coalesce(trim(s.security), '') <> '' OR coalesce(m.measures, 0) > 0 AS security_described,
       coalesce(m.measures, 0) AS measures_in_place, coalesce(y.systems, 0) AS systems,
       CASE WHEN y.at_rest IS FALSE THEN false WHEN NOT y.at_rest_unknown THEN y.at_rest END AS encrypted_at_rest,
       CASE WHEN y.in_transit IS FALSE THEN false WHEN NOT y.in_transit_unknown THEN y.in_transit END AS encrypted_in_transit,
       CASE WHEN y.access IS FALSE THEN false WHEN NOT y.access_unknown THEN y.access END AS access_limited,
       CASE WHEN y.masked IS FALSE THEN false WHEN NOT y.masked_unknown THEN y.masked END AS masked_in_use,
       CASE WHEN y.logged IS FALSE THEN false WHEN NOT y.logged_unknown THEN y.logged END AS logged,
       coalesce(s.automated_decisions, false) AS automated_decisions,
       s.automated_decisions IS NOT NULL OR coalesce(s.stated['automated_decisions'], '') = 'none' AS automated_answered,
       coalesce(trim(s.decision_logic), '') <> '' AS decision_logic,
       coalesce(s.decision_safeguards, []) AS decision_safeguards, coalesce(s.publicising, false) AS publicising,
       coalesce(s.public_place, false) AS public_place,
       (s.publicising IS NOT NULL OR coalesce(s.stated['publicising'], '') = 'none')
           AND (s.public_place IS NOT NULL OR coalesce(s.stated['public_place'], '') = 'none') AS publicity_answered, s.signs AS risk_signs,
       len(s.signs) >= 2 OR coalesce(s.public_place, false) AND list_contains(s.signs, 'large_scale') AS dpia_needed,
       CASE WHEN a.dpia THEN true WHEN s.assessment IS NULL THEN false END AS dpia_done,
       coalesce(a.dpia_advised, false) AS dpia_advised,
       s.sensitive_pipl OR coalesce(s.automated_decisions, false) OR coalesce(s.publicising, false)
           OR coalesce(list_has_any(s.recipient_roles, ['processor', 'entrusted_party', 'independent_controller']), false)
           OR coalesce(len(list_filter(s.transfers, lambda t: t.country IS NULL OR t.country <> 'CN')), 0) > 0 AS pipia_needed,
       CASE WHEN a.pipia THEN true WHEN s.assessment IS NULL THEN false END AS pipia_done,
       CASE WHEN a.pipia_on IS NOT NULL AND s.starts_on IS NOT NULL THEN a.pipia_on <= s.starts_on END AS pipia_beforehand,
       list_contains(s.all_gdpr, 'legitimate_interests') AS interest_relied_on,
       CASE WHEN a.lia THEN true WHEN s.assessment IS NULL THEN false END AS lia_done,
       coalesce(len(list_filter(s.purposes, lambda p: p.further)), 0) > 0 AS purpose_changed,
       coalesce(a.purpose_change, false) AS purpose_change_reviewed, coalesce(a.source_review, false) AS source_reviewed,
       CASE WHEN n.in_force THEN true WHEN s.notice IS NULL THEN false END AS notice_in_force,
       coalesce(n.says, []) AS notice_says, list_contains(s.all_gdpr, 'consent') AS consent_relied_on_gdpr,
       list_contains(s.all_pipl, 'consent') AS consent_relied_on_pipl, coalesce(k.separate, false) AS consent_separate, s.starts_on IS NOT NULL AS starts_known,
       coalesce(g.state = 'uncleared', false) AS began_uncleared,
       CASE WHEN s.last_reviewed IS NOT NULL AND s.review_months IS NOT NULL
            THEN s.last_reviewed + to_months(s.review_months::INTEGER) < lens_day() END AS review_overdue,
       s.review_months IS NOT NULL AS review_planned,
       coalesce(len(s.kept), 0) > 0 AS kept_text,
       coalesce(h.state = 'held' AND len(w.writers) = 1 AND list_contains(h.holders, w.writers[1]), false) AS preparer_is_owner
FROM signed s
LEFT JOIN post_holder h ON h.post = s.owner
LEFT JOIN (SELECT id, count(DISTINCT measure) AS measures FROM stage_proof GROUP BY id) m ON m.id = s.id
LEFT JOIN law_system_state y ON y.id = s.id
LEFT JOIN law_assessment_state a ON a.activity = s.id
LEFT JOIN law_notice_state n ON n.id = s.id
LEFT JOIN law_preparers w ON w.id = s.id
LEFT JOIN law_separate_consent k ON k.id = s.id
LEFT JOIN activity_operation g ON g.id = s.id;
