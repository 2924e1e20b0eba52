"""Who can sign in: codes to invite and reset, sessions to end, locks to open. For administrators."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC
from typing import TYPE_CHECKING, Any

import streamlit as st

from governance.access import addresses, service
from governance.config import config
from governance.errors import NotPermitted
from governance.ui import door, feedback, words
from governance.ui.context import current
from governance.ui.tables import Column, table
from governance.ui.words import plain, t

if TYPE_CHECKING:
    from datetime import datetime

    from governance.access.service import Standing


def show() -> None:
    """List everybody with how they stand, and offer what can be done for the one that was picked."""
    if not config().signs_in:
        feedback.empty("access.page.demo", icon=":material/science:")
        return
    if not current().holds("administrator"):
        feedback.empty("access.page.read_only", icon=":material/lock:")
        return
    _code()
    people = service.overview(door.access())
    picked = table(
        [_row(each) for each in people],
        [
            Column("shown", t("access.page.person"), width=150, pinned=True),
            Column("email", t("access.page.email"), width=190),
            Column("roles", t("access.page.roles"), "list", vocabulary="application_role", width=170),
            Column("state_shown", t("access.page.state"), width=250),
            Column("signed_in_shown", t("access.page.signed_in"), width=150),
            Column("sessions", t("access.page.sessions"), "number"),
            Column("locked_shown", t("access.page.locked")),
        ],
        key="access.people",
        alt=t("access.page.alt"),
        select="row",
    )
    if picked is None:
        st.caption(t("access.page.pick"))
        return
    _actions(next(each for each in people if each.id == picked.row["id"]))


def _row(each: Standing) -> dict[str, Any]:
    row = asdict(each)
    state = t(f"access.state.{each.state}")
    if each.code_ends_at:
        state = t("access.state.until", state=state, moment=_local(each.code_ends_at))
    return row | {
        "roles": list(each.roles),
        "shown": words.name_of(row),
        "state_shown": state,
        "signed_in_shown": _local(each.signed_in_at) if each.signed_in_at else t("access.page.never"),
        "locked_shown": _local(each.locked_until) if each.locked_until else "",
    }


def _actions(person: Standing) -> None:
    name = plain(words.name_of(asdict(person)), 40)
    with st.container(border=True, key="panel_access_actions"):
        st.markdown(f"**{name}**")
        with st.container(horizontal=True, vertical_alignment="center"):
            if person.state != "no_rights":
                first = "invite" if person.state == "none" else "reset"
                _button("code", first, person, "key")
            _button("end", "end", person, "logout", off=not person.sessions)
            _button("unlock", "unlock", person, "lock_open", off=person.locked_until is None)
            _button("revoke", "revoke", person, "block", off=person.state == "barred")
        st.caption(t("access.page.no_rights" if person.state == "no_rights" else "access.page.how"))


_CODE = "access.code"  # shown in the very run that follows the click, then forgotten


def _button(action: str, label: str, person: Standing, icon: str, *, off: bool = False) -> None:
    st.button(
        t(f"access.page.{label}"),
        key=f"access.{action}",
        icon=f":material/{icon}:",
        disabled=off,
        help=t(f"access.page.{label}.help"),
        on_click=_do,
        args=(action, person.id),
    )


def _do(action: str, person: str) -> None:
    """Do it in the name of the person at the screen, who is looked up again."""
    context = current()
    with feedback.guard():
        if context.is_past:
            raise NotPermitted(operation="access", kind="person", record_id=person)
        service.require_administrator(context.register, context.actor)
        access = door.access()
        if action == "code":
            name = words.name_of(context.register.content(person) | {"id": person})
            st.session_state[_CODE] = (name, access.accounts.new_code(person))
        elif action == "end":
            access.sessions.end_all(person)
        elif action == "unlock":
            access.accounts.unlock(person)
        else:
            access.accounts.revoke(person)
        if action != "code":
            feedback.saved(key="access.page.done")


def _code() -> None:
    """Show the code that was just made, above the table: what changed in the table ends the choice in it."""
    name, code = st.session_state.pop(_CODE, (None, None))
    if not code:
        return
    address = config().public_url.rstrip("/") + addresses.CODE
    with st.container(border=True, key="panel_access_code"):
        st.markdown(":material/key: " + t("access.page.code", who=plain(name, 40)))
        st.code(code, language=None)
        st.caption(t("access.page.code.how", address=plain(address), hours=config().signin.code_hours))


def _local(moment: datetime) -> str:
    return words.moment(moment.replace(tzinfo=UTC).astimezone(current().register.zone))
