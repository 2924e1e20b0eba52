"""What clocks run on: one query a subject, with the dates and flags that ``clock_rules`` names.

Every query gives id, key (the row in the record, "" for the record), name, name_zh, row (name of that row), department,
organisation and laws (NULL: not known, empty: none), then the dates and flags. A flag that is NULL is not known. Where a
view of the rules (``law_…``) answers the same question, the answer here is the same; those views ask much more, so that
the short way is taken to it.
"""

from __future__ import annotations

from typing import Any

from governance.law.clock_rules import Subject
from governance.register.reader import Reader

# Laws of the record itself, else of its organisation, else of its activities.
_CASE = """
coalesce(nullif(r.laws, []), nullif(o.laws, []), (SELECT list_distinct(flatten(list(l.laws))) FROM activity_laws l
    WHERE list_contains(r.activities, l.activity) AND len(l.laws) > 0)) AS laws
"""

_REQUEST = f"""
SELECT r.id, '' AS key, r.name, r.name_zh, NULL AS row, r.department, o.id AS organisation, {_CASE},
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

# As a processor when every activity concerned is carried out for others.
_INCIDENT = f"""
SELECT r.id, '' AS key, r.name, r.name_zh, NULL AS row, r.department, o.id AS organisation, {_CASE},
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

# A number of people proves that a threshold is passed, but only a number of the whole entity proves that it is not.
_PEOPLE = """
SELECT o.id, greatest(o.people_handled, c.processed, h.people) AS least,
       o.people_handled IS NOT NULL OR c.processed IS NOT NULL AS known,
       coalesce(c.minors > 0, false) OR coalesce(h.minors, false) AS minors
FROM organisation o LEFT JOIN organisation_count c ON c.id = o.id LEFT JOIN (
    SELECT b.organisation, max(b.people) AS people, bool_or(b.minors) AS minors
    FROM (SELECT unnest(handlers) AS organisation, people_affected AS people,
                 list_contains(list_transform(data, lambda d: d.minors), true) AS minors FROM law_base) b
    GROUP BY b.organisation) h ON h.organisation = o.id
"""
_ABOVE = "CASE WHEN p.least >= {number} THEN true WHEN p.known THEN false END"

# Officers appointed and not gone by the day; a successor follows somebody in the same office of the same entity.
_APPOINTMENT = f"""
SELECT a.appointment AS id, coalesce(a.organisation, '') AS key, n.name, n.name_zh, a.organisation_name AS row,
       NULL AS department, a.organisation, o.laws, a.starts_on AS starts, a.published_on AS published,
       list_min(list_transform(a.filings, lambda f: f.filed_on)) AS filed, a.until - 1 AS ends,
       a.published_on IS NULL AND a.published_where IS NOT NULL AS published_undated, true AS officer,
       a.role = 'gdpr_dpo' AS gdpr_dpo, a.role = 'pipl_officer' AS pipl_officer,
       EXISTS (SELECT 1 FROM dpo_assignment b WHERE b.organisation = a.organisation AND b.role = a.role
               AND b.starts_on < a.starts_on) AS successor, {_ABOVE.format(number=1_000_000)} AS one_million
FROM dpo_assignment a JOIN appointment n ON n.id = a.appointment LEFT JOIN organisation o ON o.id = a.organisation
LEFT JOIN ({_PEOPLE}) p ON p.id = a.organisation
WHERE a.state IN ('in_force', 'later', 'undated')
"""

