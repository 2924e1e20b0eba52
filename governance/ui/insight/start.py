"""Starting a register of one's own beside the demo, and changing between registers."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import available_timezones

import streamlit as st

from governance import bootstrap
from governance.config import config
from governance.language import LANGUAGES
from governance.ui import banners, feedback, state
from governance.ui.context import current
from governance.ui.links import go, link
from governance.ui.words import namer, plain, t

if TYPE_CHECKING:
    from pathlib import Path

# The three ways to begin, and the page each of them leads to.
WAYS = {"empty": "organisations", "template": "template", "import": "importing"}
_ICONS = {
    "empty": ":material/note_add:",
    "template": ":material/table_view:",
    "import": ":material/upload_file:",
}


def show() -> None:
    """Offer the three ways when the demo is open; lead on when the open register is one's own."""
    if config().signs_in:
        feedback.empty("access.start.company", icon=":material/dns:")
        return
    if not banners.is_demo(current().register):
        _next_steps()
        return
    if bootstrap.own_path().exists():
        _existing()
        return
    way = _way()
    _form(way)


def registers() -> None:
    """Say which register is open, and let it be changed for another one in the same folder."""
    context = current()
    st.text(t("dash.registers.open", file=context.register.path.name))
    demo = banners.is_demo(context.register)
    others = [each for each in bootstrap.beside() if each != context.register.path]
    if config().signs_in:
        st.caption(t("access.start.company"))
        return
    if demo and not bootstrap.own_path().exists():
        link("start", t("frame.demo.start"), icon=":material/rocket_launch:")
    if not others:
        st.caption(t("dash.registers.only"))
        return
    if not (demo or context.can("update", "settings")):
        st.caption(t("dash.settings.read_only"))
        return
    for each in others:
        if st.button(
            t("dash.registers.switch", file=plain(each.name)),
            key=f"registers.{each.name}",
            icon=":material/swap_horiz:",
        ):
            _switch(each)


def _way() -> str:
    """Draw the three ways as cards and return the chosen one."""
    chosen = st.query_params.get("way", "empty")
    chosen = chosen if chosen in WAYS else "empty"
    for column, way in zip(st.columns(len(WAYS)), WAYS, strict=True):
        with column, st.container(border=True, key=f"card_way_{way}", height="stretch"):
            st.markdown(f"{_ICONS[way]} **{t(f'dash.start.{way}')}**")
            st.caption(t(f"dash.start.{way}.how"))
            if st.button(
                t("dash.start.picked" if way == chosen else "dash.start.pick"),
                key=f"start.{way}",
                type="primary" if way == chosen else "secondary",
                width="stretch",
            ):
                st.query_params["way"] = way
                st.rerun()
    return chosen


def _form(way: str) -> None:
    zones = sorted(available_timezones())
    here = st.context.timezone
    with st.container(border=True, key="panel_start"), st.form("start.form", border=False):
        st.header(t("dash.start.who"), anchor=False)
        left, right = st.columns(2)
        organisation = left.text_input(t("dash.start.organisation"), key="start.organisation")
        person = right.text_input(t("dash.start.person"), key="start.person")
        email = left.text_input(t("dash.start.email"), key="start.email")
        zone = right.selectbox(
            t("dash.settings.zone"),
            zones,
            index=zones.index(here if here in zones else "UTC"),
            key="start.zone",
        )
        language = left.selectbox(
            t("dash.settings.language"), LANGUAGES, index=LANGUAGES.index(state.language()),
            format_func=namer({each: t(f"frame.language.{each}") for each in LANGUAGES}), key="start.language",
        )  # fmt: skip
        st.caption(t("dash.start.keeps"))
        if st.form_submit_button(t("dash.start.go"), type="primary", icon=":material/rocket_launch:"):
            _create(way, organisation.strip(), person.strip(), email.strip(), language, zone)


def _create(way: str, organisation: str, person: str, email: str, language: str, zone: str) -> None:
    if not organisation or not person:
        st.error(t("dash.start.missing"), icon=":material/error:")
        return
    with feedback.guard():
        bootstrap.start_own(
            organisation=organisation, person=person, email=email or None, language=language, time_zone=zone
        )
        _forget_person()
        feedback.saved(key="dash.start.done")
        go(WAYS[way])


def _existing() -> None:
    with st.container(border=True, key="panel_start"):
        st.header(t("dash.start.exists"), anchor=False)
        st.text(t("dash.start.exists.how", file=bootstrap.own_path().name))
        if st.button(t("dash.start.open"), type="primary", icon=":material/login:", key="start.open"):
            _switch(bootstrap.own_path())


def _next_steps() -> None:
    with st.container(border=True, key="panel_start"):
        st.header(t("dash.start.own"), anchor=False)
        st.text(t("dash.start.own.how", file=current().register.path.name))
        for way, page in WAYS.items():
            link(page, t(f"dash.start.{way}.next"), icon=_ICONS[way])


def _switch(path: Path) -> None:
    with feedback.guard():
        bootstrap.switch(path)
        _forget_person()
        st.rerun()


def _forget_person() -> None:
    """Let the frame settle who looks: the people of another register are others."""
    st.session_state.pop(state.PERSON, None)
