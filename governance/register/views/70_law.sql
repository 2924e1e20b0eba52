-- What single rows of activities say where the law asks for something: bases, retention, transfers, open answers.

-- Whether every purpose has a basis under each law (GDPR 6, PIPL 13); no purpose, no basis. Processors need none.
CREATE OR REPLACE VIEW activity_basis AS
SELECT a.id AS activity, coalesce(a.role, '') IN ('processor', 'entrusted_party') AS processor, a.under AS laws,
       coalesce(list_has_any(a.under, ['gdpr', 'uk_gdpr']), false) AS gdpr, coalesce(list_contains(a.under, 'pipl'), false) AS pipl,
       len(a.purposes) > 0 AND NOT list_contains(list_transform(
           a.purposes, lambda p: coalesce(len(p.bases_gdpr), 0) > 0), false) AS has_gdpr,
       len(a.purposes) > 0 AND NOT list_contains(list_transform(
           a.purposes, lambda p: coalesce(len(p.bases_pipl), 0) > 0), false) AS has_pipl
FROM (SELECT l.*, CASE WHEN len(l.laws) > 0 THEN l.laws ELSE h.laws END AS under
      FROM live_activity l LEFT JOIN handler_laws h ON h.activity = l.id) a;

-- One row a category of data: whether its end can be computed.
CREATE OR REPLACE VIEW data_retention AS
SELECT id AS activity, row.key AS key, row.name AS name, row.category AS category,
       row.retention_amount IS NOT NULL AND row.retention_unit IS NOT NULL AND row.retention_start IS NOT NULL
           AS computable
FROM (SELECT id, unnest(data) AS row FROM live_activity);

-- One row a transfer abroad with what carries it under each law; ended: its validity is over.
CREATE OR REPLACE VIEW transfer_state AS
SELECT id AS activity, row.key AS key, row.name AS name, row.country AS country, row.mechanism AS mechanism,
       row.pipl_route AS pipl_route, row.valid_to AS valid_to, coalesce(row.valid_to < lens_day(), false) AS ended,
       row.people_year AS people_year, own_laws
FROM (SELECT id, laws AS own_laws, unnest(transfers) AS row FROM live_activity);

-- Every answer «not known» in a live activity: which field, in which row.
CREATE OR REPLACE VIEW unknown_answer AS
SELECT id, 'activity' AS kind, answer.key AS path
FROM (SELECT id, unnest(map_entries(stated)) AS answer FROM live_activity) WHERE answer.value = 'unknown';
