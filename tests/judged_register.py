"""A register whose coverage, accountability, officers and risks are known by heart, for the pages that judge.

Two entities, three departments, three activities. Newsletter: collect is covered, store is partial (evidence ran
out), share is not applicable, the rest was never looked at. Payroll: nobody answers for anything. The German entity
had no data protection officer in the summer; the Chinese one never had a protection officer.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from governance.register import commands
from governance.register.commands import Change
from governance.register.store import Register

ADMINISTRATOR, DPO, HEAD, LEFT, EXECUTIVE = (f"PER-0000{number}" for number in range(1, 6))
NEWSLETTER, PAYROLL, CRM = "ACT-00001", "ACT-00002", "ACT-00003"


def build(path: Path) -> None:
    """Write the register: opened half a year ago, filled two months ago."""
    now = datetime.now(UTC)
    moments = [now - timedelta(days=190)]
    register = Register.create(path, clock=lambda: moments[0])
    commands.initialise(
        register,
        organisation="Nordhafen Group",
        person="Anna Berg",
        email="anna@nordhafen.example",
        demo=True,
    )
    today = now.date()
    moments[0] = now - timedelta(days=180)
    _write(register, ADMINISTRATOR, "Departments, people and posts", _people(today))
    moments[0] = now - timedelta(days=60)
    _write(register, DPO, "First round of interviews", _activities(today))
    _write(register, DPO, "Risks of the first round", _risks(today))
    register.close()


def _write(register: Register, actor: str, reason: str, changes: list[Change]) -> None:
    commands.write(register, actor=actor, reason=reason, changes=changes)


def _new(kind: str, record_id: str, en: str, zh: str, **content: Any) -> Change:
    return Change(kind, "create", {"name": en, "name_zh": zh, **content}, record_id)


def _ago(today: Any, days: int) -> str:
    return str((today - timedelta(days=days)).isoformat())


def _people(today: Any) -> list[Change]:
    german, chinese = "ORG-00002", "ORG-00003"
    return [
        _new("organisation", german, "Nordhafen Handel", "北港贸易", country="DE", laws=["gdpr"], staff=900),
        _new("organisation", chinese, "Nordhafen Shanghai", "北港上海", country="CN", laws=["pipl"], people_handled=2_000_000),
        _new("department", "DEP-00001", "Marketing", "市场部", organisation=german,
             stage_roles=[{"key": "a", "letter": "responsible", "post": "POS-00002"}]),
        _new("department", "DEP-00002", "Human resources", "人力资源部", organisation=german),
        _new("department", "DEP-00003", "Sales China", "中国销售部", organisation=chinese),
        _new("person", DPO, "Wei Chen", "陈薇"),
        _new("person", HEAD, "Tom Hahn", "汤姆", department="DEP-00001"),
        _new("person", LEFT, "Lena Vogt", "莉娜", left_on=_ago(today, 10)),
        _new("person", EXECUTIVE, "Ines Roth", "伊内丝"),
        _new("grant", "GRA-00003", "Wei Chen: DPO", "陈薇：数据保护官", person=DPO, role="dpo"),
        _new("grant", "GRA-00004", "Ines Roth: executive", "伊内丝：管理层", person=EXECUTIVE, role="executive"),
        _new("post", "POS-00001", "Data protection officer", "数据保护官", role="gdpr_dpo", organisation=german),
        _new("post", "POS-00002", "Head of marketing", "市场部负责人", role="department_head", department="DEP-00001"),
        _new("post", "POS-00003", "Head of HR", "人力资源负责人", role="hr_lead", department="DEP-00002"),
        _new("post", "POS-00004", "Payroll lead", "薪酬负责人", role="record_owner", department="DEP-00002"),
        _new("post", "POS-00005", "Protection officer", "个人信息保护负责人", role="pipl_officer", organisation=chinese),
        _new("appointment", "APP-00001", "First DPO", "首任数据保护官", post="POS-00001", person=LEFT,
             organisations=[german], starts_on=_ago(today, 700), ends_on=_ago(today, 160)),
        _new("appointment", "APP-00002", "Second DPO", "现任数据保护官", post="POS-00001", person=DPO,
             organisations=[german], starts_on=_ago(today, 100), instrument="Letter of appointment"),
        _new("appointment", "APP-00003", "Head of marketing", "市场部负责人", post="POS-00002", person=HEAD,
             starts_on=_ago(today, 500)),
        _new("appointment", "APP-00004", "Payroll lead", "薪酬负责人", post="POS-00004", person=LEFT,
             starts_on=_ago(today, 500)),
    ]  # fmt: skip


def _activities(today: Any) -> list[Change]:
    return [
        _new("policy", "POL-00001", "Marketing data policy", "营销数据制度", stages=["collect", "store"],
             departments=["DEP-00001"], in_force_from=_ago(today, 300), review_by=_ago(today, 5)),
        _new("evidence", "EVI-00001", "Form review", "表单审查", proves=["MEA-00001"],
             issued_on=_ago(today, 90), expires_on=_ago(today, -40)),
        _new("evidence", "EVI-00002", "Restore test", "恢复测试", proves=["MEA-00010"],
             issued_on=_ago(today, 400), expires_on=_ago(today, 30)),
        _new("activity", NEWSLETTER, "Newsletter", "电子期刊", department="DEP-00001", laws=["gdpr"],
             data=[{"key": "d1", "category": "contact", "people": 120_000}], stages=_stages()),
        _new("activity", PAYROLL, "Payroll", "工资发放", department="DEP-00002", laws=["gdpr"],
             data=[{"key": "d1", "category": "salary", "people": 900}]),
        _new("activity", CRM, "Customer care China", "中国客户服务", department="DEP-00003", laws=["pipl"]),
    ]  # fmt: skip


def _stages() -> list[dict[str, Any]]:
    answers = [{"key": "r1", "letter": "accountable", "post": "POS-00002"}]
    return [
        {
            "key": "collect",
            "stage": "collect",
            "applicable": "applicable",
            "roles": answers,
            "measures": [
                {"key": "m1", "measure": "MEA-00001", "state": "in_place", "evidence": ["EVI-00001"]}
            ],
        },
        {
            "key": "store",
            "stage": "store",
            "applicable": "applicable",
            "roles": [
                *answers,
                {"key": "r2", "letter": "accountable", "post": "POS-00001"},
                {"key": "r3", "letter": "consulted", "post": "POS-00003"},
            ],
            "measures": [
                {"key": "m1", "measure": "MEA-00010", "state": "in_place", "evidence": ["EVI-00002"]}
            ],
        },
        {
            "key": "share",
            "stage": "share",
            "applicable": "not_applicable",
            "reason": "Nothing is given to others.",
        },
    ]


def _risks(today: Any) -> list[Change]:
    return [
        _new("risk", "RSK-00001", "Wrong recipients", "误发邮件", activity=NEWSLETTER, stage="share",
             likelihood_before=4, impact_before=5, likelihood_after=4, impact_after=4, owner="POS-00002",
             treatment="reduce", due_on=_ago(today, 14)),
        _new("risk", "RSK-00002", "Pay slips seen by others", "工资单被他人查看", activity=PAYROLL, stage="store",
             likelihood_before=3, impact_before=4, likelihood_after=2, impact_after=3, owner="POS-00003",
             treatment="accept", due_on=_ago(today, -60)),
        _new("risk", "RSK-00003", "Unscored risk", "尚未评分的风险", activity=CRM),
    ]  # fmt: skip
