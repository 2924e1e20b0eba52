"""One finding: the facts that made it, the way to the field that mends it, and accepting it for a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from governance.law.predicate import columns_of
from governance.law.views import subjects
from governance.ui.law import accept, data, mend, wording
from governance.ui.state import language
from governance.ui.words import plain, t

if TYPE_CHECKING:
    from collections.abc import Sequence

    from governance.law.findings import Fact
    from governance.law.rules import Rule


def show(rule: Rule, record_id: str, key: str) -> None:
    """Draw the finding of ``rule`` in a thing, or say that it is there no longer."""
    found = data.one(rule, record_id, key)
    if found is None:
        st.success(t("findings.gone"), icon=":material/check_circle:")
        return
    with st.container(border=True, key="panel_finding"):
        st.header(plain(wording.thing(found), 200), anchor=False)
        st.caption(wording.standing(unknown=found["unknown"], waived=found["waived"]))
        draw_facts(rule, data.facts(rule, record_id, key))
        with st.container(horizontal=True, vertical_alignment="center"):
            mend.button(rule, record_id, key, place="finding", department=found["department"])
            accept.buttons(rule, record_id, key, found["department"])
        accept.known(rule, record_id, key, found["department"])


def draw_facts(rule: Rule, facts: Sequence[Fact]) -> None:
    """Draw the facts in words: those that breach the rule, then those for which it applies."""
    breach = columns_of(rule.breach, subjects()[rule.on].by_name())
    parts = {
        "findings.facts.breach": [each for each in facts if each.column.name in breach],
        "findings.facts.applies": [each for each in facts if each.column.name not in breach],
    }
    left, right = st.columns(2, gap="medium")
    for place, (title, given) in zip((left, right), parts.items(), strict=True):
        with place:
            st.caption(t(title))
            for each in given:
                mark = ":orange[:material/help:]" if each.value is None else ":gray[:material/label:]"
                told = t("law.fact", label=plain(each.column.label(language())), value=wording.value(each))
                st.markdown(f"{mark} {told}")
            if not given:
                st.markdown(t("findings.facts.always"))
