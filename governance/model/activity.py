"""The record of a processing activity (GDPR 30(1) and 30(2), PIPL 55 and 56)."""

from __future__ import annotations

from datetime import date

from governance.model.base import Record
from governance.model.fields import Code, Count, Long, Row, Short, field


class ControllerServed(Row):
    """Name a controller the processor acts for and what it does for it (GDPR 30(2)(a) and (b))."""

    party: Code | None = field("Controller", "控制者", links=("party", "organisation"), material=True)
    name: Short | None = field("Name as written", "名称（原文）", material=True)
    contact: Long | None = field("Contact", "联系方式", personal=True)
    processing: Long | None = field(
        "Processing carried out for it", "代为进行的处理类别", cites=("GDPR 30(2)(b)",), material=True
    )


class Purpose(Row):
    """State one purpose with its bases; the law hangs the basis on the purpose (GDPR 6, PIPL 13)."""

    name: Short | None = field(
        "Purpose", "处理目的", cites=("GDPR 30(1)(b)", "PIPL 17(2)", "PIPL 56(1)"), material=True
    )
    name_zh: Short | None = field("Purpose in Chinese", "中文目的")
    category: Code | None = field("Category", "目的类别", vocabulary="purpose_category", material=True)
    description: Long | None = field("Description", "说明")
    bases_gdpr: list[Code] = field(
        "Lawful basis, GDPR",
        "合法性基础（GDPR）",
        default=list,
        vocabulary="basis_gdpr",
        cites=("GDPR 6(1)",),
        material=True,
    )
    bases_pipl: list[Code] = field(
        "Lawful basis, PIPL",
        "合法性基础（个保法）",
        default=list,
        vocabulary="basis_pipl",
        cites=("PIPL 13",),
        material=True,
    )
    basis_reason: Long | None = field(
        "Why this basis carries it", "选择该基础的理由", cites=("GDPR 5(2)", "PIPL 13"), material=True
    )
    legitimate_interest: Long | None = field(
        "Legitimate interest", "正当利益", cites=("GDPR 6(1)(f)", "GDPR 13(1)(d)"), material=True
    )
    special_conditions: list[Code] = field(
        "Condition for special categories",
        "处理特殊类别数据的条件",
        default=list,
        vocabulary="special_condition",
        cites=("GDPR 9(2)", "GDPR 10"),
        material=True,
    )
    consents: list[Code] = field(
        "Consent asked by",
        "取得同意的方式",
        default=list,
        links="consent",
        cites=("GDPR 7", "PIPL 14"),
        material=True,
    )
    since: date | None = field("Pursued since", "起始日期")
    further: bool | None = field(
        "Data first collected for another purpose",
        "数据原为其他目的收集",
        cites=("GDPR 6(4)", "PIPL 14"),
        material=True,
    )


