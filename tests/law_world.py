"""A register in which every column of every flat view of the law has its cases, and the shape of such a case."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from governance.model.kinds import KINDS
from governance.register import commands
from governance.register.commands import Change, initialise
from governance.register.store import Register

DAY = date(2026, 6, 15)  # the day everything is judged on
OPENED = datetime(2026, 1, 5, 9, tzinfo=UTC)  # everything is recorded then
CHANGED = datetime(2026, 6, 15, 22, tzinfo=UTC)  # but for what changes later: it is the 16th in Berlin
GERMAN, CHINESE, BOTH, UNSAID = "ORG-00002", "ORG-00003", "ORG-00004", "ORG-00005"
LEGAL = "DEP-00001"
HELD, VACANT, LEFT, OFFICER, SPONSOR = (f"POS-0000{number}" for number in range(1, 6))
HOLDER, GONE, DPO, CHIEF = "PER-00011", "PER-00012", "PER-00013", "PER-00014"
TOLD, WITHDRAWN = "NOT-00001", "NOT-00002"  # a notice in force, one that ended
RULES, OLD_RULES = "POL-00001", "POL-00002"  # a policy in force, one that ended
PROOF, UNDATED, LATER = "EVI-00001", "EVI-00002", "EVI-00003"  # evidence issued, without a day, issued later
FIRST = 101  # the number of the first case of a kind
Content = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Case:
    """Say of one record what some columns of its row hold; «@» in a text stands for the id of the record.

    ``around`` are records beside it, each with its kind; ``later`` what records of a number become after a completion;
    ``expect`` None says that the view has no row for it, and ``retired`` that it is retired in the end.
    """

    content: Content
    expect: Mapping[str, Any] | None
    around: tuple[tuple[str, Content], ...] = ()
    later: tuple[tuple[str, Content], ...] = ()
    retired: bool = False


Cases = dict[str, tuple[Case, ...]]
Beside = tuple[str, Content]


def uses(law: str = "gdpr", **content: Any) -> Beside:
    """Return a live activity under one law."""
    return ("activity", {"laws": [law], **content})


def record_id(kind: str, place: int) -> str:
    """Return the id of the case at ``place`` among those of its kind."""
    return f"{KINDS[kind].prefix}-{FIRST + place:05}"


def build(path: Path, cases: Cases) -> Register:
    """Write the world and every case to ``path`` and return the open register."""
    moment = [OPENED]
    register = Register.create(path, clock=lambda: moment[0])
    initialise(register, organisation="Alba", person="Ann Lee")
    _write(register, _world())
    _write(register, [*_cases(cases)])
    moment[0] = CHANGED
    every = [case for listed in cases.values() for case in listed]
    _write(
        register,
        [Change("activity", "update", {"name": "Changed", **_named(content, "")}, number, 1)
         for case in every for number, content in case.later],
    )  # fmt: skip
    retired = [
        Change(kind, "retire", record_id=record_id(kind, place))
        for kind, listed in cases.items()
        for place, case in enumerate(listed)
        if case.retired
    ]
    _write(register, retired)
    return register


def _write(register: Register, changes: Iterable[Change]) -> None:
    """Write as an empty register is filled: whatever the day, and whoever would have to sign."""
    commands._write(register, "PER-00001", "a test", list(changes), None, bootstrap=True)


def _new(kind: str, number: str, **content: Any) -> Change:
    named = {"name": number, "name_zh": f"{number}号", **content}
    return Change(kind, "create", {name: value for name, value in named.items() if value is not None}, number)


def _world() -> list[Change]:
    since = "2026-01-01"
    return [
        _new(
            "organisation",
            GERMAN,
            country="DE",
            laws=["gdpr"],
            time_zone="Europe/Berlin",
            holiday_region="de",
        ),
        _new("organisation", CHINESE, country="CN", laws=["pipl"], time_zone="Asia/Shanghai"),
        _new("organisation", BOTH, laws=["uk_gdpr", "pipl"]),
        _new("organisation", UNSAID),
        _new("department", LEGAL, organisation=GERMAN),
        _new("person", HOLDER),
        _new("person", GONE, left_on="2026-05-01"),
        _new("person", DPO),
        _new("person", CHIEF),
        _new("post", HELD, department=LEGAL),
        _new("post", VACANT),
        _new("post", LEFT),
        _new("post", OFFICER, role="gdpr_dpo", organisation=GERMAN, reports_to=SPONSOR),
        _new("post", SPONSOR, role="executive_sponsor"),
        _new("appointment", "APP-00001", post=HELD, person=HOLDER, starts_on=since),
        _new("appointment", "APP-00002", post=LEFT, person=GONE, starts_on=since),
        _new("appointment", "APP-00003", post=OFFICER, person=DPO, starts_on=since),
        _new("appointment", "APP-00004", post=SPONSOR, person=CHIEF, starts_on=since, ends_on="2026-06-01"),
        _new("notice", TOLD, in_force_from=since),
        _new("notice", WITHDRAWN, in_force_from=since, in_force_to="2026-06-15"),
        _new("policy", RULES, in_force_from=since),
        _new("policy", OLD_RULES, in_force_from=since, in_force_to="2026-06-15"),
        _new("evidence", PROOF, issued_on=since, expires_on="2026-03-31"),
        _new("evidence", UNDATED),
        _new("evidence", LATER, issued_on="2026-06-16"),
    ]


def _cases(cases: Cases) -> Iterable[Change]:
    numbers: dict[str, int] = {}
    for kind, listed in cases.items():
        for place, case in enumerate(listed):
            own = record_id(kind, place)
            yield _new(kind, own, **_named(case.content, own))
            for other, content in case.around:
                numbers[other] = numbers.get(other, 500) + 1
                given = _named(content, own)
                yield _new(other, given.pop("id", f"{KINDS[other].prefix}-{numbers[other]:05}"), **given)


def _named(value: Any, own: str) -> Any:
    """Return ``value`` with «@» as the id of the case and a key in every row."""
    if isinstance(value, str):
        return value.replace("@", own)
    if isinstance(value, list):
        rows = [_named(each, own) for each in value]
        return [
            {"key": f"k{place}", **row} if isinstance(row, dict) else row for place, row in enumerate(rows)
        ]
    if isinstance(value, dict):
        return {name: _named(each, own) for name, each in value.items()}
    return value
