"""Signing in, working and leaving, in a real browser: both languages, deep links, sessions that end."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from governance.language import LANGUAGES, Language, text
from governance.register.store import Register
from tests import company
from tests.browser.conftest import Server, Visit, running
from tests.company import LOGINS, PASSWORD
from tests.small_register import ADMINISTRATOR, DPO, TEAM

pytestmark = pytest.mark.browser
Visitor = Callable[..., Visit]
LOCALES = {"en": "en-GB", "zh": "zh-CN"}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server where people sign in."""
    folder = tmp_path_factory.mktemp("office")
    with pytest.MonkeyPatch.context() as patch:
        for name, value in company.CHEAP.items():
            patch.setenv(name, value)
        company.build(folder / "register.duckdb")
        with running(folder / "register.duckdb", folder / "log.txt") as started:
            yield started


def _sign_in(page: Page, person: str = DPO, password: str = PASSWORD) -> None:
    page.fill("#login", LOGINS[person])
    page.fill("#password", password)
    page.locator("form button.main").click()


def _arrive(visit: Visit, path: str, person: str = DPO) -> Page:
    visit.page.goto(visit.server.url + path)
    _sign_in(visit.page, person)
    visit.settle()
    return visit.page


@pytest.mark.parametrize("language", LANGUAGES)
def test_sign_in_keeps_the_deep_link_and_sign_out_leads_back(
    office: Server, visitor: Visitor, language: Language
) -> None:
    """From the link in a mail to the very record, the name in the bar, and out again; the console stays clean."""
    visit = visitor(office, locale=LOCALES[language])
    page = _arrive(visit, "/record?id=ACT-00001")

    assert page.url == f"{office.url}/record?id=ACT-00001"
    name = {"en": "Wei Chen", "zh": "陈薇"}[language]
    page.get_by_role("button", name=name).click()
    page.get_by_role("link", name=text("access.menu.sign_out", language)).click()
    page.get_by_role("button", name=text("access.menu.sign_out", language)).click()
    expect(page.get_by_role("status")).to_have_text(text("signin.notice.signed_out", language))
    page.go_back()
    page.goto(office.url + "/record?id=ACT-00001")
    expect(page.get_by_role("heading", name=text("signin.title", language))).to_be_visible()
    assert visit.errors == []
    assert visit.outside == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_sign_in_pages_are_clean_and_narrow(
    office: Server, visitor: Visitor, language: Language, dark: bool
) -> None:
    """No axe violation, nothing sideways at 390 px, and the keyboard alone gets one in."""
    visit = visitor(office, locale=LOCALES[language], dark=dark, width=390)
    page = visit.page
    for path in ("/signin", "/signin/code?next=/work"):
        page.goto(office.url + path)
        assert page.locator("html").get_attribute("lang") == {"en": "en", "zh": "zh-CN"}[language]
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.goto(office.url + "/signin?next=/glossary")
    expect(page.locator("#login")).to_be_focused()
    page.keyboard.type(LOGINS[DPO])
    page.keyboard.press("Tab")
    expect(page.locator("#password")).to_be_focused()
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    visit.settle()
    assert page.url == office.url + "/glossary"
    page.goto(office.url + "/account")
    assert Axe().run(page).violations_count == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert visit.errors == []


def test_the_language_of_the_sign_in_goes_on(office: Server, visitor: Visitor) -> None:
    """Who chooses Chinese before signing in reads Chinese afterwards."""
    visit = visitor(office)
    visit.page.goto(office.url + "/signin?next=/glossary")
    visit.page.get_by_role("link", name="中文").click()
    expect(visit.page.locator("h1")).to_have_text("登录")
    _sign_in(visit.page)
    visit.settle()

    expect(visit.page.locator("html")).to_have_attribute("lang", "zh-CN")


def test_a_wrong_password_is_one_calm_sentence(office: Server, visitor: Visitor) -> None:
    """The name stays, the password does not, and the sentence does not tell which of them was wrong."""
    visit = visitor(office)
    visit.page.goto(office.url + "/signin")
    _sign_in(visit.page, password="not the password")

    expect(visit.page.get_by_role("alert")).to_have_text(text("error.signin_wrong", "en"))
    expect(visit.page.locator("#login")).to_have_value(LOGINS[DPO])
    expect(visit.page.locator("#password")).to_have_value("")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_revoked_session_stops_at_the_next_action(
    office: Server, visitor: Visitor, language: Language
) -> None:
    """Signed out elsewhere in the middle of work, the next action is not done; a page says so and leads back."""
    working, elsewhere = visitor(office, locale=LOCALES[language]), visitor(office, locale=LOCALES[language])
    page = _arrive(working, "/record?id=ACT-00002&edit=1", ADMINISTRATOR)
    other = elsewhere.page
    other.goto(office.url + "/signin?next=/account")
    _sign_in(other, ADMINISTRATOR)
    other.get_by_role("button", name=text("account.sessions.others", language), exact=True).click()
    expect(other.get_by_role("status")).to_have_text(text("account.done.others", language))

    page.get_by_role("searchbox").fill("payroll")
    page.keyboard.press("Enter")

    again = page.get_by_role("link", name=text("access.ended.again", language))
    expect(again).to_be_visible()
    expect(page.get_by_text("Payroll")).to_have_count(0)
    again.click()
    _sign_in(page, ADMINISTRATOR)
    working.settle()
    assert "/record" in page.url
    assert "id=ACT-00002" in page.url


