"""The right side of a record: how complete it is by article, who answers, what points to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from governance.exchange.article30 import completeness, state_rows, states_by_revision
from governance.singleflight import SingleFlight
from governance.ui.cards import panel
from governance.ui.register import names
from governance.ui.register.history_tab import local
from governance.ui.register.loading import used_by
from governance.ui.register.record_view import links
from governance.ui.register.roles import roles_panel
from governance.ui.register.wording import path_label
from governance.ui.words import name_of, plain, t
from governance.ui.workflow import opinions, signatures

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from governance.register.store import Register
    from governance.ui.register.loading import Seen

_SHOWN, _MOST = 8, 100
_LETTERED = ("department", "organisation")  # what decides how complete an activity is, besides itself
_states: SingleFlight[tuple[Register, int], dict[int, str]] = SingleFlight(4)
_MARKS = {
    "complete": ":green[:material/check_circle:]",
    "none": ":gray[:material/block:]",
    "unknown": ":orange[:material/help:]",
    "missing": ":red[:material/radio_button_unchecked:]",
}


def side(seen: Seen) -> None:
    """Draw the panels that belong to the kind of record."""
    opinions.panel_of(seen)
    if seen.kind == "activity":
        _complete(seen)
        roles_panel(seen)
    signatures.panel_of(seen)
    used(seen)
    _standing(seen)


def _complete(seen: Seen) -> None:
    """Draw what each letter of Article 30 still lacks, by the formula the exports use."""
    letters = _letters(seen)
    if not letters:
        return
    answered = sum(each["state"] in ("complete", "none") for each in letters)
    with panel("register.side.completeness", "completeness"):
        st.progress(answered / len(letters))
        st.caption(t("register.side.completeness.done", done=answered, total=len(letters)))
        for each in letters:
            what = t(f"article30.{each['which']}.{each['letter']}")
            state = each["state"]
            told = "" if state == "complete" else f" · :gray[{t(f'register.completeness.{state}')}]"
            st.markdown(f"{_MARKS[state]} **({each['letter']})** {what}{told}")


def _letters(seen: Seen) -> Sequence[Mapping[str, Any]]:
    """Return the state of each letter: of all activities at once, and of one alone that was written since or is past."""
    register, lens = seen.point.register, seen.point.lens
    newest = register.newest_of(_LETTERED)
    if lens.known_revision >= newest:
        whole = _states.get((register, newest), lambda: _read_states(register))
        if seen.revision in whole:
            return state_rows(seen.content.get("role"), whole[seen.revision])
    return seen.point.answer("letters", _LETTERED, lambda views: completeness(views, seen.id))


def _read_states(register: Register) -> dict[int, str]:
    with register.read(register.lens()) as views:
        return states_by_revision(views)


def used(seen: Seen) -> None:
    """Draw what points to the record, by the field that does."""
    users = used_by(seen)
    if not users and seen.kind == "activity":
        return
    with panel("register.side.used", "used"):
        if not users:
            st.caption(t("register.used.none"))
        for user in users[:_SHOWN]:
            _user(user)
        if len(users) > _SHOWN:
            more = st.expander(
                t("register.used.more", count=len(users) - _SHOWN), key="used.more", on_change="rerun"
            )
            if more.open:
                with more:
                    for user in users[_SHOWN:_MOST]:
                        _user(user)


def _user(user: dict[str, Any]) -> None:
    fields = {path_label(user["kind"], path.split("/", maxsplit=1)[0]) for path in user["fields"]}
    shown = names.name(user["id"]) if user["kind"] == "appointment" else name_of(user)
    with st.container(gap=None):
        links([user["id"]], f"used.{user['id']}", {user["id"]: shown})
        st.caption(plain(" · ".join(sorted(fields))))


def _standing(seen: Seen) -> None:
    with panel("register.side.standing", "standing"):
        st.caption(t("register.side.version", version=seen.version))
        st.markdown(f"{plain(local(seen.recorded_at))}  \n{plain(names.name(seen.actor))}")
