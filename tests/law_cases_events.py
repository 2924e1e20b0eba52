"""Cases of assessments, requests, incidents and trainings."""

from __future__ import annotations

from typing import Any

from tests.law_world import BOTH, CHINESE, GERMAN, HELD, LEGAL, OFFICER, PROOF, UNSAID, Case, Cases, uses


def verdict(question: str, said: str | None = "met", reason: str | None = "Because") -> dict[str, Any]:
    """Return one verdict."""
    row = {"question": question, "verdict": said, "reason": reason}
    return {name: value for name, value in row.items() if value is not None}


def began(number: int, day: str | None, **content: Any) -> tuple[str, dict[str, Any]]:
    """Return an activity of a known number that began on a day."""
    started = {} if day is None else {"starts_on": day}
    return uses(id=f"ACT-009{number:02}", **started, **content)


ASSESSMENTS = (
    Case(
        {
            "assessment_kind": "lia", "activities": ["ACT-00901"], "conducted_on": "2026-06-15", "signed_on": "2026-06-15",
            "valid_to": "2026-06-15", "officer_advice": "Do it", "officer_advised_on": "2026-06-15",
            "residual_risk": "high", "consulted_on": "2026-06-15", "triggers": ["two_signs"], "conducted_by": HELD, "evidence": [PROOF],
            "verdicts": [verdict("lia_interest"), verdict("lia_necessity", "not_met", None), verdict("lia_balance")],
        },
        {
            "kind": "lia", "activities": 1, "completed": True, "signed": True, "report": True, "in_date": True, "questions_open": 0,
            "verdicts_without_reason": 1, "verdicts_not_met": 1, "advised": True, "residual_risk": "high",
            "consulted": True, "triggers": 1, "started_before": True, "changed_since": False, "department": LEGAL,
        },
        (began(1, "2026-06-14"),),
    ),
    Case(
        {
            "assessment_kind": "dpia", "activities": ["ACT-00902", "ACT-00903"], "conducted_on": "2026-06-01",
            "signed_on": "2026-06-16", "valid_to": "2026-06-14", "officer_advice": "Do it", "consulted_on": "2026-06-16",
            "verdicts": [verdict("dpia_risks"), verdict("dpia_measures", None), verdict("lia_balance", "met", None)],
        },
        {
            "kind": "dpia", "activities": 2, "completed": True, "signed": False, "report": False, "in_date": False, "questions_open": 3,
            "verdicts_without_reason": 1, "verdicts_not_met": 0, "advised": False, "residual_risk": None,
            "consulted": False, "triggers": 0, "started_before": False, "department": None,
        },
        (began(2, "2026-06-01"), began(3, "2026-06-10")),
    ),
    Case(
        {"conducted_on": "2026-06-16", "activities": ["ACT-00904"]},
        {"kind": None, "completed": False, "signed": False, "in_date": True, "questions_open": None,
         "verdicts_without_reason": 0, "advised": True, "started_before": True, "changed_since": False},
        (began(4, "2026-06-15"),
         ("opinion", {"subject": "@", "verdict": "favourable", "given_on": "2026-06-15", "post": OFFICER})),
    ),
    Case(
        {"activities": ["ACT-00905", "ACT-00906", "ACT-00907"]},
        {"started_before": None, "advised": False, "activities": 3},
        (began(5, None), began(6, "2026-06-16"), began(7, "2025-01-01", ends_on="2026-06-01"),
         ("opinion", {"subject": "@", "verdict": "favourable", "given_on": "2026-06-16"})),
    ),
    Case({"conducted_on": "2026-06-15", "activities": ["ACT-00908"]}, {"changed_since": True}, (began(8, None),),
         later=(("ACT-00908", {"laws": ["gdpr"], "transfers": [{"country": "US"}]}),)),
    Case({"assessment_kind": "source_review"}, {"activities": 0, "questions_open": 3, "started_before": False}),
    Case({}, None, retired=True),
)  # fmt: skip

REQUESTS = (
    Case(
        {
            "organisation": CHINESE, "laws": ["gdpr"], "received_on": "2026-06-15", "answered_on": "2026-06-15",
            "outcome": "refused", "refusal_reason": "Not held", "extended_on": "2026-06-15", "extension_reason": "Complex",
            "right": "erase", "recipients_told_on": "2026-06-15", "delete_after": "2026-06-14", "department": LEGAL,
        },
        {
            "gdpr": True, "pipl": False, "received": True, "answered": True, "outcome": "refused", "refusal_reasons": True,
            "extended": True, "extension_reason": True, "right": "erase", "recipients_told": True, "erase_planned": True,
            "erase_overdue": True, "department": LEGAL,
        },
    ),
    Case(
        {
            "organisation": CHINESE, "answered_on": "2026-06-16", "outcome": "granted", "extended_on": "2026-06-16",
            "recipients_told_on": "2026-06-16", "delete_after": "2026-06-15",
        },
        {
            "gdpr": False, "pipl": True, "received": False, "answered": False, "outcome": None, "refusal_reasons": False,
            "extended": False, "extension_reason": False, "right": None, "recipients_told": False, "erase_planned": True,
            "erase_overdue": False, "department": None,
        },
    ),
    Case({"organisation": UNSAID}, {"gdpr": None, "pipl": None, "erase_planned": False, "erase_overdue": None}),
    Case({"organisation": BOTH, "outcome": "granted"}, {"gdpr": True, "pipl": True, "outcome": "granted", "answered": False}),
    Case({"received_on": "2026-06-16"}, None),
    Case({}, None, retired=True),
)  # fmt: skip


