"""The board of clocks over a real register: what runs, by which law, until when, and for whose eyes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from governance.law import clock_rules
from governance.law.clock_rules import DATES, FLAGS, Subject
from governance.law.clock_sources import SOURCES
from governance.law.clocks import ClockRow, _Memory, board
from governance.register.store import Register
from governance.register.tied import LIMITED
from tests.hand import Hand

BERLIN, SHANGHAI = ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Shanghai")


def entity(hand: Hand, **content: object) -> str:
    """Create a legal entity in Berlin under the GDPR."""
    known: dict[str, object] = {"laws": ["gdpr"], "time_zone": "Europe/Berlin", "holiday_region": "de_be"}
    return hand.create("organisation", {"name": "Alba", **known, **content})


def chinese(hand: Hand, **content: object) -> str:
    """Create a legal entity in Shanghai under the PIPL."""
    return entity(hand, **{"laws": ["pipl"], "time_zone": "Asia/Shanghai", "holiday_region": "cn", **content})


def rows(register: Register, day: date, now: datetime | None = None) -> list[ClockRow]:
    """Return the board on a day, as we know today."""
    with register.read(register.lens(effective_on=day)) as reader:
        return board(reader, now)


def clocks(register: Register, record: str, day: date, now: datetime | None = None) -> Mapping[str, ClockRow]:
    """Return the clocks of one record by id."""
    return {row.rule.id: row for row in rows(register, day, now) if row.id == record}


def test_every_query_gives_what_a_clock_may_ask(register: Register) -> None:
    """Each date and flag a file may name is a column of the subject's query, on an empty register too."""
    with register.read(register.lens()) as reader:
        for subject, sql in SOURCES.items():
            columns = set(reader.table(sql).column_names)
            shared = {"id", "key", "name", "name_zh", "row", "department", "organisation", "laws"}
            assert shared | DATES[subject] | FLAGS[subject] <= columns, subject


def test_a_register_without_occasions_has_no_overdue_clocks(register: Register) -> None:
    """A fresh register shows nothing running, and nothing met either."""
    assert [row.standing for row in rows(register, date(2026, 3, 1)) if row.rule.on != "organisation"] == []


def test_a_request_with_a_pause_and_an_extension(register: Register, hand: Hand) -> None:
    """Received on 31 January, ten days awaiting proof of identity, extended in time: all of it in one row."""
    organisation = entity(hand)
    request = hand.create(
        "request",
        {
            "name": "Access request",
            "organisation": organisation,
            "received_on": "2026-01-31",
            "pauses": [{"key": "p1", "starts_on": "2026-02-05", "ends_on": "2026-02-15"}],
            "extended_on": "2026-03-09",
        },
    )

    before = clocks(register, request, date(2026, 3, 8))["gdpr.request.answer"]
    after = clocks(register, request, date(2026, 3, 9))["gdpr.request.answer"]
    assert before.clock.due == date(2026, 3, 10)  # 28 February and ten days
    assert before.clock.reasons == ("stopped",)
    assert after.clock.due == date(2026, 5, 11)  # 30 April and ten days is a Sunday
    assert (after.clock.first_due, after.standing) == (date(2026, 3, 10), "running")
    assert set(clocks(register, request, date(2026, 3, 8))) == {"gdpr.request.answer"}


def test_an_extension_told_too_late_leaves_the_request_overdue(register: Register, hand: Hand) -> None:
    """The first month is over before the person is told: the answer is late."""
    request = hand.create(
        "request",
        {
            "name": "Access request",
            "organisation": entity(hand),
            "received_on": "2026-01-31",
            "extended_on": "2026-03-03",
        },
    )
    found = clocks(register, request, date(2026, 3, 5))["gdpr.request.answer"]

    assert (found.standing, found.clock.days_left) == ("overdue", -3)
    assert "extension_told_late" in found.clock.reasons


