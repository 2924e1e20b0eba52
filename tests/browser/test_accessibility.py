"""What a machine can judge of accessibility: contrast, names, order of headings, on every page in both themes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe

from governance.ui.navigation import ENTRIES
from tests.browser.conftest import Server, Visit

pytestmark = pytest.mark.browser

# Caused by Streamlit's own elements, which we cannot change: its menu, sparklines, tables, uploader and toasts.
FRAMEWORK = {
    "aria-dialog-name",
    "empty-table-header",
    "list",
    "listitem",
    "presentation-role-conflict",
    "scrollable-region-focusable",
    "svg-img-alt",
}


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_pages_have_no_fault_of_ours(server: Server, visitor: Callable[..., Visit], dark: bool) -> None:
    """No page has a fault but those of the framework itself."""
    visit = visitor(server, dark=dark)
    faults = []

    for entry in ENTRIES:
        page = visit.open(f"/{entry.name}?as_of=2026-03-01")
        for found in Axe().run(page).response["violations"]:
            if found["id"] not in FRAMEWORK:
                faults += [f"{entry.name}: {found['id']}: {node['html'][:160]}" for node in found["nodes"]]

    assert faults == []
