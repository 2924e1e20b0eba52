-- One query a figure: numerator and denominator, from the cells and the tables. -- name: starts each.

-- name: cells
SELECT stage, count(*), sum(state = 'covered'), sum(a_state = 'held'),
    sum(a_state = 'held' AND a_source = 'explicit'), sum(a_state = 'none'), sum(a_state = 'several'),
    sum(a_state IN ('vacant', 'left', 'department')), sum(a_state = 'held' AND a_source = 'inherited'),
    sum(r_source IS NULL) FROM cell WHERE state <> 'not_applicable' GROUP BY stage;

-- name: accountability.officer_conflict
SELECT count(*) FROM (SELECT DISTINCT r.activity, r.stage FROM (
    SELECT activity, stage, post FROM stage_role WHERE letter IN ('accountable', 'responsible')
    AND post IN (SELECT post FROM conflict_post) AND activity IN (SELECT id FROM live) UNION ALL
    SELECT a.id, i.stage, i.post FROM inherited_role i JOIN live a ON a.department = i.department
    WHERE i.letter IN ('accountable', 'responsible') AND i.post IN (SELECT post FROM conflict_post)
    AND NOT EXISTS (SELECT 1 FROM stage_role e WHERE e.activity = a.id AND e.stage = i.stage
     AND e.letter = i.letter AND coalesce(e.post, e.department) IS NOT NULL)) r
    JOIN conflict_post p ON p.post = r.post WHERE NOT EXISTS (SELECT 1 FROM stage t WHERE t.activity = r.activity AND t.stage = r.stage
    AND t.applicable = 'not_applicable' AND coalesce(trim(t.reason), '') <> '') AND (p.organisation IS NULL
    OR NOT EXISTS (SELECT 1 FROM handler h WHERE h.activity = r.activity)
    OR EXISTS (SELECT 1 FROM handler h WHERE h.activity = r.activity AND h.organisation = p.organisation)));

-- name: risks
SELECT count(*), sum(score IS NOT NULL), sum(open AND score >= 15),
    sum(open AND due_on < :day AND NOT accepted), sum(open AND treatment IS NULL), sum(open AND score IS NULL)
    FROM (SELECT likelihood_after * impact_after AS score, closed_on IS NULL OR closed_on > :day AS open,
    coalesce(accepted_on <= :day, 0) AS accepted, due_on, treatment FROM risk WHERE status NOT IN ('void', 'retired'));

-- name: activities
SELECT count(*), count(*) FROM live;

-- name: activities.approved
SELECT (SELECT count(*) FROM activity a JOIN live l ON l.id = a.id WHERE a.status = 'approved'), count(*) FROM live;

-- name: evidence.in_date
SELECT (SELECT count(*) FROM in_date), count(*) FROM evidence WHERE status NOT IN ('void', 'retired');

-- name: evidence.expiring
SELECT (SELECT count(*) FROM in_date d JOIN evidence e ON e.id = d.evidence
    WHERE e.expires_on <= date(:day, '+90 days')), count(*) FROM evidence WHERE status NOT IN ('void', 'retired');

-- name: evidence.expired_in_use
SELECT (SELECT count(DISTINCT e.evidence) FROM stage_evidence e
    JOIN stage_measure m ON m.activity = e.activity AND m.stage = e.stage AND m.key = e.key
    JOIN live a ON a.id = e.activity WHERE m.state = 'in_place' AND (m.since IS NULL OR m.since <= :day)
    AND e.evidence NOT IN (SELECT evidence FROM in_date)), count(*) FROM evidence WHERE status NOT IN ('void', 'retired');

-- name: policy.review_overdue
SELECT coalesce(sum(review_by < :day), 0), count(*) FROM policy p
    JOIN in_force f ON f.policy = p.id;

-- name: system.restore_untested
SELECT coalesce(sum(last_restore_test IS NULL
    OR last_restore_test < date(:day, '-12 months')), 0), count(*) FROM system WHERE status NOT IN ('void', 'retired');

-- name: retention.not_computable
SELECT coalesce(sum(retention_amount IS NULL OR retention_unit IS NULL
    OR retention_start IS NULL), 0), count(*) FROM data_item d JOIN live a ON a.id = d.activity;

