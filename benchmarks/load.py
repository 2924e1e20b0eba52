"""Many people at work at once: 1, 50, 100 and 200 sessions on a real server, each thinking between two actions.

People have departments and roles of their own, so that nobody draws on what was cached for another scope alone. Run alone:
``python -m benchmarks --only load``.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path

import psutil
from streamlit.proto.WidgetStates_pb2 import WidgetState

from benchmarks.measure import Line, line, percentile
from benchmarks.registers import OWNER, Registers
from benchmarks.server import serving
from benchmarks.session import Ran, Session, session
from governance.operations import backing_up
from governance.register.commands import Change, write
from governance.register.store import Register

PEOPLE = (1, 50, 100, 200)
THINK, ALONE = 10.0, 1.0  # seconds between two actions of a person, on average; of one who is alone
ROUNDS = 6  # actions of each person that count; one person alone: four times as many
SAVES = 0.05
AIM_MEDIAN, AIM_P95, AIM_IDLE = 60, 250, 150  # milliseconds, milliseconds, KB
AIM_READY = 4_000  # milliseconds
TEAMS = 12  # departments whose people are at work, beside one person who sees all
PAGES = (("overview", ""), ("coverage", "heatmap"), ("accountability", "matrix"), ("record", "record"))
BATCH, BATCHES = 150, 4  # idle sessions
QUIET, AT_REST = 5.0, 3.0  # seconds looked at; percent of a core a server that rests may take
HELD = 20  # records of a department each person opens


@dataclass(frozen=True, slots=True)
class Person:
    """Hold one person at work: id, and the records they open and change."""

    id: str
    records: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pace:
    """Hold how a person works: chance, the seconds between two actions on average, how many actions."""

    dice: random.Random
    seconds: float
    rounds: int

    async def think(self) -> None:
        """Wait as people do: mostly shortly, sometimes long."""
        await asyncio.sleep(self.dice.expovariate(1 / self.seconds))


@dataclass
class Seen:
    """Gather what happened: milliseconds by what was done, and what went wrong."""

    taken: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    wrong: list[str] = field(default_factory=list)

    def note(self, name: str, ran: Ran) -> None:
        """Add one run."""
        self.taken[name].append(ran.milliseconds)
        self.wrong += ran.failures

    @property
    def all(self) -> list[float]:
        """Return the milliseconds of every action."""
        return [each for found in self.taken.values() for each in found]


def measure(registers: Registers) -> Iterator[Line]:
    """Yield the start, the memory of an idle session, and response times for each number of people."""
    size = registers.middle
    registers.full(size)
    with registers.lent(size) as path:
        people = _staff(path)
        start = time.perf_counter()
        with serving(path) as address:
            ready = (time.perf_counter() - start) * 1000
            yield Line(f"ready, {size:,}", ready, "ms", aim=AIM_READY)
            yield asyncio.run(_idle(address, people))
            yield asyncio.run(_first(address, people))
            for count in PEOPLE:
                yield from asyncio.run(_work(address, people, count))


def _staff(path: Path) -> list[Person]:
    """Give people departments and roles in the register at ``path``; return them with records they work on."""
    register = Register.open(path)
    with register.read(register.lens()) as reader:
        rows = reader.rows(
            "SELECT department, list(id ORDER BY id)[:$held] AS ids FROM activity WHERE department IS NOT NULL"
            " GROUP BY department ORDER BY department", held=HELD,
        )  # fmt: skip
        known = [
            row["id"] for row in reader.rows("SELECT id FROM person WHERE id <> $o ORDER BY id", o=OWNER)
        ]
    people = [Person(OWNER, tuple(rows[0]["ids"]))]
    changes = []
    for number, person in enumerate(known[:TEAMS]):
        row = rows[number % len(rows)]
        people.append(Person(person, tuple(row["ids"])))
        grant = {
            "name": f"{person}: team",
            "person": person,
            "role": "team_member",
            "departments": [row["department"]],
        }
        changes.append(Change("grant", "create", grant))
    write(register, actor=OWNER, reason="People for the load", changes=changes)
    backing_up.make(register)  # the one a day is not to fall into these minutes
    register.close()
    return people


async def _first(address: str, people: list[Person]) -> Line:
    """Let each person open the pages once, one after another: what past days said is read once for each scope."""
    start = time.perf_counter()
    for person in people:
        async with session(address, person.id) as one:
            for page in ("", "heatmap", "matrix"):
                await one.run(page)
    return Line(f"first visits of {len(people)} scopes", time.perf_counter() - start, "s")


async def _quiet(server: psutil.Process) -> None:
    """Wait until the server has read ahead: what it keeps of past days is no part of a session."""
    server.cpu_percent()
    busy = True
    while busy:
        await asyncio.sleep(QUIET)
        busy = server.cpu_percent() > AT_REST


async def _idle(address: str, people: list[Person]) -> Line:
    """Return how much memory a session takes that has drawn a page and waits: the growth over several batches of them.

    The first batch does not count: with it the process takes from the system what it will not take again.
    """
    server = _server_of(address)
    held = list[int]()
    async with AsyncExitStack() as stack:
        for _ in range(1 + BATCHES):
            for _ in range(BATCH):
                one = await stack.enter_async_context(session(address, people[0].id))
                await one.run("")
            await _quiet(server)
            held.append(server.memory_info().rss)
    count = BATCH * BATCHES
    kilobytes = (held[-1] - held[0]) / 1000 / count
    return Line("memory of an idle session", kilobytes, "KB", aim=AIM_IDLE, samples=count)


def _server_of(address: str) -> psutil.Process:
    port = address.rsplit(":", 1)[1]
    return next(
        each
        for each in psutil.process_iter()
        if each.status() != psutil.STATUS_ZOMBIE and port in each.cmdline() and "serve" in each.cmdline()
    )


async def _work(address: str, people: list[Person], count: int) -> list[Line]:
    seen, server = Seen(), _server_of(address)
    rounds, think = (ROUNDS * 5, ALONE) if count == 1 else (ROUNDS, THINK)
    before, start = server.cpu_times(), time.perf_counter()

    async def person(number: int) -> None:
        dice = random.Random(f"{count}-{number}")
        await asyncio.sleep(THINK * number / count)  # people do not come all at once
        try:
            await _day(address, people[number % len(people)], Pace(dice, think, rounds), seen)
        except (OSError, TimeoutError, RuntimeError) as error:
            seen.wrong.append(f"{type(error).__name__}: {error}")

    await asyncio.gather(*(person(number) for number in range(count)))
    used = sum(server.cpu_times()[:2]) - sum(before[:2])
    share = used / (time.perf_counter() - start)
    return list(_lines(count, seen, share))


def _lines(count: int, seen: Seen, share: float) -> Iterator[Line]:
    note = f"{len(seen.wrong)} errors, {100 * share:.0f} % of a core" + (
        f": {seen.wrong[0][:80]}" if seen.wrong else ""
    )
    who = "1 person" if count == 1 else f"{count} people"
    found = seen.all
    yield line(f"{who}, every action", found, aim=AIM_MEDIAN if count <= 100 else None, note=note)
    yield Line(
        f"{who}, 95 of 100 actions", percentile(found, 0.95), "ms",
        aim=AIM_P95 if count == 100 else None, samples=len(found),
    )  # fmt: skip
    yield Line(f"{who}, errors", len(seen.wrong), "", aim=0)
    for name, taken in seen.taken.items():
        yield line(f"{who}, {name}", taken)


async def _day(address: str, person: Person, pace: Pace, seen: Seen) -> None:
    dice = pace.dice
    async with session(address, person.id) as one:
        first = await one.run("")
        seen.wrong += first.failures
        for _ in range(pace.rounds):
            await pace.think()
            if dice.random() < SAVES:
                await _save(one, dice.choice(person.records), pace, seen)
                continue
            name, page = dice.choice(PAGES)
            seen.note(
                name, await one.run(page, f"id={dice.choice(person.records)}" if page == "record" else "")
            )


async def _save(one: Session, record: str, pace: Pace, seen: Seen) -> None:
    """Open a record to edit, change its description, save; the two runs count as actions of their own."""
    query = f"id={record}&edit=1"
    one.widgets.clear()
    seen.note("edit", await one.run("record", query))
    await pace.think()
    described = next((each for key, each in one.widgets.items() if key.endswith(".description")), None)
    if described is None or "save.save" not in one.widgets:
        seen.wrong.append(f"{record} cannot be edited")
        return
    states = (
        WidgetState(id=described, string_value=f"Changed under load, {pace.dice.random()}"),
        WidgetState(id=one.widgets["save.save"], trigger_value=True),
    )
    seen.note("save", await one.run("record", query, states))
