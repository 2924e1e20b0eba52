"""Fill a register with made-up records in bulk, the same ones every time, for measuring.

Run: ``python -m benchmarks.generate FILE --activities 100000``.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from governance.journal import duckdb_journal as journal
from governance.journal.chain import Entry, link
from governance.journal.head import Head
from governance.model.canonical import digest
from governance.model.kinds import KINDS
from governance.register import projection
from governance.register.commands import initialise
from governance.register.store import Register

Content = dict[str, Any]
TODAY = date(2026, 11, 23)
OPENED = datetime(2025, 5, 1, 8, tzinfo=UTC)
STAGES = ("collect", "store", "use", "transmit", "share", "delete")
MEASURES = 80
CHUNK = 20_000


@dataclass(frozen=True, slots=True)
class Sizes:
    """Say how many records of each kind stand around a number of activities."""

    activities: int

    @property
    def departments(self) -> int:
        """Return the number of departments."""
        return max(12, min(60, self.activities // 100))

    @property
    def posts(self) -> int:
        """Return the number of posts."""
        return self.departments * 4

    @property
    def evidence(self) -> int:
        """Return the number of pieces of evidence."""
        return max(150, self.activities // 5)

    @property
    def policies(self) -> int:
        """Return the number of policies."""
        return 40

    @property
    def risks(self) -> int:
        """Return the number of risks."""
        return max(40, self.activities // 10)


Records = Callable[[Sizes, random.Random], Iterator[tuple[str, str, Content]]]


def fill(path: Path, activities: int, seed: int = 7, of: Records | None = None) -> None:
    """Write a new register with ``activities`` activities to ``path``: journal in bulk, then its tables.

    ``of`` gives the records in place of :func:`records`.
    """
    register = Register.create(path, clock=lambda: OPENED)
    initialise(register, organisation="Alba Group", person="Ann Lee", email="ann@example.org")
    sizes = Sizes(activities)
    with register.cursor() as cursor:
        before = journal.head(cursor)
        cursor.execute("BEGIN")
        head = before
        for part in _chunks((of or records)(sizes, random.Random(seed))):
            entries = list(_sealed(head, part, sizes))
            journal.append(cursor, entries)
            head = Head(entries[-1].revision, entries[-1].chain_hash)
        cursor.execute("COMMIT")
        register.head_file.write(head)
        projection.rebuild(cursor)
        cursor.execute("CHECKPOINT")
    register.close()


def mean_entry(path: Path) -> float:
    """Return the mean number of bytes of the content of an entry of an activity."""
    register = Register.open(path)
    with register.cursor() as cursor:
        row = cursor.execute(
            "SELECT avg(octet_length(encode(content))) FROM journal WHERE kind = 'activity'"
        ).fetchone()
    register.close()
    return float(row[0]) if row and row[0] else 0.0


def _chunks(records: Iterator[tuple[str, str, Content]]) -> Iterator[list[tuple[str, str, Content]]]:
    part: list[tuple[str, str, Content]] = []
    for record in records:
        part.append(record)
        if len(part) == CHUNK:
            yield part
            part = []
    if part:
        yield part


def _sealed(head: Head, records: Sequence[tuple[str, str, Content]], sizes: Sizes) -> Iterator[Entry]:
    """Chain the records after ``head``; salts follow from the revision, so that every run is the same."""
    previous, revision = head.chain_hash, head.revision
    for kind, record_id, content in records:
        revision += 1
        salt = digest(f"salt {revision}")[:32]
        text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        header: dict[str, Any] = {
            "revision": revision,
            "recorded_at": _moment(revision, sizes),
            "actor": "PER-00001",
            "command_id": f"fill-{revision // 500}",
            "reason": "Filled for measuring",
            "kind": kind,
            "record_id": record_id,
            "record_version": 1,
            "model_version": KINDS[kind].version,
            "operation": "create",
            "status": "draft",
        }
        content_hash = digest(salt + text)
        chain_hash = link(previous, header, content_hash)
        yield Entry(**header, content=text, salt=salt, content_hash=content_hash, chain_hash=chain_hash)
        previous = chain_hash


def _moment(revision: int, sizes: Sizes) -> datetime:
    """Spread the entries over eighteen months."""
    span = timedelta(days=540) / (sizes.activities + sizes.evidence + sizes.risks + 2_000)
    return (OPENED + span * revision).replace(tzinfo=None)


def records(sizes: Sizes, dice: random.Random) -> Iterator[tuple[str, str, Content]]:
    """Yield kind, id and content of every record, those pointed to before those that point."""
    yield from _organisation(sizes, dice)
    for number in range(1, sizes.policies + 1):
        yield "policy", f"POL-{number:05}", _policy(number, sizes, dice)
    for number in range(1, sizes.evidence + 1):
        yield "evidence", f"EVI-{number:05}", _evidence(number, dice)
    for number in range(1, 41):
        yield "system", f"SYS-{number:05}", {"name": f"System {number}", "last_restore_test": _day(dice, 600)}
    for number in range(1, sizes.activities + 1):
        yield "activity", f"ACT-{number:05}", _activity(number, sizes, dice)
    for number in range(1, sizes.risks + 1):
        yield "risk", f"RSK-{number:05}", _risk(number, sizes, dice)


def _organisation(sizes: Sizes, dice: random.Random) -> Iterator[tuple[str, str, Content]]:
    for number in range(1, sizes.departments + 1):
        posts = [f"POS-{number * 4 - step:05}" for step in (3, 2)]
        content: Content = {"name": f"Department {number}", "organisation": "ORG-00001"}
        if number > 4:
            content["parent"] = f"DEP-{number // 4:05}"
        if number % 2:
            content["stage_roles"] = [
                {"key": "a", "letter": "accountable", "post": posts[0]},
                {"key": "r", "letter": "responsible", "post": posts[1]},
            ]
        yield "department", f"DEP-{number:05}", content
    for number in range(1, sizes.posts + 1):
        role = "gdpr_dpo" if number == 1 else "record_owner"
        department = f"DEP-{(number + 3) // 4:05}"
        yield (
            "post",
            f"POS-{number:05}",
            {
                "name": f"Post {number}",
                "role": role,
                "department": department,
                "organisation": "ORG-00001",
            },
        )
    for number in range(2, sizes.posts + 2):
        person: Content = {"name": f"Person {number}"}
        if number % 23 == 0:
            person["left_on"] = "2026-06-30"
        yield "person", f"PER-{number:05}", person
        if number % 17:
            yield (
                "appointment",
                f"APP-{number:05}",
                {
                    "name": f"Appointment {number}",
                    "post": f"POS-{number - 1:05}",
                    "person": f"PER-{number:05}",
                    "organisations": ["ORG-00001"],
                    "starts_on": _day(dice, 900),
                },
            )


def _policy(number: int, sizes: Sizes, dice: random.Random) -> Content:
    content: Content = {
        "name": f"Policy {number}",
        "in_force_from": _day(dice, 700),
        "review_by": _day(dice, -300),
    }
    if number % 3 == 0:
        content["stages"] = [STAGES[number % 6]]
        content["departments"] = [f"DEP-{dice.randint(1, sizes.departments):05}"]
    return content


def _evidence(number: int, dice: random.Random) -> Content:
    content: Content = {"name": f"Evidence {number}", "issued_on": _day(dice, 500)}
    if number % 5:
        content["expires_on"] = (TODAY + timedelta(days=dice.randint(-60, 500))).isoformat()
    else:
        content["stated"] = {"expires_on": "none"}
    return content


def _day(dice: random.Random, back: int) -> str:
    """Return a day up to ``back`` days before the day of measuring, or after it when ``back`` is negative."""
    return (TODAY - timedelta(days=dice.randint(min(back, 0), max(back, 0)))).isoformat()


def _activity(number: int, sizes: Sizes, dice: random.Random) -> Content:
    department = dice.randint(1, sizes.departments)
    return {
        "name": f"Activity {number}",
        "name_zh": f"处理活动{number}",
        "role": "controller",
        "department": f"DEP-{department:05}",
        "laws": ["gdpr", "pipl"] if number % 3 else ["gdpr"],
        "purposes": [{"key": "p1", "name": "Serve customers", "bases_gdpr": ["contract"]}],
        "data": [
            {"key": "d1", "category": "contact_data", "people": dice.randint(10, 100_000)},
            {"key": "d2", "category": "bank_account", "retention_amount": 6, "retention_unit": "year"},
        ],
        "systems": [f"SYS-{dice.randint(1, 40):05}"],
        "stages": [_stage(code, department, sizes, dice) for code in STAGES if dice.random() < 0.95],
    }


def _stage(code: str, department: int, sizes: Sizes, dice: random.Random) -> Content:
    if dice.random() < 0.05:
        return {"key": code, "stage": code, "applicable": "not_applicable", "reason": "Does not take place"}
    stage: Content = {"key": code, "stage": code, "applicable": "applicable"}
    stage["policies"] = [f"POL-{dice.randint(1, sizes.policies):05}"]
    stage["measures"] = [
        {
            "key": f"m{each}",
            "measure": f"MEA-{dice.randint(1, MEASURES):05}",
            "state": "in_place" if dice.random() < 0.85 else "planned",
            "evidence": [f"EVI-{dice.randint(1, sizes.evidence):05}"],
        }
        for each in (1, 2)
    ]
    posts = [f"POS-{department * 4 - step:05}" for step in range(4)]
    letters = ["responsible", "consulted"] + (["accountable"] if dice.random() < 0.8 else [])
    stage["roles"] = [
        {"key": f"r{number}", "letter": letter, "post": dice.choice(posts)}
        for number, letter in enumerate(letters)
    ]
    return stage


def _risk(number: int, sizes: Sizes, dice: random.Random) -> Content:
    return {
        "name": f"Risk {number}",
        "activity": f"ACT-{dice.randint(1, sizes.activities):05}",
        "likelihood_before": dice.randint(1, 5),
        "impact_before": dice.randint(1, 5),
        "likelihood_after": dice.randint(1, 5),
        "impact_after": dice.randint(1, 5),
        "treatment": "reduce",
        "due_on": _day(dice, -300),
    }


def main() -> None:
    """Read the command line and fill the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--activities", type=int, default=10_000)
    given = parser.parse_args()
    fill(given.file, given.activities)
    print(f"{given.file}: {given.activities} activities, {mean_entry(given.file):.0f} bytes an entry")


if __name__ == "__main__":
    main()
