"""What protects data and what proves it: policies, measures, evidence, risks, commitments."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from governance.model.base import Record
from governance.model.fields import Code, Count, Long, Row, Short, field

Score = Annotated[int, Field(ge=1, le=5)]


class Policy(Record):
    """Describe an internal rule; listed at a stage or covering a stage and departments (PIPL 51(1), GDPR 24(2))."""

    description: Long | None = field("Description", "说明")
    stages: list[Code] = field("Stages covered", "覆盖阶段", default=list, vocabulary="stage", material=True)
    departments: list[Code] = field(
        "Departments covered",
        "覆盖部门",
        default=list,
        links="department",
        material=True,
        help_en="Empty: every department.",
        help_zh="留空表示所有部门。",
    )
    topics: list[Code] = field(
        "Subjects",
        "主题",
        default=list,
        vocabulary="policy_topic",
        cites=("GDPR 24(2)", "PIPL 51"),
        material=True,
    )
    edition: Short | None = field("Version", "版本")
    approver: Code | None = field("Approved by", "批准岗位", links="post", material=True)
    owner: Code | None = field("Owner", "负责岗位", links="post", material=True)
    in_force_from: date | None = field("In force from", "生效日期", material=True)
    in_force_to: date | None = field("In force until", "失效日期", material=True)
    review_by: date | None = field("Review by", "复审期限")
    published_where: Short | None = field("Published where", "发布位置")


class Measure(Record):
    """Describe a measure of the control library (GDPR 32, PIPL 51)."""

    code: Code | None = field("Code", "代码")
    description: Long | None = field("What must be true", "达标条件")
    description_zh: Long | None = field("What must be true, in Chinese", "达标条件（中文）")
    proof: Long | None = field("What would prove it", "证明方式")
    proof_zh: Long | None = field("What would prove it, in Chinese", "证明方式（中文）")
    stages: list[Code] = field("Stages", "阶段", default=list, vocabulary="stage", material=True)
    principles: list[Code] = field("Principles", "原则", default=list, vocabulary="principle")
    nature: Code | None = field("Nature", "性质", vocabulary="measure_nature")
    gdpr32: list[Code] = field(
        "GDPR 32", "GDPR 第32条", default=list, vocabulary="gdpr32", cites=("GDPR 32",)
    )
    pipl51: list[Code] = field(
        "PIPL 51", "个保法第五十一条", default=list, vocabulary="pipl51", cites=("PIPL 51",)
    )


class Evidence(Record):
    """Describe something that proves a measure, with the dates it counts between."""

    description: Long | None = field("Description", "说明")
    evidence_kind: Code | None = field("Kind", "证据类型", vocabulary="evidence_kind")
    proves: list[Code] = field("Proves measures", "证明的措施", default=list, links="measure", material=True)
    owner: Code | None = field("Owner", "负责岗位", links="post")
    url: Short | None = field("Link", "链接")
    file_name: Short | None = field("File", "文件", machine=True)
    file_hash: Code | None = field("File hash (SHA-256)", "文件哈希（SHA-256）", machine=True, material=True)
    file_size: Count | None = field("File size (bytes)", "文件大小（字节）", machine=True)
    issued_on: date | None = field("Issued on", "出具日期", material=True)
    expires_on: date | None = field(
        "Expires on",
        "到期日期",
        material=True,
        help_en="Counts up to and including this day. State «there is none» when it never expires.",
        help_zh="至当日仍有效。若长期有效，请声明“无”。",
    )


class Risk(Record):
    """Describe a risk to people, before and after measures (GDPR 35(7)(c), PIPL 56)."""

    description: Long | None = field("Description", "说明")
    activity: Code | None = field("Activity", "处理活动", links="activity", material=True)
    stage: Code | None = field("Stage", "阶段", vocabulary="stage", material=True)
    source: Code | None = field("Source", "风险来源", vocabulary="risk_source")
    threat: Long | None = field("What may happen to people", "可能对个人造成的影响", material=True)
    likelihood_before: Score | None = field(
        "Likelihood before measures", "措施前可能性", vocabulary="likelihood", scale=True, material=True
    )
    impact_before: Score | None = field(
        "Impact before measures", "措施前影响", vocabulary="impact", scale=True, material=True
    )
    measures: list[Code] = field("Measures", "措施", default=list, links="measure", material=True)
    likelihood_after: Score | None = field(
        "Likelihood after measures", "措施后可能性", vocabulary="likelihood", scale=True, material=True
    )
    impact_after: Score | None = field(
        "Impact after measures", "措施后影响", vocabulary="impact", scale=True, material=True
    )
    treatment: Code | None = field("Treatment", "处置方式", vocabulary="treatment", material=True)
    owner: Code | None = field("Owner", "负责岗位", links="post", material=True)
    due_on: date | None = field("Treat by", "处置期限")
    closed_on: date | None = field("Closed on", "关闭日期")
    accepted_on: date | None = field("Accepted on", "接受日期", section="acceptance")
    acceptance: Long | None = field("Reason for acceptance", "接受理由", section="acceptance", material=True)


class Objective(Row):
    """State one objective of a commitment and the policies that carry it out."""

    name: Short = field("Objective", "目标", required=True, material=True)
    name_zh: Short | None = field("Objective in Chinese", "中文目标")
    policies: list[Code] = field("Carried out by", "落实制度", default=list, links="policy", material=True)


class Commitment(Record):
    """Record a public or internal promise, its sponsor and what carries it out."""

    description: Long | None = field("Text", "承诺内容", material=True)
    audience: Code | None = field("Made to", "对象", vocabulary="commitment_audience")
    sponsor: Code | None = field("Sponsor", "责任领导岗位", links="post", material=True)
    made_on: date | None = field("Made on", "作出日期")
    published_where: Short | None = field("Published where", "发布位置")
    objectives: list[Objective] = field("Objectives", "目标", default=list, material=True)
