"""The digest by e-mail, handed to a real mail server: who gets it, what stands in it, and that it comes once."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_string
from email.message import EmailMessage
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from typer.testing import CliRunner

from governance import config as configuration
from governance.cli import app
from governance.config import Config, MailConfig
from governance.digest import message, round, schedule  # noqa: A004 - a round of mail
from governance.digest.recipients import recipients
from governance.digest.waiting import waiting
from governance.errors import GovernanceError
from governance.register.commands import Change
from tests.mail_server import Inbox, Server, certificate
from tests.signing_register import ANN, BO, CY, ED, PAYROLL, SALES, SALES_LEAD, Office

URL = "https://recital.example"
ADDRESS = {BO: "bo@alba.example", CY: "cy@alba.example", ED: "ed@alba.example"}


@pytest.fixture
def staff(office: Office) -> Office:
    """Bo, Cy and Ed have an address; Cy reads Chinese."""
    for person, address in ADDRESS.items():
        office.update(ANN, person, email=address, language="zh" if person == CY else None)
    return office


@pytest.fixture
def inbox() -> Iterator[Inbox]:
    """A mail server without encryption; its port is kept with what it took in."""
    found = Inbox()
    server = Server(found)
    server.start()
    found.port = server.port  # type: ignore[attr-defined]
    yield found
    server.stop()


def settings(inbox: Inbox, **mail: object) -> Config:
    """Return a configuration that sends to this server."""
    given = {"host": "127.0.0.1", "port": inbox.port, "sender": "recital@alba.example", "encryption": "none"}  # type: ignore[attr-defined]
    return Config(public_url=URL + "/", mail=MailConfig.model_validate(given | mail))


def told(office: Office, inbox: Inbox) -> dict[str, str]:
    """Send a round and return what became of each person's digest."""
    return {each.person: each.outcome for each in round.send_round(office.register, settings(inbox))}


def body_of(mail: EmailMessage, kind: str) -> str:
    """Return the text or the HTML of a mail."""
    part = mail.get_body((kind,))
    assert part is not None
    return str(part.get_content())


def submitted(office: Office, **fields: object) -> str:
    """Return a record Ed submitted and Bo is to decide on."""
    record = office.create(ED, "activity", {**PAYROLL, **fields})
    office.step(ED, "submit", record)
    return record


def test_who_has_something_to_do_gets_a_mail_and_nobody_else(staff: Office, inbox: Inbox) -> None:
    """Bo decides on Payroll; Cy and Ed have nothing to do and get none."""
    record = submitted(staff)

    assert told(staff, inbox) == {BO: "sent", CY: "nothing", ED: "nothing"}

    (mail,) = inbox.messages
    assert (mail["To"], mail["From"]) == (ADDRESS[BO], "recital@alba.example")
    assert mail["Subject"] == "Recital: waiting for you: 1"
    for kind in ("plain", "html"):
        body = body_of(mail, kind)
        assert "Hello Bo," in body
        assert "Payroll" in body
        assert "Submitted for a decision" in body
        assert f"{URL}/record?id={record}" in body
        assert f"{URL}/work?lang=en" in body


def test_the_language_is_that_of_the_person_else_of_the_register(staff: Office, inbox: Inbox) -> None:
    """Cy reads Chinese in text and HTML; Bo, who chose none, reads the register's English."""
    record = staff.create(ED, "activity", {**PAYROLL, "name_zh": "工资发放", "owner": SALES_LEAD})
    staff.step(ED, "submit", record)
    submitted(staff)

    told(staff, inbox)

    (mail,) = inbox.to(ADDRESS[CY])
    assert mail["Subject"] == "Recital：您有 1 项待办"
    for kind in ("plain", "html"):
        body = body_of(mail, kind)
        assert "工资发放" in body
        assert "已提交，待决定" in body
        assert "Submitted" not in body
        assert f"{URL}/work?lang=zh" in body
    assert inbox.to(ADDRESS[BO])[0]["Subject"].startswith("Recital: ")


def test_what_was_done_meanwhile_is_not_in_it(staff: Office, inbox: Inbox) -> None:
    """The queue is derived when the mail leaves: of two records only the one still open is named."""
    done, open_ = submitted(staff, name="First"), submitted(staff, name="Second")
    staff.step(BO, "approve", done)

    told(staff, inbox)

    body = body_of(inbox.to(ADDRESS[BO])[0], "plain")
    assert open_ in body
    assert done not in body


def test_each_queue_is_derived_just_before_its_mail(staff: Office, inbox: Inbox) -> None:
    """What somebody does while the mail of another is on its way is out of the next mail of the same round."""
    first = submitted(staff, name="First")
    second = staff.create(ED, "activity", {**PAYROLL, "name": "Second", "owner": SALES_LEAD})
    staff.step(ED, "submit", second)
    took = inbox.handle_DATA

    async def while_sending(server: object, session: object, envelope: object) -> str:
        if not inbox.messages:
            staff.step(CY, "approve", second)
        return await took(server, session, envelope)

    inbox.handle_DATA = while_sending  # type: ignore[method-assign]

    assert told(staff, inbox) == {BO: "sent", CY: "nothing", ED: "nothing"}
    assert staff.status(second) == "approved"
    assert first in body_of(inbox.messages[0], "plain")


