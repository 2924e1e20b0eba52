"""Cases of systems, parties and legal entities."""

from __future__ import annotations

from typing import Any

from tests.law_world import BOTH, GERMAN, HELD, LEFT, LEGAL, Beside, Case, Cases, uses

HEALTH = [{"category": "health", "people": 40}]
SYSTEMS = (
    Case(
        {
            "owner": HELD, "provider": "PAR-00501", "hosting": "saas", "countries": ["CN", "DE"], "mfa": "all",
            "encryption_at_rest": "full", "encryption_in_transit": "partial", "access_model": "role_based",
            "separation_of_duties": True, "logging": True, "backup_plan": "Nightly", "rpo_hours": 0, "rto_hours": 4,
            "last_restore_test": "2025-06-15", "test_use": "anonymised", "analysis_use": "raw",
        },
        {
            "gdpr": True, "pipl": True, "activities": 2, "special_gdpr": True, "sensitive_pipl": True, "owner": True,
            "department": LEGAL, "provider": True, "external": True, "countries_known": True,
            "stored_outside_china": True, "ciio": True, "encryption_at_rest": "full", "encryption_in_transit": "partial",
            "access_model": "role_based", "mfa": "all", "separation_of_duties": True, "logging": True,
            "backup_plan": True, "recovery_aims": True, "restore_tested": True, "test_use": "anonymised",
            "analysis_use": "raw",
        },
        (("party", {"id": "PAR-00501"}), uses("uk_gdpr", systems=["@", "@"], data=HEALTH),
         uses("pipl", systems=["@"], organisations=["ORG-00701"]), ("organisation", {"id": "ORG-00701", "ciio": True})),
    ),
    Case(
        {
            "owner": LEFT, "hosting": "own_premises", "countries": ["CN"], "separation_of_duties": False,
            "logging": False, "rpo_hours": 1, "last_restore_test": "2025-06-14",
        },
        {
            "gdpr": False, "pipl": True, "activities": 1, "special_gdpr": False, "sensitive_pipl": False, "owner": False,
            "external": False, "stored_outside_china": False, "ciio": None, "separation_of_duties": False, "logging": False,
            "recovery_aims": False, "restore_tested": False,
        },
        (uses("pipl", systems=["@"], data=[{"category": "contact"}]),),
    ),
    Case(
        {"last_restore_test": "2026-06-16"},
        {
            "gdpr": False, "pipl": False, "activities": 0, "special_gdpr": False, "sensitive_pipl": False, "owner": False,
            "provider": False, "external": None, "countries_known": False, "stored_outside_china": None,
            "ciio": False, "encryption_at_rest": None, "encryption_in_transit": None, "access_model": None, "mfa": None,
            "separation_of_duties": None, "logging": None, "backup_plan": False, "recovery_aims": False,
            "restore_tested": False, "test_use": None, "analysis_use": None, "department": None,
        },
        (uses(systems=["@"], ends_on="2026-06-15"),),
    ),
    Case({"countries": ["HK"], "department": LEGAL}, {"stored_outside_china": True, "department": LEGAL}),
    Case({}, None, retired=True),
)  # fmt: skip

