"""Handing a leaver's posts over, and taking a hand-over back: one command each, refused as a whole or done as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from governance.register import handing_over
from governance.ui import feedback, words
from governance.ui.context import current, reader
from governance.ui.keeping import Form
from governance.ui.links import go_record
from governance.ui.register import names
from governance.ui.tables import Column, table
from governance.ui.words import namer, plain, t

if TYPE_CHECKING:
    from datetime import date

    from governance.insight.leaver import Candidates
    from governance.register.leaving import Duty, Rehearsal

VACANT = "vacant"


@st.fragment
def hand_over(found: Rehearsal, candidates: dict[str, Candidates], first: date) -> None:
    """Draw one choice a post, proposals first, and hand over from the day ``first`` when asked to."""
    form = _kept(found).open()
    if not may():
        st.caption(t("leaver.past" if current().is_past else "leaver.not_allowed"))
    successors = {}
    with st.grid(2, min_column_width=320):
        for duty in {duty.post: duty for duty in found.duties}.values():
            chosen = _successor(duty, candidates[duty.post], form)
            if chosen != VACANT:
                successors[duty.post] = chosen
    officers = _officers(candidates)
    if any(chosen in officers and not _of_officer(found, post) for post, chosen in successors.items()):
        st.warning(t("leaver.officer_warning"), icon=":material/gavel:")
    if not may():
        return
    end_grants = bool(found.grants) and st.checkbox(
        t("leaver.end_grants", count=len(found.grants)), value=True, key="leaver.grants"
    )
    reason = st.text_input(
        t("leaver.reason"),
        key=form.key("reason"),
        placeholder=t("leaver.reason.hint"),
        max_chars=300,
        on_change=form.keep,
    )
    form.standing()
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button(t("leaver.do"), type="primary", icon=":material/move_down:", key="leaver.do"):
            _do(found, first, successors, (reason or "").strip(), end_grants=end_grants)
        if st.button(t("leaver.enter_day"), icon=":material/edit_calendar:", key="leaver.enter_day"):
            go_record(found.person, edit=True)


def _kept(found: Rehearsal) -> Form:
    posts = {duty.post: f"leaver.post.{found.person}.{duty.post}" for duty in found.duties}
    return Form("leaver", posts | {"reason": "leaver.reason"}, found.person, beside=tuple(posts))


def may() -> bool:
    """Tell whether to offer hand-over and undo here; the register checks again."""
    context = current()
    return all(context.can(each, "appointment") for each in ("create", "update", "void"))


def _successor(duty: Duty, known: Candidates, form: Form) -> str:
    """Draw the choice for one post and return the person, or ``VACANT``."""
    labels = {VACANT: t("leaver.vacant")}
    for each in known.proposed:
        label = t("leaver.proposed", who=names.name(each.person), why=t(f"leaver.why.{each.why}"))
        labels[each.person] = label + (t("leaver.officer") if each.officer else "")
    labels |= {each: names.name(each) for each in known.others}
    default = known.preferred if not duty.remaining and known.preferred else VACANT
    title = names.name(duty.post) + (t("leaver.as_deputy") if duty.deputy else "")
    separator = "、" if current().language == "zh" else ", "
    held = separator.join(names.name(each) for each in duty.remaining)
    key = form.key(duty.post)
    if st.session_state.get(key, default) not in labels:
        st.session_state[key] = default
    return st.selectbox(
        plain(title),
        list(labels),
        index=list(labels).index(default),
        format_func=namer(labels),
        key=key,
        on_change=form.keep,
        help=plain(t("leaver.remains", who=held)) if held else t("leaver.orphan"),
    )


def _officers(candidates: dict[str, Candidates]) -> set[str]:
    return {each.person for known in candidates.values() for each in known.proposed if each.officer}


def _of_officer(found: Rehearsal, post: str) -> bool:
    return any(duty.officer for duty in found.duties if duty.post == post)


def _do(found: Rehearsal, first: date, successors: dict[str, str], reason: str, *, end_grants: bool) -> None:
    if not reason:
        st.error(t("leaver.reason.missing"), icon=":material/error:")
        return
    context = current()
    with feedback.guard():
        handing_over.hand_over(
            context.register,
            actor=context.actor,
            reason=reason,
            person=found.person,
            on=first,
            successors=successors,
            end_grants=end_grants,
        )
        _kept(found).done()
        feedback.saved(key="leaver.done")
        st.rerun()


def earlier() -> None:
    """List the hand-overs there were; one that stands can be taken back by those who may hand over."""
    with reader() as views:
        rows = handing_over.hand_overs(views)
    if not rows:
        st.caption(t("leaver.earlier.none"))
        return
    picked = table(
        [
            row
            | {
                "who": names.name(row["actor"]),
                "state": t("leaver.undone" if row["undone"] else "leaver.stands"),
            }
            for row in rows
        ],
        [
            Column("recorded_at", t("leaver.column.when"), "moment", width=150),
            Column("who", t("leaver.column.by"), width=160),
            Column("reason", t("leaver.column.reason"), width=320),
            Column("entries", t("leaver.column.entries"), "number", width=90),
            Column("state", t("leaver.column.state"), width=130),
        ],
        key="leaver.earlier",
        alt=t("leaver.earlier"),
        select="row",
    )
    if picked is None:
        st.caption(t("leaver.earlier.pick"))
    elif not picked.row["undone"] and may():
        _undo(picked.row)


def _undo(row: dict[str, object]) -> None:
    label = t("leaver.undo", when=words.moment(row["recorded_at"]))  # type: ignore[arg-type]
    if st.button(label, icon=":material/undo:", key="leaver.undo"):
        context = current()
        with feedback.guard():
            handing_over.undo(
                context.register,
                actor=context.actor,
                reason=t("leaver.undo.reason"),
                command_id=str(row["command_id"]),
            )
            feedback.saved(key="leaver.undo.done")
            st.rerun()
