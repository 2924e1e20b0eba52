"""Facts of activities the Chinese rules ask for: kinds of purposes, separate consent, and what nobody answered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from governance.register.store import Register
from tests.law_world import DAY, Case, build, record_id, uses

ASKED = {"in_use_from": "2026-01-01", "separate": True}
OVER = {**ASKED, "in_use_to": "2026-06-15"}


def consented(*consents: str, category: str | None = "recruitment") -> dict[str, Any]:
    """Return a purpose that rests on consent under the PIPL."""
    row = {"bases_pipl": ["consent"], "consents": list(consents), "category": category}
    return {name: value for name, value in row.items() if value is not None}


ACTIVITIES = (
    Case(
        {
            "laws": ["pipl"], "publicising": False, "public_place": True, "data": [{"important": False}],
            "purposes": [consented("CON-00701"), {"bases_pipl": ["statutory_duty"], "category": "payroll"},
                         consented("CON-00701", "CON-00702")],
        },
        {"purpose_categories": ["payroll", "recruitment"], "consent_separate": True, "publicity_answered": True},
        (("consent", {"id": "CON-00701", **ASKED}), ("consent", {"id": "CON-00702", **OVER})),
    ),
    Case(
        {
            "laws": ["pipl"], "publicising": False, "data": [{}],
            "purposes": [consented("CON-00701"), consented("CON-00702"), consented("CON-00701", category=None)],
        },
        {"purpose_categories": None, "consent_separate": False, "publicity_answered": False},
    ),
    Case(
        {"laws": ["pipl"], "stated": {"publicising": "none", "public_place": "none"}, "purposes": [
            {"bases_pipl": ["statutory_duty"], "consents": ["CON-00701"], "category": "payroll"}]},
        {"purpose_categories": ["payroll"], "consent_separate": False, "publicity_answered": True},
    ),
    Case(
        {"laws": ["pipl"], "public_place": True, "purposes": [consented()]},
        {"purpose_categories": ["recruitment"], "consent_separate": False, "publicity_answered": False},
    ),
    Case({"laws": ["pipl"]}, {"purpose_categories": None, "consent_separate": False}),
)  # fmt: skip


@pytest.fixture(scope="module")
def answered(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Register]:
    """A register of these activities, and of two systems nobody can tell the operator of."""
    systems = (
        Case({}, {"ciio": None}, (uses("pipl", systems=["@"], organisations=["ORG-00701"]),)),
        Case({}, {"ciio": False}, (uses("pipl", systems=["@"], organisations=["ORG-00702"]),)),
    )
    around = (("organisation", {"id": "ORG-00701"}), ("organisation", {"id": "ORG-00702", "ciio": False}))
    first = Case({}, {"ciio": False}, around)
    register = build(
        tmp_path_factory.mktemp("law") / "register.duckdb",
        {"activity": ACTIVITIES, "system": (first, *systems)},
    )
    yield register
    register.close()


@pytest.mark.parametrize("place", range(len(ACTIVITIES)))
def test_an_activity_says_what_its_purposes_and_answers_hold(answered: Register, place: int) -> None:
    """Categories are unknown while a purpose has none; separate consent needs one in use for every such purpose."""
    with answered.read(answered.lens(effective_on=DAY)) as reader:
        (row,) = reader.rows("SELECT * FROM law_activity WHERE id = $id", id=record_id("activity", place))
    expected = ACTIVITIES[place].expect or {}
    assert {name: row[name] for name in expected} == expected


def test_a_row_of_data_says_whether_important_data_were_asked_for(answered: Register) -> None:
    """«No» is an answer; an empty field is none, though neither row is important."""
    with answered.read(answered.lens(effective_on=DAY)) as reader:
        rows = reader.rows("SELECT important, important_answered FROM law_data ORDER BY id")
    assert [(row["important"], row["important_answered"]) for row in rows] == [(False, True), (False, False)]


def test_a_system_is_as_critical_as_the_entity_that_uses_it(answered: Register) -> None:
    """Unused it is not; used by an entity that has not answered, nobody knows."""
    with answered.read(answered.lens(effective_on=DAY)) as reader:
        rows = reader.rows("SELECT ciio FROM law_system ORDER BY id")
    assert [row["ciio"] for row in rows] == [False, None, False]