PARTIES = (
    Case(
        {
            "roles": ["processor", "data_source"], "country": "US", "contact": "Hall 4", "supervision_months": 12,
            "last_supervised": "2025-06-15", "authorisation": "Licence", "lawful_origin_on": "2024-06-15",
            "quality_reviewed_on": "2026-06-15",
            "contracts": [
                {"signed_on": "2024-01-01", "valid_to": "2026-06-15"},
                {"signed_on": "2024-01-01", "valid_to": "2026-06-25"},
            ],
            "certificates": [
                {"name": "ISO 27001", "expires_on": "2025-01-01"},
                {"name": "ISO 27001", "expires_on": "2026-06-15"},
            ],
            "sub_processors": [{"name": "Sub", "authorised_on": "2026-06-15"}],
        },
        {
            "gdpr": True, "pipl": False, "activities": 1, "entrusted": True, "supplies_data": True, "country_known": True,
            "contact": True, "contract_in_force": True, "contract_ends_in_days": 10, "supervision_planned": True,
            "supervised": True, "assured": True, "certificate_expired": False, "sub_processors": 1,
            "sub_processors_authorised": True, "authorisation": True, "lawful_origin": True, "quality_reviewed": True,
        },
        (uses(recipients=[{"party": "@"}], joint_controllers=["@"]),),
    ),
    Case(
        {
            "roles": ["authority"], "supervision_months": 12, "last_supervised": "2025-06-14",
            "lawful_origin_on": "2024-06-14", "quality_reviewed_on": "2026-06-16",
            "contracts": [{"valid_to": "2026-06-14"}, {"signed_on": "2026-06-16"}],
            "certificates": [{"name": "A", "expires_on": "2026-06-14"}, {"name": "B", "expires_on": "2026-07-14"}],
            "sub_processors": [{"name": "Sub", "authorised_on": "2026-06-16"}, {"name": "Other"}],
        },
        {
            "gdpr": False, "pipl": True, "activities": 1, "entrusted": False, "supplies_data": False,
            "contract_in_force": False, "contract_ends_in_days": None, "supervision_planned": True, "supervised": False,
            "certificate_expired": True, "assured": True, "sub_processors": 2, "sub_processors_authorised": False,
            "lawful_origin": False, "quality_reviewed": False,
        },
        (uses("pipl", controllers=[{"party": "@"}]),),
    ),
    Case(
        {"contracts": [{"signed_on": "2024-01-01"}]},
        {
            "pipl": False, "activities": 0, "entrusted": None, "supplies_data": None, "country_known": False,
            "contact": False, "contract_in_force": True, "contract_ends_in_days": None, "supervision_planned": False,
            "supervised": False, "assured": False, "certificate_expired": False, "sub_processors": 0,
            "sub_processors_authorised": True, "authorisation": False, "lawful_origin": False, "quality_reviewed": False,
            "department": None,
        },
    ),
    Case(
        {"certificates": [{"name": "A", "expires_on": "2026-06-14"}]},
        {"entrusted": True, "supplies_data": False, "activities": 1, "assured": False},
        (uses(recipients=[{"party": "@", "role": "entrusted_party"}]),),
    ),
    Case({}, {"entrusted": False, "supplies_data": True}, (uses(data=[{"source_party": "@"}]),)),
    Case(
        {},
        {"entrusted": None, "activities": 1, "pipl": True},
        (("system", {"id": "SYS-00701", "provider": "@", "hosting": "saas"}), uses("pipl", systems=["SYS-00701"])),
    ),
    Case(
        {},
        {"activities": 0},
        (("system", {"id": "SYS-00702", "provider": "@", "hosting": "paper"}), uses(systems=["SYS-00702"])),
    ),
    Case({}, None, retired=True),
)  # fmt: skip


def export(
    people: int | None, sensitive: int | None, route: str | None, country: str | None = "US"
) -> dict[str, Any]:
    """Return one transfer."""
    row = {"country": country, "people_year": people, "sensitive_year": sensitive, "pipl_route": route}
    return {name: value for name, value in row.items() if value is not None}


def officer(number: int, role: str, **content: Any) -> tuple[Beside, Beside]:
    """Return a post and its appointment for the organisation of the case."""
    post = f"POS-0070{number}"
    held = {"post": post, "person": "PER-00011", "starts_on": "2026-01-01", "organisations": ["@"], **content}
    return ("post", {"id": post, "role": role}), ("appointment", held)


