"""Whatever is asked of the register in whatever order: an approval is what it says it is.

The judge below reads nothing but the journal and knows nothing of how the register decides.
"""

from __future__ import annotations

import atexit
import json
import shutil
import tempfile
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from governance.errors import GovernanceError
from governance.model.canonical import material_hash
from governance.register import verify
from governance.register.commands import Change
from governance.register.store import Register
from tests import signing_register
from tests.signing_register import ANN, BO, CY, DI, ED, FAY, HR, HR_LEAD, OFFICER, PAYROLL, SALES_LEAD, Office

PEOPLE = st.sampled_from([ANN, BO, CY, DI, ED, FAY])
POSTS = st.sampled_from([HR_LEAD, SALES_LEAD, OFFICER])
OWNERS = st.sampled_from([HR_LEAD, HR_LEAD, SALES_LEAD, OFFICER])
RECORDS = st.sampled_from(["ACT-00001", "ACT-00001", "ACT-00002"])
PLANS = st.sampled_from(["ACT-00001", "ACT-00003", "ACT-00003"])
OPINIONS = st.sampled_from(["OPI-00001", "OPI-00002"])
NAMES = st.sampled_from(["Payroll", "工资发放"])
PURPOSES = st.lists(
    st.fixed_dictionaries({"key": st.sampled_from(["p1", "p2"]), "name": NAMES}),
    min_size=1,
    max_size=2,
    unique_by=lambda row: row["key"],
)
ROLES = st.sampled_from([HR_LEAD, HR_LEAD, OFFICER]).map(
    lambda post: [
        {"key": "use", "stage": "use", "roles": [{"key": "r", "letter": "accountable", "post": post}]}
    ]
)
STARTS = st.sampled_from(["2025-06-01", "2026-03-20", "2026-04-20", "2026-09-01"])
CONTENTS = st.fixed_dictionaries(
    {"name": NAMES, "department": st.just(HR), "owner": OWNERS, "purposes": PURPOSES | st.just([])},
    optional={
        "description": NAMES,
        "stages": ROLES,
        "stated": st.just({"recipients": "none"}),
        "starts_on": STARTS,
    },
)
WRITERS = st.sampled_from([ED, BO, CY])
DECIDERS = st.sampled_from([BO, BO, CY, DI])
AMISS = st.sampled_from(["", "", "officer", "opinion"])
IN_OFFICE = [
    {"key": "use", "stage": "use", "roles": [{"key": "r", "letter": "responsible", "post": OFFICER}]}
]
STEPS = st.sampled_from(
    [
        "submit",
        "submit",
        "approve",
        "approve",
        "approve",
        "reject",
        "withdraw",
        "attest",
        "go_live",
        "go_live",
    ]
)
ENDINGS = st.sampled_from(["retire", "void", "reinstate", "redact"])
BACK = st.sampled_from([0, 0, 0, 1])  # how many versions behind the newest somebody looks
WRITING = ("create", "update", "reinstate")
SEEN: Counter[str] = Counter()


