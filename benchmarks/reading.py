"""The list of fifty, one record and the search over everything, by the functions the pages call."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from benchmarks.measure import Line, line, milliseconds
from benchmarks.registers import OWNER, Registers
from governance.register import activity_list, searching
from governance.register.activity_list import Filters
from governance.register.reader import Reader
from governance.register.store import Register

AIM = 15  # milliseconds for a list of 50 at 10,000
JUDGED_AT = 10_000
COLUMNS = (
    "id",
    "name",
    "department",
    "status",
    "purposes",
    "people",
    "sensitive",
    "transfers",
    "recorded_at",
)
LISTS = {
    "by name": (Filters(), "name"),
    "two filters": (Filters(department=("DEP-00003", "DEP-00007"), transfers=True), "recorded_at"),
    "search, English": (Filters(text="payroll retail"), "name"),
    "search, Chinese": (Filters(text="工资"), "name_zh"),
    "sensitive, by people": (Filters(sensitive=True), "people"),
}


def measure(registers: Registers) -> Iterator[Line]:
    """Yield every list, one record and the search at each size."""
    for size in registers.sizes:
        with registers.opened(size) as register:
            for name, (filters, sort) in LISTS.items():
                aim = AIM if size == JUDGED_AT else None
                yield _line(f"list of 50, {name}", size, register, _page(register, filters, sort), aim)
            yield _line("one record", size, register, _record(f"ACT-{size // 2:05}"))
            for word in ("payroll", "工资"):
                yield _line(f"search everything, {word}", size, register, _search(word))


def _line(
    name: str, size: int, register: Register, work: Callable[[Reader], object], aim: float | None = None
) -> Line:
    def once() -> None:
        with register.read(register.lens(actor=OWNER)) as views:
            work(views)

    repeat = 30 if size <= JUDGED_AT else 12
    return line(f"{name}, {size:,}", milliseconds(once, repeat=repeat, warm_up=2), aim=aim)


def _page(register: Register, filters: Filters, sort: str) -> Callable[[Reader], object]:
    with register.read(register.lens()) as views:
        departments = {row["id"]: row["name"] for row in views.rows("SELECT id, name FROM department")}

    def work(views: Reader) -> object:
        rows, total = activity_list.listed(views, filters, departments, COLUMNS, sort=sort)
        assert len(rows) == min(total, activity_list.PAGE)
        return rows

    return work


def _record(record_id: str) -> Callable[[Reader], object]:
    return lambda views: views.row("SELECT * FROM activity WHERE id = $id", id=record_id)


def _search(word: str) -> Callable[[Reader], object]:
    def work(views: Reader) -> object:
        hits, _ = searching.search(views, word)
        assert hits
        return hits

    return work
