-- Days on which something begins or stops to count although nobody changes the register.

-- fact: begins, ends (the record itself comes or goes), lapses (it stops to prove or carry), overdue, expiring (90 days
-- before it lapses). happens_on is the first day on which it holds. stage: only cells of this stage, NULL for all.
-- key: list and key of the row inside the record (contracts/c1), NULL for the record as a whole.
CREATE OR REPLACE VIEW dated_fact AS
WITH listed AS (
    SELECT 'activity' AS kind, id, NULL AS key, NULL AS stage, 'begins' AS fact, starts_on AS happens_on, status
    FROM activity
    UNION ALL SELECT 'activity', id, NULL, NULL, 'ends', ends_on, status FROM activity
    UNION ALL SELECT DISTINCT 'activity', a.id, NULL, p.stage, 'begins', l.since, a.status
    FROM activity a JOIN activity_link l ON a.revision = l.cell // 8 JOIN lifecycle_stage p ON p.position = l.cell % 8
    WHERE l.what = 'evidence' AND l.since IS NOT NULL
    UNION ALL SELECT 'activity', id, 'transfers/' || row.key, NULL, 'lapses', row.valid_to + 1, status
    FROM (SELECT id, status, unnest(transfers) AS row FROM activity)
    UNION ALL SELECT 'activity', activity, 'data/' || key, NULL, 'overdue', due_on, 'draft' FROM deletion_due
    WHERE state <> 'hold'
    UNION ALL SELECT 'evidence', id, NULL, NULL, 'begins', issued_on, status FROM evidence
    UNION ALL SELECT 'evidence', id, NULL, NULL, 'lapses', expires_on + 1, status FROM evidence
    UNION ALL SELECT 'evidence', id, NULL, NULL, 'expiring', expires_on - 90, status FROM evidence
    UNION ALL SELECT 'policy', id, NULL, NULL, 'begins', in_force_from, status FROM policy
    UNION ALL SELECT 'policy', id, NULL, NULL, 'lapses', in_force_to, status FROM policy
    UNION ALL SELECT 'policy', id, NULL, NULL, 'overdue', review_by + 1, status FROM policy
    UNION ALL SELECT 'appointment', id, NULL, NULL, 'begins', starts_on, status FROM appointment
    UNION ALL SELECT 'appointment', id, NULL, NULL, 'lapses', ends_on, status FROM appointment
    UNION ALL SELECT 'person', id, NULL, NULL, 'lapses', left_on, status FROM person
    UNION ALL SELECT 'party', id, 'contracts/' || row.key, NULL, unnest(['begins', 'lapses']),
                     unnest([row.signed_on, row.valid_to + 1]), status
    FROM (SELECT id, status, unnest(contracts) AS row FROM party)
    UNION ALL SELECT 'party', id, 'certificates/' || row.key, NULL, unnest(['begins', 'lapses']),
                     unnest([row.issued_on, row.expires_on + 1]), status
    FROM (SELECT id, status, unnest(certificates) AS row FROM party)
    UNION ALL SELECT 'risk', id, NULL, NULL, 'overdue', due_on + 1, status FROM risk
    UNION ALL SELECT 'risk', id, NULL, NULL, 'ends', closed_on, status FROM risk
    UNION ALL SELECT 'risk', id, NULL, NULL, 'ends', accepted_on, status FROM risk
    UNION ALL SELECT 'system', id, NULL, NULL, 'overdue', (last_restore_test + INTERVAL 12 MONTH)::DATE + 1, status
    FROM system
)
SELECT kind, id, key, stage, fact, happens_on FROM listed
WHERE happens_on IS NOT NULL AND status NOT IN ('void', 'retired');
