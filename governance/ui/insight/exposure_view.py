"""Exposure: which stage is the weakest, counted in cells, people and sensitivity, and what each activity exposes."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import streamlit as st

from governance.insight import exposure, law_findings
from governance.insight.tables import sensitivity
from governance.ui import feedback, words
from governance.ui.cards import panel
from governance.ui.context import current, reader
from governance.ui.insight import address, data
from governance.ui.insight import scope as scopes
from governance.ui.insight.cache import LAWFUL, Stamp, stamp
from governance.ui.insight.figure_rows import worded
from governance.ui.links import go, go_record, record_url
from governance.ui.tables import Column, table
from governance.ui.words import t

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from governance.insight.exposure import Weakness
    from governance.insight.filters import Filters
    from governance.ui.insight.data import Row

MOST = 200


def show() -> None:
    """Draw the weakest stages, then the activities by what they expose."""
    scope = scopes.ask(units=True)
    filters = data.filters_of(scope)
    found = _weakest(stamp(), filters)
    if not found:
        feedback.no_data("ins.exposure.empty")
        return
    with panel("ins.exposure.weakest", "exposure_weakest"):
        _sentences(found)
        _stages(found)
        weights = sensitivity()
        reason = weights.zh if current().language == "zh" else weights.en
        values = {"ordinary": weights.ordinary, "sensitive": weights.sensitive, "reason": reason}
        st.caption(t("ins.exposure.weights", **values))
    with panel("ins.exposure.activities", "exposure_activities"):
        _activities(filters)


@st.cache_resource(max_entries=32, show_spinner=False)
def _weakest(key: Stamp, filters: Filters) -> tuple[Weakness, ...]:
    del key
    with reader() as views:
        return exposure.weakest(views, filters)


@st.cache_resource(max_entries=32, show_spinner=False)
def _findings(key: Stamp, ids: tuple[str, ...]) -> dict[str, dict[str, int]]:
    del key
    with reader() as views:
        return law_findings.by_activity(views, list(ids))


@st.cache_resource(max_entries=32, show_spinner=False)
def _ranking(key: Stamp, filters: Filters, order: str, language: str) -> list[Row]:
    del key, language
    with reader() as views:
        return worded(exposure.ranking(views, filters, order=order, most=MOST).to_pylist())


def _sentences(found: Sequence[Weakness]) -> None:
    """Name the weakest stage three times: by share, by people, by people weighted."""
    known = [each for each in found if each.share is not None]
    if not known:
        return
    by_share = min(known, key=lambda each: (each.share, -each.cells))
    by_people = max(known, key=lambda each: each.people)
    by_weight = max(known, key=lambda each: each.weighted)
    lines = (
        ("share", by_share, words.percent(by_share.share)),
        ("people", by_people, words.number(by_people.people)),
        ("weight", by_weight, words.number(by_weight.weighted)),
    )
    with st.grid(3, min_column_width=220):
        for name, each, value in lines:
            with st.container(border=True, gap=None, key=f"card_weakest_{name}", height="stretch"):
                st.caption(t(f"ins.exposure.by.{name}"))
                st.markdown(f"**{words.term('stage', each.stage)}**")
                st.caption(t(f"ins.exposure.by.{name}.value", value=value))


def _stages(found: Sequence[Weakness]) -> None:
    rows = [
        asdict(each)
        | {"shown": words.term("stage", each.stage), "share": each.share, "weighted": each.weighted}
        for each in found
    ]
    picked = table(
        rows,
        [
            Column("shown", t("dash.column.stage"), width=110, pinned=True),
            Column("share", t("ins.exposure.share"), "progress", width=130),
            Column("open_cells", t("ins.exposure.open"), "number", width=100),
            Column("people", t("ins.exposure.people"), "number", width=130),
            Column("sensitive_cells", t("ins.exposure.sensitive_cells"), "number", width=130),
            Column("sensitive_people", t("ins.exposure.sensitive_people"), "number", width=150),
            Column("weighted", t("ins.exposure.weighted"), "number", width=130),
            Column("people_unknown", t("ins.people_unknown"), "number", width=110),
        ],
        key="exposure.stages",
        alt=t("ins.exposure.weakest"),
        select="row",
        find=False,
        export="weakest-stage",
    )
    st.caption(t("ins.exposure.hint"))
    if picked:
        go("figures", figure=f"coverage.{picked.row['stage']}")


def _activities(filters: Filters) -> None:
    options = {name: t(f"ins.exposure.order.{name}") for name in exposure.ORDERS}
    order = address.segments(t("ins.exposure.order"), "order", options, key="exposure.order")
    rows = _ranking(stamp(), filters, order, current().language)
    with st.spinner(t("law.judging"), show_time=False):
        found = _findings(stamp(LAWFUL), tuple(row["id"] for row in rows))
    picked = table(
        [_line(row, found[row["id"]]) for row in rows],
        [
            Column("name", t("dash.coverage.activity"), width=230, pinned=True),
            Column("people", t("dash.column.people"), "number", width=90),
            Column("sensitive_people", t("ins.exposure.sensitive"), "number", width=128),
            Column("transfers", t("ins.exposure.transfers"), "number", width=80),
            Column("open_risks", t("ins.exposure.risks"), "number", width=84),
            Column("open_cells", t("ins.exposure.open"), "number", width=92),
            Column("findings", t("exposure.findings"), "number", width=84),
            Column("gravest", t("exposure.gravest"), width=110, help=t("exposure.gravest.help")),
            Column(
                "findings_at",
                t("exposure.findings.see"),
                "link",
                link_text=t("exposure.findings.open"),
                width=80,
            ),
            Column("worst_risk", t("ins.exposure.worst"), "number", width=90),
            Column("minors_shown", t("ins.exposure.minors"), width=80),
            Column("categories", t("ins.exposure.categories"), vocabulary="data_category", width=200),
            Column("countries", t("ins.exposure.countries"), vocabulary="country", width=160),
            Column("recipients", t("ins.exposure.recipients"), "number", width=90),
            Column("department", t("dash.column.department"), width=170),
            Column("id", t("column.id"), width=95),
        ],
        key="exposure.activities",
        alt=t("ins.exposure.activities"),
        select="row",
        export="exposure",
        height=520,
    )
    if len(rows) == MOST:
        st.caption(t("ins.exposure.most", count=words.number(MOST)))
    if picked:
        go_record(picked.row["id"])


def _line(row: Row, found: Mapping[str, int]) -> dict[str, Any]:
    gravest = next((severity for severity in found if found[severity]), None)
    return row | {
        "minors_shown": t("exposure.yes") if row["minors"] else "",
        "findings": sum(found.values()),
        "gravest": f"{found[gravest]} × {words.term('severity', gravest)}" if gravest else "",
        "findings_at": record_url(row["id"], tab="law") if gravest else None,
    }
