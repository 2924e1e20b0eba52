"""Mistakes other registers make, each of which is not made here (one test a mistake, in the order they were collected)."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from governance.cli import app
from governance.errors import GovernanceError
from governance.insight import figures
from governance.law import evaluate
from governance.law.clocks import ClockRow, board
from governance.law.evaluate import found_by, rules_on
from governance.law.packs import law
from governance.register.lapsing import lapsed_by
from governance.register.store import Register
from tests.hand import Hand
from tests.signing_register import BO, ED, PAYROLL, Office

README = Path(__file__).resolve().parents[2] / "README.md"
GDPR = {"laws": ["gdpr"]}
SIGNS = ["scoring", "matching"]


def found(register: Register, on: str, day: date | None = None) -> set[tuple[str, str, str]]:
    """Return what the rules find on one subject: rule, record and row."""
    rules = law().rules
    with register.read(register.lens(effective_on=day)) as reader:
        table = evaluate.judge(reader, rules, on)
    ids, keys = table["id"].to_pylist(), table["key"].to_pylist()
    return {
        (rule.id, ids[row], keys[row])
        for place, rule in enumerate(rules_on(rules, on))
        for rows, _ in found_by(table, place)
        for row in rows.to_pylist()
    }


def value(register: Register, figure: str) -> tuple[float | None, int, int]:
    """Return value, numerator and denominator of one figure."""
    with register.read(register.lens()) as reader:
        one = figures.compute(reader, [figure])[figure]
    return one.value, one.numerator, one.denominator


def activity(**content: Any) -> dict[str, Any]:
    """Return an activity under the GDPR."""
    return {"name": "Activity", **GDPR, **content}


def test_to_be_decided_is_no_basis_and_blank_costs_nothing_twice(register: Register, hand: Hand) -> None:
    """1. A purpose without a basis is found however it is worded; a basis takes exactly that finding away."""
    open_one = hand.create("activity", activity(purposes=[{"key": "p", "name": "To be decided"}]))
    based = hand.create(
        "activity", activity(purposes=[{"key": "p", "name": "Sell", "bases_gdpr": ["contract"]}])
    )

    named = {(rule, record) for rule, record, _ in found(register, "purpose")}

    assert ("GDPR-6-1", open_one) in named
    assert ("GDPR-6-1", based) not in named


def test_emptiness_scores_nothing(register: Register) -> None:
    """2. An empty register has no share at all: no data, never 90 or 100."""
    with register.read(register.lens()) as reader:
        shares = [one for one in figures.compute(reader).values() if one.unit == "share"]

    assert shares
    assert {one.value for one in shares} == {None}


def test_five_measures_cover_one_stage_once(register: Register, hand: Hand) -> None:
    """3. Coverage counts cells, so that measures on one stage cover no other and nothing passes 100 %."""
    measures = [{"key": f"m{n}", "measure": f"MEA-{n:05d}", "state": "in_place"} for n in range(1, 6)]
    hand.create("activity", activity(stages=[{"key": "store", "stage": "store", "measures": measures}]))

    _, covered, cells = value(register, "coverage")

    assert (covered, cells) == (0, 6)


def test_no_other_path_walks_around_the_gate(office: Office) -> None:
    """4. A record cannot be written into «approved», and without anybody to ask the gates nothing passes."""
    record = office.create(ED, "activity", PAYROLL)
    with pytest.raises(GovernanceError):
        office.create(ED, "activity", {**PAYROLL, "status": "approved"})
    office.step(ED, "submit", record)
    office.register.gates = None

    with pytest.raises(GovernanceError) as raised:
        office.step(BO, "approve", record)

    assert raised.value.code == "gates_missing"
    assert office.status(record) == "submitted"


def test_what_is_late_or_far_off_is_on_the_board(register: Register, hand: Hand) -> None:
    """5. No window hides a deadline: overdue ones lead, and one in twenty days is there too."""
    for name, received in (("late", "2026-01-05"), ("soon", "2026-02-20"), ("far", "2026-03-01")):
        hand.create("request", {"name": name, "laws": ["gdpr"], "right": "access", "received_on": received})

    with register.read(register.lens(effective_on=date(2026, 3, 5))) as reader:
        rows = [row for row in board(reader) if row.clock.due is not None and row.id.startswith("REQ-")]

    names = [row.name for row in rows]
    assert {"late", "soon", "far"} <= set(names)
    assert names[0] == "late"


def test_one_number_has_one_source_and_equal_names_stay_apart(register: Register, hand: Hand) -> None:
    """6. Two purposes of equal name are two findings; Iceland, Liechtenstein and Norway lie inside the EEA."""
    purposes = [{"key": key, "name": "Statistics"} for key in ("a", "b")]
    transfers = [{"key": code, "country": code, "name": code} for code in ("IS", "LI", "NO", "US")]
    record = hand.create("activity", activity(purposes=purposes, transfers=transfers))

    assert {key for rule, one, key in found(register, "purpose") if (rule, one) == ("GDPR-6-1", record)} == {
        "a",
        "b",
    }
    with register.read(register.lens()) as reader:
        leaving = reader.rows("SELECT key FROM law_transfer WHERE leaves_eea ORDER BY key")
    assert [row["key"] for row in leaving] == ["US"]


def test_an_approval_is_of_what_was_signed(office: Office) -> None:
    """7. A material change after the signature lapses it and names the field; the signature does not move along."""
    record = office.approved()
    office.update(ED, record, method="By other means")

    assert office.status(record) == "draft"
    with office.register.read(office.register.lens()) as reader:
        assert "method" in str(lapsed_by(reader, record))


def _request(register: Register, hand: Hand, received: str, looked: date) -> ClockRow:
    record = hand.create(
        "request", {"name": "R", "laws": ["gdpr"], "right": "access", "received_on": received}
    )
    with register.read(register.lens(effective_on=looked)) as reader:
        return next(row for row in board(reader) if row.id == record and row.clock.due is not None)


def test_a_month_is_not_thirty_days(register: Register, hand: Hand) -> None:
    """8. A request of 31 January 2026 is due on 2 March: 28 February is a Saturday (Regulation 1182/71)."""
    organisation = register.content("ORG-00001")
    hand.update(
        "organisation",
        "ORG-00001",
        {**organisation, **GDPR, "holiday_region": "de", "time_zone": "Europe/Berlin"},
        1,
    )

    due = _request(register, hand, "2026-01-31", date(2026, 2, 10)).clock.due

    assert str(due)[:10] == "2026-03-02"


def test_retention_is_not_counted_from_the_making_of_the_record(register: Register, hand: Hand) -> None:
    """9. A period without the event it starts from has no end, and only its own row is found."""
    rows = [
        {"key": "a", "category": "contact", "retention_amount": 2, "retention_unit": "year"},
        {"key": "b", "category": "contact", "retention_amount": 2, "retention_unit": "year", "retention_start": "contract_end"},
    ]  # fmt: skip
    hand.create("activity", activity(data=rows))

    with register.read(register.lens()) as reader:
        computable = reader.rows("SELECT key, computable FROM data_retention ORDER BY key")

    assert computable == [{"key": "a", "computable": False}, {"key": "b", "computable": True}]


def test_a_stage_with_r_c_and_i_but_no_a_is_found(register: Register, hand: Hand) -> None:
    """10. Responsibility shared by everybody is nobody's: without an A there is a finding."""
    hand.create("post", {"name": "Clerk"}, "POS-00001")
    roles = [
        {"key": letter, "letter": letter, "post": "POS-00001"}
        for letter in ("responsible", "consulted", "informed")
    ]
    record = hand.create("activity", activity(stages=[{"key": "use", "stage": "use", "roles": roles}]))

    assert ("INT-A-NONE", record, "use") in found(register, "stage")


