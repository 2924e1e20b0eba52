"""Findings: how many and how grave, then rule by rule, then one rule with the things it was found in."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from governance.law.findings import takes
from governance.law.packs import law
from governance.ui import words
from governance.ui.context import current
from governance.ui.insight import address
from governance.ui.law import banner, cards_view, choices, data, rule_view, wording
from governance.ui.law.export import offer_all
from governance.ui.links import link
from governance.ui.tables import Column, table
from governance.ui.words import t

if TYPE_CHECKING:
    from governance.law.overview import Counted
    from governance.ui.law.choices import Choice
    from governance.ui.law.data import Row


def show() -> None:
    """Draw the page at the level the address names."""
    banner.refusals()
    choice = choices.ask()
    data.wait()
    rule = law().rule(st.query_params.get("rule", ""))
    if rule is not None:
        rule_view.show(rule, choice)
    else:
        _overview(choice)
    banner.no_advice()


def _overview(choice: Choice) -> None:
    # The cards tell severities and standings apart themselves, so those two choices do not narrow them.
    checks = data.checks(choice.which.departments, choice.which.stage)
    wide = replace(choice.which, severity=None)
    looked_at = sum(checks.get(rule.id, 0) for rule in law().rules if takes(wide, rule))
    if not looked_at:
        _nothing(choice)
        return
    cards_view.show(data.by_rule(wide), looked_at, current().effective_on)
    counted = data.by_rule(choice.which, choice.state)
    if not counted:
        st.success(t("findings.none"), icon=":material/check_circle:")
        return
    _rules(counted, checks, choice)


def _nothing(choice: Choice) -> None:
    """Say that nothing was judged, and what to do next."""
    key = "findings.nothing_here" if choice.narrowed else "findings.no_data"
    st.info(t(key), icon=":material/inbox:", title=t("figure.no_data"))
    with st.container(horizontal=True):
        link("importing", t("page.importing"), icon=":material/upload_file:")
        link("activities", t("page.activities"), icon=":material/list_alt:")


def _rules(counted: tuple[Counted, ...], checks: dict[str, int], choice: Choice) -> None:
    total = sum(each.findings for each in counted)
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        told = t("findings.count", findings=words.number(total), rules=words.number(len(counted)))
        st.markdown(f"**{told}**", width="content")
        offer_all(choice)
    picked = table(
        [_row(each, checks) for each in counted],
        _columns(),
        key="findings.rules",
        alt=t("findings.rules.alt"),
        select="row",
        export="findings-by-rule",
        height=720,
    )
    if picked:
        address.put(rule=picked.row["rule"], record=None, row=None, page=None)
        st.rerun()
    st.caption(t("findings.rules.pick"))


def _columns() -> list[Column]:
    return [
        Column("severity", t("law.filter.severity"), vocabulary="severity", width=84),
        Column("title", t("law.column.rule"), width=340),
        Column("cites", t("law.column.cites"), width=150),
        Column("findings", t("law.column.findings"), "number", width=82),
        Column("records", t("law.column.records"), "number", width=82),
        Column("share", t("law.column.share"), "progress", width=110, help=t("law.column.share.help")),
        Column("unknown", t("law.column.unknown"), "number", width=96, help=t("law.column.unknown.help")),
        Column("waived", t("law.column.waived"), "number", width=84, help=t("law.column.waived.help")),
        Column("law", t("law.filter.law"), width=180),
        Column("principle", t("law.filter.principle"), vocabulary="principle", width=180),
        Column("rule", t("law.column.rule_id"), width=110),
    ]


def _row(counted: Counted, checks: dict[str, int]) -> Row:
    rule = counted.rule
    looked_at = checks.get(rule.id, 0)
    return {
        "title": wording.text(rule).title,
        "severity": rule.severity,
        "cites": wording.cites(rule),
        "law": wording.law_name(rule),
        "findings": counted.findings,
        "records": counted.records,
        "share": counted.findings / looked_at if looked_at else None,
        "unknown": counted.unknown,
        "waived": counted.waived,
        "principle": rule.principle,
        "rule": rule.id,
    }
