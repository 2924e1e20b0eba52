"""A painted table carries to the browser what Streamlit itself makes of a pandas Styler with the same colours."""

from __future__ import annotations

import re
from typing import Any

from streamlit.dataframe_util import convert_arrow_bytes_to_pandas_df
from streamlit.testing.v1 import AppTest

from governance.ui import painting
from governance.ui.insight import matrices
from governance.ui.insight.matrices import Cell, Matrix

RED, BLUE = ("#ff0000", "#ffffff"), ("#0000ff", "#eeeeee")


def both() -> None:
    """Draw the same cells in the same colours twice: as a Styler, and painted."""
    import pandas as pd  # type: ignore[import-untyped]
    import pyarrow as pa
    import streamlit as st

    from governance.ui.painting import painted, rules

    colours = {(0, 1): ("#ff0000", "#ffffff"), (1, 2): ("#0000ff", "#eeeeee"), (1, 1): ("#ff0000", "#ffffff")}
    texts = {"#0": ["one", "two"], "a": ["A4!", "(A2)"], "b": ["", "C1"]}
    frame = pd.DataFrame(texts, dtype=object)
    styles = pd.DataFrame("", index=frame.index, columns=frame.columns)
    for (row, column), (background, colour) in colours.items():
        styles.iloc[row, column] = f"background-color: {background}; color: {colour}"
    shared = {"hide_index": True, "on_select": "rerun", "selection_mode": "single-cell", "alt": "Letters"}
    st.dataframe(frame.style.apply(lambda _: styles, axis=None), key="styler", **shared)  # type: ignore[call-overload]
    table = pa.table({name: pa.array(column, pa.string()) for name, column in texts.items()})
    event = painted(table, rules(colours), key="painted", **shared)
    st.text(" ".join(f"{row} {column}" for row, column in event.selection.cells))


def colours_of(proto: Any) -> dict[tuple[int, int], tuple[str, str]]:
    """Return background and text colour of the cells ``proto`` colours, as the browser reads them."""
    styler, found = proto.arrow_data.styler, {}
    for row, column in re.findall(rf"#T_{styler.uuid}_row(\d+)_col(\d+)", styler.styles):
        cell = rf"T_{styler.uuid}_row{row}_col{column}[,\s].*{{(?:[^}}]*[\s;])?%s:\s*([^;}}]+)"
        pair = [re.search(cell % name, styler.styles) for name in ("background-color", "color")]
        found[int(row), int(column)] = tuple(str(each and each[1]).strip() for each in pair)
    return found  # type: ignore[return-value]


def test_painted_cells_are_those_of_a_styler() -> None:
    """Colours, texts, alternative text and selection are the same; the colours are those asked for."""
    test = AppTest.from_function(both, default_timeout=60).run()
    assert not test.exception
    styler, painted = (each.proto for each in test.dataframe)
    assert colours_of(painted) == colours_of(styler) == {(0, 1): RED, (1, 1): RED, (1, 2): BLUE}
    for one in (styler, painted):
        told = convert_arrow_bytes_to_pandas_df(one.arrow_data.styler.display_values)
        assert told.to_dict("list") == {"#0": ["one", "two"], "a": ["A4!", "(A2)"], "b": ["", "C1"]}
    assert test.dataframe[0].value.equals(test.dataframe[1].value)
    assert (painted.alt, list(painted.selection_mode)) == (styler.alt, list(styler.selection_mode))


def test_picked_cell_of_a_painted_table_comes_back() -> None:
    """What was picked in a painted table is told to the page."""
    test = AppTest.from_function(both, default_timeout=60).run()
    test.session_state["painted"] = {"selection": {"rows": [], "columns": [], "cells": [[1, "b"]]}}
    assert test.run().text[0].value == "1 b"


def test_matrix_becomes_texts_and_colours_at_their_places() -> None:
    """A cell stands at its row and column, leading columns in front; what has no shade has no rule."""
    matrix = Matrix(
        leading=(("Activity", 260), ("Id", 90)),
        columns=(("p1", "First post"), ("p2", "Second post")),
        rows=(("x", ("Payroll", "X")), ("y", ("News", "Y"))),
        cells={
            ("x", "p2"): Cell("A4", "fault"),
            ("y", "p1"): Cell("C1"),
            ("gone", "p1"): Cell("R1", "fault"),
        },
    )
    ready = matrices.prepared(matrix, {"fault": RED})
    assert ready.table.to_pydict() == {
        "#0": ["Payroll", "News"],
        "#1": ["X", "Y"],
        "p1": ["", "C1"],
        "p2": ["A4", ""],
    }
    assert ready.styles == painting.rules({(0, 3): RED})
    assert matrix.labels == [("#0", "Activity"), ("#1", "Id"), ("p1", "First post"), ("p2", "Second post")]
