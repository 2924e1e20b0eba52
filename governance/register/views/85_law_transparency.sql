-- What rules look at in what people are told, what they agree to, and the organisation's own rules: one flat row each.

-- Notices. covers_…: whether any live activity that names the notice does what the notice must then speak of.
-- covers_direct: data taken from the people themselves, asked for or observed (GDPR 13; WP 260 rev.01, 26).
-- covers_officer: as dpo_needed of the organisation the notice belongs to; not known while none is named.
CREATE OR REPLACE VIEW law_notice AS
WITH named AS (
    SELECT unnest(list_distinct(notices)) AS notice, id, under_gdpr, under_pipl, automated_decisions,
           flatten(list_transform(purposes, lambda p: list_concat(p.bases_gdpr, p.bases_pipl))) AS bases,
           list_transform(recipients, lambda r: r.role) AS roles, len(transfers) AS transfers,
           any_listed(list_transform(data, lambda d: d.source IN ('data_subject', 'observed'))) AS direct
    FROM law_base WHERE len(notices) > 0
), covered AS (
    SELECT n.notice, count(*) AS activities, bool_or(n.under_gdpr) AS gdpr, bool_or(n.under_pipl) AS pipl,
           bool_or(list_contains(n.bases, 'consent')) AS consent,
           bool_or(list_contains(n.bases, 'legitimate_interests')) AS interest, bool_or(len(n.roles) > 0) AS recipients,
           bool_or(list_contains(n.roles, 'independent_controller')) AS providing, bool_or(n.transfers > 0) AS transfers,
           bool_or(n.automated_decisions) AS automated, bool_or(d.sensitive_pipl) AS sensitive,
           bool_or(d.third_party) AS third_party, bool_or(d.minors) AS minors, any_true(n.direct) AS direct
    FROM named n LEFT JOIN law_data_summary d ON d.id = n.id GROUP BY n.notice
), needs AS (
    SELECT organisation, bool_or(reason IN ('public_authority', 'designated')) AS dpo FROM officer_need
    WHERE role = 'gdpr_dpo' GROUP BY organisation
)
SELECT n.id, '' AS key, n.name, n.name_zh, h.department, coalesce(c.gdpr, false) AS gdpr, coalesce(c.pipl, false) AS pipl,
       coalesce(c.activities, 0) AS activities, f.id IS NOT NULL AS in_force, n.published_where IS NOT NULL AS published,
       coalesce(n.contents, []) AS says, reached(n.plain_language_on) AS plain_checked,
       n.review_by < lens_day() AS review_overdue,
       CASE WHEN n.text_zh IS NOT NULL OR list_contains(n.languages, 'zh') THEN true WHEN len(n.languages) > 0 THEN false
       END AS language_zh,
       coalesce(c.consent, false) AS covers_consent, coalesce(c.interest, false) AS covers_interest,
       coalesce(c.recipients, false) AS covers_recipients, coalesce(c.providing, false) AS covers_providing,
       coalesce(c.transfers, false) AS covers_transfers, coalesce(c.sensitive, false) AS covers_sensitive,
       coalesce(c.automated, false) AS covers_automated, coalesce(c.third_party, false) AS covers_third_party,
       coalesce(c.minors, false) AS covers_minors,
       CASE WHEN c.notice IS NULL THEN false ELSE c.direct END AS covers_direct,
       CASE WHEN k.dpo THEN true WHEN NOT list_has_any(o.laws, ['gdpr', 'uk_gdpr']) THEN false END AS covers_officer
FROM notice n LEFT JOIN covered c ON c.notice = n.id LEFT JOIN notice_in_force f ON f.id = n.id
LEFT JOIN organisation o ON o.id = n.organisation LEFT JOIN needs k ON k.organisation = n.organisation
LEFT JOIN post_holder h ON h.post = n.owner
WHERE n.status NOT IN ('void', 'retired');

-- Consents. An activity relies on one by a purpose, a recipient or a transfer; purposes counts the purposes alone.
CREATE OR REPLACE VIEW law_consent AS
WITH rows AS (
    SELECT id, under_gdpr, under_pipl, unnest(list_concat(
               list_transform(purposes, lambda p: {'consents': p.consents, 'purpose': 1}),
               list_transform(recipients, lambda r: {'consents': r.consents, 'purpose': 0}),
               list_transform(transfers, lambda t: {'consents': t.consents, 'purpose': 0})), recursive := true)
    FROM law_base
), relied AS (
    SELECT consent, count(DISTINCT id) AS activities, sum(purpose)::BIGINT AS purposes, bool_or(under_gdpr) AS gdpr,
           bool_or(under_pipl) AS pipl
    FROM (SELECT id, under_gdpr, under_pipl, purpose, unnest(list_distinct(consents)) AS consent FROM rows
          WHERE len(consents) > 0)
    GROUP BY consent
)
SELECT c.id, '' AS key, c.name, c.name_zh, h.department, coalesce(r.gdpr, false) AS gdpr, coalesce(r.pipl, false) AS pipl,
       coalesce(r.activities, 0) AS activities, coalesce(r.purposes, 0) AS purposes, u.id IS NOT NULL AS in_use,
       n.id IS NOT NULL AS notice_in_force, c.specific, c.unbundled, c.pre_ticked, c.granular,
       c.refusal_without_loss AS refusable, c.withdrawal IS NOT NULL AS withdrawable, c.as_easy,
       c.proof IS NOT NULL AS proven, c.text IS NOT NULL AS "text"
FROM consent c LEFT JOIN relied r ON r.consent = c.id LEFT JOIN consent_in_use u ON u.id = c.id
LEFT JOIN notice_in_force n ON n.id = c.notice LEFT JOIN post_holder h ON h.post = c.owner
WHERE c.status NOT IN ('void', 'retired');

-- Policies. Without a day of review nobody can say that it is overdue, nor that it is not.
CREATE OR REPLACE VIEW law_policy AS
SELECT p.id, '' AS key, p.name, p.name_zh, h.department, f.id IS NOT NULL AS in_force, p.approver IS NOT NULL AS approver,
       p.owner IS NOT NULL AS owner, p.review_by IS NOT NULL AS review_planned, p.review_by < lens_day() AS review_overdue,
       p.published_where IS NOT NULL AS published
FROM policy p LEFT JOIN policy_in_force f ON f.id = p.id LEFT JOIN post_holder h ON h.post = p.owner
WHERE p.status NOT IN ('void', 'retired');
