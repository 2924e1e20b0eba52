"""What clocks run on: one query a subject, with the dates and flags that ``clock_rules`` names.

Every query gives id, key (the row in the record, "" for the record), name, name_zh, row (name of that row), department,
organisation and laws (NULL: not known, empty: none), then the dates and flags. A flag that is NULL is not known.
"""

from __future__ import annotations

from typing import Any

from governance.law.clock_rules import Subject
from governance.register.reader import Reader

# Laws of the record itself, else of its activities, else of its organisation.
_LAWS = """
coalesce(nullif(r.laws, []), (SELECT list_distinct(flatten(list(l.laws))) FROM activity_laws l
    WHERE list_contains(r.activities, l.activity) AND len(l.laws) > 0), nullif(o.laws, []))
"""

_REQUEST = f"""
SELECT r.id, '' AS key, r.name, r.name_zh, NULL AS row, r.department, o.id AS organisation, {_LAWS} AS laws,
       r.received_on AS received, r.answered_on AS answered, r.recipients_told_on AS recipients_told,
       r.delete_after AS erase_after, r.extended_on AS extended, r.pauses,
       coalesce(r.outcome IN ('refused', 'unidentified'), false) AS refused,
       coalesce(r.right IN ('rectify', 'erase', 'restrict') AND r.outcome IN ('granted', 'partly'), false) AS correcting,
       coalesce(r.outcome = 'withdrawn', false) AS withdrawn,
       r.channel = 'in_app' AND r.right IN ('rectify', 'erase', 'complain') AS by_app
FROM request r LEFT JOIN department d ON d.id = r.department
LEFT JOIN organisation o ON o.id = coalesce(r.organisation, d.organisation)
WHERE r.status NOT IN ('void', 'retired')
"""

# Reported as a processor when every activity concerned is carried out for others.
_INCIDENT = f"""
SELECT r.id, '' AS key, r.name, r.name_zh, NULL AS row, r.department, o.id AS organisation, {_LAWS} AS laws,
       r.aware_on AS aware, r.aware_time, r.authority_told_on AS authority_told, r.authority_told_time,
       r.people_told_on AS people_told, r.controller_told_on AS controller_told, r.closed_on AS closed,
       r.delete_after AS erase_after, r.likely_risk = 'unlikely' AS no_risk, r.likely_risk = 'high' AS high_risk,
       r.harm_avoided, coalesce((SELECT bool_and(a.role IN ('processor', 'entrusted_party')) FROM activity a
           WHERE list_contains(r.activities, a.id)), false) AS as_processor,
       r.severity_cn IN ('relatively_major', 'major', 'especially_major') AS reportable_cn, o.ciio, o.public_authority
FROM incident r LEFT JOIN department d ON d.id = r.department
LEFT JOIN organisation o ON o.id = coalesce(r.organisation, d.organisation)
WHERE r.status NOT IN ('void', 'retired')
"""

_TRANSFER = """
SELECT b.id, t.key AS key, b.name, b.name_zh, t.name AS row, b.department, b.handlers[1] AS organisation, l.laws,
       t.effective_on AS effective, t.filed_on AS filed, t.valid_to AS valid_to,
       coalesce(t.pipl_route = 'standard_contract', false) AS standard_contract,
       coalesce(t.pipl_route = 'security_assessment', false) AS security_assessment,
       coalesce(t.pipl_route = 'certification', false) AS certification, t.pipl_route IS NOT NULL AS pipl_route,
       coalesce(trim(t.filing_number), '') <> '' AS numbered
FROM (SELECT *, unnest(transfers) AS t FROM law_base) b LEFT JOIN activity_laws l ON l.activity = b.id
"""

_MILLION = """
coalesce(o.people_handled >= {number} OR list_max(list_transform(
    list_filter(o.counts, lambda c: c.about = 'processed'), lambda c: c.people)) >= {number},
    o.people_handled >= {number}, list_max(list_transform(
    list_filter(o.counts, lambda c: c.about = 'processed'), lambda c: c.people)) >= {number})
"""

