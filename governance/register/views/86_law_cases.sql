-- What rules look at in assessments, requests, incidents and training: one flat row each.

-- Assessments. A kind without questions of its own has none open; without a kind nobody knows which there are.
-- started_before: a live activity began before the day of completion, or has begun and nothing is completed.
-- changed_since: purposes, data, recipients, transfers or automated decisions of a live activity differ materially
-- between the version that stood at the end of the day of completion (the first one, if it was recorded later) and the
-- newest. The register's day ends in its own time zone; moments are kept in UTC.
CREATE OR REPLACE VIEW law_assessment AS
WITH zone AS (
    SELECT coalesce(max(name), 'UTC') AS name FROM pg_timezone_names()
    WHERE name IN (SELECT time_zone FROM settings WHERE status NOT IN ('void', 'retired'))
), listed AS (
    SELECT id, conducted_on <= lens_day() AS completed, conducted_on, unnest(list_distinct(activities)) AS activity,
           ((conducted_on + 1)::TIMESTAMP AT TIME ZONE z.name) AT TIME ZONE 'UTC' AS day_end
    FROM assessment, zone z WHERE status NOT IN ('void', 'retired') AND len(activities) > 0
), substance AS (
    SELECT l.id, l.activity, arg_max(v.substance, v.revision) AS newest,
           coalesce(arg_max(v.substance, v.revision) FILTER (v.recorded_at < l.day_end),
                    arg_min(v.substance, v.revision)) AS assessed
    FROM listed l JOIN assessed_version v ON v.activity = l.activity WHERE l.completed GROUP BY l.id, l.activity
), timing AS (
    SELECT l.id, any_true(CASE WHEN l.completed THEN a.starts_on < l.conducted_on
                               WHEN a.starts_on IS NOT NULL THEN true END) AS started_before,
           bool_or(s.newest IS DISTINCT FROM s.assessed) AS changed_since
    FROM listed l JOIN live_activity a ON a.id = l.activity
    LEFT JOIN substance s ON s.id = l.id AND s.activity = l.activity GROUP BY l.id
), advice AS (
    SELECT DISTINCT subject FROM opinion
    WHERE subject IS NOT NULL AND status NOT IN ('void', 'retired') AND given_on <= lens_day() AND (verdict IS NOT NULL OR "text" IS NOT NULL)
), asked AS (
    SELECT kind, list(question) AS questions FROM assessment_question_kind GROUP BY kind
), judged AS (
    SELECT *, list_filter(verdicts, lambda v: v.verdict IS NOT NULL) AS given FROM assessment
    WHERE status NOT IN ('void', 'retired')
)
SELECT a.id, '' AS key, a.name, a.name_zh, h.department, a.assessment_kind AS kind,
       coalesce(len(list_distinct(a.activities)), 0) AS activities, reached(a.conducted_on) AS completed,
       reached(a.signed_on) AS signed, coalesce(len(a.evidence), 0) > 0 AS report, a.valid_to IS NULL OR lens_day() <= a.valid_to AS in_date,
       CASE WHEN a.assessment_kind IS NOT NULL
            THEN coalesce(len(list_filter(q.questions, lambda c: NOT coalesce(list_contains(
                     list_transform(a.given, lambda v: v.question), c), false))), 0) END AS questions_open,
       coalesce(len(list_filter(a.given, lambda v: v.reason IS NULL)), 0) AS verdicts_without_reason,
       coalesce(len(list_filter(a.given, lambda v: v.verdict = 'not_met')), 0) AS verdicts_not_met,
       a.officer_advice IS NOT NULL AND reached(a.officer_advised_on)
           OR a.id IN (SELECT subject FROM advice) AS advised,
       a.residual_risk, reached(a.consulted_on) AS consulted, coalesce(len(a.triggers), 0) AS triggers,
       CASE WHEN t.id IS NULL THEN false ELSE t.started_before END AS started_before,
       coalesce(t.changed_since, false) AS changed_since
FROM judged a LEFT JOIN timing t ON t.id = a.id LEFT JOIN asked q ON q.kind = a.assessment_kind
LEFT JOIN post_holder h ON h.post = a.conducted_by;

-- Requests received up to the day, or on a day nobody wrote down. Their laws are their own, else those of the entity.
-- What was answered later is not an answer yet.
CREATE OR REPLACE VIEW law_request AS
SELECT r.id, '' AS key, r.name, r.name_zh, r.department, list_has_any(r.under, ['gdpr', 'uk_gdpr']) AS gdpr,
       list_contains(r.under, 'pipl') AS pipl, r.received_on IS NOT NULL AS received, reached(r.answered_on) AS answered,
       CASE WHEN coalesce(r.answered_on <= lens_day(), true) THEN r.outcome END AS outcome,
       r.refusal_reason IS NOT NULL AS refusal_reasons, reached(r.extended_on) AS extended,
       r.extension_reason IS NOT NULL AS extension_reason, r."right", reached(r.recipients_told_on) AS recipients_told,
       r.delete_after IS NOT NULL AS erase_planned, r.delete_after < lens_day() AS erase_overdue
