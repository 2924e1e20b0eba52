"""The posture page of a register whose past is not read yet: it shows what is known, and says that more is coming."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from governance import bootstrap
from governance.insight import ahead
from governance.insight.known import known
from governance.insight.trends import OVERVIEW, overview_days
from governance.language import LANGUAGES, Language, text
from governance.register.commands import Change, write
from governance.ui.insight import trend_data
from tests.drawn import drawn, frame
from tests.small_register import ADMINISTRATOR, DPO, TEAM, build


@pytest.fixture(autouse=True)
def register(tmp_path: Path) -> Iterator[None]:
    """The process's register is a small demo one, looked at in half a year; no visit reads more than it must."""
    build(tmp_path / "register.duckdb")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(bootstrap.REGISTER_VARIABLE, str(tmp_path / "register.duckdb"))
        patch.setattr(trend_data, "SECONDS", -1.0)
        patch.setattr(ahead, "days", lambda *_, **__: None)
        patch.setattr(ahead, "visits", lambda *_, **__: None)
        bootstrap.close()
        bootstrap.opened().clock = lambda: datetime.now(UTC) + timedelta(days=180)
        yield
        bootstrap.close()


def _coming(page: bytes, language: Language) -> bool:
    return text("dash.posture.trend.coming", language).encode() in page


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("person", [DPO, TEAM])
def test_what_is_not_read_is_not_drawn_and_said(person: str, language: Language) -> None:
    """Without a past day there is no line; a short word says that days are coming, to somebody of one department too."""
    page = frame(person, language)

    assert not page.exception
    assert _coming(drawn(page), language)
    assert _drawn_days(page) <= {1}


def test_once_read_all_is_there() -> None:
    """A line begins after the last gap; when all days were read the page shows them and says nothing more."""
    register = bootstrap.opened()
    days = overview_days(register, register.today())[:-1]
    page, kept = frame(DPO), known(register)
    for day in (days[-4], days[-1]):
        kept.read(day, OVERVIEW)
    assert _coming(drawn(page.run()), "en")
    assert _drawn_days(page) == {2}

    for day in days:
        kept.read(day, OVERVIEW)
    assert not _coming(drawn(page.run()), "en")
    assert max(_drawn_days(page)) > 4


def test_a_save_and_another_person_are_met_after_the_past_was_read() -> None:
    """The newest value counts what was saved since, each person's own departments alone."""
    officer, team = frame(DPO), frame(TEAM)
    before = [_cells(officer), _cells(team)]
    change = Change("activity", "create", {"name": "Visitors", "department": "DEP-00002"})
    write(bootstrap.opened(), actor=ADMINISTRATOR, reason="test", changes=[change])

    assert [_cells(officer.run()) - before[0], _cells(team.run()) - before[1]] == [6, 0]


def _drawn_days(page: AppTest) -> set[int]:
    """Return how many days the lines on the cards have."""
    return {len(each.proto.chart_data) for each in page.metric if len(each.proto.chart_data)}


def _cells(page: AppTest) -> int:
    """Return how many cells nobody answers for, as the card says."""
    return int(
        next(each.value for each in page.metric if each.label == text("figure.accountability.gaps", "en"))
    )
