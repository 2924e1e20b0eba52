"""The insight pages over the demonstration, in a real browser: back in time, ahead, down to the record and back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from governance.exchange import demo
from governance.language import Language, text
from tests import printed
from tests.browser.conftest import Server, Visit, running
from tests.browser.test_insight import click_cell, query, settled

pytestmark = pytest.mark.browser
Visitor = Callable[..., Visit]
PAGES = (
    "/", "/heatmap", "/since", "/forecast", "/trends", "/exposure", "/deletions", "/flows", "/flows?view=transfers",
    "/flows?view=purposes", "/crosswalk", "/figures", "/board",
)  # fmt: skip
HEADLINES = ("coverage", "accountability.gaps", "officers.in_post", "risk.high")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server over the demonstration, which has a past."""
    folder = tmp_path_factory.mktemp("server")
    demo.build(folder / "register.duckdb", datetime.now(UTC).date())
    with running(folder / "register.duckdb", folder / "log.txt") as started:
        yield started


def days_ago(days: int) -> str:
    """Return a day before today as addresses write it."""
    return (datetime.now(UTC).date() - timedelta(days=days)).isoformat()


def tables(page: Page, panel: str = "") -> Locator:
    """Return the tables of a panel, or of the page."""
    return page.locator(f'{f".st-key-panel_{panel} " if panel else ""}[data-testid="stDataFrame"]')


@pytest.mark.parametrize(("language", "dark", "width"), [("en", False, 1440), ("zh", True, 390)])
def test_every_page_is_clean(
    server: Server, visitor: Visitor, language: Language, dark: bool, width: int
) -> None:
    """Every page draws without an error in the console, and fits the screen."""
    visit = visitor(server, dark=dark, width=width)

    for place in PAGES:
        page = visit.open(f"{place}{'&' if '?' in place else '?'}lang={language}")
        expect(page.get_by_text(text("error.script_title", language), exact=True)).to_have_count(0)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, place

    assert visit.errors == []
    assert visit.outside == []


def test_the_posture_is_told_in_one_minute(server: Server, visitor: Visitor) -> None:
    """Weakest stage, who acts first and what presses stand together, above the charts."""
    visit = visitor(server)
    page = visit.open("/?lang=en")
    short = page.locator(".st-key-panel_short")

    expect(short.locator(".st-key-short_stage h3")).to_have_text("Share")
    expect(short.locator(".st-key-short_who li").first).to_contain_text(
        "Marketing and Brand · Head of marketing,"
    )
    expect(short.locator(".st-key-short_presses li")).to_have_count(4)
    expect(short.locator(".st-key-short_presses li").first).to_contain_text("critical legal finding")
    box, gaps = short.bounding_box(), page.locator(".st-key-panel_gaps").bounding_box()
    assert box is not None
    assert gaps is not None
    assert box["y"] + box["height"] <= gaps["y"]


def test_since_compares_two_days_and_leads_to_the_record_and_back(server: Server, visitor: Visitor) -> None:
    """With an earlier day and a figure in the address its causes are named; Back from one returns to the same choice."""
    visit = visitor(server)
    page = visit.open(f"/since?lang=en&period=day&from={days_ago(60)}&figure=coverage")
    expect(page.locator(".st-key-panel_since_why")).to_contain_text(text("figure.coverage", "en"))
    before = query(page)

    click_cell(visit, tables(page, "since_why").first, 0, 15)
    assert urlsplit(page.url).path == "/record"
    page.go_back()
    settled(visit)

    assert (urlsplit(page.url).path, query(page)) == ("/since", before)
    expect(page.locator(".st-key-panel_since_why")).to_be_visible()
    assert visit.errors == []


def test_the_forecast_opens_what_rests_on_a_thing(server: Server, visitor: Visitor) -> None:
    """A picked line lists the stages that rest on it, and leads to its record."""
    visit = visitor(server)
    page = visit.open("/forecast?lang=en")

    click_cell(visit, tables(page, "forecast_first").first, 0, 15)
    kind, _, record = query(page)["item"].partition(":")
    expect(page.locator(".st-key-card_forecast_cells")).to_be_visible()
    page.locator(".st-key-forecast-open button").click()
    settled(visit)

    assert kind == "evidence"
    assert query(page)["id"] == record
    assert visit.errors == []


