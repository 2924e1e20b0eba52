"""Signing on screen: the bar of a record, opinions, attestations, the official register, editions."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from governance.language import LANGUAGES, Language, text
from governance.register.commands import Change
from governance.ui import state
from governance.ui.navigation import file_of
from tests.signing_register import ANN, BO, DI, ED, FAY, GUS, PAYROLL, Office

FRAME = Path(__file__).resolve().parents[2] / "governance" / "ui" / "frame.py"
PAGES = ("attest", "official", "editions", "leaver")


def visit(page: str, actor: str, *, language: str = "en", **query: str) -> AppTest:
    """Open ``page`` in a new session as ``actor``."""
    test = AppTest.from_file(str(FRAME), default_timeout=60)
    test.query_params["lang"] = language
    test.session_state[state.PERSON] = actor
    test.run()
    for name, value in query.items():
        test.query_params[name] = value
    return test.switch_page(file_of(page)).run()


def words(test: AppTest) -> str:
    """Return everything the page says."""
    parts = [
        *test.markdown,
        *test.caption,
        *test.text,
        *test.title,
        *test.header,
        *test.info,
        *test.error,
        *test.success,
    ]
    return "\n".join(str(each.value) for each in [*parts, *test.warning])


def keys(test: AppTest) -> set[str]:
    """Return the keys of the buttons on the page."""
    return {each.key for each in test.button if each.key}


def opened(test: AppTest, popover: str) -> AppTest:
    """Open the popover with this key."""
    test.session_state[popover] = True
    return test.run()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_every_page_stands_empty_and_filled(office: Office, page: str, language: str) -> None:
    """Without anything signed, and with approvals, an attestation, a campaign and an edition; for every role."""
    assert not visit(page, ANN, language=language).exception
    office.create(DI, "campaign", {"name": "C", "starts_on": "2026-03-02"})
    record = office.approved()
    office.step(ED, "attest", record)
    office.act(FAY, Change("edition", "freeze", {}))
    office.update(ED, record, name="Wages")

    for actor in (ANN, DI, ED, FAY, GUS):
        test = visit(page, actor, language=language, id=record, person=BO)
        assert not test.exception
        assert "Wages" in words(test) or page in ("editions", "leaver")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_bar_tells_where_a_record_stands(office: Office, language: Language) -> None:
    """Draft and who decides; submitted by whom; approved by whom as what; lapsed by whom and which fields."""
    record = office.create(ED, "activity", PAYROLL)
    seen = [words(visit("record", ED, language=language, id=record))]
    for actor, step in ((ED, "submit"), (BO, "approve")):
        office.step(actor, step, record)
        seen.append(words(visit("record", ED, language=language, id=record)))
    office.update(ED, record, name="Wages")
    seen.append(words(visit("record", ED, language=language, id=record)))

    drafts, submitted, approved, lapsed = seen
    assert text("signoff.draft", language) in drafts
    assert text("signoff.decides", language, holder="Bo", post="Head of HR") in drafts
    assert text("signoff.submitted", language, actor="Ed", moment="").split("Ed")[0] in submitted
    assert "**Bo**" in approved
    assert "Head of HR" in approved
    label = "Name" if language == "en" else "名称"
    assert f"**{label}**" in lapsed
    assert "a test" in lapsed


def test_who_may_not_sees_no_button_and_who_may_not_yet_sees_why(office: Office) -> None:
    """Roles without the right see none; the preparer sees the sentence that somebody else must approve."""
    record = office.create(BO, "activity", PAYROLL)
    office.step(BO, "submit", record)

    for person in (DI, FAY, GUS):
        assert not [
            key for key in keys(visit("record", person, id=record)) if key.startswith("signoff.approve")
        ]
    test = visit("record", BO, id=record)

    assert test.button(key="signoff.approve.refused").disabled
    assert "since its last approval" in words(test)
    assert "signoff.submit" not in keys(test)


def test_submit_opinion_reply_and_approve_by_their_buttons(office: Office) -> None:
    """The whole way of a record, each in their own session; the reply is due before the approval."""
    record = office.create(ED, "activity", PAYROLL)
    opened(visit("record", ED, id=record), "signoff.submit").button(
        key="signoff.submit.confirm"
    ).click().run()
    assert office.status(record) == "submitted"

    test = opened(visit("record", DI, id=record), "opinion.give")
    test.selectbox(key="opinion.verdict").set_value("with_conditions")
    test.text_area(key="opinion.text").set_value("Only with a works agreement")
    test.button(key="opinion.confirm").click().run()
    assert "Only with a works agreement" in words(test)

    test = visit("record", BO, id=record)
    assert text("gate.opinion_unanswered", "en") in words(test)
    test = opened(test, "reply.OPI-00001")
    test.segmented_control(key="reply.OPI-00001.answer").set_value("followed")
    test.text_area(key="reply.OPI-00001.reason").set_value("Agreed in May")
    test.button(key="reply.OPI-00001.confirm").click().run()
    assert "Agreed in May" in words(test)

    opened(test, "signoff.approve").button(key="signoff.approve.confirm").click().run()

    assert not test.exception
    assert office.status(record) == "approved"
    assert "Version 2 approved by Bo" in words(test)


def test_an_approval_of_what_was_not_on_the_screen_is_refused(office: Office) -> None:
    """Somebody edits and submits again while the page is open: the click says so and signs nothing."""
    record = office.create(ED, "activity", PAYROLL)
    office.step(ED, "submit", record)
    test = opened(visit("record", BO, id=record), "signoff.approve")
    office.update(ED, record, name="Wages")
    office.step(ED, "submit", record)

    test.button(key="signoff.approve.confirm").click().run()

    assert office.status(record) == "submitted"
    assert "you saw version 2" in words(test)


def test_a_return_needs_a_reason(office: Office) -> None:
    """Sending back without a word is refused; with one it is shown to the team."""
    record = office.create(ED, "activity", PAYROLL)
    office.step(ED, "submit", record)
    test = opened(visit("record", BO, id=record), "signoff.reject")
    test.button(key="signoff.reject.confirm").click().run()
    assert office.status(record) == "submitted"

    test.text_input(key="signoff.reject.reason").set_value("Retention is missing")
    test.button(key="signoff.reject.confirm").click().run()

    assert office.status(record) == "draft"
    assert "Retention is missing" in words(visit("record", ED, id=record))


def test_the_past_can_be_read_and_not_signed(office: Office) -> None:
    """Looking at an earlier day there are no steps, and the sentence is that of the day."""
    record = office.create(ED, "activity", PAYROLL)
    office.clock.pass_days(2)
    office.step(ED, "submit", record)
    test = AppTest.from_file(str(FRAME), default_timeout=60)
    test.query_params["as_of"] = "2026-11-03"
    test.session_state[state.PERSON] = BO
    test.run()
    test.query_params["id"] = record
    test = test.switch_page(file_of("record")).run()

    assert not test.exception
    assert text("signoff.draft", "en") in words(test)
    assert not {key for key in keys(test) if key.startswith("signoff.") and "confirm" in key}


def test_a_team_attests_from_its_page(office: Office) -> None:
    """One click on a card; the difference since the last time stands on it; others of the same age go together."""
    office.create(DI, "campaign", {"name": "C", "starts_on": "2026-03-02"})
    first, second = (office.create(ED, "activity", {**PAYROLL, "name": name}) for name in ("One", "Two"))
    test = visit("attest", ED)
    test.button(key=f"attest.{first}").click().run()
    test.button(key=f"attest.{second}").click().run()
    assert text("attest.none", "en") in words(test)
    office.update(ED, first, name="One more")
    assert "One more" in words(visit("attest", ED))
    office.step(ED, "attest", first)
    office.clock.pass_days(340)

    test = visit("attest", ED)
    test.button(key="attest.together").click().run()

    assert not test.exception
    assert text("attest.none", "en") in words(test)


def test_the_page_of_differences_shows_each_field(office: Office) -> None:
    """Chosen by its address, the record's official and working values stand side by side."""
    record = office.approved()
    office.update(ED, record, name="Wages")

    seen = words(visit("official", DI, id=record))

    assert "~~Payroll~~ → Wages" in seen


