"""The page of a record keeps what it read, and shows what is there now all the same: to everybody, in every language."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from governance import bootstrap
from governance.language import Language, text
from governance.register import vantage
from governance.register.commands import Change
from governance.register.undoing import undo
from governance.ui import state
from governance.ui.navigation import file_of
from governance.ui.register import names
from tests.drawn import FRAME, drawn
from tests.signing_register import ANN, BO, CY, DI, ED, FAY, HR, HR_LEAD, PAYROLL, SALES, Office


def visit(record: str, actor: str, *, language: Language = "en", as_of: date | None = None) -> AppTest:
    """Open the page of ``record`` in a new session, twice: the second run finds everything kept."""
    test = AppTest.from_file(str(FRAME), default_timeout=60)
    test.query_params["lang"] = language
    if as_of:
        test.query_params["as_of"] = as_of.isoformat()
    test.session_state[state.PERSON] = actor
    test.run()
    test.query_params["id"] = record
    test.switch_page(file_of("record")).run()
    return test.run()


def said(test: AppTest) -> list[str]:
    """Return what the page says and offers, in order."""
    assert not test.exception
    told = [*test.markdown, *test.caption, *test.text, *test.title, *test.info, *test.error]
    return [str(each.value) for each in told] + [f"{each.key}: {each.label}" for each in test.button]


def listed(actor: str) -> AppTest:
    """Open the list of activities in a new session."""
    test = AppTest.from_file(str(FRAME), default_timeout=60)
    test.query_params["lang"] = "en"
    test.session_state[state.PERSON] = actor
    test.run()
    return test.switch_page(file_of("activities")).run()


def rows(test: AppTest) -> set[str]:
    """Return the names in the list; none while there are no records."""
    assert not test.exception
    return {name for each in test.dataframe for name in each.value.iloc[:, 1]}


def anew(record: str, actor: str) -> list[str]:
    """Return what a new session is told when nothing is kept."""
    vantage._answers.clear()
    names._books.clear()
    names._ones.clear()
    bootstrap.opened()._settled.clear()
    return said(visit(record, actor))


def _move_on(office: Office, record: str) -> None:
    office.update(ED, record, name="Wages")


def _submit(office: Office, record: str) -> None:
    office.step(ED, "submit", record)


def _approve(office: Office, record: str) -> None:
    office.step(ED, "submit", record)
    office.step(BO, "approve", record)


def _lapse(office: Office, record: str) -> None:
    _approve(office, record)
    office.update(ED, record, name="Wages")


def _attest(office: Office, record: str) -> None:
    office.step(BO, "attest", record, {"note": "still so"})


def _advise(office: Office, record: str) -> None:
    office.create(
        DI, "opinion", {"name": "On it", "subject": record, "verdict": "unfavourable", "text": "No"}
    )


def _risk(office: Office, record: str) -> None:
    office.create(ANN, "risk", {"name": "Leak of wages", "activity": record})


def _vacate(office: Office, _: str) -> None:
    for number in (1, 2):
        office.update(ANN, f"APP-0000{number}", ends_on="2026-11-01")


def _rename_post(office: Office, _: str) -> None:
    office.update(ANN, HR_LEAD, name="Chief of people")


def _answer_by_department(office: Office, _: str) -> None:
    office.update(ANN, HR, stage_roles=[{"key": "a", "letter": "accountable", "post": HR_LEAD}])


def _tell_address(office: Office, _: str) -> None:
    office.update(ANN, "ORG-00001", address="1 Quay", email="office@alba.example")


CHANGES: tuple[Callable[[Office, str], None], ...] = (
    _move_on,
    _submit,
    _approve,
    _lapse,
    _attest,
    _advise,
    _risk,
    _vacate,
    _rename_post,
    _answer_by_department,
    _tell_address,
)


@pytest.mark.parametrize("change", CHANGES)
def test_what_somebody_did_is_seen_by_all_who_look(
    office: Office, change: Callable[[Office, str], None]
) -> None:
    """A page that was open says after the change what a page says that keeps nothing, whoever looks."""
    record = office.create(ED, "activity", PAYROLL)
    people = (ED, BO, FAY)
    pages = {person: visit(record, person) for person in people}
    before = {person: said(page) for person, page in pages.items()}

    change(office, record)

    after = {person: said(page.run()) for person, page in pages.items()}
    assert all(after[person] != before[person] for person in people)
    assert after == {person: anew(record, person) for person in people}


def test_the_list_is_that_of_who_looks_and_of_now(office: Office) -> None:
    """A name that changed, a record that came, and one that left the department are seen in an open list."""
    record = office.create(ED, "activity", PAYROLL)
    team, everybody = listed(ED), listed(CY)
    assert "Payroll" in rows(team)
    assert "Payroll" in rows(everybody)

    office.update(ED, record, name="Wages")
    talks = office.create(CY, "activity", {**PAYROLL, "name": "Sales talks", "department": SALES})
    assert "Wages" in rows(team.run())
    assert "Sales talks" not in rows(team)
    assert {"Wages", "Sales talks"} <= rows(everybody.run())

    office.update(ANN, talks, department=HR)
    assert "Sales talks" in rows(team.run())


def test_an_undo_is_seen_at_the_next_run(office: Office) -> None:
    """A change and its undo are each there when the page is drawn again."""
    record = office.create(ED, "activity", PAYROLL)
    page = visit(record, BO)
    content = {**office.register.content(record), "name": "Zebulon"}
    office.act(ANN, Change("activity", "update", content, record, 1), command_id="bulk-1")
    assert "Zebulon" in "".join(said(page.run()))

    undo(office.register, actor=ANN, reason="back", command_id="bulk-1", mark="bulk-", missing="unexpected")

    assert "Zebulon" not in "".join(said(page.run()))
    assert said(page) == anew(record, BO)


def test_another_record_leaves_the_page_as_it_is(office: Office) -> None:
    """What was read is kept while others are written, and the words are those of a page that keeps nothing."""
    record = office.create(ED, "activity", PAYROLL)
    other = office.create(BO, "activity", {"name": "Another", "department": HR, "owner": HR_LEAD})
    page = visit(record, ED)
    before = said(page)
    kept = set(vantage._answers.keys())

    office.update(BO, other, name="Another one")

    assert said(page.run()) == before
    assert set(vantage._answers.keys()) == kept
    assert anew(record, ED) == before


def test_another_scope_is_answered_for_itself(office: Office) -> None:
    """What was kept for somebody who sees everything is not given to one who does not see the record, nor the reverse."""
    record = office.create(CY, "activity", {**PAYROLL, "name": "Sales talks", "department": SALES})
    seen = said(visit(record, CY))

    assert "Sales talks" in "".join(seen)
    assert "Sales talks" not in "".join(said(visit(record, ED)))
    assert said(visit(record, CY)) == seen


def test_a_record_that_moves_into_a_department_is_seen_there(office: Office) -> None:
    """Whether a record may be seen is asked anew when it, or what it belongs to, changes its department."""
    record = office.create(CY, "activity", {**PAYROLL, "name": "Sales talks", "department": SALES})
    page = visit(record, ED)
    assert "Sales talks" not in "".join(said(page))

    office.update(ANN, record, department=HR)
    assert "Sales talks" in "".join(said(page.run()))

    office.update(ANN, record, department=SALES)
    assert "Sales talks" not in "".join(said(page.run()))


def test_what_ones_records_use_is_seen_once_they_use_it(office: Office) -> None:
    """A system of another department opens when an activity of one's own names it, although nobody wrote to the system."""
    system = office.create(ANN, "system", {"name": "Till", "department": SALES})
    record = office.create(ED, "activity", PAYROLL)
    page = visit(system, ED)
    assert "Till" not in "".join(said(page))

    office.update(BO, record, systems=[system])

    assert "Till" in "".join(said(page.run()))


