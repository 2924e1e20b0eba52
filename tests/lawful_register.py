"""A register whose findings under the trial law (``tests/lawful/law/trial.toml``) are known by heart.

Three activities. *Newsletter* (marketing; GDPR and PIPL): consent carries «Sending», legitimate interests «Profiling»
(which carry nothing under the PIPL); its second processor has no contract; a row of health data without retention; a
signed DPIA. *Payroll* (human resources; GDPR), whose name is hostile: no basis, which its owner asked to accept, the officer
gave an opinion on and the executive sponsor approved; only a text names its DPIA. *Customer care China* (PIPL only).
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from governance.register import commands
from governance.register.commands import Change
from governance.register.gate_checks import checks
from governance.register.gates import Keeper
from governance.register.store import Register

LAW = Path(__file__).resolve().parent / "lawful"  # RECITAL_DATA of the tests
ADMINISTRATOR, DPO, HEAD, EXECUTIVE, AUDITOR, STAFF_OWNER = (f"PER-0000{number}" for number in range(1, 7))
NEWSLETTER, PAYROLL, CRM = "ACT-00001", "ACT-00002", "ACT-00003"
MARKETING, STAFF, CHINA = "DEP-00001", "DEP-00002", "DEP-00003"
GERMAN, CHINESE = "ORG-00002", "ORG-00003"
NOTICE, OLD_NOTICE, DPIA, WAIVER, OPINION = "NOT-00001", "NOT-00002", "ASM-00001", "WAI-00001", "OPI-00001"
TRAINING = "TRA-00001"
MAILER, TRACKER = "PAR-00001", "PAR-00002"
HOSTILE = "<b>Payroll</b> ![x](https://evil.example/p.png) $a$ | [go](javascript:alert(1))"
STAGES = ("collect", "store", "use", "transmit", "share", "delete")
NOTICE_TEXT = """# How we use your data

