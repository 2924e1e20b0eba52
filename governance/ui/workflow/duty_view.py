"""One post a leaver would lose: what hangs on it, who remains, who could take it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import streamlit as st

from governance.model.kinds import kind_of
from governance.ui.context import current
from governance.ui.register import names
from governance.ui.register.record_view import links
from governance.ui.register.wording import joined, path_label
from governance.ui.state import language
from governance.ui.words import namer, number, plain, t, term

if TYPE_CHECKING:
    from datetime import date

    from governance.register.leaving import Duty

_SHOWN = 30


def show(duty: Duty, person: str, on: date) -> None:
    """Draw the post, what hangs on it behind a click, and the choice of a successor."""
    del on
    with st.container(border=True, gap="small", key=f"panel_duty_{duty.appointment}"):
        mark = ":gray[:material/group:]" if duty.remaining else ":red[:material/person_off:]"
        role = f" · {plain(term('post_role', duty.role))}" if duty.role else ""
        st.markdown(f"{mark} **{plain(names.name(duty.post))}**{role}")
        st.caption(_told(duty))
        if duty.officer:
            st.caption(f":material/balance: {t('leaver.officer')}")
        _behind(duty)
        if current().can("create", "appointment"):
            _successor(duty, person)


def chosen(duty: Duty) -> str | None:
    """Return the successor chosen for the post, if any."""
    found = st.session_state.get(f"leaver.successor.{duty.appointment}")
    return str(found) if found else None


def _told(duty: Duty) -> str:
    counts = Counter(cell["letter"] for cell in duty.cells)
    parts = [
        t("leaver.letter", letter=term("raci", letter), count=number(count))
        for letter, count in counts.items()
    ]
    kinds = Counter(use["kind"] for use in duty.uses)
    parts += [
        f"{kind_of(kind).label(language(), many=True)}: {number(count)}" for kind, count in kinds.items()
    ]
    if duty.remaining:
        parts.append(t("leaver.remaining", people=joined(plain(names.name(each)) for each in duty.remaining)))
    return " · ".join(parts) or t("leaver.nothing_hangs")


def _behind(duty: Duty) -> None:
    if not duty.uses and not duty.cells:
        return
    more = st.expander(t("leaver.behind"), key=f"leaver.behind.{duty.appointment}", on_change="rerun")
    if not more.open:
        return
    with more:
        for use in duty.uses[:_SHOWN]:
            fields = sorted(
                {path_label(use["kind"], path.split("/", maxsplit=1)[0]) for path in use["fields"]}
            )
            links([use["id"]], f"leaver.{duty.appointment}.{use['id']}")
            st.caption(plain(" · ".join(fields)))
        if len(duty.uses) > _SHOWN:
            st.caption(t("register.used.more", count=number(len(duty.uses) - _SHOWN)))


def _successor(duty: Duty, person: str) -> None:
    """Draw the choice: those proposed first, with why, then everybody."""
    proposed = {each.person: each for each in duty.proposals}
    why = {
        each.person: f"{names.name(each.person)} · {t(f'leaver.why.{each.why}')}"
        + (f" · {t('leaver.why.officer')}" if each.officer else "")
        for each in duty.proposals
    }
    others = [each for each in names.choices(["person"]) if each not in proposed and each != person]
    labels = why | {each: names.name(each) for each in others}
    best = next((each.person for each in duty.proposals if not each.officer), None)
    key = f"leaver.successor.{duty.appointment}"
    if key not in st.session_state and not duty.remaining:
        st.session_state[key] = best
    st.selectbox(
        t("leaver.successor"),
        list(labels),
        key=key,
        index=None,
        format_func=namer(labels),
        placeholder=t("leaver.successor.none"),
    )