# minors_year: the last day of the first year not reported yet. A report made in December is of that year, else of the last.
_ORGANISATION = f"""
SELECT o.id, '' AS key, o.name, o.name_zh, NULL AS row, NULL AS department, o.id AS organisation, nullif(o.laws, []) AS laws,
       list_min(list_transform(list_filter(o.counts, lambda c: c.about = 'processed' AND c.people >= 1000000
                                           AND c.deduplicated IS NOT FALSE), lambda c: c.counted_on)) AS one_million_since,
       (SELECT min(filed_on) FROM dpo_assignment d WHERE d.organisation = o.id AND d.role = 'pipl_officer') AS officer_filed,
       list_max(list_transform(list_filter(o.audits, lambda a: a.audit_kind = 'pipl_compliance'
                                           AND a.done_on <= lens_day()), lambda a: a.done_on)) AS audited,
       list_max(list_transform(list_filter(o.audits, lambda a: a.audit_kind = 'minors' AND a.reported_on <= lens_day()),
           lambda a: make_date(year(a.reported_on) + CASE WHEN month(a.reported_on) = 12 THEN 1 ELSE 0 END, 12, 31)))
           AS minors_year,
       {_ABOVE.format(number=1_000_000)} AS one_million, {_ABOVE.format(number=10_000_001)} AS ten_million, p.minors,
       o.public_authority
FROM organisation o JOIN ({_PEOPLE}) p ON p.id = o.id WHERE o.status NOT IN ('void', 'retired')
"""

_ASSESSMENT = """
SELECT r.id, '' AS key, r.name, r.name_zh, NULL AS row, d.id AS department,
       coalesce(r.organisation, d.organisation) AS organisation,
       CASE r.assessment_kind WHEN 'dpia' THEN ['gdpr'] WHEN 'pipia' THEN ['pipl'] ELSE [] END AS laws,
       r.conducted_on AS conducted, r.consulted_on AS consulted, r.valid_to,
       r.consultation_answer IS NOT NULL AS answered, coalesce(r.assessment_kind = 'dpia', false) AS dpia,
       coalesce(r.assessment_kind = 'pipia', false) AS pipia
FROM assessment r LEFT JOIN activity a ON a.id = r.activities[1] LEFT JOIN post w ON w.id = r.conducted_by
LEFT JOIN department d ON d.id = coalesce(a.department, w.department)
WHERE r.status NOT IN ('void', 'retired')
"""

# A party is under the laws of the live activities that name it as recipient; named by none, under none.
_PARTY = """
WITH named AS (
    SELECT party, list_distinct(flatten(list(laws))) AS laws
    FROM (SELECT unnest(list_transform(a.recipients, lambda r: r.party)) AS party, l.laws
          FROM live_activity a JOIN activity_laws l ON l.activity = a.id)
    WHERE party IS NOT NULL AND len(laws) > 0 GROUP BY party
)
SELECT p.id, {key} AS key, p.name, p.name_zh, {row} AS row, NULL AS department, NULL AS organisation,
       coalesce(n.laws, []) AS laws, coalesce(list_has_any(p.roles, ['processor', 'sub_processor']), false) AS processor, {dates}
FROM {rows} p LEFT JOIN named n ON n.party = p.id WHERE p.status NOT IN ('void', 'retired')
"""

_ACTIVITY = """
SELECT b.id, '' AS key, b.name, b.name_zh, NULL AS row, b.department, b.handlers[1] AS organisation, l.laws,
       b.starts_on AS starts, n.first_on AS noticed, CASE WHEN n.first_on IS NOT NULL THEN true END AS notice_known,
       b.last_reviewed AS reviewed, b.review_months, coalesce(s.third_party, false) AS third_party_source,
       b.as_processor AS processing_for_others
FROM law_base b LEFT JOIN activity_laws l ON l.activity = b.id LEFT JOIN law_data_summary s ON s.id = b.id
LEFT JOIN (SELECT a.id, min(n.in_force_from) AS first_on FROM (SELECT id, unnest(notices) AS notice FROM law_base) a
           JOIN notice n ON n.id = a.notice AND n.status NOT IN ('void', 'retired') GROUP BY a.id) n ON n.id = b.id
WHERE b.review_months IS NOT NULL OR s.third_party
"""


def _own(
    kind: str,
    dates: str,
    *,
    where: str = "true",
    organisation: str = "d.organisation",
    department: str = "w.department",
) -> str:
    """Return the query of a kind whose clocks are the organisation's own; the department is that of its owner's post."""
    return (
        f"SELECT r.id, '' AS key, r.name, r.name_zh, NULL AS row, {department} AS department,"
        f' {organisation} AS organisation, [] AS laws, {dates} FROM "{kind}" r LEFT JOIN post w ON w.id = r.owner'
        f" LEFT JOIN department d ON d.id = {department} WHERE r.status NOT IN ('void', 'retired') AND ({where})"
    )


