"""What happens to people's data and rights: requests and incidents. They hold requesters' data, so they end."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import StringConstraints

from governance.model.base import Record
from governance.model.fields import Code, Count, Long, Row, Short, field

DayTime = Annotated[str, StringConstraints(max_length=5, pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]


class Pause(Row):
    """Record one time the clock stood still, where the law lets it (for example to confirm who is asking)."""

    starts_on: date | None = field("From", "开始日期")
    ends_on: date | None = field("To", "结束日期")
    reason: Short | None = field("Reason", "理由")


class Request(Record):
    """Record one request of a person to use their rights (GDPR 12 and 15 to 22, PIPL 44 to 50)."""

    right: Code | None = field(
        "Right", "权利", vocabulary="right", cites=("GDPR 15-22", "PIPL 44-49"), material=True
    )
    organisation: Code | None = field("Organisation", "所属组织", links="organisation", material=True)
    laws: list[Code] = field("Laws that apply", "适用法律", default=list, vocabulary="law", material=True)
    activities: list[Code] = field("Activities concerned", "涉及的处理活动", default=list, links="activity")
    department: Code | None = field("Handled by", "处理部门", links="department")
    owner: Code | None = field("Owner", "负责岗位", links="post")
    received_on: date | None = field("Received on", "收到日期", cites=("GDPR 12(3)",), material=True)
    channel: Code | None = field("Channel", "渠道", vocabulary="request_channel", cites=("PIPL 50",))
    requester: Short | None = field("Requester", "申请人", section="person", personal=True)
    requester_contact: Short | None = field(
        "Contact of the requester", "申请人联系方式", section="person", personal=True
    )
    details: Long | None = field("What is asked", "请求内容", section="person", personal=True)
    identity_checked_on: date | None = field(
        "Identity confirmed on", "身份核验日期", section="person", cites=("GDPR 12(6)",)
    )
    pauses: list[Pause] = field("Times the clock stood still", "期限中止", default=list, section="clock")
    extended_on: date | None = field(
        "Person told of an extension on",
        "告知延期日期",
        section="clock",
        cites=("GDPR 12(3)",),
        material=True,
    )
    extension_reason: Long | None = field("Reason for the extension", "延期理由", section="clock")
    answered_on: date | None = field("Answered on", "答复日期", section="answer", material=True)
    outcome: Code | None = field(
        "Outcome", "处理结果", vocabulary="request_outcome", section="answer", material=True
    )
    refusal_reason: Long | None = field(
        "Reasons for refusing", "拒绝理由", section="answer", cites=("GDPR 12(4)", "PIPL 50"), material=True
    )
    recipients_told_on: date | None = field(
        "Recipients told on", "通知接收方日期", section="answer", cites=("GDPR 19",)
    )
    delete_after: date | None = field(
        "Erase this request after",
        "本记录保存至",
        section="answer",
        help_en="Requests hold personal data themselves: after this day the erasing job removes them.",
        help_zh="请求记录本身含有个人信息，期满后由清除任务删除。",
    )


class Incident(Record):
    """Record one personal-data incident and whom it was reported to, when (GDPR 33 and 34, PIPL 57)."""

    description: Long | None = field("What happened", "事件经过", personal=True)
    incident_kind: list[Code] = field(
        "Kind", "类型", default=list, vocabulary="incident_kind", cites=("GDPR 4(12)",), material=True
    )
    organisation: Code | None = field("Organisation", "所属组织", links="organisation", material=True)
    laws: list[Code] = field("Laws that apply", "适用法律", default=list, vocabulary="law", material=True)
    activities: list[Code] = field("Activities concerned", "涉及的处理活动", default=list, links="activity")
    systems: list[Code] = field("Systems concerned", "涉及的信息系统", default=list, links="system")
    party: Code | None = field("Happened at the party", "发生于相关方", links="party", cites=("GDPR 33(2)",))
    department: Code | None = field("Handled by", "处理部门", links="department")
    owner: Code | None = field("Owner", "负责岗位", links="post")
    occurred_on: date | None = field("Happened on", "发生日期", material=True)
    aware_on: date | None = field("Known since (day)", "知悉日期", cites=("GDPR 33(1)",), material=True)
    aware_time: DayTime | None = field(
        "Known since (time)",
        "知悉时刻",
        material=True,
        help_en="Hours and minutes, for example 14:30, in the organisation's time zone.",
        help_zh="时:分，例如 14:30，按本组织所在时区。",
    )
    people: Count | None = field(
        "People affected", "涉及人数", cites=("GDPR 33(3)(a)", "PIPL 57(1)"), material=True
    )
    sensitive_people: Count | None = field("Of these, sensitive data", "其中敏感个人信息人数", material=True)
    categories: list[Code] = field(
        "Categories of data",
        "个人信息种类",
        default=list,
        vocabulary="data_category",
        cites=("GDPR 33(3)(a)",),
    )
    likely_risk: Code | None = field(
        "Risk to people", "对个人的风险", vocabulary="incident_risk", section="risk", cites=("GDPR 33(1)", "GDPR 34(1)"),
        material=True,
    )  # fmt: skip
    severity_cn: Code | None = field(
        "Grade under the Chinese incident rule",
        "网络安全事件等级",
        vocabulary="incident_grade",
        section="risk",
        cites=("Incident Reporting Measures",),
        material=True,
    )
    harm_avoided: bool | None = field(
        "Harm effectively avoided",
        "已有效避免损害",
        section="risk",
        cites=("PIPL 57", "GDPR 34(3)"),
        material=True,
    )
    causes: Long | None = field("Causes", "原因", section="risk", cites=("PIPL 57(1)",))
    consequences: Long | None = field(
        "Possible harm", "可能造成的危害", section="risk", cites=("GDPR 33(3)(c)", "PIPL 57(1)")
    )
    remedies: Long | None = field(
        "Measures taken and to take",
        "已采取及拟采取的措施",
        section="risk",
        cites=("GDPR 33(3)(d)", "PIPL 57(2)"),
    )
    authority: Short | None = field("Authority", "监管机关", section="reports")
    authority_told_on: date | None = field(
        "Authority told on (day)",
        "报告监管机关日期",
        section="reports",
        cites=("GDPR 33(1)", "PIPL 57"),
        material=True,
    )
    authority_told_time: DayTime | None = field(
        "Authority told on (time)", "报告监管机关时刻", section="reports", material=True
    )
    delay_reason: Long | None = field(
        "Reasons for a delay", "迟报理由", section="reports", cites=("GDPR 33(1)",)
    )
    people_told_on: date | None = field(
        "People told on", "告知个人日期", section="reports", cites=("GDPR 34(1)", "PIPL 57"), material=True
    )
    controller_told_on: date | None = field(
        "Controller told on", "通知控制者日期", section="reports", cites=("GDPR 33(2)",)
    )
    evidence: list[Code] = field(
        "Evidence", "证据", default=list, links="evidence", section="reports", cites=("GDPR 33(5)",)
    )
    closed_on: date | None = field("Closed on", "关闭日期", section="reports", material=True)
    delete_after: date | None = field(
        "Erase personal details after",
        "个人信息保存至",
        section="reports",
        help_en="After this day the erasing job removes the incident with the names in it.",
        help_zh="期满后由清除任务删除本记录及其中的个人信息。",
    )
