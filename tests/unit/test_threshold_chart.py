"""The bars of thresholds: each on its own scale, with state and numbers in words."""

from __future__ import annotations

import pytest

from governance.charts.threshold import WIDEST, Bar, bars, numbers
from governance.language import LANGUAGES, Language, text

RANGE = Bar("Officer", 1_000_000, 600_000, 1_100_000, None, "maybe")
COUNTED = Bar("Audit", 10_000_000, 600_000, 1_100_000, 5_000_000, "below")
BEYOND = Bar("Contract", 100_000, 300_000, 400_000, None, "above")
NOTHING = Bar("<b>Own</b> & more", 10_000, None, None, None, "unknown")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_bar_goes_from_the_least_to_the_most(language: Language) -> None:
    """Ranges are shares of their own threshold; a count stands alone; what lies beyond stays at the end in sight."""
    chart = bars([RANGE, COUNTED, BEYOND, NOTHING], language, dark=False)
    band, marks = chart.spec.data

    assert [pytest.approx(base) for base in band.base] == [0.6, 0.5, WIDEST - 0.06, 0]
    assert band.base[0] + band.x[0] == pytest.approx(1.1)
    assert band.base[2] + band.x[2] == pytest.approx(WIDEST)
    assert (band.x[1], band.x[3]) == (0, 0)
    assert (list(marks.x), list(marks.y)) == ([0.5], [1])
    assert chart.alt == text("thresholds.chart.alt", language, bars=4, above=1)


def test_state_and_numbers_stand_in_words() -> None:
    """No colour is needed, and a title is no markup."""
    said = [each.text for each in bars([RANGE, COUNTED, NOTHING], "en", dark=True).spec.layout.annotations]

    assert said[0] == "<b>Officer</b> · May be above<br>600,000 to 1,100,000, threshold 1,000,000"
    assert "5,000,000 counted" in said[1]
    assert "&lt;b>Own&lt;/b> &amp; more" in said[2]
    assert numbers(Bar("", 10, 5, 5, None, "below"), "en") == "5, threshold 10"