def test_a_right_that_is_taken_is_gone_at_the_next_run(office: Office) -> None:
    """The steps on offer are those of the grants in force, and so is what may be seen at all."""
    record = office.create(BO, "activity", PAYROLL)
    page = visit(record, ED)
    assert "Payroll" in "".join(said(page))
    assert b"signoff.submit" in drawn(page)
    with office.register.read(office.register.lens()) as views:
        grant = views.value('SELECT id FROM "grant" WHERE person = $ed', ed=ED)

    office.update(ANN, grant, role="auditor")
    assert b"signoff.submit" not in drawn(page.run())
    assert "Payroll" in "".join(said(page))

    office.update(ANN, grant, role="team_member", departments=[SALES])
    assert "Payroll" not in "".join(said(page.run()))


def test_another_day_is_answered_for_itself(office: Office) -> None:
    """When the last day of an appointment has passed, the post is vacant without anybody having written anything."""
    record = office.create(ED, "activity", PAYROLL)
    for number in (1, 2):
        office.update(ANN, f"APP-0000{number}", ends_on="2026-11-03")
    page = visit(record, ED)
    held = text("signoff.decides", "en", post="Head of HR", holder="Bo")
    assert held in "".join(said(page))

    office.clock.pass_days(2)

    assert held not in "".join(said(page.run()))
    assert said(page) == anew(record, ED)


def test_another_language_is_drawn_from_what_was_kept(office: Office) -> None:
    """What is kept are records, not words: the same page in Chinese is Chinese."""
    record = office.create(ED, "activity", {**PAYROLL, "name_zh": "工资"})
    english, chinese = said(visit(record, ED)), said(visit(record, ED, language="zh"))

    assert text("signoff.draft", "en") in "".join(english)
    assert text("signoff.draft", "zh") in "".join(chinese)
    assert "工资" in "".join(chinese)


@pytest.mark.parametrize("as_of", [None, date(2026, 11, 2)])
def test_what_was_erased_is_not_shown_from_memory(office: Office, as_of: date | None) -> None:
    """An erased text is gone from the page at once, also from a page of the day on which it stood there."""
    record = office.create(ED, "activity", PAYROLL)
    risk = office.create(ANN, "risk", {"name": "Zebulon", "activity": record})
    office.clock.pass_days(3)
    for about in (record, risk):
        assert "Zebulon" in "".join(said(visit(about, BO, as_of=as_of)))

    office.act(DI, Change("risk", "redact", record_id=risk))

    for about in (record, risk):
        assert "Zebulon" not in "".join(said(visit(about, BO, as_of=as_of)))


@pytest.mark.parametrize("as_of", [None, date(2026, 11, 2)])
def test_what_was_erased_leaves_the_pages_that_listed_it(office: Office, as_of: date | None) -> None:
    """An erased risk is gone from the risk register too, also as the register stood before it was erased."""
    record = office.create(ED, "activity", PAYROLL)
    risk = office.create(ANN, "risk", {"name": "Zebulon", "activity": record})
    office.clock.pass_days(3)
    assert b"Zebulon" in drawn(_risks(as_of))

    office.act(DI, Change("risk", "redact", record_id=risk))

    assert b"Zebulon" not in drawn(_risks(as_of))


def _risks(as_of: date | None) -> AppTest:
    test = AppTest.from_file(str(FRAME), default_timeout=60)
    if as_of:
        test.query_params["as_of"] = as_of.isoformat()
    test.session_state[state.PERSON] = BO
    test.run()
    return test.switch_page(file_of("risks")).run()
