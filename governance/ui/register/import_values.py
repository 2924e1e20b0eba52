"""The values of an import: which text means which term; nothing is taken over that was not shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import streamlit as st

from governance import vocabulary
from governance.exchange.importing import Suggestion, targets
from governance.ui.state import language
from governance.ui.words import t

if TYPE_CHECKING:
    from governance.exchange.importing import ColumnMapping, TableMapping
    from governance.ui.register.import_session import ImportSession


def value_tables(held: ImportSession, table: TableMapping, place: int) -> None:
    """Draw, for one chosen column with a list of terms, its texts and the term of each."""
    known = targets(table.kind)
    coded = {
        each.column: each
        for each in table.columns
        if each.target and known[each.target].vocabulary and (each.values or each.suggestions)
    }
    if not coded:
        return
    name = st.selectbox(
        t("register.import.values"),
        list(coded),
        index=None,
        key=f"import.values.{place}",
        placeholder=t("register.import.values.choose", count=len(coded)),
        format_func=lambda column: _open_line(coded[column]),
    )
    column = coded.get(name or "")
    if column is not None and column.target:
        _values(held, column, known[column.target].vocabulary or "", f"{place}.{held.revision}.{name}")


def _open_line(column: ColumnMapping) -> str:
    waiting = sum(text not in column.values for text in column.suggestions)
    told = t("register.import.values.open", count=waiting) if waiting else t("register.import.values.done")
    return f"{column.column} · {told}"


def _values(held: ImportSession, column: ColumnMapping, name: str, slot: str) -> None:
    labels = {each.label(language()): each.code for each in vocabulary.terms(name)}
    shown = {code: label for label, code in labels.items()}
    texts = list(dict.fromkeys([*column.values, *column.suggestions]))
    rows = [_row(text, column, shown) for text in texts]
    make = st.column_config
    edited = st.data_editor(
        rows,
        key=f"import.value_table.{slot}.{language()}",
        hide_index=True,
        alt=t("drafts.import.values.alt", column=column.column),
        placeholder="",
        disabled=["text", "offer"],
        column_config={
            "text": make.TextColumn(t("register.import.text"), width="large"),
            "term": make.SelectboxColumn(t("register.import.term"), options=["", *labels], width="large"),
            "offer": make.TextColumn(t("register.import.offer"), width="medium"),
        },
    )
    for before, after in zip(rows, cast("list[dict[str, Any]]", edited), strict=True):
        if after["term"] != before["term"]:
            _apply(column, after["text"], labels.get(after["term"] or ""))
            held.changed()
    if any(text not in column.values for text in column.suggestions):
        st.button(
            t("register.import.accept"),
            key=f"import.accept.{slot}",
            icon=":material/done_all:",
            on_click=_accept,
            args=(held, column),
        )


def _row(text: str, column: ColumnMapping, shown: dict[str, str]) -> dict[str, Any]:
    codes = column.values.get(text, [])
    offer = column.suggestions.get(text)
    return {
        "text": text,
        "term": shown.get(codes[0], codes[0]) if codes else "",
        "offer": _offered(offer, shown) if offer and not codes else "",
    }


def _offered(offer: Suggestion, shown: dict[str, str]) -> str:
    words = ", ".join(shown.get(code, code) for code in offer.codes)
    return f"{words} ({offer.confidence:.0%})"


def _apply(column: ColumnMapping, text: str, code: str | None) -> None:
    values = {each: codes for each, codes in column.values.items() if each != text}
    column.values = values | ({text: [code]} if code else {})


def _accept(held: ImportSession, column: ColumnMapping) -> None:
    """Take over every offer of the column."""
    offers = {text: offer.codes for text, offer in column.suggestions.items() if text not in column.values}
    column.values = column.values | offers
    held.revision += 1
    held.changed()
