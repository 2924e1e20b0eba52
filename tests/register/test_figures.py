"""Figures: nothing without rows, no data for an empty register, 100 % within reach, both clocks."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from governance.errors import BadData, UnknownRecord
from governance.insight import accountability, coverage, dpo, figures, groups, risks, trends
from governance.insight.catalogue import DEFINITIONS, STAGES
from governance.insight.figures import EVERYTHING, Filters
from governance.insight.reference import reference
from governance.language import catalog
from governance.register.commands import initialise
from governance.register.store import Register
from tests.hand import Hand

ROOT = Path(__file__).resolve().parents[2]
DAY = date(2026, 6, 15)


def compute(register: Register, on: date = DAY, **options: Any) -> dict[str, figures.Figure]:
    """Return every figure, or ``ids``, on a day."""
    with register.read(register.lens(effective_on=on)) as reader:
        return figures.compute(reader, **options)


def complete(hand: Hand, **content: Any) -> str:
    """Create an activity that is covered at every stage."""
    post = hand.create("post", {"name": "Head"})
    person = hand.create("person", {"name": "Kim"})
    hand.create("appointment", {"name": "K", "post": post, "person": person, "starts_on": "2026-01-01"})
    rules = hand.create("policy", {"name": "Rules", "in_force_from": "2026-01-01", "review_by": "2026-12-31"})
    proof = hand.create("evidence", {"name": "Log", "issued_on": "2026-01-01", "expires_on": "2026-12-31"})
    stages = [
        {
            "key": stage,
            "stage": stage,
            "policies": [rules],
            "measures": [{"key": "m", "measure": "MEA-00001", "state": "in_place", "evidence": [proof]}],
            "roles": [
                {"key": "a", "letter": "accountable", "post": post},
                {"key": "r", "letter": "responsible", "post": post},
            ],
        }
        for stage in STAGES
    ]
    return hand.create("activity", {"name": "Payroll", "stages": stages, **content})


def test_an_empty_register_has_no_data(register: Register) -> None:
    """No figure of an empty register is a number, and above all none is 100 %."""
    found = compute(register)
    assert {figure.value for figure in found.values()} == {None}
    with register.read(register.lens()) as reader:
        assert coverage.by_department(reader).num_rows == 0
        assert accountability.verdict(reader).key == "accountability.verdict.no_data"
        assert dpo.verdict(reader).key == "dpo.verdict.no_data"


def test_everything_can_be_covered(register: Register, hand: Hand) -> None:
    """One complete activity is 100 % covered, answered for and explicit; nothing of it is at fault."""
    complete(hand)
    found = compute(register)
    for name in ("coverage", *(f"coverage.{stage}" for stage in STAGES), "accountability.explicit"):
        assert found[name].value == 1
    faults = [
        each for each in found if each.startswith("accountability.") and each != "accountability.explicit"
    ]
    assert {found[name].value for name in faults} == {0}
    with register.read(register.lens(effective_on=DAY)) as reader:
        assert accountability.verdict(reader).key == "accountability.verdict.fine"


def test_every_figure_opens_as_many_rows_as_it_says(register: Register, hand: Hand) -> None:
    """A share lists all it is taken from, a count those counted; each row has the columns promised."""
    department = hand.create("department", {"name": "Sales"})
    complete(hand, department=department, laws=["gdpr"], transfers=[{"key": "t", "country": "US"}])
    hand.create("activity", {"name": "B", "data": [{"key": "d"}], "stated": {"recipients": "unknown"}})
    hand.create("risk", {"name": "R", "likelihood_after": 5, "impact_after": 5, "due_on": "2026-06-01"})
    hand.create("system", {"name": "S"})
    with register.read(register.lens(effective_on=date(2027, 1, 1))) as reader:
        for figure in figures.compute(reader).values():
            rows = figures.rows(reader, figure)
            expected = figure.denominator if figure.unit == "share" else figure.numerator
            assert rows.num_rows == expected, figure.id
            assert set(figure.rows_columns) == set(rows.column_names), figure.id


def test_a_stage_left_out_with_a_reason_leaves_the_denominator(register: Register, hand: Hand) -> None:
    """One stage out of six that does not take place makes five the whole, and is shown as left out."""
    hand.create("activity", {"name": "A", "stages": [_absent("share")]})
    figure = compute(register, ids=["coverage"])["coverage"]
    assert (figure.value, figure.denominator) == (0, 5)
    assert [(each.reason, each.count) for each in figure.exclusions] == [("not_applicable", 1)]


def _absent(stage: str) -> dict[str, Any]:
    return {"key": stage, "stage": stage, "applicable": "not_applicable", "reason": "No sharing"}


def test_weights_count_people_and_name_who_is_not_counted(register: Register, hand: Hand) -> None:
    """The largest row of data is the number of people; an activity that says none is left out, not taken as 0."""
    complete(hand, data=[{"key": "a", "people": 300}, {"key": "b", "people": 200}])
    hand.create("activity", {"name": "B", "data": [{"key": "a", "people": 100}]})
    hand.create("activity", {"name": "C"})
    plain = compute(register, ids=["coverage"])["coverage"]
    weighted = compute(register, ids=["coverage"], weighted=True)["coverage"]
    assert (plain.numerator, plain.denominator) == (6, 18)
    assert (weighted.numerator, weighted.denominator) == (1800, 2400)
    assert ("people_unknown", 6) in [tuple(each) for each in weighted.exclusions]


def test_filters_limit_every_figure_of_activities(register: Register, hand: Hand) -> None:
    """By entity (also that of the department), law, sensitive data, and department with those below it."""
    entity = hand.create("organisation", {"name": "Alba", "laws": ["pipl"]})
    upper = hand.create("department", {"name": "Group", "organisation": entity})
    lower = hand.create("department", {"name": "Team", "parent": upper})
    health: dict[str, Any] = {
        "name": "Health",
        "department": upper,
        "data": [{"key": "d", "category": "health"}],
    }
    hand.create("activity", health)
    hand.create("activity", {"name": "Mail", "department": lower, "laws": ["gdpr"]})
    hand.create("activity", {"name": "Other"})

    def counted(**given: Any) -> float | None:
        return compute(register, ids=["activities"], filters=Filters(**given))["activities"].value

    assert counted() == 3
    assert counted(organisation=entity) == 1
    assert counted(law="pipl") == 1
    assert counted(law="gdpr") == 1
    assert counted(sensitive_only=True) == 1
    assert counted(department=upper) == 2
    assert counted(department=lower) == 1


def test_evidence_risks_policies_and_systems_are_counted_by_their_dates(
    register: Register, hand: Hand
) -> None:
    """Expiring within ninety days, expired though used, overdue, never tested: each as its sentence says."""
    complete(hand)
    later = compute(register, date(2026, 10, 15))
    assert later["evidence.expiring"].value == 1
    assert later["evidence.in_date"].value == 1
    ended = compute(register, date(2027, 1, 1))
    assert ended["evidence.in_date"].value == 0
    assert ended["evidence.expired_in_use"].value == 1
    assert ended["policy.review_overdue"].value == 1
    assert ended["coverage"].value == 0
    hand.create("system", {"name": "S", "last_restore_test": "2025-06-15"})
    hand.create("system", {"name": "T", "last_restore_test": "2025-06-14"})
    hand.create("system", {"name": "U"})
    assert compute(register, ids=["system.restore_untested"])["system.restore_untested"].value == 2
    hand.create("risk", {"name": "R", "likelihood_after": 5, "impact_after": 3, "due_on": "2026-06-14"})
    hand.create("risk", {"name": "S"})
    found = compute(register)
    assert (found["risk.high"].value, found["risk.high"].denominator) == (1, 1)
    assert [tuple(each) for each in found["risk.high"].exclusions] == [("unscored", 1)]
    assert (found["risk.overdue"].value, found["risk.untreated"].value) == (1, 2)


@pytest.mark.parametrize(
    ("laws", "transfer", "invalid"),
    [
        (["gdpr"], {"country": "US", "mechanism": "scc_commission"}, 0),
        (["gdpr"], {"country": "US"}, 1),
        (["gdpr"], {"country": "JP", "mechanism": "adequacy"}, 0),
        (["gdpr"], {"country": "IN", "mechanism": "adequacy"}, 1),
        (["gdpr"], {"country": "US", "mechanism": "bcr", "valid_to": "2026-06-14"}, 1),
        (["gdpr"], {"country": "US", "mechanism": "bcr", "valid_to": "2026-06-15"}, 0),
        (["gdpr"], {"country": "FR"}, None),
        (["gdpr"], {"mechanism": "bcr"}, 1),
        (["pipl"], {"country": "DE"}, 1),
        (["pipl"], {"country": "DE", "pipl_route": "standard_contract"}, 0),
        (["pipl"], {"country": "HK", "mechanism": "bcr"}, 1),
        (["pipl"], {"country": "CN"}, None),
        (["gdpr", "pipl"], {"country": "US", "mechanism": "bcr"}, 1),
        ([], {"country": "US", "mechanism": "bcr"}, None),
    ],
)
def test_a_transfer_needs_what_each_law_asks_for(
    register: Register, hand: Hand, laws: list[str], transfer: dict[str, Any], invalid: int | None
) -> None:
    """Outside the EEA a mechanism, out of mainland China a route, both under both laws; an unknown country never passes."""
    content: dict[str, Any] = {"name": "A", "transfers": [{"key": "t", **transfer}]}
    hand.create("activity", {**content, **({"laws": laws} if laws else {})})
    assert compute(register, ids=["transfer.invalid"])["transfer.invalid"].value == invalid


def test_bases_retention_and_unknown_answers(register: Register, hand: Hand) -> None:
    """A purpose without a basis, or none at all, is missing; a processor needs none; «not known» is counted."""
    purposes = [{"key": "p", "name": "Pay", "bases_gdpr": ["contract"]}]
    hand.create("activity", {"name": "A", "laws": ["gdpr", "pipl"], "purposes": purposes})
    hand.create("activity", {"name": "B", "laws": ["gdpr"]})
    hand.create("activity", {"name": "C", "laws": ["gdpr"], "role": "processor"})
    hand.create("activity", {"name": "D", "purposes": purposes, "stated": {"recipients": "unknown"}})
    whole = {"retention_amount": 6, "retention_unit": "year", "retention_start": "collection"}
    hand.create("activity", {"name": "E", "data": [{"key": "a", **whole}, {"key": "b"}]})
    found = compute(register)
    assert (found["basis.gdpr"].value, found["basis.gdpr"].denominator) == (1, 2)
    assert (found["basis.pipl"].value, found["basis.pipl"].denominator) == (1, 1)
    assert {tuple(each) for each in found["basis.gdpr"].exclusions} == {("processor", 1), ("law_unknown", 2)}
    assert found["retention.not_computable"].value == 0.5
    assert found["answers.not_known"].value == 1


def test_both_clocks_move_a_figure(path: Path) -> None:
    """What the register said then, and what today's register says of then, are different answers."""
    now = [datetime(2026, 3, 1, 9, tzinfo=UTC)]
    register = Register.create(path, clock=lambda: now[0])
    initialise(register, organisation="Alba", person="Ann Lee")
    now[0] = datetime(2026, 7, 1, 9, tzinfo=UTC)
    complete(Hand(register))
    days = [date(2025, 12, 31), date(2026, 6, 30), date(2026, 7, 1)]
    known = trends.trend(register, days, actor=None, ids=["coverage"])["coverage"]
    assert [each.value for each in known] == [None, None, 1]
    as_now = trends.trend(register, days, actor=None, ids=["coverage"], clocks="effective")["coverage"]
    assert [each.value for each in as_now] == [0, 1, 1]
    ahead = trends.trend(register, [date(2027, 1, 1)], actor=None, ids=["coverage"])["coverage"]
    assert [each.value for each in ahead] == [0]
    register.close()