# Officers appointed and not gone by the day; a successor follows somebody in the same office of the same entity.
_APPOINTMENT = f"""
SELECT a.appointment AS id, coalesce(a.organisation, '') AS key, p.name, p.name_zh,
       coalesce(a.holder_name, a.organisation_name) AS row, NULL AS department, a.organisation, o.laws, a.starts_on AS starts,
       a.published_on AS published, list_min(list_transform(a.filings, lambda f: f.filed_on)) AS filed,
       a.until - 1 AS ends, true AS officer, a.role = 'gdpr_dpo' AS gdpr_dpo,
       a.role = 'pipl_officer' AS pipl_officer, EXISTS (SELECT 1 FROM dpo_assignment b WHERE b.organisation = a.organisation
           AND b.role = a.role AND b.starts_on < a.starts_on) AS successor, {_MILLION.format(number=1_000_000)} AS one_million
FROM dpo_assignment a JOIN appointment p ON p.id = a.appointment LEFT JOIN organisation o ON o.id = a.organisation
WHERE a.state IN ('in_force', 'later', 'undated')
"""

# minors_year: the last day of the first year not reported yet. A report made in December is of that year, else of the last.
_ORGANISATION = f"""
SELECT o.id, '' AS key, o.name, o.name_zh, NULL AS row, NULL AS department, o.id AS organisation, nullif(o.laws, []) AS laws,
       list_min(list_transform(list_filter(o.counts, lambda c: c.about = 'processed' AND c.people >= 1000000),
                               lambda c: c.counted_on)) AS one_million_since,
       (SELECT min(filed_on) FROM dpo_assignment d WHERE d.organisation = o.id AND d.role = 'pipl_officer') AS officer_filed,
       list_max(list_transform(list_filter(o.audits, lambda a: a.audit_kind = 'pipl_compliance'
                                           AND a.done_on <= lens_day()), lambda a: a.done_on)) AS audited,
       list_max(list_transform(list_filter(o.audits, lambda a: a.audit_kind = 'minors' AND a.reported_on <= lens_day()),
           lambda a: make_date(year(a.reported_on) + CASE WHEN month(a.reported_on) = 12 THEN 1 ELSE 0 END, 12, 31)))
           AS minors_year,
       {_MILLION.format(number=1_000_000)} AS one_million, {_MILLION.format(number=10_000_001)} AS ten_million,
       o.id IN (SELECT h.organisation FROM law_data_summary s JOIN activity_handler h ON h.activity = s.id WHERE s.minors)
           OR coalesce(len(list_filter(o.counts, lambda c: c.about = 'minors' AND c.people > 0)), 0) > 0 AS minors,
       o.public_authority
FROM organisation o WHERE o.status NOT IN ('void', 'retired')
"""

_ASSESSMENT = """
SELECT r.id, '' AS key, r.name, r.name_zh, NULL AS row, a.department, coalesce(r.organisation, d.organisation) AS organisation,
       CASE r.assessment_kind WHEN 'dpia' THEN ['gdpr'] WHEN 'pipia' THEN ['pipl'] ELSE [] END AS laws,
       r.conducted_on AS conducted, r.consulted_on AS consulted, r.valid_to,
       coalesce(trim(r.consultation_answer), '') <> '' AS answered, coalesce(r.assessment_kind = 'dpia', false) AS dpia,
       coalesce(r.assessment_kind = 'pipia', false) AS pipia
FROM assessment r LEFT JOIN activity a ON a.id = r.activities[1] LEFT JOIN department d ON d.id = a.department
WHERE r.status NOT IN ('void', 'retired')
"""

_PARTY_LAWS = """
SELECT party, list_distinct(flatten(list(laws))) AS laws FROM (
    SELECT unnest(list_transform(a.recipients, lambda r: r.party)) AS party, l.laws
    FROM live_activity a JOIN activity_laws l ON l.activity = a.id) WHERE party IS NOT NULL AND len(laws) > 0 GROUP BY party
"""
_PARTY = f"""
SELECT p.id, {{key}} AS key, p.name, p.name_zh, {{row}} AS row, NULL AS department, NULL AS organisation,
       coalesce(u.laws, []) AS laws, coalesce(list_has_any(p.roles, ['processor', 'sub_processor']), false) AS processor, {{dates}}
FROM {{rows}} p LEFT JOIN ({_PARTY_LAWS}) u ON u.party = p.id WHERE p.status NOT IN ('void', 'retired')
"""


_DEPARTMENTS_ENTITY = "(SELECT d.organisation FROM department d WHERE d.id = r.department)"


def _of_record(
    kind: str, dates: str, *, department: str = "NULL", organisation: str = "NULL", where: str = "true"
) -> str:
    """Return the query of a kind whose clocks are the organisation's own."""
    return (
        f"SELECT r.id, '' AS key, r.name, r.name_zh, NULL AS row, {department} AS department,"
        f" {organisation} AS organisation, [] AS laws, {dates}"
        f" FROM \"{kind}\" r WHERE r.status NOT IN ('void', 'retired') AND {where}"
    )