def test_answers_are_judged_on_the_day_asked_for(register: Register, hand: Hand) -> None:
    """Answered on the last day: open before, met after; what happened later is not known on an earlier day."""
    request = hand.create(
        "request",
        {
            "name": "Erasure",
            "organisation": entity(hand),
            "received_on": "2026-01-31",
            "answered_on": "2026-03-02",
            "right": "erase",
            "outcome": "granted",
            "delete_after": "2027-03-02",
        },
    )

    assert clocks(register, request, date(2026, 3, 1))["gdpr.request.answer"].standing == "due_soon"
    later = clocks(register, request, date(2026, 3, 20))
    assert later["gdpr.request.answer"].standing == "met"
    assert (later["gdpr.request.recipients"].standing, later["gdpr.request.recipients"].clock.elapsed) == (
        "no_figure",
        18,
    )
    assert later["internal.request.erase"].clock.due == date(2027, 3, 2)


def test_a_refusal_has_a_clock_of_its_own(register: Register, hand: Hand) -> None:
    """GDPR 12(4): the reasons are told within the month."""
    request = hand.create(
        "request",
        {
            "name": "Access",
            "organisation": entity(hand),
            "received_on": "2026-01-31",
            "answered_on": "2026-03-04",
            "outcome": "refused",
        },
    )

    assert clocks(register, request, date(2026, 3, 5))["gdpr.request.refusal"].standing == "met_late"


def test_a_withdrawn_request_has_no_clock(register: Register, hand: Hand) -> None:
    """Who takes a request back expects no answer."""
    content: dict[str, object] = {
        "name": "Access", "organisation": entity(hand), "received_on": "2026-01-31", "outcome": "withdrawn"
    }  # fmt: skip

    assert clocks(register, hand.create("request", content), date(2026, 5, 1)) == {}


def test_a_chinese_request_counts_chinese_days(register: Register, hand: Hand) -> None:
    """In an app 15 working days, make-up days of the festival included; else 30 days; unknown channel, unclear."""
    organisation = chinese(hand)

    def asked(day: str, **content: object) -> str:
        return hand.create(
            "request", {"name": "Erase", "organisation": organisation, "received_on": day, **content}
        )

    known = clocks(register, asked("2026-02-09", right="erase", channel="in_app"), date(2026, 2, 20))
    letter = clocks(register, asked("2026-02-09", right="erase", channel="post"), date(2026, 2, 20))
    unknown = clocks(register, asked("2026-02-09", right="erase"), date(2026, 2, 20))
    later = clocks(register, asked("2026-12-15", right="erase", channel="in_app"), date(2026, 12, 20))

    assert {name: row.clock.due for name, row in known.items()} == {
        "pipl.request.answer_app": date(2026, 3, 6)
    }
    assert {name: row.clock.due for name, row in letter.items()} == {
        "pipl.request.answer_standard": date(2026, 3, 11)
    }
    assert unknown["pipl.request.answer_app"].standing == "unclear"
    assert all(row.rule.unverified and not row.clock.provisional for row in known.values())
    assert later["pipl.request.answer_app"].clock.provisional


def test_one_request_under_two_laws_has_the_clocks_of_both(register: Register, hand: Hand) -> None:
    """The laws of the record go before those of the organisation."""
    request = hand.create(
        "request",
        {
            "name": "Both",
            "organisation": entity(hand),
            "laws": ["gdpr", "pipl"],
            "received_on": "2026-01-31",
        },
    )

    assert {"gdpr.request.answer", "pipl.request.answer_standard"} <= set(
        clocks(register, request, date(2026, 2, 1))
    )


def test_an_unknown_law_is_shown_as_unclear(register: Register, hand: Hand) -> None:
    """A request of an entity whose laws nobody wrote down may be under either: no clock is called running or met."""
    request = hand.create(
        "request",
        {"name": "Whose", "organisation": entity(hand, laws=[]), "received_on": "2026-01-31"},
    )
    found = clocks(register, request, date(2026, 4, 1))

    assert {row.standing for row in found.values()} == {"unclear"}
    assert {row.rule.pack for row in found.values()} == {"gdpr", "china"}


def incident(hand: Hand, organisation: str, **content: object) -> str:
    """Create an incident known since 16:40 on a Friday before the clocks go forward."""
    known: dict[str, object] = {"aware_on": "2026-03-27", "aware_time": "16:40"}
    return hand.create("incident", {"name": "Lost laptop", "organisation": organisation, **known, **content})