def test_it_comes_once_a_day_also_after_a_restart(staff: Office, inbox: Inbox) -> None:
    """The second round of a day sends nothing, in this process and in the next; the next day does."""
    submitted(staff)
    told(staff, inbox)
    assert told(staff, inbox) == {}
    path = staff.register.path
    staff.register.close()
    from governance.register.store import Register

    staff.register = Register.open(path)
    staff.register.clock = staff.clock

    assert told(staff, inbox) == {}
    staff.clock.pass_days(1)
    assert told(staff, inbox)[BO] == "sent"
    assert len(inbox.to(ADDRESS[BO])) == 2


def test_who_left_has_no_grant_or_no_address_gets_none(staff: Office, inbox: Inbox) -> None:
    """They are not even looked at."""
    submitted(staff)
    gone = staff.create(ANN, "person", {"name": "Hal", "email": "hal@alba.example"})
    staff.update(ANN, ED, left_on="2026-03-01")
    staff.update(ANN, BO, left_on="2026-03-02")

    assert set(told(staff, inbox)) == {CY}
    assert {each.person for each in recipients(staff.register)} == {CY}
    assert gone not in {each.person for each in recipients(staff.register)}


def test_only_rows_the_person_may_see(staff: Office) -> None:
    """Ed, limited to HR, prepared a record that was moved to sales: it is no longer told."""
    record = staff.create(ED, "activity", PAYROLL)
    ed = next(each for each in recipients(staff.register) if each.person == ED)
    assert [each.id for each in waiting(staff.register, ed)] == [record]

    staff.update(BO, record, department=SALES)

    assert waiting(staff.register, ed) == []


@pytest.mark.parametrize(
    "address",
    ["bo@alba.example\r\nBcc: all@alba.example", "bo@alba.example, all@alba.example", "Bo <bo@alba.example>",
     "bo@alba.example\n\nhello", "bo", "bo@", "@alba.example"],
)  # fmt: skip
def test_an_address_that_is_more_than_an_address_is_not_used(staff: Office, address: str) -> None:
    """Neither a second header nor a second receiver can be slipped in with an address."""
    staff.update(ANN, BO, email=address)

    assert BO not in {each.person for each in recipients(staff.register)}


@pytest.mark.parametrize(
    "name", ["Bo\r\nBcc: all@alba.example", "<script>alert(1)</script>", "a\u2028b\x00c", "x" * 300]
)
def test_hostile_names_stay_text(staff: Office, inbox: Inbox, name: str) -> None:
    """A name neither makes a header, nor markup, nor a line of its own."""
    staff.update(ANN, BO, name=name)
    submitted(staff, name=name)

    told(staff, inbox)

    (mail,) = inbox.to(ADDRESS[BO])
    assert inbox.receivers == [ADDRESS[BO]]
    assert set(mail.keys()) == {"From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted",
                                "MIME-Version", "Content-Type"}  # fmt: skip
    assert mail["Subject"] == "Recital: waiting for you: 1"
    body = body_of(mail, "html")
    assert "<script" not in body
    lines = body_of(mail, "plain").splitlines()
    assert not [each for each in lines if each.startswith("Bcc")]
    assert max(map(len, lines)) < 500


def test_what_fails_is_logged_without_content_and_tried_again(
    staff: Office, inbox: Inbox, caplog: pytest.LogCaptureFixture
) -> None:
    """One refusal stops nobody else; the next round of the same day sends what failed, once."""
    submitted(staff, name="Very private")
    record = staff.create(ED, "activity", {**PAYROLL, "owner": SALES_LEAD})
    staff.step(ED, "submit", record)
    inbox.refusing = {ADDRESS[BO]}

    with caplog.at_level(logging.INFO):
        assert told(staff, inbox) == {BO: "failed", CY: "sent", ED: "nothing"}
    own = "\n".join(each.getMessage() for each in caplog.records if each.name.startswith("recital"))
    assert BO in own
    assert not [word for word in ("Very private", ADDRESS[BO], "Payroll") if word in own]

    inbox.refusing = set()
    assert told(staff, inbox) == {BO: "sent"}


def test_no_server_is_no_crash(staff: Office, inbox: Inbox) -> None:
    """A server that does not answer leaves everything to be tried again."""
    submitted(staff)
    dead = settings(inbox, port=1)

    assert {each.person: each.outcome for each in round.send_round(staff.register, dead)}[BO] == "failed"
    assert told(staff, inbox)[BO] == "sent"