class DataItem(Row):
    """State one category of data with its people, need and retention (GDPR 30(1)(c) and (f), PIPL 19 and 28)."""

    name: Short | None = field("Data as written", "数据（原文）", cites=("GDPR 30(1)(c)",), material=True)
    category: Code | None = field(
        "Category of data",
        "个人信息种类",
        vocabulary="data_category",
        cites=("GDPR 30(1)(c)", "PIPL 17(2)"),
        material=True,
    )
    subjects: list[Code] = field(
        "People concerned",
        "个人信息主体类别",
        default=list,
        vocabulary="subject_category",
        cites=("GDPR 30(1)(c)",),
        material=True,
    )
    purposes: list[Code] = field(
        "Needed for purposes", "对应目的", default=list, within="purposes", material=True
    )
    source: Code | None = field(
        "Where it comes from", "来源", vocabulary="data_source", cites=("GDPR 14(2)(f)",), material=True
    )
    source_party: Code | None = field("Supplied by", "提供方", links="party", material=True)
    mandatory: bool | None = field("Mandatory to give", "是否必须提供", cites=("GDPR 13(2)(e)",))
    necessity: Long | None = field(
        "Why it is needed", "必要性说明", cites=("GDPR 5(1)(c)", "PIPL 6", "PIPL 30"), material=True
    )
    people: Count | None = field(
        "People affected",
        "涉及人数",
        help_en="Number of people, not of records.",
        help_zh="自然人数量，而非记录条数。",
    )
    minors: bool | None = field(
        "Includes minors under 14", "包含不满十四周岁未成年人", cites=("PIPL 31", "GDPR 8"), material=True
    )
    important: bool | None = field("Important data", "重要数据", cites=("DSL 21",), material=True)
    accuracy_check: Long | None = field(
        "How accuracy is kept", "准确性保障", cites=("GDPR 5(1)(d)", "PIPL 8")
    )
    retention_amount: Count | None = field(
        "Keep for", "保存时长", cites=("GDPR 30(1)(f)", "PIPL 19"), material=True
    )
    retention_unit: Code | None = field("Unit", "单位", vocabulary="retention_unit", material=True)
    retention_start: Code | None = field(
        "Counted from", "起算点", vocabulary="retention_start", material=True
    )
    retention_text: Long | None = field("Retention as written", "保存期限（原文）", material=True)
    retention_reason: Long | None = field("Reason for the period", "期限理由", cites=("PIPL 19",))
    legal_hold: bool | None = field("Legal hold", "法律保留", cites=("GDPR 17(3)(e)",))
    deletion_method: Code | None = field(
        "How it is deleted",
        "删除方式",
        vocabulary="deletion_method",
        cites=("GDPR 17", "PIPL 47"),
        material=True,
    )


class Recipient(Row):
    """State who receives which data for which purposes (GDPR 30(1)(d), PIPL 21 and 23)."""

    name: Short | None = field(
        "Recipient as written", "接收方（原文）", cites=("GDPR 30(1)(d)",), material=True
    )
    party: Code | None = field("Party", "相关方", links=("party", "organisation"), material=True)
    category: Code | None = field(
        "Category", "接收方类别", vocabulary="recipient_category", cites=("GDPR 30(1)(d)",), material=True
    )
    role: Code | None = field(
        "Role",
        "接收方角色",
        vocabulary="recipient_role",
        cites=("GDPR 28", "PIPL 21", "PIPL 23"),
        material=True,
    )
    purposes: list[Code] = field("For purposes", "对应目的", default=list, within="purposes", material=True)
    data: list[Code] = field("Which data", "涉及数据", default=list, within="data", material=True)
    consents: list[Code] = field(
        "Consent asked by",
        "取得同意的方式",
        default=list,
        links="consent",
        cites=("PIPL 23",),
        material=True,
    )


class Transfer(Row):
    """State one transfer abroad and what carries it (GDPR 30(1)(e) and chapter V, PIPL 38 to 40)."""

    recipient: Code | None = field("Recipient", "接收方", within="recipients", material=True)
    name: Short | None = field("Recipient as written", "境外接收方（原文）", material=True)
    country: Code | None = field(
        "Country", "国家/地区", vocabulary="country", cites=("GDPR 30(1)(e)", "PIPL 39"), material=True
    )
    mechanism: Code | None = field(
        "Mechanism, GDPR",
        "传输机制（GDPR）",
        vocabulary="transfer_mechanism",
        cites=("GDPR 44", "GDPR 46", "GDPR 49"),
        material=True,
    )
    safeguards: Long | None = field(
        "Documents on safeguards", "保障措施文件", cites=("GDPR 30(1)(e)",), material=True
    )
    pipl_route: Code | None = field(
        "Route, PIPL", "出境路径（个保法）", vocabulary="pipl_route", cites=("PIPL 38",), material=True
    )
    filing_number: Short | None = field("Filing number", "备案/申报编号", cites=("PIPL 38",), material=True)
    effective_on: date | None = field(
        "In effect since", "生效日期", cites=("Standard Contract Measures 7",), material=True
    )
    filed_on: date | None = field("Filed on", "备案日期", cites=("Standard Contract Measures 7",))
    valid_to: date | None = field("Valid to", "有效期至", material=True)
    consents: list[Code] = field(
        "Consent asked by",
        "取得同意的方式",
        default=list,
        links="consent",
        cites=("PIPL 39", "GDPR 49(1)(a)"),
        material=True,
    )
    people_year: Count | None = field("People a year", "每年涉及人数", cites=("PIPL 38",))
    sensitive_year: Count | None = field("Of these, sensitive", "其中敏感个人信息人数", cites=("PIPL 28",))
    data: list[Code] = field("Which data", "涉及数据", default=list, within="data", material=True)


