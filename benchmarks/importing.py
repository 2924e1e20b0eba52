"""Importing ten thousand rows of a workbook, beside the bare read of the same file."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from statistics import median

import xlsxwriter
from python_calamine import CalamineWorkbook

from benchmarks import complete
from benchmarks.generate import Sizes
from benchmarks.measure import Line, line, milliseconds, settle
from benchmarks.registers import OWNER, Registers
from governance.exchange import importing
from governance.register.commands import initialise
from governance.register.store import Register

ROWS = 10_000
STEPS = ("read and propose", "preview", "commit")
HEADERS = (
    "Reference", "Name of the processing activity", "Department", "Purpose of processing", "Legal basis",
    "Categories of personal data", "Categories of data subjects", "Recipients", "Third country transfers",
    "Retention period", "Security measures", "Start date",
)  # fmt: skip


def measure(registers: Registers) -> Iterator[Line]:
    """Yield the bare read, each step of an import into an empty register, and the second import of the file."""
    file = registers.folder / "rows.xlsx"
    write_rows(file, min(ROWS, registers.largest))
    bare = milliseconds(lambda: _bare(file), repeat=3)
    yield line("bare calamine read", bare, note=f"{file.stat().st_size / 1e6:.1f} MB, {len(HEADERS)} columns")
    path = registers.folder / "import.duckdb"
    register = Register.create(path)
    try:
        initialise(register, organisation="Alba Group", person="Ann Lee")
        yield from _import(register, file, median(bare), "import")
        yield from _import(register, file, median(bare), "import again, nothing new")
    finally:
        register.close()
        for each in registers.folder.glob("import.duckdb*"):
            each.unlink()


def _import(register: Register, file: Path, bare: float, name: str) -> Iterator[Line]:
    settle()
    marks = [time.perf_counter()]
    reading, mapping = importing.read_and_propose(file, register)
    marks.append(time.perf_counter())
    preview = importing.preview(reading, mapping, register, OWNER)
    marks.append(time.perf_counter())
    report = importing.commit(preview, register, actor=OWNER, reason="Measured")
    marks.append(time.perf_counter())
    for step, (start, end) in zip(STEPS, pairwise(marks), strict=True):
        yield Line(f"{name}: {step}", (end - start) * 1000, "ms")
    whole = (marks[-1] - marks[0]) * 1000
    yield Line(f"{name}: whole", whole, "ms", note=f"{whole / bare:.1f} × the bare read; {_counts(report)}")


def _counts(report: importing.Report) -> str:
    return f"{report.records_new} new, {report.records_changed} changed, {report.records_unchanged} unchanged"


def _bare(file: Path) -> int:
    return len(CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0).to_python())


def write_rows(file: Path, rows: int) -> None:
    """Write a register of ``rows`` lines as a department might keep it in a spreadsheet, the same every time."""
    dice = random.Random(3)
    with xlsxwriter.Workbook(str(file), {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Register")
        sheet.write_row(0, 0, HEADERS)
        for number in range(1, rows + 1):
            sheet.write_row(number, 0, _row(number, dice))


def _row(number: int, dice: random.Random) -> list[str]:
    content = complete.dress(number, Sizes(ROWS))
    basis = dice.choice(("Consent", "Contract", "Legal obligation", "Legitimate interests"))
    subjects = dice.choice(("Employees", "Customers", "Applicants; Employees", "Visitors"))
    return [
        content["reference"],
        content["name"],
        f"Department {dice.randint(1, 60)}",
        f"{content['purposes'][0]['name']} and reporting",
        basis,
        dice.choice(("Name; E-mail address", "Bank details", "Health data", "Name; Photo; Free text")),
        subjects,
        dice.choice(("IT provider", "Tax office; payroll provider", "None")),
        dice.choice(("No", "USA, standard contractual clauses", "None")),
        dice.choice(("10 years after end of contract", "6 months", "3 years", "Until consent is withdrawn")),
        content["security"],
        f"20{dice.randint(10, 25)}-0{dice.randint(1, 9)}-15",
    ]
