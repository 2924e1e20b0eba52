"""The risk register: two fields of likelihood by impact, before and after measures, and the risks behind them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, cast

import streamlit as st

from governance.insight.risks import HIGH
from governance.ui import feedback, words
from governance.ui.cards import figure_card, panel
from governance.ui.insight import address, charts_view, data, figure_rows
from governance.ui.insight.cache import stamp
from governance.ui.insight.figure_rows import Carded
from governance.ui.links import go_record
from governance.ui.tables import Column, table
from governance.ui.words import plain, t

if TYPE_CHECKING:
    from collections.abc import Callable

    from governance.insight.risks import When
    from governance.ui.insight.data import Row
    from governance.ui.insight.scope import Scope

SHOWN: dict[str, Callable[[Row], bool]] = {
    "open": lambda row: row["open"],
    "high": lambda row: row["high"],
    "overdue": lambda row: row["overdue"],
    "unscored": lambda row: row["open"] and row["score_after"] is None,
    "untreated": lambda row: row["untreated"],
    "closed": lambda row: not row["open"],
    "all": lambda _: True,
}
FIGURES = ("risk.high", "risk.overdue", "risk.untreated", "risk.unscored")
LEVELS = ("1", "2", "3", "4", "5")
STEPS = ((HIGH, "high"), (10, "considerable"), (5, "medium"), (0, "low"))


def show(scope: Scope) -> None:
    """Draw the sentence, both fields, the filters and the list."""
    rows = data.risk_rows(scope)
    if not rows:
        feedback.no_data("dash.risk.empty")
        return
    _figures(scope)
    left, right = st.columns(2, gap="medium")
    with left, panel("dash.risk.before", "risk_before"):
        _field("before", scope)
    with right, panel("dash.risk.after", "risk_after"):
        _field("after", scope)
    _list(rows)


def _figures(scope: Scope) -> None:
    """Draw the four numbers to act on, each with its rows."""
    figures = data.figures_of(scope)
    with st.grid(4, min_column_width=190):
        for each in FIGURES:
            figure_card(Carded(figures[each]), columns=partial(figure_rows.columns, figures[each]))


def _field(when: When, scope: Scope) -> None:
    """Draw the 5 × 5 field; picking a square lists its risks."""
    picked = charts_view.risk_field(
        data.risk_field(when, scope), state=(stamp(), when, scope), key=f"risk.{when}"
    )
    unscored = data.risks_unscored(when, scope)
    st.caption(t("dash.risk.without", count=words.number(unscored)) if unscored else t("dash.risk.hint"))
    if picked is None:
        st.session_state.pop(f"risk.{when}.square", None)
        return
    impact, likelihood, _ = picked["value"]
    square = f"{when}-{likelihood + 1}-{impact + 1}"
    if st.session_state.get(f"risk.{when}.square") != square:
        # A click counts once; the square stays marked in the chart on later runs.
        st.session_state[f"risk.{when}.square"] = square
        address.put(square=square, show=None)


def _list(rows: list[Row]) -> None:
    square = _chosen_square()
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        options = {name: t(f"dash.risk.show.{name}") for name in SHOWN}
        name = address.segments(t("dash.risk.show"), "show", options, key="risk.show", drops=("square",))
        if square and st.button(
            t("dash.risk.square.clear"), icon=":material/close:", key="risk.square.clear"
        ):
            address.put(square=None)
            st.rerun()
    if square:
        when, likelihood, impact = square
        rows = [
            row
            for row in rows
            if row["open"] and row[f"likelihood_{when}"] == likelihood and row[f"impact_{when}"] == impact
        ]
        labels = (words.term("likelihood", str(likelihood)), words.term("impact", str(impact)))
        st.caption(t("dash.risk.square", when=t(f"dash.risk.{when}"), likelihood=labels[0], impact=labels[1]))
    else:
        rows = [row for row in rows if SHOWN[name](row)]
    picked = table(
        [_row(row) for row in rows],
        _columns(),
        key="risks",
        alt=t("page.risks.help"),
        select="row",
        export="risks",
        empty_key="dash.risk.none",
    )
    if picked:
        go_record(picked.row["id"])


def _chosen_square() -> tuple[When, int, int] | None:
    when, _, place = st.query_params.get("square", "").partition("-")
    likelihood, _, impact = place.partition("-")
    if when in ("before", "after") and likelihood in LEVELS and impact in LEVELS:
        return cast("When", when), int(likelihood), int(impact)
    return None


def _columns() -> list[Column]:
    return [
        Column("shown", t("column.name"), width=260, pinned=True),
        Column(
            "score_before", t("dash.risk.score_before"), "number", width=80, help=t("dash.risk.score.help")
        ),
        Column("score_after", t("dash.risk.score_after"), "number", width=80, help=t("dash.risk.score.help")),
        Column("level", t("dash.risk.level"), width=110),
        Column("treatment", t("dash.column.treatment"), vocabulary="treatment", width=90),
        Column("owner_shown", t("dash.column.owner"), width=170),
        Column("due_on", t("dash.column.due_on"), "date", width=100),
        Column("standing", t("dash.grants.state"), width=150),
        Column("activity_shown", t("dash.coverage.activity"), width=200),
        Column("stage", t("dash.column.stage"), vocabulary="stage", width=80),
        Column("id", t("column.id"), width=95),
    ]


def _row(row: Row) -> Row:
    owner: Any = words.name_of({"name": row["owner_name"], "name_zh": row["owner_name_zh"]})
    if row["owner"] and row["owner_state"] != "held":
        owner = f"{owner} ({t('dash.a_state.' + str(row['owner_state'] or 'vacant'))})"
    activity = {"name": row["activity_name"], "name_zh": row["activity_name_zh"]}
    return row | {
        "shown": words.name_of(row),
        "owner_shown": owner,
        "activity_shown": words.name_of(activity),
        "level": _level(row["score_after"]),
        "standing": _standing(row),
    }


def _level(score: int | None) -> str:
    if score is None:
        return t("dash.risk.level.unknown")
    return t("dash.risk.level." + next(name for step, name in STEPS if score >= step))


def _standing(row: Row) -> str:
    if not row["open"]:
        return t("dash.risk.closed", day=plain(words.day(row["closed_on"])))
    if row["overdue"]:
        return t("dash.risk.days", count=words.number(row["days_overdue"]))
    return t("dash.risk.accepted" if row["accepted"] else "dash.risk.open")
