"""Every main task with the keyboard alone: Tab, Enter, Space, arrows and letters; the focus is seen and not lost."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests import signing_register
from tests.browser.conftest import Server, Visit, running
from tests.signing_register import BO, DI, ED, PAYROLL

pytestmark = pytest.mark.browser

Visitor = Callable[..., Visit]
FARTHEST = 160  # steps with Tab over the longest page
# A focus is seen by a ring, a shadow, a border of its own colour, the caret of a text field, or in a grid drawn as a picture.
SEEN = """element => {
  let each = element;
  for (let step = 0; each && step < 3; step += 1, each = each.parentElement) {
    const style = getComputedStyle(each);
    if (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) return true;
    if (style.boxShadow !== 'none') return true;
  }
  return element.matches('input, textarea, [role=grid], [contenteditable]') || element.closest('canvas') !== null;
}"""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server over the people of :mod:`tests.signing_register`, with activities to sign and an opinion to answer."""
    folder = tmp_path_factory.mktemp("office")
    signing_register.build(folder / "register.duckdb")
    work = signing_register.office(folder / "register.duckdb")
    work.create(DI, "campaign", {"name": "Round", "starts_on": "2026-03-02"})
    for name in ("Payroll", "Recruiting", "Pensions"):
        work.create(ED, "activity", {**PAYROLL, "name": name})
    opinion = {
        "name": "On recruiting",
        "subject": "ACT-00002",
        "verdict": "with_conditions",
        "text": "With care",
    }
    work.create(DI, "opinion", opinion)
    work.register.close()
    with running(folder / "register.duckdb", folder / "log.txt") as started:
        yield started


def go_to(page: Page, wanted: Locator) -> None:
    """Press Tab until ``wanted`` (or something in it) has the focus, and see that the focus is visible."""
    handle = wanted.first.element_handle()
    for _ in range(FARTHEST):
        if page.evaluate("wanted => wanted.contains(document.activeElement)", handle):
            assert page.evaluate(SEEN, page.evaluate_handle("document.activeElement")), (
                "the focus is not seen"
            )
            return
        page.keyboard.press("Tab")
    pytest.fail(f"Tab does not reach {wanted}")


def keyed(page: Page, key: str) -> Locator:
    """Return what has the widget key ``key``."""
    return page.locator(f".st-key-{key.replace('.', '-')}")


def test_a_record_is_opened_edited_and_saved(office: Server, visitor: Visitor) -> None:
    """From the list by its row, then the button, the field and the save bar."""
    visit = visitor(office)
    page = visit.open(f"/activities?lang=en&view_as={ED}")
    go_to(page, page.locator('[data-testid="data-grid-canvas"]'))
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Shift+Space")
    go_to(page, keyed(page, "record.edit").get_by_role("button"))
    page.keyboard.press("Enter")
    go_to(page, page.get_by_role("textbox", name="Description", exact=True))
    page.keyboard.type("By keyboard")
    go_to(page, keyed(page, "save.save").get_by_role("button"))
    page.keyboard.press("Enter")

    expect(page.get_by_text("By keyboard")).to_be_visible()
    assert visit.errors == []


def test_a_record_is_submitted(office: Server, visitor: Visitor) -> None:
    """The menu opens with Enter, its reason and button are reached with Tab."""
    page = visitor(office).open(f"/record?id=ACT-00001&lang=en&view_as={ED}")
    go_to(page, keyed(page, "signoff.submit").get_by_role("button"))
    page.keyboard.press("Enter")
    expect(keyed(page, "signoff.submit.confirm")).to_be_visible()
    go_to(page, keyed(page, "signoff.submit.confirm").get_by_role("button"))
    page.keyboard.press("Enter")

    expect(page.get_by_text("Submitted by Ed")).to_be_visible()


def test_an_opinion_is_answered(office: Server, visitor: Visitor) -> None:
    """The choice with Space, the reason by letters, the button with Enter."""
    page = visitor(office).open(f"/record?id=ACT-00002&lang=en&view_as={BO}")
    go_to(page, keyed(page, "reply.OPI-00001").get_by_role("button"))
    page.keyboard.press("Enter")
    expect(keyed(page, "reply.OPI-00001.reason")).to_be_visible()
    go_to(page, keyed(page, "reply.OPI-00001.answer"))
    page.keyboard.press("Space")
    go_to(page, keyed(page, "reply.OPI-00001.reason").locator("textarea"))
    page.keyboard.type("We follow it")
    go_to(page, keyed(page, "reply.OPI-00001.confirm").get_by_role("button"))
    page.keyboard.press("Enter")

    expect(page.get_by_text("We follow it")).to_be_visible()


def test_a_record_is_attested(office: Server, visitor: Visitor) -> None:
    """One Enter on the button of the card."""
    visit = visitor(office)
    page = visit.open(f"/attest?lang=en&view_as={ED}")
    wanted = keyed(page, "attest.ACT-00003").get_by_role("button")
    go_to(page, wanted)
    page.keyboard.press("Enter")

    expect(wanted).to_have_count(0)


def test_a_list_is_filtered_and_the_focus_stays(office: Server, visitor: Visitor) -> None:
    """After Enter the words stand, the list is shorter, and the focus is where it was."""
    visit = visitor(office)
    page = visit.open(f"/activities?lang=en&view_as={ED}")
    box = keyed(page, "activities.q").locator("input")
    go_to(page, box)
    page.keyboard.type("pensions")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("q=pensions"))
    visit.settle()

    assert box.evaluate("field => field === document.activeElement")


def test_a_past_day_is_chosen(office: Server, visitor: Visitor) -> None:
    """The menu of the date, its second choice with an arrow."""
    visit = visitor(office)
    page = visit.open(f"/journal?lang=en&view_as={DI}")
    go_to(page, keyed(page, "frame.date").get_by_role("button"))
    page.keyboard.press("Enter")
    go_to(page, page.locator('[data-testid="stRadio"] input').first)
    page.keyboard.press("ArrowDown")

    expect(keyed(page, "banner_past")).to_be_visible()


def test_the_language_is_changed(office: Server, visitor: Visitor) -> None:
    """The other language with an arrow or Tab, and Space."""
    page = visitor(office).open(f"/glossary?lang=en&view_as={DI}")
    choice = keyed(page, "frame.language")
    go_to(page, choice)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")

    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")


def test_the_skip_link_is_first_and_leads_to_the_text(office: Server, visitor: Visitor) -> None:
    """The first Tab shows it, Enter goes past the menu."""
    page = visitor(office).open(f"/glossary?lang=en&view_as={DI}")
    page.locator("body").press("Tab")
    skip = page.evaluate_handle("document.activeElement")
    assert page.evaluate("element => element.textContent", skip) == "Skip to main content"
    page.keyboard.press("Enter")

    page.keyboard.press("Tab")
    inside = "document.activeElement.closest('[data-testid=stSidebar]') === null"
    assert page.evaluate(inside)


def test_a_cell_of_the_heat_map_leads_to_its_rows(office: Server, visitor: Visitor) -> None:
    """The cell is chosen with arrows; what it stands for is in the address and on the page."""
    visit = visitor(office)
    page = visit.open(f"/heatmap?lang=en&view_as={DI}")
    go_to(page, page.locator('[data-testid="data-grid-canvas"]'))
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")

    expect(page).to_have_url(re.compile("department="))
