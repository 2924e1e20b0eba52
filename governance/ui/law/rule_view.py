"""One rule: what it says and why, how to mend it, and the things it was found in; one of them with its facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from governance.ui import words
from governance.ui.insight import address, paging
from governance.ui.law import citing, data, finding_view, wording
from governance.ui.law.choices import DEEPER
from governance.ui.law.export import offer_rule
from governance.ui.register import names
from governance.ui.tables import Column, table
from governance.ui.words import plain, t, term

if TYPE_CHECKING:
    import pyarrow as pa

    from governance.law.rules import Rule
    from governance.ui.law.choices import Choice
    from governance.ui.law.data import Row

PAGE = 50


def show(rule: Rule, choice: Choice) -> None:
    """Draw the way back, the rule, its things and, when one is picked, that one."""
    if st.button(t("findings.back"), type="tertiary", icon=":material/arrow_back:", key="findings.back"):
        address.put(**dict.fromkeys(DEEPER))
        st.rerun()
    with st.container(border=True, key="panel_rule"):
        about(rule)
    found = data.things(rule, choice.which, choice.state)
    if not found.num_rows:
        st.success(t("findings.rule.none"), icon=":material/check_circle:")
        return
    _things(rule, choice, found)
    record, row = st.query_params.get("record"), st.query_params.get("row", "")
    if record:
        finding_view.show(rule, record, row)
    else:
        st.caption(t("findings.things.pick"))


def about(rule: Rule) -> None:
    """Draw title, marks, explanation, remedy, and where the rule comes from."""
    text = wording.text(rule)
    st.header(plain(text.title, 300), anchor=False)
    with st.container(horizontal=True, gap="small"):
        st.badge(term("severity", rule.severity), color=wording.COLOURS[rule.severity])  # type: ignore[arg-type]
        for cite in rule.cites:
            st.badge(plain(citing.cite(cite)), color="blue")
        st.badge(term("principle", rule.principle), color="gray")
        if rule.unverified:
            st.badge(t("law.unverified"), icon=":material/help:", color="orange")
    left, right = st.columns(2, gap="medium")
    with left:
        st.caption(t("findings.rule.why"))
        st.markdown(plain(text.explanation, 4_000))
    with right:
        st.caption(t("findings.rule.remedy"))
        st.markdown(plain(text.remedy, 4_000))
    st.caption(origin(rule))


def origin(rule: Rule) -> str:
    """Return where the rule comes from, when it was checked and since when it is in force."""
    key = "law.origin.until" if rule.in_force_to else "law.origin"
    return t(
        key,
        rule=plain(rule.id),
        law=plain(wording.law_name(rule)),
        source=plain(rule.source, 300),
        checked=words.day(rule.checked_on),
        start=words.day(rule.in_force_from),
        end=words.day(rule.in_force_to),
    )


def _things(rule: Rule, choice: Choice, found: pa.Table) -> None:
    page = paging.number(found.num_rows, PAGE)
    shown = found.slice((page - 1) * PAGE, PAGE)
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        told = t("findings.things", count=words.number(found.num_rows), what=wording.subject(rule.on))
        st.markdown(f"**{told}**", width="content")
        offer_rule(rule, choice)
    picked = table(
        [thing_row(row) for row in data.named(shown)],
        [
            Column("thing", wording.subject(rule.on), width=420),
            Column("department_shown", t("law.filter.department"), width=200),
            Column("standing", t("law.filter.standing"), width=190),
            Column("id", t("column.id"), width=100),
        ],
        key=f"findings.things.{rule.id}.{page}",
        alt=t("findings.things.alt"),
        select="row",
        find=False,
    )
    paging.draw(found.num_rows, PAGE, key="findings.page", drops=("record", "row"))
    if picked:
        address.put(record=picked.row["id"], row=picked.row["key"] or None)


def thing_row(row: Row) -> Row:
    """Return one thing in the words of the screen."""
    return row | {
        "thing": wording.thing(row),
        "department_shown": names.name(row["department"]) if row["department"] else t("law.no_department"),
        "standing": wording.standing(unknown=row["unknown"], waived=row["waived"]),
    }
