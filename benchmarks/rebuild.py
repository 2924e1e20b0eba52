"""Building every table anew from the journal."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from statistics import median

from benchmarks.measure import Line, once, settle
from benchmarks.registers import Registers
from governance.register import projection
from governance.register.store import Register

AIM = 40_000  # entries a second at 1 KB
REPEAT = 3


def measure(registers: Registers) -> Iterator[Line]:
    """Yield entries a second for lean entries of about 1 KB and for complete records."""
    yield _rebuild(registers.light(registers.largest), "rebuild, lean entries", AIM)
    yield _rebuild(registers.full(registers.largest), "rebuild, complete records")


def _rebuild(path: Path, name: str, aim: float | None = None) -> Line:
    register = Register.open(path)
    try:
        with register.cursor() as cursor:
            row = cursor.execute(
                "SELECT count(*), avg(octet_length(encode(content))) FROM journal"
            ).fetchone()
            entries, size = row or (0, 0)
            settle()
            rates = [entries / once(lambda: projection.rebuild(cursor)) * 1000 for _ in range(REPEAT)]
            projection.create_views(cursor)
    finally:
        register.close()
    rate = median(rates)
    note = f"{entries:,} entries of {size:,.0f} bytes in {entries / rate:.2f} s, {rate * size / 1e6:.0f} MB/s"
    return Line(
        name, rate, "entries/s", best=max(rates), aim=aim, more_is_better=True, samples=REPEAT, note=note
    )