-- name: deletion.overdue
SELECT coalesce(sum(NOT EXISTS (SELECT 1 FROM stage_evidence e JOIN in_date i ON i.evidence = e.evidence
    JOIN stage_measure m ON m.activity = e.activity AND m.stage = e.stage AND m.key = e.key
    WHERE e.activity = a.id AND e.stage = 'delete' AND m.state = 'in_place' AND (m.since IS NULL OR m.since <= :day))), 0),
    count(*) FROM data_item d JOIN activity a ON a.id = d.activity
    WHERE a.status NOT IN ('void', 'retired') AND (a.starts_on IS NULL OR a.starts_on <= :day) AND coalesce(d.legal_hold, 0) = 0
    AND date(CASE d.retention_start WHEN 'collection' THEN a.starts_on WHEN 'purpose_met' THEN a.ends_on END,
             '+' || d.retention_amount || ' ' || d.retention_unit || 's') <= :day;

-- name: transfer.invalid
SELECT coalesce(sum(g AND (country IS NULL OR mechanism IS NULL OR ended
    OR mechanism = 'adequacy' AND country NOT IN (SELECT country FROM adequate))
    OR p AND (country IS NULL OR pipl_route IS NULL OR ended)), 0), coalesce(sum(g OR p), 0) FROM (
    SELECT t.*, coalesce(t.valid_to < :day, 0) AS ended,
    coalesce(u.gdpr AND (t.country IS NULL OR t.country NOT IN (SELECT country FROM eea)), 0) AS g,
    coalesce(u.pipl AND (t.country IS NULL OR t.country <> 'CN'), 0) AS p
    FROM transfer t JOIN live a ON a.id = t.activity LEFT JOIN under u ON u.activity = t.activity);

-- name: answers.not_known
SELECT (SELECT count(*) FROM stated s JOIN live a ON a.id = s.activity
    WHERE s.answer = 'unknown'), count(*) FROM live;

-- name: officers.in_post
SELECT coalesce(sum(filled), 0), count(*) FROM (
    SELECT o.id, d.role, o.public_authority, o.people_handled,
    EXISTS (SELECT 1 FROM assigned a WHERE a.organisation = o.id AND a.role = d.role) AS named,
    EXISTS (SELECT 1 FROM assigned a WHERE a.organisation = o.id AND a.role = d.role AND in_force) AS filled
    FROM organisation o, (SELECT 'gdpr_dpo' AS role UNION ALL SELECT 'pipl_officer') d
    WHERE o.status NOT IN ('void', 'retired') AND EXISTS (
        SELECT 1 FROM organisation_law l WHERE l.organisation = o.id
        AND CASE d.role WHEN 'gdpr_dpo' THEN l.law IN ('gdpr', 'uk_gdpr') ELSE l.law = 'pipl' END))
    WHERE role = 'gdpr_dpo' OR named OR people_handled IS NULL OR people_handled >= 1000000;

-- name: basis.gdpr
SELECT coalesce(sum(NOT EXISTS (SELECT 1 FROM purpose p WHERE p.activity = u.activity)
    OR EXISTS (SELECT 1 FROM purpose p WHERE p.activity = u.activity AND NOT EXISTS (
        SELECT 1 FROM purpose_basis b WHERE b.activity = p.activity AND b.key = p.key AND b.law = 'gdpr'))), 0), count(*)
    FROM under u JOIN activity a ON a.id = u.activity
    WHERE u.gdpr AND coalesce(a.role, '') NOT IN ('processor', 'entrusted_party');

-- name: basis.pipl
SELECT coalesce(sum(NOT EXISTS (SELECT 1 FROM purpose p WHERE p.activity = u.activity)
    OR EXISTS (SELECT 1 FROM purpose p WHERE p.activity = u.activity AND NOT EXISTS (
        SELECT 1 FROM purpose_basis b WHERE b.activity = p.activity AND b.key = p.key AND b.law = 'pipl'))), 0), count(*)
    FROM under u JOIN activity a ON a.id = u.activity
    WHERE u.pipl AND coalesce(a.role, '') NOT IN ('processor', 'entrusted_party');

-- name: policy.in_force
SELECT (SELECT count(*) FROM in_force), count(*) FROM policy WHERE status NOT IN ('void', 'retired');

-- name: post.held
SELECT coalesce(sum(state = 'held'), 0), count(*) FROM post_holder;

-- name: contract.in_force
SELECT coalesce(sum(signed_on <= :day AND (valid_to >= :day OR valid_to IS NULL AND forever)), 0), count(*)
    FROM party_contract;

-- name: certificate.in_date
SELECT coalesce(sum(issued_on <= :day AND (expires_on >= :day OR expires_on IS NULL AND forever)), 0), count(*)
    FROM party_certificate;
