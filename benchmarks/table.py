"""The measured lines as a table on the terminal and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks.measure import Line

HEAD = ("measured", "median", "p95", "best", "unit", "aim", "", "n", "")
MET = {True: "met", False: "MISS", None: ""}
MARKDOWN_HEAD = "| measured | median | p95 | best | unit | aim | | |\n|---|---:|---:|---:|---|---|---|---|"
WIDTHS = (44, 11, 11, 9, 10, 12, 4, 5, 0)


def head() -> str:
    """Return the heading of the table."""
    return _row(HEAD)


def section(name: str, load: str) -> str:
    """Return the heading of one module's lines, with the load of the machine while they were measured."""
    return f"\n{name}  (load {load})"


def row(line: Line) -> str:
    """Return one line of the table."""
    p95, best = ("" if each is None else number(each) for each in (line.p95, line.best))
    return _row(
        (
            line.name,
            number(line.value),
            p95,
            best,
            line.unit,
            _aim(line),
            MET[line.met],
            str(line.samples),
            line.note,
        )
    )


def _aim(line: Line) -> str:
    if line.aim is None:
        return ""
    aim = f"{'≥' if line.more_is_better else '≤'} {number(line.aim)}"
    return f"{aim} p95" if line.of_p95 else aim


def number(value: float) -> str:
    """Return ``value`` with the digits that mean something."""
    digits = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2
    return f"{value:,.{digits}f}"


def as_json(line: Line) -> dict[str, Any]:
    """Return ``line`` as plain values, with whether its aim is met."""
    return {**asdict(line), "met": line.met}


def save(path: Path, facts: dict[str, Any], sections: Iterable[dict[str, Any]]) -> None:
    """Write the facts of the machine and all lines to ``path``; sections not measured now stay as they were."""
    path.parent.mkdir(parents=True, exist_ok=True)
    held = json.loads(path.read_text("utf-8"))["sections"] if path.exists() else []
    merged = {each["name"]: each for each in (*held, *sections) if each["lines"]}
    content = json.dumps({"machine": facts, "sections": list(merged.values())}, ensure_ascii=False, indent=1)
    path.write_text(content + "\n", "utf-8")


def markdown(path: Path) -> str:
    """Return the results in ``path`` as Markdown tables, one a section."""
    held = json.loads(path.read_text("utf-8"))
    facts = ", ".join(f"{name} {value}" for name, value in held["machine"].items())
    parts = [f"Measured on: {facts}.", *map(_section, held["sections"])]
    return "\n\n".join(parts)


def _section(found: dict[str, Any]) -> str:
    rows = [
        f"### {found['name']}",
        "",
        f"{found['measured_on']}, load {found['load_before']}",
        "",
        MARKDOWN_HEAD,
    ]
    for values in found["lines"]:
        line = Line(**{key: value for key, value in values.items() if key != "met"})
        numbers = ("" if each is None else number(each) for each in (line.value, line.p95, line.best))
        cells = (line.name, *numbers, line.unit, _aim(line), MET[line.met], line.note)
        rows.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(rows)


def _row(cells: Iterable[str]) -> str:
    left = {0, 4, 6, 8}
    return "  ".join(
        cell.ljust(width) if place in left else cell.rjust(width)
        for place, (cell, width) in enumerate(zip(cells, WIDTHS, strict=True))
    ).rstrip()
