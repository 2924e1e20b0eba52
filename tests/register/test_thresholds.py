"""People processed and exported against the thresholds of Chinese law: range, count, state and crossing date."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from governance.errors import BadData
from governance.language import LANGUAGES, explain
from governance.law import files
from governance.law.threshold_rules import Thresholds, load, thresholds
from governance.law.thresholds import Entity, Measure, Standing, crossing, entities
from governance.register.store import Register
from governance.vocabulary import lookup
from tests.hand import Hand

DAY = date(2026, 6, 30)
ROW = """
[[threshold]]
id = "own.people.board"
about = "processed"
number = 5000
reached = "at_least"
en = "Tell the board"
zh = "报告董事会"
cites = ["House rule 7"]
from = 2024-01-01
source = "House rules"
checked_on = 2026-01-01
consequence = { en = "Tell the board.", zh = "报告董事会。" }
"""


def entity(hand: Hand, **content: object) -> str:
    """Create a legal entity under the PIPL."""
    return hand.create("organisation", {"name": "Alba", "laws": ["pipl"], **content})


def activity(hand: Hand, organisation: str, people: int | None, **content: object) -> str:
    """Create an activity of the entity under the PIPL with so many people."""
    known: dict[str, object] = {"name": "Shop", "organisations": [organisation], "laws": ["pipl"]}
    return hand.create("activity", {**known, "data": [{"key": "d", "people": people}], **content})


def exports(*numbers: tuple[int | None, int | None], **content: object) -> list[dict[str, object]]:
    """Return transfers to Germany with people a year and sensitive among them."""
    return [
        {"key": f"t{place}", "country": "DE", "people_year": people, "sensitive_year": sensitive, **content}
        for place, (people, sensitive) in enumerate(numbers)
    ]


def count(people: int, day: str, about: str = "processed", **content: object) -> dict[str, object]:
    """Return a whole count of people."""
    known = {"key": f"{about}{day}", "about": about, "people": people, "counted_on": day}
    return {**known, "source": "CRM", "deduplicated": True, **content}


def found(register: Register, organisation: str, day: date = DAY) -> Entity:
    """Return one entity on a day, as we know today."""
    with register.read(register.lens(effective_on=day)) as reader:
        (one,) = [each for each in entities(reader) if each.id == organisation]
    return one


def standing(register: Register, organisation: str, rule: str, day: date = DAY) -> Standing:
    """Return where one threshold of an entity stands."""
    (one,) = [each for each in found(register, organisation, day).standings if each.rule.id == rule]
    return one


def test_the_numbers_are_those_of_the_law() -> None:
    """Number, whether it must be reached or passed, and what is counted are pinned; every about is in the list."""
    assert {rule.id: (rule.about, rule.number, rule.reached) for rule in thresholds().rules} == {
        "cn.people.officer": ("processed", 1_000_000, "at_least"),
        "cn.people.audit": ("processed", 10_000_000, "more_than"),
        "cn.export.contract": ("exported", 100_000, "at_least"),
        "cn.export.assessment": ("exported", 1_000_000, "at_least"),
        "cn.export.sensitive": ("exported_sensitive", 10_000, "at_least"),
    }
    assert thresholds().refused == ()
    assert all(lookup.term("people_count", rule.about) for rule in thresholds().rules)


def own(folder: Path, content: str) -> Thresholds:
    """Return the packaged thresholds with one file of an organisation laid over them."""
    (folder / "law").mkdir()
    (folder / "law" / "own.thresholds.toml").write_text(content, "utf-8")
    return load(files.PACKAGED, folder / "law")


def test_an_organisation_adds_and_changes_rows(tmp_path: Path) -> None:
    """A row of its own is added; a packaged one keeps what the organisation does not change."""
    changed = own(tmp_path, ROW + '[[threshold]]\nid = "cn.people.audit"\nto = 2030-12-31\n')

    (audit,) = [rule for rule in changed.rules if rule.id == "cn.people.audit"]
    assert audit.number == 10_000_000
    assert [rule.id for rule in changed.on(date(2031, 1, 1)) if rule.id.startswith(("own", "cn.people"))] == [
        "cn.people.officer",
        "own.people.board",
    ]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (ROW.replace("number = 5000", "number = 0"), "number"),
        (ROW.replace("number = 5000", "number = true"), "number"),
        (ROW.replace('"processed"', '"people"'), "about"),
        (ROW.replace('zh = "报告董事会"\n', ""), "zh"),
        (ROW.replace("from = 2024-01-01", "from = 2024-01-01\nto = 2023-01-01"), "to"),
        (ROW.replace("source =", "sauce ="), "source"),
        (ROW + ROW, "own.people.board"),
        ("threshold = 3", "[[threshold]]"),
        ("[[threshold", "own.thresholds.toml"),
    ],
)
def test_a_wrong_file_is_refused_by_name(tmp_path: Path, content: str, reason: str) -> None:
    """File, threshold and wrong key are said in both languages; the packaged thresholds stay."""
    refused = own(tmp_path, content)

    (fault,) = refused.refused
    assert isinstance(fault, BadData)
    assert refused.rules == thresholds().rules
    for language in LANGUAGES:
        assert "own.thresholds.toml" in explain(fault, language)
        assert reason in explain(fault, language)


def test_activities_give_a_range_from_the_largest_to_the_sum(register: Register, hand: Hand) -> None:
    """600,000 and 500,000 people may be a million or not: nobody can tell from activities alone."""
    one = entity(hand)
    activity(hand, one, 600_000)
    activity(hand, one, 500_000)
    officer = standing(register, one, "cn.people.officer")

    assert (officer.measure.least, officer.measure.most) == (600_000, 1_100_000)
    assert (officer.state, officer.crossing) == ("maybe", None)
    assert standing(register, one, "cn.people.audit").state == "below"


@pytest.mark.parametrize(("people", "state"), [(999_999, "below"), (1_000_000, "above")])
def test_a_million_is_reached_by_the_millionth_person(
    register: Register, hand: Hand, people: int, state: str
) -> None:
    """PIPL 52 with the notice of July 2025: one million counts itself."""
    one = entity(hand)
    activity(hand, one, people)

    assert standing(register, one, "cn.people.officer").state == state


@pytest.mark.parametrize(("people", "state"), [(10_000_000, "below"), (10_000_001, "above")])
def test_ten_million_must_be_passed(register: Register, hand: Hand, people: int, state: str) -> None:
    """Compliance Audit Measures 4: «more than» ten million."""
    assert (
        standing(register, entity(hand, counts=[count(people, "2026-05-01")]), "cn.people.audit").state
        == state
    )


def test_an_activity_without_a_number_leaves_it_unknown(register: Register, hand: Hand) -> None:
    """What nobody counted is not below; without any activity nothing is known either."""
    one, empty = entity(hand), entity(hand)
    activity(hand, one, 500)
    activity(hand, one, None)

    assert standing(register, one, "cn.people.officer").state == "unknown"
    assert standing(register, one, "cn.people.officer").measure.missing == 1
    assert {each.state for each in found(register, empty).standings} == {"unknown"}


def test_a_law_nobody_named_and_work_for_others_only_raise_the_sum(register: Register, hand: Hand) -> None:
    """They may count, so they cannot prove that the threshold is passed."""
    one = entity(hand)
    activity(hand, one, 10)
    activity(hand, one, 2_000_000, role="processor")
    officer = standing(register, one, "cn.people.officer")

    assert (officer.measure.least, officer.measure.most, officer.state) == (10, 2_000_010, "maybe")


def test_a_stated_number_proves_only_that_it_is_passed(register: Register, hand: Hand) -> None:
    """The undated number of the entity raises the range; a low one does not make it below."""
    assert standing(register, entity(hand, people_handled=3_000_000), "cn.people.officer").state == "above"
    assert standing(register, entity(hand, people_handled=3_000), "cn.people.officer").state == "unknown"


def test_a_count_replaces_the_range(register: Register, hand: Hand) -> None:
    """With people counted once the entity is below, whatever the sum; before the day of the count it is not."""
    one = entity(hand, counts=[count(700_000, "2026-05-01")])
    activity(hand, one, 600_000)
    activity(hand, one, 500_000)

    assert standing(register, one, "cn.people.officer").state == "below"
    assert standing(register, one, "cn.people.officer", date(2026, 4, 30)).state == "maybe"


def test_a_count_below_one_activity_replaces_nothing(register: Register, hand: Hand) -> None:
    """One activity alone holds more people than were counted: the two contradict, and neither proves «below»."""
    one = entity(hand, counts=[count(500, "2026-05-01")])
    activity(hand, one, 600)
    officer = standing(register, one, "cn.people.officer")

    assert officer.measure.conflict
    assert officer.state == "unknown"


@pytest.mark.parametrize(
    ("change", "lack"),
    [
        ({"people": None}, "people"),
        ({"counted_on": None}, "day"),
        ({"source": " "}, "source"),
        ({"deduplicated": None}, "deduplicated"),
        ({"deduplicated": False}, "deduplicated"),
        ({"about": "exported", "counted_on": "2025-12-31"}, "year"),
    ],
)
def test_a_count_with_something_missing_is_not_used(
    register: Register, hand: Hand, change: dict[str, Any], lack: str
) -> None:
    """Number, day, source and «each once» are all needed, for exports the year too; the row says what it lacks."""
    one = found(register, entity(hand, counts=[count(5, "2026-05-01") | change]))

    assert [row["valid"] for row in one.counts] == [lack]
    assert {each.measure.count for each in one.standings} == {None}


def test_exports_are_taken_without_sensitive_and_exempt_ones(register: Register, hand: Hand) -> None:
    """Per activity the largest transfer at least, all of them at most; the largest is that of the rules' view."""
    one = entity(hand)
    activity(hand, one, 1, transfers=[*exports((90_000, 4_000), (30_000, 7_000)),
                                      *exports((900_000, 0), pipl_route="exempt_hr", key="x")])  # fmt: skip
    contract = standing(register, one, "cn.export.contract")
    sensitive = standing(register, one, "cn.export.sensitive")

    assert (contract.measure.least, contract.measure.most, contract.state) == (86_000, 109_000, "maybe")
    assert (sensitive.measure.least, sensitive.measure.most, sensitive.state) == (7_000, 11_000, "maybe")
    with register.read(register.lens(effective_on=DAY)) as reader:
        view = reader.row(
            "SELECT people, sensitive FROM organisation_export WHERE organisation = $one", one=one
        )
    assert view == {"people": 90_000, "sensitive": 7_000}


