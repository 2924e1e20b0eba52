"""Health of accountability: what is worst in a sentence, one figure a rule, and the rows behind the one chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from governance.insight import health
from governance.law.findings import Filter
from governance.ui import words
from governance.ui.feedback import empty
from governance.ui.insight import address, paging, scope
from governance.ui.law import data, rule_view, wording
from governance.ui.links import go_record, link
from governance.ui.tables import Column, table
from governance.ui.words import plain, t

if TYPE_CHECKING:
    from governance.insight.health import Check

PAGE = 100
ICONS = {
    "no_data": ":material/inbox:",
    "wrong": ":material/error:",
    "unknown": ":material/help:",
    "fine": ":material/check_circle:",
}

SIGNS = ICONS | {"wrong": f":red[{ICONS['wrong']}]", "fine": f":green[{ICONS['fine']}]"}


def show() -> None:
    """Draw the choice of a department, the sentence, the figures and the rows."""
    department = address.select(
        t("dash.coverage.department"),
        "department",
        scope.departments(),
        key="health.department",
        everything=t("dash.coverage.all"),
        drops=("page",),
    )
    which = Filter(departments=data.below(department))
    judged = data.judged()
    found = health.checks(judged.verdicts, data.checks(which.departments), which, judged.waived)
    if not any(each.looked_at for each in found):
        empty("health.empty")
        return
    worst = health.worst(found)
    _told(found, worst)
    first = worst or found[0]
    ids = [each.rule.id for each in found]
    chosen = address.chosen("rule", ids, first.rule.id)
    with st.grid(4, min_column_width=230):
        for each in found:
            _figure(each, chosen=each.rule.id == chosen)
    _rows(next(each for each in found if each.rule.id == chosen), which)


def _told(found: tuple[Check, ...], worst: Check | None) -> None:
    if worst is None:
        unknown = sum(each.unknown for each in found)
        if unknown:
            st.info(t("health.unknown", count=words.number(unknown)), icon=ICONS["unknown"])
        else:
            st.success(t("health.fine"), icon=ICONS["fine"])
        return
    told = t(
        "health.worst",
        rule=plain(wording.text(worst.rule).title),
        count=words.number(worst.breaches),
        all=words.number(worst.looked_at),
        rules=words.number(sum(each.standing == "wrong" for each in found)),
    )
    st.warning(told, icon=ICONS["wrong"])


def _figure(check: Check, *, chosen: bool) -> None:
    """Draw one rule as a card: how many, out of how many, and the button that opens its rows."""
    rule = check.rule.id
    with st.container(border=True, height="stretch", gap="xsmall", key=f"health_{rule}"):
        value = words.number(check.breaches) if check.looked_at else t("figure.no_data")
        st.markdown(f"{SIGNS[check.standing]} {plain(wording.text(check.rule).title)}")
        st.metric(plain(wording.text(check.rule).title), value, label_visibility="collapsed")
        st.caption(_of(check))
        label = t("health.shown" if chosen else "health.open")
        if st.button(
            label,
            key=f"health.{rule}",
            type="primary" if chosen else "secondary",
            icon=":material/table_rows:",
        ):
            address.put(rule=rule, page=None)
            st.rerun()


def _of(check: Check) -> str:
    parts = [
        words.term("severity", check.rule.severity),
        t("health.of", count=words.number(check.looked_at)),
    ]
    if check.unknown:
        parts.append(t("health.cannot", count=words.number(check.unknown)))
    if check.waived:
        parts.append(t("health.accepted", count=words.number(check.waived)))
    return " · ".join(parts)


def _rows(check: Check, which: Filter) -> None:
    """List where the chosen rule was found; picking a row opens the record."""
    text = wording.text(check.rule)
    st.header(plain(text.title), anchor=False)
    st.markdown(f"{plain(text.explanation, 800)} {plain(text.remedy, 800)}")
    st.caption(t("health.formula", count=words.number(check.breaches), all=words.number(check.looked_at)))
    found = data.things(check.rule, which)
    if not found.num_rows:
        key = "health.none" if check.looked_at else "health.not_looked"
        (st.success if check.looked_at else st.info)(
            t(key), icon=ICONS["fine" if check.looked_at else "no_data"]
        )
        return
    page = paging.number(found.num_rows, PAGE)
    picked = table(
        [rule_view.thing_row(row) for row in data.named(found.slice((page - 1) * PAGE, PAGE))],
        [
            Column("thing", wording.subject(check.rule.on), width=400, pinned=True),
            Column("department_shown", t("law.filter.department"), width=200),
            Column("standing", t("law.filter.standing"), width=190),
            Column("id", t("column.id"), width=100),
        ],
        key=f"health.rows.{check.rule.id}.{page}",
        alt=plain(text.title),
        select="row",
        export=f"health-{check.rule.id.lower()}",
    )
    paging.draw(found.num_rows, PAGE, key="health.page")
    link("findings", t("health.rule"), icon=":material/rule:", query={"rule": check.rule.id})
    if picked:
        go_record(picked.row["id"], tab="stages" if check.rule.on == "stage" else None)
