"""Opinions of the protection officer beside a record: given by the officer, answered by who answers for the record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from governance import vocabulary
from governance.errors import GovernanceError
from governance.model.fields import by_name
from governance.model.kinds import kind_of
from governance.register.commands import Change, write
from governance.ui import feedback
from governance.ui.cards import panel
from governance.ui.context import current
from governance.ui.keeping import Form
from governance.ui.register import names
from governance.ui.register.names import ENDED
from governance.ui.register.wording import paragraphs
from governance.ui.state import language
from governance.ui.words import day, namer, number, plain, t, terms
from governance.ui.workflow import data
from governance.ui.workflow.told import refusal

if TYPE_CHECKING:
    from governance.ui.register.loading import Seen
    from governance.ui.workflow.data import Row

_FAILED = "opinion.failed"
_COLOURS = {
    "favourable": "green",
    "formal_complete": "green",
    "unfavourable": "red",
    "formal_incomplete": "red",
}


def panel_of(seen: Seen) -> None:
    """Draw the opinions on a record, the form for a new one and for replies, to whom they belong."""
    if seen.kind not in by_name(kind_of("opinion").model)["subject"].spec.link_kinds:
        return
    rows = data.opinions(seen)
    gives = seen.status not in ENDED and current().can("create", "opinion") and data.is_officer()
    if not rows and not gives:
        return
    with panel("signoff.opinions", "opinions"):
        failed = st.session_state.pop(_FAILED, None)
        if isinstance(failed, GovernanceError):
            refusal(t("signoff.failed"), failed)
        if not rows:
            st.caption(t("signoff.opinions.none"))
        for row in rows:
            _opinion(seen, row)
        if gives:
            _form(seen)


def _opinion(seen: Seen, row: Row) -> None:
    with st.container(border=True, gap="small", key=f"opinion_{row['id']}"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            verdict = (
                vocabulary.label("opinion_verdict", row["verdict"], language())
                if row["verdict"]
                else row["id"]
            )
            st.badge(verdict, color=_COLOURS.get(row["verdict"], "orange"))  # type: ignore[arg-type]
            st.caption(f"{plain(names.name(row['person']))} · {day(row['given_on'])}", width="content")
        if row["text"]:
            st.markdown(paragraphs(row["text"]))
        if row["unanswered"]:
            st.markdown(
                f":orange[:material/schedule:] {t('signoff.opinion.waits', days=number(row['age_days']))}"
            )
            _reply(seen, row)
        elif row["reply"]:
            st.markdown(_answer(row))


def _answer(row: Row) -> str:
    return ":material/reply: " + t(
        "signoff.opinion.answered",
        reply=vocabulary.label("opinion_reply", row["reply"], language()),
        person=plain(names.name(row["replied_by"])),
        day=day(row["replied_on"]),
        reason=plain(row["reply_reason"], 400),
    )


def _reply(seen: Seen, row: Row) -> None:
    offers = data.may_reply(row["id"])
    if "reply" not in offers:
        return
    error = offers["reply"]
    if error is not None:
        refusal(t("signoff.step.reply"), error)
        return
    menu = st.popover(
        t("signoff.step.reply"),
        icon=":material/reply:",
        key=f"reply.{row['id']}",
        type="primary",
        on_change="rerun",
    )
    if not menu.open:
        return
    with menu:
        _reply_form(seen.id, row["id"], row["version"])


@st.fragment
def _reply_form(about: str, opinion: str, version: int) -> None:
    fields = {name: f"reply.{opinion}.{name}" for name in ("answer", "reason")}
    form = Form(f"reply.{opinion}", fields, about, version).open()
    choices = terms("opinion_reply")
    st.segmented_control(
        t("signoff.reply.followed"),
        list(choices),
        key=form.key("answer"),
        format_func=namer(choices),
        required=True,
        on_change=form.keep,
    )
    st.text_area(t("signoff.reply.reason"), key=form.key("reason"), max_chars=2_000, on_change=form.keep)
    form.standing()
    pressed = st.button(
        t("signoff.reply.confirm"),
        key=f"reply.{opinion}.confirm",
        type="primary",
        width="stretch",
        on_click=_answer_now,
        args=(form, opinion, version),
    )
    feedback.follow(pressed)


def _answer_now(form: Form, opinion: str, version: int) -> None:
    feedback.tried()
    why = form.words("reason")
    given = {"reply": st.session_state.get(form.key("answer")), "reply_reason": why}
    change = Change("opinion", "reply", given, opinion, version)
    if _write(change, why[:300] or t("signoff.step.reply"), "signoff.done.reply"):
        form.done()


def _form(seen: Seen) -> None:
    menu = st.popover(
        t("signoff.opinion.give"),
        icon=":material/rate_review:",
        key="opinion.give",
        type="secondary",
        on_change="rerun",
    )
    if not menu.open:
        return
    with menu:
        _opinion_form(seen.id, str(seen.content.get("name", seen.id)), seen.version)


@st.fragment
def _opinion_form(record_id: str, name: str, version: int) -> None:
    form = Form("opinion", {"verdict": "opinion.verdict", "text": "opinion.text"}, record_id, version).open()
    choices = terms("opinion_verdict")
    st.selectbox(
        t("signoff.opinion.verdict"),
        list(choices),
        key=form.key("verdict"),
        format_func=namer(choices),
        index=None,
        placeholder=t("register.choose"),
        on_change=form.keep,
    )
    st.text_area(t("signoff.opinion.text"), key=form.key("text"), max_chars=10_000, on_change=form.keep)
    form.standing()
    st.caption(t("signoff.opinion.about"))
    pressed = st.button(
        t("signoff.opinion.confirm"),
        key="opinion.confirm",
        type="primary",
        width="stretch",
        on_click=_give,
        args=(form, record_id, name),
    )
    feedback.follow(pressed)


def _give(form: Form, record_id: str, name: str) -> None:
    feedback.tried()
    verdict = st.session_state.get(form.key("verdict"))
    text = form.words("text")
    if not verdict:
        st.session_state[_FAILED] = GovernanceError("verdict_missing")
        return
    content: dict[str, Any] = {
        "name": t("signoff.opinion.name", name=name)[:300],
        "subject": record_id,
        "verdict": verdict,
        "text": text or None,
    }
    if _write(Change("opinion", "create", content), t("signoff.opinion.give"), "signoff.done.opinion"):
        form.done()


def _write(change: Change, reason: str, done: str) -> bool:
    context = current()
    try:
        receipt = write(context.register, actor=context.actor, reason=reason, changes=[change])
    except GovernanceError as error:
        st.session_state[_FAILED] = error
        return False
    feedback.saved(receipt, key=done)
    return True