def test_72_hours_over_the_change_to_summer_time(register: Register, hand: Hand) -> None:
    """Known at 16:40 on Friday, due at 18:00 on Monday by the clock of Berlin; read to the minute."""
    found = incident(hand, entity(hand), likely_risk="risk")
    day = date(2026, 3, 30)

    def at(hour: int, minute: int) -> ClockRow:
        now = datetime(2026, 3, 30, hour, minute, tzinfo=BERLIN)
        return clocks(register, found, day, now)["gdpr.incident.authority"]

    assert at(17, 59).clock.due == datetime(2026, 3, 30, 18, 0, tzinfo=BERLIN)
    assert (at(17, 59).standing, at(17, 59).clock.hours_left) == ("due_soon", 0)
    assert at(18, 1).standing == "overdue"
    assert clocks(register, found, day)["gdpr.incident.authority"].standing == "overdue"


def test_a_board_after_a_save_is_the_one_judged_anew(register: Register, hand: Hand) -> None:
    """A row that says what it said before keeps its clocks; what was written, moved or renamed since has its own."""
    day, now = date(2026, 6, 1), datetime(2026, 6, 1, 12, tzinfo=UTC)
    place = entity(hand)
    asked: dict[str, object] = {
        "name": "Copy",
        "right": "access",
        "channel": "email",
        "received_on": "2026-05-01",
        "organisation": place,
    }
    request = hand.create("request", asked)
    hand.create(
        "incident", {"name": "Lost", "aware_on": "2026-05-31", "aware_time": "22:00", "organisation": place}
    )
    steps: list[Callable[[], object]] = [
        lambda: None,
        lambda: hand.update("request", request, asked | {"name": "A copy", "answered_on": "2026-05-20"}, 1),
        lambda: hand.create("request", asked | {"name": "Another", "received_on": "2026-05-10"}),
        lambda: hand.update(
            "organisation", place, register.content(place) | {"time_zone": "Asia/Shanghai"}, 1
        ),
    ]
    seen = []
    for step in steps:
        step()
        known = rows(register, day, now)
        with register.read(register.lens(effective_on=day)) as reader:
            assert known == _Memory().judged(reader, now)
        seen.append(known)
    assert all(one != other for one, other in pairwise(seen))
    assert rows(register, day, now.replace(hour=23)) != seen[-1]


def test_a_report_is_judged_to_the_minute(register: Register, hand: Hand) -> None:
    """Told at 17:55 is in time; told that day at a time nobody wrote down is not shown as in time."""
    organisation = entity(hand)
    timed = incident(hand, organisation, authority_told_on="2026-03-30", authority_told_time="17:55")
    untimed = incident(hand, organisation, authority_told_on="2026-03-30")
    day = date(2026, 4, 10)

    assert clocks(register, timed, day)["gdpr.incident.authority"].standing == "met"
    late = clocks(register, untimed, day)["gdpr.incident.authority"]
    assert (late.standing, late.clock.reasons) == ("met_late", ("done_time_unknown",))


def test_who_must_be_told_depends_on_the_risk(register: Register, hand: Hand) -> None:
    """No risk, no report; high risk, people too; unknown risk, nobody can say whether people must be told."""
    organisation = entity(hand)
    day = date(2026, 3, 29)
    harmless = clocks(register, incident(hand, organisation, likely_risk="unlikely"), day)
    grave = clocks(register, incident(hand, organisation, likely_risk="high"), day)
    unknown = clocks(register, incident(hand, organisation), day)

    assert set(harmless) == set()
    assert {name: row.standing for name, row in grave.items()} == {
        "gdpr.incident.authority": "due_soon",
        "gdpr.incident.people": "no_figure",
    }
    assert {name: row.standing for name, row in unknown.items()} == {
        "gdpr.incident.authority": "due_soon",
        "gdpr.incident.people": "unclear",
    }


def test_a_processor_tells_its_controller(register: Register, hand: Hand) -> None:
    """In what is done for others only the controller is told, without a figure."""
    activity = hand.create("activity", {"name": "Payroll for clients", "role": "processor", "laws": ["gdpr"]})
    found = incident(hand, entity(hand), activities=[activity], likely_risk="high")

    assert set(clocks(register, found, date(2026, 3, 29))) == {"gdpr.incident.controller"}