@dataclass
class Judge:
    """Walk the journal from its first entry and hold every approval against what was known and done before it."""

    zone: Any
    contents: dict[str, dict[str, Any]] = field(default_factory=dict)
    statuses: dict[str, str] = field(default_factory=dict)
    writers: dict[str, set[str]] = field(default_factory=dict)
    signed: dict[str, str] = field(default_factory=dict)
    cleared: set[str] = field(default_factory=set)

    def walk(self, register: Register) -> None:
        """Take in every entry; an approval that is none fails here."""
        with register.cursor() as cursor:
            rows = cursor.execute(
                "SELECT recorded_at, actor, command_id, kind, record_id, operation, status, content FROM journal"
                " ORDER BY revision"
            ).fetchall()
        for moment, actor, _command, kind, record, operation, status, content in rows:
            day = moment.replace(tzinfo=UTC).astimezone(self.zone).date()
            held = json.loads(content) if content else {}
            if operation == "refuse":
                continue
            if operation == "approve":
                self._approve(actor, record, day, content is None)
            if operation == "go_live":
                self._go_live(actor, record, day)
            if kind == "activity":
                self._start(record, operation, status, held, day)
            if operation in WRITING:
                self.writers.setdefault(record, set()).add(actor)
            self.contents[record], self.statuses[record] = held, status
            if kind == "approval":
                self.signed[held["record"]] = held["material_hash"]
                assert held["person"] == actor

    def _approve(self, actor: str, record: str, day: date, erased: bool) -> None:
        before = self.contents[record]
        assert self.statuses[record] == "submitted"
        assert actor not in self.writers.get(record, set())
        self.writers[record] = set()
        if erased or not before:
            return
        holders = self._holders(before["owner"], day)
        assert actor in holders, (actor, before["owner"], day, holders)
        assert actor not in self._holders(OFFICER, day)
        assert before["purposes"]
        posts = [role["post"] for stage in before.get("stages", []) for role in stage["roles"]]
        assert not [
            post
            for post in posts
            if post == OFFICER or set(self._everybody(post, day)) & {*self._everybody(OFFICER, day)}
        ]
        opinions = [
            each
            for name, each in self.contents.items()
            if name.startswith("OPI") and self.statuses[name] == "draft"
        ]
        assert all(each.get("reply") for each in opinions if each.get("subject") == record)

    def _go_live(self, actor: str, record: str, day: date) -> None:
        """Only what stands approved goes live, by a holder of its post who is no officer, with nothing unanswered."""
        before = self.contents[record]
        assert self.statuses[record] == "approved"
        assert actor in self._holders(before["owner"], day)
        assert actor not in self._holders(OFFICER, day)
        assert self._unanswered(record) == []
        self.cleared.add(record)

    def _start(self, record: str, operation: str, status: str, held: dict[str, Any], day: date) -> None:
        """No save lets a planned activity begin that nobody put into operation."""
        planned = self.contents.get(record, {}).get("starts_on")
        begins = not held.get("starts_on") or held["starts_on"] <= day.isoformat()
        if planned and planned > day.isoformat() and operation in ("update", "merge") and begins:
            assert record in self.cleared, (record, planned, held.get("starts_on"), day)
        is_planned = bool(held.get("starts_on")) and held["starts_on"] > day.isoformat()
        if status in ("retired", "void") or (status == "draft" and is_planned):
            self.cleared.discard(record)

    def _unanswered(self, record: str) -> list[dict[str, Any]]:
        return [
            each
            for name, each in self.contents.items()
            if name.startswith("OPI")
            and self.statuses[name] == "draft"
            and each.get("subject") == record
            and not each.get("reply")
        ]

    def officers_deciding(self, day: date) -> set[tuple[str, str]]:
        """Return each activity and stage that names the officer, or somebody who is officer too, as A or R."""
        officers = set(self._everybody(OFFICER, day))
        return {
            (record, stage["stage"])
            for record, content in self.contents.items()
            if record.startswith("ACT")
            and self.statuses[record] not in ("retired", "void")
            and _runs(content, day)
            for stage in content.get("stages", [])
            for role in stage.get("roles", [])
            if role["letter"] in ("accountable", "responsible")
            and (role["post"] == OFFICER or officers & set(self._everybody(role["post"], day)))
        }

    def _running(self, post: str, day: date) -> list[dict[str, Any]]:
        found = [
            each
            for name, each in self.contents.items()
            if name.startswith("APP") and self.statuses[name] == "draft"
        ]
        return [
            each
            for each in found
            if each.get("post") == post
            and each["starts_on"] <= day.isoformat() < each.get("ends_on", "9999-12-31")
        ]

    def _everybody(self, post: str, day: date) -> list[str]:
        return [each["person"] for each in self._running(post, day)]

    def _holders(self, post: str, day: date) -> list[str]:
        running = self._running(post, day)
        return [each["person"] for each in running if not each.get("deputy")] or [
            each["person"] for each in running
        ]


def _runs(content: dict[str, Any], day: date) -> bool:
    """Tell whether an activity of this content takes place on ``day``."""
    return bool(content) and content.get("starts_on", "") <= day.isoformat()


_FOLDER = Path(tempfile.mkdtemp(prefix="signing"))
_MADE = _FOLDER / "made.duckdb"
atexit.register(shutil.rmtree, _FOLDER, ignore_errors=True)


def _copy(folder: Path) -> Path:
    if not _MADE.exists():
        signing_register.build(_MADE)
    for file in _MADE.parent.glob("made.duckdb*"):
        shutil.copy(file, folder / file.name)
    return folder / "made.duckdb"


