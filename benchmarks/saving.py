"""Saving one complete record, and many people saving at once, in a full register."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count

from benchmarks import complete
from benchmarks.generate import Content, Sizes
from benchmarks.measure import Line, line, once, settle
from benchmarks.registers import OWNER, Registers
from governance.register.commands import Change, write
from governance.register.store import Register

AIM_P95 = 20  # milliseconds
AIM_CREATES = 60  # a second, from 8 clients
CLIENTS, EACH = 8, 30
WARM_UP, REPEAT = 20, 200


def measure(registers: Registers) -> Iterator[Line]:
    """Yield opening, create, update and retire of one record, and creates a second from eight clients."""
    registers.full(registers.largest)
    with registers.copied(registers.largest) as register:
        size = Sizes(registers.largest)
        note = f"{registers.largest:,} activities; after {WARM_UP} that do not count"
        numbers = count(registers.largest + 1)
        creates = [_create(register, complete.activity(next(numbers), size)) for _ in range(WARM_UP + REPEAT)]
        yield line("save: create", creates[WARM_UP:], aim=AIM_P95, of_p95=True, note=note)
        step = max(1, registers.largest // 300)  # records all over the register, each once
        updates = [_update(register, number * step) for number in range(1, WARM_UP + REPEAT + 1)]
        yield line("save: update", updates[WARM_UP:], aim=AIM_P95, of_p95=True, note=note)
        yield _together(register, size, numbers)


def _create(register: Register, content: Content) -> float:
    change = Change("activity", "create", content)
    return once(lambda: write(register, actor=OWNER, reason="Measured", changes=[change]))


def _update(register: Register, number: int) -> float:
    record_id = f"ACT-{number:05}"
    content = register.content(record_id)
    content["description"] += " Checked again."
    content["stages"][0]["reason"] = "Looked at again"
    change = Change("activity", "update", content, record_id, base_version=1)
    return once(lambda: write(register, actor=OWNER, reason="Measured", changes=[change]))


def _together(register: Register, size: Sizes, numbers: count[int]) -> Line:
    work = [[complete.activity(next(numbers), size) for _ in range(EACH)] for _ in range(CLIENTS)]

    def client(contents: list[Content]) -> list[float]:
        return [_create(register, content) for content in contents]

    settle()
    start = time.perf_counter()
    with ThreadPoolExecutor(CLIENTS) as pool:
        waits = [wait for each in pool.map(client, work) for wait in each]
    rate = len(waits) / (time.perf_counter() - start)
    shown = line("", waits)
    note = f"{CLIENTS} threads in one process, each waits {shown.value:.0f} ms, p95 {shown.p95:.0f} ms"
    return Line(
        "complete creates, 8 clients",
        rate,
        "a second",
        aim=AIM_CREATES,
        more_is_better=True,
        samples=len(waits),
        note=note,
    )
