"""Whoever cannot see a picture or a table hears what it is: every call on screen that draws one passes a description."""

from __future__ import annotations

import ast
import inspect
from pathlib import Path

import pytest
import streamlit as st

UI = Path(__file__).resolve().parents[2] / "governance" / "ui"
DRAWN = (
    "plotly_chart",
    "echarts_chart",
    "mermaid_chart",
    "vega_lite_chart",
    "dataframe",
    "data_editor",
    "table",
    "image",
)
NAMES = {"image": ("caption", "alt")}


def _calls() -> list[tuple[str, str, ast.Call]]:
    return [
        (f"{file.relative_to(UI)}:{node.lineno}", node.func.attr, node)
        for file in sorted(UI.rglob("*.py"))
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in DRAWN
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "st"
    ]


def test_there_is_something_to_look_at() -> None:
    """The walk finds the charts, tables and diagrams there are."""
    assert {"plotly_chart", "dataframe", "data_editor"} <= {name for _, name, _ in _calls()}


@pytest.mark.parametrize(("place", "name", "call"), _calls(), ids=[f"{place}" for place, *_ in _calls()])
def test_a_picture_or_table_is_described(place: str, name: str, call: ast.Call) -> None:
    """The description is passed, and Streamlit knows it by that name."""
    wanted = NAMES.get(name, ("alt",))

    assert set(wanted) & set(inspect.signature(getattr(st, name)).parameters), name
    passed = {each.arg for each in call.keywords}
    assert passed & set(wanted), f"{place}: st.{name} has no {' or '.join(wanted)}"


def test_our_own_table_asks_for_a_description() -> None:
    """The one helper all pages draw tables with cannot be called without."""
    from governance.ui.tables import table

    assert inspect.signature(table).parameters["alt"].default is inspect.Parameter.empty