@pytest.mark.parametrize(
    ("facts", "grade", "due"),
    [
        ({"ciio": True}, "major", {"cn.incident.one_hour": "2026-03-27 17:40:00+08:00"}),
        ({"ciio": False}, "relatively_major", {"cn.incident.four_hours": "2026-03-27 20:40:00+08:00"}),
        (
            {"ciio": False, "public_authority": True},
            "especially_major",
            {
                "cn.incident.two_hours": "2026-03-27 18:40:00+08:00",
                "cn.incident.four_hours": "2026-03-27 20:40:00+08:00",
            },
        ),
        ({"ciio": False}, "general", {}),
    ],
)
def test_grave_incidents_in_china_are_reported_by_the_hour(
    register: Register, hand: Hand, facts: dict[str, object], grade: str, due: dict[str, str]
) -> None:
    """One, two or four hours from the moment itself, by who runs the network; general incidents have no hours."""
    organisation = chinese(hand, **{"public_authority": False, **facts})
    found = clocks(register, incident(hand, organisation, severity_cn=grade), date(2026, 3, 27))

    assert {name: str(row.clock.due) for name, row in found.items() if row.rule.unit == "hours"} == due
    assert found["pipl.incident.authority"].standing == "no_figure"


def test_an_incident_nobody_graded_may_have_hours(register: Register, hand: Hand) -> None:
    """Without a grade the clocks in hours are unclear, not absent."""
    found = clocks(register, incident(hand, chinese(hand, ciio=False)), date(2026, 3, 27))

    assert found["cn.incident.four_hours"].standing == "unclear"


def test_an_incident_before_the_rule_has_no_hours(register: Register, hand: Hand) -> None:
    """The reporting measures began on 1 November 2025."""
    organisation = chinese(hand, ciio=False)
    found = incident(hand, organisation, aware_on="2025-10-31", severity_cn="major")

    assert "cn.incident.four_hours" not in clocks(register, found, date(2026, 3, 27))


def test_the_standard_contract_is_filed_in_ten_working_days(register: Register, hand: Hand) -> None:
    """Ten working days of China over the festival; then the authority has fifteen for its answer."""
    transfer = {
        "key": "t1", "name": "To Hamburg", "country": "DE", "pipl_route": "standard_contract",
        "effective_on": "2026-02-10",
    }  # fmt: skip
    content: dict[str, object] = {
        "name": "Staff file", "organisations": [chinese(hand)], "transfers": [transfer]
    }  # fmt: skip
    activity = hand.create("activity", content)
    open_row = clocks(register, activity, date(2026, 2, 24))["cn.transfer.contract_filing"]
    filed = content | {"transfers": [transfer | {"filed_on": "2026-03-02"}]}
    hand.update("activity", activity, filed, 1)
    after = clocks(register, activity, date(2026, 3, 10))

    assert (open_row.clock.due, open_row.key, open_row.row) == (date(2026, 3, 2), "t1", "To Hamburg")
    assert after["cn.transfer.contract_filing"].standing == "met"
    answer = after["cn.transfer.contract_answer"]
    assert (answer.clock.due, answer.ours) == (date(2026, 3, 23), False)


def test_a_transfer_without_a_date_is_not_called_in_time(register: Register, hand: Hand) -> None:
    """A standard contract without its first day has a clock that never started."""
    content: dict[str, object] = {
        "name": "Staff file",
        "organisations": [chinese(hand)],
        "transfers": [{"key": "t1", "pipl_route": "standard_contract"}],
    }
    found = clocks(register, hand.create("activity", content), date(2026, 3, 1))

    assert found["cn.transfer.contract_filing"].standing == "not_started"


def officer(hand: Hand, organisation: str, post: str, name: str, **content: object) -> str:
    """Appoint somebody to a post."""
    person = hand.create("person", {"name": name})
    return hand.create(
        "appointment",
        {"name": name, "post": post, "person": person, "organisations": [organisation], **content},
    )