We use your name, e-mail address and health data to send the newsletter. Recipients are Mailer GmbH in the United States.
You have the right of access, to rectification and to erasure. We keep data for 24 months.
"""


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
    register.gates = Keeper(checks)  # what the law says is the matter of the tests, not of the filling
    day = _Days(now)
    moments[0] = now - timedelta(days=180)
    _write(register, ADMINISTRATOR, "People and posts", _people(day))
    moments[0] = now - timedelta(days=60)
    _write(register, DPO, "Parties, notices and consents", _around(day))
    _write(register, DPO, "Activities", _activities(day))
    _write(register, DPO, "Assessments", _assessed(day))
    _accepted(register, day)
    register.close()


class _Days:
    """Give days before and after today as they are stored."""

    def __init__(self, now: datetime) -> None:
        self.today = now.date()

    def __call__(self, ago: int) -> str:
        return (self.today - timedelta(days=ago)).isoformat()


def _write(register: Register, actor: str, reason: str, changes: list[Change]) -> None:
    commands.write(register, actor=actor, reason=reason, changes=changes)


def _new(kind: str, record_id: str, en: str, zh: str, **content: Any) -> Change:
    return Change(kind, "create", {"name": en, "name_zh": zh, **content}, record_id)


def _people(day: _Days) -> list[Change]:
    return [
        _new("organisation", GERMAN, "Nordhafen Handel", "北港贸易", country="DE", laws=["gdpr"], staff=900),
        _new("organisation", CHINESE, "Nordhafen Shanghai", "北港上海", country="CN", laws=["pipl"], counts=[
            {"key": "c1", "about": "processed", "people": 800_000, "counted_on": day(400), "source": "CRM, de-duplicated",
             "deduplicated": True},
            {"key": "c2", "about": "processed", "people": 900_000, "counted_on": day(35), "source": "CRM, de-duplicated",
             "deduplicated": True}]),
        _new("department", MARKETING, "Marketing", "市场部", organisation=GERMAN,
             stage_roles=[{"key": "a", "letter": "responsible", "post": "POS-00002"}]),
        _new("department", STAFF, "Human resources", "人力资源部", organisation=GERMAN),
        _new("department", CHINA, "Sales China", "中国销售部", organisation=CHINESE),
        _new("person", DPO, "Wei Chen", "陈薇"),
        _new("person", HEAD, "Tom Hahn", "汤姆", department=MARKETING),
        _new("person", EXECUTIVE, "Ines Roth", "伊内丝"),
        _new("person", AUDITOR, "Jan Maas", "马扬"),
        _new("person", STAFF_OWNER, "Kai Lund", "隆德"),
        _new("grant", "GRA-00003", "Wei Chen: DPO", "陈薇：数据保护官", person=DPO, role="dpo"),
        _new("grant", "GRA-00004", "Tom Hahn: owner", "汤姆：负责人", person=HEAD, role="owner", departments=[MARKETING]),
        _new("grant", "GRA-00005", "Ines Roth: executive", "伊内丝：管理层", person=EXECUTIVE, role="executive"),
        _new("grant", "GRA-00006", "Jan Maas: auditor", "马扬：审计", person=AUDITOR, role="auditor"),
        _new("grant", "GRA-00007", "Kai Lund: owner", "隆德：负责人", person=STAFF_OWNER, role="owner", departments=[STAFF]),
        _new("post", "POS-00001", "Data protection officer", "数据保护官", role="gdpr_dpo", organisation=GERMAN),
        _new("post", "POS-00002", "Head of marketing", "市场部负责人", role="department_head", department=MARKETING),
        _new("post", "POS-00003", "Executive sponsor", "责任领导", role="executive_sponsor", organisation=GERMAN),
        _new("appointment", "APP-00001", "DPO", "数据保护官", post="POS-00001", person=DPO, organisations=[GERMAN],
             starts_on=day(170)),
        _new("appointment", "APP-00002", "Head of marketing", "市场部负责人", post="POS-00002", person=HEAD, starts_on=day(170)),
        _new("appointment", "APP-00003", "Sponsor", "责任领导", post="POS-00003", person=EXECUTIVE, starts_on=day(170)),
    ]  # fmt: skip


def _around(day: _Days) -> list[Change]:
    return [
        _new("party", MAILER, "Mailer GmbH", "邮寄公司", country="DE", contact="post@mailer.example", roles=["processor"],
             contracts=[{"key": "c1", "signed_on": day(100), "clauses": ["subject_matter", "instructions"]}]),
        _new("party", TRACKER, "Tracker Inc.", "追踪公司", country="US"),
        _new("notice", NOTICE, "Customer notice", "客户告知", organisation=GERMAN, in_force_from=day(120),
             contents=["identity_contact", "purposes", "rights"], text=NOTICE_TEXT),
        _new("training", TRAINING, "Basics", "基础培训", held_on=day(40), valid_to=day(-300),
             attendance=[{"key": "a", "department": MARKETING, "invited": 10, "completed": 10}]),
        _new("notice", OLD_NOTICE, "Old notice", "旧告知", in_force_from=day(900), in_force_to=day(120)),
        _new("consent", "CON-00001", "Newsletter form", "订阅表单", notice=NOTICE, in_use_from=day(120), specific=True,
             unbundled=True, pre_ticked=False, granular=True, withdrawal="Link in each mail", as_easy=True),
    ]  # fmt: skip


def _activities(day: _Days) -> list[Change]:
    return [
        _new("activity", NEWSLETTER, "Newsletter", "电子期刊", role="controller", department=MARKETING, laws=["gdpr", "pipl"],
             organisations=[GERMAN, CHINESE], owner="POS-00002", starts_on=day(100), notices=[NOTICE], method="Online form",
             purposes=[
                 {"key": "p1", "name": "Sending", "name_zh": "发送", "bases_gdpr": ["consent"], "bases_pipl": ["consent"],
                  "consents": ["CON-00001"]},
                 {"key": "p2", "name": "Profiling", "name_zh": "画像", "bases_gdpr": ["legitimate_interests"]}],
             data=[
                 {"key": "d1", "name": "E-mail", "category": "contact", "subjects": ["customers"], "purposes": ["p1"],
                  "people": 120_000, "retention_amount": 24, "retention_unit": "month", "retention_start": "consent_withdrawn"},
                 {"key": "d2", "name": "Diets", "category": "health", "people": 400_000, "purposes": ["p2"]}],
             recipients=[{"key": "r1", "party": MAILER, "role": "processor"},
                         {"key": "r2", "party": TRACKER, "role": "entrusted_party"}],
             transfers=[{"key": "t1", "recipient": "r2", "country": "US", "mechanism": "scc_commission",
                         "pipl_route": "standard_contract", "people_year": 150_000, "sensitive_year": 12_000}],
             automated_decisions=True, risk_signs=["large_scale"]),
        _new("activity", PAYROLL, HOSTILE, HOSTILE, role="controller", department=STAFF, laws=["gdpr"],
             assessment="DPIA of 2024, see shared drive", risk_signs=["vulnerable", "large_scale"],
             purposes=[{"key": "p1", "name": HOSTILE}],
             data=[{"key": "d1", "category": "salary", "people": 900, "retention_amount": 10, "retention_unit": "year",
                    "retention_start": "collection"}],
             stated={"transfers": "none", "recipients": "unknown"}),
        _new("activity", CRM, "Customer care China", "中国客户服务", department=CHINA, laws=["pipl"],
             data=[{"key": "d1", "category": "contact", "people": 700_000}],
             transfers=[{"key": "t1", "country": "DE", "people_year": 80_000}]),
    ]  # fmt: skip


def _assessed(day: _Days) -> list[Change]:
    return [
        _new("assessment", DPIA, "DPIA newsletter", "电子期刊影响评估", assessment_kind="dpia", activities=[NEWSLETTER],
             conducted_on=day(110), signed_on=day(105), signed_by="POS-00003"),
    ]  # fmt: skip


def _accepted(register: Register, day: _Days) -> None:
    """Ask for the acceptance of one finding, give the officer's opinion on it, answer it and approve."""
    waiver = _new("waiver", WAIVER, "Payroll basis", "工资基础", rule="TRIAL-1", record=PAYROLL, row="p1",
                  reason="New contract in work", approver="POS-00003", ends_on=day(-90))  # fmt: skip
    _write(register, STAFF_OWNER, "Asked for", [waiver])
    _write(register, STAFF_OWNER, "Submitted", [Change("waiver", "submit", None, WAIVER, 1)])
    opinion = _new("opinion", OPINION, "Opinion on payroll", "关于工资的意见", subject=WAIVER, finding="TRIAL-1",
                   verdict="with_conditions", text="Until the new contract is signed.")  # fmt: skip
    _write(register, DPO, "Opinion given", [opinion])
    reply = {"reply": "followed", "reply_reason": "It ends with the contract."}
    _write(register, EXECUTIVE, "Opinion answered", [Change("opinion", "reply", reply, OPINION, 1)])
    _write(register, EXECUTIVE, "Accepted", [Change("waiver", "approve", None, WAIVER, 2)])
