"""What is thought through beforehand: impact and other assessments, and the officer's opinion on anything."""

from __future__ import annotations

from datetime import date

from governance.model.base import Record
from governance.model.fields import Code, Long, Row, Short, field


class Verdict(Row):
    """Give the verdict on one question of an assessment, with its reason (GDPR 35(7), PIPL 56)."""

    question: Code = field(
        "Question", "评估事项", required=True, vocabulary="assessment_question", material=True
    )
    verdict: Code | None = field("Verdict", "结论", vocabulary="verdict", material=True)
    reason: Long | None = field("Reason", "理由", material=True)


class Assessment(Record):
    """Record one assessment of activities, parties or transfers: DPIA, PIPIA, LIA, TIA, purpose change, source review.

    Sources: GDPR 6(1)(f), 6(4), 35, 36, 46; PIPL 55 and 56, by which a PIPIA and its record are kept for at least
    three years.
    """

    description: Long | None = field("Description", "说明")
    assessment_kind: Code | None = field(
        "Kind",
        "类型",
        vocabulary="assessment_kind",
        cites=("GDPR 35", "PIPL 55"),
        material=True,
    )
    activities: list[Code] = field(
        "Activities assessed", "评估的处理活动", default=list, links="activity", material=True
    )
    parties: list[Code] = field(
        "Parties assessed", "评估的相关方", default=list, links="party", material=True
    )
    organisation: Code | None = field("Organisation", "所属组织", links="organisation")
    triggers: list[Code] = field(
        "Why it is needed",
        "触发原因",
        default=list,
        vocabulary="assessment_trigger",
        cites=("GDPR 35(3)", "PIPL 55"),
        material=True,
    )
    conducted_by: Code | None = field("Conducted by", "评估岗位", links="post", material=True)
    conducted_on: date | None = field(
        "Completed on", "完成日期", cites=("GDPR 35(1)", "PIPL 55"), material=True
    )
    valid_to: date | None = field("Valid to", "有效期至", cites=("GDPR 35(11)",), material=True)
    verdicts: list[Verdict] = field(
        "Verdicts",
        "评估结论",
        default=list,
        section="verdicts",
        cites=("GDPR 35(7)", "PIPL 56"),
        material=True,
    )
    residual_risk: Code | None = field(
        "Risk that remains",
        "剩余风险",
        vocabulary="residual_risk",
        section="verdicts",
        cites=("GDPR 36(1)",),
        material=True,
    )
    people_heard: Long | None = field(
        "Views of the people concerned", "个人意见", section="verdicts", cites=("GDPR 35(9)",)
    )
    officer_advice: Long | None = field(
        "Advice of the protection officer",
        "保护负责人意见",
        section="signoff",
        cites=("GDPR 35(2)",),
        material=True,
    )
    officer_advised_on: date | None = field("Advised on", "提出意见日期", section="signoff", material=True)
    signed_by: Code | None = field(
        "Signed off by", "签署岗位", links="post", section="signoff", material=True
    )
    signed_on: date | None = field("Signed off on", "签署日期", section="signoff", material=True)
    consulted_on: date | None = field(
        "Authority consulted on", "事先咨询监管机关日期", section="signoff", cites=("GDPR 36",)
    )
    consultation_answer: Long | None = field("Answer of the authority", "监管机关答复", section="signoff")
    evidence: list[Code] = field("Report", "评估报告", default=list, links="evidence", section="signoff")


class Opinion(Record):
    """Hold the protection officer's opinion and the reply it must get (GDPR 38(1) and 39, PIPL 52)."""

    subject: Code | None = field(
        "On", "针对记录", links=("activity", "risk", "system", "party", "policy", "assessment", "waiver", "incident"),
        material=True,
    )  # fmt: skip
    step: Code | None = field("On the step", "针对流程步骤", vocabulary="workflow_step", material=True)
    finding: Short | None = field("On the finding", "针对发现项", material=True)
    verdict: Code | None = field("Opinion", "意见结论", vocabulary="opinion_verdict", material=True)
    text: Long | None = field("Text", "意见内容", material=True)
    post: Code | None = field("Given as", "以何岗位出具", links="post", material=True)
    person: Code | None = field("Given by", "出具人", links="person", material=True)
    given_on: date | None = field("Given on", "出具日期", material=True)
    reply: Code | None = field(
        "Reply", "答复", vocabulary="opinion_reply", section="reply", cites=("GDPR 38(1)",), material=True
    )
    reply_reason: Long | None = field("Reason of the reply", "答复理由", section="reply", material=True)
    replied_by: Code | None = field("Replied by", "答复人", links="person", section="reply", material=True)
    replied_on: date | None = field("Replied on", "答复日期", section="reply", material=True)
