"""The board pack and a record sheet as PDF, on the demonstration organisation."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from benchmarks.measure import Line, line, milliseconds
from benchmarks.registers import Registers
from governance.exchange import demo
from governance.language import LANGUAGES
from governance.register.store import Register
from governance.reports import printing
from governance.reports.printing import Order

DAY = date(2026, 11, 23)
ACTIVITY = "ACT-00068"  # recruiting: all six stages, transfers, a long history
AIM = 5_000  # milliseconds


def measure(registers: Registers) -> Iterator[Line]:
    """Yield both reports in both languages, from the register to the bytes of the PDF."""
    path = registers.folder / "demo.duckdb"
    if not path.exists():
        demo.build(path, DAY)
    register = Register.open(path)
    try:
        for language in LANGUAGES:
            yield _line(register, "board pack", Order("board", language))
            yield _line(register, "record sheet", Order("record", language, ACTIVITY))
    finally:
        register.close()


def _line(register: Register, name: str, order: Order) -> Line:
    lens = register.lens(effective_on=DAY)
    samples = milliseconds(lambda: printing.make(register, lens, order), repeat=5)
    size = len(printing.make(register, lens, order))
    return line(f"{name}, {order.language}", samples, aim=AIM, note=f"demonstration, {size / 1e3:.0f} KB")