def test_a_new_protection_officer_is_filed_in_thirty_working_days(register: Register, hand: Hand) -> None:
    """The change of the officer has its clock; the first officer is filed from the day of a million people."""
    organisation = chinese(
        hand,
        counts=[{"key": "c1", "about": "processed", "people": 1_200_000, "counted_on": "2026-01-05"}],
    )
    post = hand.create("post", {"name": "Officer", "role": "pipl_officer", "organisation": organisation})
    first = officer(
        hand, organisation, post, "Li", starts_on="2025-12-01", ends_on="2026-03-02",
        filings=[{"key": "f1", "filed_on": "2026-01-20"}],
    )  # fmt: skip
    second = officer(hand, organisation, post, "Wang", starts_on="2026-03-02")
    day = date(2026, 3, 10)

    assert clocks(register, organisation, day)["cn.officer.file"].standing == "met"
    change = clocks(register, second, day)["cn.officer.change"]
    assert (change.clock.due, change.standing) == (date(2026, 4, 14), "running")
    assert "cn.officer.change" not in clocks(register, first, day)


def test_a_million_people_without_a_date_count_from_the_notice(register: Register, hand: Hand) -> None:
    """Nobody knows when the number was reached: the duty then began with the notice of 18 July 2025."""
    organisation = chinese(hand, people_handled=3_000_000)
    found = clocks(register, organisation, date(2025, 9, 1))["cn.officer.file"]

    assert (found.start, found.clock.due, found.standing) == (date(2025, 7, 18), date(2025, 8, 29), "overdue")


def test_an_unknown_number_of_people_is_unclear(register: Register, hand: Hand) -> None:
    """Without any number nobody knows whether an officer must be filed or an audit held."""
    found = clocks(register, chinese(hand), date(2026, 3, 1))

    assert found["cn.officer.file"].standing == "unclear"
    assert found["cn.audit.ten_million"].standing == "unclear"


def test_audits_above_ten_million_come_every_two_years(register: Register, hand: Hand) -> None:
    """From the last audit, else from the day of the rule; exactly ten million is not above."""
    audits = [{"key": "a1", "audit_kind": "pipl_compliance", "done_on": "2026-02-10"}]
    held = clocks(register, chinese(hand, people_handled=12_000_000, audits=audits), date(2026, 3, 1))
    never = clocks(register, chinese(hand, people_handled=12_000_000), date(2026, 3, 1))
    ten = clocks(register, chinese(hand, people_handled=10_000_000), date(2026, 3, 1))

    assert held["cn.audit.ten_million"].clock.due == date(2028, 2, 10)
    assert (never["cn.audit.ten_million"].clock.due, never["cn.audit.ten_million"].clock.provisional) == (
        date(2027, 5, 5),  # Labour Day is in between, and its days off are not announced
        True,
    )
    assert "cn.audit.ten_million" not in ten


def test_the_audit_of_minors_is_reported_each_january(register: Register, hand: Hand) -> None:
    """A report of January 2026 is of 2025, so the next is due on 31 January 2027; without one, January 2026."""
    counts = [{"key": "c1", "about": "minors", "people": 40, "counted_on": "2026-01-01"}]
    audits = [{"key": "a1", "audit_kind": "minors", "reported_on": "2026-01-20"}]
    told = clocks(register, chinese(hand, counts=counts, audits=audits), date(2026, 3, 1))
    never = clocks(register, chinese(hand, counts=counts), date(2026, 3, 1))

    assert told["cn.audit.minors"].clock.due == date(2027, 1, 31)
    assert (never["cn.audit.minors"].clock.due, never["cn.audit.minors"].standing) == (
        date(2026, 1, 31),
        "overdue",
    )


