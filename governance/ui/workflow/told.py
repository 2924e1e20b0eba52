"""Why a step is refused, with people and posts by their names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import streamlit as st

from governance.errors import GovernanceError
from governance.language import explain
from governance.register.gates import HeldBack
from governance.ui.register import names
from governance.ui.register.record_view import links
from governance.ui.state import language
from governance.ui.words import plain, t

if TYPE_CHECKING:
    from collections.abc import Iterable

    from governance.register.gates import Blocked

_ID = re.compile(r"\b[A-Z]{3}-\d{5,}\b")
SHOWN = 6


def told(error: GovernanceError) -> str:
    """Return the sentence for ``error``, ids in it replaced by names; Markdown in them is escaped."""
    if isinstance(error, HeldBack):
        return t("signoff.held_back", count=len(error.blocked))
    named = {
        key: _ID.sub(lambda found: names.name(found[0]), value) if isinstance(value, str) else value
        for key, value in error.context.items()
    }
    return plain(explain(GovernanceError(error.code, **named), language()), 500)


def refusal(label: str, error: GovernanceError) -> None:
    """Draw why a step called ``label`` cannot be taken, and each finding that holds it back."""
    st.caption(f":material/block: **{label}**: {told(error)}")
    if isinstance(error, HeldBack):
        found(error.blocked)


def found(blocked: Iterable[Blocked]) -> None:
    """Draw findings at a gate: open, or accepted by a waiver."""
    listed = list(blocked)
    for each in listed[:SHOWN]:
        finding(each)
    if len(listed) > SHOWN:
        more = st.expander(
            t("register.used.more", count=len(listed) - SHOWN), key="signoff.more", on_change="rerun"
        )
        if more.open:
            with more:
                for each in listed[SHOWN:]:
                    finding(each)


def finding(each: Blocked) -> None:
    """Draw one finding with its code."""
    mark = ":green[:material/verified_user:]" if each.waiver else ":red[:material/cancel:]"
    code = "" if each.severity == "register" else f" · :gray[{plain(each.code)}]"
    st.markdown(f"{mark} {plain(each.sentence(language()), 300)}{code}")
    if each.waiver:
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            st.caption(t("signoff.waived"), width="content")
            links([each.waiver], f"signoff.waiver.{each.waiver}.{each.path}")
