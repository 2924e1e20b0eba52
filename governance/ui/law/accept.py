"""Accepting a finding for a time: a waiver asked for, the officer's opinion on it, the executive sponsor's approval."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from governance.model.kinds import kind_of
from governance.ui import words
from governance.ui.context import current, reader
from governance.ui.law import wording
from governance.ui.links import go
from governance.ui.register import drafting, names
from governance.ui.register.record_view import links
from governance.ui.words import day, t, term

if TYPE_CHECKING:
    from collections.abc import Sequence

    from governance.law.rules import Rule
    from governance.ui.law.data import Row

_WAIVERS = """
SELECT id, name, name_zh, status, accepted_on, ends_on,
       status = 'approved' AND (accepted_on IS NULL OR accepted_on <= lens_day()) AND lens_day() < ends_on AS runs
FROM waiver WHERE status NOT IN ('void', 'retired') AND rule = $rule AND record = $record
  AND (coalesce("row", '') = '' OR list_contains(string_split("row", '/'), $row)) ORDER BY ends_on DESC NULLS FIRST, id
"""
_OPINIONS = """
SELECT id, name, name_zh, verdict, given_on FROM opinion
WHERE status NOT IN ('void', 'retired')
  AND (finding = $rule AND subject = $record OR list_contains($waivers, subject)) ORDER BY given_on DESC NULLS LAST, id
"""


def buttons(rule: Rule, record_id: str, key: str, department: str | None) -> None:
    """Offer what the person may do: ask for acceptance for a time, or give the officer's opinion on it."""
    context = current()
    waivers = _waivers(rule, record_id, key)
    if context.can("create", "waiver", department) and not any(row["runs"] for row in waivers):
        st.button(
            t("law.accept"),
            key="accept.waiver",
            icon=":material/gavel:",
            on_click=_begin,
            args=("waiver", _waiver(rule, record_id, key)),
        )
    if context.can("create", "opinion"):
        asked = waivers[0]["id"] if waivers else record_id
        st.button(
            t("law.accept.opinion"),
            key="accept.opinion",
            icon=":material/rate_review:",
            on_click=_begin,
            args=("opinion", _opinion(rule, asked)),
        )
    kind, draft = st.session_state.pop("accept.begun", (None, ""))
    if kind:
        go("record", new=kind, draft=draft)


def known(rule: Rule, record_id: str, key: str, department: str | None) -> None:
    """Show the waivers and opinions there are on the finding, and what a waiver needs to hold."""
    waivers = _waivers(rule, record_id, key)
    for row in waivers:
        _line("gavel", row, _standing(row))
    for row in _opinions(rule, record_id, waivers):
        told = t(
            "law.accept.opinion_of", verdict=term("opinion_verdict", row["verdict"]), day=day(row["given_on"])
        )
        _line("rate_review", row, told)
    if current().can("create", "waiver", department) or current().can("create", "opinion"):
        st.caption(t("law.accept.needs"))


def _standing(row: Row) -> str:
    if row["runs"]:
        key = "law.accept.since" if row["accepted_on"] else "law.accept.runs"
        return t(key, start=day(row["accepted_on"]), end=day(row["ends_on"]))
    return t("law.accept.runs_not", status=term("status", row["status"]), end=day(row["ends_on"]))


def _line(icon: str, row: Row, told: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f":material/{icon}: {told}", width="content")
        links([row["id"]], f"accept.{row['id']}", {row["id"]: words.name_of(row)})


def _waivers(rule: Rule, record_id: str, key: str) -> list[Row]:
    with reader() as views:
        return views.rows(_WAIVERS, rule=rule.id, record=record_id, row=key)


def _opinions(rule: Rule, record_id: str, waivers: Sequence[Row]) -> list[Row]:
    with reader() as views:
        ids = [row["id"] for row in waivers]
        return views.rows(_OPINIONS, rule=rule.id, record=record_id, waivers=ids)


def _opinion(rule: Rule, asked: str) -> dict[str, Any]:
    """Return the beginning of an opinion: on the waiver asked for, else on the record itself."""
    content: dict[str, Any] = {"name": _name("law.accept.opinion.name", rule), "finding": rule.id}
    subject = next(each for each in kind_of("opinion").fields if each.name == "subject")
    if names.kind_of_id(asked) in subject.spec.link_kinds:
        content["subject"] = asked
    return content


def _waiver(rule: Rule, record_id: str, key: str) -> dict[str, Any]:
    content: dict[str, Any] = {"name": _name("law.accept.name", rule), "rule": rule.id, "record": record_id}
    return content | ({"row": key} if key else {})


def _name(key: str, rule: Rule) -> str:
    return t(key, rule=rule.id, title=wording.text(rule).title)[:300]


def _begin(kind: str, content: dict[str, Any]) -> None:
    """Begin the record as a draft of its own and go there."""
    st.session_state["accept.begun"] = (kind, drafting.begin(kind, content))
