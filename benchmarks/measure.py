"""One measured line, and the stop-watch that gives it."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median


class Unavailable(Exception):
    """Say that what is measured cannot be had here, and why."""


@dataclass(frozen=True, slots=True)
class Line:
    """Hold one measured value: what it is of, median, 95th percentile, unit, and the aim set for it.

    ``best`` is the quickest sample: what the work costs when nothing else is in the way.
    ``aim`` is compared with the value the aim names: the 95th percentile when ``of_p95``, else the median.
    """

    name: str
    value: float
    unit: str
    p95: float | None = None
    best: float | None = None
    aim: float | None = None
    of_p95: bool = False
    more_is_better: bool = False
    samples: int = 1
    note: str = ""

    @property
    def judged(self) -> float:
        """Return the value the aim is set for."""
        return self.p95 if self.of_p95 and self.p95 is not None else self.value

    @property
    def met(self) -> bool | None:
        """Tell whether the aim is met; None when none is set."""
        if self.aim is None:
            return None
        return self.judged >= self.aim if self.more_is_better else self.judged <= self.aim


def percentile(samples: Sequence[float], share: float) -> float:
    """Return the value below which ``share`` of ``samples`` lie: the nearest rank, never between two."""
    ordered = sorted(samples)
    return ordered[min(len(ordered) - 1, max(0, -int(-share * len(ordered) // 1) - 1))]


def milliseconds(work: Callable[[], object], *, repeat: int, warm_up: int = 1) -> list[float]:
    """Return how long each of ``repeat`` calls took, after ``warm_up`` calls that do not count."""
    for _ in range(warm_up):
        work()
    return [once(work) for _ in range(repeat)]


def once(work: Callable[[], object]) -> float:
    """Return how many milliseconds one call takes."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def both(work: Callable[[], object]) -> tuple[float, float]:
    """Return how many milliseconds one call takes, and how many of them all processors worked for this process."""
    before = time.process_time()
    wall = once(work)
    return wall, (time.process_time() - before) * 1000


def settle() -> None:
    """Collect garbage of what was prepared, so that it is not paid for by what is measured."""
    gc.collect()


def line(
    name: str,
    samples: Sequence[float],
    unit: str = "ms",
    *,
    aim: float | None = None,
    of_p95: bool = False,
    note: str = "",
) -> Line:
    """Return the line of ``samples``: their median, and their 95th percentile when there are enough."""
    return Line(
        name=name,
        value=median(samples),
        unit=unit,
        p95=percentile(samples, 0.95) if len(samples) >= 5 else None,
        best=min(samples),
        aim=aim,
        of_p95=of_p95,
        samples=len(samples),
        note=note,
    )
