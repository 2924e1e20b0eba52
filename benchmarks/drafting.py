"""Keeping what is typed: one row in the register, and the part of the screen that is drawn again with it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

from benchmarks.measure import Line, line, once
from benchmarks.registers import OWNER, Registers
from benchmarks.server import serving
from benchmarks.session import session
from governance.register import drafts
from governance.register.store import Register

AIM_ROW, AIM_SCREEN = 5, 60  # milliseconds, median
WARM_UP, REPEAT = 5, 100
RECORD = "ACT-00042"
LONG = "Why this data is needed. " * 400  # 10,000 characters


def measure(registers: Registers) -> Iterator[Line]:
    """Yield one draft kept in the register, and a description of 10,000 characters handed over on the record page."""
    size = registers.middle
    registers.full(size)
    with registers.copied(size) as register:
        rows = [_kept(register, turn) for turn in range(WARM_UP + REPEAT)][WARM_UP:]
        yield line(f"keep one draft, 10,000 characters, {size:,}", rows, aim=AIM_ROW)
    with registers.lent(size) as path, serving(path) as address:
        yield asyncio.run(_typed(address, size))


def _kept(register: Register, turn: int) -> float:
    content = register.content(RECORD) | {"description": f"{turn} {LONG}"[:10_000]}
    return once(
        lambda: drafts.keep(
            register, person=OWNER, kind="activity", record_id=RECORD, base_version=1, content=content
        )
    )


async def _typed(address: str, size: int) -> Line:
    query = f"id={RECORD}&edit=1"
    async with session(address, OWNER) as one:
        await one.run("")
        await one.run("record", query)
        runs = [
            await one.type("record", query, "Description", f"{turn} {LONG}"[:10_000])
            for turn in range(WARM_UP + REPEAT)
        ][WARM_UP:]
    failed = any(each.failures for each in runs)
    note = f"{runs[-1].elements} elements, {runs[-1].size / 1000:.0f} kB"
    return line(
        f"type into a record, 10,000 characters, {size:,}",
        [each.milliseconds for each in runs],
        aim=None if failed else AIM_SCREEN,
        note=note,
    )
