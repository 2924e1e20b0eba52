"""A register with the people a signature needs: who writes, who answers, who advises, who only reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from governance.register.commands import Change, Receipt, initialise, write
from governance.register.gate_checks import checks
from governance.register.gates import Keeper
from governance.register.store import Register

ANN, BO, CY, DI, ED, FAY, GUS = (f"PER-0000{number}" for number in range(1, 8))
HR, SALES = "DEP-00001", "DEP-00002"
HR_LEAD, SALES_LEAD, OFFICER, SPONSOR = (f"POS-0000{number}" for number in range(1, 5))
OPENED = datetime(2026, 3, 2, 9, tzinfo=UTC)
SINCE = "2024-01-01"
PAYROLL: dict[str, Any] = {
    "name": "Payroll",
    "department": HR,
    "owner": HR_LEAD,
    "purposes": [{"key": "p1", "name": "Paying wages"}],
}


def build(path: Path) -> None:
    """Write the register to ``path``.

    Ann administers and owns; Bo leads HR, Cy leads sales and is Bo's deputy; Di is the officer; Ed is in the HR team;
    Fay is the executive sponsor; Gus audits.
    """
    register = Register.create(path, clock=lambda: OPENED)
    initialise(register, organisation="Alba", person="Ann")
    for reason, changes in (("Units", _units()), ("People", _people()), ("Appointments", _appointments())):
        write(register, actor=ANN, reason=reason, changes=changes)
    with register.cursor() as cursor:
        cursor.execute("CHECKPOINT")
    register.close()


def _units() -> list[Change]:
    return [
        _new("department", HR, "Human resources", organisation="ORG-00001"),
        _new("department", SALES, "Sales", organisation="ORG-00001"),
        _new("post", HR_LEAD, "Head of HR", department=HR, role="hr_lead"),
        _new("post", SALES_LEAD, "Head of sales", department=SALES),
        _new("post", OFFICER, "Officer", role="gdpr_dpo", organisation="ORG-00001"),
        _new("post", SPONSOR, "Sponsor", role="executive_sponsor", organisation="ORG-00001"),
        Change("department", "update", {"name": "Human resources", "organisation": "ORG-00001", "head": HR_LEAD}, HR, 1),
    ]  # fmt: skip


def _people() -> list[Change]:
    people = [(BO, "Bo"), (CY, "Cy"), (DI, "Di"), (ED, "Ed"), (FAY, "Fay"), (GUS, "Gus")]
    roles = [
        (BO, "owner"),
        (CY, "owner"),
        (DI, "dpo"),
        (ED, "team_member"),
        (FAY, "executive"),
        (GUS, "auditor"),
    ]
    return [_new("person", person, name) for person, name in people] + [
        Change(
            "grant", "create", {"name": f"{person} {role}", "person": person, "role": role, **_scope(role)}
        )
        for person, role in roles
    ]


def _scope(role: str) -> dict[str, Any]:
    return {"departments": [HR]} if role == "team_member" else {}


def _appointments() -> list[Change]:
    held = [
        (HR_LEAD, BO, False),
        (HR_LEAD, CY, True),
        (SALES_LEAD, CY, False),
        (OFFICER, DI, False),
        (SPONSOR, FAY, False),
    ]
    return [
        Change("appointment", "create", {"name": f"{person} {post}", "post": post, "person": person, "deputy": deputy, "starts_on": SINCE})
        for post, person, deputy in held
    ]  # fmt: skip


def _new(kind: str, record_id: str, name: str, **content: Any) -> Change:
    return Change(kind, "create", {"name": name, **content}, record_id)


@dataclass
class Clock:
    """Give the moment a test sets."""

    now: datetime = OPENED

    def __call__(self) -> datetime:
        """Return the moment."""
        return self.now

    def to(self, day: date) -> None:
        """Go to the morning of ``day``."""
        self.now = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)

    def pass_days(self, days: int) -> None:
        """Go on by ``days``."""
        self.now += timedelta(days=days)


@dataclass
class Office:
    """Act in the register as anybody, in short words."""

    register: Register
    clock: Clock

    def act(self, actor: str, *changes: Change, command_id: str | None = None) -> Receipt:
        """Write ``changes`` in one command."""
        return write(self.register, actor=actor, reason="a test", changes=changes, command_id=command_id)

    def create(self, actor: str, kind: str, content: Mapping[str, Any]) -> str:
        """Create a record and return its id."""
        return self.act(actor, Change(kind, "create", dict(content))).saved[0].record_id

    def version(self, record: str) -> int:
        """Return the newest version of a record."""
        with self.register.read(self.register.lens()) as reader:
            return int(reader.value("SELECT version FROM record_head WHERE record_id = $id", id=record))

    def status(self, record: str) -> str:
        """Return where a record stands."""
        with self.register.read(self.register.lens()) as reader:
            return str(reader.value("SELECT status FROM record_head WHERE record_id = $id", id=record))

    def step(
        self,
        actor: str,
        operation: str,
        record: str,
        content: Mapping[str, Any] | None = None,
        *,
        seen: int = 0,
    ) -> Receipt:
        """Take a step on the newest version of a record, or on the version ``seen``."""
        given = dict(content) if content is not None else None
        version = seen or self.version(record)
        return self.act(actor, Change(kind_of(record), operation, given, record, version))

    def update(self, actor: str, record: str, **fields: Any) -> Receipt:
        """Set ``fields`` of a record; None empties one."""
        content = {**self.register.content(record), **fields}
        content = {name: value for name, value in content.items() if value is not None}
        return self.act(actor, Change(kind_of(record), "update", content, record, self.version(record)))

    def approved(self, **fields: Any) -> str:
        """Return a payroll activity that Ed wrote and Bo approved."""
        record = self.create(ED, "activity", {**PAYROLL, **fields})
        self.step(ED, "submit", record)
        self.step(BO, "approve", record)
        return record


def kind_of(record: str) -> str:
    """Return the kind of a record by its id."""
    from governance.model.kinds import KINDS

    return next(code for code, kind in KINDS.items() if record.startswith(kind.prefix))


def office(path: Path) -> Office:
    """Open the register at ``path`` with its gates, at the moment it was made."""
    register, clock = Register.open(path), Clock()
    register.clock = clock
    register.gates = Keeper(checks)
    return Office(register, clock)