def test_assessments_are_kept_reviewed_and_answered(register: Register, hand: Hand) -> None:
    """A PIPIA is kept three years; a DPIA is reviewed, and the authority has eight weeks for its advice."""
    pipia = hand.create(
        "assessment",
        {"name": "PIPIA", "assessment_kind": "pipia", "conducted_on": "2025-06-01", "valid_to": "2026-06-01"},
    )
    dpia = hand.create(
        "assessment",
        {
            "name": "DPIA",
            "assessment_kind": "dpia",
            "organisation": entity(hand),
            "valid_to": "2026-05-01",
            "consulted_on": "2026-03-02",
        },
    )
    day = date(2026, 3, 10)

    kept = clocks(register, pipia, day)
    assert (kept["pipl.assessment.keep"].clock.due, kept["pipl.assessment.keep"].standing) == (
        date(2028, 6, 1),
        "running",
    )
    asked = clocks(register, dpia, day)
    assert asked["gdpr.assessment.consultation"].clock.due == date(2026, 4, 27)
    assert asked["gdpr.assessment.review"].clock.due == date(2026, 5, 1)
    assert "internal.assessment.end" not in asked


def test_own_dates_run_too(register: Register, hand: Hand) -> None:
    """Contracts, certificates, supervision, restore tests, evidence, waivers: each by the date in its record."""
    party = hand.create(
        "party",
        {
            "name": "Mailwave",
            "contracts": [{"key": "k1", "reference": "MW-1", "valid_to": "2026-03-01"}],
            "certificates": [{"key": "z1", "name": "ISO 27001", "expires_on": "2026-03-20"}],
            "supervision_months": 12,
            "last_supervised": "2025-02-28",
        },
    )
    system = hand.create("system", {"name": "CRM", "backup_plan": "Daily"})
    day = date(2026, 3, 10)

    found = clocks(register, party, day)
    assert {name: row.standing for name, row in found.items()} == {
        "internal.contract.end": "expired",
        "internal.certificate.end": "due_soon",
        "internal.party.supervision": "overdue",
    }
    assert clocks(register, system, day)["internal.system.restore"].standing == "not_started"


def test_an_action_without_proof_is_open(register: Register, hand: Hand) -> None:
    """Said to be done but not proven: overdue."""
    evidence = hand.create("evidence", {"name": "Minutes", "issued_on": "2026-02-20"})
    done: dict[str, object] = {"name": "Fix", "due_on": "2026-03-01", "done_on": "2026-02-20"}
    bare = hand.create("action", done)
    proven = hand.create("action", done | {"evidence": [evidence]})
    day = date(2026, 3, 10)

    assert clocks(register, bare, day)["internal.action.due"].standing == "overdue"
    assert clocks(register, proven, day)["internal.action.due"].standing == "met"


def test_an_organisation_without_a_region_has_that_of_its_country(register: Register, hand: Hand) -> None:
    """A German entity that names no region has the federal holidays; a country without a list only weekends."""
    content: dict[str, Any] = {"name": "Access", "received_on": "2025-11-25"}
    german = hand.create(
        "request", content | {"organisation": entity(hand, holiday_region=None, country="DE")}
    )
    other = hand.create(
        "request", content | {"organisation": entity(hand, holiday_region=None, country="BR")}
    )
    day = date(2025, 12, 1)

    found = clocks(register, german, day)["gdpr.request.answer"].clock
    assert (found.due, found.provisional) == (date(2025, 12, 29), False)
    bare = clocks(register, other, day)["gdpr.request.answer"].clock
    assert (bare.due, bare.provisional) == (date(2025, 12, 25), True)


def test_overdue_comes_first_and_the_longest_overdue_at_the_top(register: Register, hand: Hand) -> None:
    """The order of the board is the order of what to do."""
    organisation = entity(hand)
    for name, day in (("Soon", "2026-02-12"), ("Late", "2026-02-03"), ("Latest", "2026-01-05")):
        hand.create("request", {"name": name, "organisation": organisation, "received_on": day})
    found = [row for row in rows(register, date(2026, 3, 10)) if row.rule.on == "request"]

    assert [row.name for row in found] == ["Latest", "Late", "Soon"]


