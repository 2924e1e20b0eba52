"""Where data lies and who else touches it: systems and parties."""

from __future__ import annotations

from datetime import date

from governance.model.base import Record
from governance.model.fields import Code, Count, Long, Row, Short, field


class System(Record):
    """Describe an information system and how it protects data (GDPR 32, PIPL 51)."""

    description: Long | None = field("Description", "说明")
    owner: Code | None = field("Owner", "负责岗位", links="post", material=True)
    department: Code | None = field("Department", "部门", links="department")
    provider: Code | None = field("Provider", "提供商", links="party", material=True)
    hosting: Code | None = field("Hosting", "部署方式", vocabulary="hosting", material=True)
    countries: list[Code] = field(
        "Countries of storage",
        "存储国家/地区",
        default=list,
        vocabulary="country",
        cites=("GDPR 44", "PIPL 40"),
        material=True,
    )
    encryption_at_rest: Code | None = field(
        "Encryption at rest",
        "静态加密",
        vocabulary="protection_level",
        section="security",
        cites=("GDPR 32(1)(a)", "PIPL 51(3)"),
        material=True,
    )
    encryption_in_transit: Code | None = field(
        "Encryption in transit",
        "传输加密",
        vocabulary="protection_level",
        section="security",
        cites=("GDPR 32(1)(a)", "PIPL 51(3)"),
        material=True,
    )
    access_model: Code | None = field(
        "Access model",
        "访问控制模型",
        vocabulary="access_model",
        section="security",
        cites=("GDPR 32(1)(b)", "PIPL 51(4)"),
        material=True,
    )
    mfa: Code | None = field(
        "Multi-factor sign-in", "多因素认证", vocabulary="mfa", section="security", material=True
    )
    separation_of_duties: bool | None = field(
        "Separation of duties", "职责分离", section="security", material=True
    )
    logging: bool | None = field(
        "Access is logged", "访问日志", section="security", cites=("GDPR 32(1)(b)",), material=True
    )
    backup_plan: Long | None = field("Backup plan", "备份方案", section="recovery", cites=("GDPR 32(1)(c)",))
    rpo_hours: Count | None = field(
        "Data loss accepted (hours, RPO)", "恢复点目标（小时）", section="recovery"
    )
    rto_hours: Count | None = field(
        "Time to restore (hours, RTO)", "恢复时间目标（小时）", section="recovery"
    )
    last_restore_test: date | None = field(
        "Last restore test", "上次恢复演练", section="recovery", cites=("GDPR 32(1)(d)",)
    )
    test_use: Code | None = field(
        "Use in test and development", "测试开发使用", vocabulary="analysis_use", section="use", material=True
    )
    analysis_use: Code | None = field(
        "Use in analysis", "分析使用", vocabulary="analysis_use", section="use", material=True
    )


class Contract(Row):
    """Record a contract with a party and the clauses it carries (GDPR 28(3), PIPL 21)."""

    reference: Short | None = field("Reference", "合同编号")
    signed_on: date | None = field("Signed on", "签署日期")
    valid_to: date | None = field("Valid to", "有效期至", material=True)
    clauses: list[Code] = field(
        "Clauses",
        "条款",
        default=list,
        vocabulary="contract_clause",
        cites=("GDPR 28(3)", "PIPL 21"),
        material=True,
    )
    url: Short | None = field("Link", "链接")


class SubProcessor(Row):
    """Name a sub-processor of the party (GDPR 28(2) and (4), PIPL 21)."""

    name: Short = field("Name", "名称", required=True, material=True)
    country: Code | None = field("Country", "国家/地区", vocabulary="country", material=True)
    service: Short | None = field("Service", "服务")
    authorised_on: date | None = field("Authorised on", "授权日期", cites=("GDPR 28(2)", "PIPL 21"))


class Certificate(Row):
    """Record an assurance a party shows, with its expiry."""

    name: Short = field("Certificate", "证书", required=True)
    issued_on: date | None = field("Issued on", "签发日期")
    expires_on: date | None = field("Expires on", "到期日期")
    evidence: Code | None = field("Evidence", "证据", links="evidence")


class Party(Record):
    """Describe an outside party: processor, joint controller, recipient, source or customer served."""

    description: Long | None = field("Description", "说明")
    owner: Code | None = field("Owner", "负责岗位", links="post", material=True)
    roles: list[Code] = field("Roles", "角色", default=list, vocabulary="party_role", material=True)
    country: Code | None = field("Country", "国家/地区", vocabulary="country", material=True)
    contact: Long | None = field("Contact", "联系方式", personal=True, cites=("PIPL 23", "PIPL 39"))
    website: Short | None = field("Website", "网站")
    contracts: list[Contract] = field(
        "Contracts", "合同", default=list, section="contract", cites=("GDPR 28(3)", "PIPL 21"), material=True
    )
    sub_processors: list[SubProcessor] = field(
        "Sub-processors", "再受托方", default=list, section="contract", material=True
    )
    supervision_months: Count | None = field(
        "Supervise every (months)", "监督周期（月）", section="assurance", cites=("PIPL 21", "GDPR 28(3)(h)")
    )
    last_supervised: date | None = field("Last supervised", "上次监督", section="assurance")
    certificates: list[Certificate] = field("Certificates", "证书", default=list, section="assurance")
    authorisation: Long | None = field(
        "As a source: authorisation", "作为来源：授权情况", section="source", material=True
    )
    lawful_origin_on: date | None = field(
        "As a source: lawful origin checked on", "作为来源：合法性核查日期", section="source"
    )
    quality_reviewed_on: date | None = field(
        "As a source: quality reviewed on", "作为来源：质量审核日期", section="source"
    )
