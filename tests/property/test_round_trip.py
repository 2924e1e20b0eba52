"""Records of every kind go into a workbook and come back as they were, whatever their texts hold."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from governance import vocabulary
from governance.exchange import workbook, workbook_cells
from governance.exchange.contents import Held
from governance.exchange.reading.limits import Limits
from governance.exchange.references import Titles
from governance.exchange.tabular import LONGEST_CELL, parts, units
from governance.exchange.workbook_contents import Assembly
from governance.exchange.workbook_values import escaped, unescaped
from governance.language import LANGUAGES, Language
from governance.model import check
from governance.model.fields import Declared
from governance.model.kinds import KINDS, content_of, parse

AWKWARD = ["=1+1", "+1", "-", "@x", "'", "[none]", "[无]", "[text]", "_x000D_", "_x005F_x000D_", "\ufffe", "a\r\nb",
           "\x01", "ACT-00001 · x", "TRUE", "1.0", "2026-01-01", "\\u0041", "[TEXT]", "是", "#N/A", "a\u00a0\u200bb"]  # fmt: skip
TEXT = st.one_of(st.sampled_from(AWKWARD), st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
KEYS = st.from_regex(r"[A-Za-z0-9_\-]{1,8}", fullmatch=True)
PLAIN = st.one_of(st.none(), st.booleans(), st.integers(-(2**50), 2**50), TEXT)
JSON = st.dictionaries(TEXT, st.one_of(PLAIN, st.lists(PLAIN, max_size=3)), max_size=3)


def _code(each: Declared, keys: dict[str, list[str]]) -> st.SearchStrategy[str]:
    if each.spec.vocabulary:
        return st.sampled_from([term.code for term in vocabulary.terms(each.spec.vocabulary)])
    if each.spec.links:
        prefix = KINDS[each.spec.link_kinds[-1]].prefix
        return st.integers(1, 99999).map(lambda number: f"{prefix}-{number:05d}")
    if each.spec.within:
        return st.sampled_from(keys.get(each.spec.within) or [""])
    return st.from_regex(r"[a-z.;=]{1,10}", fullmatch=True)


def _value(each: Declared, keys: dict[str, list[str]]) -> st.SearchStrategy[Any]:
    drawn: dict[str, Callable[[], st.SearchStrategy[Any]]] = {
        "code": lambda: _code(each, keys).map(lambda code: code or None),
        "codes": lambda: st.lists(_code(each, keys), max_size=3, unique=True).map(
            lambda some: [x for x in some if x]
        ),
        "whole": lambda: st.integers(each.low or 0, each.high or 10),
        "flag": st.booleans,
        "date": lambda: st.dates().map(date.isoformat),
        "json": lambda: JSON,
    }
    return drawn.get(each.shape, lambda: TEXT)()


TIMES = st.times().map(lambda time: f"{time:%H:%M}")  # the only texts of a set form


@st.composite
def _fields(draw: st.DrawFn, fields: tuple[Declared, ...], keys: dict[str, list[str]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for each in sorted(fields, key=lambda one: one.shape != "rows"):
        if each.name in ("key", "stated"):
            continue
        if not each.required and not draw(st.booleans()):
            continue
        if each.shape == "rows":
            own = draw(st.lists(KEYS, min_size=1, max_size=3, unique=True))
            found[each.name] = [{"key": key, **draw(_fields(each.children, keys))} for key in own]
            keys = {**keys, each.name: own}
        else:
            found[each.name] = draw(TIMES if each.name.endswith("_time") else _value(each, keys))
    return found


def _without_dangling(fields: tuple[Declared, ...], content: dict[str, Any], whole: dict[str, Any]) -> None:
    """Take out keys of rows that were not drawn."""
    for each in fields:
        value = content.get(each.name)
        for row in value if each.shape == "rows" and value else ():
            _without_dangling(each.children, row, whole)
        if each.spec.within and value:
            known = {row["key"] for row in whole.get(each.spec.within, [])}
            kept = [one for one in (value if isinstance(value, list) else [value]) if one in known]
            content[each.name] = kept if isinstance(value, list) else next(iter(kept), None)


def _open_paths(fields: tuple[Declared, ...], content: dict[str, Any], prefix: str = "") -> list[str]:
    found: list[str] = []
    for each in fields:
        if each.name in ("key", "stated", "kept", "origins"):
            continue
        if each.name not in content:
            found.append(f"{prefix}{each.name}")
        for row in content.get(each.name, []) if each.shape == "rows" else []:
            found += _open_paths(each.children, row, f"{prefix}{each.name}/{row['key']}/")
    return found


@st.composite
def contents(draw: st.DrawFn, kind: str) -> dict[str, Any]:
    """Draw the whole content of a valid record of ``kind``."""
    fields = KINDS[kind].fields
    drawn = draw(_fields(fields, {}))
    drawn["name"] = drawn["name"].strip() or "x"
    _without_dangling(fields, drawn, drawn)
    drawn = {**_with_texts(fields, drawn)}
    whole = content_of(
        parse(kind, content_of(parse(kind, drawn)))
    )  # twice: an emptied field takes its default
    paths = draw(
        st.lists(st.sampled_from([*_open_paths(fields, whole), "gone/x/name"]), max_size=3, unique=True)
    )
    stated = {path: draw(st.sampled_from(["none", "unknown"])) for path in paths}
    return content_of(parse(kind, {**whole, "stated": stated}))


def _with_texts(fields: tuple[Declared, ...], values: dict[str, Any]) -> dict[str, Any]:
    """Give every required text something to say."""
    filled = {}
    for each in fields:
        value = values.get(each.name)
        if each.shape == "rows" and value:
            value = [{"key": row["key"], **_with_texts(each.children, row)} for row in value]
        if each.required and each.shape in ("short", "long") and not (value or "").strip():
            value = "x"
        if value is not None and each.name != "key":
            filled[each.name] = value
    return filled


def _back(kind: str, content: dict[str, Any], language: Language) -> tuple[Assembly, dict[str, Any]]:
    record_id = f"{KINDS[kind].prefix}-00007"
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "w.xlsx"
        workbook.write({kind: [Held(kind, record_id, 1, "draft", content)]}, Titles(), language, file)
        sheets = workbook_cells._sheets(file, Limits(), peek=False)
    assembly = Assembly("w.xlsx", Titles(), lambda _: record_id)
    assembly.gather(sheets)
    return assembly, content_of(parse(kind, assembly.drafts[record_id].content))


@pytest.mark.parametrize("kind", KINDS)
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(st.data())
def test_every_kind_of_record_survives_the_round_trip(kind: str, data: st.DataObject) -> None:
    """A record written in either language is read back as it was, stated answers included."""
    content = data.draw(contents(kind))
    assert not [problem for problem in check.problems(kind, content) if problem.code != "unknown_row"]
    assembly, back = _back(kind, content, data.draw(st.sampled_from(LANGUAGES)))
    assert assembly.problems == []
    assert back == content


@given(TEXT)
@example("[none]")
@example("[text]\\u005f")
@example("_x005F_x000D_")
def test_escaped_text_is_itself_again(text: str) -> None:
    """No text is lost by the marks that tell answers from text."""
    assert unescaped(escaped(text)) == text


@given(st.text("a😀", min_size=1), st.integers(1, 4000))
def test_long_text_is_cut_where_a_cell_ends(text: str, times: int) -> None:
    """Every part fits a cell, as Excel counts, and together they are the text."""
    pieces = parts(text * times)
    assert all(units(piece) <= LONGEST_CELL for piece in pieces)
    assert "".join(pieces) == text * times