class Desk(RuleBasedStateMachine):
    """Everybody does anything, in any order; the judge looks on."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory(prefix="desk")
        self.office: Office = signing_register.office(_copy(Path(self.folder.name)))
        self.commands: list[tuple[str, str, tuple[Change, ...]]] = []

    def teardown(self) -> None:
        """Check the journal that is left; close everything."""
        try:
            assert verify.verify(self.office.register).ok
        finally:
            self.office.register.close()
            self.folder.cleanup()

    def _do(self, actor: str, *changes: Change, command: str | None = None) -> None:
        with suppress(GovernanceError):
            receipt = self.office.act(actor, *changes, command_id=command)
            for each in changes:
                SEEN[each.operation] += not receipt.repeated
            self.commands.append((actor, receipt.command_id, changes))

    def _standing(self, record: str) -> int:
        with self.office.register.read(self.office.register.lens()) as reader:
            return int(reader.value("SELECT version FROM record_head WHERE record_id = $id", id=record) or 0)

    @initialize(content=CONTENTS)
    def begin(self, content: dict[str, Any]) -> None:
        """Begin with two records, one complete and approved, and with rights enough for everybody to go wrong."""
        self._do(ED, Change("activity", "create", PAYROLL))
        self._do(CY, Change("activity", "create", content))
        for person in (DI, ED):
            self._do(ANN, Change("grant", "create", {"name": "g", "person": person, "role": "owner"}))
        second = {"name": "a", "post": HR_LEAD, "person": DI, "starts_on": "2024-01-01"}
        self._do(ANN, Change("appointment", "create", second))
        self.usual(ED, BO, "ACT-00001", "Payroll", "")
        self._do(ED, Change("activity", "create", PAYROLL))
        self.plan(BO, "ACT-00003", 30, clear=True, save=30)
        SEEN["begin"] += 1

    @rule(actor=PEOPLE, record=RECORDS, content=CONTENTS, back=BACK)
    def update(self, actor: str, record: str, content: dict[str, Any], back: int) -> None:
        """Save an edit, also one begun before somebody else's."""
        self._do(actor, Change("activity", "update", content, record, max(1, self._standing(record) - back)))

    @rule(actor=PEOPLE, record=RECORDS, text=NAMES)
    def word(self, actor: str, record: str, text: str) -> None:
        """Save a cosmetic edit."""
        with suppress(GovernanceError):
            content = {**self.office.register.content(record), "description": text}
            self._do(actor, Change("activity", "update", content, record, self._standing(record)))

    @rule(actor=PEOPLE, operation=STEPS, record=RECORDS, back=BACK)
    def step(self, actor: str, operation: str, record: str, back: int) -> None:
        """Take a step, also on a version that has been passed."""
        self._do(actor, Change("activity", operation, None, record, self._standing(record) - back))

    @rule(writer=WRITERS, by=DECIDERS, record=RECORDS, name=NAMES, amiss=AMISS)
    def usual(self, writer: str, by: str, record: str, name: str, amiss: str) -> None:
        """Complete, submit and approve as it is meant, by whomever, with nothing amiss or one thing."""
        with suppress(GovernanceError):
            content = {**self.office.register.content(record), **PAYROLL, "name": name, "stages": []}
            if amiss == "officer":
                content["stages"] = IN_OFFICE
            self._do(writer, Change("activity", "update", content, record, self._standing(record)))
        self._do(ED, Change("activity", "submit", None, record, self._standing(record)))
        if amiss == "opinion":
            self.advise(DI, record)
        self._do(by, Change("activity", "approve", None, record, self._standing(record)))

    @rule(by=DECIDERS, record=PLANS, ahead=st.integers(5, 60), clear=st.booleans(), save=st.integers(-20, 60))
    def plan(self, by: str, record: str, ahead: int, clear: bool, save: int) -> None:
        """Plan a record, approve it, put it into operation or not, and save another start, earlier or later."""
        today = self.office.register.today()
        fields = {**PAYROLL, "stages": [], "starts_on": (today + timedelta(days=ahead)).isoformat()}
        self._set(ED, record, fields)
        self._do(ED, Change("activity", "submit", None, record, self._standing(record)))
        self._do(by, Change("activity", "approve", None, record, self._standing(record)))
        if clear:
            self._do(by, Change("activity", "go_live", None, record, self._standing(record)))
        self._set(ED, record, {"starts_on": (today + timedelta(days=save)).isoformat()})

    def _set(self, actor: str, record: str, fields: dict[str, Any]) -> None:
        with suppress(GovernanceError):
            content = {**self.office.register.content(record), **fields}
            self._do(actor, Change("activity", "update", content, record, self._standing(record)))

    @rule(actor=PEOPLE, operation=ENDINGS, record=RECORDS)
    def end(self, actor: str, operation: str, record: str) -> None:
        """Retire, void, bring back or erase a record."""
        self._do(actor, Change("activity", operation, record_id=record))

    @rule(actor=PEOPLE, record=RECORDS, content=CONTENTS, data=st.data())
    def trick(self, actor: str, record: str, content: dict[str, Any], data: st.DataObject) -> None:
        """Write and approve in one command, forge an approval or a status, send a command again as somebody else."""
        version = self._standing(record)
        forged = {"name": "x", "record": record, "record_kind": "activity", "person": actor}
        edit = Change("activity", "update", content, record, version)
        tricks: list[tuple[str | None, tuple[Change, ...]]] = [
            (None, (edit, Change("activity", "approve", None, record, version + 1))),
            (None, (Change("activity", "approve", None, record, version), edit)),
            (None, (Change("approval", "create", forged),)),
            (None, (Change("activity", "update", {**content, "status": "approved"}, record, version),)),
            *((command, changes) for _, command, changes in self.commands[-6:]),
        ]
        command, changes = data.draw(st.sampled_from(tricks))
        self._do(actor, *changes, command=command)

    @rule(actor=st.sampled_from([DI, DI, BO]), record=RECORDS)
    def advise(self, actor: str, record: str) -> None:
        """Give an opinion."""
        self._do(
            actor, Change("opinion", "create", {"name": "o", "subject": record, "verdict": "unfavourable"})
        )

    @rule(actor=PEOPLE, opinion=OPINIONS)
    def reply(self, actor: str, opinion: str) -> None:
        """Answer an opinion."""
        answer = {"reply": "followed", "reply_reason": "yes"}
        self._do(actor, Change("opinion", "reply", answer, opinion, self._standing(opinion)))

    @rule(
        post=POSTS, person=PEOPLE, deputy=st.booleans(), days=st.integers(-30, 30), length=st.integers(0, 60)
    )
    def appoint(self, post: str, person: str, deputy: bool, days: int, length: int) -> None:
        """Appoint somebody, also back-dated, also the officer to a deciding post."""
        starts = self.office.register.today() + timedelta(days=days)
        content: dict[str, Any] = {"name": "a", "post": post, "person": person, "deputy": deputy}
        content |= {"starts_on": starts.isoformat(), "ends_on": (starts + timedelta(days=length)).isoformat()}
        self._do(ANN, Change("appointment", "create", content))

    @rule(number=st.integers(1, 5), days=st.integers(-10, 10))
    def dismiss(self, number: int, days: int) -> None:
        """End an appointment."""
        record = f"APP-0000{number}"
        ends = (self.office.register.today() + timedelta(days=days)).isoformat()
        content = {**self.office.register.content(record), "ends_on": ends}
        self._do(ANN, Change("appointment", "update", content, record, self._standing(record)))

    @rule(days=st.integers(1, 40))
    def pass_time(self, days: int) -> None:
        """Let days pass."""
        self.office.clock.pass_days(days)

    @invariant()
    def every_approval_is_what_it_says(self) -> None:
        """Nobody approved what they wrote, nor without the post, nor as officer; what stands approved is what was signed."""
        register = self.office.register
        judge = Judge(register.zone)
        judge.walk(register)
        for record, status in judge.statuses.items():
            if status == "approved":
                assert material_hash("activity", judge.contents[record]) == judge.signed[record]
            if record.startswith("APR"):
                assert status == "signed"
        self._no_officer_decides_unseen(judge)

    def _no_officer_decides_unseen(self, judge: Judge) -> None:
        """Every stage in which an officer decides is a finding of the matrix and of the law, and no other is."""
        register = self.office.register
        today = register.today()
        with register.read(register.lens()) as reader:
            rows = reader.rows(
                "SELECT activity, stage FROM accountability_issue WHERE code = 'dpo_in_a_or_r'"
            )
        found = {(row["activity"], row["stage"]) for row in rows}
        assert found == judge.officers_deciding(today)
        SEEN["conflict"] += len(found)


Desk.TestCase.settings = settings(
    max_examples=20,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
TestDesk = Desk.TestCase


def test_the_desk_got_somewhere() -> None:
    """The sequences above did approve, lapse and end records: the law was not kept by doing nothing."""
    assert SEEN["approve"] >= SEEN["begin"] > 0
    assert SEEN["update"] > SEEN["begin"]
    assert SEEN["conflict"] > 0
    assert SEEN["go_live"] > 0