def test_month_ends_are_last_days_and_then_the_day_itself() -> None:
    """February has its own length."""
    assert trends.month_ends(date(2026, 4, 10), 2) == [
        date(2026, 2, 28),
        date(2026, 3, 31),
        date(2026, 4, 10),
    ]


def test_a_cell_says_what_would_fix_it(register: Register, hand: Hand) -> None:
    """Every fact that does not hold names where to go; a cell that is fine names nothing."""
    fine = complete(hand)
    stage = {
        "key": "use",
        "stage": "use",
        "measures": [{"key": "m", "measure": "MEA-00001", "state": "in_place"}],
    }
    bare = hand.create("activity", {"name": "B", "stages": [stage]})
    with register.read(register.lens(effective_on=DAY)) as reader:
        good, bad = coverage.cell(reader, fine, "use"), coverage.cell(reader, bare, "use")
        untouched = coverage.cell(reader, bare, "store")
        with pytest.raises(UnknownRecord):
            coverage.cell(reader, "ACT-99999", "use")
    assert good.state == "covered"
    assert [fact.fixes for fact in good.facts] == [()] * 4
    assert bad.state == "partial"
    assert {fact.code: [fix.text_key for fix in fact.fixes] for fact in bad.facts} == {
        "policy": ["fix.policy.none"],
        "measure": [],
        "evidence": ["fix.evidence.none"],
        "accountable": ["fix.accountable.none"],
    }
    assert bad.facts[2].fixes[0].path == "stages/use/measures/m/evidence"
    assert [fix.text_key for fix in untouched.fixes] == ["fix.not_assessed"]
    assert all(fix.text_key in catalog("zh") for fact in bad.facts for fix in fact.fixes)


