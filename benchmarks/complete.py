"""Complete records of processing: texts in two languages, purposes, data, recipients, all six stages."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from benchmarks import generate
from benchmarks.generate import TODAY, Content, Sizes

TOPICS = (
    ("Payroll", "工资发放"),
    ("Recruitment", "人员招聘"),
    ("Newsletter", "电子期刊"),
    ("Customer service", "客户服务"),
    ("Access control", "门禁管理"),
    ("Web analytics", "网站分析"),
    ("Loyalty programme", "会员计划"),
    ("Complaints", "投诉处理"),
    ("Supplier management", "供应商管理"),
    ("Training records", "培训记录"),
    ("Video surveillance", "视频监控"),
    ("Credit checks", "信用核查"),
)
SCOPES = (
    ("head office", "总部"),
    ("retail", "零售"),
    ("logistics", "物流"),
    ("research", "研发"),
    ("online shop", "网店"),
    ("overseas branches", "境外分支"),
)
CATEGORIES = (
    "name",
    "email",
    "phone",
    "salary",
    "bank_account",
    "health",
    "video",
    "online_identifier",
    "location",
)
SUBJECTS = ("employees", "applicants", "customers", "users", "visitors", "suppliers")
BASES = (("contract", "contract_or_hr"), ("consent", "consent"), ("legal_obligation", "statutory_duty"))
REASON = "Without it the service that was asked for cannot be given; reviewed with the department. 为履行所请求的服务所必需。"


def records(sizes: Sizes, dice: random.Random) -> Iterator[tuple[str, str, Content]]:
    """Yield the records of :func:`benchmarks.generate.records`, each activity dressed as people fill it in."""
    for kind, record_id, content in generate.records(sizes, dice):
        if kind == "activity":
            yield kind, record_id, content | dress(int(record_id[4:]), sizes)
        else:
            yield kind, record_id, content


def activity(number: int, sizes: Sizes) -> Content:
    """Return the content of one complete activity that is not in the register yet."""
    dice = random.Random(number)
    stages = [_stage(code, dice, sizes) for code in generate.STAGES]
    department = f"DEP-{dice.randint(1, sizes.departments):05}"
    return {"department": department, "stages": stages, **dress(number, sizes)}


def dress(number: int, sizes: Sizes) -> Content:
    """Return the texts, purposes, data, recipients and dates of activity ``number``."""
    dice = random.Random(number)
    (topic, topic_zh), (scope, scope_zh) = dice.choice(TOPICS), dice.choice(SCOPES)
    basis, basis_zh = dice.choice(BASES)
    return {
        "name": f"{topic}, {scope} {number}",
        "name_zh": f"{scope_zh}{topic_zh}{number}",
        "description": f"{topic} of the {scope}: what is needed to run it and to answer questions about it.",
        "reference": f"R-{number:06}",
        "role": "controller",
        "organisations": ["ORG-00001"],
        "laws": ["gdpr", "pipl"] if number % 3 else ["gdpr"],
        "owner": f"POS-{dice.randint(1, sizes.posts):05}",
        "contact": f"privacy.{number}@example.org",
        "method": "Collected in forms, kept in one system, used by the department. 表单收集，系统存储。",
        "purposes": [
            _purpose("p1", topic, topic_zh, basis, basis_zh),
            _purpose("p2", "Reporting", "统计报表", "legal_obligation", "statutory_duty"),
        ],
        "data": [_data(f"d{each}", dice) for each in (1, 2, 3)],
        **_shared(number, dice),
        **_upkeep(number, dice),
    }


def _purpose(key: str, name: str, name_zh: str, gdpr: str, pipl: str) -> Content:
    return {
        "key": key,
        "name": name,
        "name_zh": name_zh,
        "bases_gdpr": [gdpr],
        "bases_pipl": [pipl],
        "basis_reason": REASON,
    }


def _data(key: str, dice: random.Random) -> Content:
    return {
        "key": key,
        "category": dice.choice(CATEGORIES),
        "subjects": [dice.choice(SUBJECTS)],
        "purposes": ["p1"],
        "source": "data_subject",
        "necessity": REASON,
        "people": dice.randint(10, 100_000),
        "retention_amount": dice.randint(1, 10),
        "retention_unit": "year",
        "retention_start": "relationship_end",
        "deletion_method": "erase_record",
    }


def _shared(number: int, dice: random.Random) -> Content:
    found: dict[str, Any] = {
        "recipients": [
            {"key": "r1", "name": f"Provider {number % 40}", "category": "it_provider", "role": "processor"},
            {"key": "r2", "name": "Tax office", "category": "tax_social", "role": "authority"},
        ],
        "systems": [f"SYS-{dice.randint(1, 40):05}"],
        "security": "Least privilege, encrypted at rest and in transit, restore tested. 最小权限，加密存储与传输。",
    }
    if number % 4 == 0:
        found["transfers"] = [
            {
                "key": "t1",
                "recipient": "r1",
                "country": "US",
                "mechanism": "scc_commission",
                "pipl_route": "standard_contract",
                "valid_to": (TODAY + timedelta(days=dice.randint(-90, 700))).isoformat(),
            }
        ]
    return found


def _upkeep(number: int, dice: random.Random) -> Content:
    return {
        "publicising": False,
        "automated_decisions": number % 10 == 0,
        "notice": "Privacy notice, version 4",
        "assessment": f"DPIA {2024 + number % 3}",
        "starts_on": (TODAY - timedelta(days=dice.randint(100, 3_000))).isoformat(),
        "review_months": 12,
        "last_reviewed": (TODAY - timedelta(days=dice.randint(1, 700))).isoformat(),
    }


def _stage(code: str, dice: random.Random, sizes: Sizes) -> Content:
    letters = ("accountable", "responsible", "consulted")
    return {
        "key": code,
        "stage": code,
        "applicable": "applicable",
        "policies": [f"POL-{dice.randint(1, sizes.policies):05}"],
        "measures": [
            {
                "key": f"m{each}",
                "measure": f"MEA-{dice.randint(1, generate.MEASURES):05}",
                "state": "in_place",
                "evidence": [f"EVI-{dice.randint(1, sizes.evidence):05}"],
            }
            for each in (1, 2)
        ],
        "roles": [
            {"key": letter[0], "letter": letter, "post": f"POS-{dice.randint(1, sizes.posts):05}"}
            for letter in letters
        ],
    }
