"""What people are told and what they agree to: privacy notices and consent mechanisms."""

from __future__ import annotations

from datetime import date

from governance.model.base import Record
from governance.model.fields import Code, Count, Long, Short, field


class Notice(Record):
    """Hold one version of a privacy notice with what it contains (GDPR 12 to 14, PIPL 7 and 17)."""

    description: Long | None = field("Description", "说明")
    organisation: Code | None = field("Organisation", "所属组织", links="organisation", material=True)
    audience: list[Code] = field(
        "People addressed", "面向人群", default=list, vocabulary="subject_category", material=True
    )
    languages: list[Code] = field(
        "Languages", "语言", default=list, vocabulary="notice_language", cites=("GDPR 12(1)", "PIPL 17")
    )
    edition: Short | None = field("Version", "版本", material=True)
    in_force_from: date | None = field("In force from", "生效日期", material=True)
    in_force_to: date | None = field(
        "In force until",
        "失效日期",
        material=True,
        help_en="The first day it no longer holds.",
        help_zh="不再有效的第一天。",
    )
    review_by: date | None = field("Review by", "复审期限")
    published_where: Short | None = field(
        "Published where", "发布位置", cites=("GDPR 12(1)", "PIPL 17"), material=True
    )
    owner: Code | None = field("Owner", "负责岗位", links="post", material=True)
    contents: list[Code] = field(
        "It says",
        "包含内容",
        default=list,
        vocabulary="notice_content",
        section="contents",
        cites=("GDPR 13", "GDPR 14", "PIPL 17", "PIPL 30", "PIPL 39"),
        material=True,
    )
    plain_language_on: date | None = field(
        "Checked for plain wording on",
        "通俗易懂核查日期",
        section="contents",
        cites=("GDPR 12(1)", "PIPL 17"),
    )
    text: Long | None = field("Full text", "全文", section="contents", material=True)
    text_zh: Long | None = field("Full text in Chinese", "中文全文", section="contents", material=True)


class Consent(Record):
    """Describe one way consent is asked for, given, proven and withdrawn (GDPR 7 and 8, PIPL 14 to 16, 23 to 31)."""

    description: Long | None = field("Description", "说明")
    organisation: Code | None = field("Organisation", "所属组织", links="organisation")
    notice: Code | None = field(
        "Notice shown with it", "配套告知文本", links="notice", cites=("GDPR 13", "PIPL 14"), material=True
    )
    text: Long | None = field("Wording", "同意文本", material=True)
    edition: Short | None = field("Version", "版本", material=True)
    in_use_from: date | None = field("In use from", "启用日期", material=True)
    in_use_to: date | None = field("In use until", "停用日期", material=True)
    owner: Code | None = field("Owner", "负责岗位", links="post", material=True)
    specific: bool | None = field(
        "Specific to named purposes",
        "针对具体目的",
        section="quality",
        cites=("GDPR 4(11)", "PIPL 14"),
        material=True,
    )
    unbundled: bool | None = field(
        "Kept apart from other terms",
        "与其他条款分开",
        section="quality",
        cites=("GDPR 7(2)", "GDPR 7(4)", "PIPL 16"),
        material=True,
    )
    pre_ticked: bool | None = field(
        "Box ticked beforehand", "默认勾选", section="quality", cites=("GDPR 4(11)", "PIPL 14"), material=True
    )
    granular: bool | None = field(
        "One choice for each purpose",
        "按目的逐项选择",
        section="quality",
        cites=("GDPR 7", "PIPL 14"),
        material=True,
    )
    separate: bool | None = field(
        "Separate consent",
        "单独同意",
        section="quality",
        cites=("PIPL 23", "PIPL 25", "PIPL 26", "PIPL 29", "PIPL 39"),
        material=True,
        help_en="Asked for this one thing alone, not with any other.",
        help_zh="就该事项单独取得，不与其他事项合并。",
    )
    explicit: bool | None = field(
        "Explicit statement", "明示同意", section="quality", cites=("GDPR 9(2)(a)",), material=True
    )
    refusal_without_loss: bool | None = field(
        "Refusing does not cost the service",
        "拒绝不影响服务",
        section="quality",
        cites=("GDPR 7(4)", "PIPL 16"),
        material=True,
    )
    guardian: bool | None = field(
        "Guardian's consent for minors",
        "未成年人监护人同意",
        section="quality",
        cites=("GDPR 8", "PIPL 31"),
        material=True,
    )
    withdrawal: Short | None = field(
        "How to withdraw", "撤回方式", section="withdrawal", cites=("GDPR 7(3)", "PIPL 15"), material=True
    )
    as_easy: bool | None = field(
        "As easy to withdraw as to give",
        "撤回与给予同样便捷",
        section="withdrawal",
        cites=("GDPR 7(3)", "PIPL 15"),
        material=True,
    )
    proof: Long | None = field(
        "How it is proven", "证明方式", section="withdrawal", cites=("GDPR 7(1)", "PIPL 9"), material=True
    )
    proof_evidence: list[Code] = field(
        "Evidence", "证据", default=list, links="evidence", section="withdrawal"
    )
    proof_months: Count | None = field("Proof kept (months)", "证明保存（月）", section="withdrawal")
    renewed_on: date | None = field(
        "Renewed after a change on", "变更后重新取得日期", section="withdrawal", cites=("PIPL 14",)
    )
