"""The tab «Law» of a record: what the rules find in it, what to do, and the way to the field."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from governance.law.findings import Filter
from governance.law.packs import law
from governance.law.views import subjects
from governance.ui import words
from governance.ui.law import banner, data, mend, wording
from governance.ui.links import link
from governance.ui.words import plain, t, term

if TYPE_CHECKING:
    from governance.law.overview import Counted
    from governance.law.rules import Rule
    from governance.ui.law.data import Row
    from governance.ui.register.loading import Seen

MOST_ROWS = 12


def judges(kind: str) -> bool:
    """Tell whether any rule looks at records of ``kind``."""
    return any(subjects()[rule.on].kind == kind for rule in law().rules)


def law_tab(seen: Seen) -> None:
    """Draw the findings of the record, the open ones first, then those accepted for a time."""
    banner.refusals()
    data.wait()
    which = Filter(record=seen.id)
    everything = data.by_rule(which)
    if not everything:
        _nothing(seen)
        banner.no_advice()
        return
    accepted = sum(each.waived for each in everything)
    for counted in data.by_rule(which, "open"):
        _rule(seen, counted)
    if accepted:
        st.caption(t("law.record.accepted", count=words.number(accepted)))
        for counted in data.by_rule(which, "waived"):
            _rule(seen, counted, accepted=True)
    banner.no_advice()


def _nothing(seen: Seen) -> None:
    ended = seen.status in ("void", "retired")
    st.info(t("law.record.ended" if ended else "law.record.none"), icon=":material/check_circle:")


def _rule(seen: Seen, counted: Counted, *, accepted: bool = False) -> None:
    """Draw one rule with its remedy and every place it was found in."""
    rule = counted.rule
    text = wording.text(rule)
    with st.container(border=True, gap="small", key=f"law_{rule.id}_{'waived' if accepted else 'open'}"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.badge(term("severity", rule.severity), color=wording.COLOURS[rule.severity])  # type: ignore[arg-type]
            st.markdown(f"**{plain(text.title, 300)}**", width="content")
            st.caption(plain(wording.cites(rule)), width="content")
            if rule.unverified:
                st.badge(t("law.unverified"), icon=":material/help:", color="orange")
        st.markdown(plain(text.remedy, 2_000))
        _places(seen, rule, accepted=accepted)
        query = {"rule": rule.id, "record": seen.id}
        link("findings", t("law.record.more"), icon=":material/rule:", query=query)


def _places(seen: Seen, rule: Rule, *, accepted: bool) -> None:
    things = data.things(rule, Filter(record=seen.id), "waived" if accepted else "open")
    for row in data.named(things.slice(0, MOST_ROWS)):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(_told(row), width="stretch")
            place = f"record.{'waived' if accepted else 'open'}"
            mend.button(rule, seen.id, row["key"], place=place, department=seen.department)
    if things.num_rows > MOST_ROWS:
        st.caption(t("law.record.more_rows", count=words.number(things.num_rows - MOST_ROWS)))


def _told(row: Row) -> str:
    """Return which row of the record it is, and how the finding stands."""
    name = wording.inner(row)
    told = wording.standing(unknown=row["unknown"], waived=row["waived"])
    return f"{plain(name, 90)} · {told}" if name else told
