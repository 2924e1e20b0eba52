-- On everything that is joined or filtered; the primary keys of the tables do the rest.

CREATE INDEX activity_department ON activity (department);
CREATE INDEX activity_live ON activity (status, starts_on, ends_on);
CREATE INDEX stage_measure_state ON stage_measure (activity, stage, state);
CREATE INDEX stage_evidence_evidence ON stage_evidence (evidence);
CREATE INDEX stage_policy_policy ON stage_policy (policy);
CREATE INDEX stage_role_letter ON stage_role (activity, stage, letter);
CREATE INDEX stage_role_post ON stage_role (post);
CREATE INDEX appointment_post ON appointment (post);
CREATE INDEX appointment_person ON appointment (person);
CREATE INDEX evidence_date ON evidence (status, expires_on);
CREATE INDEX risk_activity ON risk (activity);
CREATE INDEX department_parent ON department (parent);
ANALYZE;