def test_exports_of_unknown_sensitivity_prove_nothing(register: Register, hand: Hand) -> None:
    """All of 200,000 people may be sensitive: the ordinary number may be above, the sensitive one is unknown."""
    one = entity(hand)
    activity(hand, one, 1, transfers=exports((200_000, None)))

    assert standing(register, one, "cn.export.contract").state == "maybe"
    assert standing(register, one, "cn.export.sensitive").state == "unknown"


def test_sensitive_people_are_taken_off_the_exports_counted(register: Register, hand: Hand) -> None:
    """104,000 exported, 5,000 of them sensitive: the ordinary exports are below 100,000."""
    counts = [count(104_000, "2026-05-01", "exported"), count(5_000, "2026-05-01", "exported_sensitive")]

    assert standing(register, entity(hand, counts=counts), "cn.export.contract").measure.count == 99_000


def test_a_crossing_date_comes_from_two_counts(register: Register, hand: Hand) -> None:
    """100,000 more in 100 days: the last 100,000 take 100 days more. Sums give no date."""
    one = entity(hand, counts=[count(800_000, "2026-03-01"), count(900_000, "2026-06-09")])

    assert standing(register, one, "cn.people.officer").crossing == date(2026, 9, 17)
    assert standing(register, one, "cn.people.officer", date(2026, 5, 1)).crossing is None
    assert standing(register, one, "cn.people.officer", date(2026, 9, 17)).crossing is None


