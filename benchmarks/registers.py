"""The registers that are measured: filled once a size, copied where a measurement writes."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks import complete, generate
from benchmarks.generate import Content, Sizes
from governance.register.store import Register

LEAN = ("name", "name_zh", "description", "laws", "owner", "organisations", "recipients", "security")
OWNER = "PER-00001"  # administrator and owner of every department, see commands.initialise


@dataclass(frozen=True, slots=True)
class Registers:
    """Keep the registers of one run in ``folder``; ``sizes`` are the numbers of activities to measure at."""

    folder: Path
    sizes: tuple[int, ...]

    @property
    def largest(self) -> int:
        """Return the largest number of activities."""
        return max(self.sizes)

    @property
    def middle(self) -> int:
        """Return 10,000 activities, or the largest when that is less: what screens and lists are judged at."""
        return min(10_000, self.largest)

    def full(self, activities: int) -> Path:
        """Return a register of ``activities`` complete records, filled at the first call."""
        return self._filled(f"full-{activities}.duckdb", activities, complete.records)

    def light(self, entries: int) -> Path:
        """Return a register whose journal holds about ``entries`` entries of about 1 KB."""
        return self._filled(f"light-{entries}.duckdb", entries, _light)

    @contextmanager
    def opened(self, activities: int) -> Iterator[Register]:
        """Open the register of ``activities`` complete records, to read only."""
        register = Register.open(self.full(activities))
        try:
            yield register
        finally:
            register.close()

    @contextmanager
    def lent(self, activities: int) -> Iterator[Path]:
        """Give a copy of the register of ``activities`` complete records, removed afterwards."""
        source, copy = self.full(activities), self.folder / "copy.duckdb"
        for ending in ("", ".head"):
            shutil.copyfile(f"{source}{ending}", f"{copy}{ending}")
        try:
            yield copy
        finally:
            for file in self.folder.glob("copy.*"):
                file.unlink()

    @contextmanager
    def copied(self, activities: int) -> Iterator[Register]:
        """Open a copy of the register of ``activities`` complete records, to write to."""
        with self.lent(activities) as copy:
            register = Register.open(copy)
            try:
                yield register
            finally:
                register.close()

    def _filled(self, name: str, activities: int, of: generate.Records) -> Path:
        path = self.folder / name
        if not path.exists():
            unfinished = path.with_suffix(".unfinished")
            for file in self.folder.glob(f"{unfinished.name}*"):
                file.unlink()
            generate.fill(unfinished, activities, of=of)
            Path(f"{unfinished}.head").rename(f"{path}.head")
            unfinished.rename(path)
        return path


def _light(sizes: Sizes, dice: random.Random) -> Iterator[tuple[str, str, Content]]:
    """Yield so many activities of about 1 KB that the journal holds ``sizes.activities`` entries in all."""
    others = [
        each for each in generate.records(sizes, dice) if each[0] not in ("activity", "risk", "evidence")
    ]
    yield from others
    for number in range(1, sizes.activities - len(others) + 1):
        content = complete.dress(number, sizes)
        kept = {name: content[name] for name in LEAN}
        rows = {"purposes": content["purposes"][:1], "data": content["data"][:1]}
        yield "activity", f"ACT-{number:05}", kept | rows