def test_an_administrator_invites_and_the_person_gets_in(office: Server, visitor: Visitor) -> None:
    """From the page «Access» to a password of one's own: the code is shown once, works once, and ends what was."""
    admin, tom = visitor(office), visitor(office)
    before = _arrive(tom, "/work", TEAM)
    page = _arrive(admin, "/access", ADMINISTRATOR)
    _pick(page, 3)
    page.get_by_role("button", name=text("access.page.reset", "en")).click()
    code = page.locator('[data-testid="stCode"] code').inner_text().strip()
    assert re.fullmatch(r"([0-9A-Z]{4}-){4}[0-9A-Z]{4}", code)

    before.get_by_role("searchbox").fill("x")
    before.keyboard.press("Enter")
    expect(before.get_by_role("link", name=text("access.ended.again", "en"))).to_be_visible()
    before.goto(office.url + "/signin/code?next=/glossary")
    fresh = "seven quiet otters at dusk"
    for field, value in (("login", LOGINS[TEAM]), ("code", code.lower()), ("new", fresh), ("again", fresh)):
        before.fill(f"#{field}", value)
    before.locator("form button.main").click()
    tom.settle()
    assert before.url == office.url + "/glossary"
    admin.page.reload()
    admin.settle()
    expect(page.get_by_text(code)).to_have_count(0)


def test_a_click_after_the_end_does_nothing(office: Server, visitor: Visitor) -> None:
    """An administrator signed out elsewhere who clicks a button that acts sees the page, and nothing is done."""
    admin, victim, elsewhere = visitor(office), visitor(office), visitor(office)
    _arrive(victim, "/glossary", DPO)
    page = _arrive(admin, "/access", ADMINISTRATOR)
    _pick(page, 2)
    act = page.get_by_role("button", name=text("access.page.end", "en"))
    expect(act).to_be_enabled()
    elsewhere.page.goto(office.url + "/signin?next=/account")
    _sign_in(elsewhere.page, ADMINISTRATOR)
    elsewhere.page.get_by_role("button", name=text("account.sessions.others", "en"), exact=True).click()
    expect(elsewhere.page.get_by_role("status")).to_be_visible()

    act.click()

    expect(page.get_by_role("link", name=text("access.ended.again", "en"))).to_be_visible()
    victim.page.goto(office.url + "/account")
    expect(victim.page.locator("h1")).to_have_text(text("account.title", "en"))


def _pick(page: Page, row: int) -> None:
    """Choose a row of the list, the first is 1."""
    box = page.locator('[data-testid="stDataFrame"] canvas').first.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 16, box["y"] + 33 * row + 16)


def test_the_access_page_is_for_administrators(office: Server, visitor: Visitor) -> None:
    """Others see a sentence that says who can let them in, and no list."""
    visit = visitor(office)
    page = _arrive(visit, "/access", DPO)

    expect(page.locator('[data-testid="stAlert"]')).to_contain_text("Anna Berg")
    expect(page.locator('[data-testid="stDataFrame"]')).to_have_count(0)


def test_nobody_views_as_somebody_else(office: Server, visitor: Visitor) -> None:
    """What the demo offers in the address and by cookie has no effect where people sign in."""
    visit = visitor(office)
    visit.page.context.add_cookies([{"name": "recital_person", "value": ADMINISTRATOR, "url": office.url}])
    page = _arrive(visit, f"/access?view_as={ADMINISTRATOR}", DPO)

    expect(page.get_by_role("button", name="Wei Chen")).to_be_visible()
    expect(page.locator('[data-testid="stAlert"]')).to_be_visible()
    expect(page.locator('[data-testid="stDataFrame"]')).to_have_count(0)


def test_a_session_that_ran_out_in_the_night_leads_to_the_sign_in(tmp_path: Path, visitor: Visitor) -> None:
    """A page left open finds its session over when it connects again: the sign-in opens by itself and leads back."""
    file = tmp_path / "register.duckdb"
    with pytest.MonkeyPatch.context() as patch:
        for name, value in company.CHEAP.items():
            patch.setenv(name, value)
        company.build(file)
        with running(file, tmp_path / "log.txt") as server:
            visit = visitor(server, locale="zh-CN")
            page = _arrive(visit, "/record?id=ACT-00001")
        _let_time_pass(file)
        with running(file, tmp_path / "log.txt", port=int(server.url.rsplit(":", 1)[1])):
            expect(page.locator("h1")).to_have_text(text("signin.title", "zh"), timeout=60_000)
            assert "next=/record%3Fid%3DACT-00001" in page.url
            _sign_in(page)
            visit.settle()
            assert page.url == server.url + "/record?id=ACT-00001"


def _let_time_pass(file: Path) -> None:
    register = Register.open(file)
    with register.cursor() as cursor:
        cursor.execute("UPDATE session SET ends_at = made_at")
    register.close()


def test_the_frame_alone_shows_nothing(tmp_path: Path, visitor: Visitor) -> None:
    """``streamlit run governance/ui/frame.py`` walks round the gate, and is held back by the frame itself."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in company.CHEAP.items():
            patch.setenv(name, value)
        company.build(tmp_path / "register.duckdb")
        program = ("streamlit", "run", "governance/ui/frame.py", "--server.port")
        with running(
            tmp_path / "register.duckdb", tmp_path / "log.txt", program, ready="/_stcore/health"
        ) as server:
            visit = visitor(server)
            visit.page.goto(server.url + "/")
            expect(visit.page.get_by_text(text("access.ended.title", "en"))).to_be_visible(timeout=60_000)
            expect(visit.page.get_by_text("Newsletter")).to_have_count(0)
            expect(visit.page.locator('[data-testid="stMetric"]')).to_have_count(0)
