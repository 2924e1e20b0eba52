"""The pages that judge, in a real browser: from a figure down to one fact, risks, officers, history, own register."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from governance.language import LANGUAGES, Language, text
from tests.browser.conftest import Server, Visit, running
from tests.judged_register import ADMINISTRATOR, NEWSLETTER, build

pytestmark = pytest.mark.browser
Visitor = Callable[..., Visit]
PLACES = (
    "/",
    "/heatmap",
    "/heatmap?department=DEP-00001",
    f"/heatmap?department=DEP-00001&activity={NEWSLETTER}&stage=store",
    "/matrix",
    "/matrix?view=department",
    "/matrix?view=person",
    "/matrix?view=issues",
    "/dpo",
    "/risks",
    "/journal",
    "/settings",
    "/start",
    "/glossary",
    "/glossary?part=guide",
)
HEADER, ROW = 33, 33


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of this module's own, over the judged register."""
    folder = tmp_path_factory.mktemp("server")
    build(folder / "register.duckdb")
    with running(folder / "register.duckdb", folder / "log.txt") as started:
        yield started


def settled(visit: Visit) -> None:
    """Wait until a click has reached the server and its answer is drawn."""
    visit.page.wait_for_timeout(400)
    visit.settle()


def query(page: Page) -> dict[str, str]:
    """Return the query of the address."""
    return {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}


def click_cell(visit: Visit, table: Locator, row: int, x: float) -> None:
    """Click into a table, ``row`` counted from 0, ``x`` pixels from its left edge (from its right when negative)."""
    table.scroll_into_view_if_needed()
    box = table.bounding_box()
    assert box is not None
    left = box["x"] + x if x >= 0 else box["x"] + box["width"] + x
    visit.page.mouse.click(left, box["y"] + HEADER + ROW * row + ROW / 2)
    settled(visit)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_place_is_clean(server: Server, visitor: Visitor, language: Language, dark: bool) -> None:
    """Every page and level draws in both languages and themes, without an error in the console."""
    visit = visitor(server, dark=dark)

    for place in PLACES:
        page = visit.open(f"{place}{'&' if '?' in place else '?'}lang={language}")
        expect(page.get_by_text(text("error.script_title", language), exact=True)).to_have_count(0)

    assert visit.errors == []
    assert visit.outside == []


def test_phone_needs_no_sideways_scroll(server: Server, visitor: Visitor) -> None:
    """At 390 pixels every page and level fits."""
    visit = visitor(server, width=390)

    for place in PLACES:
        page = visit.open(place)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, place


def test_from_the_heat_map_down_to_the_record(server: Server, visitor: Visitor) -> None:
    """Heat map, department, cell, missing fact: each click leads one level down, and the last into the record."""
    visit = visitor(server)
    page = visit.open("/")
    chart = page.locator(".st-key-panel_gaps canvas").first
    chart.scroll_into_view_if_needed()
    box = chart.bounding_box()
    assert box is not None

    page.mouse.click(box["x"] + box["width"] - 30, box["y"] + box["height"] - 20)
    settled(visit)
    assert urlsplit(page.url).path == "/heatmap"
    assert query(page)["department"] == "DEP-00001"

    click_cell(visit, page.locator('[data-testid="stDataFrame"]').first, 0, 300 + 96 + 118 + 40)
    assert (query(page)["activity"], query(page)["stage"]) == (NEWSLETTER, "store")
    expect(page.get_by_text(text("state.partial", "en"), exact=True)).to_be_visible()
    expect(page.get_by_text(text("fix.accountable.several", "en"))).to_be_visible()

    page.locator(".st-key-card_fact_accountable").get_by_role(
        "button", name=text("dash.cell.fix", "en")
    ).click()
    settled(visit)
    assert urlsplit(page.url).path == "/record"
    assert query(page) | {"id": NEWSLETTER, "edit": "1", "tab": "stages"} == query(page)
    assert visit.errors == []


def test_back_goes_up_a_level(server: Server, visitor: Visitor) -> None:
    """The path above a cell leads up, and so does the browser's Back."""
    visit = visitor(server)
    page = visit.open(f"/heatmap?department=DEP-00001&activity={NEWSLETTER}&stage=store")

    page.get_by_role("button", name="Marketing", exact=True).click()
    settled(visit)
    assert "activity" not in query(page)
    page.go_back()
    settled(visit)

    expect(page.get_by_text(text("fact.policy", "en")).first).to_be_visible()


def test_figure_opens_formula_and_rows(server: Server, visitor: Visitor) -> None:
    """A figure tells its formula, its counts and its rows."""
    visit = visitor(server)
    page = visit.open("/")

    page.locator(".st-key-card_coverage").get_by_role("button").last.click()
    settled(visit)

    opened = page.locator('[data-testid="stPopoverBody"]')
    expect(opened).to_contain_text(text("figure.coverage.formula", "en")[:60])
    expect(opened.locator('[data-testid="stDataFrame"]')).to_be_visible()