def test_an_executive_freezes_an_edition(office: Office) -> None:
    """The button freezes what is approved; nobody else sees it."""
    office.approved()
    assert "editions.confirm" not in keys(visit("editions", DI))
    test = opened(visit("editions", FAY), "editions.freeze")

    test.button(key="editions.confirm").click().run()

    assert not test.exception
    with office.register.read(office.register.lens()) as reader:
        assert reader.value("SELECT count(*) FROM edition") == 1


def test_a_plan_tells_how_it_stands_to_its_start(office: Office) -> None:
    """Planned, then put into operation by its holder with the button, which is gone afterwards."""
    record = office.approved(starts_on="2027-01-01")
    test = visit("record", BO, id=record)
    assert "Planned from 1 Jan 2027" in words(test)

    test.session_state["signoff.go_live"] = True
    test.run()
    test.button(key="signoff.go_live.confirm").click().run()

    assert "Put into operation by Bo" in words(visit("record", BO, id=record))
    assert "signoff.go_live.confirm" not in keys(visit("record", BO, id=record))
    assert "Planned from" not in words(visit("record", BO, id=record))


@pytest.mark.parametrize("language", LANGUAGES)
def test_other_kinds_are_attested_on_the_same_page(office: Office, language: Language) -> None:
    """A campaign over systems and policies: a card each, the kind named on it, attested with the same button."""
    office.create(DI, "campaign", {"name": "C", "starts_on": "2026-11-01", "kinds": ["system", "policy"]})
    system = office.create(BO, "system", {"name": "HR suite", "owner": "POS-00001"})
    policy = office.create(BO, "policy", {"name": "Retention", "owner": "POS-00001"})
    test = visit("attest", BO, language=language)
    assert {f"attest.{system}", f"attest.{policy}"} <= keys(test)

    test.button(key=f"attest.{policy}").click().run()

    assert not test.exception
    assert f"attest.{policy}" not in keys(test)
    assert f"attest.{system}" in keys(test)


