"""The board pack says what the figures say, to the digit, in both languages, on pages a board can read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from governance import formatting, vocabulary
from governance.errors import UnknownRecord
from governance.insight import accountability, coverage, dpo, figures, forecast, risks, since
from governance.insight.accountability import GRAVE
from governance.insight.catalogue import DEFINITIONS
from governance.insight.figure import Figure
from governance.insight.weakest import weakest
from governance.language import LANGUAGES, Language, text
from governance.model.kinds import kind_of
from governance.register.lens import Lens
from governance.register.store import Register
from governance.reports import board, printing
from governance.reports.blocks import Cards, Heading, Table
from governance.reports.printing import Order
from governance.reports.source import HEADLINES, quarter_before
from tests import printed
from tests.hand import Hand
from tests.printed import flat

DAY = date(2026, 11, 23)
QUARTER = date(2026, 9, 30)
MADE = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def lens(demo_register: Register) -> Lens:
    """The day of the demonstration, everything in view."""
    return demo_register.lens(effective_on=DAY)


@pytest.fixture(scope="module")
def packs(demo_register: Register, lens: Lens) -> Mapping[Language, bytes]:
    """The pack in both languages."""
    return {
        language: printing.make(demo_register, lens, Order("board", language), made_at=MADE)
        for language in LANGUAGES
    }


@pytest.fixture(scope="module")
def computed(demo_register: Register, lens: Lens) -> Mapping[str, Figure]:
    """Every figure, computed apart from the pack."""
    with demo_register.read(lens) as reader:
        return figures.compute(reader)


def _counted(figure: Figure, language: Language) -> str:
    numbers = (formatting.number(each, language) for each in (figure.numerator, figure.denominator))
    return text("report.of", language, **dict(zip(("numerator", "denominator"), numbers, strict=True)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_figure_stands_with_formula_and_exclusions(
    packs: Mapping[Language, bytes], computed: Mapping[str, Figure], language: Language
) -> None:
    """Title, formula, value, numerator, denominator and what is left out are those of the figure, to the digit."""
    printed_text = printed.text_of(packs[language])

    for each in computed.values():
        left_out = formatting.joined(
            (
                text(
                    "report.left_out",
                    language,
                    count=formatting.number(out.count, language),
                    reason=text(f"figure.excluded.{out.reason}", language),
                )
                for out in each.exclusions
            ),
            language,
        )
        line = (
            text(each.title_key, language),
            text(each.formula_key, language),
            formatting.shown(each.value, each.unit, language),
            _counted(each, language),
            left_out,
        )
        assert flat("".join(line)) in printed_text, each.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_page_says_where_one_stands(
    demo_register: Register,
    packs: Mapping[Language, bytes],
    computed: Mapping[str, Figure],
    lens: Lens,
    language: Language,
) -> None:
    """Four figures with their change since the quarter before, the weakest stage, who acts, and the verdicts."""
    first = flat(printed.pages(packs[language])[0])
    then = demo_register.lens(known_at=demo_register.end_of(QUARTER), effective_on=QUARTER)
    with demo_register.read(then) as reader:
        before = figures.compute(reader, HEADLINES)
    with demo_register.read(lens) as reader:
        cells = coverage.by_department(reader).to_pylist()
        verdicts = (accountability.verdict(reader).text(language), dpo.verdict(reader).text(language))
    for name in HEADLINES:
        figure = computed[name]
        change = formatting.change((before[name].value, figure.value), figure.unit, language)
        value = formatting.shown(figure.value, figure.unit, language)
        card = text(figure.title_key, language) + value + _counted(figure, language)
        assert flat(card) in first, name
        assert flat(str(change) if change else text("report.change.none", language)) in first, name
    found = weakest(computed, cells)
    assert found is not None
    names = {each["department"]: formatting.name_of(each, language) for each in cells}
    sentence = text(
        "report.summary.weakest",
        language,
        stage=vocabulary.label("stage", found.stage, language),
        missing=found.missing,
        all=found.figure.denominator,
        who=text("dash.and", language).join(names[each] for each in found.departments),
    )
    assert len(found.departments) == 2
    for told in (sentence, *verdicts, text("report.as_of", language, day=formatting.day(DAY, language))):
        assert flat(told) in first


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_heat_map_has_every_department_and_stage(
    demo_register: Register, packs: Mapping[Language, bytes], lens: Lens, language: Language
) -> None:
    """Each cell shows its share and how many of how many, weakest department first."""
    page = flat(printed.pages(packs[language])[1])
    with demo_register.read(lens) as reader:
        rows = coverage.by_department(reader).to_pylist()
    place = 0
    for row in rows:
        if row["share"] is None:
            continue
        cell = f"{formatting.cell_percent(row['share'], language)}{row['covered']}/{row['cells']}"
        place = page.index(cell, place) + len(cell)
    for row in rows:
        assert (
            flat(
                formatting.name_of(row, language)
                if row["department"]
                else text("chart.no_department", language)
            )
            in page
        )
    last = rows[-1]
    covered, cells = (
        sum(r[n] for r in rows if r["department"] == last["department"]) for n in ("covered", "cells")
    )
    assert f"{formatting.cell_percent(last['department_share'], language)}{covered}/{cells}" in page[place:]


@pytest.mark.parametrize("language", LANGUAGES)
def test_faults_officers_and_risks_are_those_of_the_register(
    demo_register: Register, packs: Mapping[Language, bytes], lens: Lens, language: Language
) -> None:
    """Counts by fault, who lacks an officer, and the highest risks are what the pages of the app list."""
    whole = printed.text_of(packs[language])
    with demo_register.read(lens) as reader:
        counts = accountability.counts(reader)
        faults = accountability.issues(reader).to_pylist()
        needs = dpo.needs(reader).to_pylist()
        scored = [
            row
            for row in risks.register(reader, open_only=True).to_pylist()
            if row["score_after"] is not None
        ]
    for code in GRAVE:
        activities = len({row["id"] for row in faults if row["code"] == code})
        told = text("report.people.stages", language, stages=counts[code], activities=activities)
        assert (flat(text(f"issue.{code}", language) + told) in whole) == bool(counts[code]), code
    for code in counts.keys() - GRAVE:
        told = text(
            "report.people.count", language, fault=text(f"issue.{code}", language), count=counts[code]
        )
        assert (flat(told) in whole) == bool(counts[code]), code
    for need in needs:
        if not need["filled"]:
            line = (
                formatting.name_of(need, language),
                vocabulary.label("post_role", need["role"], language),
                text("report.officers.nobody", language),
            )
            assert flat("".join(line)) in whole
    places = [whole.index(flat(formatting.name_of(row, language))) for row in scored[:10]]
    assert places == sorted(places)


@pytest.mark.parametrize("language", LANGUAGES)
def test_changes_are_explained_by_the_records_that_made_them(
    demo_register: Register, packs: Mapping[Language, bytes], lens: Lens, language: Language
) -> None:
    """Both values, the sums and the weightiest causes are those of the explanation."""
    whole = printed.text_of(packs[language])
    then = demo_register.lens(known_at=demo_register.end_of(QUARTER), effective_on=QUARTER)

    found = since.explain(demo_register, "coverage", then, lens)

    title = text(
        "report.since.figure",
        language,
        title=text("figure.coverage", language),
        before=formatting.percent(found.change.before.value, language),
        after=formatting.percent(found.change.after.value, language),
    )
    sums = [
        text(
            "report.since.sum",
            language,
            what=text(f"report.since.what.{each.what}", language),
            records=each.records,
            effect=formatting.change((0.0, each.effect), "share", language),
        )
        for each in found.totals
    ]
    assert flat(title + " · ".join(sums)) in whole
    assert len(found.causes) > 8
    for cause in found.causes[:8]:
        named = {"name": cause.name, "name_zh": cause.name_zh}
        assert flat(formatting.name_of(named, language) + str(cause.record)) in whole


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_forecast_is_that_of_the_register(
    demo_register: Register, packs: Mapping[Language, bytes], lens: Lens, language: Language
) -> None:
    """Every month end has its figures, and what carries most people comes first."""
    whole = printed.text_of(packs[language])

    for day in forecast.month_ends(DAY):
        with demo_register.read(replace(lens, effective_on=day)) as reader:
            found = figures.compute(reader, forecast.FIGURES)
        cells = "".join(formatting.cell_percent(each.value, language) for each in found.values())
        assert flat(formatting.day(day, language) + cells) in whole, day
    with demo_register.read(lens) as reader:
        first = forecast.renew_first(reader, forecast.horizon(DAY))[0]
    named = formatting.name_of({"name": first.name, "name_zh": first.name_zh}, language)
    kind = kind_of(first.kind).label(language)
    numbers = f"{first.cells}{formatting.number(first.people, language)}"
    line = f"{named}{first.id} · {kind}{formatting.day(first.on, language)}{numbers}"
    assert flat(line) in whole


def test_findings_are_told_without_a_change(demo_register: Register, lens: Lens) -> None:
    """Findings of the law are counted as on screen; they are not judged anew for the quarter before."""
    with demo_register.read(lens) as reader:
        figure = figures.compute(reader, ["findings.critical"])["findings.critical"]

    document = board.document(demo_register, lens, "en", parts=("others",))

    others = next(each for each in document.sections if each.title == text("report.part.others", "en"))
    row = next(each for each in others.blocks if isinstance(each, Table)).rows[0]
    assert isinstance(row, tuple)
    assert [cell.text for cell in row[:2]] == [
        text(figure.title_key, "en"),
        formatting.number(figure.value, "en"),
    ]
    assert row[3].text == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_are_sane(packs: Mapping[Language, bytes], language: Language) -> None:
    """Every page carries something, nothing leaves the type area, and the fonts are in the file."""
    made = packs[language]
    pages = printed.pages(made)

    assert 8 <= len(pages) <= 14
    assert all(0.02 < share < 0.7 for share in printed.ink(made))
    assert min(left for left, _ in printed.boxes(made)) >= printed.SIDE - 1
    assert max(right for _, right in printed.boxes(made)) <= printed.WIDTH - printed.SIDE + 1
    assert set(printed.fonts(made).values()) == {True}
    assert [flat(page).count(f"{number}/{len(pages)}") > 0 for number, page in enumerate(pages, 1)] == [
        True
    ] * len(pages)
    assert not any("\ufffd" in page for page in pages)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_title_stands_alone_at_the_foot_of_a_page(
    demo_register: Register, packs: Mapping[Language, bytes], lens: Lens, language: Language
) -> None:
    """A title is followed by something of its own on the same page."""
    document = board.document(demo_register, lens, language)
    titles = {flat(section.title) for section in document.sections} | {
        flat(block.text)
        for section in document.sections
        for block in section.blocks
        if isinstance(block, Heading)
    }

    for page in printed.pages(packs[language]):
        lines = [flat(line) for line in page.splitlines() if flat(line)]
        foot = next(number for number, line in enumerate(lines) if flat(document.footer) in line)
        body = [*lines[:foot], *lines[foot + 1 :]]
        body = [line for line in body if "/" not in line or not line.replace("/", "").isdigit()]
        assert body[-1] not in titles


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pack_is_in_one_language(packs: Mapping[Language, bytes], language: Language) -> None:
    """No title and no formula of the other language stands in a pack; names and reasons are as people typed them."""
    whole = printed.text_of(packs[language])
    other: Language = "zh" if language == "en" else "en"

    ours = {flat(text(f"report.part.{part.code}", other)) for part in board.PARTS}
    ours |= {flat(text(f"figure.{name}.formula", other)) for name in DEFINITIONS}
    assert len(ours) > 40
    assert [each for each in ours if each in whole] == []


def test_parts_can_be_left_out(demo_register: Register, lens: Lens) -> None:
    """Summary and method stay; the rest is in when it is asked for."""
    whole = printed.text_of(printing.make(demo_register, lens, Order("board", "en", parts=("risks",))))

    kept = {part.code for part in board.PARTS if flat(text(f"report.part.{part.code}", "en")) in whole}
    assert kept >= {"summary", "risks", "method"}
    assert not kept & {"coverage", "accountability", "others"}
    assert set(board.CHOOSABLE) == {part.code for part in board.PARTS} - {"summary", "method"}


def test_a_past_day_is_printed_as_it_stood(demo_register: Register) -> None:
    """Both clocks turn: the figures are those of the day, known as of its end."""
    past = date(2026, 3, 31)
    lens = demo_register.lens(known_at=demo_register.end_of(past), effective_on=past)
    with demo_register.read(lens) as reader:
        figure = figures.compute(reader, ["coverage"])["coverage"]

    first = flat(printed.pages(printing.make(demo_register, lens, Order("board", "en")))[0])

    assert (
        flat(
            f"Lifecycle coverage{formatting.percent(figure.value, 'en')}{figure.numerator} of {figure.denominator}"
        )
        in first
    )
    assert flat(f"since {formatting.day(date(2025, 12, 31), 'en')}") in first


def test_hindsight_compares_with_what_is_known_today(demo_register: Register) -> None:
    """«That day, as we know today» reads the quarter before through the same knowledge."""
    past = date(2026, 6, 30)
    lens = demo_register.lens(effective_on=past)
    earlier = replace(lens, effective_on=date(2026, 3, 31))
    with demo_register.read(lens) as reader, demo_register.read(earlier) as then:
        values = [figures.compute(each, ["coverage"])["coverage"].value for each in (then, reader)]

    document = board.document(demo_register, lens, "en", clocks="effective")

    card = next(each for each in document.sections[0].blocks if isinstance(each, Cards)).cards[0]
    assert card.change.endswith(str(formatting.change(values, "share", "en") or "Unchanged"))


@pytest.mark.parametrize(
    ("day", "end"),
    [
        (date(2026, 1, 1), date(2025, 12, 31)),
        (date(2026, 3, 31), date(2025, 12, 31)),
        (date(2026, 4, 1), date(2026, 3, 31)),
        (date(2026, 12, 31), date(2026, 9, 30)),
    ],
)
def test_the_quarter_before(day: date, end: date) -> None:
    """A change is told against the last day of the calendar quarter before."""
    assert quarter_before(day) == end


def test_the_pack_shows_only_what_its_reader_may_see(demo_register: Register, lens: Lens) -> None:
    """Limited to a department, the figures are those of the department, and the pack says so."""
    with demo_register.read(lens) as reader:
        department = reader.row("SELECT department AS id, d.name FROM live_activity a JOIN department d"
                                " ON d.id = a.department GROUP BY ALL ORDER BY count(*) DESC LIMIT 1")  # fmt: skip
    assert department is not None
    narrow = replace(lens, departments=(department["id"],))
    with demo_register.read(narrow) as reader:
        figure = figures.compute(reader, ["coverage"])["coverage"]

    whole = printed.text_of(printing.make(demo_register, narrow, Order("board", "en")))

    assert (
        flat(
            f"Lifecycle coverage{formatting.percent(figure.value, 'en')}{figure.numerator} of {figure.denominator}"
        )
        in whole
    )
    assert flat(text("report.method.scope", "en", departments=department["name"])) in whole


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_register_has_no_data(register: Register, language: Language) -> None:
    """Nothing recorded is no data on every card, never 0 and never 100 %."""
    document = board.document(register, register.lens(), language)

    nothing = text("figure.no_data", language)
    cards = next(each for each in document.sections[0].blocks if isinstance(each, Cards)).cards
    assert {card.value for card in cards} == {nothing}
    whole = printed.text_of(printing.make(register, register.lens(), Order("board", language)))
    assert whole.count(flat(text("report.empty", language))) >= 4
    assert flat(text("report.risks.empty", language)) in whole


def test_hostile_names_stay_text(hand: Hand) -> None:
    """Names that look like markup or hide marks are printed as text, in the title of every page too."""
    hand.update("organisation", "ORG-00001", {"name": "#eval(1) *A* $x$ @b <c> \u202eevil"}, 1)
    department = hand.create("department", {"name": "= D " + "y" * 250, "organisation": "ORG-00001"})
    hand.create("activity", {"name": "#let a = 1 😀", "department": department})

    made = printing.make(hand.register, hand.register.lens(), Order("board", "en"))

    pages = [flat(page) for page in printed.pages(made)]
    assert all("#eval(1)*A*$x$@b<c>evil" in page for page in pages)
    assert "#leta=1[U+1F600]" in "".join(pages)
    assert "y" * 250 in "".join(pages)
    assert max(right for _, right in printed.boxes(made)) <= printed.WIDTH - printed.SIDE + 1


def test_progress_is_told_to_the_end(demo_register: Register, lens: Lens) -> None:
    """Each part is a step, typesetting the last."""
    steps: list[tuple[int, int]] = []

    printing.make(demo_register, lens, Order("board", "en"), progress=lambda *step: steps.append(step))

    assert [done for done, _ in steps[:-1]] == list(range(1, len(board.PARTS) + 1))
    assert steps[-1] == (1, 1)


def test_an_unknown_record_is_refused(demo_register: Register, lens: Lens) -> None:
    """A record sheet of nothing is an error with the way out."""
    with pytest.raises(UnknownRecord):
        printing.make(demo_register, lens, Order("record", "en", "ACT-99999"))
