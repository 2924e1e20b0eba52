"""Figures read the same on screen and on paper, and never look more finished than they are."""

from __future__ import annotations

from datetime import date

import pytest

from governance import formatting


@pytest.mark.parametrize(
    ("share", "shown"),
    [
        (None, "No data"),
        (0, "0%"),
        (1, "100%"),
        (0.6202321724709784, "62%"),
        (0.5882352941176471, "58.8%"),
        (0.9999, "99.9%"),
        (0.0002, "0.1%"),
    ],
)
def test_a_share_is_whole_only_when_everything_is(share: float | None, shown: str) -> None:
    """Rounding never turns nearly all into all, nor a little into nothing; None is no data."""
    assert formatting.percent(share, "en") == shown


@pytest.mark.parametrize(("share", "shown"), [(0.998, "99%"), (0.001, "1%"), (1, "100%"), (0.3333, "33%")])
def test_a_cell_shows_whole_percents(share: float, shown: str) -> None:
    """A cell of a heat map has no decimals and obeys the same rule."""
    assert formatting.cell_percent(share, "zh") == shown


@pytest.mark.parametrize(
    ("values", "unit", "told"),
    [
        ([0.5, 0.52], "share", "+2.0 pp"),
        ([0.5, 0.5], "share", 0),
        ([3, None, 5], "count", "+2"),
        ([5, 3], "count", "-2"),
        ([None, 5], "count", None),
        ([5, None], "count", None),
        ([], "count", None),
    ],
)
def test_a_change_is_told_against_the_last_known_value(
    values: list[float | None], unit: str, told: str | int | None
) -> None:
    """Shares change by points, counts by numbers; without two known values there is no change to tell."""
    assert formatting.change(values, unit, "en") == told


def test_a_value_reads_by_its_unit() -> None:
    """A share is a percentage, a count a number with the grouping of the language, nothing is no data."""
    assert formatting.shown(0.5, "share", "zh") == "50%"
    assert formatting.shown(12345, "count", "en") == "12,345"
    assert formatting.shown(None, "count", "zh") == "暂无数据"


def test_dates_and_lists_follow_the_language() -> None:
    """Dates and enumerations are written as people write them."""
    assert formatting.day(date(2026, 3, 5), "en") == "5 Mar 2026"
    assert formatting.day(date(2026, 3, 5), "zh") == "2026年3月5日"
    assert formatting.joined(["a", "b"], "zh") == "a、b"
