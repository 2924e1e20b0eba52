"""Exposure: the weakest stage three ways, what activities expose, deletions due, and the crosswalk."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from governance.errors import BadData
from governance.insight import annotations as happenings
from governance.insight import crosswalk, deletion, exposure, figures, tables
from governance.insight.catalogue import STAGES
from governance.register.reader import Reader
from governance.register.store import Register
from tests.hand import Hand
from tests.register.test_figures import complete

DAY = date(2026, 6, 15)


def read(register: Register, ask: Any, *given: Any, **more: Any) -> Any:
    """Ask a question of the register on the day."""
    with register.read(register.lens(effective_on=DAY)) as reader:
        return ask(reader, *given, **more)


def data(people: int | None, category: str = "name", **more: Any) -> list[dict[str, Any]]:
    """Return one row of data."""
    row = {"key": "d", "category": category, **more}
    return [row | ({"people": people} if people is not None else {})]


def test_the_weakest_stage_is_told_raw_and_weighted(register: Register, hand: Hand) -> None:
    """Cells, people and people weighted with sensitivity are counted apart; unknown numbers are said."""
    complete(hand, data=data(10))
    hand.create("activity", {"name": "Ordinary", "data": data(1000)})
    hand.create("activity", {"name": "Sensitive", "data": data(400, "health")})
    hand.create("activity", {"name": "Unknown", "data": data(None)})

    found = read(register, exposure.weakest)

    assert [each.stage for each in found] == list(STAGES)
    first = found[0]
    assert (first.cells, first.covered, first.open_cells, first.sensitive_cells) == (4, 1, 3, 1)
    assert (first.people, first.sensitive_people, first.people_unknown) == (1400, 400, 1)
    weights = tables.sensitivity()
    assert first.weighted == 1000 * weights.ordinary + 400 * weights.sensitive
    coverage = read(register, figures.compute, ["coverage.collect"])["coverage.collect"]
    assert first.share == coverage.value


def test_activities_are_ranked_by_one_part_at_a_time(register: Register, hand: Hand) -> None:
    """People, sensitive people, transfers, risks and open stages stand in columns of their own."""
    transfer = [{"key": "t", "country": "US"}, {"key": "u", "country": "IN"}, {"key": "v"}]
    many = hand.create("activity", {"name": "Many", "data": data(900)})
    few = hand.create(
        "activity", {"name": "Few", "data": data(5, "health", minors=True), "transfers": transfer}
    )
    hand.create("risk", {"name": "R", "activity": few, "likelihood_after": 4, "impact_after": 5})

    rows = read(register, exposure.ranking).to_pylist()
    by_transfers = read(register, exposure.ranking, order="transfers").to_pylist()

    assert [row["id"] for row in rows] == [many, few]
    assert [row["id"] for row in by_transfers] == [few, many]
    row = rows[1]
    assert (row["sensitive_people"], row["categories"], row["minors"]) == (5, ["health"], True)
    assert (row["transfers"], row["countries"]) == (3, ["IN", "US"])
    assert (row["open_risks"], row["high_risks"], row["worst_risk"]) == (1, 1, 20)
    assert (row["open_cells"], row["cells"]) == (6, 6)
    assert rows[0]["open_risks"] == 0
    assert read(register, exposure.ranking, most=1).num_rows == 1


def kept(amount: int, unit: str, start: str, **more: Any) -> dict[str, Any]:
    """Return the period of one row of data."""
    return {"retention_amount": amount, "retention_unit": unit, "retention_start": start, **more}


def deletions(register: Register) -> dict[str, dict[str, Any]]:
    """Return the calendar by key of the row."""
    return {row["key"]: row for row in read(register, deletion.calendar).to_pylist()}


def test_the_calendar_counts_from_days_the_register_knows_and_from_no_other(
    register: Register, hand: Hand
) -> None:
    """Collection counts from the first day, a met purpose from the last; an event of each person's has no date."""
    rows = [
        {"key": "over", **kept(2, "year", "collection")},
        {"key": "ahead", **kept(40, "month", "collection")},
        {"key": "own", **kept(2, "year", "contract_end")},
        {"key": "goal", **kept(30, "day", "purpose_met")},
        {"key": "held", **kept(2, "year", "collection", legal_hold=True)},
        {"key": "half", "retention_amount": 3},
    ]
    hand.create("activity", {"name": "A", "starts_on": "2024-02-29", "data": rows})

    found = deletions(register)

    assert {key: row["standing"] for key, row in found.items()} == {
        "over": "overdue", "ahead": "due", "own": "no_date", "goal": "no_date", "held": "hold", "half": "not_computable",
    }  # fmt: skip
    assert (found["over"]["due_on"], found["ahead"]["due_on"]) == (date(2026, 2, 28), date(2027, 6, 29))
    assert (found["own"]["due_on"], found["own"]["why"]) == (None, "per_person")
    assert found["goal"]["why"] == "not_ended"
    assert read(register, deletion.counts)["no_date"] == 2


def test_ended_activities_are_still_in_the_calendar(register: Register, hand: Hand) -> None:
    """What was kept for a purpose that was met falls due after the last day; without a first day nothing can be told."""
    hand.create(
        "activity",
        {
            "name": "A",
            "ends_on": "2026-05-01",
            "data": [
                {"key": "goal", **kept(30, "day", "purpose_met")},
                {"key": "in", **kept(1, "week", "collection")},
            ],
        },
    )

    found = deletions(register)

    assert (found["goal"]["due_on"], found["goal"]["standing"]) == (date(2026, 5, 31), "overdue")
    assert (found["in"]["standing"], found["in"]["why"]) == ("no_date", "no_start")