FILED = {"published_where": "Website", "filings": [{"filed_on": "2026-06-15"}]}
NOT_YET = {
    "published_where": "Website",
    "published_on": "2026-06-16",
    "filings": [{"filed_on": "2026-06-16"}],
}
ORGANISATIONS = (
    Case(
        {
            "laws": ["gdpr", "pipl"], "address": "Hall 1", "country": "DE", "staff": 40, "people_handled": 10,
            "public_authority": True, "overseas_handler": True, "ciio": True, "large_platform": True,
            "independent_body": True, "time_zone": "Asia/Shanghai", "holiday_region": "cn",
            "rights_channels": [
                {"right": "object", "where": "Desk"}, {"right": "access", "channel": "email"},
                {"right": "access", "channel": "phone"}, {"right": "erase"},
            ],
            "audits": [
                {"audit_kind": "pipl_compliance", "done_on": "2024-06-15"},
                {"audit_kind": "minors", "done_on": "2025-02-01"},
            ],
            "counts": [
                {"about": "processed", "people": 2_000_000, "counted_on": "2026-05-01"},
                {"about": "processed", "people": 3_000_000, "counted_on": "2026-04-01"},
                {"about": "processed", "people": 9_000_000, "counted_on": "2026-06-16"},
                {"about": "processed", "people": 9_000_000, "counted_on": "2026-06-01", "deduplicated": False},
                {"about": "exported", "people": 70, "counted_on": "2026-01-01", "deduplicated": True},
                {"about": "exported_sensitive", "people": 7, "counted_on": "2025-12-31", "deduplicated": True},
            ],
        },
        {
            "gdpr": True, "pipl": True, "laws_known": True, "activities": 2, "contact": True, "in_eea": True, "staff": 40,
            "people_known": True, "people_least": 2_000_000, "dpo_needed": True, "dpo_in_post": True,
            "dpo_published": True, "dpo_filed": True, "pipl_officer_needed": True, "pipl_officer_in_post": True,
            "pipl_officer_published": True, "pipl_officer_filed": True, "eu_representative": True,
            "overseas_handler": True, "pipl_representative": True, "rights": ["access", "object"],
            "policy_topics": ["audit", "rights"], "training_current": True, "training_share": 94, "audit_24_months": True,
            "audited_ever": True, "minors": True, "minors_audit_year": True, "important": True, "security_lead": True, "ciio": True,
            "large_platform": True, "independent_body": True, "exports_least": 70, "exports_sensitive_least": 5, "exports_counted": True,
            "security_assessment": True, "calendar_known": True, "department": None,
        },
        (
            *officer(1, "gdpr_dpo", **FILED), *officer(2, "pipl_officer", **FILED), *officer(3, "eu_representative"),
            *officer(4, "pipl_representative"), *officer(8, "security_officer"),
            ("department", {"id": "DEP-00701", "organisation": "@"}),
            ("policy", {"topics": ["rights", "audit"], "departments": ["DEP-00701"], "in_force_from": "2026-01-01"}),
            ("policy", {"topics": ["backup"], "departments": [LEGAL], "in_force_from": "2026-01-01"}),
            ("policy", {"topics": ["logging"], "departments": ["DEP-00701"], "in_force_from": "2026-06-16"}),
            ("training", {"organisation": "@", "held_on": "2025-06-15", "attendance": [{"invited": 100, "completed": 99}]}),
            ("training", {"organisation": GERMAN, "held_on": "2026-06-15",
                          "attendance": [{"invited": 100, "completed": 90, "department": "DEP-00701"}]}),
            ("training", {"organisation": "@", "held_on": "2025-06-14", "attendance": [{"invited": 100, "completed": 0}]}),
            uses("pipl", organisations=["@", BOTH], data=[{"minors": True, "people": 8}, {"people": 9, "important": True}], transfers=[
                export(50, 5, "security_assessment"), export(900, 90, "exempt_hr"), export(800, 80, "standard_contract", "CN"),
                export(800, 80, "standard_contract", None)]),
            uses(department="DEP-00701", transfers=[export(700, 70, "standard_contract")]),
        ),
    ),
    Case(
        {
            "laws": ["pipl"], "country": "CN", "people_handled": 10, "overseas_handler": False, "ciio": False,
            "large_platform": False, "independent_body": False, "time_zone": "Asia/Shanghai",
            "audits": [
                {"audit_kind": "pipl_compliance", "done_on": "2024-06-14"}, {"audit_kind": "gdpr_internal", "done_on": "2026-01-01"},
                {"audit_kind": "minors", "done_on": "2025-01-31"}, {"audit_kind": "minors", "done_on": "2026-06-16"},
            ],
        },
        {
            "gdpr": False, "pipl": True, "activities": 1, "contact": False, "in_eea": False, "people_least": 60,
            "people_known": True, "dpo_needed": False, "dpo_in_post": False, "dpo_published": False, "dpo_filed": False,
            "pipl_officer_needed": True, "pipl_officer_in_post": True, "pipl_officer_published": False,
            "pipl_officer_filed": False, "eu_representative": False, "overseas_handler": False,
            "pipl_representative": False, "rights": [], "policy_topics": [], "training_current": True,
            "training_share": None, "audit_24_months": False, "audited_ever": True, "minors": False,
            "minors_audit_year": False, "important": False, "security_lead": False, "ciio": False, "large_platform": False,
            "independent_body": False,
            "exports_least": 50, "exports_sensitive_least": 5, "exports_counted": False, "security_assessment": False,
            "calendar_known": False,
        },
        (
            *officer(5, "pipl_officer", **NOT_YET), *officer(6, "gdpr_dpo", ends_on="2026-06-15"),
            *officer(9, "security_officer", deputy=True),
            ("training", {"organisation": "@", "held_on": "2026-01-15", "attendance": [{"invited": 100}]}),
            uses("pipl", organisations=["@"], data=[{"people": 60, "minors": False}], transfers=[
                export(50, 1, "security_assessment"), export(40, 5, "exempt_volume")]),
        ),
    ),
    Case(
        {"email": "x@example.org"},
        {
            "gdpr": None, "pipl": None, "laws_known": False, "contact": True, "in_eea": None, "staff": None,
            "people_known": False, "people_least": 0, "dpo_needed": None, "pipl_officer_needed": None,
            "overseas_handler": None, "training_current": False, "training_share": None, "audit_24_months": False,
            "audited_ever": False, "minors_audit_year": False, "ciio": None, "large_platform": None,
            "independent_body": None, "exports_least": 0, "exports_sensitive_least": 0, "security_assessment": True,
        },
    ),
    Case(
        {
            "laws": ["gdpr", "pipl"], "audits": [{"done_on": "2026-06-01"}],
            "counts": [{"about": "minors", "people": 3, "counted_on": "2026-06-01"}],
        },
        {
            "dpo_needed": None, "pipl_officer_needed": None, "dpo_filed": False, "dpo_published": False,
            "audit_24_months": None, "audited_ever": None, "minors": True, "minors_audit_year": None,
            "security_assessment": None, "pipl_officer_filed": False,
        },
        (uses("pipl", organisations=["@"], transfers=[export(5, None, None)]),),
    ),
    Case(
        {"laws": ["pipl"], "people_handled": 999_999, "audits": [{"audit_kind": "pipl_compliance"}]},
        {"pipl_officer_needed": False, "audited_ever": None, "audit_24_months": None},
    ),
    Case({"laws": ["pipl"], "people_handled": 1_000_000}, {"pipl_officer_needed": True, "pipl_officer_in_post": False}),
    Case({"laws": ["gdpr"]}, {"dpo_needed": True, "pipl": False}, officer(7, "gdpr_dpo", ends_on="2026-06-15")),
    Case({}, None, retired=True),
)  # fmt: skip
CASES: Cases = {"system": SYSTEMS, "party": PARTIES, "organisation": ORGANISATIONS}