def test_the_readme_names_commands_that_exist() -> None:
    """11. What the README shows on the command line is there."""
    named = set(re.findall(r"^python -m governance ([a-z]+)", README.read_text("utf-8"), re.MULTILINE))
    known = set(get_command(app).commands)  # type: ignore[attr-defined]

    assert named
    assert named <= known


def test_prose_is_not_taken_for_a_fact(register: Register, hand: Hand) -> None:
    """12. A retention told in words cannot be computed, and measures told in words put none in place."""
    record = hand.create("activity", activity(
        security="Everything is encrypted and locked.",
        data=[{"key": "a", "category": "contact", "retention_text": "As long as the law asks"}],
    ))  # fmt: skip

    assert value(register, "retention.not_computable")[1] == 1
    with register.read(register.lens()) as reader:
        row = reader.row(
            "SELECT measures_in_place, retention_complete FROM law_activity WHERE id = $id", id=record
        )
    assert row == {"measures_in_place": 0, "retention_complete": False}


def test_a_dpia_is_asked_for_by_its_trigger_alone(register: Register, hand: Hand) -> None:
    """13. Two signs of a high risk ask for a DPIA, whatever else the record says or leaves out."""
    bare = hand.create("activity", activity(risk_signs=SIGNS))
    calm = hand.create("activity", activity(risk_signs=SIGNS[:1]))

    asked = {record for rule, record, _ in found(register, "activity") if rule.startswith("GDPR-35-1")}

    assert bare in asked
    assert calm not in asked
