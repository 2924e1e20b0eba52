"""The pages of the law, over a register whose findings are known by heart."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from governance import bootstrap
from governance.language import LANGUAGES, Language, text
from governance.law.lens import lens
from governance.ui import state
from governance.ui.navigation import file_of
from governance.ui.words import plain
from tests import lawful_register
from tests.lawful_register import (
    AUDITOR,
    DPO,
    EXECUTIVE,
    HEAD,
    HOSTILE,
    MARKETING,
    NEWSLETTER,
    PAYROLL,
    STAFF_OWNER,
    TRAINING,
)

FRAME = Path(__file__).resolve().parents[2] / "governance" / "ui" / "frame.py"
PAGES = ("findings", "twolaws", "documents")


@pytest.fixture(scope="module", autouse=True)
def register(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The process's register is the lawful one for this module, judged by the trial law too."""
    path = tmp_path_factory.mktemp("register") / "register.duckdb"
    lawful_register.build(path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(bootstrap.REGISTER_VARIABLE, str(path))
        patch.setenv("RECITAL_DATA", str(lawful_register.LAW))
        bootstrap.close()
        yield path
        bootstrap.close()


def opened(page: str, language: Language = "en", person: str = DPO, **query: str) -> AppTest:
    """Return ``page`` as ``person`` sees it, opened at an address."""
    test = AppTest.from_file(str(FRAME), default_timeout=60)
    test.query_params["lang"] = language
    test.session_state[state.PERSON] = person
    test.run()
    test.switch_page(file_of(page))
    for name, value in query.items():
        test.query_params[name] = value
    return test.run()


def said(test: AppTest) -> str:
    """Return every text of the page as one."""
    parts = [
        *test.title, *test.header, *test.markdown, *test.caption, *test.text, *test.info, *test.success, *test.warning, *test.error,
    ]  # fmt: skip
    return "\n".join(str(each.value) for each in parts)


def labels(test: AppTest) -> list[str]:
    """Return the labels of all buttons."""
    return [each.label for each in test.button]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("person", [DPO, HEAD, EXECUTIVE])
def test_page_runs(page: str, language: Language, person: str) -> None:
    """A page runs in both languages without an exception, for who sees all, some, or all but contacts."""
    test = opened(page, language, person)

    assert not test.exception
    assert test.session_state[state.LANGUAGE] == language
    assert text("law.no_advice", language) in said(test)


def test_cards_and_rules_of_findings() -> None:
    """The cards split the findings; the list has a line a rule, gravest first, with the share of what it looks at."""
    test = opened("findings", law="trial")

    values = {each.label: each.value for each in test.metric}
    assert [values[text(f"figure.found.{name}", "en")] for name in ("critical", "high", "lower", "unknown", "waived")] == [
        "1", "3", "12", "1", "1",
    ]  # fmt: skip
    rows = test.dataframe[0].value
    assert list(rows["rule"]) == ["TRIAL-1", "TRIAL-2", "TRIAL-5", "TRIAL-3", "TRIAL-4"]
    assert list(rows["share"].round(2)) == [0.33, 0.5, 0.5, 0.5, 0.67]


def test_filters_come_from_the_address_and_narrow_the_list() -> None:
    """Standing, severity and article in the address narrow the list; the cards tell severities apart themselves."""
    test = opened("findings", law="trial", severity="high", standing="breach")
    assert list(test.dataframe[0].value["rule"]) == ["TRIAL-2", "TRIAL-5"]
    assert {each.label: each.value for each in test.metric}[text("figure.found.critical", "en")] == "1"

    assert list(opened("findings", article="TRIAL 1(2)").dataframe[0].value["rule"]) == ["TRIAL-1"]
    assert list(opened("findings", law="trial", department=MARKETING).dataframe[0].value["rule"]) == [
        "TRIAL-2",
        "TRIAL-5",
    ]


def test_nothing_judged_is_no_data_and_nothing_found_is_said() -> None:
    """A principle no rule in force looks at says «no data»; a choice without findings says that nothing was found."""
    nothing = opened("findings", law="trial", principle="accuracy")
    assert text("findings.nothing_here", "en") in said(nothing)
    assert not nothing.metric

    assert text("findings.none", "en") in said(
        opened("findings", law="trial", severity="low", standing="unknown")
    )


def test_a_rule_shows_its_texts_source_and_things() -> None:
    """A picked rule tells why, what to do, where it comes from, and lists its things; unverified ones are marked."""
    test = opened("findings", rule="TRIAL-2")

    words = said(test)
    assert "Each row of data needs a period" in words
    assert "Enter period, unit and start" in words
    assert "TRIAL" in words
    assert text("law.unverified", "en") in words
    assert list(test.dataframe[0].value["thing"]) == [
        "Newsletter › Diets",
        "Customer care China › Contact details",
    ]


def test_a_finding_shows_its_facts_and_hostile_names_stay_text() -> None:
    """The facts are in words with what made the rule apply; a name with markup is escaped."""
    test = opened("findings", rule="TRIAL-1", record=PAYROLL, row="p1")

    words = said(test)
    assert "Bases under the GDPR: **none**" in words
    assert "Under the GDPR: **Yes**" in words
    assert HOSTILE not in words
    assert "\\!\\[x\\]" in words


def test_an_unknown_fact_is_said_to_be_not_known() -> None:
    """Only a text names the DPIA: nobody can judge, and the fact says so."""
    words = said(opened("findings", "zh", rule="TRIAL-3", record=PAYROLL))

    assert f"**{text('law.not_known', 'zh')}**" in words
    assert text("law.standing.unknown", "zh") in words


@pytest.mark.parametrize(
    ("person", "opinion", "waiver", "mends"),
    [
        (DPO, True, False, True),
        (STAFF_OWNER, False, True, True),
        (EXECUTIVE, False, True, False),
        (AUDITOR, False, False, False),
    ],
)
def test_who_may_do_what_about_a_finding(person: str, opinion: bool, waiver: bool, mends: bool) -> None:
    """The officer gives opinions, owners and executives ask for acceptance, the auditor looks."""
    test = opened("findings", person=person, rule="TRIAL-4", record=PAYROLL, row="store")

    assert (text("law.accept.opinion", "en") in labels(test)) is opinion
    assert (text("law.accept", "en") in labels(test)) is waiver
    assert any(each.startswith("Fix") for each in labels(test)) is mends


def test_an_accepted_finding_shows_its_waiver_and_opinion() -> None:
    """Until when it is accepted and what the officer said stand beside it; nothing is asked for a second time."""
    test = opened("findings", person=STAFF_OWNER, rule="TRIAL-1", record=PAYROLL, row="p1")

    assert "Accepted until" in said(test)
    assert "In favour with conditions" in said(test)
    assert text("law.accept", "en") not in labels(test)


def test_asking_for_acceptance_begins_a_waiver() -> None:
    """The waiver opens as a draft that names rule, record and row; nothing is saved yet."""
    test = opened("findings", person=STAFF_OWNER, rule="TRIAL-4", record=PAYROLL, row="store")
    before = bootstrap.opened().head().revision

    test.button(key="accept.waiver").click().run()

    assert not test.exception
    from governance.register import drafts

    (draft,) = drafts.unfinished(bootstrap.opened(), STAFF_OWNER)
    assert (draft.kind, draft.is_new) == ("waiver", True)
    assert {name: draft.content[name] for name in ("rule", "record", "row")} == {
        "rule": "TRIAL-4", "record": PAYROLL, "row": "store",
    }  # fmt: skip
    assert bootstrap.opened().head().revision == before


def test_a_scoped_person_does_not_reach_other_findings_by_address() -> None:
    """A finding of another department named in the address shows nothing of it."""
    test = opened("findings", person=HEAD, rule="TRIAL-1", record=PAYROLL, row="p1")

    assert not test.exception
    assert "Payroll" not in said(test)


@pytest.mark.parametrize("value", ["x", "<b>", "TRIAL-9", "🦊" * 50])
def test_addresses_that_lead_nowhere_do_no_harm(value: str) -> None:
    """Rules, records and choices nobody knows leave the page standing."""
    assert not opened("findings", rule=value, law=value, department=value, principle=value).exception
    assert not opened("findings", rule="TRIAL-1", record=value, row=value).exception


def test_a_refused_pack_is_named_above_the_findings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """File, rule and reason of a refused file stand on the page; the rules of the others still judge."""
    own = tmp_path / "law"
    own.mkdir()
    good = (lawful_register.LAW / "law" / "trial.toml").read_text("utf-8")
    (own / "trial.toml").write_text(good, "utf-8")
    (own / "broken.toml").write_text(
        good.replace("TRIAL-", "BAD-").replace("not dpia_done", "nonsense"), "utf-8"
    )
    monkeypatch.setenv("RECITAL_DATA", str(tmp_path))

    test = opened("findings", law="trial")

    shown = "\n".join(f"{each.value}" for each in test.error)
    assert "nonsense" in shown
    assert "BAD" in shown
    assert test.dataframe[0].value["rule"].iloc[0] == "TRIAL-1"


@pytest.mark.parametrize("language", LANGUAGES)
def test_record_has_a_tab_with_its_findings(language: Language) -> None:
    """The tab «Law» lists open findings with remedy and the field, and tells what is accepted apart."""
    test = opened("record", language, id=PAYROLL, tab="law")

    assert not test.exception
    words = said(test)
    assert text("law.record.accepted", language, count="1") in words
    assert ("Choose the basis" if language == "en" else "选择基础") in words
    assert (
        len([each for each in test.button if each.key and each.key.startswith("record.open.mend.TRIAL-4")])
        == 6
    )


def test_record_without_findings_says_so() -> None:
    """A record in which no rule finds anything is told as such."""
    assert text("law.record.none", "en") in said(opened("record", id=TRAINING, tab="law"))


def test_record_no_rule_looks_at_has_no_such_tab() -> None:
    """An opinion is judged by no rule: its page has no tab for the law."""
    test = opened("record", id=lawful_register.OPINION)

    assert text("law.record.tab", "en") not in [each.label for each in test.tabs]
    assert text("law.record.tab", "en") in [each.label for each in opened("record", id=TRAINING).tabs]


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_laws_part_over_legitimate_interests(language: Language) -> None:
    """The page says in words that legitimate interests carry nothing in China, of which purpose, and by which article."""
    words = said(opened("twolaws", language, activity=NEWSLETTER, topic="basis"))

    statement = next(each for each in lens().statements if each.id == "basis-pipl-interest-nothing")
    assert plain(statement.zh if language == "zh" else statement.en, 1_000) in words
    assert "PIPL 13" in words
    assert ("画像" if language == "zh" else "Profiling") in words


def test_two_laws_opens_on_a_live_activity_and_keeps_to_the_scope() -> None:
    """Without a choice the first activity is compared; one of another department in the address is not."""
    test = opened("twolaws", person=HEAD, activity=PAYROLL)

    assert not test.exception
    assert "Payroll" not in said(test)
    assert test.selectbox(key="law.activity").value == NEWSLETTER


def test_two_laws_says_when_a_law_does_not_apply() -> None:
    """What it would say is marked so."""
    words = said(opened("twolaws", activity=lawful_register.CRM))

    assert text("twolaws.would", "en") in words


def test_documents_list_counts_and_records() -> None:
    """Counts stand by document; the matrix has one line a record with its states in words."""
    test = opened("documents")

    counted = test.dataframe[0].value.set_index("name")
    assert counted.loc["Contract with the processor", "missing"] == 1
    grid = test.dataframe[1].value
    assert grid.iloc[0]["#0"] == "Newsletter"
    assert grid.iloc[0]["processor_contract"] == text("documents.state.missing", "en")


def test_documents_are_narrowed_by_document_state_and_department() -> None:
    """The address narrows the matrix; what matches nothing is said so."""
    unknown = opened("documents", document="dpia", state="unknown").dataframe[1].value
    assert list(unknown["#0"]) == [HOSTILE]

    assert text("documents.none", "en") in said(opened("documents", document="tia", state="unknown"))


def test_a_document_tells_why_it_is_needed() -> None:
    """A picked cell names rules, rows and what is there already."""
    words = said(opened("documents", record=NEWSLETTER, cell="processor_contract"))

    assert "Tracker Inc" in words
    assert "GDPR 28" in words
    assert text("documents.there", "en") in words
