"""The glossary: every term of the field with both labels, what it means and where it comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from governance import vocabulary
from governance.ui.context import current
from governance.ui.insight import address
from governance.ui.tables import Column, table
from governance.ui.words import t

if TYPE_CHECKING:
    from governance.vocabulary import Term


def show() -> None:
    """Draw the search box and the terms that match it in either language."""
    words = _asked()
    found = [term for term in vocabulary.glossary() if _matches(term, words)]
    if not found:
        st.info(t("dash.help.no_term"), icon=":material/search_off:")
        return
    table(
        [_row(term) for term in found],
        _columns(),
        key="glossary",
        alt=t("dash.help.alt"),
        find=False,
        export="glossary",
        height=620 if len(found) > 15 else None,
    )


def _columns() -> list[Column]:
    names = ("en", "zh") if current().language == "en" else ("zh", "en")
    return [
        *(Column(name, t(f"dash.help.{name}"), width=210, pinned=name == names[0]) for name in names),
        Column("about", t("dash.help.about"), width=560),
        Column("cites", t("dash.help.cites"), width=220),
    ]


def _row(term: Term) -> dict[str, str]:
    about = term.about.in_language(current().language) if term.about else ""
    return {"en": term.en, "zh": term.zh, "about": about, "cites": " · ".join(term.cites)}


def _matches(term: Term, words: str) -> bool:
    """Tell whether every word asked for is in the term, its explanation or its sources."""
    about = (term.about.en, term.about.zh) if term.about else ()
    line = "\n".join((term.code, term.en, term.zh, *about, *term.cites)).casefold()
    return all(word in line for word in words.casefold().split())


def _asked() -> str:
    st.session_state["glossary.q"] = st.query_params.get("q", "")
    return st.text_input(
        t("dash.help.search"),
        key="glossary.q",
        type="search",
        placeholder=t("dash.help.search"),
        icon=":material/search:",
        label_visibility="collapsed",
        width=420,
        on_change=lambda: address.put(q=st.session_state["glossary.q"].strip() or None),
    )
