"""A register just large enough for the frame: two entities, a few people with different roles, some records."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from governance.register import commands
from governance.register.commands import Change
from governance.register.store import Register

OPENED = datetime(2026, 1, 12, 9, tzinfo=UTC)
ADMINISTRATOR, DPO, TEAM = "PER-00001", "PER-00002", "PER-00003"


def build(path: Path, *, demo: bool = True) -> None:
    """Write the register to ``path``; its first entries are dated 12 January 2026, the activities now."""
    register = Register.create(path, clock=lambda: OPENED)
    commands.initialise(
        register,
        organisation="Nordhafen Group",
        person="Anna Berg",
        email="anna@nordhafen.example",
        demo=demo,
    )
    _write(register, "Departments and people", _people())
    register.close()
    register = Register.open(path)
    _write(register, "First activities", _activities(), actor=DPO)
    register.close()


def _write(register: Register, reason: str, changes: list[Change], actor: str = ADMINISTRATOR) -> None:
    commands.write(register, actor=actor, reason=reason, changes=changes)


def _people() -> list[Change]:
    def named(kind: str, record_id: str, en: str, zh: str, **content: object) -> Change:
        return Change(kind, "create", {"name": en, "name_zh": zh, **content}, record_id)

    return [
        named("department", "DEP-00001", "Marketing", "市场部", organisation="ORG-00001"),
        named("department", "DEP-00002", "Human resources", "人力资源部", organisation="ORG-00001"),
        named("person", DPO, "Wei Chen", "陈薇", department="DEP-00002"),
        named("person", TEAM, "Tom Hahn", "汤姆", department="DEP-00001"),
        named("grant", "GRA-00003", "Wei Chen: DPO", "陈薇：数据保护官", person=DPO, role="dpo"),
        named(
            "grant", "GRA-00004", "Tom Hahn: team", "汤姆：团队成员", person=TEAM, role="team_member",
            departments=["DEP-00001"],
        ),
    ]  # fmt: skip


def _activities() -> list[Change]:
    names = (("Newsletter", "电子期刊", "DEP-00001"), ("Payroll", "工资发放", "DEP-00002"))
    return [
        Change(
            "activity", "create", {"name": en, "name_zh": zh, "department": department}, f"ACT-{number:05}"
        )
        for number, (en, zh, department) in enumerate(names, start=1)
    ]