def _bare(kind: str, dates: str, *, organisation: str = "NULL", where: str = "true") -> str:
    """Return the query of a kind that has neither owner nor department."""
    return (
        "SELECT r.id, '' AS key, r.name, r.name_zh, NULL AS row, NULL AS department,"
        f" {organisation} AS organisation, [] AS laws, {dates}"
        f" FROM \"{kind}\" r WHERE r.status NOT IN ('void', 'retired') AND ({where})"
    )


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
    # A contract or certificate that ran out is no matter while another one is in force.
    "contract": _PARTY.format(
        key="p.item.key",
        row="p.item.reference",
        rows="(SELECT *, unnest(contracts) AS item FROM party)",
        dates="p.item.signed_on AS signed, p.item.valid_to AS valid_to,"
        " p.item.valid_to < lens_day() AND len(list_filter(p.contracts, lambda c: c.signed_on <= lens_day()"
        " AND (c.valid_to IS NULL OR lens_day() <= c.valid_to))) > 0 AS replaced",
    ),
    "certificate": _PARTY.format(
        key="p.item.key",
        row="p.item.name",
        rows="(SELECT *, unnest(certificates) AS item FROM party)",
        dates="p.item.issued_on AS issued, p.item.expires_on AS expires, p.item.expires_on < lens_day() AND len("
        "list_filter(p.certificates, lambda c: c.name = p.item.name AND c.expires_on >= lens_day())) > 0 AS replaced",
    ),
    "system": _own(
        "system",
        "r.last_restore_test AS restore_tested, r.backup_plan IS NOT NULL OR r.rpo_hours IS NOT NULL"
        " OR r.rto_hours IS NOT NULL OR r.last_restore_test IS NOT NULL AS backed_up",
        department="coalesce(r.department, w.department)",
    ),
    # Evidence that ran out matters where a measure in place still rests on it.
    "evidence": _own(
        "evidence",
        "r.issued_on AS issued, r.expires_on AS expires",
        where="r.expires_on >= lens_day() OR r.id IN (SELECT evidence FROM stage_proof WHERE evidence IS NOT NULL)",
    ),
    "policy": _own("policy", "r.review_by", where="r.in_force_to IS NULL OR lens_day() < r.in_force_to"),
    "notice": _own(
        "notice", "r.review_by", organisation="r.organisation",
        where="r.in_force_to IS NULL OR lens_day() < r.in_force_to",
    ),
    # Once a later course of the entity covers its topics, a repeat is no longer due.
    "training": _bare(
        "training", "r.held_on AS held, r.valid_to AS repeat_by", organisation="r.organisation",
        where="NOT EXISTS (SELECT 1 FROM training n WHERE n.status NOT IN ('void', 'retired')"
        " AND n.organisation = r.organisation AND n.held_on > r.held_on AND n.held_on <= lens_day()"
        " AND len(r.topics) > 0 AND list_has_all(n.topics, r.topics))",
    ),
    # An action without proof issued up to the day counts as open.
    "action": _own(
        "action",
        "r.due_on AS due, CASE WHEN EXISTS (SELECT 1 FROM evidence e WHERE list_contains(r.evidence, e.id)"
        " AND e.status NOT IN ('void', 'retired') AND e.issued_on <= lens_day()) THEN r.done_on END AS done",
        department="coalesce(r.department, w.department)",
    ),
    "risk": _own(
        "risk",
        "r.due_on AS due, r.closed_on AS closed, coalesce(r.accepted_on <= lens_day(), false) AS accepted",
        department="coalesce((SELECT a.department FROM activity a WHERE a.id = r.activity), w.department)",
    ),
    "waiver": _bare("waiver", "r.accepted_on AS accepted, r.ends_on - 1 AS ends"),
    "opinion": _bare("opinion", "r.given_on AS given, r.replied_on AS replied"),
    "activity": _ACTIVITY,
}  # fmt: skip


def rows(reader: Reader, subject: Subject) -> list[dict[str, Any]]:
    """Return what the clocks of ``subject`` run on, as the lens of ``reader`` allows."""
    return reader.rows(SOURCES[subject])
