"""What people are told after they asked for something: saved, or the one thing to put right."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import streamlit as st

from governance.errors import GovernanceError, InvalidRecord
from governance.language import explain
from governance.model.kinds import KINDS
from governance.problems import sentence
from governance.ui.state import language
from governance.ui.words import plain, t

if TYPE_CHECKING:
    from collections.abc import Iterator

    from governance.register.commands import Receipt

_NOTICE = "frame.notice"
_TRIED = "frame.tried"


def report(error: GovernanceError) -> None:
    """Show the one clear sentence for ``error`` with its way out."""
    st.error(plain(explain(error, language()), limit=600), icon=":material/error:")
    if isinstance(error, InvalidRecord) and len(error.problems) > 1:
        _problems(error)


@contextmanager
def guard() -> Iterator[None]:
    """Show a :class:`GovernanceError` raised inside as one sentence; every other error goes on."""
    try:
        yield
    except GovernanceError as error:
        report(error)


def saved(receipt: Receipt | None = None, *, key: str = "saved.record") -> None:
    """Tell that a change is kept, now or after the rerun or page change that follows.

    ``receipt`` is the receipt of the register; one that says nothing changed is told as such.
    """
    unchanged = receipt is not None and all(each.revision is None for each in receipt.saved)
    st.session_state[_NOTICE] = "saved.unchanged" if unchanged else key


def tried() -> None:
    """Note in a callback that something was asked for: the whole page is to be drawn again, whatever came of it."""
    st.session_state[_TRIED] = True


def follow(pressed: bool) -> None:
    """Draw the whole page again after ``pressed``, when only a part of it was; the frame drew it otherwise."""
    if pressed and st.session_state.pop(_TRIED, False):
        st.rerun()


def show_notice() -> None:
    """Show the notice kept by :func:`saved`, once."""
    st.session_state.pop(_TRIED, None)
    key = st.session_state.pop(_NOTICE, None)
    if key:
        st.toast(t(key), icon=":material/check_circle:")


def empty(message_key: str, *, icon: str = ":material/inbox:", **values: Any) -> None:
    """Show that there is nothing here and what to do next."""
    st.info(t(message_key, **values), icon=icon)


def _problems(error: InvalidRecord) -> None:
    """List every problem under the label of its field."""
    labels = {each.name: each.spec.label(language()) for each in KINDS[error.context["kind"]].fields}
    for problem in error.problems:
        name = re.split(r"[.\[]", problem.path)[0]
        label = plain(labels.get(name, problem.path))
        st.caption(f"**{label}** {plain(sentence(problem, language()), limit=300)}")


def no_data(message_key: str) -> None:
    """Show that there is nothing to judge: «no data», never a number, and what to do next."""
    st.info(t(message_key), icon=":material/inbox:", title=t("figure.no_data"))
