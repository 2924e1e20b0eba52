"""The pages of the law in a real browser: from a rule down to the field that mends it, both laws, documents."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from governance.language import LANGUAGES, Language, text
from tests import lawful_register
from tests.browser.conftest import Server, Visit, running
from tests.lawful_register import DPO, NEWSLETTER, PAYROLL

pytestmark = pytest.mark.browser
Visitor = Callable[..., Visit]
PLACES = (
    "/findings",
    "/findings?rule=TRIAL-2",
    f"/findings?rule=TRIAL-1&record={PAYROLL}&row=p1",
    f"/twolaws?activity={NEWSLETTER}",
    f"/documents?record={NEWSLETTER}&cell=processor_contract",
    f"/record?id={NEWSLETTER}&tab=law",
)
HEADER, ROW = 33, 33


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of this module's own, over the register whose findings are known, judged by the trial law too."""
    folder = tmp_path_factory.mktemp("server")
    lawful_register.build(folder / "register.duckdb")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RECITAL_DATA", str(lawful_register.LAW))
        with running(folder / "register.duckdb", folder / "log.txt") as started:
            yield started


def settled(visit: Visit) -> None:
    """Wait until a click has reached the server and its answer is drawn."""
    visit.page.wait_for_timeout(500)
    visit.settle()


def query(page: Page) -> dict[str, str]:
    """Return the query of the address."""
    return {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}


def pick_row(visit: Visit, table: int, row: int) -> None:
    """Tick a line of a table, counted from 0."""
    box = visit.page.locator('[data-testid="stDataFrame"]').nth(table).bounding_box()
    assert box is not None
    visit.page.mouse.click(box["x"] + 16, box["y"] + HEADER + ROW * row + ROW / 2)
    settled(visit)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_place_is_clean(server: Server, visitor: Visitor, language: Language, dark: bool) -> None:
    """Every page and level draws in both languages and themes, without an error in the console or a foreign request."""
    visit = visitor(server, dark=dark)

    for place in PLACES:
        page = visit.open(f"{place}{'&' if '?' in place else '?'}lang={language}&view_as={DPO}")
        expect(page.get_by_text(text("error.script_title", language), exact=True)).to_have_count(0)

    assert visit.errors == []
    assert visit.outside == []


def test_phone_needs_no_sideways_scroll(server: Server, visitor: Visitor) -> None:
    """At 390 pixels every page and level fits."""
    visit = visitor(server, width=390)

    for place in PLACES:
        page = visit.open(place)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, place


def test_from_the_rule_to_the_field_that_mends_it(server: Server, visitor: Visitor) -> None:
    """Rule, thing, facts, field: each click leads one step on, and the last opens the row of the record for editing."""
    visit = visitor(server)
    page = visit.open(f"/findings?law=trial&severity=high&view_as={DPO}")

    pick_row(visit, 0, 0)
    assert query(page)["rule"] == "TRIAL-2"
    pick_row(visit, 0, 0)
    assert (query(page)["record"], query(page)["row"]) == (NEWSLETTER, "d2")
    expect(page.get_by_text("Its end can be computed")).to_be_visible()

    page.get_by_role("button", name="Fix: Data").click()
    settled(visit)
    assert urlsplit(page.url).path == "/record"
    assert query(page) | {"id": NEWSLETTER, "tab": "data", "edit": "1", "row": "d2"} == query(page)
    expect(page.get_by_role("textbox", name="Data as written").first).to_have_value("Diets")
    assert visit.errors == []


def test_back_undoes_a_step(server: Server, visitor: Visitor) -> None:
    """The browser's Back leads from the rule to the list, the filter kept."""
    visit = visitor(server)
    page = visit.open(f"/findings?law=trial&view_as={DPO}")

    pick_row(visit, 0, 1)
    assert query(page)["rule"] == "TRIAL-2"
    page.go_back()
    settled(visit)

    expect(page.get_by_text(text("findings.rules.pick", "en"))).to_be_visible()
    assert query(page)["law"] == "trial"


def test_export_holds_every_finding_chosen(server: Server, visitor: Visitor, tmp_path: Path) -> None:
    """The CSV of all findings has one line each, in words, hostile names as text."""
    visit = visitor(server)
    page = visit.open(f"/findings?law=trial&view_as={DPO}")

    page.get_by_role("button", name=text("findings.export", "en")).click()
    settled(visit)
    with page.expect_download() as waiting:
        page.get_by_role("link", name=text("table.export.csv", "en")).click()
    lines = Path(waiting.value.path()).read_text("utf-8-sig").splitlines()

    assert len(lines) == 18
    assert lines[0].startswith(text("law.filter.severity", "en"))
    assert "No basis on trial" in lines[1]
    assert "Accepted for a time" in lines[1]
