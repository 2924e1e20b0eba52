"""Reports in Chromium: made beside the screen, looked at, taken along, and nobody else's."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests import printed
from tests.browser.conftest import Server, Visit, running
from tests.judged_register import NEWSLETTER, build

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server over the register whose answers are known by heart."""
    folder = tmp_path_factory.mktemp("server")
    build(folder / "register.duckdb")
    with running(folder / "register.duckdb", folder / "log.txt") as started:
        yield started


@pytest.mark.parametrize(
    ("language", "make", "get", "title"),
    [
        ("en", "Make the report", "Download the PDF", "Privacy governance: report to the board"),
        ("zh", "生成报告", "下载 PDF", "隐私治理情况报告"),
    ],
)
def test_the_board_pack_is_made_shown_and_taken_along(
    judged: Server, visitor: Callable[..., Visit], language: str, make: str, get: str, title: str
) -> None:
    """One press makes the pack; it is drawn on the page and downloads under its name; the console stays clean."""
    visit = visitor(judged)
    page = visit.open(f"/board?lang={language}")
    page.get_by_role("button", name=make).click()
    link = page.get_by_role("link", name=get)
    expect(link).to_be_visible(timeout=60_000)
    expect(page.locator("canvas").first).to_be_visible(timeout=30_000)

    with page.expect_download() as download:
        link.click()

    assert download.value.suggested_filename == f"board-pack-{language}.pdf"
    made = Path(download.value.path()).read_bytes()
    assert printed.flat(title) in printed.text_of(made)
    assert visit.errors == []
    assert visit.outside == []


def test_the_record_sheet_comes_from_the_record(judged: Server, visitor: Callable[..., Visit]) -> None:
    """The button on an activity makes its sheet, and another browser that knows the address gets nothing."""
    visit = visitor(judged)
    page = visit.open(f"/record?id={NEWSLETTER}&lang=en")
    page.get_by_text("Record sheet (PDF)").click()
    page.get_by_role("button", name="Make the report").click()
    link = page.get_by_role("link", name="Download the PDF")
    expect(link).to_be_visible(timeout=60_000)
    address = judged.url + str(link.get_attribute("href"))

    assert page.request.get(address).body().startswith(b"%PDF")
    other = visitor(judged)
    other.open("/board?lang=en")
    assert other.page.request.get(address).status == 404
    assert visit.errors == []
