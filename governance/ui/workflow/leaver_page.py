"""The leaver rehearsal: choose a person and a day, see what nobody would answer for, hand it over, take it back."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import streamlit as st

from governance.errors import GovernanceError
from governance.register import handing_over, leaving
from governance.register.lens import Lens
from governance.ui import feedback
from governance.ui.cards import panel
from governance.ui.context import current, reader
from governance.ui.insight import address
from governance.ui.insight.cache import Stamp, stamp
from governance.ui.register import names
from governance.ui.register.history_tab import local
from governance.ui.state import language
from governance.ui.words import day, number, plain, t
from governance.ui.workflow import duty_view
from governance.ui.workflow.told import told

if TYPE_CHECKING:
    from governance.register.leaving import Rehearsal

_FAILED = "leaver.failed"
KINDS = ("activity", "department", "person", "post", "appointment", "organisation", "party", "policy", "system", "risk",
         "commitment", "notice", "consent", "assessment", "incident", "request", "action", "waiver", "grant")  # fmt: skip
_PEOPLE = """
SELECT DISTINCT a.person AS id FROM appointment a JOIN person p ON p.id = a.person
WHERE a.status NOT IN ('void', 'retired') AND p.status NOT IN ('void', 'retired')
  AND (a.ends_on IS NULL OR a.ends_on > lens_day())
"""


def show() -> None:
    """Draw the choice, the rehearsal for it and the hand-overs made so far."""
    failed = st.session_state.pop(_FAILED, None)
    if isinstance(failed, GovernanceError):
        st.error(told(failed), icon=":material/error:")
    person, on = _choose()
    if person:
        found = _rehearsal(stamp(KINDS), person, on)
        _sentence(person, on, found)
        for duty in found.duties:
            duty_view.show(duty, person, on)
        if found.duties:
            _hand_over(person, on, found)
    else:
        st.info(t("leaver.choose"), icon=":material/person_search:")
    _made()


def _choose() -> tuple[str | None, date]:
    with reader() as views:
        ids = [row["id"] for row in views.rows(_PEOPLE)]
    people = dict(sorted(((each, names.name(each)) for each in ids), key=lambda item: item[1]))
    today = current().effective_on
    given = st.query_params.get("on", "")
    try:
        chosen = date.fromisoformat(given)
    except ValueError:
        chosen = today
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        person = address.select(
            t("leaver.person"), "person", people, key="leaver.person", everything=t("leaver.person.none")
        )
        st.session_state["leaver.on"] = chosen
        st.date_input(t("leaver.on"), key="leaver.on", format="YYYY-MM-DD", on_change=_follow, width=180)
    return person, chosen


def _follow() -> None:
    chosen = st.session_state.get("leaver.on")
    if isinstance(chosen, date):
        address.put(on=chosen.isoformat())


@st.cache_resource(max_entries=64, show_spinner=False)
def _rehearsal(key: Stamp, person: str, on: date) -> Rehearsal:
    """Rehearse once a state of the register, person and day."""
    del key
    context = current()
    lens = context.lens
    ahead = Lens(lens.known_revision, on, lens.departments, lens.masks_contacts, newest=False)
    with context.register.read(ahead) as views:
        return leaving.rehearse(views, person)


def _sentence(person: str, on: date, found: Rehearsal) -> None:
    if not found.duties:
        st.success(
            t("leaver.nothing", person=plain(names.name(person)), day=day(on)), icon=":material/check_circle:"
        )
        return
    orphaned = found.orphaned
    facts = {
        "person": plain(names.name(person)),
        "day": day(on),
        "posts": number(len(found.duties)),
        "orphaned": number(len(orphaned)),
        "accountable": number(sum(each.letters("accountable") for each in orphaned)),
        "responsible": number(sum(each.letters("responsible") for each in orphaned)),
        "uses": number(sum(len(each.uses) for each in orphaned)),
        "grants": number(len(found.grants)),
    }
    show_in = st.warning if orphaned else st.info
    show_in(t("leaver.sentence", **facts), icon=":material/person_remove:")


def _hand_over(person: str, on: date, found: Rehearsal) -> None:
    if not current().can("create", "appointment"):
        st.caption(f":material/lock: {t('leaver.who')}")
        return
    with panel("leaver.hand", "hand_over"):
        vacant = [each for each in found.duties if not each.remaining and not duty_view.chosen(each)]
        if vacant:
            st.caption(t("leaver.vacant", posts=_posts([each.post for each in vacant])))
        st.text_input(t("signoff.reason.due"), key="leaver.reason", max_chars=300)
        if found.grants and current().can("update", "grant"):
            st.toggle(
                t("leaver.grants", count=number(len(found.grants))), key="leaver.end_grants", value=True
            )
        st.button(
            t("leaver.hand.confirm", day=day(on)),
            key="leaver.confirm",
            type="primary",
            icon=":material/handshake:",
            on_click=_hand_now,
            args=(person, on, tuple(found.duties)),
        )


def _posts(posts: list[str]) -> str:
    return (", " if language() == "en" else "、").join(plain(names.name(post)) for post in posts)


def _hand_now(person: str, on: date, duties: tuple[leaving.Duty, ...]) -> None:
    context = current()
    chosen = {duty.post: successor for duty in duties if (successor := duty_view.chosen(duty))}
    try:
        receipt = handing_over.hand_over(
            context.register,
            actor=context.actor,
            reason=(st.session_state.get("leaver.reason") or "").strip(),
            person=person,
            on=on,
            successors=chosen,
            end_grants=bool(st.session_state.get("leaver.end_grants")) and context.can("update", "grant"),
        )
    except GovernanceError as error:
        st.session_state[_FAILED] = error
    else:
        feedback.saved(receipt, key="leaver.done")


def _made() -> None:
    with reader() as views:
        rows = handing_over.hand_overs(views)
    if not rows:
        return
    with panel("leaver.made", "hand_overs"):
        for row in rows[:20]:
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                told_ = t(
                    "leaver.made.line",
                    moment=plain(local(row["recorded_at"])),
                    actor=plain(names.name(row["actor"])),
                    reason=plain(row["reason"], 200),
                    entries=number(row["entries"]),
                )
                st.markdown(told_, width="stretch")
                if row["undone"]:
                    st.badge(t("leaver.undone"), color="gray")
                elif current().can("void", "appointment"):
                    st.button(
                        t("leaver.undo"),
                        key=f"leaver.undo.{row['command_id']}",
                        icon=":material/undo:",
                        on_click=_undo,
                        args=(row["command_id"],),
                    )


def _undo(command: str) -> None:
    context = current()
    try:
        receipt = handing_over.undo(
            context.register, actor=context.actor, reason=t("leaver.undo.reason"), command_id=command
        )
    except GovernanceError as error:
        st.session_state[_FAILED] = error
    else:
        feedback.saved(receipt, key="leaver.undo.done")
