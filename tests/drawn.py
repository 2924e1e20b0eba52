"""Everything a page sent to the browser, as bytes: texts, tables, charts, choices, whatever the element."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest

from governance.language import Language
from governance.ui import state
from governance.ui.navigation import file_of

FRAME = Path(__file__).resolve().parents[1] / "governance" / "ui" / "frame.py"


def frame(person: str, language: Language = "en") -> AppTest:
    """Return the frame as ``person`` sees it, run once on its first page."""
    test = AppTest.from_file(str(FRAME), default_timeout=60)
    test.query_params["lang"] = language
    test.session_state[state.PERSON] = person
    return test.run()


def visit(test: AppTest, page: str, **query: str) -> AppTest:
    """Open ``page`` at an address in the same session."""
    test.switch_page(file_of(page))
    for name in list(test.query_params):
        if name != "lang":
            del test.query_params[name]
    for name, value in query.items():
        test.query_params[name] = value
    return test.run()


def drawn(test: AppTest) -> bytes:
    """Return all that was drawn, the sidebar included."""
    return b"\n".join(proto.SerializeToString() for proto in protos(test))


def protos(test: AppTest) -> Iterator[Any]:
    """Yield what was sent for every element and container."""
    yield from _walk(test._tree)


def _walk(node: Any) -> Iterator[Any]:
    proto = getattr(node, "proto", None)
    if hasattr(proto, "SerializeToString"):
        yield proto
    for child in getattr(node, "children", {}).values():
        yield from _walk(child)
