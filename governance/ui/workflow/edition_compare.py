"""Two editions side by side: records added, taken out, and changed field by field."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from governance.register.edition_compare import compare
from governance.ui.context import reader
from governance.ui.insight import address
from governance.ui.register import names
from governance.ui.register.change_lines import line
from governance.ui.register.record_view import links
from governance.ui.words import plain, t

if TYPE_CHECKING:
    from collections.abc import Sequence

    from governance.register.edition_compare import Changed, Comparison

_SHOWN = 30


def show(numbers: Sequence[int]) -> None:
    """Draw the choice of two editions and what differs between them."""
    if len(numbers) < 2:
        st.caption(t("editions.compare.one"))
        return
    options = {str(each): t("editions.nth", number=each) for each in numbers}
    with st.container(horizontal=True, gap="small"):
        first = address.select(
            t("editions.first"), "first", options, key="editions.first", everything=t("editions.choose")
        )
        second = address.select(
            t("editions.second"), "second", options, key="editions.second", everything=t("editions.choose")
        )
    if not first or not second or first == second:
        st.caption(t("editions.compare.choose"))
        return
    with reader() as views:
        found = compare(views, int(first), int(second))
    _found(found)


def _found(found: Comparison) -> None:
    if not (found.added or found.removed or found.changed):
        st.success(t("editions.same"), icon=":material/check_circle:")
        return
    for title, ids in (("editions.added", found.added), ("editions.removed", found.removed)):
        if ids:
            st.markdown(f"**{t(title)}** · {len(ids)}")
            links(list(ids[:_SHOWN]), title)
    if found.changed:
        st.markdown(f"**{t('editions.changed')}** · {len(found.changed)}")
    for each in found.changed[:_SHOWN]:
        _changed(each)


def _changed(each: Changed) -> None:
    told = t(
        "editions.versions", name=plain(names.name(each.record)), old=each.old_version, new=each.new_version
    )
    with st.container(border=True, gap="small"):
        st.markdown(told)
        for change in each.changes:
            st.markdown(line(each.kind, change, *each.contents))
        if not each.changes:
            st.caption(t("editions.approved_again"))
