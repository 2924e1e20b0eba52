"""A list as CSV and XLSX, and the whole register as a workbook."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pyarrow as pa

from benchmarks.measure import Line, line, milliseconds, once, settle
from benchmarks.registers import OWNER, Registers
from governance.exchange import lists, workbook
from governance.exchange.lists import ListColumn
from governance.register import activity_list as activity_query
from governance.register.activity_list import Filters
from governance.register.store import Register

COLUMNS = (
    "id", "status", "name", "name_zh", "description", "reference", "role", "department", "organisations", "laws",
    "owner", "contact", "method", "publicising", "systems", "security", "automated_decisions", "notice",
    "assessment", "starts_on", "ends_on", "review_months", "last_reviewed", "purposes", "data", "recipients",
    "transfers", "stages", "people", "sensitive",
)  # fmt: skip
AIM_CSV, AIM_XLSX, AIM_WORKBOOK = 300, 2_500, 30_000  # milliseconds


def measure(registers: Registers) -> Iterator[Line]:
    """Yield a flat list of thirty columns in both formats, and the full workbook, query included."""
    size = registers.middle
    with registers.opened(size) as register:
        about = f"{size:,} rows × {len(COLUMNS)} columns, query included"
        csv = milliseconds(lambda: _csv(register), repeat=7)
        yield line("flat list, CSV", csv, aim=AIM_CSV, note=f"{about}; {_csv(register) / 1e6:.1f} MB")
        xlsx = milliseconds(lambda: _xlsx(register), repeat=3, warm_up=0)
        yield line("flat list, XLSX", xlsx, aim=AIM_XLSX, note=about)
        settle()
        out = io.BytesIO()
        taken = once(lambda: _workbook(register, out))
        note = f"{size:,} complete activities and all around them, {out.tell() / 1e6:.0f} MB"
        yield Line("full workbook", taken, "ms", aim=AIM_WORKBOOK, note=note)


def _table(register: Register) -> tuple[pa.Table, list[ListColumn]]:
    with register.read(register.lens(actor=OWNER)) as views:
        titles = {
            row["id"]: row["name"]
            for row in views.rows("SELECT id, name FROM title WHERE kind <> 'activity'")
        }
        table = activity_query.whole(views, Filters(), {}, COLUMNS)
    return table, lists.columns("activity", COLUMNS, titles)


def _csv(register: Register) -> int:
    table, columns = _table(register)
    return sum(len(part) for part in lists.csv(table, columns, "en"))


def _xlsx(register: Register) -> int:
    table, columns = _table(register)
    return len(lists.xlsx(table, columns, "en", title="Activities"))


def _workbook(register: Register, out: io.BytesIO) -> None:
    with register.read(register.lens(actor=OWNER)) as views:
        workbook.export(views, "en", out)