def test_roles_in_bulk_name_who_cannot_be_changed(office: Office) -> None:
    """The preview stands before the button; a refused record is named, left out by choice, and all can be taken back."""
    records = [office.create(ED, "activity", {**PAYROLL, "name": name}) for name in ("First", "Second")]
    office.act(BO, Change("activity", "retire", record_id=records[1]))
    wanted = {"assign.post": "POS-00004", "assign.letter": "consulted", "bulk.stages": ["use"]}

    def drawn(**more: object) -> AppTest:
        test = AppTest.from_function(_bulk, kwargs={"records": records}, default_timeout=60)
        for key, value in {state.PERSON: BO, **wanted, **more}.items():
            test.session_state[key] = value
        return test.run()

    test = drawn(**{"bulk.reason": "Reorganised"})
    assert not test.exception
    assert "Chosen activities that cannot be changed: 1" in words(test)
    assert test.button(key="assign.do").disabled
    test = drawn(**{"bulk.reason": "Reorganised", "assign.leave_out": True})
    test.button(key="assign.do").click().run()
    assert office.register.content(records[0])["stages"][0]["roles"][0]["post"] == "POS-00004"

    (back,) = [key for key in keys(test) if key.startswith("assign.undo.")]
    test.button(key=back).click().run()
    assert "stages" not in office.register.content(records[0])


def _bulk(records: list[str]) -> None:
    from governance.ui.context import refresh
    from governance.ui.register import assigning

    refresh()
    assigning.form(records, remove=False)
