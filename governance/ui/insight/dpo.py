"""Who is data protection officer, deputy, protection officer or representative of which organisation, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from governance.ui import feedback, words
from governance.ui.cards import panel
from governance.ui.context import current
from governance.ui.insight import charts_view, data
from governance.ui.insight.cache import stamp
from governance.ui.law import officer_clocks
from governance.ui.links import go_record
from governance.ui.tables import Column, table
from governance.ui.words import plain, t

if TYPE_CHECKING:
    from collections.abc import Mapping

    from governance.ui.insight.data import Row


def show() -> None:
    """Draw the sentence on what is missing, the timeline, who is needed, and every assignment."""
    found = data.officers()
    _verdict(found)
    if not found["needs"] and not found["assignments"]:
        feedback.no_data("dash.dpo.empty")
        return
    with panel("dash.dpo.timeline", "timeline"):
        _timeline(found)
    with panel("dash.dpo.needs", "needs"):
        _needs(found["needs"])
    officer_clocks.draw()
    with panel("dash.dpo.assignments", "assignments"):
        _assignments(found["assignments"])


def _verdict(found: Mapping[str, Any]) -> None:
    verdict = found["verdict"]
    fine = verdict.key == "dpo.verdict.fine"
    show_in = st.success if fine else st.warning
    show_in(
        plain(verdict.text(current().language), 600),
        icon=":material/check_circle:" if fine else ":material/error:",
    )


def _timeline(found: Mapping[str, Any]) -> None:
    charts_view.officers(found["bars"], state=stamp(data.OFFICER_KINDS))
    for what in ("gap", "overlap"):
        for row in found[f"{what}s"]:
            st.markdown(_span(row, what))


def _span(row: Row, what: str) -> str:
    """Return one gap or overlap as a sentence."""
    until = row[f"{what}_until"]
    icon = ":red[:material/person_off:]" if what == "gap" else ":orange[:material/group:]"
    return f"{icon} " + t(
        f"dash.dpo.{what}" if until else f"dash.dpo.{what}.open",
        organisation=plain(_entity(row)),
        role=words.term("post_role", row["role"]),
        start=words.day(row[f"{what}_from"]),
        end=words.day(until),
    )


def _needs(rows: list[Row]) -> None:
    shown = [
        row
        | {
            "shown": words.name_of(row),
            "why": t(f"officer.reason.{row['reason']}"),
            "has": t("dash.dpo.filled" if row["filled"] else "dash.dpo.missing"),
        }
        for row in rows
    ]
    picked = table(
        shown,
        [
            Column("shown", t("dash.scope.organisation"), width=260, pinned=True),
            Column("role", t("dash.column.role"), vocabulary="post_role", width=300),
            Column("has", t("dash.dpo.has"), width=130),
            Column("why", t("dash.dpo.why"), width=340),
        ],
        key="dpo.needs",
        alt=t("dash.dpo.needs"),
        select="row",
        export="officers-needed",
        find=False,
    )
    if picked:
        go_record(picked.row["organisation"])


def _assignments(rows: list[Row]) -> None:
    picked = table(
        [_row(row) for row in rows],
        [
            Column("entity", t("dash.scope.organisation"), width=190, pinned=True),
            Column("role", t("dash.column.role"), vocabulary="post_role", width=210),
            Column("holder", t("dash.column.holder"), width=150),
            Column("who", t("dash.dpo.who"), width=110),
            Column("state_shown", t("dash.grants.state"), width=110),
            Column("starts_on", t("dash.from"), "date", width=95),
            Column("until", t("dash.to"), "date", width=95),
            Column("instrument", t("dash.dpo.instrument"), width=170),
            Column("filed", t("dash.dpo.filed"), width=210),
            Column("published_where", t("dash.dpo.published"), width=180),
        ],
        key="dpo.assignments",
        alt=t("dash.dpo.assignments"),
        select="row",
        export="dpo-assignments",
        empty_key="dash.dpo.empty",
    )
    if picked:
        go_record(picked.row["appointment"])


def _row(row: Row) -> Row:
    kind = "deputy" if row["deputy"] else "external" if row["external"] else "person"
    return row | {
        "entity": _entity(row),
        "holder": words.name_of({"name": row["holder_name"], "name_zh": row["holder_name_zh"]}),
        "who": t(f"dash.dpo.who.{kind}"),
        "state_shown": t(f"officer.state.{row['state']}"),
        "filed": " · ".join(_filing(each) for each in row["filings"] or ()) or None,
    }


def _filing(filing: Mapping[str, Any]) -> str:
    parts = (filing.get("authority"), filing.get("number"), words.day(filing.get("filed_on")))
    return " ".join(str(part) for part in parts if part and part != words.MISSING)


def _entity(row: Row) -> str:
    return words.name_of(
        {"name": row["organisation_name"], "name_zh": row["organisation_name_zh"], "id": row["organisation"]}
    )