def test_people_see_the_clocks_of_their_departments(register: Register, hand: Hand) -> None:
    """A team member sees the requests of the own department only."""
    organisation = entity(hand)
    own, other = (
        hand.create("department", {"name": name, "organisation": organisation}) for name in ("Sales", "HR")
    )
    person = hand.create("person", {"name": "Tom"})
    hand.create("grant", {"name": "Tom: team", "person": person, "role": "team_member", "departments": [own]})
    seen = hand.create("request", {"name": "A", "department": own, "received_on": "2026-01-31"})
    hidden = hand.create("request", {"name": "B", "department": other, "received_on": "2026-01-31"})
    lens = register.lens(effective_on=date(2026, 3, 1), actor=person)
    with register.read(lens) as reader:
        ids = {row.id for row in board(reader) if row.rule.on == "request"}

    assert ids == {seen}
    assert hidden not in ids


def test_the_clocks_of_a_person_are_those_of_everybody_that_they_may_read(demo_register: Register) -> None:
    """In each department exactly the clocks of the records seen there, in the same order and standing alike."""
    lens = demo_register.lens()
    with demo_register.read(lens) as reader:
        everything = board(reader)
        departments = [row["id"] for row in reader.rows("SELECT id FROM department ORDER BY id")]
    for scope in ((), *((each,) for each in departments), tuple(departments[:4])):
        with demo_register.read(replace(lens, departments=scope)) as reader:
            own = board(reader)
            seen = {row["id"] for kind in LIMITED for row in reader.rows(f'SELECT id FROM "{kind}"')}
        expected = [row for row in everything if row.kind not in LIMITED or row.id in seen]
        assert [replace(row, department=None) for row in own] == [
            replace(row, department=None) for row in expected
        ]
        assert {row.department for row in own if row.kind == "assessment"} <= {None, *scope}


def test_a_new_entry_moves_the_clocks_of_everybody(register: Register, hand: Hand) -> None:
    """After a save the next look finds the new clock, whoever looks and whoever looked before."""
    organisation = entity(hand)
    own = hand.create("department", {"name": "Sales", "organisation": organisation})

    def seen(departments: tuple[str, ...] | None) -> set[str | None]:
        with register.read(replace(register.lens(), departments=departments)) as reader:
            return {row.name for row in board(reader) if row.rule.on == "request"}

    assert (seen(None), seen((own,)), seen(())) == (set(), set(), set())
    hand.create("request", {"name": "A", "department": own, "received_on": "2026-01-31"})
    assert (seen(None), seen((own,)), seen(())) == ({"A"}, {"A"}, set())


def test_the_past_knows_only_what_it_knew(register: Register, hand: Hand) -> None:
    """As of a moment before the request was entered there is no clock for it."""
    before = datetime.now(UTC)
    request = hand.create("request", {"name": "A", "organisation": entity(hand), "received_on": "2026-01-31"})
    with register.read(register.lens(known_at=before, effective_on=date(2026, 3, 1))) as reader:
        ids = {row.id for row in board(reader)}

    assert request not in ids


def test_an_own_clock_file_changes_the_board(
    register: Register, hand: Hand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An organisation ends a clock it does not use; a broken file of its own leaves the packaged clocks running."""
    request = hand.create(
        "request", {"name": "Copy", "organisation": chinese(hand), "received_on": "2026-02-09"}
    )
    assert "pipl.request.answer_app" in clocks(register, request, date(2026, 2, 20))
    (tmp_path / "law").mkdir()
    own = tmp_path / "law" / "china.clocks.toml"
    own.write_text('[[clock]]\nid = "pipl.request.answer_app"\nto = 2025-12-31\n', "utf-8")
    (tmp_path / "law" / "broken.clocks.toml").write_text("[[clock]\n", "utf-8")
    monkeypatch.setenv("RECITAL_DATA", str(tmp_path))

    assert set(clocks(register, request, date(2026, 2, 20))) == {"pipl.request.answer_standard"}
    assert len(clock_rules.clocks().refused) == 1


def test_a_void_record_has_no_clock(register: Register, hand: Hand) -> None:
    """Made in error, the request is no longer waited for."""
    from governance.register.commands import Change

    request = hand.create("request", {"name": "A", "organisation": entity(hand), "received_on": "2026-01-31"})
    hand.change(Change("request", "void", None, request, 1))

    assert clocks(register, request, date(2026, 3, 1)) == {}


def test_subjects_are_all_read() -> None:
    """Every subject a clock may run on has its query."""
    names: set[Subject] = set(SOURCES)
    assert names == set(DATES)
