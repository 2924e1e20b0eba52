"""Documents of plain values become pages: text of people stays text, and no character is an empty box."""

from __future__ import annotations

import io
import itertools
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pypdf
import pytest

from governance.errors import GovernanceError
from governance.language import LANGUAGES, catalog
from governance.reports import fonts, typeset
from governance.reports.blocks import (
    Cell,
    Column,
    Document,
    Group,
    Pair,
    Pairs,
    Panel,
    Panels,
    Paragraph,
    Section,
    Table,
)
from tests import printed

MADE = datetime(2026, 11, 23, 12, tzinfo=UTC)
HOSTILE = (
    '#eval("1 + 1")',
    '#include "/etc/passwd"',
    "$x^2$ and $5",
    "*bold* _under_ `code` ~ --",
    "@reference <label> \\u{41}",
    "= Title",
    "- item + item / term: no",
    "// comment /* more */",
    "<b>x</b> &amp; \"quoted\" 'single'",
    "#set page(width: 1pt)",
    "隐私#let x = 1",
)  # fmt: skip


def _document(*blocks: object, title: str = "Title", language: str = "en") -> Document:
    return Document(
        language=language,
        heading=title,
        line="Line",
        organisation="Łódź & 北港",
        head="Head",
        day="As of today",
        footer="Footer",
        sections=(Section("Section", blocks),),  # type: ignore[arg-type]
        unprintable="Printed as code points.",
    )


def _table(*texts: str) -> Table:
    rows = tuple((Cell(text, note=text), Cell(text, strong=True)) for text in texts)
    return Table((Column("First"), Column("Second", "60mm")), rows)


@pytest.mark.parametrize("language", LANGUAGES)
def test_text_of_people_is_text(language: str) -> None:
    """What would be markup or code is printed as typed, wherever it stands."""
    texts = tuple(HOSTILE)
    blocks = (
        _table(*texts),
        Pairs(tuple(Pair(each, (Cell(each),)) for each in texts), title=texts[0]),
        Panels((Panel(texts[1], texts[2]), Panel(texts[3], texts[4]))),
        *(Paragraph(each, "call") for each in texts),
    )

    text = printed.text_of(typeset.pdf(_document(*blocks, title=texts[0], language=language), MADE))

    for each in texts:
        assert text.count(printed.flat(each)) >= 6, each


def test_ten_thousand_characters_stay_on_the_page() -> None:
    """A text without a space is broken over lines and pages; nothing is lost, nothing runs off the paper."""
    made = typeset.pdf(_document(_table("x" * 10_000, "汉" * 3_000)), MADE)

    text = printed.text_of(made)
    assert text.count("x") >= 30_000
    assert text.count("汉") == 9_000
    ends = list(printed.boxes(made))
    assert min(left for left, _ in ends) >= printed.SIDE - 1
    assert max(right for _, right in ends) <= printed.WIDTH - printed.SIDE + 1


def test_the_head_of_a_table_is_on_every_page() -> None:
    """Whoever holds one page knows what its columns are."""
    pages = printed.pages(typeset.pdf(_document(_table(*(f"row {number}" for number in range(120)))), MADE))

    assert len(pages) > 2
    assert all("First" in page and "Second" in page for page in pages)
    assert [page.count(f"{number} / {len(pages)}") for number, page in enumerate(pages, 1)] == [1] * len(
        pages
    )


def test_a_heading_of_rows_is_printed() -> None:
    """A line across the table heads the rows below it."""
    table = Table(
        (Column("First"), Column("Second")), (Group("Group *one*", "three"), (Cell("a"), Cell("b")))
    )

    assert "Group*one*threeab" in printed.text_of(typeset.pdf(_document(table), MADE))


def test_characters_without_a_shape_become_numbers() -> None:
    """An emoji is printed as its code point, and the document says why."""
    text = printed.text_of(typeset.pdf(_document(Paragraph("😀 \u202eok")), MADE))

    assert "[U+1F600]ok" in text
    assert "Printedascodepoints." in text
    assert "Printedascodepoints." not in printed.text_of(typeset.pdf(_document(Paragraph("ok")), MADE))


def test_an_empty_box_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """A character without a shape that came through all the same is refused by the standard of the file."""
    monkeypatch.setattr(typeset, "printable", lambda text: text)

    with pytest.raises(GovernanceError) as refused:
        typeset.pdf(_document(Paragraph("😀")), MADE)

    assert refused.value.code == "report_not_drawn"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_file_can_be_kept_and_read_out(language: str) -> None:
    """Fonts are embedded, letters can be read out, the file names its language, is tagged and an archive file."""
    made = typeset.pdf(_document(_table("覆盖 coverage"), language=language), MADE)

    reader = pypdf.PdfReader(io.BytesIO(made))
    root: Any = reader.trailer["/Root"]
    assert set(printed.fonts(made).values()) == {True}
    assert root["/Lang"] == {"en": "en-GB", "zh": "zh-CN"}[language]
    assert "/StructTreeRoot" in root
    about = root["/Metadata"].get_object().get_data()
    assert b"<pdfaid:part>2" in about
    assert b"<pdfuaid:part>1" in about
    assert reader.metadata is not None
    assert reader.metadata.title == "Title"


def test_the_same_values_give_the_same_bytes() -> None:
    """Two prints of one state at one moment are one file."""
    document = _document(_table("a"))

    assert typeset.pdf(document, MADE) == typeset.pdf(document, MADE)


@pytest.fixture
def nothing_known() -> Iterator[None]:
    """Forget which fonts were found, before and after the test."""
    caches = (fonts.folders, fonts.letters, typeset._fonts)
    for each in caches:
        each.cache_clear()
    yield
    for each in caches:
        each.cache_clear()


@pytest.mark.parametrize("name", list(fonts.PACKAGES))
def test_a_missing_font_names_what_to_install(
    name: str, monkeypatch: pytest.MonkeyPatch, nothing_known: None
) -> None:
    """Without a font there is no report, and the sentence says which package to install; never boxes."""
    package, *place = fonts.PACKAGES[name]
    others = {key: value for key, value in fonts.PACKAGES.items() if key != name}
    monkeypatch.setattr(fonts, "PACKAGES", {**others, "no_such_font": (package, *place)})

    with pytest.raises(GovernanceError) as refused:
        typeset.check()

    assert refused.value.code == "report_needs_package"
    assert refused.value.context == {"package": package}
    for language in LANGUAGES:
        assert "pip install -r requirements.txt" in catalog(language)["error.report_needs_package"]


def test_the_fonts_draw_every_wording() -> None:
    """No text of the catalogs needs a character the fonts do not have."""
    lost = {
        each
        for text in itertools.chain(*(catalog(language).values() for language in LANGUAGES))
        for each in text
        if not each.isspace() and ord(each) not in fonts.letters()
    }

    assert lost == set()
