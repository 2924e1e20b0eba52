-- The same records, normalised: -- name: and the columns of a table, then the query over the register that fills it.

-- name: activity
(id TEXT PRIMARY KEY, department TEXT, status TEXT, starts_on TEXT, ends_on TEXT, role TEXT)
SELECT id, department, status, starts_on, ends_on, role FROM activity;

-- name: activity_law
(activity TEXT, law TEXT, PRIMARY KEY (activity, law))
SELECT id, unnest(laws) FROM activity;

-- name: activity_organisation
(activity TEXT, organisation TEXT, PRIMARY KEY (activity, organisation))
SELECT id, unnest(organisations) FROM activity;

-- name: activity_system
(activity TEXT, system TEXT, PRIMARY KEY (activity, system))
SELECT id, unnest(systems) FROM activity;

-- name: stated
(activity TEXT, path TEXT, answer TEXT, PRIMARY KEY (activity, path))
SELECT id, s.key, s.value FROM (SELECT id, unnest(map_entries(stated)) AS s FROM activity);

-- name: purpose
(activity TEXT, key TEXT, PRIMARY KEY (activity, key))
SELECT id, p.key FROM (SELECT id, unnest(purposes) AS p FROM activity);

-- name: purpose_basis
(activity TEXT, key TEXT, law TEXT, basis TEXT, PRIMARY KEY (activity, key, law, basis))
SELECT id, p.key, 'gdpr', unnest(p.bases_gdpr) FROM (SELECT id, unnest(purposes) AS p FROM activity)
    UNION ALL
   SELECT id, p.key, 'pipl', unnest(p.bases_pipl) FROM (SELECT id, unnest(purposes) AS p FROM activity);

-- name: data_item
(activity TEXT, key TEXT, category TEXT, people INTEGER, retention_amount INTEGER, retention_unit TEXT, retention_start TEXT, legal_hold INTEGER, PRIMARY KEY (activity, key))
SELECT id, d.key, d.category, d.people, d.retention_amount, d.retention_unit, d.retention_start, d.legal_hold
    FROM (SELECT id, unnest(data) AS d FROM activity);

-- name: transfer
(activity TEXT, key TEXT, country TEXT, mechanism TEXT, pipl_route TEXT, valid_to TEXT, PRIMARY KEY (activity, key))
SELECT id, t.key, t.country, t.mechanism, t.pipl_route, t.valid_to
    FROM (SELECT id, unnest(transfers) AS t FROM activity);

-- name: stage
(activity TEXT, stage TEXT, applicable TEXT, reason TEXT, PRIMARY KEY (activity, stage))
SELECT id, s.key, s.applicable, s.reason FROM (SELECT id, unnest(stages) AS s FROM activity);

-- name: stage_policy
(activity TEXT, stage TEXT, policy TEXT, PRIMARY KEY (activity, stage, policy))
SELECT DISTINCT id, s.key, unnest(s.policies) FROM (SELECT id, unnest(stages) AS s FROM activity);

-- name: stage_measure
(activity TEXT, stage TEXT, key TEXT, measure TEXT, state TEXT, since TEXT, PRIMARY KEY (activity, stage, key))
SELECT id, stage, m.key, m.measure, m.state, m.since FROM (SELECT id, s.key AS stage,
    unnest(s.measures) AS m FROM (SELECT id, unnest(stages) AS s FROM activity));

-- name: stage_evidence
(activity TEXT, stage TEXT, key TEXT, evidence TEXT, PRIMARY KEY (activity, stage, key, evidence))
SELECT DISTINCT id, stage, m.key, unnest(m.evidence) FROM (SELECT id, s.key AS stage,
    unnest(s.measures) AS m FROM (SELECT id, unnest(stages) AS s FROM activity));

-- name: stage_role
(activity TEXT, stage TEXT, key TEXT, letter TEXT, post TEXT, department TEXT, PRIMARY KEY (activity, stage, key))
SELECT id, stage, r.key, r.letter, r.post, r.department FROM (SELECT id, s.key AS stage,
    unnest(s.roles) AS r FROM (SELECT id, unnest(stages) AS s FROM activity));

-- name: policy
(id TEXT PRIMARY KEY, status TEXT, in_force_from TEXT, in_force_to TEXT, review_by TEXT)
SELECT id, status, in_force_from, in_force_to, review_by FROM policy;

-- name: policy_stage
(policy TEXT, stage TEXT, PRIMARY KEY (policy, stage))
SELECT id, unnest(stages) FROM policy;

-- name: policy_department
(policy TEXT, department TEXT, PRIMARY KEY (policy, department))
SELECT id, unnest(departments) FROM policy;

-- name: evidence
(id TEXT PRIMARY KEY, status TEXT, issued_on TEXT, expires_on TEXT, never_expires INTEGER)
SELECT id, status, issued_on, expires_on, coalesce(stated['expires_on'] = 'none', false) FROM evidence;

-- name: department
(id TEXT PRIMARY KEY, status TEXT, parent TEXT, organisation TEXT)
SELECT id, status, parent, organisation FROM department;

-- name: department_role
(department TEXT, key TEXT, stage TEXT, letter TEXT, post TEXT, PRIMARY KEY (department, key))
SELECT id, r.key, r.stage, r.letter, r.post FROM (SELECT id, unnest(stage_roles) AS r FROM department);

-- name: organisation
(id TEXT PRIMARY KEY, status TEXT, public_authority INTEGER, staff INTEGER, people_handled INTEGER)
SELECT id, status, public_authority, staff, people_handled FROM organisation;

-- name: organisation_law
(organisation TEXT, law TEXT, PRIMARY KEY (organisation, law))
SELECT id, unnest(laws) FROM organisation;

-- name: person
(id TEXT PRIMARY KEY, status TEXT, left_on TEXT)
SELECT id, status, left_on FROM person;

-- name: post
(id TEXT PRIMARY KEY, status TEXT, role TEXT, department TEXT, organisation TEXT)
SELECT id, status, role, department, organisation FROM post;

-- name: appointment
(id TEXT PRIMARY KEY, status TEXT, post TEXT, person TEXT, party TEXT, deputy INTEGER, starts_on TEXT, ends_on TEXT)
SELECT id, status, post, person, party, deputy, starts_on, ends_on FROM appointment;

-- name: appointment_organisation
(appointment TEXT, organisation TEXT, PRIMARY KEY (appointment, organisation))
SELECT id, unnest(organisations) FROM appointment;

-- name: system
(id TEXT PRIMARY KEY, status TEXT, last_restore_test TEXT)
SELECT id, status, last_restore_test FROM "system";

-- name: risk
(id TEXT PRIMARY KEY, status TEXT, activity TEXT, likelihood_after INTEGER, impact_after INTEGER, treatment TEXT, due_on TEXT, closed_on TEXT, accepted_on TEXT)
SELECT id, status, activity, likelihood_after, impact_after, treatment, due_on, closed_on, accepted_on
    FROM risk;

-- name: party_contract
(party TEXT, key TEXT, signed_on TEXT, valid_to TEXT, forever INTEGER, PRIMARY KEY (party, key))
SELECT party, key, signed_on, valid_to, forever FROM party_contract;

-- name: party_certificate
(party TEXT, key TEXT, issued_on TEXT, expires_on TEXT, forever INTEGER, PRIMARY KEY (party, key))
SELECT party, key, issued_on, expires_on, forever FROM party_certificate;
