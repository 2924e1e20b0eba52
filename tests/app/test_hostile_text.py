"""Text of people is text: on every page, in both languages, nothing of it reaches Markdown, LaTeX or HTML unescaped."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from streamlit.testing.v1 import AppTest

from governance import bootstrap
from governance.insight.catalogue import DEFINITIONS
from governance.language import LANGUAGES, Language
from governance.model.kinds import KINDS
from governance.register.tied import LIMITED
from governance.ui.navigation import ENTRIES, Entry
from tests import two_departments as two
from tests.drawn import drawn, frame, protos, visit
from tests.hostile import HOSTILE, LONGEST_LABEL, UNESCAPED, written

ACTIVITY = "ACT-00001"


@pytest.fixture(scope="module", autouse=True)
def register(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The process's register holds the hostile text in every field of every kind a person types into."""
    path = tmp_path_factory.mktemp("register") / "register.duckdb"
    two.build(path, text=HOSTILE, contact=HOSTILE)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(bootstrap.REGISTER_VARIABLE, str(path))
        bootstrap.close()
        yield
        bootstrap.close()


def opened(page: str, query: dict[str, str] | None = None, language: Language = "en") -> AppTest:
    """Return ``page`` in a session of its own."""
    return visit(frame(two.DPO, language), page, **(query or {}))


def read_as_more_than_text(test: AppTest) -> list[tuple[str, str, str, str]]:
    """Return what of the hostile text stands unescaped: element, field, what, and the words around it."""
    found = []
    for proto in protos(test):
        for kind, field, value in written(proto):
            found += [
                (kind, field, raw, value[max(0, match.start() - 60) : match.end() + 60])
                for raw, pattern in UNESCAPED.items()
                if (match := pattern.search(value))
            ]
    return found


def too_long(test: AppTest) -> list[tuple[str, str, int]]:
    """Return labels that were not cut."""
    return [
        (kind, field, len(value))
        for proto in protos(test)
        for kind, field, value in written(proto)
        if field != "body" and len(value) > LONGEST_LABEL
    ]


def _check(test: AppTest) -> None:
    assert not test.exception
    assert read_as_more_than_text(test) == []
    assert too_long(test) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_no_page_reads_text_of_people_as_markup(entry: Entry, language: Language) -> None:
    """Every page as it opens."""
    _check(opened(entry.name, language=language))


@pytest.mark.parametrize("query", [{}, {"edit": "1"}, {"tab": "history"}, {"tab": "law"}], ids=str)
@pytest.mark.parametrize("kind", [kind for kind in LIMITED if not KINDS[kind].signed])
def test_no_record_reads_text_of_people_as_markup(kind: str, query: dict[str, str]) -> None:
    """Every kind of record, to read, to edit, its history and what the law finds in it."""
    _check(opened("record", {"id": two.linked(two.HERE, "00001")[kind], **query}))


DEEPER = (
    *(("records", {"kind": kind}) for kind in KINDS),
    *(("figures", {"figure": figure}) for figure in tuple(DEFINITIONS)[::4]),
    *(("heatmap", {"department": two.HERE, "activity": ACTIVITY, "stage": "collect"}),),
    *(("matrix", {"view": view}) for view in ("department", "person", "obligation")),
    *(("journal", {"entry": str(number)}) for number in range(122, 148, 8)),
    ("search", {"q": "zq"}),
    ("twolaws", {"activity": ACTIVITY}),
    ("cascade", {"evidence": "EVI-00001"}),
    ("leaver", {"person": two.TEAM}),
    ("flows", {"activity": ACTIVITY}),
    ("noticecheck", {"notice": "NOT-00001"}),
)


@pytest.mark.parametrize(("page", "query"), DEEPER, ids=str)
def test_no_page_below_reads_text_of_people_as_markup(page: str, query: dict[str, str]) -> None:
    """Lists, rows behind figures, cells, entries and searches."""
    _check(opened(page, query))


def test_what_stands_unescaped_is_found() -> None:
    """The reading of the tests above sees markup in a text, a label and a choice."""

    def page() -> None:
        import streamlit as st

        from tests.hostile import TYPED

        st.markdown(TYPED)
        st.button(TYPED)
        st.radio("x", [TYPED])

    found = read_as_more_than_text(AppTest.from_function(page, default_timeout=60).run())

    assert {kind for kind, *_ in found} == {"Markdown", "Button", "Radio"}


def test_the_text_is_there() -> None:
    """The hostile words are on the pages, escaped: the tests above can fail."""
    assert b"evil" in drawn(opened("record", {"id": ACTIVITY}))