def test_coverage_of_departments_adds_up_to_the_figure(register: Register, hand: Hand) -> None:
    """The heat map and the figure are the same cells; the weakest department stands first."""
    good, poor = (hand.create("department", {"name": name}) for name in ("Good", "Poor"))
    complete(hand, department=good)
    hand.create("activity", {"name": "B", "department": poor})
    hand.create("activity", {"name": "C"})
    figure = compute(register, ids=["coverage"])["coverage"]
    with register.read(register.lens(effective_on=DAY)) as reader:
        rows = coverage.by_department(reader).to_pylist()
        inside = coverage.by_activity(reader, poor).to_pylist()
        outside = coverage.by_activity(reader, coverage.NO_DEPARTMENT).to_pylist()
    assert sum(row["covered"] for row in rows) == figure.numerator
    assert sum(row["cells"] for row in rows) == figure.denominator
    assert [row["department"] for row in rows[:6]] == [poor] * 6
    assert {row["department"] for row in rows} == {good, poor, None}
    assert {row["name"] for row in inside} == {"B"}
    assert {row["name"] for row in outside} == {"C"}


def test_matrices_name_posts_departments_and_people(register: Register, hand: Hand) -> None:
    """The three matrices tell the same cells by post, by department and by holder."""
    department = hand.create("department", {"name": "Sales"})
    complete(hand, department=department)
    hand.create("activity", {"name": "Empty", "department": department})
    with register.read(register.lens(effective_on=DAY)) as reader:
        posts = accountability.activity_post(reader).to_pylist()
        stages = accountability.department_stage(reader).to_pylist()
        people = accountability.person_stage(reader).to_pylist()
        counts = accountability.counts(reader)
        said = accountability.verdict(reader)
        listed = accountability.issues(reader, "no_a").to_pylist()
    assert {(row["letter"], row["cells"], row["explicit"]) for row in posts} == {
        ("accountable", 6, 6),
        ("responsible", 6, 6),
    }
    assert len(stages) == 12
    assert {row["name"] for row in people} == {"Kim"}
    assert counts["no_a"] == counts["no_r"] == len(listed) == 6
    assert said.values["no_a"] == 6
    assert "Empty" in said.text("en")
    assert "Empty" in said.text("zh")


