"""The accountability matrices of a middling company, page by page on a real server: no run may make people wait."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

from benchmarks.generate import Sizes
from benchmarks.measure import Line, line
from benchmarks.registers import OWNER, Registers
from benchmarks.server import serving
from benchmarks.session import Ran, session

AIM = 80  # milliseconds, median, one session
ACTIVITIES = 2_000
WARM_UP, REPEAT = 3, 30
VIEWS = {
    "activity × post, page 1": "view=activity",
    "activity × post, last page": "view=activity&page=80",
    "department × stage": "view=department",
    "person × stage": "view=person",
    "obligation × role": "view=obligation",
}
LEAFED = 20  # pages turned one after the other, each seen for the first time


def measure(registers: Registers) -> Iterator[Line]:
    """Yield the first visit and the runs after it for each matrix, and turning pages nobody has looked at yet."""
    registers.full(ACTIVITIES)
    with registers.lent(ACTIVITIES) as path, serving(path) as address:
        yield from asyncio.run(_views(address))
        yield asyncio.run(_leafing(address))


def _size() -> str:
    return f"{ACTIVITIES:,} × {Sizes(ACTIVITIES).posts} posts"


async def _views(address: str) -> list[Line]:
    lines = []
    for name, query in VIEWS.items():
        async with session(address, OWNER) as one:
            await one.run("")
            visit = await one.run("matrix", query)
            lines.append(Line(f"first visit, {name}, {_size()}", visit.milliseconds, "ms", note=_sent(visit)))
            runs = [await one.run("matrix", query) for _ in range(WARM_UP + REPEAT)][WARM_UP:]
            lines.append(_line(f"rerun, {name}, {_size()}", runs))
    return lines


async def _leafing(address: str) -> Line:
    async with session(address, OWNER) as one:
        await one.run("")
        await one.run("matrix", "view=activity")
        runs = [await one.run("matrix", f"view=activity&page={page}") for page in range(2, 2 + LEAFED)]
    return _line(f"next page never seen, {_size()}", runs)


def _line(name: str, runs: list[Ran]) -> Line:
    failed = any(each.failures for each in runs)
    return line(name, [each.milliseconds for each in runs], aim=None if failed else AIM, note=_sent(runs[-1]))


def _sent(ran: Ran) -> str:
    failed = f"; NOT THE PAGE: {ran.failures[0][:60]}" if ran.failures else ""
    return f"{ran.elements} elements, {ran.size / 1000:.0f} kB{failed}"