def test_proof_of_deletion_is_evidence_in_date_at_the_stage_delete(register: Register, hand: Hand) -> None:
    """Evidence of a measure in place there proves it while in date; elsewhere it does not."""
    proof = hand.create("evidence", {"name": "Run", "issued_on": "2026-01-01", "expires_on": "2026-12-31"})
    measure = {"key": "m", "measure": "MEA-00001", "state": "in_place", "evidence": [proof]}
    rows = [{"key": "over", **kept(1, "year", "collection")}]
    content: dict[str, object] = {"name": "A", "starts_on": "2024-01-01", "data": rows}
    elsewhere: dict[str, object] = {"stages": [{"key": "store", "stage": "store", "measures": [measure]}]}
    record = hand.create("activity", content | elsewhere)
    assert deletions(register)["over"]["standing"] == "overdue"

    there: dict[str, object] = {"stages": [{"key": "delete", "stage": "delete", "measures": [measure]}]}
    hand.update("activity", record, content | there, 1)
    row = deletions(register)["over"]
    assert (row["standing"], row["proof"]) == ("proven", [proof])
    with register.read(register.lens(effective_on=date(2027, 6, 1))) as reader:
        assert deletion.counts(reader)["overdue"] == 1


def test_the_crosswalk_reads_cells_as_process_areas(register: Register, hand: Hand) -> None:
    """A stage counts for an area when a measure of that area is in place there, and as proven with evidence in date."""
    with register.read(register.lens(effective_on=DAY)) as reader:
        backup = reader.value("SELECT id FROM measure WHERE code = 'backup'")
    proof = hand.create("evidence", {"name": "Run", "issued_on": "2026-01-01", "expires_on": "2026-12-31"})
    proven = {"key": "m", "measure": backup, "state": "in_place", "evidence": [proof]}
    bare = {"key": "m", "measure": backup, "state": "in_place"}
    here = hand.create(
        "activity", {"name": "A", "stages": [{"key": "store", "stage": "store", "measures": [proven]}]}
    )
    hand.create("activity", {"name": "B", "stages": [{"key": "store", "stage": "store", "measures": [bare]}]})
    hand.create("activity", {"name": "C", "stages": [{"key": "use", "stage": "use", "measures": [proven]}]})

    found = {each.area.code: each for each in read(register, crosswalk.readings)}

    area = found["PA09"]
    assert (area.cells, area.in_place, area.proven) == (3, 2, 1)
    assert area.facts == {"policy": 0, "measure": 2, "evidence": 1, "accountable": 0}
    assert (found["PA18"].in_place, found["PA05"].in_place) == (0, 0)
    rows = read(register, crosswalk.rows, "PA09")
    assert [(row["in_place"], row["proven"]) for row in rows] == [(False, False), (True, False), (True, True)]
    assert rows[-1]["id"] == here


def test_the_crosswalk_names_what_is_there_and_says_what_is_unverified() -> None:
    """Nineteen areas of the six stages, numbered as in the standard, each with measures; no reading claims to be checked."""
    found = tables.dsmm()

    assert [area.code for area in found.areas] == [f"PA{number:02}" for number in range(1, 20)]
    assert {area.stage for area in found.areas} == set(STAGES)
    assert all(area.measures for area in found.areas)
    assert not any(area.verified for area in found.areas)
    assert {each.fact for each in found.dimensions} == {"accountable", "policy", "measure", None}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("not toml =", ""),
        ("checked_on = 2026-01-01", "sensitivity"),
        ('[sensitivity]\nordinary = 1\nsensitive = "much"\nen = "x"\nzh = "x"', "sensitive"),
    ],
)
def test_weights_of_an_organisation_take_the_place_of_ours_when_they_can_stand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, reason: str
) -> None:
    """A file of the overlay folder is used, and refused with its name when it is wrong."""
    monkeypatch.setenv("RECITAL_DATA", str(tmp_path))
    (tmp_path / "insight").mkdir()
    file = tmp_path / "insight" / "weights.toml"
    file.write_text('[sensitivity]\nordinary = 2\nsensitive = 7\nen = "x"\nzh = "x"', "utf-8")
    tables.sensitivity.cache_clear()
    assert tables.sensitivity().sensitive == 7

    file.write_text(text, "utf-8")
    tables.sensitivity.cache_clear()
    with pytest.raises(BadData, match="table_bad") as raised:
        tables.sensitivity()
    tables.sensitivity.cache_clear()
    assert reason in str(raised.value.context)


def test_marks_of_a_trend_come_from_policies_incidents_and_editions(register: Register, hand: Hand) -> None:
    """Each dated record between the two days is a mark, in the order of its day."""
    hand.create("policy", {"name": "Rules", "in_force_from": "2026-03-01"})
    hand.create("policy", {"name": "Later", "in_force_from": "2027-03-01"})

    def ask(reader: Reader) -> tuple[happenings.Mark, ...]:
        return happenings.marks(reader, date(2026, 1, 1), date(2026, 12, 31))

    assert [(mark.on, mark.kind, mark.name) for mark in read(register, ask)] == [
        (date(2026, 3, 1), "policy", "Rules")
    ]
    assert set(happenings.DATED) == {"policy", "incident", "edition"}
