"""In a real browser, over a register full of hostile text: nothing is fetched, run, drawn as a picture or torn apart."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Dialog

from tests import two_departments as two
from tests.browser.conftest import Server, Visit, running
from tests.hostile import HOSTILE

RECORDS = [two.linked(two.HERE, "00001")[kind] for kind in ("activity", "system", "incident")]
PAGES = (
    "/", "/work", "/activities", "/records?kind=evidence", "/search?q=zq", "/heatmap", "/matrix", "/risks", "/findings", "/official",
    "/flows", "/cascade", "/clocks", "/journal", "/settings", "/organisations", "/exposure",
    *(f"/record?id={record}" for record in RECORDS), f"/record?id={RECORDS[0]}&tab=history", f"/record?id={RECORDS[0]}&edit=1",
)  # fmt: skip
NARROW = 390
# What a text would have become, had it been read as more than text. Icons of ours stand outside of its words.
DRAWN = """() => {
  const inside = [...document.querySelectorAll('[data-testid="stMarkdownContainer"], [data-testid="stAlert"], button, a')];
  const found = [];
  for (const each of inside) {
    if (!each.innerText.includes('zq')) continue;
    for (const what of ['img', '.katex', 'a[href*="evil"]', 'a[href^="javascript"]', 'script', 'iframe'])
      if (each.querySelector(what)) found.push(what);
    if (/[\\u{1F600}-\\u{1F64F}]|→|\\u202e/u.test(each.innerText)) found.push('picture or turned: ' + each.innerText.slice(0, 200));
  }
  return found;
}"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server over the register of two departments, one of them full of hostile text."""
    folder = tmp_path_factory.mktemp("server")
    two.build(folder / "register.duckdb", text=HOSTILE, contact=HOSTILE)
    with running(folder / "register.duckdb", folder / "log.txt") as started:
        yield started


@pytest.mark.parametrize("width", [1440, NARROW])
def test_hostile_text_is_only_text(server: Server, visitor: Callable[..., Visit], width: int) -> None:
    """No request to another host, no dialog, no complaint of the console, no picture or formula, no torn page."""
    visit = visitor(server, width=width)
    dialogs: list[str] = []

    def told(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    visit.page.on("dialog", told)
    wrong: dict[str, object] = {}
    for path in PAGES:
        page = visit.open(path)
        found = page.evaluate(DRAWN)
        wide = page.evaluate("document.scrollingElement.scrollWidth - window.innerWidth")
        failed = page.locator('[data-testid="stException"]').count()
        if found or wide > 0 or failed:
            wrong[path] = (found, wide, failed)

    assert wrong == {}
    assert dialogs == []
    assert visit.errors == []
    assert visit.outside == []
