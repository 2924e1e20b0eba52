"""Cases of departments, people and appointments of officers."""

from __future__ import annotations

from typing import Any

from tests.law_world import CHINESE, GERMAN, HELD, LEFT, LEGAL, SPONSOR, VACANT, Beside, Case, Cases, uses


def stage(code: str, *posts: str, **more: Any) -> dict[str, Any]:
    """Return a stage these posts are accountable for."""
    roles = [{"key": f"r{place}", "letter": "accountable", "post": post} for place, post in enumerate(posts)]
    return {"key": code, "stage": code, **({"roles": roles} if roles else {}), **more}


def post(number: int, person: str | None = "PER-00011", **content: Any) -> tuple[Beside, ...]:
    """Return a post of its own, with a holder when one is named."""
    own = f"POS-008{number:02}"
    made: tuple[Beside, ...] = (("post", {"id": own, **content}),)
    if person is None:
        return made
    return (*made, ("appointment", {"post": own, "person": person, "starts_on": "2026-01-01"}))


NOWHERE = {"applicable": "not_applicable", "reason": "Not done"}
DEPARTMENTS = (
    Case(
        {"organisation": GERMAN, "head": HELD},
        {"activities": 1, "head": True, "unanswered": 3, "any_accountable": True, "head_is_officer": False},
        (
            uses(department="@", stages=[
                stage("collect", HELD), stage("store", HELD, SPONSOR), stage("use", VACANT), stage("transmit", LEFT),
                stage("share", roles=[{"key": "r", "letter": "accountable", "department": LEGAL}]),
                stage("delete", **NOWHERE)]),
        ),
    ),
    Case(
        {"head": VACANT},
        {"activities": 1, "head": False, "unanswered": 6, "any_accountable": False, "head_is_officer": None},
        (uses(department="@"), uses(department="@", starts_on="2026-06-16")),
    ),
    Case(
        {"organisation": CHINESE, "head": "POS-00801"},
        {"activities": 0, "head": True, "unanswered": 0, "any_accountable": False, "head_is_officer": True},
        post(1, role="pipl_officer", organisation=CHINESE),
    ),
    Case({"organisation": GERMAN, "head": "POS-00801"}, {"head_is_officer": False}),
    Case({"head": "POS-00801"}, {"head_is_officer": True}),
    Case(
        {"stage_roles": [{"letter": "accountable", "post": HELD}]},
        {"activities": 0, "any_accountable": True, "head": False, "head_is_officer": None},
    ),
    Case({"stage_roles": [{"letter": "accountable", "post": LEFT}]}, {"any_accountable": False}),
    Case({}, None, retired=True),
)  # fmt: skip

PEOPLE = (
    Case(
        {"department": LEGAL},
        {"activities_accountable": 2, "left_but_holds": False, "department": LEGAL},
        (
            *post(2, "@"),
            uses(stages=[stage("collect", "POS-00802"), stage("use", "POS-00802")]),
            uses(stages=[stage("collect", "POS-00802"), stage("use", HELD)]),
            uses(stages=[stage("collect", "POS-00802", **NOWHERE), stage("use", "POS-00802", HELD)]),
        ),
    ),
    Case({"left_on": "2026-06-15"}, {"activities_accountable": 0, "left_but_holds": True},
         (*post(3, "@"), uses(stages=[stage("use", "POS-00803")]))),
    Case({"left_on": "2026-06-16"}, {"activities_accountable": 0, "left_but_holds": False}, post(4, "@")),
    Case({"left_on": "2026-06-01"}, {"left_but_holds": False},
         (*post(5, None), ("appointment", {"post": "POS-00805", "person": "@", "starts_on": "2026-01-01", "ends_on": "2026-06-15"}))),
    Case({}, None, retired=True),
)  # fmt: skip


def held(number: int, **content: Any) -> dict[str, Any]:
    """Return the appointment of a person of its own to a post of its own."""
    return {"post": f"POS-008{number}", "person": f"PER-008{number}", "starts_on": "2026-01-01", **content}


def person(number: int) -> Beside:
    """Return the person of :func:`held`."""
    return ("person", {"id": f"PER-008{number}"})


APPOINTMENTS = (
    Case(
        held(10, organisations=[GERMAN, CHINESE], ends_on="2026-06-25", tasks=["monitor"], resources="Two people",
             instrument="Letter", published_where="Website", filings=[{"filed_on": "2026-06-15"}]),
        {
            "gdpr": True, "pipl": False, "role": "gdpr_dpo", "external": False, "instrument": True, "tasks": ["monitor"],
            "resources": True, "published": True, "filed": True, "reports_to": True, "reports_to_top": True,
            "also_head": True, "decides": True, "ends_in_days": 10, "department": LEGAL,
        },
        (
            person(10), *post(10, None, role="gdpr_dpo", reports_to=SPONSOR, department=LEGAL), *post(11, "PER-00810"),
            ("department", {"head": "POS-00811"}), uses(organisations=[GERMAN], stages=[stage("use", "POS-00811")]),
        ),
    ),
    Case(
        held(12, person=None, party="PAR-00801", published_where="Website", published_on="2026-06-16",
             filings=[{"filed_on": "2026-06-16"}]),
        {
            "gdpr": False, "pipl": True, "role": "pipl_officer", "external": True, "instrument": False, "tasks": [],
            "resources": False, "published": False, "filed": False, "reports_to": True, "reports_to_top": False,
            "also_head": False, "decides": False, "ends_in_days": None, "department": None,
        },
        (("party", {"id": "PAR-00801"}), *post(13, role="hr_lead"),
         *post(12, None, role="pipl_officer", organisation=CHINESE, reports_to="POS-00813")),
    ),
    Case(
        held(14),
        {"gdpr": True, "role": "eu_representative", "reports_to": False, "reports_to_top": None, "decides": False},
        (person(14), *post(14, None, role="eu_representative"), uses(stages=[stage("use", "POS-00814")])),
    ),
    Case(
        held(15, deputy=True, published_on="2026-06-15"),
        {"role": "deputy_dpo", "reports_to_top": None, "reports_to": True, "published": True, "decides": False},
        (person(15), *post(15, None, role="gdpr_dpo", organisation=CHINESE, reports_to=HELD),
         uses(organisations=[GERMAN], stages=[stage("use", "POS-00815")])),
    ),
    Case(held(10, ends_on="2026-06-15"), None),
    Case(held(10, starts_on="2026-06-16"), None),
    Case(held(10, starts_on=None), None),
    Case({"post": HELD, "person": "PER-00011", "starts_on": "2026-01-01"}, None),
    Case(held(12), None, (person(12),), retired=True),
)  # fmt: skip
CASES: Cases = {"department": DEPARTMENTS, "person": PEOPLE, "appointment": APPOINTMENTS}