class StageMeasure(Row):
    """Say how far one measure is in place at a stage, and what proves it."""

    measure: Code = field("Measure", "措施", required=True, links="measure", material=True)
    state: Code | None = field("State", "状态", vocabulary="measure_state", material=True)
    since: date | None = field("In place since", "落实日期", material=True)
    evidence: list[Code] = field("Evidence", "证据", default=list, links="evidence")
    note: Long | None = field("Note", "备注")


class StageAssignment(Row):
    """Give one letter (R, A, C, I) for the stage to a post or a department."""

    letter: Code = field("Role", "角色", required=True, vocabulary="raci", material=True)
    post: Code | None = field("Post", "岗位", links="post", material=True)
    department: Code | None = field("Department", "部门", links="department", material=True)


class Stage(Row):
    """Describe one stage of the life of the data in this activity; its key is the code of the stage."""

    stage: Code = field(
        "Stage", "阶段", required=True, vocabulary="stage", cites=("GB/T 37988",), material=True
    )
    applicable: Code | None = field(
        "Does it take place?", "是否涉及", vocabulary="applicability", material=True
    )
    reason: Long | None = field("Why it does not take place", "不涉及的理由", material=True)
    policies: list[Code] = field("Policies", "制度", default=list, links="policy", material=True)
    measures: list[StageMeasure] = field(
        "Measures", "措施", default=list, cites=("GDPR 32", "PIPL 51"), material=True
    )
    roles: list[StageAssignment] = field("Who is R, A, C, I", "责任分工", default=list, material=True)


