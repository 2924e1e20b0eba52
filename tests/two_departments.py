"""Two departments with a record of every kind each: all texts of the one hold a word, its contacts another."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from governance.model.kinds import KINDS
from governance.register.commands import Change, initialise, write
from governance.register.gate_checks import checks
from governance.register.gates import Keeper
from governance.register.store import Register
from governance.register.tied import LIMITED
from tests.filled import content

MARK, CONTACT = "Zyxwmark", "qqcontact@b.example"
OWN, OWN_CONTACT = "Alphatext", "own@a.example"
ADMIN, DPO, TEAM, EXECUTIVE, AUDITOR, OWNER, OTHER, PLAIN = (f"PER-0000{number}" for number in range(1, 9))
HERE, THERE = "DEP-00001", "DEP-00002"
ROLES = {
    DPO: "dpo",
    TEAM: "team_member",
    EXECUTIVE: "executive",
    AUDITOR: "auditor",
    OWNER: "owner",
    OTHER: "owner",
}
SIDES = {HERE: ("00001", OWN, OWN_CONTACT), THERE: ("00002", MARK, CONTACT)}
WRITTEN = tuple(kind for kind in LIMITED if not KINDS[kind].signed and kind not in ("opinion", "waiver"))
SHARED = ("policy", "measure", "training", "commitment", "source")


def build(path: Path, *, text: str = OWN, contact: str = OWN_CONTACT) -> None:
    """Write the register to ``path``; ``text`` and ``contact`` stand in the records of the first department."""
    register = Register.create(path)
    register.gates = Keeper(checks, lambda *_: ())
    initialise(register, organisation="Nordhafen", person="Anna Berg", email="anna@nordhafen.example")
    write(register, actor=ADMIN, reason="Units", changes=_units())
    write(register, actor=ADMIN, reason="People", changes=_people())
    campaign = _new("campaign", "CAM-00001", "Still true", months=12, months_high=6, starts_on="2026-01-01")
    write(register, actor=DPO, reason="Campaign", changes=[campaign])
    for department, (number, own, details) in SIDES.items():
        words, written = (text, contact) if department == HERE else (own, details)
        links = linked(department, number)
        changes = [
            Change(kind, "create", content(kind, words, written, links), links[kind]) for kind in WRITTEN
        ]
        write(register, actor=ADMIN, reason=f"{words} records"[:200], changes=changes)
        opinion = content("opinion", words, written, links)
        for name in ("reply", "reply_reason", "replied_by", "replied_on"):
            opinion.pop(name, None)
        write(
            register,
            actor=DPO,
            reason=f"{words} opinion"[:200],
            changes=[Change("opinion", "create", opinion, links["opinion"])],
        )
        waiver = Change("waiver", "create", content("waiver", words, written, links), links["waiver"])
        write(register, actor=ADMIN, reason=f"{words} waiver"[:200], changes=[waiver])
        _change_and_sign(register, links, words)
    with register.cursor() as cursor:
        cursor.execute("CHECKPOINT")
    register.close()


def linked(department: str, number: str) -> dict[str, str]:
    """Return the id of the record of each kind on one side, and of what is shared."""
    own = {kind: f"{KINDS[kind].prefix}-{number}" for kind in LIMITED}
    shared = {kind: f"{KINDS[kind].prefix}-00001" for kind in SHARED}
    return {
        **shared,
        **own,
        "department": department,
        "organisation": "ORG-00001",
        "post": "POS-00001" if department == HERE else "POS-00002",
        "person": TEAM if department == HERE else OTHER,
    }


def _change_and_sign(register: Register, links: dict[str, str], words: str) -> None:
    """Give the activity a second version and an attestation with a note."""
    activity = links["activity"]
    held = register.content(activity)
    changed = {**held, "description": f"{words} anew"}
    update = Change("activity", "update", changed, activity, 1)
    write(register, actor=ADMIN, reason=f"{words} changed"[:200], changes=[update])
    attest = Change("activity", "attest", {"note": f"{words} note"[:200]}, activity, 2)
    write(register, actor=ADMIN, reason=f"{words} attested"[:200], changes=[attest])


def _units() -> list[Change]:
    named = [("department", HERE, "Marketing"), ("department", THERE, "Payroll office")]
    return [_new(kind, record, name, organisation="ORG-00001") for kind, record, name in named] + [
        _new("post", "POS-00001", "Head of marketing", department=HERE, role="hr_lead"),
        _new("post", "POS-00002", "Head of payroll", department=THERE, role="hr_lead"),
        _new("post", "POS-00003", "Officer", role="gdpr_dpo", organisation="ORG-00001"),
    ]


def _people() -> list[Change]:
    names = {
        DPO: "Di",
        TEAM: "Tom",
        EXECUTIVE: "Eve",
        AUDITOR: "Gus",
        OWNER: "Oda",
        OTHER: "Ben",
        PLAIN: "Pia",
    }
    homes = {TEAM: HERE, OWNER: HERE, OTHER: THERE}
    people = [
        _new("person", person, name, department=homes.get(person), **_details(person))
        for person, name in names.items()
    ]
    grants = [
        _new(
            "grant",
            f"GRA-1000{number}",
            f"{MARK} grant" if person == OTHER else f"Grant of {person}",
            person=person,
            role=role,
            departments=[homes[person]] if person in homes else None,
        )
        for number, (person, role) in enumerate(ROLES.items())
    ]
    held = _new("appointment", "APP-00001", "Officer", post="POS-00003", person=DPO, starts_on="2024-01-01")
    shared = [_new(kind, f"{KINDS[kind].prefix}-00001", f"Common {kind}") for kind in ("policy", "training")]
    shared.append(_new("commitment", "COM-00001", "Common commitment"))
    return [*people, *grants, held, *shared]


def _details(person: str) -> dict[str, Any]:
    return {"email": CONTACT, "phone": CONTACT} if person == OTHER else {"email": "x@a.example"}


def _new(kind: str, record_id: str, name: str, **given: Any) -> Change:
    return Change(
        kind, "create", {"name": name} | {k: v for k, v in given.items() if v is not None}, record_id
    )
