"""Accepting a finding for a time: the officer's opinion comes first, then the executive sponsor's waiver."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from governance.model.kinds import kind_of
from governance.ui import feedback, words
from governance.ui.context import current, reader
from governance.ui.law import wording
from governance.ui.links import go
from governance.ui.register import names, working
from governance.ui.register.record_view import links
from governance.ui.words import day, t, term

if TYPE_CHECKING:
    from governance.law.rules import Rule
    from governance.ui.law.data import Row

_WAIVERS = """
SELECT id, name, name_zh, opinion, accepted_on, ends_on, accepted_on <= lens_day() AND lens_day() < ends_on AS runs
FROM waiver WHERE status NOT IN ('void', 'retired') AND rule = $rule AND record = $record
  AND coalesce(row, '') IN ('', $row) ORDER BY ends_on DESC NULLS FIRST, id
"""
_OPINIONS = """
SELECT id, name, name_zh, verdict, given_on FROM opinion
WHERE status NOT IN ('void', 'retired') AND finding = $rule AND subject = $record ORDER BY given_on DESC NULLS LAST, id
"""


def buttons(rule: Rule, record_id: str, key: str) -> None:
    """Offer what the person may do: give an opinion on the finding, or accept it for a time."""
    context = current()
    if context.can("create", "opinion"):
        st.button(
            t("law.accept.opinion"),
            key="accept.opinion",
            icon=":material/rate_review:",
            on_click=_begin,
            args=("opinion", _opinion(rule, record_id)),
        )
    if context.can("create", "waiver"):
        st.button(
            t("law.accept"),
            key="accept.waiver",
            icon=":material/gavel:",
            on_click=_begin,
            args=("waiver", _waiver(rule, record_id, key)),
        )
    begun = st.session_state.pop("accept.begun", None)
    if begun:
        go("record", new=begun)


def known(rule: Rule, record_id: str, key: str) -> None:
    """Show the opinions and waivers there are on the finding, and what a waiver needs to hold."""
    opinions, waivers = _known(rule, record_id, key)
    for row in opinions:
        _line("rate_review", row, t("law.accept.opinion_of", verdict=_verdict(row), day=day(row["given_on"])))
    for row in waivers:
        key_ = "law.accept.runs" if row["runs"] else "law.accept.runs_not"
        _line("gavel", row, t(key_, start=day(row["accepted_on"]), end=day(row["ends_on"])))
    if current().can("create", "waiver") or current().can("create", "opinion"):
        st.caption(t("law.accept.needs" if opinions else "law.accept.needs_opinion"))


def _verdict(row: Row) -> str:
    return term("opinion_verdict", row["verdict"])


def _line(icon: str, row: Row, told: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f":material/{icon}: {told}", width="content")
        links([row["id"]], f"accept.{row['id']}", {row["id"]: words.name_of(row)})


def _known(rule: Rule, record_id: str, key: str) -> tuple[list[Row], list[Row]]:
    with reader() as views:
        opinions = views.rows(_OPINIONS, rule=rule.id, record=record_id)
        waivers = views.rows(_WAIVERS, rule=rule.id, record=record_id, row=key)
    return opinions, waivers


def _opinion(rule: Rule, record_id: str) -> dict[str, Any]:
    content: dict[str, Any] = {"name": _name("law.accept.opinion.name", rule), "finding": rule.id}
    subject = next(each for each in kind_of("opinion").fields if each.name == "subject")
    if names.kind_of_id(record_id) in subject.spec.link_kinds:
        content["subject"] = record_id
    return content


def _waiver(rule: Rule, record_id: str, key: str) -> dict[str, Any]:
    opinions, _ = _known(rule, record_id, key)
    content: dict[str, Any] = {
        "name": _name("law.accept.name", rule),
        "rule": rule.id,
        "record": record_id,
    }
    if key:
        content["row"] = key
    if opinions:
        content["opinion"] = opinions[0]["id"]
    return content


def _name(key: str, rule: Rule) -> str:
    return t(key, rule=rule.id, title=wording.text(rule).title)[:300]


def _begin(kind: str, content: dict[str, Any]) -> None:
    """Begin the record as a draft and go there; a draft begun before is kept as it is."""
    if working.has_draft(kind, working.NEW):
        feedback.saved(key="law.accept.begun")
    else:
        working.begin(kind, content)
    st.session_state["accept.begun"] = kind
