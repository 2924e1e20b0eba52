"""Who there is: legal entities, departments, people, posts and who holds them."""

from __future__ import annotations

from datetime import date

from governance.model.base import Record
from governance.model.fields import Code, Count, Json, Long, Row, Short, field


class RightsChannel(Row):
    """Say how people use one of their rights (GDPR 12(2), PIPL 50)."""

    right: Code = field("Right", "权利", required=True, vocabulary="right", material=True)
    channel: Code | None = field("Channel", "渠道", vocabulary="request_channel", material=True)
    where: Short | None = field("Where", "入口或联系方式", material=True)


class Audit(Row):
    """Record one compliance audit of how personal data is processed (PIPL 54, GDPR 24(1))."""

    audit_kind: Code | None = field("Kind", "类型", vocabulary="audit_kind")
    done_on: date | None = field("Completed on", "完成日期")
    institution: Short | None = field("Carried out by", "审计机构")
    ordered: bool | None = field("Ordered by an authority", "监管机关要求")
    reported_on: date | None = field("Reported to an authority on", "报送监管机关日期")
    evidence: Code | None = field("Report", "审计报告", links="evidence")


class PeopleCount(Row):
    """Give one number of people, counted once each, with its day and source: it replaces sums of activities."""

    about: Code = field("What is counted", "统计对象", required=True, vocabulary="people_count")
    people: Count | None = field("Number of people", "人数")
    counted_on: date | None = field("Counted on", "统计日期")
    source: Short | None = field("Source", "来源")
    deduplicated: bool | None = field("Each person counted once", "已去重")


class Organisation(Record):
    """Describe a legal entity: the controller or personal information handler itself (GDPR 4(7), PIPL 73(1))."""

    legal_form: Short | None = field("Legal form", "法律形式")
    registration: Short | None = field("Registration number", "登记号码")
    parent: Code | None = field("Parent entity", "上级实体", links="organisation")
    country: Code | None = field("Country", "国家/地区", vocabulary="country", cites=("GDPR 3", "PIPL 3"))
    laws: list[Code] = field("Laws that apply", "适用法律", default=list, vocabulary="law", material=True)
    address: Long | None = field("Address", "地址", section="contact", cites=("GDPR 30(1)(a)", "PIPL 17(1)"))
    email: Short | None = field(
        "E-mail", "电子邮箱", section="contact", cites=("GDPR 30(1)(a)",), personal=True
    )
    phone: Short | None = field("Telephone", "电话", section="contact", personal=True)
    website: Short | None = field("Website", "网站", section="contact")
    public_authority: bool | None = field(
        "Public authority", "公共机关", section="thresholds", cites=("GDPR 37(1)(a)",)
    )
    staff: Count | None = field("Number of staff", "员工人数", section="thresholds", cites=("GDPR 30(5)",))
    people_handled: Count | None = field(
        "People whose data it handles",
        "处理个人信息的人数",
        section="thresholds",
        cites=("PIPL 52",),
        help_en="All people, not records. Sets when a protection officer must be filed.",
        help_zh="按自然人计，不按记录条数计。用于判断是否须指定并报送个人信息保护负责人。",
    )
    ciio: bool | None = field(
        "Critical information infrastructure operator",
        "关键信息基础设施运营者",
        section="thresholds",
        cites=("PIPL 40",),
    )
    large_platform: bool | None = field(
        "Large platform", "大型网络平台", section="thresholds", cites=("PIPL 58",)
    )
    overseas_handler: bool | None = field(
        "Handles data of people in China from abroad",
        "在境外处理境内自然人个人信息",
        section="thresholds",
        cites=("PIPL 3", "PIPL 53"),
    )
    independent_body: bool | None = field(
        "Independent supervising body in place",
        "已成立独立监督机构",
        section="thresholds",
        cites=("PIPL 58(1)",),
    )
    counts: list[PeopleCount] = field(
        "Counts of people",
        "人数统计",
        default=list,
        section="thresholds",
        cites=("PIPL 52", "Cross-border Provisions"),
        help_en="Activities share people: a count without duplicates replaces the range between largest and sum.",
        help_zh="不同处理活动的人群会重叠：去重后的统计数可取代“最大值至合计数”的区间。",
    )
    rights_channels: list[RightsChannel] = field(
        "How people use their rights",
        "个人行使权利的渠道",
        default=list,
        section="rights",
        cites=("GDPR 12(2)", "PIPL 50"),
    )
    audits: list[Audit] = field(
        "Compliance audits", "合规审计", default=list, section="audits", cites=("PIPL 54",)
    )
    time_zone: Short | None = field("Time zone", "时区", section="calendar")
    holiday_region: Code | None = field(
        "Public holidays of", "节假日地区", section="calendar", vocabulary="holiday_region"
    )


class StageRole(Row):
    """Give a department's default answer to who is R, A, C or I for a stage of its activities."""

    stage: Code | None = field(
        "Stage", "阶段", vocabulary="stage", help_en="Empty: every stage.", help_zh="留空表示所有阶段。"
    )
    letter: Code = field("Role", "角色", required=True, vocabulary="raci")
    post: Code = field("Post", "岗位", required=True, links="post")


