"""Measure everything, or what is named: ``python -m benchmarks [--only NAME] [--sizes 1000,10000] [--json FILE]``.

Each module is measured in a process of its own, so that none pays for what another left behind.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

from benchmarks import machine, table
from benchmarks.measure import Line, Unavailable
from benchmarks.registers import Registers

MODULES = (
    "reading", "saving", "rebuild", "importing", "exporting", "figures", "insight", "law", "reporting", "reruns",
    "load", "browser", "killing",
)  # fmt: skip
SIZES = (1_000, 10_000, 100_000)
PAGE = Path(__file__).parents[1] / "docs" / "benchmarks.md"
START, END = "<!-- results -->", "<!-- end of results -->"
LATEST = Path(__file__).with_name("results") / "latest.json"


def main() -> int:
    """Read the command line, measure, print the table; exit 1 when a module broke."""
    asked = _arguments()
    if asked.part:
        _part(asked.part, Registers(asked.keep, asked.sizes))
        return 0
    print("Recital benchmarks")
    facts = machine.describe()
    print("\n".join(f"  {name}: {value}" for name, value in facts.items()))
    print("\n" + table.head())
    with tempfile.TemporaryDirectory(prefix="recital-benchmarks-") as folder:
        keep = asked.keep or Path(folder)
        keep.mkdir(parents=True, exist_ok=True)
        sections = [_section(name, keep, asked.sizes) for name in asked.only or MODULES]
    table.save(asked.json, facts, sections)
    if asked.json == LATEST:
        _document()
    return 1 if any("broke" in each for each in sections) else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "--only", action="append", choices=MODULES, help="one module; may be given several times"
    )
    parser.add_argument("--sizes", type=_sizes, default=SIZES, help="numbers of activities, by comma")
    parser.add_argument("--json", type=Path, default=LATEST, help="where the result goes")
    parser.add_argument(
        "--keep", type=Path, help="keep the filled registers in this folder, and use those there"
    )
    parser.add_argument("--part", choices=MODULES, help=argparse.SUPPRESS)
    return parser.parse_args()


def _sizes(text: str) -> tuple[int, ...]:
    return tuple(sorted({int(each) for each in text.replace("_", "").split(",")}))


def _section(name: str, keep: Path, sizes: tuple[int, ...]) -> dict[str, Any]:
    """Measure one module in a process of its own, printing its lines as they come."""
    before = machine.load()
    print(table.section(name, before), flush=True)
    today = datetime.now(UTC).date().isoformat()
    found: dict[str, Any] = {"name": name, "measured_on": today, "load_before": before, "lines": []}
    command = [sys.executable, "-m", "benchmarks", "--part", name, "--keep", str(keep)]
    command += ["--sizes", ",".join(str(each) for each in sizes)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        for text in process.stdout or ():
            line = _read(text)
            if line:
                print(table.row(line), flush=True)
                found["lines"].append(table.as_json(line))
            else:
                print(f"  {text.rstrip()}", flush=True)
    found["load_after"] = machine.load()
    if process.returncode:
        found["broke"] = process.returncode
    return found


def _document() -> None:
    """Put the latest results into the page that explains them."""
    before, start, rest = PAGE.read_text("utf-8").partition(START)
    _, end, after = rest.partition(END)
    PAGE.write_text(f"{before}{start}\n{table.markdown(LATEST)}\n{end}{after}", "utf-8")


def _read(text: str) -> Line | None:
    if not text.startswith("{"):
        return None
    values = json.loads(text)
    return Line(**{key: value for key, value in values.items() if key != "met"})


def _part(name: str, registers: Registers) -> None:
    try:
        for line in import_module(f"benchmarks.{name}").measure(registers):
            print(json.dumps(table.as_json(line), ensure_ascii=False), flush=True)
    except Unavailable as reason:
        print(f"not measured: {reason}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
