"""The kinds of record there are: the one list every derived thing walks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from governance.errors import InvalidRecord, Problem, UnknownRecord
from governance.language import Language
from governance.model import (
    activity,
    assessments,
    assets,
    cases,
    controls,
    organisation,
    remedies,
    signoff,
    transparency,
)
from governance.model.base import Record
from governance.model.fields import Declared, declared


@dataclass(frozen=True, slots=True)
class Kind:
    """Name a kind of record: its code, model, id prefix, both labels and the version of its model.

    A ``signed`` kind comes into being through an operation on other records and is never written by hand.
    """

    code: str
    model: type[Record]
    prefix: str
    en: str
    zh: str
    many_en: str
    many_zh: str
    icon: str = ":material/description:"
    version: int = 1
    administrative: bool = False
    signed: bool = False
    titles: dict[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def fields(self) -> tuple[Declared, ...]:
        """Return the declarations of the fields in their order."""
        return declared(self.model)

    def label(self, language: Language, *, many: bool = False) -> str:
        """Return what one record, or many, of the kind are called."""
        if language == "zh":
            return self.many_zh if many else self.zh
        return self.many_en if many else self.en


def _kinds(*kinds: Kind) -> dict[str, Kind]:
    return {kind.code: kind for kind in kinds}


KINDS: dict[str, Kind] = _kinds(
    Kind(
        "activity",
        activity.Activity,
        "ACT",
        "Processing activity",
        "处理活动",
        "Processing activities",
        "处理活动",
        ":material/account_tree:",
    ),
    Kind(
        "organisation",
        organisation.Organisation,
        "ORG",
        "Organisation",
        "组织",
        "Organisations",
        "组织",
        ":material/domain:",
    ),
    Kind(
        "department",
        organisation.Department,
        "DEP",
        "Department",
        "部门",
        "Departments",
        "部门",
        ":material/groups:",
    ),
    Kind("person", organisation.Person, "PER", "Person", "人员", "People", "人员", ":material/person:"),
    Kind("post", organisation.Post, "POS", "Post", "岗位", "Posts", "岗位", ":material/badge:"),
    Kind(
        "appointment",
        organisation.Appointment,
        "APP",
        "Appointment",
        "任命",
        "Appointments",
        "任命",
        ":material/assignment_ind:",
    ),
    Kind("system", assets.System, "SYS", "System", "信息系统", "Systems", "信息系统", ":material/dns:"),
    Kind("party", assets.Party, "PAR", "Party", "相关方", "Parties", "相关方", ":material/handshake:"),
    Kind("policy", controls.Policy, "POL", "Policy", "制度", "Policies", "制度", ":material/policy:"),
    Kind("measure", controls.Measure, "MEA", "Measure", "措施", "Measures", "措施", ":material/shield:"),
    Kind(
        "evidence",
        controls.Evidence,
        "EVI",
        "Piece of evidence",
        "证据",
        "Evidence",
        "证据",
        ":material/verified:",
    ),
    Kind("risk", controls.Risk, "RSK", "Risk", "风险", "Risks", "风险", ":material/warning:"),
    Kind(
        "commitment",
        controls.Commitment,
        "COM",
        "Commitment",
        "承诺",
        "Commitments",
        "承诺",
        ":material/flag:",
    ),
    Kind(
        "notice",
        transparency.Notice,
        "NOT",
        "Privacy notice",
        "告知文本",
        "Privacy notices",
        "告知文本",
        ":material/campaign:",
    ),
    Kind(
        "consent",
        transparency.Consent,
        "CON",
        "Consent mechanism",
        "同意机制",
        "Consent mechanisms",
        "同意机制",
        ":material/task_alt:",
    ),
    Kind(
        "assessment",
        assessments.Assessment,
        "ASM",
        "Assessment",
        "评估",
        "Assessments",
        "评估",
        ":material/fact_check:",
    ),
    Kind(
        "opinion",
        assessments.Opinion,
        "OPI",
        "Officer's opinion",
        "保护负责人意见",
        "Officers' opinions",
        "保护负责人意见",
        ":material/rate_review:",
    ),
    Kind(
        "request",
        cases.Request,
        "REQ",
        "Rights request",
        "个人权利请求",
        "Rights requests",
        "个人权利请求",
        ":material/contact_mail:",
    ),
    Kind(
        "incident",
        cases.Incident,
        "INC",
        "Incident",
        "个人信息安全事件",
        "Incidents",
        "个人信息安全事件",
        ":material/emergency_home:",
    ),
    Kind(
        "action",
        remedies.Action,
        "ACN",
        "Action",
        "整改措施",
        "Actions",
        "整改措施",
        ":material/construction:",
    ),
    Kind(
        "training",
        remedies.Training,
        "TRA",
        "Training",
        "培训",
        "Trainings",
        "培训",
        ":material/school:",
    ),
    Kind(
        "waiver",
        remedies.Waiver,
        "WAI",
        "Waiver",
        "豁免",
        "Waivers",
        "豁免",
        ":material/gavel:",
    ),
    Kind(
        "grant",
        organisation.Grant,
        "GRA",
        "Grant",
        "授权",
        "Grants",
        "授权",
        ":material/key:",
        administrative=True,
    ),
    Kind(
        "settings",
        organisation.Settings,
        "SET",
        "Settings",
        "设置",
        "Settings",
        "设置",
        ":material/settings:",
        administrative=True,
    ),
    Kind(
        "source",
        organisation.Source,
        "SRC",
        "Import source",
        "导入来源",
        "Import sources",
        "导入来源",
        ":material/upload_file:",
    ),
    Kind(
        "campaign",
        signoff.Campaign,
        "CAM",
        "Attestation campaign",
        "定期确认计划",
        "Attestation campaigns",
        "定期确认计划",
        ":material/event_repeat:",
    ),
    Kind(
        "approval",
        signoff.Approval,
        "APR",
        "Approval",
        "批准",
        "Approvals",
        "批准",
        ":material/approval:",
        administrative=True,
        signed=True,
    ),
    Kind(
        "attestation",
        signoff.Attestation,
        "ATT",
        "Attestation",
        "定期确认",
        "Attestations",
        "定期确认",
        ":material/task_alt:",
        administrative=True,
        signed=True,
    ),
    Kind(
        "edition",
        signoff.Edition,
        "EDI",
        "Edition",
        "台账版次",
        "Editions",
        "台账版次",
        ":material/inventory_2:",
        administrative=True,
        signed=True,
    ),
)


def kind_of(code: str) -> Kind:
    """Return the kind called ``code``; an unknown one is an error."""
    try:
        return KINDS[code]
    except KeyError:
        raise UnknownRecord("unknown_kind", kind=code) from None


def parse(kind: str, content: dict[str, Any], record_id: str | None = None) -> Record:
    """Return ``content`` as a record of ``kind``, or raise one error that lists every problem."""
    try:
        record = kind_of(kind).model.model_validate(content)
    except ValidationError as error:
        problems = tuple(
            Problem(
                path="/".join(str(part) for part in each["loc"]),
                code=each["type"],
                value=str(each.get("input", ""))[:200],
                context={key: value for key, value in each.get("ctx", {}).items() if key != "error"},
            )
            for each in error.errors(include_url=False)
        )
        raise InvalidRecord(kind, problems, record_id) from None
    twice = tuple(_repeated_keys(content))
    if twice:
        raise InvalidRecord(kind, twice, record_id)
    return record


def _repeated_keys(value: Any, path: str = "") -> list[Problem]:
    found: list[Problem] = []
    if isinstance(value, dict):
        for name, inner in value.items():
            found += _repeated_keys(inner, f"{path}/{name}" if path else name)
    elif isinstance(value, list) and value and isinstance(value[0], dict) and "key" in value[0]:
        seen: set[str] = set()
        for row in value:
            key = str(row.get("key"))
            if key in seen:
                found.append(Problem(path=path, code="key_twice", value=key))
            seen.add(key)
            found += _repeated_keys(row, f"{path}/{key}")
    return found


def content_of(record: Record) -> dict[str, Any]:
    """Return the content of ``record`` as plain JSON values, without fields that hold nothing."""
    dumped: dict[str, Any] = _compact(record.model_dump(mode="json", exclude_none=True))
    return dumped


def _compact(value: Any) -> Any:
    if isinstance(value, dict):
        inner = {name: _compact(each) for name, each in value.items()}
        return {name: each for name, each in inner.items() if each not in (None, "", [], {})}
    if isinstance(value, list):
        return [_compact(each) for each in value]
    return value
