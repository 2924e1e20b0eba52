"""Two laws: one activity, and what each law says of it as it is recorded, topic by topic, with its findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from governance.law.lens import OTHER, SIDES, lens
from governance.law.lens_said import Told, told
from governance.ui import feedback
from governance.ui.insight import address
from governance.ui.insight.cache import LAWFUL, Stamp, stamp
from governance.ui.law import activity_choice, banner, data, half_view
from governance.ui.links import go_record, link
from governance.ui.words import t

if TYPE_CHECKING:
    from governance.law.lens import Lens, Side

ALL = "all"


def show() -> None:
    """Draw the choice of activity and topic, and what both laws say."""
    banner.refusals()
    activity = activity_choice.ask()
    if activity is None:
        st.info(t("twolaws.empty"), icon=":material/inbox:", title=t("figure.no_data"))
        link("activities", t("page.activities"), icon=":material/list_alt:")
        banner.no_advice()
        return
    data.wait()
    with feedback.guard():
        _compare(lens(), activity)
    banner.no_advice()


def _compare(known: Lens, activity: str) -> None:
    found = _told(stamp(LAWFUL), activity)
    topic = _topic(known, found)
    with st.container(horizontal=True, vertical_alignment="center"):
        for side in SIDES:
            _standing(known, side, applies=found.applies[side])
        if st.button(t("dash.open_record"), icon=":material/description:", key="twolaws.record"):
            go_record(activity, tab="law")
    for code in [each.code for each in known.topics] + [OTHER]:
        if topic in (ALL, code) and _anything(found, code):
            _draw(known, found, code)


@st.cache_resource(max_entries=32, show_spinner=False)
def _told(key: Stamp, activity: str) -> Told:
    del key
    judged = data.judged()
    with data.judging() as views:
        return told(views, lens(), activity, judged.verdicts, judged.waived)


def _topic(known: Lens, found: Told) -> str:
    options = {ALL: t("twolaws.all")}
    options |= {each.code: half_view.named(each) for each in known.topics if _anything(found, each.code)}
    if _anything(found, OTHER):
        options[OTHER] = t("twolaws.other")
    return address.segments(t("twolaws.topic"), "topic", options, key="twolaws.topic")


def _anything(found: Told, code: str) -> bool:
    return any(each.said or each.shown or each.found or each.unknown for each in found.topics[code].values())


def _standing(known: Lens, side: Side, *, applies: bool | None) -> None:
    """Say whether the law applies by the record; what it would say is shown all the same."""
    name = half_view.named(known.sides[side])
    if applies is None:
        st.badge(t("twolaws.applies.unknown", law=name), icon=":material/help:", color="orange")
    elif applies:
        st.badge(t("twolaws.applies", law=name), icon=":material/check:", color="green")
    else:
        st.badge(t("twolaws.applies.not", law=name), icon=":material/block:", color="gray")


def _draw(known: Lens, found: Told, code: str) -> None:
    topic = next((each for each in known.topics if each.code == code), None)
    with st.container(border=True, key=f"panel_topic_{code}"):
        st.header(half_view.named(topic) if topic else t("twolaws.other"), anchor=False)
        for side, place in zip(SIDES, st.columns(2, gap="medium"), strict=True):
            with place:
                half_view.draw(
                    found.topics[code][side],
                    half_view.named(known.sides[side]),
                    key=f"{code}.{side}",
                    applies=found.applies[side],
                )
