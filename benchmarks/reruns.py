"""Running a page again on a real server: from the message that asks to the one that says it is drawn."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

from benchmarks.measure import Line, line
from benchmarks.registers import OWNER, Registers
from benchmarks.server import serving
from benchmarks.session import Ran, Session, session

AIM = 60  # milliseconds, median, one session
WARM_UP, REPEAT = 3, 30
SESSIONS, EACH, PAUSE = 10, 8, 2.0  # sessions, runs of each, seconds between them
PAGES = {
    "overview": ("", ""),
    "register list": ("activities", ""),
    "register list, search": ("activities", "q=payroll"),
    "coverage": ("heatmap", ""),
    "accountability": ("matrix", ""),
    "risks": ("risks", ""),
    "record": ("record", "id=ACT-00042"),
    "search everything": ("search", "q=payroll"),
}


def measure(registers: Registers) -> Iterator[Line]:
    """Yield the first visit and the runs after it for each page, alone and with ten people at work."""
    size = registers.middle
    registers.full(size)
    with registers.lent(size) as path, serving(path) as address:
        yield from asyncio.run(_alone(address, size))
        yield from asyncio.run(_together(address, size))


async def _alone(address: str, size: int) -> list[Line]:
    lines = []
    for name, (page, query) in PAGES.items():
        async with session(address, OWNER) as one:
            if page:  # a page is known by what the first visit says of it
                await one.run("")
            visit = await one.run(page, query)
            lines.append(Line(f"first visit, {name}, {size:,}", visit.milliseconds, "ms", note=_sent(visit)))
            runs = [await one.run(page, query) for _ in range(WARM_UP + REPEAT)][WARM_UP:]
            lines.append(_line(f"rerun, {name}, {size:,}", runs, AIM))
    return lines


async def _together(address: str, size: int) -> list[Line]:
    """Let ten people act on the four main pages, each thinking two seconds between."""
    names = ("overview", "register list", "coverage", "record")
    runs: dict[str, list[Ran]] = {name: [] for name in names}

    async def person(number: int) -> None:
        async with session(address, OWNER) as one:
            await one.run("")
            await asyncio.sleep(PAUSE * number / SESSIONS)
            for turn in range(EACH):
                name = names[(number + turn) % len(names)]
                runs[name].append(await _visit(one, name))
                await asyncio.sleep(PAUSE)

    await asyncio.gather(*(person(number) for number in range(SESSIONS)))
    return [_line(f"{SESSIONS} sessions, {name}, {size:,}", found) for name, found in runs.items()]


async def _visit(one: Session, name: str) -> Ran:
    page, query = PAGES[name]
    return await one.run(page, query)


def _line(name: str, runs: list[Ran], aim: float | None = None) -> Line:
    """Return the line of ``runs``; a page that shows an error instead of itself is not judged."""
    failed = any(each.failures for each in runs)
    return line(name, [each.milliseconds for each in runs], aim=None if failed else aim, note=_sent(runs[-1]))


def _sent(ran: Ran) -> str:
    failed = f"; NOT THE PAGE: {ran.failures[0][:60]}" if ran.failures else ""
    return f"{ran.elements} elements, {ran.size / 1000:.0f} kB{failed}"