FROM (SELECT r.*, CASE WHEN len(r.laws) > 0 THEN r.laws WHEN len(o.laws) > 0 THEN o.laws END AS under
      FROM request r LEFT JOIN organisation o ON o.id = r.organisation
      WHERE r.status NOT IN ('void', 'retired') AND coalesce(r.received_on <= lens_day(), true)) r;

-- Incidents known up to the day, or since a day nobody wrote down. late: the authority was told, and more than 72 hours
-- after awareness (GDPR 33(1)), counted in the entity's time zone; without the times of day it may be either on the
-- third day. categories: the kinds of data concerned (PIPL 57(1)). as_processor: activities are named, and each is
-- carried out for other controllers, so telling these is the whole duty (GDPR 33(2)).
CREATE OR REPLACE VIEW law_incident AS
WITH zones AS (
    SELECT name FROM pg_timezone_names()
), own AS (
    SELECT i.*, CASE WHEN len(i.laws) > 0 THEN i.laws WHEN len(o.laws) > 0 THEN o.laws END AS under,
           coalesce(z.name, (SELECT max(name) FROM zones WHERE name IN (SELECT time_zone FROM settings)), 'UTC') AS zone,
           CASE WHEN i.authority_told_on <= lens_day() THEN i.authority_told_on END AS told_on
    FROM incident i LEFT JOIN organisation o ON o.id = i.organisation LEFT JOIN zones z ON z.name = o.time_zone
    WHERE i.status NOT IN ('void', 'retired') AND coalesce(i.aware_on <= lens_day(), true)
), roles AS (
    SELECT n.id, bool_and(coalesce(a.role IN ('processor', 'entrusted_party'), false)) AS as_processor
    FROM (SELECT id, unnest(activities) AS activity FROM incident) n LEFT JOIN activity a ON a.id = n.activity GROUP BY n.id
), timed AS (
    SELECT *, (aware_on + aware_time::TIME) AT TIME ZONE zone AS aware, (told_on + authority_told_time::TIME) AT TIME ZONE zone AS told
    FROM own
)
SELECT i.id, '' AS key, i.name, i.name_zh, i.department, list_has_any(i.under, ['gdpr', 'uk_gdpr']) AS gdpr,
       list_contains(i.under, 'pipl') AS pipl, i.aware_on IS NOT NULL AND i.aware_time IS NOT NULL AS aware_known,
       i.people,
       i.likely_risk AS risk, i.harm_avoided, i.told_on IS NOT NULL AS authority_told,
       reached(i.people_told_on) AS people_told, i.delay_reason IS NOT NULL AS delay_reason,
       CASE WHEN i.told_on IS NULL OR i.told_on - i.aware_on < 3 THEN false WHEN i.told_on - i.aware_on > 3 THEN true
            ELSE i.told > i.aware + INTERVAL 72 HOUR END AS late,
       coalesce(len(i.categories), 0) > 0 AND i.causes IS NOT NULL AND i.consequences IS NOT NULL
           AND i.remedies IS NOT NULL AS content_complete,
       coalesce(len(i.evidence), 0) > 0 AS documented, coalesce(r.as_processor, false) AS as_processor,
       reached(i.controller_told_on) AS controller_told, i.severity_cn AS grade,
       i.delete_after IS NOT NULL AS erase_planned, i.delete_after < lens_day() AS erase_overdue
FROM timed i LEFT JOIN roles r ON r.id = i.id;

-- Courses. The share is known only when every department says both numbers. Once a later course of the entity covers
-- its topics, a repeat is no longer due.
CREATE OR REPLACE VIEW law_training AS
WITH live AS (
    SELECT *, coalesce(len(attendance), 0) > 0 AND NOT list_contains(list_transform(attendance,
               lambda r: r.invited IS NOT NULL AND r.completed IS NOT NULL), false) AS known,
           list_sum(list_transform(attendance, lambda r: r.invited)) AS invited,
           list_sum(list_transform(attendance, lambda r: r.completed)) AS completed
    FROM training WHERE status NOT IN ('void', 'retired')
)
SELECT t.id, '' AS key, t.name, t.name_zh, NULL::VARCHAR AS department, reached(t.held_on) AS held,
       t.known AS attendance_known,
       CASE WHEN t.known AND t.invited > 0 THEN least(100, t.completed * 100 // t.invited)::BIGINT END AS share,
       t.valid_to < lens_day() AND NOT EXISTS (
           SELECT 1 FROM live n WHERE n.organisation = t.organisation AND n.held_on > t.held_on AND n.held_on <= lens_day()
               AND len(t.topics) > 0 AND list_has_all(n.topics, t.topics)) AS repeat_overdue
FROM live t;
