-- When data is due to be deleted, as far as the register knows the day its period counts from. Ended activities too.

-- One row a category of data. The register knows two of the events periods count from: collection begins on the first day
-- of the activity, so from then plus the period on something is due; the purpose is met on its last day. Any other event
-- happens to each person on a day of their own, which is not in the register: due_on stays NULL, and why says so.
-- state: not_computable (number, unit or start missing), hold, no_date, due (later), proven or overdue (the day has come;
-- proven when the stage «delete» has a measure in place with evidence in date).
CREATE OR REPLACE VIEW deletion_due AS
WITH listed AS (
    SELECT id AS activity, name AS activity_name, name_zh AS activity_name_zh, department, revision, starts_on, ends_on,
           unnest(data) AS row
    FROM activity WHERE status NOT IN ('void', 'retired') AND (starts_on IS NULL OR starts_on <= lens_day())
), dated AS (
    SELECT *, row.retention_amount IS NOT NULL AND row.retention_unit IS NOT NULL AND row.retention_start IS NOT NULL
               AS computable,
           CASE row.retention_start WHEN 'collection' THEN starts_on WHEN 'purpose_met' THEN ends_on END AS counted_from
    FROM listed
), ended AS (
    SELECT *, CASE WHEN computable THEN CASE row.retention_unit
               WHEN 'day' THEN try(counted_from + row.retention_amount::INT)
               WHEN 'week' THEN try(counted_from + row.retention_amount::INT * 7)
               WHEN 'month' THEN try((counted_from + to_months(row.retention_amount::INT))::DATE)
               WHEN 'year' THEN try((counted_from + to_years(row.retention_amount::INT))::DATE) END END AS due_on
    FROM dated
), proof AS (
    SELECT l.cell // 8 AS revision, list_sort(list(DISTINCT l.target)) AS evidence
    FROM activity_link l JOIN evidence_in_date e ON e.id = l.target
    WHERE l.what = 'evidence' AND l.cell % 8 = 6 AND (l.since IS NULL OR l.since <= lens_day()) GROUP BY ALL
)
SELECT e.activity, e.activity_name, e.activity_name_zh, e.department, e.row.key AS key, e.row.name AS name,
       e.row.category AS category, e.row.people AS people, e.row.retention_amount AS amount, e.row.retention_unit AS unit,
       e.row.retention_start AS counted_event, e.counted_from, e.due_on, e.row.deletion_method AS method,
       coalesce(p.evidence, []) AS proof,
       CASE WHEN NOT e.computable THEN 'not_computable' WHEN e.row.legal_hold THEN 'hold' WHEN e.due_on IS NULL THEN 'no_date'
            WHEN e.due_on > lens_day() THEN 'due' WHEN p.revision IS NOT NULL THEN 'proven' ELSE 'overdue' END AS state,
       CASE WHEN NOT e.computable OR e.due_on IS NOT NULL THEN NULL WHEN e.row.retention_start = 'collection' THEN 'no_start'
            WHEN e.row.retention_start = 'purpose_met' THEN 'not_ended' ELSE 'per_person' END AS why
FROM ended e LEFT JOIN proof p ON p.revision = e.revision;
