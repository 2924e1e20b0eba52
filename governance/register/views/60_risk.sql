-- Risks on the day asked for; a score is likelihood times impact, NULL when either is missing.
CREATE OR REPLACE VIEW risk_state AS
SELECT *, open AND due_on < lens_day() AND NOT accepted AS overdue, open AND treatment IS NULL AS untreated,
       open AND score_after >= 15 AS high
FROM (
    SELECT id, name, name_zh, status, version, activity, stage, source, treatment, owner, due_on, closed_on,
           accepted_on, likelihood_before, impact_before, likelihood_after, impact_after, measures,
           likelihood_before * impact_before AS score_before, likelihood_after * impact_after AS score_after,
           closed_on IS NULL OR lens_day() < closed_on AS open, coalesce(accepted_on <= lens_day(), false) AS accepted
    FROM risk WHERE status NOT IN ('void', 'retired')
);
