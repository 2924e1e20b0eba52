-- What rules look at in evidence, risks, actions, commitments and waivers: one flat row each.

-- Evidence. used: by a measure of a stage of a live activity, whatever its state.
CREATE OR REPLACE VIEW law_evidence AS
WITH relied AS (
    SELECT DISTINCT unnest(measure.evidence) AS evidence
    FROM (SELECT unnest(row.measures) AS measure FROM (SELECT unnest(stages) AS row FROM live_activity))
)
SELECT e.id, '' AS key, e.name, e.name_zh, h.department, r.evidence IS NOT NULL AS used,
       e.issued_on IS NOT NULL AS issued_known,
       e.expires_on IS NOT NULL OR coalesce(e.stated['expires_on'] = 'none', false) AS expiry_answered,
       CASE WHEN e.expires_on IS NOT NULL THEN e.expires_on < lens_day() WHEN e.stated['expires_on'] = 'none' THEN false
       END AS expired
FROM evidence e LEFT JOIN relied r ON r.evidence = e.id LEFT JOIN post_holder h ON h.post = e.owner
WHERE e.status NOT IN ('void', 'retired');

-- Risks, as the views of risks judge them; high is not known of an open risk without a score after measures.
CREATE OR REPLACE VIEW law_risk AS
SELECT s.id, '' AS key, s.name, s.name_zh, coalesce(a.department, h.department) AS department, s.open,
       s.score_before IS NOT NULL AND s.score_after IS NOT NULL AS scored, s.high, coalesce(h.state = 'held', false) AS owner,
       s.treatment IS NOT NULL AS treated, s.overdue, s.accepted, r.acceptance IS NOT NULL AS acceptance_reason
FROM risk_state s JOIN risk r ON r.id = s.id LEFT JOIN activity a ON a.id = s.activity
LEFT JOIN post_holder h ON h.post = s.owner;

-- Actions. What is marked as done without proof counts as open. Proof is evidence issued up to the day; it may have run
-- out since, for the work stays done. Evidence without a day of issue may be proof.
CREATE OR REPLACE VIEW law_action AS
WITH proofs AS (
    SELECT p.id, any_true(CASE WHEN e.id IS NULL THEN false ELSE e.issued_on <= lens_day() END) AS proven
    FROM (SELECT id, unnest(evidence) AS evidence FROM action) p
    LEFT JOIN evidence e ON e.id = p.evidence AND e.status NOT IN ('void', 'retired') GROUP BY p.id
)
SELECT a.id, '' AS key, a.name, a.name_zh, coalesce(a.department, h.department) AS department, reached(a.done_on) AS done,
       CASE WHEN p.id IS NULL THEN false ELSE p.proven END AS proven,
       a.due_on < lens_day() AND NOT (reached(a.done_on) AND coalesce(p.proven, false)) AS overdue,
       coalesce(h.state = 'held', false) AS owner
FROM action a LEFT JOIN proofs p ON p.id = a.id LEFT JOIN post_holder h ON h.post = a.owner
WHERE a.status NOT IN ('void', 'retired');

-- Commitments. One without objectives has nothing that is carried out.
CREATE OR REPLACE VIEW law_commitment AS
SELECT c.id, '' AS key, c.name, c.name_zh, h.department, coalesce(h.state = 'held', false) AS sponsor,
       coalesce(len(c.objectives), 0) AS objectives,
       coalesce(len(c.objectives) > 0 AND len(list_filter(c.objectives, lambda o:
           NOT coalesce(list_has_any(o.policies, f.policies), false))) = 0, false) AS carried_out
FROM commitment c, (SELECT list(id) AS policies FROM policy_in_force) f LEFT JOIN post_holder h ON h.post = c.sponsor
WHERE c.status NOT IN ('void', 'retired');

-- Waivers. The opinion must be an officer's, given up to the day and not after the acceptance. The sponsor (or chief
-- executive) must be in post on the day of acceptance: a later holder need not accept anew. Nobody knows whether a
-- waiver without an end has ended.
CREATE OR REPLACE VIEW law_waiver AS
WITH accepting AS (
    SELECT DISTINCT w.id FROM waiver w JOIN post p ON p.id = w.approver AND p.role IN ('executive_sponsor', 'chief_executive')
    JOIN appointment a ON a.post = p.id AND a.status NOT IN ('void', 'retired') AND a.starts_on <= w.accepted_on
        AND (a.ends_on IS NULL OR w.accepted_on < a.ends_on) AND a.person = coalesce(w.accepted_by, a.person)
    JOIN person h ON h.id = a.person AND h.status <> 'void' AND (h.left_on IS NULL OR w.accepted_on < h.left_on)
    WHERE p.status <> 'void' AND w.accepted_on <= lens_day()
)
SELECT w.id, '' AS key, w.name, w.name_zh, p.department, w.reason IS NOT NULL AS reason,
       CASE WHEN o.id IS NULL OR o.given_on > least(lens_day(), w.accepted_on) THEN false
            WHEN o.given_on IS NOT NULL THEN q.role IN (SELECT role FROM officer_role WHERE conflict) END AS opinion,
       w.id IN (SELECT id FROM accepting) AS approver, w.ends_on IS NOT NULL AS ends, w.ends_on <= lens_day() AS ended
FROM waiver w LEFT JOIN opinion o ON o.id = w.opinion AND o.status NOT IN ('void', 'retired')
LEFT JOIN post q ON q.id = o.post LEFT JOIN post p ON p.id = w.approver
WHERE w.status NOT IN ('void', 'retired');
