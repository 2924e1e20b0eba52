"""In Chinese no widget says anything in English, in any of its states."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Server, Visit, running
from tests.browser.test_frame import LEFTOVERS
from tests.small_register import build

pytestmark = pytest.mark.browser

PROGRAM = ("uvicorn", "tests.browser.widgets_app:app", "--no-access-log", "--port")


@pytest.fixture
def widgets(tmp_path: Path) -> Iterator[Server]:
    """A server whose only page holds every kind of widget."""
    build(tmp_path / "register.duckdb")
    with running(tmp_path / "register.duckdb", tmp_path / "log.txt", PROGRAM) as started:
        yield started


def keyed(page: Page, key: str) -> Locator:
    """Return the widget with this key."""
    return page.locator(f".st-key-{key}").first


def test_no_widget_speaks_english(widgets: Server, visitor: Callable[..., Visit], tmp_path: Path) -> None:
    """At rest, in use, with errors, with menus open, full screen, with a dialog and while the server is away."""
    visit = visitor(widgets, locale="zh-CN")
    page = visit.open("/?lang=zh")
    page.wait_for_timeout(2_000)
    left: dict[str, list[str]] = {}

    def look(state: str) -> None:
        page.wait_for_timeout(400)
        found = page.evaluate(LEFTOVERS)
        if found:
            left[state] = found

    look("at rest")
    _fields(page, look)
    _lists(page, look)
    _files(page, tmp_path, look)
    _tables(page, look)
    keyed(page, "ask").get_by_role("button").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    look("a dialog")
    page.keyboard.press("Escape")
    keyed(page, "toast").get_by_role("button").click()
    look("a toast")
    keyed(page, "wait").get_by_role("button").click()
    page.wait_for_timeout(1_500)
    look("the page at work")
    visit.settle()
    page.locator('button:has-text("提交")').click()
    look("a form sent too early")
    widgets.process.kill()
    widgets.process.wait()
    page.wait_for_timeout(9_000)
    look("the server away")

    told = [f"{state}: {words}" for state, words in left.items()]
    assert not told, "\n".join(told)


def _fields(page: Page, look: Callable[[str], None]) -> None:
    keyed(page, "required").locator("input").fill("文本")
    look("a text being typed")
    keyed(page, "required").locator("input").fill("")
    page.keyboard.press("Tab")
    look("a required text that is empty")
    keyed(page, "required").locator('[data-testid="stTooltipIcon"]').first.hover()
    look("the help of a field")
    keyed(page, "search").locator("input").fill("文本")
    look("a search being typed")
    keyed(page, "long").locator("textarea").fill("文本")
    look("a long text being typed")
    keyed(page, "number").locator("input").fill("99")
    page.keyboard.press("Tab")
    look("a number out of its bounds")


def _lists(page: Page, look: Callable[[str], None]) -> None:
    for key in ("day", "range"):
        keyed(page, key).get_by_role("button").first.click()
        look(f"the calendar of {key}")
        page.keyboard.press("Escape")
    for key in ("one", "more", "many"):
        keyed(page, key).locator("input").first.click()
        look(f"the list of {key}")
        page.keyboard.type("zzz")
        look(f"no match in the list of {key}")
        page.keyboard.press("Escape")
        page.keyboard.press("Escape")
    for _ in range(3):
        keyed(page, "many").locator("input").first.click()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
    look("more chosen than allowed")
    page.keyboard.press("Escape")
    keyed(page, "menu").get_by_role("button").first.click()
    look("a menu")
    page.keyboard.press("Escape")


def _files(page: Page, folder: Path, look: Callable[[str], None]) -> None:
    upload = keyed(page, "files").locator("input[type=file]")
    for name, size in (("好.csv", 100), ("大.csv", 3_000_000), ("错.exe", 100)):
        (folder / name).write_bytes(b"a" * size)
    upload.set_input_files(folder / "好.csv")
    look("a file brought")
    upload.set_input_files([folder / "大.csv"])
    look("a file too large")
    upload.set_input_files([folder / "错.exe"])
    look("a file of the wrong kind")


def _tables(page: Page, look: Callable[[str], None]) -> None:
    for key in ("table", "editor"):
        table = keyed(page, key)
        table.scroll_into_view_if_needed()
        table.hover()
        look(f"the toolbar of {key}")
        for button in range(table.locator('[data-testid="stElementToolbarButton"]').count()):
            table.hover()
            table.locator('[data-testid="stElementToolbarButton"] button').nth(button).hover()
            look(f"tool tip {button} of {key}")
        box = table.locator('[data-testid="data-grid-canvas"]').bounding_box()
        assert box
        page.mouse.move(box["x"] + 150, box["y"] + 15)
        page.mouse.click(box["x"] + 40 + 120, box["y"] + 15, button="right")
        look(f"the menu of a column of {key}")
        page.keyboard.press("Escape")
    keyed(page, "table").hover()
    keyed(page, "table").locator('[data-testid="stElementToolbarButton"] button').last.click()
    look("a table on the full screen")
    page.keyboard.press("Escape")