def test_trends_show_the_figures_of_the_address_in_numbers_too(server: Server, visitor: Visitor) -> None:
    """Chosen figures are drawn, and the numbers behind the lines unfold."""
    visit = visitor(server)
    page = visit.open("/trends?lang=en&figures=coverage,risk.high")

    expect(page.locator('[data-testid="stPlotlyChart"]')).to_have_count(2)
    page.get_by_text(text("ins.trends.numbers", "en"), exact=True).click()
    settled(visit)

    expect(tables(page).first).to_be_visible()
    assert visit.errors == []


def test_back_from_a_record_keeps_the_way_down(server: Server, visitor: Visitor) -> None:
    """From exposure and from the heat map into a record: Back returns to the choice one came from."""
    visit = visitor(server)
    page = visit.open("/exposure?lang=en&order=open_risks")
    click_cell(visit, tables(page, "exposure_activities").first, 0, 15)
    assert urlsplit(page.url).path == "/record"
    page.go_back()
    settled(visit)
    assert (urlsplit(page.url).path, query(page)["order"]) == ("/exposure", "open_risks")

    page = visit.open("/heatmap?lang=en&department=DEP-00007")
    click_cell(visit, tables(page).first, 0, 100)
    assert urlsplit(page.url).path == "/record"
    page.go_back()
    settled(visit)
    assert (urlsplit(page.url).path, query(page)["department"]) == ("/heatmap", "DEP-00007")
    assert visit.errors == []


def test_one_choice_is_one_step_back(server: Server, visitor: Visitor) -> None:
    """A cell puts activity and stage into the address at once, and one Back takes both out."""
    visit = visitor(server)
    page = visit.open("/heatmap?lang=en&department=DEP-00007")

    click_cell(visit, tables(page).first, 0, 300 + 96 + 40)
    assert {"activity", "stage"} <= query(page).keys()
    page.go_back()
    settled(visit)

    assert query(page) == {"lang": "en", "department": "DEP-00007"}


def test_deletions_crosswalk_and_figures_open_their_rows(server: Server, visitor: Visitor) -> None:
    """A state of the calendar, a process area and a figure each list what is behind them."""
    visit = visitor(server)
    page = visit.open("/deletions?lang=en&state=hold")
    expect(tables(page).first).to_be_visible()

    page = visit.open("/crosswalk?lang=en")
    click_cell(visit, tables(page).first, 1, 15)
    assert query(page)["area"] == "PA02"

    page = visit.open("/figures?lang=en")
    click_cell(visit, tables(page).first, 2, 15)
    assert query(page)["figure"] == "coverage"
    expect(page.locator('[class*="_detail"]').last).to_contain_text(
        text("figure.coverage.formula", "en")[:60]
    )
    assert visit.errors == []


def test_a_past_day_is_marked_and_cannot_be_changed(server: Server, visitor: Visitor) -> None:
    """The strip names the day on every page, figures are of that day, and a record offers no edit."""
    visit = visitor(server)
    page = visit.open(f"/?lang=en&as_of={days_ago(90)}")
    past = page.locator(".st-key-card_coverage [data-testid=stMetricValue]").inner_text()
    expect(page.locator(".st-key-banner_past")).to_be_visible()

    page = visit.open(f"/record?lang=en&id=ACT-00031&as_of={days_ago(90)}")
    expect(page.locator(".st-key-banner_past")).to_be_visible()
    expect(page.get_by_role("button", name=text("register.edit", "en"), exact=True)).to_have_count(0)

    page = visitor(server).open("/?lang=en")
    expect(page.locator(".st-key-banner_past")).to_have_count(0)
    assert page.locator(".st-key-card_coverage [data-testid=stMetricValue]").inner_text() != past


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_board_pack_prints_the_figures_of_the_screen(
    server: Server, visitor: Visitor, language: Language
) -> None:
    """The four figures of the posture page stand in the pack, to the digit, below the same titles."""
    visit = visitor(server)
    page = visit.open(f"/?lang={language}")
    shown = {
        each: page.locator(f".st-key-card_{each.replace('.', '_')} [data-testid=stMetricValue]").inner_text()
        for each in HEADLINES
    }

    page = visit.open(f"/board?lang={language}")
    page.get_by_role("button", name=text("report.page.make", language)).click()
    link = page.get_by_role("link", name=text("report.page.download", language))
    expect(link).to_be_visible(timeout=60_000)
    with page.expect_download() as download:
        link.click()

    first = printed.flat(printed.pages(Path(download.value.path()).read_bytes())[0])
    for each, value in shown.items():
        title = printed.flat(text(f"figure.{each}", language))
        assert title in first, each
        assert printed.flat(value) in first, each