def test_square_of_risks_lists_them(server: Server, visitor: Visitor) -> None:
    """A square of the field after measures lists its risk; the choice is in the address and can be undone."""
    visit = visitor(server)
    page = visit.open("/risks?square=after-4-4")
    expect(page.get_by_text("1 of 1 row", exact=True)).to_be_visible()

    page.get_by_role("button", name=text("dash.risk.square.clear", "en")).click()
    settled(visit)

    assert "square" not in query(page)
    chart = page.locator(".st-key-panel_risk_after canvas").first
    box = chart.bounding_box()
    assert box is not None
    # Impact 4, likelihood 4: second square from the right, second row from the top.
    page.mouse.click(box["x"] + box["width"] - 12 - 1.5 * (box["width"] - 140) / 5, box["y"] + 80)
    settled(visit)
    assert query(page)["square"] == "after-4-4"


@pytest.mark.parametrize("language", LANGUAGES)
def test_matrix_cell_opens_what_is_behind(server: Server, visitor: Visitor, language: Language) -> None:
    """A cell of the matrix lists activity, letter, post and holder."""
    visit = visitor(server)
    page = visit.open(f"/matrix?lang={language}&view=person")

    click_cell(visit, page.locator('[data-testid="stDataFrame"]').first, 0, 250 + 40)

    expect(page.locator('[data-testid="stDataFrame"]')).to_have_count(2)
    assert visit.errors == []


def test_journal_shows_an_entry_and_its_verdict(server: Server, visitor: Visitor) -> None:
    """A picked entry shows who, when and why; the check says that the journal is whole."""
    visit = visitor(server)
    page = visit.open("/journal")

    click_cell(visit, page.locator('[data-testid="stDataFrame"]').first, 0, 15)
    expect(page.locator(".st-key-panel_entry")).to_contain_text("Risks of the first round")
    page.get_by_role("button", name=text("dash.journal.verify", "en")).click()
    settled(visit)

    expect(page.locator('[data-testid="stAlert"]')).to_contain_text(re.compile("all [0-9]+ entries"))


def test_own_register_and_back_to_the_demo(server: Server, visitor: Visitor) -> None:
    """A register of one's own starts beside the demo, leads on to the import, and the demo is one click away."""
    visit = visitor(server)
    page = visit.open("/start?way=import")

    page.get_by_label(text("dash.start.organisation", "en")).fill("Hanse Kontor")
    page.get_by_label(text("dash.start.person", "en")).fill("Mia Lang")
    page.get_by_role("button", name=text("dash.start.go", "en")).click()
    page.wait_for_url(re.compile("/importing"))
    settled(visit)
    expect(page.get_by_role("button", name="Mia Lang")).to_be_visible()
    visit.open("/")
    expect(page.get_by_text(text("figure.no_data", "en"), exact=True).first).to_be_visible()

    visit.open("/settings")
    page.get_by_role("button", name="register.duckdb").click()
    settled(visit)
    expect(page.get_by_text(text("frame.demo", "en"))).to_be_visible()


def test_administrator_gives_a_right(server: Server, visitor: Visitor) -> None:
    """A right given to a new person is in the list at once."""
    visit = visitor(server)
    page = visit.open(f"/settings?view_as={ADMINISTRATOR}")

    page.get_by_role("button", name=text("dash.grants.add", "en")).click()
    settled(visit)
    page.get_by_label(text("dash.grants.new", "en")).fill("Noor Dekker")
    page.get_by_role("button", name=text("dash.grants.give", "en")).click()
    page.wait_for_timeout(1000)
    settled(visit)

    expect(page.locator(".st-key-panel_grants")).to_contain_text("Noor Dekker")
    assert visit.errors == []


def test_a_fact_mended_in_the_record_changes_the_figure(tmp_path: Path, visitor: Visitor) -> None:
    """From the cell with two accountable posts into the record, one taken out, saved: the figure falls to none."""
    build(tmp_path / "register.duckdb")
    cell = f"/heatmap?department=DEP-00001&activity={NEWSLETTER}&stage=store"
    with running(tmp_path / "register.duckdb", tmp_path / "log.txt") as own:
        visit = visitor(own)
        page = visit.open(cell)
        expect(page.get_by_text(text("fix.accountable.several", "en"))).to_be_visible()
        page.locator(".st-key-card_fact_accountable").get_by_role(
            "button", name=text("dash.cell.fix", "en")
        ).click()
        settled(visit)

        page.locator('[class*="stages-store-fold"]').first.click()
        settled(visit)
        page.locator('[class*="stages-store-roles-r2-remove"] button').first.click()
        expect(page.locator('[class*="stages-store-roles-r2-remove"]')).to_have_count(0)
        settled(visit)
        page.get_by_placeholder("Why this change?").fill("One post answers")
        page.keyboard.press("Tab")
        page.locator(".st-key-save-save button").click()
        settled(visit)

        page = visit.open(cell)
        expect(page.locator(".st-key-card_fact_accountable")).to_be_visible()
        expect(page.get_by_text(text("fix.accountable.several", "en"))).to_have_count(0)
        assert visit.errors == []
