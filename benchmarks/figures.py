"""All figures of the overview at each size, cold and warm, against the same figures counted in SQLite."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from benchmarks import in_sqlite
from benchmarks.measure import Line, line, milliseconds, once, settle
from benchmarks.registers import Registers
from governance.insight import figures, filters
from governance.register.store import Register

AIM, AIM_TIMES = 400, 10  # milliseconds at 100,000 activities; times quicker than SQLite
JUDGED_AT = 100_000
WARM, SQLITE_ROUNDS = 9, 3
# Findings are judged by the rules and kept; what that costs is measured with the rules.
COUNTED = [each.id for each in figures.catalogue() if not each.found]


def measure(registers: Registers) -> Iterator[Line]:
    """Yield, for each size, the first computation after opening, those after it, and SQLite's."""
    for size in registers.sizes:
        with registers.opened(size) as register:
            yield from _of(register, registers, size)


def _of(register: Register, registers: Registers, size: int) -> Iterator[Line]:
    def compute() -> None:
        with register.read(register.lens()) as views:
            figures.compute(views, COUNTED)

    settle()
    cold = once(compute)
    warm = milliseconds(compute, repeat=WARM)
    number = len(COUNTED)
    judged = size == JUDGED_AT
    note = f"{number} figures, first after opening"
    yield Line(f"all figures, cold, {size:,}", cold, "ms", aim=AIM if judged else None, note=note)
    yield line(f"all figures, again, {size:,}", warm, aim=AIM if judged else None)
    path = registers.folder / "copy.sqlite"
    try:
        theirs = _sqlite(register, path)
    finally:
        path.unlink(missing_ok=True)
    yield line(f"the same in SQLite, {size:,}", theirs, note="equal numerators and denominators asserted")
    times = min(theirs) / min(warm)  # the quickest of each: what others do on the machine falls on neither
    yield Line(
        f"times quicker than SQLite, {size:,}",
        times,
        "×",
        aim=AIM_TIMES if judged else None,
        more_is_better=True,
    )


def _sqlite(register: Register, path: Path) -> list[float]:
    """Count the same in SQLite, make sure that it is the same, and return how long that took."""
    lens = register.lens()
    countries = filters.countries(lens.effective_on)
    with register.read(lens) as views:
        ours = {
            name: (each.numerator, each.denominator) for name, each in figures.compute(views, COUNTED).items()
        }
        database = in_sqlite.filled(path, views)
    try:
        counted = in_sqlite.counted(database, lens.effective_on, countries)
        _same(ours, counted)
        return milliseconds(
            lambda: in_sqlite.counted(database, lens.effective_on, countries),
            repeat=SQLITE_ROUNDS,
            warm_up=0,
        )
    finally:
        database.close()


def _same(ours: in_sqlite.Counts, theirs: in_sqlite.Counts) -> None:
    differing = {
        name: (ours.get(name), theirs.get(name)) for name in ours if ours.get(name) != theirs.get(name)
    }
    if differing or ours.keys() != theirs.keys():
        raise RuntimeError(f"not the same figures: {differing or ours.keys() ^ theirs.keys()}")
