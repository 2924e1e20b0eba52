"""The frame in a real browser: deep links, guards, both languages, both themes, no complaint in the console."""

from __future__ import annotations

import re
import socket
import urllib.request
from collections.abc import Callable
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from governance.language import LANGUAGES, Language, text
from governance.ui.navigation import ENTRIES
from tests.browser.conftest import STREAMLIT, Server, Visit, running
from tests.small_register import build

pytestmark = pytest.mark.browser

Visitor = Callable[..., Visit]
NAMES = [entry.name for entry in ENTRIES]
LISTED = [entry for entry in ENTRIES if entry.listed]

# Everything to be read or heard on the page that is English through and through. Left out: icons (their names are
# text), tables and charts (records of people), and words which are the same in Chinese texts.
LEFTOVERS = """() => {
  const found = new Set();
  const skip = '[data-testid="stIconMaterial"], [data-testid="stAlertDynamicIcon"], [role="img"], [role="grid"], .marks, ' +
    '.js-plotly-plot, code, script, style, noscript';
  const same = /English|Recital|Nordhafen Group|GDPR|PIPL|RACI|Excel|XLSX|CSV|JSON|ZIP|[A-Z]{3}-\\d+|\\S+@\\S+/g;
  const english = (words) => !/[\\u4e00-\\u9fff]/.test(words) && /[A-Za-z]{3,}/.test(words.replace(same, ''));
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode, words = node.nodeValue.trim();
    if (!node.parentElement.closest(skip) && english(words)) found.add(words);
  }
  for (const element of document.querySelectorAll('[aria-label], [placeholder], [title]')) {
    if (element.closest(skip)) continue;
    for (const name of ['aria-label', 'placeholder', 'title']) {
      const words = element.getAttribute(name) ?? '';
      if (!words.endsWith(' icon') && english(words)) found.add(`${name}: ${words}`);
    }
  }
  return [...found];
}"""


@pytest.mark.parametrize("path", ["/record?id=ACT-00001", "/heatmap", "/posture"])
def test_first_request_may_be_a_deep_link(fresh_server: Server, visitor: Visitor, path: str) -> None:
    """A deep link as the first request to a fresh server shows its page in the frame, without a dialog."""
    visit = visitor(fresh_server)

    page = visit.open(path)

    expect(page.get_by_text(text("frame.demo", "en"))).to_be_visible()
    expect(page.locator('[role="dialog"]')).to_have_count(0)
    expect(page.get_by_text("Page not found")).to_have_count(0)
    wanted = path.lstrip("/").partition("?")[0]
    if wanted != NAMES[0]:
        assert urlsplit(page.url).path == f"/{wanted}"
    assert visit.errors == []


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_opens_clean(server: Server, visitor: Visitor, language: Language, dark: bool) -> None:
    """Every page draws in both languages and both themes without a console error or a call to another host."""
    visit = visitor(server, dark=dark)

    for name in NAMES:
        page = visit.open(f"/{name}?lang={language}")
        expect(page).to_have_title(re.compile(text("app.name", language)))
        expect(page.locator("html")).to_have_attribute("lang", "zh-CN" if language == "zh" else "en")
        expect(page.locator('[data-testid="stException"]')).to_have_count(0)
        expect(page.get_by_text(text("error.script_title", language), exact=True)).to_have_count(0)

    assert visit.errors == []
    assert visit.outside == []


def test_nothing_english_is_left_in_the_frame(server: Server, visitor: Visitor) -> None:
    """In Chinese no page holds an English text, built-in ones included, with the date chooser open."""
    visit = visitor(server, locale="zh-CN")
    left = {}

    for name in NAMES:
        page = visit.open(f"/{name}?as_of=2026-03-01")
        page.locator(".st-key-topbar").get_by_role("button").first.click()
        page.locator('[data-testid="stRadio"]').first.wait_for()
        left[name] = page.evaluate(LEFTOVERS)

    assert {name: words for name, words in left.items() if words} == {}


def test_unknown_address_is_said_in_both_languages(server: Server, visitor: Visitor) -> None:
    """An address without a page answers 404 with a page of ours that leads back, in both languages."""
    page = visitor(server, locale="zh-CN").page

    answer = page.goto(server.url + "/no-such-page")

    assert answer is not None
    assert answer.status == 404
    for language in LANGUAGES:
        expect(page.get_by_text(text("answer.missing.title", language))).to_be_visible()
    page.get_by_role("link").first.click()
    expect(page.locator(".recital-marker")).to_be_attached()


