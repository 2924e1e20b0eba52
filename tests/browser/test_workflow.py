"""Signing in a real Chromium: the way of a record through four people, five attestations on a phone, a hand-over."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests import signing_register
from tests.browser.conftest import Server, Visit, running
from tests.signing_register import BO, CY, DI, ED, PAYROLL, SALES_LEAD

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
