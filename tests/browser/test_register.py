"""The register in a real Chromium: editing that survives a reload, opening rows, importing a file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Server, Visit

pytestmark = pytest.mark.browser


def button(page: Page, key: str) -> Locator:
    """Return the button with the widget key ``key``."""
    return page.locator(f".st-key-{key.replace('.', '-')} button").first


def test_a_draft_comes_back_after_a_reload_and_is_saved(
    server: Server, visitor: Callable[..., Visit]
) -> None:
    """Edit, reload: what was typed is there; save: the history names the field and both values."""
    visit = visitor(server)
    page = visit.open("/record?id=ACT-00001&edit=1")
    page.get_by_label("Own reference").fill("M-17")
    page.keyboard.press("Tab")
    expect(page.get_by_text("as a draft")).to_be_visible()

    page.reload()
    visit.settle()

    expect(page.get_by_label("Own reference")).to_have_value("M-17")
    page.get_by_placeholder("Why this change?").fill("Number from the old list")
    page.keyboard.press("Tab")
    button(page, "save.save").click()
    expect(button(page, "record.edit")).to_be_visible()
    page.get_by_role("tab", name="History").click()
    expect(page.get_by_text("Number from the old list")).to_be_visible()
    expect(page.get_by_text("Own reference").last).to_be_visible()
    assert visit.errors == []
    assert visit.outside == []


def test_a_row_of_the_list_opens_its_record(server: Server, visitor: Callable[..., Visit]) -> None:
    """A click on a cell leads to the record, and the address names it."""
    visit = visitor(server)
    page = visit.open("/activities?q=payroll")

    table = page.locator(".st-key-activities-table canvas").first
    box = table.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 260, box["y"] + 52)

    page.wait_for_url("**/record?id=ACT-00002**")
    expect(page.get_by_role("heading", name="Payroll")).to_be_visible()
    assert visit.errors == []


def test_a_filter_is_kept_in_the_address_in_both_languages(
    server: Server, visitor: Callable[..., Visit]
) -> None:
    """The address holds codes, so a link shared from one language works in the other."""
    visit = visitor(server, locale="zh-CN")

    page = visit.open("/activities?department=DEP-00002&lang=zh")

    expect(page.get_by_text("共 1 项处理活动")).to_be_visible()
    assert "department=DEP-00002" in page.url
    assert visit.errors == []


def test_a_spreadsheet_becomes_activities(
    server: Server, visitor: Callable[..., Visit], tmp_path: Path
) -> None:
    """Upload, look at the mapping, preview, import: the activities are in the list."""
    file = tmp_path / "old register.csv"
    file.write_text("Name of processing;Purpose\nVisitor log;Security of the building\n", "utf-8")
    visit = visitor(server)
    page = visit.open("/importing")
    page.set_input_files("input[type=file]", file)
    expect(button(page, "import.read")).to_be_enabled()

    for key in ("import.read", "import.check", "import.commit", "import.to_list"):
        button(page, key).click()
        page.wait_for_timeout(300)
        visit.settle()

    page.wait_for_url("**/activities**")
    expect(page.get_by_text("Activities: 3")).to_be_visible()
    assert visit.errors == []


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("locale", ["en-GB", "zh-CN"])
@pytest.mark.parametrize(
    "address", ["/activities", "/record?id=ACT-00001", "/records?kind=system", "/organisations", "/importing"]
)
def test_a_phone_shows_the_page_without_sideways_scrolling(
    server: Server, visitor: Callable[..., Visit], address: str, locale: str, *, dark: bool
) -> None:
    """At 390 pixels nothing sticks out, in either language and theme, and the console is silent."""
    visit = visitor(server, locale=locale, dark=dark, width=390)

    page = visit.open(address)

    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert visit.errors == []