class Department(Record):
    """Describe a unit that answers for activities."""

    organisation: Code | None = field("Organisation", "所属组织", links="organisation", material=True)
    parent: Code | None = field("Parent department", "上级部门", links="department")
    head: Code | None = field("Head of department", "部门负责人岗位", links="post")
    stage_roles: list[StageRole] = field(
        "Default roles of its activities",
        "处理活动的默认角色",
        default=list,
        section="accountability",
        material=True,
        help_en="Used where an activity names nobody itself; shown as inherited.",
        help_zh="处理活动未明确指定时采用，并标注为“继承”。",
    )


class Person(Record):
    """Describe a natural person who may hold posts and grants."""

    email: Short | None = field("E-mail", "电子邮箱", personal=True)
    phone: Short | None = field("Telephone", "电话", personal=True)
    department: Code | None = field("Department", "部门", links="department")
    language: Code | None = field(
        "Language of messages",
        "通知语言",
        vocabulary="notice_language",
        help_en="English or Chinese; empty: the language of the register.",
        help_zh="英文或中文；留空则使用台账的语言。",
    )
    left_on: date | None = field("Left on", "离职日期")


class Post(Record):
    """Describe a position; duties hang on posts, people hold them for a time."""

    role: Code | None = field("Role of the post", "岗位角色", vocabulary="post_role", material=True)
    organisation: Code | None = field("Organisation", "所属组织", links="organisation")
    department: Code | None = field(
        "Department",
        "部门",
        links="department",
        help_en="May stay empty for a group post.",
        help_zh="集团岗位可留空。",
    )
    reports_to: Code | None = field("Reports to", "汇报对象", links="post", cites=("GDPR 38(3)",))


class Filing(Row):
    """Record one filing of an appointment with an authority (PIPL 52, GDPR 37(7))."""

    authority: Short | None = field("Authority", "机关", cites=("GDPR 37(7)", "PIPL 52"))
    filed_on: date | None = field("Filed on", "报送日期")
    number: Short | None = field("Number", "编号")
    change: Short | None = field("What was filed", "报送事项")


class Appointment(Record):
    """Say who holds a post from when to when: a person or, for an external DPO, a party (GDPR 37, PIPL 52)."""

    post: Code | None = field("Post", "岗位", links="post", material=True)
    person: Code | None = field("Held by person", "任职人员", links="person", material=True)
    party: Code | None = field(
        "Held by external firm", "外部机构担任", links="party", material=True, cites=("GDPR 37(6)",)
    )
    organisations: list[Code] = field(
        "For organisations",
        "负责的组织",
        default=list,
        links="organisation",
        material=True,
        cites=("GDPR 37(2)", "PIPL 52"),
    )
    starts_on: date | None = field("From", "开始日期", material=True)
    ends_on: date | None = field(
        "To",
        "结束日期",
        material=True,
        help_en="The first day it no longer holds.",
        help_zh="不再任职的第一天。",
    )
    deputy: bool | None = field("Deputy", "副职/代理")
    tasks: list[Code] = field(
        "Tasks",
        "职责",
        default=list,
        vocabulary="dpo_task",
        section="duties",
        cites=("GDPR 39", "PIPL 52"),
    )
    resources: Long | None = field("Resources", "资源保障", section="duties", cites=("GDPR 38(2)",))
    instrument: Short | None = field(
        "Instrument of appointment",
        "任命文件",
        section="duties",
        help_en="Letter, contract or decision.",
        help_zh="任命书、合同或决议。",
    )
    instrument_date: date | None = field("Date of the instrument", "任命文件日期", section="duties")
    published_where: Short | None = field(
        "Contact published where", "联系方式公开位置", section="publication", cites=("GDPR 37(7)", "PIPL 52")
    )
    published_on: date | None = field("Published on", "公开日期", section="publication")
    filings: list[Filing] = field(
        "Filings with authorities", "向监管机关报送", default=list, section="publication"
    )


class Grant(Record):
    """Give a person an application role for a time; only administrators make grants."""

    person: Code = field("Person", "人员", required=True, links="person", material=True)
    role: Code = field("Role", "角色", required=True, vocabulary="application_role", material=True)
    departments: list[Code] = field(
        "For departments",
        "适用部门",
        default=list,
        links="department",
        material=True,
        help_en="Empty: every department.",
        help_zh="留空表示所有部门。",
    )
    starts_on: date | None = field("From", "开始日期")
    ends_on: date | None = field("To", "结束日期")


class Settings(Record):
    """Hold the settings of the register itself."""

    time_zone: Short = field("Time zone", "时区", default="Europe/Berlin")
    language: Code = field("Language", "语言", default="en")
    demo: bool | None = field("Demonstration register", "演示台账", machine=True)


class Source(Record):
    """Describe where imported rows come from; its mapping tells columns, keys and folding."""

    target: Code = field("Kind of record", "记录类型", default="activity")
    mapping: Json = field("Mapping", "映射", default=dict, machine=True)