def test_language_changes_in_place_and_stays(server: Server, visitor: Visitor) -> None:
    """Changing the language turns every text and is kept over pages and for the next visit."""
    visit = visitor(server)
    page = visit.open("/activities")

    page.get_by_text("中文", exact=True).click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    page.get_by_role("link", name=text("page.journal", "zh")).click()
    expect(page).to_have_title(re.compile(text("page.journal", "zh")))
    visit.open("/glossary")

    expect(page).to_have_title(re.compile(text("page.glossary", "zh")))
    page.get_by_text("English", exact=True).click()
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_the_past_is_marked_on_every_page(server: Server, visitor: Visitor) -> None:
    """A past day given by the address shows its mark, survives a change of page and ends with one click."""
    visit = visitor(server)
    page = visit.open("/posture?as_of=2026-03-01")
    expect(page.locator(".st-key-banner_past")).to_contain_text("1 Mar 2026")

    page.get_by_role("link", name=text("page.risks", "en")).click()
    expect(page).to_have_title(re.compile(text("page.risks", "en")))
    expect(page.locator(".st-key-banner_past")).to_contain_text("1 Mar 2026")
    page.get_by_role("button", name=text("frame.past.back", "en")).click()

    expect(page.locator(".st-key-banner_past")).to_have_count(0)
    assert visit.errors == []


def test_search_opens_its_page(server: Server, visitor: Visitor) -> None:
    """Enter in the search box opens the results, with the words in the address."""
    visit = visitor(server)
    page = visit.open("/glossary")

    box = page.get_by_placeholder(text("frame.search", "en"))
    box.fill("newsletter")
    box.press("Enter")

    expect(page).to_have_url(re.compile(r"/search\?.*q=newsletter"))


def test_phone_needs_no_sideways_scroll(server: Server, visitor: Visitor) -> None:
    """At 390 pixels the frame fits."""
    visit = visitor(server, width=390)

    for name in NAMES:
        page = visit.open(f"/{name}")
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= 390, name


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("Host", "evil.example"),
        ("Host", "127.0.0.1.evil.example:8501"),
        ("Forwarded", "for=192.0.2.1"),
        ("X-Forwarded-For", "127.0.0.1"),
        ("X-Forwarded-Host", "localhost"),
        ("X-Real-IP", "127.0.0.1"),
    ],
)
@pytest.mark.parametrize("path", ["/", "/_stcore/health", "/export/x", "/assets/i18n.js", "/healthz"])
def test_only_plainly_local_requests_are_answered(server: Server, path: str, header: str, value: str) -> None:
    """A foreign Host or the mark of a proxy is refused at every address, in both languages."""
    request = urllib.request.Request(server.url + path, headers={header: value})

    with pytest.raises(HTTPError) as refused:
        urllib.request.urlopen(request, timeout=10)

    with refused.value as answer:
        assert answer.code == 403
        assert "建立自己的台账" in (body := answer.read().decode()) or "本机地址" in body


@pytest.mark.parametrize("header", ["Host: evil.example", "Host: {host}\r\nX-Forwarded-For: 127.0.0.1"])
def test_websocket_is_guarded_too(server: Server, header: str) -> None:
    """The websocket handshake of a stranger is refused."""
    host = urlsplit(server.url).netloc
    request = (
        f"GET /_stcore/stream HTTP/1.1\r\n{header.format(host=host)}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    )
    with socket.create_connection(
        (urlsplit(server.url).hostname or "", urlsplit(server.url).port or 0)
    ) as line:
        line.sendall(request.encode())
        answer = line.recv(1000).decode()

    assert answer.startswith("HTTP/1.1 403")


def test_streamlit_run_is_guarded_too(tmp_path: Path) -> None:
    """``streamlit run app.py`` serves our application, not the bare script: guard, headers and routes are there."""
    build(tmp_path / "register.duckdb")
    with running(tmp_path / "register.duckdb", tmp_path / "log.txt", STREAMLIT) as server:
        with urllib.request.urlopen(server.url + "/", timeout=10) as answer:
            assert b"/assets/i18n.js" in answer.read()
        request = urllib.request.Request(server.url + "/", headers={"X-Forwarded-For": "127.0.0.1"})
        with pytest.raises(HTTPError) as refused:
            urllib.request.urlopen(request, timeout=10)
        refused.value.close()

    assert refused.value.code == 403


def test_answers_carry_security_headers(server: Server) -> None:
    """Pages name what may run, and nobody may frame them."""
    with urllib.request.urlopen(server.url + "/", timeout=10) as answer:
        headers = answer.headers

    assert "'unsafe-eval'" not in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "HttpOnly" in headers["Set-Cookie"]
    assert "lax" in headers["Set-Cookie"].lower()
