"""What a machine can judge of accessibility: contrast, names, order of headings, on every page in both themes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe

from governance.ui.navigation import ENTRIES
from tests.browser.conftest import Server, Visit

pytestmark = pytest.mark.browser

# Caused by Streamlit's own elements, which we cannot change, each with the element.
FRAMEWORK = {
    "aria-dialog-name": "a toast is a dialog without a name",
    "empty-table-header": "the column of ticks of a table has no words above it",
    "list": "the menu puts the title of a section into the list of its pages",
    "listitem": "the same, seen from the page",
    "presentation-role-conflict": "the input of the uploader is hidden and takes the focus",
    "scrollable-region-focusable": "a container of fixed height takes no focus of its own",
    "svg-img-alt": "the line in a metric is a picture without words; the number beside it says it",
}
# Every page, looked at on a past day; and, as today, those that have more on them then.
PAGES = (
    *(f"{entry.name}?as_of=2026-03-01" for entry in ENTRIES),
    "activities", "organisations", "settings", "work", "record?id=ACT-00001", "record?id=ACT-00001&edit=1",
    "record?id=ACT-00001&edit=1&tab=stages", "record?new=risk",
)  # fmt: skip


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_pages_have_no_fault_of_ours(server: Server, visitor: Callable[..., Visit], dark: bool) -> None:
    """No page has a fault but those of the framework itself."""
    visit = visitor(server, dark=dark)
    faults = []

    for path in PAGES:
        page = visit.open(f"/{path}")
        for found in Axe().run(page).response["violations"]:
            if found["id"] not in FRAMEWORK:
                faults += [f"{path}: {found['id']}: {node['html'][:160]}" for node in found["nodes"]]

    assert faults == []
