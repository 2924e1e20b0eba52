"""Where data goes: places and ways keyed by record, transfers by mechanism, and the stream down to bases."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from governance.insight import flow, purposes
from governance.insight.filters import Filters
from governance.insight.purposes import MOST_CATEGORIES, MOST_PURPOSES
from governance.register.store import Register
from governance.vocabulary import terms
from tests.hand import Hand

DAY = date(2026, 6, 15)


def read(register: Register, ask: Any, *given: Any, **more: Any) -> Any:
    """Ask a question of the register on the day."""
    with register.read(register.lens(effective_on=DAY)) as reader:
        return ask(reader, *given, **more)


@pytest.fixture
def shared(hand: Hand) -> Hand:
    """An entity in Germany, a party in the United States, and a system of that party in two countries."""
    hand.create("organisation", {"name": "Alba GmbH", "country": "DE", "laws": ["gdpr"]}, "ORG-00002")
    hand.create("party", {"name": "Cloud", "country": "US"}, "PAR-00001")
    hand.create("system", {"name": "Store", "provider": "PAR-00001", "countries": ["IE", "US"]}, "SYS-00001")
    return hand


def test_a_flow_runs_from_sources_to_countries(register: Register, shared: Hand) -> None:
    """Source, activity, system, recipient and country are places; every way knows its activities."""
    record = shared.create(
        "activity",
        {
            "name": "Shop",
            "data": [{"key": "d", "source": "data_subject"}, {"key": "e", "source_party": "PAR-00001"}],
            "systems": ["SYS-00001"],
            "recipients": [{"key": "r", "party": "PAR-00001"}, {"key": "s", "name": "Courier"}],
            "transfers": [{"key": "t", "recipient": "r", "country": "IN"}, {"key": "u", "country": "JP"}],
        },
    )

    found = read(register, flow.flow)

    assert {(link.source, link.target) for link in found.links} == {
        ("source/data_subject", record),
        ("from/PAR-00001", record),
        (record, "SYS-00001"),
        ("SYS-00001", "country/IE"),
        ("SYS-00001", "country/US"),
        (record, "PAR-00001"),
        ("PAR-00001", "country/IN"),
        (record, f"{record}/s"),
        (record, "country/JP"),
    }
    assert {link.activities for link in found.links} == {(record,)}
    columns = {node.key: node.column for node in found.nodes}
    assert (columns["from/PAR-00001"], columns["PAR-00001"]) == ("source", "recipient")
    assert (found.activities, found.left_out) == (1, 0)


def test_recipients_of_equal_name_do_not_merge(register: Register, hand: Hand) -> None:
    """Two recipients only written down stay two places; one party named twice is one."""
    hand.create("party", {"name": "Courier"}, "PAR-00001")
    for name in ("A", "B"):
        rows = [{"key": "r", "name": "Courier"}, {"key": "p", "party": "PAR-00001"}]
        hand.create("activity", {"name": name, "recipients": rows})

    found = read(register, flow.flow)

    named = [node.key for node in found.nodes if node.name == "Courier"]
    assert sorted(named) == ["ACT-00001/r", "ACT-00002/r", "PAR-00001"]
    both = next(link for link in found.links if link.target == "PAR-00001")
    assert both.source == "ACT-00001"


def test_one_activity_or_those_with_most_people_are_drawn(register: Register, hand: Hand) -> None:
    """A picture holds twelve activities and says how many it leaves out; one can be asked for alone."""
    for number in range(flow.MOST_ACTIVITIES + 2):
        hand.create("activity", {"name": f"A{number}", "data": [{"key": "d", "people": number}]})

    found = read(register, flow.flow)
    alone = read(register, flow.flow, activity="ACT-00001")

    assert (found.activities, found.left_out) == (flow.MOST_ACTIVITIES, 2)
    assert "ACT-00001" not in {node.key for node in found.nodes}
    assert [node.key for node in alone.nodes] == ["ACT-00001"]
    assert len(read(register, flow.activities, Filters(), 5)) == 5


def test_transfers_are_told_by_country_and_way(register: Register, shared: Hand) -> None:
    """Mechanism, or else route, or else neither; what is not carried is counted, and where it leaves from is known."""
    rows = [
        {"key": "a", "country": "US", "mechanism": "scc_commission"},
        {"key": "b", "country": "US", "pipl_route": "standard_contract"},
        {"key": "c", "country": "US"},
        {"key": "d"},
    ]
    shared.create("activity", {"name": "Shop", "organisations": ["ORG-00002"], "transfers": rows})

    found = read(register, flow.transfers)
    countries = list(flow.by_country(found))

    assert [(row["key"], row["invalid"]) for row in found if row["country"]] == [
        ("a", False),
        ("b", True),
        ("c", True),
    ]
    first = countries[0]
    assert (first["country"], first["transfers"], first["invalid"], first["activities"]) == ("US", 3, 2, 1)
    assert first["ways"] == {"transfer_mechanism/scc_commission": 1, "pipl_route/standard_contract": 1, "": 1}
    assert first["from_countries"] == ["DE"]
    assert countries[1]["country"] is None


def activity(hand: Hand, **content: Any) -> str:
    """Create an activity under the GDPR."""
    return hand.create("activity", {"name": "A", "laws": ["gdpr"], **content})


def test_the_stream_keeps_equal_names_apart_and_shows_what_is_missing(register: Register, hand: Hand) -> None:
    """Purposes are keyed by activity and row; data without a purpose and purposes without a basis stay visible."""
    data = [{"key": "d", "category": "name", "purposes": ["p"]}, {"key": "e", "category": "health"}]
    activity(hand, data=data, purposes=[{"key": "p", "name": "Serve", "bases_gdpr": ["contract"]}])
    activity(hand, data=data[:1], purposes=[{"key": "p", "name": "Serve"}])
    hand.create("activity", {"name": "Elsewhere", "laws": ["pipl"], "data": data[1:]})

    found = read(register, purposes.stream, "gdpr")

    assert found.single
    assert sorted(point.key for point in found.points if point.name == "Serve") == [
        "purpose/ACT-00001/p", "purpose/ACT-00002/p",
    ]  # fmt: skip
    assert set(found.widths) == {
        ("category/name", "purpose/ACT-00001/p", 1),
        ("category/name", "purpose/ACT-00002/p", 1),
        ("purpose/ACT-00001/p", "basis/contract", 1),
        ("purpose/ACT-00002/p", "basis/", 1),
        ("category/health", "purpose/", 1),
        ("purpose/", "basis/", 1),
    }
    assert {row["id"] for row in found.rows} == {"ACT-00001", "ACT-00002"}


def test_many_purposes_are_put_together_by_category(register: Register, hand: Hand) -> None:
    """Beyond what can be read one by one, purposes go by the code of their category."""
    keys = [f"p{number}" for number in range(MOST_PURPOSES + 1)]
    aims = [{"key": key, "name": key, "category": "recruitment" if key == "p0" else None} for key in keys]
    aims = [{name: value for name, value in aim.items() if value} for aim in aims]
    activity(hand, data=[{"key": "d", "category": "name", "purposes": keys}], purposes=aims)

    found = read(register, purposes.stream, "gdpr")

    assert not found.single
    assert {point.key for point in found.points if point.column == "purpose"} == {
        "purpose/recruitment",
        "purpose/-",
    }
    assert sum(width for source, _, width in found.widths if source == "category/name") == len(keys)


def test_rare_categories_stand_together_and_none_is_lost(register: Register, hand: Hand) -> None:
    """Beyond twenty categories the rarest share one point; the rows are all there."""
    codes = [term.code for term in terms("data_category")][: MOST_CATEGORIES + 3]
    activity(hand, data=[{"key": f"k{at}", "category": code} for at, code in enumerate(codes)])

    found = read(register, purposes.stream, "gdpr")

    categories = [point for point in found.points if point.column == "category"]
    assert len(categories) == MOST_CATEGORIES + 1
    assert ("category/+", "purpose/", 3) in found.widths
    assert len(found.rows) == len(codes)