@pytest.mark.parametrize("encryption", ["starttls", "tls"])
def test_encrypted_as_configured(staff: Office, tmp_path: Path, encryption: str) -> None:
    """STARTTLS with a sign-in, and TLS from the first byte; the certificate is checked against the file named."""
    submitted(staff)
    pair = certificate(tmp_path)
    inbox = Inbox()
    server = Server(inbox, pair, implicit=encryption == "tls")
    server.start()
    inbox.port = server.port  # type: ignore[attr-defined]
    login = {"username": "recital", "password": "the word"} if encryption == "starttls" else {}
    try:
        given = {"encryption": encryption, "ca_file": pair[0], **login}
        (sent,) = [
            each for each in round.send_round(staff.register, settings(inbox, **given)) if each.person == BO
        ]
    finally:
        server.stop()

    assert sent.outcome == "sent"
    assert inbox.encrypted == [True]
    assert inbox.logins == (["recital"] if login else [])


def test_nothing_leaves_unencrypted_by_mistake(staff: Office, inbox: Inbox, tmp_path: Path) -> None:
    """A server without STARTTLS, or with a certificate nobody vouches for, gets nothing."""
    submitted(staff)
    assert {each.outcome for each in round.send_round(staff.register, settings(inbox, encryption="starttls"))} == {
        "failed", "nothing",
    }  # fmt: skip
    strange = Inbox()
    server = Server(strange, certificate(tmp_path))
    server.start()
    strange.port = server.port  # type: ignore[attr-defined]
    try:
        again = round.send_round(staff.register, settings(strange, encryption="starttls"))
    finally:
        server.stop()

    assert {each.outcome for each in again} == {"failed"}
    assert (inbox.messages, strange.messages) == ([], [])


def test_the_hour_and_the_days_are_those_of_the_registers_zone() -> None:
    """Mondays from seven in Berlin; Sunday night in Berlin is Monday in Shanghai."""
    mail, berlin, shanghai = MailConfig(), ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Shanghai")
    at = datetime(2026, 11, 23, 5, 59, tzinfo=UTC)  # a Monday
    assert not schedule.is_time(mail, berlin, at)
    assert schedule.is_time(mail, berlin, at.replace(hour=6, minute=0))
    assert schedule.is_time(mail, berlin, at.replace(hour=20))
    assert not schedule.is_time(mail, berlin, at.replace(day=24))
    sunday = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    assert (schedule.is_time(mail, berlin, sunday), schedule.is_time(mail, shanghai, sunday)) == (False, True)


def test_the_schedule_sends_when_it_is_time(staff: Office, inbox: Inbox) -> None:
    """The same look sends on a digest day and does nothing on another."""
    submitted(staff)
    monday = datetime(2026, 3, 2, 9, tzinfo=UTC)

    assert schedule.look(staff.register, settings(inbox), monday.replace(day=3)) == 0
    assert schedule.look(staff.register, settings(inbox), monday) == 1
    assert schedule.look(staff.register, settings(inbox), monday.replace(hour=10)) == 0


def test_the_people_of_the_demonstration_are_not_written_to(staff: Office, inbox: Inbox) -> None:
    """They are made up, and their addresses may be somebody's."""
    with staff.register.read(staff.register.lens()) as reader:
        setting = reader.value("SELECT id FROM settings")
    staff.act(ANN, Change("settings", "update", {"name": "s", "demo": True}, setting, 1))

    with pytest.raises(GovernanceError, match="digest_demo"):
        told(staff, inbox)
    assert inbox.messages == []


def test_the_command_says_what_would_be_sent_and_sends(
    staff: Office, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A dry run needs no server and sends nothing; without a server the command says what to set."""
    submitted(staff)
    staff.register.close()
    options = ("digest", "--register", str(staff.register.path), "--json")

    def run(*more: str, code: int = 0) -> object:
        configuration.forget()
        done = CliRunner().invoke(app, [*options, *more])
        assert done.exit_code == code, done.output
        return json.loads(done.stdout)

    (bo,) = [each for each in run("--dry-run") if each["person"] == BO]  # type: ignore[attr-defined]
    assert bo["outcome"] == "would_send"
    assert bo["waiting"] >= 1
    assert run(code=1)["error"] == "mail_not_configured"  # type: ignore[index]
    for name, value in (("HOST", "127.0.0.1"), ("PORT", str(inbox.port)), ("SENDER", "r@alba.example"), ("ENCRYPTION", "none")):  # type: ignore[attr-defined]  # fmt: skip
        monkeypatch.setenv(f"RECITAL_MAIL__{name}", value)
    assert {each["person"]: each["outcome"] for each in run()}[BO] == "sent"  # type: ignore[attr-defined]
    assert len(inbox.to(ADDRESS[BO])) == 1
    configuration.forget()


def test_a_long_queue_is_cut_and_says_so(staff: Office) -> None:
    """A mail names the first rows; the rest is on the page."""
    for number in range(message.SHOWN + 3):
        submitted(staff, name=f"Record {number}")
    bo = next(each for each in recipients(staff.register) if each.person == BO)
    items = waiting(staff.register, bo)

    made = message.message(
        bo, items, sender="r@alba.example", url=URL, moment=datetime(2026, 3, 2, tzinfo=UTC)
    )

    body = message_from_string(made.as_string())
    assert body["Subject"]
    text = body_of(made, "plain")
    assert text.count("Submitted for a decision") == message.SHOWN
    assert f"And {len(items) - message.SHOWN} more" in text
