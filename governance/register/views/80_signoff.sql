-- What was signed: the official register, opinions and their replies, approvals that still stand.

-- The official version of each record: its newest revision that stood approved, unless the record ended since.
-- Cosmetic changes keep an approval, so the version may be later than the one that was signed.
CREATE OR REPLACE VIEW official_record AS
WITH known AS (
    SELECT revision, record_id, kind, record_version, status, content_hash, recorded_at FROM journal
    WHERE revision <= lens_revision() AND operation <> 'refuse'
), ended AS (
    SELECT record_id, max(revision) AS revision FROM known WHERE status IN ('retired', 'void') GROUP BY record_id
)
SELECT k.record_id AS record, k.kind AS record_kind, k.record_version AS version, k.revision, k.content_hash,
       k.recorded_at
FROM known k LEFT JOIN ended e ON e.record_id = k.record_id
WHERE k.status = 'approved' AND (e.revision IS NULL OR e.revision < k.revision)
  AND (lens_departments() IS NULL OR k.kind IN ('policy', 'commitment') OR k.record_id IN (
      SELECT record_id FROM lens_memory.seen_record
      WHERE state = lens_state() AND (department IS NULL OR list_contains(lens_departments(), department))))
QUALIFY row_number() OVER (PARTITION BY k.record_id ORDER BY k.revision DESC) = 1;

-- The newest approval of each record as known; superseded ones are history.
CREATE OR REPLACE VIEW last_approval AS
SELECT id, record, record_kind, signed_version, signed_revision, content_hash, material_hash, fields_version, person,
       post, signed_on, revision
FROM approval QUALIFY row_number() OVER (PARTITION BY record ORDER BY revision DESC) = 1;

CREATE OR REPLACE VIEW last_attestation AS
SELECT id, record, record_kind, signed_version, signed_revision, material_hash, fields_version, person, post,
       signed_on, campaign, note, revision
FROM attestation QUALIFY row_number() OVER (PARTITION BY record ORDER BY revision DESC) = 1;

-- Opinions in being. A statement that a record is formally complete needs no reply; every other opinion does.
CREATE OR REPLACE VIEW opinion_state AS
SELECT *, CASE WHEN unanswered THEN lens_day() - given_on END AS age_days
FROM (
    SELECT id, version, name, name_zh, subject, step, finding, verdict, text, post, person, given_on, reply,
           reply_reason, replied_by, replied_on, verdict IS DISTINCT FROM 'formal_complete' AS needs_reply,
           verdict IS DISTINCT FROM 'formal_complete' AND (reply IS NULL OR replied_on > lens_day()) AS unanswered
    FROM opinion
    WHERE status NOT IN ('void', 'retired') AND (given_on IS NULL OR given_on <= lens_day())
);

-- Live activities a campaign in force asks about, with their last attestation. Several campaigns: the shortest cadence.
-- due_on: a first answer is due by the campaign's last day (or a month after its start, or after the activity was
-- recorded); later ones months after the last. asked_on: from then on it is asked for; a month before it is due again.
CREATE OR REPLACE VIEW attestation_due AS
WITH running AS (
    SELECT id, departments, months, months_high, starts_on,
           CAST(coalesce(ends_on, starts_on + INTERVAL 1 MONTH) AS DATE) AS answer_by
    FROM campaign WHERE status NOT IN ('void', 'retired') AND starts_on <= lens_day()
), high AS (
    SELECT DISTINCT activity FROM risk_state WHERE high AND activity IS NOT NULL
), first AS (
    SELECT record_id, CAST(min(recorded_at) AS DATE) AS recorded_on FROM journal
    WHERE kind = 'activity' AND operation = 'create' AND revision <= lens_revision() GROUP BY record_id
), asked AS (
    SELECT a.id AS record, a.version, a.status, a.name, a.name_zh, a.department, a.owner, a.recorded_at,
           c.id AS campaign, c.starts_on, c.answer_by, f.recorded_on,
           coalesce(h.activity IS NOT NULL OR len(a.transfers) > 0, false) AS high,
           CASE WHEN coalesce(h.activity IS NOT NULL OR len(a.transfers) > 0, false)
                THEN least(c.months, c.months_high) ELSE c.months END AS months
    FROM live_activity a
    JOIN running c ON coalesce(len(c.departments), 0) = 0 OR a.department IN (
        SELECT department FROM department_line WHERE list_contains(c.departments, ancestor))
    LEFT JOIN high h ON h.activity = a.id LEFT JOIN first f ON f.record_id = a.id
    QUALIFY row_number() OVER (PARTITION BY a.id ORDER BY months, c.answer_by, c.id) = 1
)
SELECT a.record, a.version, a.status, a.name, a.name_zh, a.department, a.owner, a.recorded_at, a.campaign, a.high,
       a.months, l.id AS attestation, l.signed_version, l.signed_revision, l.signed_on, l.person AS attested_by,
       l.fields_version,
       CASE WHEN l.id IS NULL THEN greatest(a.answer_by, CAST(a.recorded_on + INTERVAL 1 MONTH AS DATE))
            ELSE CAST(l.signed_on + to_months(CAST(a.months AS INTEGER)) AS DATE) END AS due_on,
       CASE WHEN l.id IS NULL THEN a.starts_on
            ELSE CAST(l.signed_on + to_months(CAST(a.months AS INTEGER) - 1) AS DATE) END AS asked_on
FROM asked a LEFT JOIN last_attestation l ON l.record = a.record;