# Evidence that has run out and that a measure in place still rests on, since nothing else in date proves it.
_RELIED_ON = """
SELECT evidence FROM (
    SELECT m.cell, m.number, unnest(m.evidence) AS evidence, list_has_any(m.evidence, d.ids) AS proven
    FROM measure_in_place m, (SELECT coalesce(list(id), []) AS ids FROM evidence_in_date) d) WHERE NOT proven
"""

SOURCES: dict[Subject, str] = {
    "request": _REQUEST,
    "incident": _INCIDENT,
    "transfer": _TRANSFER,
    "appointment": _APPOINTMENT,
    "organisation": _ORGANISATION,
    "assessment": _ASSESSMENT,
    "party": _PARTY.format(
        key="''", row="NULL", rows="party", dates="p.last_supervised AS supervised, p.supervision_months"
    ),
    "contract": _PARTY.format(
        key="p.item.key",
        row="p.item.reference",
        rows="(SELECT *, unnest(contracts) AS item FROM party)",
        dates="p.item.signed_on AS signed, p.item.valid_to AS valid_to",
    ),
    "certificate": _PARTY.format(
        key="p.item.key",
        row="p.item.name",
        rows="(SELECT *, unnest(certificates) AS item FROM party)",
        dates="p.item.issued_on AS issued, p.item.expires_on AS expires",
    ),
    "system": _of_record(
        "system",
        "r.last_restore_test AS restore_tested, coalesce(trim(r.backup_plan), '') <> '' OR r.rpo_hours IS NOT NULL"
        " OR r.rto_hours IS NOT NULL OR r.last_restore_test IS NOT NULL AS backed_up",
        department="r.department",
        organisation=_DEPARTMENTS_ENTITY,
    ),
    "evidence": _of_record(
        "evidence", "r.issued_on AS issued, r.expires_on AS expires", where=f"(r.expires_on >= lens_day() OR r.id IN ({_RELIED_ON}))"
    ),
    "policy": _of_record(
        "policy", "r.review_by", where="(r.in_force_to IS NULL OR lens_day() < r.in_force_to)"
    ),
    "notice": _of_record(
        "notice", "r.review_by", organisation="r.organisation",
        where="(r.in_force_to IS NULL OR lens_day() < r.in_force_to)",
    ),
    "training": _of_record("training", "r.held_on AS held, r.valid_to AS repeat_by", organisation="r.organisation"),
    # An action without proof counts as open.
    "action": _of_record(
        "action", "r.due_on AS due, CASE WHEN len(r.evidence) > 0 THEN r.done_on END AS done", department="r.department", organisation=_DEPARTMENTS_ENTITY
    ),
    "risk": _of_record(
        "risk", "r.due_on AS due, r.closed_on AS closed, coalesce(r.accepted_on <= lens_day(), false) AS accepted",
        department="(SELECT a.department FROM activity a WHERE a.id = r.activity)",
    ),
    "waiver": _of_record("waiver", "r.accepted_on AS accepted, r.ends_on - 1 AS ends"),
    "opinion": _of_record("opinion", "r.given_on AS given, r.replied_on AS replied"),
    "activity": """
SELECT b.id, '' AS key, b.name, b.name_zh, NULL AS row, b.department, b.handlers[1] AS organisation, l.laws,
       b.starts_on AS starts, (SELECT min(n.in_force_from) FROM notice n WHERE list_contains(b.notices, n.id)
           AND n.status NOT IN ('void', 'retired')) AS noticed, b.last_reviewed AS reviewed, b.review_months,
       coalesce(s.third_party, false) AS third_party_source,
       CASE WHEN list_has_any(b.notices, (SELECT list(id) FROM notice WHERE in_force_from IS NOT NULL)) THEN true END
           AS notice_known, b.as_processor AS processing_for_others
FROM law_base b LEFT JOIN activity_laws l ON l.activity = b.id LEFT JOIN law_data_summary s ON s.id = b.id
WHERE b.review_months IS NOT NULL OR s.third_party
""",
}  # fmt: skip


def rows(reader: Reader, subject: Subject) -> list[dict[str, Any]]:
    """Return what the clocks of ``subject`` run on, as the lens of ``reader`` allows."""
    return reader.rows(SOURCES[subject])
