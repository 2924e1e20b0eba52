"""Pictures of flows: text of people is only text, places are told apart by key, and nothing is fetched for the map."""

from __future__ import annotations

import json
from typing import Any

import pytest

from governance.charts import diagram, world
from governance.charts.flow import Place, stream
from governance.insight.flow import Flow, Link, Node
from governance.language import LANGUAGES, Language

NASTY = 'A"]; click n0 "javascript:alert(1)" <b>&amp;</b> `x` {y} %% #35; \\ end'


def small(name: str = "Shop") -> Flow:
    """Return a flow of one activity into one system."""
    nodes = (Node("ACT-00001", "activity", name), Node("SYS-00001", "system", "Store"))
    return Flow(nodes, (Link("ACT-00001", "SYS-00001", ("ACT-00001",)),), 1, 0)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("dark", [False, True])
def test_a_flowchart_has_boxes_columns_and_arrows(language: Language, *, dark: bool) -> None:
    """Every place is a box in its column, every way an arrow, and the sentence counts both."""
    chart = diagram.flowchart(small(), lambda node: node.name, language, dark=dark)

    assert chart.spec.startswith("flowchart LR\n")
    assert 'n0[["Shop"]]' in chart.spec
    assert "n0 --> n1" in chart.spec
    assert "2" in chart.alt


def test_text_of_people_cannot_leave_its_box() -> None:
    """Quotes, brackets, codes and comments come out as their full-width forms; letters of any script stay."""
    chart = diagram.flowchart(small(NASTY), lambda node: node.name, "en", dark=False)

    (line,) = [line for line in chart.spec.splitlines() if line.strip().startswith("n0[[")]
    inside = line.strip().removeprefix('n0[["').removesuffix('"]]')
    assert not set(inside) & set('"`<>#;&{}[]%\\')
    assert diagram.escaped("薪资 Größe, A-1 (x)") == "薪资 Größe, A-1 (x)"


def test_a_stream_joins_by_key_and_says_the_label() -> None:
    """Two places of equal words stay two; braces, which a label would read as a style, are turned."""
    places = [Place("a/1", "Serve {b}", 0), Place("a/2", "Serve {b}", 0), Place("z", "", 1, missing=True)]
    chart = stream(places, [("a/1", "z", 2), ("a/2", "z", 1)], "en", dark=False, heads=["From", "To"])

    series = chart.spec["series"][0]
    assert [point["name"] for point in series["data"]] == ["a/1", "a/2", "z"]
    assert {point["label"]["formatter"] for point in series["data"]} == {"Serve (b)", ""}
    assert series["links"] == [
        {"source": "a/1", "target": "z", "value": 2}, {"source": "a/2", "target": "z", "value": 1},
    ]  # fmt: skip
    json.dumps(chart.spec)


def country(code: str | None, **ways: int) -> dict[str, Any]:
    """Return the transfers to one country."""
    named = {("" if way == "none" else f"transfer_mechanism/{way}"): number for way, number in ways.items()}
    return {
        "country": code,
        "transfers": sum(ways.values()),
        "invalid": ways.get("none", 0),
        "ways": named,
        "from_countries": ["DE"],
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_map_needs_nothing_from_the_network(language: Language) -> None:
    """Only plain points and lines are drawn: no geographic trace, which would fetch borders."""
    rows = [
        country("US", scc_commission=2, none=1),
        country("IE", adequacy=1),
        country("GB", adequacy=1),
        country(None, none=1),
    ]
    chart = world.world(rows, language, dark=False)

    assert {trace.type for trace in chart.spec.data} == {"scatter"}
    assert chart.keys == ("US", "IE", "GB")
    assert "6" in chart.alt  # the transfer to a country nobody named counts too
    signs = [trace for trace in chart.spec.data if trace.customdata is not None]
    assert {entry[0] for trace in signs for entry in trace.customdata} == {"US", "IE", "GB"}
    assert len({trace.marker.symbol for trace in signs}) == len(signs)


def test_every_country_of_the_list_has_a_place_or_is_no_country() -> None:
    """A principal town is known for all but uninhabited lands, Kosovo, and unions and bodies of states."""
    from governance.vocabulary import terms

    missing = {term.code for term in terms("country")} - set(world.places())

    assert missing == {"BV", "HM", "XK", "EPO", "UN", "EU", "EEA"}
    assert world.places()["DE"] == pytest.approx((13.37, 52.5), abs=0.01)
    assert world.places()["CN"] == pytest.approx((121.47, 31.23), abs=0.01)
