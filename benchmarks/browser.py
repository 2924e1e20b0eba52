"""A person's wait, in a real Chromium with an empty cache: from the address typed to the page drawn."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, sync_playwright

from benchmarks.measure import Line, Unavailable, line
from benchmarks.registers import Registers
from benchmarks.server import serving

AIM_READY, AIM_START = 2_500, 10_000  # milliseconds
REPEAT = 5
JUDGED = ("overview", "register")
PAGES = {"overview": "/", "register": "/activities", "coverage": "/heatmap", "record": "/record?id=ACT-00042"}
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")
# The end of the page arrived, nothing runs any more, and no place is still held by a grey box.
DRAWN = """() => document.querySelector('.recital-marker')
  && document.querySelector('[data-testid="stApp"]')?.dataset.testScriptState === 'notRunning'
  && !document.querySelector('[data-testid="stSkeleton"], [data-testid="stAppSkeleton"], [data-testid="stSpinner"]')
  && document.querySelector('h1, [data-testid="stHeading"]')"""


def measure(registers: Registers) -> Iterator[Line]:
    """Yield cold and warm visits to four pages, then the first start with no register at all."""
    registers.full(registers.middle)
    with _chromium() as browser:
        with registers.lent(registers.middle) as path, serving(path) as address:
            with _window(browser) as window:  # the server's own first visit does not count
                _visit(window, address, "/")
            for name, path_of_page in PAGES.items():
                yield _cold(browser, address, name, path_of_page, registers.middle)
            yield from _warm(browser, address, registers.middle)
        yield _first_start(browser, registers.folder)


def _cold(browser: Browser, address: str, name: str, page: str, size: int) -> Line:
    visits = []
    for _ in range(REPEAT):
        with _window(browser) as window:
            visits.append(_visit(window, address, page))
    return _line(f"cold cache, {name}, {size:,}", visits, AIM_READY if name in JUDGED else None)


def _warm(browser: Browser, address: str, size: int) -> Iterator[Line]:
    with _window(browser) as window:
        for name, page in PAGES.items():
            _visit(window, address, page)
            visits = [_visit(window, address, page) for _ in range(REPEAT)]
            yield _line(f"warm cache, {name}, {size:,}", visits)


def _line(name: str, visits: Sequence[Visit], aim: float | None = None) -> Line:
    """Return the line of ``visits``; a page that shows an error instead of itself is not judged."""
    wrong = next((each.wrong for each in visits if each.wrong), "")
    note = f"NOT THE PAGE: {wrong}" if wrong else ""
    return line(name, [each.milliseconds for each in visits], aim=None if wrong else aim, note=note)


def _first_start(browser: Browser, folder: Path) -> Line:
    """Start the program where there is no register: the demo is built, the page drawn."""
    path = folder / "copy.first.duckdb"
    start = time.perf_counter()
    try:
        with serving(path) as address:
            ready = time.perf_counter() - start
            with _window(browser) as window:
                visit = _visit(window, address, "/")
                taken = (time.perf_counter() - start) * 1000
    finally:
        for file in folder.glob("copy.first.*"):
            file.unlink()
    note = f"program, demo and register ready after {ready:.1f} s, then cold browser to page drawn"
    note += f"; NOT THE PAGE: {visit.wrong}" if visit.wrong else ""
    return Line("first start from nothing", taken, "ms", aim=None if visit.wrong else AIM_START, note=note)


@dataclass(frozen=True, slots=True)
class Visit:
    """Tell how long a page took to be drawn, and what was wrong when it showed an error in its place."""

    milliseconds: float
    wrong: str


def _visit(window: BrowserContext, address: str, page: str) -> Visit:
    tab = window.new_page()
    start = time.perf_counter()
    tab.goto(address + page, wait_until="commit")
    tab.wait_for_function(DRAWN, timeout=60_000)
    taken = (time.perf_counter() - start) * 1000
    wrong = tab.locator('[data-testid="stAlertContentError"], [data-testid="stException"]').all_inner_texts()
    tab.close()
    return Visit(taken, " ".join(wrong[0].split())[:60] if wrong else "")


@contextmanager
def _window(browser: Browser) -> Iterator[BrowserContext]:
    """Open a private window: an empty cache."""
    window = browser.new_context(locale="en-GB", viewport={"width": 1440, "height": 900})
    try:
        yield window
    finally:
        window.close()


@contextmanager
def _chromium() -> Iterator[Browser]:
    path = os.environ.get("RECITAL_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not path:
        raise Unavailable("no Chromium: run scripts/install-browser, or set RECITAL_CHROMIUM")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()
