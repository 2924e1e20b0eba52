"""Cases of notices, consents and policies."""

from __future__ import annotations

from tests.law_world import CHINESE, GERMAN, HELD, LEGAL, TOLD, VACANT, WITHDRAWN, Case, Cases, uses

RUNS = {"in_force_from": "2026-06-15", "in_force_to": "2026-06-16"}
NOTICES = (
    Case(
        {
            **RUNS, "published_where": "Website", "contents": ["rights", "purposes"], "plain_language_on": "2026-06-15",
            "review_by": "2026-06-14", "languages": ["de", "zh"], "owner": HELD, "organisation": GERMAN,
        },
        {
            "gdpr": True, "pipl": True, "activities": 2, "in_force": True, "published": True, "says": ["rights", "purposes"],
            "plain_checked": True, "review_overdue": True, "language_zh": True, "covers_consent": True,
            "covers_interest": True, "covers_recipients": True, "covers_providing": True, "covers_transfers": True,
            "covers_sensitive": True, "covers_automated": True, "covers_third_party": True, "covers_minors": True,
            "covers_direct": None, "covers_officer": True, "department": LEGAL,
        },
        (
            uses(notices=["@"], purposes=[{"bases_gdpr": ["contract"]}, {"bases_gdpr": ["legitimate_interests"]}],
                 recipients=[{"role": "independent_controller"}], automated_decisions=True),
            uses("pipl", notices=["@"], purposes=[{"bases_pipl": ["consent"]}], transfers=[{"country": "US"}],
                 data=[{"category": "health", "source": "data_broker"}, {"minors": True}]),
        ),
    ),
    Case(
        {"in_force_from": "2026-06-16", "plain_language_on": "2026-06-16", "review_by": "2026-06-15", "languages": ["en"],
         "organisation": CHINESE},
        {
            "gdpr": True, "pipl": False, "activities": 1, "in_force": False, "published": False, "says": [],
            "plain_checked": False, "review_overdue": False, "language_zh": False, "covers_consent": False,
            "covers_interest": False, "covers_recipients": True, "covers_providing": False, "covers_transfers": False,
            "covers_sensitive": False, "covers_automated": False, "covers_third_party": False, "covers_minors": False,
            "covers_direct": True, "covers_officer": False, "department": None,
        },
        (uses(notices=["@"], purposes=[{"bases_gdpr": ["contract"]}], recipients=[{"role": "processor"}],
              data=[{"category": "contact", "source": "data_subject"}], automated_decisions=False),),
    ),
    Case(
        {},
        {"gdpr": False, "activities": 0, "in_force": False, "review_overdue": None, "language_zh": None,
         "covers_recipients": False, "covers_consent": False, "covers_direct": False, "covers_officer": None},
        (uses(notices=["@"], recipients=[{"role": "processor"}], ends_on="2026-06-15"),),
    ),
    Case({"languages": ["en"], "text_zh": "告知"}, {"language_zh": True}),
    Case({}, None, retired=True),
)  # fmt: skip

CONSENTS = (
    Case(
        {
            "in_use_from": "2026-06-15", "in_use_to": "2026-06-16", "notice": TOLD, "specific": True, "unbundled": True,
            "pre_ticked": True, "granular": True, "refusal_without_loss": True, "withdrawal": "A click", "as_easy": True,
            "proof": "Log", "text": "I agree", "owner": HELD,
        },
        {
            "gdpr": True, "pipl": True, "activities": 2, "purposes": 2, "in_use": True, "notice_in_force": True,
            "specific": True, "unbundled": True, "pre_ticked": True, "granular": True, "refusable": True,
            "withdrawable": True, "as_easy": True, "proven": True, "text": True, "department": LEGAL,
        },
        (
            uses(purposes=[{"consents": ["@"]}, {"consents": ["@"]}]),
            uses("pipl", recipients=[{"consents": ["@"]}], transfers=[{"consents": ["@"]}]),
        ),
    ),
    Case(
        {
            "in_use_from": "2026-01-01", "in_use_to": "2026-06-15", "notice": WITHDRAWN, "specific": False,
            "unbundled": False, "pre_ticked": False, "granular": False, "refusal_without_loss": False, "as_easy": False,
        },
        {
            "gdpr": False, "pipl": False, "activities": 0, "purposes": 0, "in_use": False, "notice_in_force": False,
            "specific": False, "unbundled": False, "pre_ticked": False, "granular": False, "refusable": False,
            "withdrawable": False, "as_easy": False, "proven": False, "text": False, "department": None,
        },
    ),
    Case(
        {},
        {"pipl": False, "activities": 1, "purposes": 0, "in_use": False, "notice_in_force": False, "specific": None,
         "unbundled": None, "pre_ticked": None, "granular": None, "refusable": None, "as_easy": None},
        (uses(transfers=[{"consents": ["@"]}]),),
    ),
    Case({}, None, retired=True),
)  # fmt: skip

POLICIES = (
    Case(
        {**RUNS, "approver": VACANT, "owner": HELD, "review_by": "2026-06-14", "published_where": "Intranet"},
        {"in_force": True, "approver": True, "owner": True, "review_planned": True, "review_overdue": True,
         "published": True, "department": LEGAL},
    ),
    Case({"in_force_from": "2026-06-16", "review_by": "2026-06-15"},
         {"in_force": False, "approver": False, "owner": False, "review_planned": True, "review_overdue": False,
          "published": False, "department": None}),
    Case({}, {"in_force": False, "review_planned": False, "review_overdue": None}),
    Case({}, None, retired=True),
)  # fmt: skip
CASES: Cases = {"notice": NOTICES, "consent": CONSENTS, "policy": POLICIES}
