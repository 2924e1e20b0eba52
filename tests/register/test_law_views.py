"""The flat views of the law answer as their columns are documented: true, false, and unknown where nobody knows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from governance.law.views import Subject, subjects
from governance.register.store import Register
from tests.law_cases_assets import CASES as ASSETS
from tests.law_cases_controls import CASES as CONTROLS
from tests.law_cases_events import CASES as EVENTS
from tests.law_cases_people import CASES as PEOPLE
from tests.law_cases_texts import CASES as TEXTS
from tests.law_world import DAY, OPENED, Case, build, record_id

CASES = {**ASSETS, **PEOPLE, **TEXTS, **EVENTS, **CONTROLS}
LISTED = [
    pytest.param(kind, place, case, id=f"{kind}-{place}")
    for kind, cases in CASES.items()
    for place, case in enumerate(cases)
]
Rows = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Register]:
    """The register of all cases."""
    register = build(tmp_path_factory.mktemp("law") / "register.duckdb", CASES)
    yield register
    register.close()


@pytest.fixture(scope="module")
def rows(judged: Register) -> dict[str, Rows]:
    """Every row of every view on the day, by view and id."""
    return {kind: _rows(judged, kind, DAY) for kind in CASES}


def _rows(register: Register, kind: str, day: date) -> Rows:
    with register.read(register.lens(effective_on=day)) as reader:
        return {row["id"]: row for row in reader.rows(f"SELECT * FROM law_{kind}")}


@pytest.mark.parametrize(("kind", "place", "case"), LISTED)
def test_a_row_says_what_its_record_holds(rows: dict[str, Rows], kind: str, place: int, case: Case) -> None:
    """Each column of a case holds what is documented; a record that is not judged has no row."""
    found = rows[kind].get(record_id(kind, place))
    if case.expect is None:
        assert found is None
        return
    assert found is not None
    assert {name: found[name] for name in case.expect} == dict(case.expect)


# Flags that are unknown where nobody filled them in; no other flag ever is.
UNKNOWN = {
    "system": {"external", "stored_outside_china", "ciio", "separation_of_duties", "logging"},
    "party": {"entrusted", "supplies_data"},
    "organisation": {
        *("gdpr", "pipl", "in_eea", "dpo_needed", "pipl_officer_needed", "overseas_handler", "audit_24_months", "ciio"),
        *("audited_ever", "minors_audit_year", "large_platform", "independent_body", "security_assessment"),
    },
    "department": {"head_is_officer"},
    "appointment": {"reports_to_top"},
    "notice": {"review_overdue", "language_zh", "covers_direct", "covers_officer"},
    "consent": {"specific", "unbundled", "pre_ticked", "granular", "refusable", "as_easy"},
    "policy": {"review_overdue"},
    "assessment": {"started_before"},
    "request": {"gdpr", "pipl", "erase_overdue"},
    "incident": {"gdpr", "pipl", "harm_avoided", "late", "erase_overdue"},
    "training": {"repeat_overdue"},
    "evidence": {"expired"},
    "risk": {"high", "overdue"},
    "action": {"proven", "overdue"},
    "waiver": {"opinion", "ended"},
}  # fmt: skip


@pytest.mark.parametrize("kind", CASES)
def test_every_column_has_its_cases(kind: str) -> None:
    """Each flag is seen true, false and, where it can be, unknown; each number, code and list holds two values."""
    for column in subjects()[kind].columns:
        seen = [
            case.expect[column.name] for case in CASES[kind] if case.expect and column.name in case.expect
        ]
        if column.type == "flag":
            assert {True, False, *([None] if column.name in UNKNOWN.get(kind, ()) else [])} <= set(seen), (
                column.name
            )
        else:
            assert len({str(each) for each in seen}) > 1, column.name


@pytest.mark.parametrize("kind", CASES)
def test_no_other_flag_is_unknown(rows: dict[str, Rows], kind: str) -> None:
    """What is either recorded or not is never unknown, in no row of any record."""
    flags = {column.name for column in subjects()[kind].columns if column.type == "flag"}
    unknown = {name for row in rows[kind].values() for name in flags if row[name] is None}
    assert unknown == UNKNOWN.get(kind, set())


COMMON = {"id": "VARCHAR", "key": "VARCHAR", "name": "VARCHAR", "name_zh": "VARCHAR", "department": "VARCHAR"}


@pytest.mark.parametrize("subject", subjects().values(), ids=list(subjects()))
def test_a_view_has_the_documented_columns(judged: Register, subject: Subject) -> None:
    """Every view has the common columns and exactly those of data/law/views.toml, in their types and order."""
    with judged.read(judged.lens(effective_on=DAY)) as reader:
        found = reader.rows(f"DESCRIBE {subject.view}")
    wanted = COMMON | {each.name: each.sql_type for each in subject.columns}
    assert [(row["column_name"], row["column_type"]) for row in found] == list(wanted.items())


@pytest.mark.parametrize("kind", CASES)
def test_a_record_has_one_row(judged: Register, kind: str) -> None:
    """Joins double nothing: one row a record, with its names and an empty key."""
    with judged.read(judged.lens(effective_on=DAY)) as reader:
        found = reader.rows(f"SELECT id, key, name, name_zh FROM law_{kind} ORDER BY id")
    assert len(found) == len({row["id"] for row in found}) > 0
    cases = [row for row in found if int(row["id"][4:]) < 500 and int(row["id"][4:]) > 100]
    assert all(
        (row["key"], row["name"], row["name_zh"]) == ("", row["id"], f"{row['id']}号") for row in cases
    )


def test_an_empty_register_has_no_rows(tmp_path: Path) -> None:
    """Without a record every view is empty and none fails."""
    register = Register.create(tmp_path / "register.duckdb")
    with register.read(register.lens()) as reader:
        counts = {
            name: reader.value(f"SELECT count(*) FROM {each.view}") for name, each in subjects().items()
        }
    register.close()
    assert counts == dict.fromkeys(subjects(), 0)


@pytest.mark.parametrize(
    ("kind", "place", "column", "day", "then"),
    [
        ("system", 0, "restore_tested", date(2026, 6, 16), False),
        ("system", 0, "activities", date(2025, 12, 31), 2),
        ("system", 2, "activities", date(2026, 6, 14), 1),
        ("system", 0, "owner", date(2025, 12, 31), False),
        ("party", 0, "contract_in_force", date(2026, 6, 26), False),
        ("party", 0, "certificate_expired", date(2026, 6, 16), True),
        ("party", 0, "sub_processors_authorised", date(2026, 6, 14), False),
        ("organisation", 0, "dpo_in_post", date(2025, 12, 31), False),
        ("organisation", 0, "minors_audit_year", date(2026, 1, 31), True),
        ("organisation", 0, "minors_audit_year", date(2027, 1, 31), True),
        ("organisation", 0, "minors_audit_year", date(2027, 2, 1), False),
        ("organisation", 1, "minors_audit_year", date(2026, 1, 31), True),
        ("organisation", 0, "exports_least", date(2027, 1, 1), 50),
        ("organisation", 0, "exports_sensitive_least", date(2025, 12, 31), 7),
        ("organisation", 0, "people_least", date(2026, 4, 30), 3_000_000),
        ("organisation", 0, "training_share", date(2026, 6, 14), 49),
        ("organisation", 0, "training_current", date(2027, 6, 16), False),
        ("organisation", 0, "policy_topics", date(2026, 6, 16), ["audit", "logging", "rights"]),
        ("department", 0, "head", date(2025, 12, 31), False),
        ("department", 1, "activities", date(2026, 6, 16), 2),
        ("person", 0, "activities_accountable", date(2025, 12, 31), 0),
        ("person", 2, "left_but_holds", date(2026, 6, 16), True),
        ("appointment", 0, "ends_in_days", date(2026, 6, 24), 1),
        ("appointment", 1, "published", date(2026, 6, 16), True),
        ("notice", 0, "in_force", date(2026, 6, 16), False),
        ("notice", 1, "in_force", date(2026, 6, 16), True),
        ("consent", 0, "notice_in_force", date(2025, 12, 31), False),
        ("policy", 0, "in_force", date(2026, 6, 14), False),
        ("assessment", 0, "in_date", date(2026, 6, 16), False),
        ("assessment", 2, "completed", date(2026, 6, 16), True),
        ("request", 0, "answered", date(2026, 6, 16), True),
        ("request", 1, "outcome", date(2026, 6, 16), "granted"),
        ("incident", 0, "authority_told", date(2026, 6, 13), False),
        ("training", 2, "repeat_overdue", date(2026, 6, 14), True),
        ("evidence", 1, "expired", date(2026, 6, 16), True),
        ("risk", 3, "open", date(2026, 6, 14), True),
        ("action", 0, "overdue", date(2026, 6, 14), True),
        ("commitment", 0, "carried_out", date(2025, 12, 31), False),
        ("waiver", 0, "ended", date(2026, 6, 14), False),
        ("waiver", 0, "approver", date(2026, 5, 30), False),
    ],
)
def test_another_day_has_other_answers(
    judged: Register, kind: str, place: int, column: str, day: date, then: Any
) -> None:
    """The views judge on the day of the lens, past or to come."""
    assert _rows(judged, kind, day)[record_id(kind, place)][column] == then


def test_what_the_journal_did_not_hold_yet_is_not_judged(judged: Register) -> None:
    """Before anything was recorded no view has a row of it."""
    lens = judged.lens(known_at=OPENED - timedelta(days=1), effective_on=DAY)
    with judged.read(lens) as reader:
        assert not any(reader.value(f"SELECT count(*) FROM {each.view}") for each in subjects().values())
