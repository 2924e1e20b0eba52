"""What is signed: approvals, attestations, the campaigns that ask for them, and editions of the register.

Approvals, attestations and editions come into being through an operation only (:mod:`governance.register.signing`).
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from governance.model.base import Record
from governance.model.fields import Code, Count, Long, Row, Short, field

SIGNABLE = (
    "activity",
    "risk",
    "policy",
    "commitment",
    "system",
    "party",
    "notice",
    "consent",
    "assessment",
    "waiver",
)
Months = Annotated[int, Field(ge=1, le=60)]


class Signature(Record):
    """Bind a person, a post and a day to the exact content of one version of a record."""

    record: Code = field("Record", "记录", required=True, links=SIGNABLE)
    record_kind: Code = field("Kind of record", "记录类型", required=True, machine=True)
    signed_version: Count = field("Version signed", "签署的版本", required=True)
    signed_revision: Count = field("Revision signed", "签署的修订号", required=True, machine=True)
    content_hash: Code = field("Hash of the content", "内容哈希", required=True, machine=True)
    material_hash: Code = field("Hash of the material fields", "重要字段哈希", required=True, machine=True)
    fields_version: Code = field(
        "Version of the list of material fields", "重要字段清单版本", required=True, machine=True
    )
    person: Code = field("Signed by", "签署人", required=True, links="person")
    post: Code | None = field("As holder of", "以何岗位签署", links="post")
    signed_on: date = field("Signed on", "签署日期", required=True)


class Approval(Signature):
    """Record that the holder of the accountable post approved a version of a record (GDPR 5(2), PIPL 9)."""


class Attestation(Signature):
    """Record that those who keep a record said of a version of it: still true (GDPR 5(1)(d), PIPL 8)."""

    campaign: Code | None = field("Campaign", "确认计划", links="campaign")
    note: Long | None = field("Remark", "备注")


class Campaign(Record):
    """Ask departments to attest their records, the sooner the higher the risk (GDPR 24(1), 32(1)(d))."""

    description: Long | None = field("Description", "说明")
    kinds: list[Code] = field(
        "Kinds of records",
        "记录类型",
        default=list,
        vocabulary="attested_kind",
        material=True,
        help_en="Empty: processing activities.",
        help_zh="留空表示处理活动。",
    )
    departments: list[Code] = field(
        "Departments",
        "部门",
        default=list,
        links="department",
        material=True,
        help_en="With those below them. Empty: every department.",
        help_zh="包含下级部门；留空表示所有部门。",
    )
    months: Months = field(
        "Every (months)",
        "周期（月）",
        default=12,
        material=True,
        help_en="How long an attestation counts.",
        help_zh="一次确认的有效时长。",
    )
    months_high: Months = field(
        "Every (months), at high risk",
        "高风险周期（月）",
        default=6,
        material=True,
        help_en="For activities with an open high risk or transfers abroad, the systems they use, and high risks.",
        help_zh="适用于存在未关闭高风险或跨境提供的处理活动、其使用的信息系统以及高风险本身。",
    )
    starts_on: date | None = field("From", "开始日期", material=True)
    ends_on: date | None = field(
        "Answer by",
        "截止日期",
        material=True,
        help_en="Last day for a first answer. Empty: one month after the start.",
        help_zh="首次确认的最后一天；留空表示开始后一个月。",
    )


class EditionLine(Row):
    """Name one record of an edition by version and hash."""

    record: Code = field("Record", "记录", required=True, machine=True)
    record_kind: Code = field("Kind of record", "记录类型", required=True, machine=True)
    version: Count = field("Version", "版本", required=True, machine=True)
    content_hash: Code = field("Hash of the content", "内容哈希", required=True, machine=True)


class Edition(Record):
    """Freeze the official register: every approved record by version and hash, under one hash and a signature."""

    number: Count = field("Number", "编号", required=True)
    frozen_on: date = field("Frozen on", "固化日期", required=True)
    person: Code = field("Signed off by", "签发人", required=True, links="person")
    post: Code | None = field("As holder of", "以何岗位签发", links="post")
    register_revision: Count = field("Revision of the register", "台账修订号", required=True, machine=True)
    chain_hash: Code = field("Hash of the journal", "日志哈希", required=True, machine=True)
    edition_hash: Code = field("Hash of the edition", "版次哈希", required=True, machine=True)
    note: Short | None = field("Remark", "备注")
    lines: list[EditionLine] = field("Records", "记录", default=list, machine=True)