def test_exports_start_anew_on_1_january(register: Register, hand: Hand) -> None:
    """A line that reaches the threshold next year gives no date: the number begins at nothing then."""
    slow = [count(10_000, "2026-01-31", "exported"), count(20_000, "2026-06-30", "exported")]
    quick = [count(10_000, "2026-01-31", "exported"), count(60_000, "2026-06-30", "exported")]

    assert standing(register, entity(hand, counts=slow), "cn.export.contract").crossing is None
    assert standing(register, entity(hand, counts=quick), "cn.export.contract").crossing == date(2026, 10, 28)
    later = standing(register, entity(hand, counts=quick), "cn.export.contract", date(2027, 1, 1))
    assert (later.state, later.measure.count) == ("unknown", None)


def test_numbers_that_do_not_rise_cross_nothing() -> None:
    """Falling, level and far too slow lines give no date."""
    first, last = date(2026, 1, 1), date(2026, 2, 1)

    assert crossing([(first, 9), (last, 8)], 10) is None
    assert crossing([(first, 9), (last, 9)], 10) is None
    assert crossing([(first, 1), (last, 2)], 1_000_000_000) is None
    assert crossing([(last, 9)], 10) is None


def test_hidden_activities_never_make_it_below() -> None:
    """Who sees some departments only is not told that the whole entity is below."""
    assert Measure("processed", activities=1, least=5, most=5).state(10, whole=False) == "unknown"
    assert Measure("processed", activities=1, least=5, most=5).state(10) == "below"


def test_the_thresholds_in_force_on_the_day_are_shown(register: Register, hand: Hand) -> None:
    """Before July 2025 there is no officer filing; before March 2024 no volume of exports."""
    assert [each.rule.id for each in found(register, entity(hand), date(2024, 3, 21)).standings] == []


def test_entities_of_other_laws_are_left_out(register: Register, hand: Hand) -> None:
    """Chinese thresholds are asked of entities under the PIPL, by their laws or by an activity's."""
    plain, acting = (hand.create("organisation", {"name": "Nord", "laws": ["gdpr"]}) for _ in range(2))
    activity(hand, acting, 5)
    with register.read(register.lens(effective_on=DAY)) as reader:
        shown = {each.id for each in entities(reader)}

    assert acting in shown
    assert plain not in shown
