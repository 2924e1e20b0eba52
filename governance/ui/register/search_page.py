"""The page of search results."""

from __future__ import annotations

import streamlit as st

from governance import vocabulary
from governance.model.kinds import KINDS
from governance.register.searching import Hit, excerpt, search
from governance.ui.context import reader
from governance.ui.headings import heading
from governance.ui.links import go_record
from governance.ui.register import addresses, names
from governance.ui.register.names import ENDED
from governance.ui.state import language
from governance.ui.words import name_of, number, plain, t

PAGE = "search"
_MOST = 60


def search_page() -> None:
    """Draw the search box and what it found."""
    heading(t("page.search"), t("register.search.about"))
    text = addresses.words("q", t("register.search"), page=PAGE, placeholder=t("frame.search"))
    if not text:
        st.info(t("register.search.begin"), icon=":material/search:")
        return
    with reader() as views:
        hits, counts = search(views, text, _kinds(), _MOST)
    if not counts:
        st.info(t("register.search.nothing", text=plain(text, 60)), icon=":material/search_off:")
        return
    _choose(counts)
    if sum(counts.values()) > len(hits):
        st.caption(t("register.search.first", count=len(hits), total=number(sum(counts.values()))))
    for hit in hits:
        _hit(hit, text)


def _kinds() -> list[str]:
    return list(st.session_state.get("search.kinds") or ())


def _choose(counts: dict[str, int]) -> None:
    st.pills(
        t("register.search.kinds"),
        [code for code in KINDS if code in counts],
        selection_mode="multi",
        key="search.kinds",
        format_func=lambda code: f"{KINDS[code].label(language(), many=True)} {number(counts[code])}",
        label_visibility="collapsed",
    )


def _hit(hit: Hit, text: str) -> None:
    kind = KINDS[hit.kind]
    row = {"id": hit.id, "name": hit.name, "name_zh": hit.name_zh}
    shown = names.name(hit.id) if hit.kind == "appointment" else name_of(row)
    with st.container(border=True, gap=None, key=f"panel_hit_{hit.id}"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(kind.icon, width="content")
            if st.button(f"**{plain(shown)}**", key=f"search.{hit.id}", type="tertiary"):
                go_record(hit.id)
            st.caption(f"{kind.label(language())} · {hit.id}")
            if hit.status in ENDED:
                st.badge(vocabulary.label("status", hit.status, language()), color="gray")
        around = excerpt(hit, text)
        if around:
            st.caption(plain(around, 220))