def test_the_fields_of_risks_leave_out_what_has_no_score(register: Register, hand: Hand) -> None:
    """Twenty-five cells before and after measures; open risks only; the rest is counted apart."""
    hand.create("risk", {"name": "R", "likelihood_before": 5, "impact_before": 4, "likelihood_after": 2})
    hand.create("risk", {"name": "S", "likelihood_before": 5, "impact_before": 4, "closed_on": "2026-01-01"})
    with register.read(register.lens(effective_on=DAY)) as reader:
        before, after = (risks.field(reader, when).to_pylist() for when in ("before", "after"))
        assert risks.unscored(reader, "after") == 1
        assert [row["name"] for row in risks.register(reader).to_pylist()] == ["R", "S"]
        assert risks.register(reader, open_only=True).num_rows == 1
    assert len(before) == len(after) == 25
    (cell,) = [row for row in before if row["risks"]]
    assert (cell["likelihood"], cell["impact"], cell["ids"]) == (5, 4, ["RSK-00001"])
    assert not [row for row in after if row["risks"]]


def test_officers_needed_and_in_post(register: Register, hand: Hand) -> None:
    """GDPR asks for a DPO, PIPL for an officer from a million people; a representative is asked for from abroad."""
    entity = hand.create(
        "organisation",
        {"name": "Shore", "laws": ["gdpr", "pipl"], "country": "US", "people_handled": 2_000_000},
    )
    post = hand.create("post", {"name": "DPO", "role": "gdpr_dpo", "organisation": entity})
    firm = hand.create("party", {"name": "Firm"})
    start: dict[str, Any] = {"starts_on": "2026-01-01", "filings": [{"key": "f", "filed_on": "2026-01-20"}]}
    hand.create("appointment", {"name": "A", "post": post, "party": firm, **start})
    figure = compute(register, ids=["officers.in_post"])["officers.in_post"]
    assert (figure.numerator, figure.denominator) == (1, 2)
    with register.read(register.lens(effective_on=DAY)) as reader:
        needs = {row["role"]: row["reason"] for row in dpo.needs(reader).to_pylist()}
        (row,) = dpo.assignments(reader).to_pylist()
        (bar,) = dpo.timeline(reader)
        assert dpo.verdict(reader).values == {"missing": 2, "needed": 3}
    assert needs == {
        "gdpr_dpo": "designated",
        "pipl_officer": "one_million",
        "eu_representative": "outside_eea",
    }
    assert (row["external"], row["state"], row["filed_on"]) == (True, "in_force", date(2026, 1, 20))
    assert (bar["open"], bar["ends_on"]) == (True, DAY)


