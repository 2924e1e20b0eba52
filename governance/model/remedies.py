"""What is done about findings: actions, training, and waivers that accept a finding for a time."""

from __future__ import annotations

from datetime import date

from governance.model.base import Record
from governance.model.fields import Code, Count, Long, Row, Short, field

FINDING_KINDS = (
    "activity", "system", "party", "organisation", "department", "post", "appointment", "policy", "notice", "consent",
    "assessment", "request", "incident", "risk", "commitment", "training",
)  # fmt: skip


class Waiver(Record):
    """Accept one finding for a time: by the executive sponsor, after the officer's opinion (GDPR 5(2), 24, 38)."""

    rule: Short | None = field("Rule", "规则", material=True)
    record: Code | None = field("Record", "记录", links=FINDING_KINDS, material=True)
    row: Short | None = field(
        "Row of the record",
        "记录中的行",
        material=True,
        help_en="Empty: the whole record.",
        help_zh="留空表示整条记录。",
    )
    reason: Long | None = field("Reason", "理由", material=True)
    opinion: Code | None = field(
        "Opinion of the officer", "保护负责人意见", links="opinion", cites=("GDPR 38(1)",), material=True
    )
    approver: Code | None = field("Accepted by (post)", "接受岗位", links="post", material=True)
    accepted_by: Code | None = field("Accepted by (person)", "接受人", links="person", material=True)
    accepted_on: date | None = field("Accepted on", "接受日期", material=True)
    ends_on: date | None = field(
        "Ends on",
        "终止日期",
        material=True,
        help_en="The first day it no longer holds. A waiver without an end is not one.",
        help_zh="不再有效的第一天；没有终止日期的豁免无效。",
    )


class Action(Record):
    """Record remedial work: what, who, by when, and what proves that it was done."""

    description: Long | None = field("What is to be done", "整改内容", material=True)
    rule: Short | None = field("Rule it answers", "对应规则")
    records: list[Code] = field("For records", "针对记录", default=list, links=FINDING_KINDS, material=True)
    owner: Code | None = field("Owner", "负责岗位", links="post", material=True)
    department: Code | None = field("Department", "部门", links="department")
    priority: Code | None = field("Priority", "优先级", vocabulary="severity")
    due_on: date | None = field("Due on", "到期日期", material=True)
    done_on: date | None = field("Done on", "完成日期", material=True)
    result: Long | None = field("Result", "完成情况", material=True)
    evidence: list[Code] = field(
        "What proves it",
        "完成证明",
        default=list,
        links="evidence",
        material=True,
        help_en="An action without proof counts as open.",
        help_zh="没有证明的整改视为未完成。",
    )


class Attendance(Row):
    """Say how many people of a department were to take part and how many did."""

    department: Code | None = field("Department", "部门", links="department")
    invited: Count | None = field("To take part", "应参加人数")
    completed: Count | None = field("Completed", "完成人数")


class Training(Record):
    """Record one course on protecting personal data and who completed it (GDPR 39(1)(b), PIPL 51(4))."""

    description: Long | None = field("Content", "培训内容")
    organisation: Code | None = field("Organisation", "所属组织", links="organisation", material=True)
    topics: list[Code] = field("Topics", "主题", default=list, vocabulary="training_topic")
    held_on: date | None = field("Held on", "举办日期", material=True)
    valid_to: date | None = field("Repeat by", "应重训日期", material=True)
    attendance: list[Attendance] = field(
        "Who took part", "参训情况", default=list, cites=("GDPR 39(1)(b)", "PIPL 51(4)"), material=True
    )
    evidence: list[Code] = field("Evidence", "证据", default=list, links="evidence")
