"""Nothing typed is lost, in a real browser: reload, leaving the page, Back, a killed server, two windows, a long text."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from governance.language import text
from tests import signing_register
from tests.browser.conftest import Server, Visit, running
from tests.signing_register import DI, ED, PAYROLL
from tests.small_register import DPO, build

pytestmark = pytest.mark.browser

Visitor = Callable[..., Visit]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Server]:
    """A server over the people of :mod:`tests.signing_register`, with an activity on which an opinion is due."""
    path = tmp_path / "register.duckdb"
    signing_register.build(path)
    work = signing_register.office(path)
    work.create(ED, "activity", {**PAYROLL, "name": "Payroll"})
    work.register.close()
    with running(path, tmp_path / "log.txt") as started:
        yield started


EDIT = f"/record?id=ACT-00001&edit=1&lang=en&view_as={DPO}"
SAVED = text("drafts.record.saved", "en", moment="").split("{")[0].split(" ")[0]
LONG = "Why this data is needed, 用途说明. " * 300


def description(page: Page) -> Locator:
    """Return the text area of the description of the record being edited."""
    return page.get_by_role("textbox", name="Description", exact=True)


def numbered(page: Page) -> Locator:
    """Return the text input of the reference number of the record being edited."""
    return page.locator('[class*="st-key-edit-"][class*="-reference"] input')


def until_saved(page: Page) -> None:
    """Wait until the page says that the draft is kept."""
    expect(page.get_by_text(SAVED).first).to_be_visible()


def test_what_was_typed_comes_back_after_a_silence_and_a_reload(server: Server, visitor: Visitor) -> None:
    """Typing and waiting is enough: no Tab, no click; the focus stays and typing goes on."""
    visit = visitor(server)
    page = visit.open(EDIT)
    description(page).click()

    page.keyboard.type("Letters to ")
    until_saved(page)
    assert description(page).evaluate("field => field === document.activeElement")
    page.keyboard.type("subscribers")
    page.wait_for_timeout(2_500)
    visit.settle()
    page.reload()
    visit.settle()

    expect(description(page)).to_have_value("Letters to subscribers")
    assert visit.errors == []


@pytest.mark.parametrize("way", ["reload", "menu", "close"])
def test_leaving_at_once_loses_nothing(fresh_server: Server, visitor: Visitor, way: str) -> None:
    """Reload, another page and Back, or closing the window right after the last key."""
    visit = visitor(fresh_server)
    page = visit.open(EDIT)
    description(page).click()
    page.keyboard.type("Typed and gone")

    if way == "reload":
        page.reload()
    elif way == "menu":
        page.get_by_role("link", name=text("page.journal", "en")).click()
        expect(page.get_by_role("heading", name=text("page.journal", "en"))).to_be_visible()
        visit.settle()
        page.go_back()
    else:
        other = page.context.new_page()
        page.close(run_before_unload=True)
        visit.page = page = other
        page.wait_for_timeout(1_000)
        visit.open(EDIT)
    visit.settle()

    expect(description(page)).to_have_value("Typed and gone")


def test_back_right_after_typing_loses_nothing(fresh_server: Server, visitor: Visitor) -> None:
    """The Back button of the browser leaves no field, and still nothing is lost."""
    visit = visitor(fresh_server)
    page = visit.open(EDIT.replace("&edit=1", ""))
    page.locator(".st-key-record-edit").get_by_role("button").click()
    description(page).click()
    page.keyboard.type("Back and forth")

    page.go_back()
    expect(page.locator(".st-key-record-edit")).to_be_visible()
    visit.settle()
    page.locator(".st-key-record-edit").get_by_role("button").click()

    expect(description(page)).to_have_value("Back and forth")


def test_back_to_another_document_loses_nothing(fresh_server: Server, visitor: Visitor) -> None:
    """A moment after the last key it is kept, also when Back leaves the document: no field is left then."""
    visit = visitor(fresh_server)
    visit.open("/activities?lang=en")
    page = visit.open(EDIT)
    description(page).click()
    page.keyboard.type("Another document")
    page.wait_for_timeout(1_300)

    page.go_back()
    page.wait_for_timeout(500)
    visit.open(EDIT)

    expect(description(page)).to_have_value("Another document")


def test_a_killed_server_has_kept_it(tmp_path: Path, visitor: Visitor) -> None:
    """What the page called saved is there after kill -9 and a restart."""
    register = tmp_path / "register.duckdb"
    build(register)
    with running(register, tmp_path / "log.txt") as first:
        visit = visitor(first)
        page = visit.open(EDIT)
        description(page).click()
        page.keyboard.type("Before the crash")
        until_saved(page)
        os.kill(first.process.pid, signal.SIGKILL)
        first.process.wait()

    with running(register, tmp_path / "log2.txt") as second:
        again = visitor(second)
        page = again.open(EDIT)

        expect(description(page)).to_have_value("Before the crash")


def test_two_windows_of_one_person_work_on_one_draft(fresh_server: Server, visitor: Visitor) -> None:
    """Each types into another field; both have both, and neither overwrites the other."""
    visit = visitor(fresh_server)
    first = visit.open(EDIT)
    second_visit = Visit(first.context.new_page(), fresh_server)
    second = second_visit.open(EDIT)

    description(first).click()
    first.keyboard.type("From the first")
    until_saved(first)
    reference = numbered(second)
    reference.click()
    second.keyboard.type("M-17")
    until_saved(second)

    expect(description(second)).to_have_value("From the first")
    first.reload()
    visit.settle()
    expect(description(first)).to_have_value("From the first")
    expect(numbered(first)).to_have_value("M-17")


def test_a_long_opinion_in_its_menu_comes_back(office: Server, visitor: Visitor) -> None:
    """Ten thousand characters in a menu: the menu stays open while they are kept, and they come back."""
    visit = visitor(office)
    page = visit.open(f"/record?id=ACT-00001&lang=en&view_as={DI}")
    page.locator(".st-key-opinion-give").get_by_role("button").click()
    field = page.locator(".st-key-opinion-text textarea")
    field.click()
    page.keyboard.insert_text(LONG[:9_990])
    page.wait_for_timeout(2_500)
    visit.settle()
    expect(field).to_be_visible()
    page.keyboard.type("The end")

    page.reload()
    visit.settle()
    page.locator(".st-key-opinion-give").get_by_role("button").click()

    expect(page.locator(".st-key-opinion-text textarea")).to_have_value(LONG[:9_990] + "The end")
    page.get_by_role("button", name=text("drafts.discard", "en")).click()
    expect(page.locator(".st-key-opinion-text textarea")).to_have_value("")
    page.get_by_role("button", name=text("drafts.undo", "en")).click()
    expect(page.locator(".st-key-opinion-text textarea")).to_have_value(LONG[:9_990] + "The end")