def told(aware: tuple[str, str | None], authority: tuple[str, str | None], **more: Any) -> dict[str, Any]:
    """Return an incident known and reported on these days, at these times when given."""
    said = {
        "aware_on": aware[0],
        "aware_time": aware[1],
        "authority_told_on": authority[0],
        "authority_told_time": authority[1],
    }
    return {**{name: value for name, value in said.items() if value}, **more}


INCIDENTS = (
    Case(
        told(("2026-06-11", "09:00"), ("2026-06-14", "09:01"), laws=["uk_gdpr", "pipl"], likely_risk="high",
             harm_avoided=True, people_told_on="2026-06-15", delay_reason="Weekend", categories=["contact"], causes="Theft",
             consequences="Fraud", remedies="Wiped", evidence=[PROOF], severity_cn="major", delete_after="2026-06-14",
             department=LEGAL, people=40, activities=["ACT-00931"], controller_told_on="2026-06-15"),
        {
            "gdpr": True, "pipl": True, "aware_known": True, "people": 40, "risk": "high", "harm_avoided": True, "authority_told": True,
            "people_told": True, "delay_reason": True, "late": True, "content_complete": True, "documented": True,
            "grade": "major", "erase_planned": True, "erase_overdue": True, "department": LEGAL, "as_processor": True,
            "controller_told": True,
        },
        (began(31, None, role="processor"),),
    ),
    Case(
        told(("2026-06-11", "09:00"), ("2026-06-14", "09:00"), organisation=GERMAN, harm_avoided=False,
             people_told_on="2026-06-16", causes="Theft", consequences="Fraud", remedies="Wiped", delete_after="2026-06-15"),
        {
            "gdpr": True, "pipl": False, "aware_known": True, "people": None, "risk": None, "harm_avoided": False, "authority_told": True,
            "people_told": False, "delay_reason": False, "late": False, "content_complete": False, "documented": False,
            "grade": None, "erase_planned": True, "erase_overdue": False, "department": None, "as_processor": False,
            "controller_told": False,
        },
    ),
    Case(told(("2026-06-11", None), ("2026-06-14", "09:00")),
         {"gdpr": None, "pipl": None, "aware_known": False, "late": None, "harm_avoided": None, "erase_planned": False,
          "erase_overdue": None}),
    Case(told(("2026-06-11", None), ("2026-06-15", None)), {"late": True}),
    Case(told(("2026-06-11", None), ("2026-06-13", None)), {"late": False}),
    Case(told(("2026-06-11", "09:00"), ("2026-06-16", None), organisation=CHINESE),
         {"gdpr": False, "authority_told": False, "late": False}),
    # The clocks went back on 25 October 2025: three days by the clock are 73 hours in Berlin, 72 in Shanghai.
    Case(told(("2025-10-24", "12:00"), ("2025-10-27", "11:30"), organisation=GERMAN), {"late": True}),
    Case(told(("2025-10-24", "12:00"), ("2025-10-27", "11:30"), organisation=CHINESE), {"late": False}),
    Case({"authority_told_on": "2026-06-01"}, {"late": None, "authority_told": True}),
    Case({"aware_on": "2026-06-16"}, None),
    Case({}, None, retired=True),
)  # fmt: skip

TRAININGS = (
    Case(
        {"organisation": BOTH, "held_on": "2025-06-01", "valid_to": "2026-06-14", "topics": ["basics", "security"],
         "attendance": [{"invited": 7, "completed": 7}, {"invited": 3, "completed": 2}]},
        {"held": True, "attendance_known": True, "share": 90, "repeat_overdue": True, "department": None},
    ),
    Case(
        {"organisation": BOTH, "held_on": "2026-06-16", "valid_to": "2026-06-15", "attendance": [{"invited": 7}]},
        {"held": False, "attendance_known": False, "share": None, "repeat_overdue": False},
    ),
    Case(
        {"organisation": CHINESE, "held_on": "2025-06-01", "valid_to": "2026-06-01", "topics": ["basics"]},
        {"attendance_known": False, "share": None, "repeat_overdue": False},
        (("training", {"organisation": CHINESE, "held_on": "2026-06-15", "topics": ["security", "basics"]}),),
    ),
    Case({"attendance": [{"invited": 0, "completed": 0}]},
         {"held": False, "attendance_known": True, "share": None, "repeat_overdue": None}),
    Case({}, None, retired=True),
)  # fmt: skip
CASES: Cases = {"assessment": ASSESSMENTS, "request": REQUESTS, "incident": INCIDENTS, "training": TRAININGS}
