"""Imports run downward only, and only the screen knows Streamlit."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# From the ground up. Parts on one line do not know each other.
FLOORS: tuple[tuple[str, ...], ...] = (
    ("errors", "language", "singleflight"),
    ("vocabulary", "problems", "formatting", "config"),
    ("model",),
    ("journal", "wording"),
    ("register",),
    ("law",),
    ("insight", "exchange", "charts", "reports", "access"),
    ("bootstrap", "terminal", "operations"),
    ("digest",),
    ("cli_roles", "cli_steps", "insight_cli", "access_cli", "operations_cli"),
    ("ui", "cli", "__main__"),
    ("pages",),
    ("app",),
)
FLOOR = {part: height for height, parts in enumerate(FLOORS) for part in parts}

# Steps that are not on the staircase, each with its reason.
ALLOWED = {
    ("errors", "language"): "the sentence for an error is wording",
    ("language", "errors"): "a missing sentence is an error",
    ("insight", "charts"): "a chart is drawn from figures",
    ("charts", "insight"): "a chart is drawn from figures",
    ("reports", "insight"): "a report prints figures",
    ("reports", "charts"): "a report prints charts",
    ("exchange", "insight"): "an export may carry figures",
    ("reports", "exchange"): "a report may carry the register by article",
    ("cli", "ui"): "serving is starting the screen",
    ("__main__", "cli"): "the door of the command line",
}


def _sources() -> list[Path]:
    return [ROOT / "app.py", *(ROOT / "governance").rglob("*.py"), *(ROOT / "pages").rglob("*.py")]


def _part(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return parts[1] if parts[0] == "governance" and len(parts) > 1 else parts[0]


def _imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return names


def _parts_of(names: set[str]) -> set[str]:
    pieces = [name.split(".") for name in names]
    return {each[1] for each in pieces if each[0] == "governance" and len(each) > 1}


def _wrong_steps(path: Path) -> list[str]:
    here = _part(path)
    if here == "__init__":
        return []
    return [
        f"{path.relative_to(ROOT)} imports governance.{there}"
        for there in sorted(_parts_of(_imported(path)) & FLOOR.keys())
        if there != here and FLOOR[there] >= FLOOR[here] and (here, there) not in ALLOWED
    ]


def test_every_part_has_its_floor() -> None:
    """A new part of the house is put on the staircase before it is used."""
    parts = {_part(path) for path in _sources()} - {"__init__"}

    assert parts <= FLOOR.keys()


def test_imports_run_downward_only() -> None:
    """No module imports from its own height or above, but for the steps named with a reason."""
    wrong = [step for path in _sources() for step in _wrong_steps(path)]

    assert wrong == []


def test_only_the_screen_knows_streamlit() -> None:
    """Streamlit is imported in governance/ui, pages and app.py only."""
    outside = [
        str(path.relative_to(ROOT))
        for path in _sources()
        if _part(path) not in ("ui", "pages", "app")
        and any(name.split(".")[0] == "streamlit" for name in _imported(path))
    ]

    assert outside == []


def test_only_journal_register_and_law_run_the_engine() -> None:
    """DuckDB is imported where SQL is run; the others read through the register."""
    allowed = {"journal", "register", "law"}
    outside = [
        str(path.relative_to(ROOT))
        for path in _sources()
        if _part(path) not in allowed and any(name.split(".")[0] == "duckdb" for name in _imported(path))
    ]

    assert outside == []


@pytest.mark.parametrize(
    "module", ["governance.register.commands", "governance.model.kinds", "governance.bootstrap"]
)
def test_the_core_runs_without_the_screen(module: str) -> None:
    """Importing the register leaves Streamlit out of the process."""
    code = f"import sys, {module}; sys.exit('streamlit' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_pages_lie_in_folders() -> None:
    """A script directly in pages/ would run without the frame."""
    assert list((ROOT / "pages").glob("*.py")) == []


def test_every_page_is_in_the_menu_table() -> None:
    """Each page script has its line in the table of pages, and each line its script."""
    from governance.ui.navigation import ENTRIES

    assert {entry.file for entry in ENTRIES} == set((ROOT / "pages").rglob("*.py"))


def test_page_scripts_are_short() -> None:
    """A page lays out; sixty lines are enough for that."""
    long = [
        path.name for path in (ROOT / "pages").rglob("*.py") if len(path.read_text("utf-8").splitlines()) > 60
    ]

    assert long == []


def test_names_of_pages_can_be_opened_directly() -> None:
    """A page is called by letters and digits only: the server does not find an address with an underscore."""
    from governance.ui.navigation import ENTRIES

    assert all(entry.name.isalnum() and entry.file.exists() for entry in ENTRIES)