def test_a_team_sees_figures_of_its_own_activities_only(register: Register, hand: Hand) -> None:
    """The scope of a grant holds for a figure and for its rows alike."""
    own, other = (hand.create("department", {"name": name}) for name in ("Own", "Other"))
    person = hand.create("person", {"name": "Tom"})
    grant: dict[str, Any] = {"name": "T", "person": person, "role": "team_member", "departments": [own]}
    hand.create("grant", grant)
    complete(hand, department=own)
    hand.create("activity", {"name": "B", "department": other})
    with register.read(register.lens(actor=person, effective_on=register.today())) as reader:
        figure = figures.compute(reader, ["activities"])["activities"]
        assert figure.value == figures.rows(reader, figure).num_rows == 1
        assert {row["department"] for row in coverage.by_department(reader).to_pylist()} == {own}


def test_cells_read_once_serve_figures_and_departments(register: Register, hand: Hand) -> None:
    """Figures and the table by department are the same added up from cells read before, in cells and in people."""
    complete(hand, department=hand.create("department", {"name": "D"}), data=[{"key": "d", "people": 4}])
    hand.create("activity", {"name": "Second"})
    with register.read(register.lens(effective_on=DAY)) as reader:
        for weighted in (False, True):
            cells = groups.cell_counts(reader, EVERYTHING, weighted=weighted)
            assert sum(row["number"] for row in cells) == 12
            found = figures.compute(reader, weighted=weighted, cells=cells)
            assert found == figures.compute(reader, weighted=weighted)
            table = coverage.by_department(reader, weighted=weighted, cells=cells)
            assert table.equals(coverage.by_department(reader, weighted=weighted))


def test_an_unknown_figure_is_refused_with_the_list(register: Register) -> None:
    """The error names the figures there are."""
    with register.read(register.lens()) as reader, pytest.raises(BadData) as caught:
        figures.compute(reader, ["covrage"])
    assert caught.value.code == "figure_unknown"
    assert "coverage" in caught.value.context["known"]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_figure_has_its_words(language: Any) -> None:
    """Title, formula and reasons of exclusion stand in both languages."""
    texts = catalog(language)
    for one in DEFINITIONS.values():
        assert f"figure.{one.id}" in texts
        assert f"figure.{one.id}.formula" in texts
        assert all(f"figure.excluded.{reason}" in texts for reason, _ in one.exclusions)
    assert all(f"issue.{code}" in texts for code in accountability.ISSUES)


def test_the_reference_of_figures_is_current() -> None:
    """``docs/figures.md`` is what the definitions say now."""
    assert (ROOT / "docs" / "figures.md").read_text("utf-8") == reference()


def test_a_figure_of_tomorrow_needs_no_new_entry(register: Register, hand: Hand) -> None:
    """Time alone makes evidence expire: the forecast is the same figure on a later day."""
    complete(hand)
    later = DAY + timedelta(days=365)
    assert compute(register, later, ids=["coverage"])["coverage"].value == 0
    assert compute(register, ids=["coverage"])["coverage"].value == 1
