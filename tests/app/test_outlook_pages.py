"""The insight pages: since last time, forecast, trends, exposure, deletions, flows, crosswalk, figures."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from governance import bootstrap, vocabulary
from governance.language import LANGUAGES, Language, text
from governance.law import findings
from governance.law.rules import SEVERITIES
from governance.law.verdicts import verdicts
from governance.register import commands
from governance.register.store import Register
from governance.ui import state
from tests.app.test_insight_pages import opened, said
from tests.judged_register import build

PAGES = ("since", "forecast", "trends", "exposure", "deletions", "flows", "crosswalk", "figures")


@pytest.fixture(scope="module", autouse=True)
def register(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The process's register is the judged one for this module."""
    path = tmp_path_factory.mktemp("register") / "register.duckdb"
    build(path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(bootstrap.REGISTER_VARIABLE, str(path))
        bootstrap.close()
        yield path
        bootstrap.close()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_page_runs(page: str, language: Language) -> None:
    """A page runs in both languages without an exception, and asks its question."""
    test = opened(page, language)

    assert not test.exception
    assert test.session_state[state.LANGUAGE] == language
    assert test.title[0].value == text(f"page.{page}", language)
    assert text(f"ins.{page}.question", language) in said(test)


def test_exposure_counts_the_open_findings_of_each_activity(register: Path) -> None:
    """Number, gravest severity and the way to the findings stand beside what else an activity exposes."""
    with bootstrap.opened().read(bootstrap.opened().lens()) as reader:
        every = findings.chosen(verdicts(reader.register, reader.lens)).to_pylist()
    breaches = [each for each in every if not each["unknown"]]

    shown = opened("exposure", "en").dataframe[-1].value

    assert len(shown) == 3
    for row in shown.to_dict("records"):
        own = [each["severity"] for each in breaches if each["id"] == row["id"]]
        gravest = min(own, key=SEVERITIES.index)
        assert row["findings"] == len(own)
        assert row["gravest"] == f"{own.count(gravest)} × {vocabulary.label('severity', gravest, 'en')}"
        assert row["findings_at"].startswith(f"/record?id={row['id']}&tab=law")


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_register_has_no_data_on_any_page(
    tmp_path: Path, register: Path, language: Language
) -> None:
    """Where nothing is judged every page says «no data» and shows neither 0 % nor 100 %."""
    made = Register.create(tmp_path / "empty.duckdb")
    commands.initialise(made, organisation="Empty", person="Ada")
    made.close()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(bootstrap.REGISTER_VARIABLE, str(made.path))
        bootstrap.close()
        try:
            for page in (*PAGES, "posture", "heatmap"):
                test = opened(page, language, person="PER-00001")
                assert not test.exception, page
                tables = (each.value.to_string() for each in test.dataframe)
                told = "\n".join([said(test), *(each.proto.title for each in test.info), *tables])
                assert text("figure.no_data", language) in told, page
                assert "100%" not in told.replace(" ", ""), page
        finally:
            bootstrap.close()
