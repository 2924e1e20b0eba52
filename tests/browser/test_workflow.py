"""Signing in a real Chromium: the way of a record through four people, five attestations on a phone, a hand-over."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests import signing_register
from tests.browser.conftest import Server, Visit, running
from tests.signing_register import ANN, BO, CY, DI, ED, PAYROLL, SALES_LEAD

pytestmark = pytest.mark.browser
JUDGED = 30_000  # milliseconds: before an approval every rule of law is asked


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Server]:
    """A server over the people of :mod:`tests.signing_register`, with five activities of the HR team."""
    path = tmp_path / "register.duckdb"
    signing_register.build(path)
    work = signing_register.office(path)
    work.create(DI, "campaign", {"name": "Round", "starts_on": "2026-03-02"})
    for name in ("Payroll", "Recruiting", "Time recording", "Training", "Pensions"):
        work.create(ED, "activity", {**PAYROLL, "name": name})
    work.create(CY, "policy", {"name": "Discounts", "owner": SALES_LEAD})
    work.register.clock = lambda: datetime.now(UTC)
    starts = (datetime.now(UTC).date() + timedelta(days=400)).isoformat()
    work.approved(name="Planned", starts_on=starts)
    work.register.close()
    with running(path, tmp_path / "log.txt") as started:
        yield started


def button(page: Page, key: str) -> Locator:
    """Return the button with the widget key ``key``."""
    return page.locator(f".st-key-{key.replace('.', '-')} button").first


def field(page: Page, key: str) -> Locator:
    """Return the text box with the widget key ``key``."""
    return page.locator(f".st-key-{key.replace('.', '-')}").locator("input, textarea").first


def test_a_record_is_submitted_advised_answered_approved_and_lapses(
    office: Server, visitor: Callable[..., Visit]
) -> None:
    """The team submits, the officer advises, the holder answers and approves, the team changes what was approved."""
    team = visitor(office)
    page = team.open(f"/record?id=ACT-00001&view_as={ED}")
    button(page, "signoff.submit").click()
    button(page, "signoff.submit.confirm").click()
    expect(page.get_by_text("Submitted by Ed")).to_be_visible()

    officer = visitor(office)
    page = officer.open(f"/record?id=ACT-00001&view_as={DI}")
    expect(button(page, "signoff.approve")).to_have_count(0)
    button(page, "opinion.give").click()
    page.get_by_label("Conclusion").click()
    page.get_by_role("option", name="In favour with conditions").click()
    field(page, "opinion.text").fill("Only with a works agreement")
    button(page, "opinion.confirm").click()
    expect(page.get_by_text("Waits for an answer")).to_be_visible()

    holder = visitor(office)
    page = holder.open(f"/record?id=ACT-00001&view_as={BO}")
    expect(button(page, "signoff.approve.refused")).to_be_disabled()
    expect(page.get_by_text("An opinion of the protection officer waits for an answer")).to_be_visible()
    button(page, "reply.OPI-00001").click()
    page.get_by_role("radio", name="Followed", exact=True).click()
    field(page, "reply.OPI-00001.reason").fill("Agreed in May")
    button(page, "reply.OPI-00001.confirm").click()
    expect(page.get_by_text("Agreed in May")).to_be_visible()
    button(page, "signoff.approve").click()
    button(page, "signoff.approve.confirm").click()
    expect(page.get_by_text("Version 2 approved by Bo")).to_be_visible(timeout=JUDGED)

    page = team.open(f"/record?id=ACT-00001&edit=1&view_as={ED}")
    page.get_by_label("Name", exact=True).fill("Wages")
    page.keyboard.press("Tab")
    expect(page.get_by_text("as a draft")).to_be_visible()
    button(page, "save.save").click()
    expect(page.get_by_text("The approval lapsed on")).to_contain_text("Ed changed Name")
    button(page, "signoff.official").click()
    expect(page.get_by_text("Version 3 is official, version 4 is being worked on")).to_be_visible()
    for each in (team, officer, holder):
        assert each.errors == []
        assert each.outside == []


def test_five_records_are_attested_on_a_phone(office: Server, visitor: Callable[..., Visit]) -> None:
    """One page, one tap a record, and the page says when nothing is left."""
    visit = visitor(office, width=390, locale="zh-CN")
    page = visit.open(f"/attest?view_as={ED}&lang=zh")
    for number in range(1, 6):
        button(page, f"attest.ACT-0000{number}").click()
        expect(button(page, f"attest.ACT-0000{number}")).to_have_count(0)

    expect(page.get_by_text("没有待确认的记录")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert visit.errors == []


def picked(page: Page, key: str) -> None:
    """Pick the first row of the table with this key: a click on the column of boxes, below the header."""
    tick(page, key, 0)


def tick(page: Page, key: str, row: int) -> None:
    """Tick one row of the table with this key, counted from 0."""
    canvas = page.locator(f".st-key-{key.replace('.', '-')} canvas").first
    expect(canvas).to_be_visible()
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 14, box["y"] + 52 + 33 * row)


def test_a_leaver_is_rehearsed_handed_over_and_taken_back(
    office: Server, visitor: Callable[..., Visit]
) -> None:
    """Who administers sees what Bo would leave, gives his post to Fay, and takes it back: each one command."""
    visit = visitor(office)
    page = visit.open(f"/leaver?person={BO}&view_as={ANN}")
    expect(page.get_by_text("Head of HR").first).to_be_visible()
    button(page, "leaver.do").click()
    expect(page.get_by_text("Say why: the reason stands in the history.")).to_be_visible()

    page.locator(".st-key-leaver-post-PER-00002-POS-00001").get_by_role("combobox").click()
    page.get_by_role("option", name="Fay").click()
    field(page, "leaver.reason").fill("Moves abroad")
    page.keyboard.press("Tab")
    button(page, "leaver.do").click()
    expect(page.get_by_text("Bo holds no post and no right after")).to_be_visible()

    picked(page, "leaver.earlier.table")
    button(page, "leaver.undo").click()
    expect(button(page, "leaver.do")).to_be_visible()
    visit.settle()
    picked(page, "leaver.earlier.table")
    expect(button(page, "leaver.undo")).to_have_count(0)
    assert visit.errors == []
    assert visit.outside == []
    office.process.terminate()
    office.process.wait(15)
    register = signing_register.office(office.register)
    with register.register.read(register.register.lens()) as reader:
        rows = reader.rows(
            "SELECT command_id, reason, count(*) AS n FROM journal WHERE contains(command_id, 'hand-over-')"
            " GROUP BY ALL ORDER BY min(revision)"
        )
        assert [row["command_id"].startswith("undo-") for row in rows] == [False, True]
        assert rows[0]["reason"] == "Moves abroad"
        assert reader.value("SELECT holder FROM post_holder WHERE post = 'POS-00001'") == BO
    register.register.close()


def test_five_records_take_five_clicks(office: Server, visitor: Callable[..., Visit]) -> None:
    """From the page to an empty page: one click a record and nothing else; each click is one run of the page."""
    visit = visitor(office)
    page = visit.open(f"/attest?view_as={ED}")
    page.evaluate(
        "window.clicked = 0; document.addEventListener('click', () => { window.clicked += 1 }, true)"
    )
    page.evaluate(_COUNT_RUNS)

    for number in range(1, 6):
        button(page, f"attest.ACT-0000{number}").click()
        expect(button(page, f"attest.ACT-0000{number}")).to_have_count(0)
    visit.settle()

    expect(page.get_by_text("Nothing to attest: everything was said to be true")).to_be_visible()
    assert page.evaluate("window.clicked") == 5
    assert page.evaluate("window.runs") == 5
    assert visit.errors == []


# Each run of the page takes the state of the app from «running» back to «notRunning» once.
_COUNT_RUNS = """() => {
    window.runs = 0;
    const app = document.querySelector('[data-testid="stApp"]');
    new MutationObserver(found => {
        for (const each of found) {
            const now = app.getAttribute('data-test-script-state');
            if (now === 'notRunning' && each.oldValue !== 'notRunning') window.runs += 1;
        }
    }).observe(app, { attributeFilter: ['data-test-script-state'], attributeOldValue: true });
}"""


def test_a_plan_is_put_into_operation(office: Server, visitor: Callable[..., Visit]) -> None:
    """Approved and planned, the record says so; its holder takes the step and the page tells from when."""
    visit = visitor(office)
    page = visit.open(f"/record?id=ACT-00006&view_as={BO}")
    expect(page.get_by_text("it may not begin before somebody puts it into operation")).to_be_visible()
    button(page, "signoff.go_live").click()
    button(page, "signoff.go_live.confirm").click()
    expect(page.get_by_text("Put into operation by Bo")).to_be_visible(timeout=JUDGED)
    assert visit.errors == []


def test_a_role_is_given_to_many_activities_and_taken_back(
    office: Server, visitor: Callable[..., Visit]
) -> None:
    """Chosen in the list, previewed, done with one reason, taken back with one click."""
    visit = visitor(office)
    page = visit.open(f"/activities?view_as={BO}")
    for row in (0, 1):
        tick(page, "activities.table", row)
    button(page, "activities.bulk").click()
    page.get_by_label("What to change").click()
    page.get_by_role("option", name="Give a post a role").click()
    page.locator(".st-key-assign-post").get_by_role("combobox").click()
    page.get_by_role("option", name="Sponsor").click()
    expect(page.get_by_text("Stages that get the post: 12")).to_be_visible()
    field(page, "bulk.reason").fill("Reorganised")
    page.keyboard.press("Tab")
    button(page, "assign.do").click()
    expect(page.get_by_text("Roles changed")).to_be_visible()
    assert visit.errors == []
