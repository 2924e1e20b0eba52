"""Countries and headers: facts about the world that an import and the transfer rules rest on."""

from __future__ import annotations

import re
from datetime import date
from typing import get_args

import pytest

from governance import vocabulary
from governance.vocabulary.countries import decisions
from governance.vocabulary.terms import Scope

CHINESE = re.compile(r"[\u3400-\u9fff]")
TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("country", "day", "scope"),
    [
        ("GB", date(2021, 3, 1), "whole"),
        ("GB", date(2025, 12, 1), "whole"),
        ("GB", TODAY, "whole"),
        ("GB", date(2032, 1, 1), None),
        ("US", date(2019, 1, 1), "certified_organisations"),
        ("US", date(2021, 1, 1), None),
        ("US", TODAY, "certified_organisations"),
        ("CA", TODAY, "commercial_organisations"),
        ("BR", date(2026, 1, 25), None),
        ("BR", TODAY, "whole"),
        ("KR", TODAY, "whole"),
        ("EPO", TODAY, "whole"),
        ("CN", TODAY, None),
        ("ZZZ", TODAY, None),
    ],
)
def test_adequacy_is_dated_and_scoped(country: str, day: date, scope: Scope | None) -> None:
    """A decision counts only between its dates and for those it covers."""
    found = vocabulary.adequacy(country, day)
    assert (found.scope if found else None) == scope


def test_seventeen_countries_and_organisations_have_an_adequacy_decision_today() -> None:
    """Fifteen in full, Canada and the United States in part."""
    found = {
        c.code: a.scope for c in vocabulary.terms("country") if (a := vocabulary.adequacy(c.code, TODAY))
    }
    partial = {code for code, scope in found.items() if scope != "whole"}
    assert partial == {"CA", "US"}
    assert set(found) - partial == {
        "AD",
        "AR",
        "BR",
        "CH",
        "EPO",
        "FO",
        "GB",
        "GG",
        "IL",
        "IM",
        "JE",
        "JP",
        "KR",
        "NZ",
        "UY",
    }


def test_decisions_are_well_formed() -> None:
    """Every recorded decision has a known scope and does not end before it starts."""
    every = [decision for term in vocabulary.terms("country") for decision in decisions(term.code)]
    assert all(decision.scope in get_args(Scope) for decision in every)
    assert all(decision.valid_to is None or decision.valid_from <= decision.valid_to for decision in every)


def test_the_eea_has_thirty_states() -> None:
    """Twenty-seven of the Union with Iceland, Liechtenstein and Norway; the United Kingdom until the end of 2020."""
    states = {
        term.code
        for term in vocabulary.terms("country")
        if vocabulary.in_eea(term.code, TODAY) and not {"part_of", "kind"} & term.extra.keys()
    }
    assert len(states) == 30
    assert vocabulary.in_eea("GB", date(2020, 12, 31)) is True
    assert vocabulary.in_eea("GB", date(2021, 1, 1)) is False
    assert vocabulary.in_eea("Atlantis", TODAY) is None


@pytest.mark.parametrize(
    ("country", "outside"), [("CN", False), ("HK", True), ("MO", True), ("TW", True), ("??", None)]
)
def test_hong_kong_macao_and_taiwan_are_outside_the_mainland(country: str, outside: bool | None) -> None:
    """Export under the PIPL starts at the border of the mainland."""
    assert vocabulary.outside_mainland(country) is outside


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("USA", "US"),
        ("Etats-Unis", "US"),
        ("Birmanie", "MM"),
        ("U.K.", "GB"),
        ("中国香港", "HK"),
        ("Deutschland", "DE"),
    ],
)
def test_countries_are_recognised_by_their_common_names(text: str, code: str) -> None:
    """Names of several languages lead to the country."""
    found = vocabulary.recognise("country", text)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize(
    "text", ["No", "NO", "no", "Sí", "SI", "NA", "n/a", "N/A", "in", "is", "it", "none", "to"]
)
def test_no_word_for_yes_no_or_nothing_is_taken_for_a_country(text: str) -> None:
    """«No» in a column of transfers is an answer, not Norway."""
    assert vocabulary.recognise("country", text) is None


@pytest.mark.parametrize(
    ("header", "path"),
    [
        ("the purposes of the processing; ", "purposes.name"),
        ("Name of recipients in third countries ", "transfers.recipient"),
        ("Retention schedule (if possible)", "data.retention"),
        ("N° / RÉF", "reference"),
        ("Durée de conservation", "data.retention"),
        ("gdprChoices", "purposes.bases_gdpr"),
        ("Verarbeitungstätigkeit", "name"),
        ("个人信息种类", "data.category"),
        ("合法性基础", "purposes.bases_pipl"),
        ("Favourite colour", None),
    ],
)
def test_headers_lead_to_fields(header: str, path: str | None) -> None:
    """A header of a real register names its field; another names none."""
    assert vocabulary.field_for(header) == path


def test_each_field_path_is_known_in_english_and_chinese() -> None:
    """Every target of an import has headers in both languages of the product."""
    for path, headers in vocabulary.header_fields().items():
        assert any(CHINESE.search(header) for header in headers), path
        assert any(not CHINESE.search(header) for header in headers) or path == "name_zh", path