class Activity(Record):
    """Record one processing activity, as controller (GDPR 30(1)) or as processor (GDPR 30(2))."""

    description: Long | None = field("Description", "说明")
    reference: Short | None = field("Own reference", "内部编号")
    role: Code | None = field(
        "Role of the organisation",
        "组织的角色",
        vocabulary="activity_role",
        cites=("GDPR 30(1)", "GDPR 30(2)", "PIPL 21"),
        material=True,
    )
    department: Code | None = field("Department", "部门", links="department", material=True)
    organisations: list[Code] = field(
        "Organisations",
        "组织",
        default=list,
        links="organisation",
        cites=("GDPR 30(1)(a)",),
        material=True,
    )
    laws: list[Code] = field("Laws that apply", "适用法律", default=list, vocabulary="law", material=True)
    owner: Code | None = field("Owner of the record", "记录负责岗位", links="post", material=True)
    contact: Long | None = field("Contact as written", "联系人（原文）", personal=True)
    controllers: list[ControllerServed] = field(
        "Acts for",
        "代表的控制者",
        default=list,
        section="main",
        cites=("GDPR 30(2)(a)",),
        material=True,
        help_en="Only when the organisation is a processor.",
        help_zh="仅在本组织为受托处理者时填写。",
    )
    joint_controllers: list[Code] = field(
        "Joint controllers",
        "共同处理者",
        default=list,
        links=("party", "organisation"),
        cites=("GDPR 26", "PIPL 20"),
        material=True,
    )
    joint_arrangement: Long | None = field(
        "Arrangement with joint controllers",
        "与共同处理者的约定",
        cites=("GDPR 26(1)", "PIPL 20"),
        material=True,
        help_en="Who does what for people's rights, and where its essence can be read.",
        help_zh="各方如何分工响应个人权利，以及约定要点在何处公开。",
    )
    method: Long | None = field(
        "Method of processing", "处理方式", section="purposes", cites=("PIPL 17(2)", "PIPL 56"), material=True
    )
    purposes: list[Purpose] = field(
        "Purposes", "处理目的", default=list, section="purposes", cites=("GDPR 30(1)(b)",), material=True
    )
    data: list[DataItem] = field(
        "Data", "个人信息", default=list, section="data", cites=("GDPR 30(1)(c)",), material=True
    )
    recipients: list[Recipient] = field(
        "Recipients", "接收方", default=list, section="sharing", cites=("GDPR 30(1)(d)",), material=True
    )
    transfers: list[Transfer] = field(
        "Transfers abroad",
        "跨境提供",
        default=list,
        section="sharing",
        cites=("GDPR 30(1)(e)", "PIPL 38"),
        material=True,
    )
    publicising: bool | None = field(
        "Makes data public", "公开个人信息", section="sharing", cites=("PIPL 25",), material=True
    )
    public_place: bool | None = field(
        "Images or recognition in public places",
        "公共场所图像采集或身份识别",
        section="sharing",
        cites=("PIPL 26", "GDPR 35(3)(c)"),
        material=True,
    )
    systems: list[Code] = field(
        "Systems", "信息系统", default=list, links="system", section="security", material=True
    )
    security: Long | None = field(
        "Security in general",
        "安全措施概述",
        section="security",
        cites=("GDPR 30(1)(g)", "GDPR 32", "PIPL 51"),
        material=True,
    )
    automated_decisions: bool | None = field(
        "Automated decisions",
        "自动化决策",
        section="security",
        cites=("GDPR 22", "PIPL 24"),
        material=True,
    )
    decision_logic: Long | None = field(
        "Logic of the decisions", "决策逻辑", section="security", cites=("GDPR 13(2)(f)", "PIPL 24")
    )
    decision_safeguards: list[Code] = field(
        "Safeguards of the decisions",
        "自动化决策保障",
        default=list,
        vocabulary="adm_safeguard",
        section="security",
        cites=("GDPR 22(3)", "PIPL 24"),
        material=True,
    )
    stages: list[Stage] = field(
        "Lifecycle stages", "生命周期阶段", default=list, section="stages", material=True
    )
    risk_signs: list[Code] = field(
        "Signs of a high risk",
        "高风险特征",
        default=list,
        vocabulary="risk_sign",
        section="review",
        cites=("GDPR 35(3)", "WP 248"),
        material=True,
    )
    notices: list[Code] = field(
        "Privacy notices",
        "告知文本",
        default=list,
        links="notice",
        section="review",
        cites=("GDPR 13", "GDPR 14", "PIPL 17"),
        material=True,
    )
    notice: Short | None = field(
        "Privacy notice as written",
        "告知文本（原文）",
        section="review",
        cites=("GDPR 13", "PIPL 17"),
        material=True,
    )
    assessment: Short | None = field(
        "Impact assessment as written",
        "影响评估（原文）",
        section="review",
        cites=("GDPR 35", "PIPL 55"),
        material=True,
    )
    starts_on: date | None = field("Starts on", "开始日期", section="review", material=True)
    ends_on: date | None = field(
        "Ends on",
        "结束日期",
        section="review",
        material=True,
        help_en="The first day it no longer takes place.",
        help_zh="不再进行的第一天。",
    )
    review_months: Count | None = field("Review every (months)", "复核周期（月）", section="review")
    last_reviewed: date | None = field("Last reviewed", "上次复核", section="review")
