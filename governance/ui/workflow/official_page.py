"""The official register beside the working one: which records differ, and in what."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import streamlit as st

from governance.model.kinds import kind_of
from governance.register import official
from governance.register.versions import visible
from governance.register.workflow_table import table as workflow
from governance.ui import words
from governance.ui.cards import panel
from governance.ui.context import current, reader
from governance.ui.insight import address
from governance.ui.insight.cache import Stamp, stamp
from governance.ui.links import go_record
from governance.ui.register.change_lines import line
from governance.ui.state import language
from governance.ui.tables import Column, table
from governance.ui.words import number, plain, t, term
from governance.ui.workflow.data import SIGNED

if TYPE_CHECKING:
    from governance.register.official import Deviation

STATES = ("changed", "never")


def show() -> None:
    """Draw how many records are official, those that are not as approved, and what differs in the one chosen."""
    kind, state = _choose()
    found = _deviations(stamp(SIGNED), current().actor)
    counts = _counts(stamp(SIGNED), current().actor)
    _sentence(found, counts)
    rows = [
        each for each in found if (not kind or each.kind == kind) and (not state or _state(each) == state)
    ]
    if not found and not counts:
        st.info(t("official.empty"), icon=":material/inbox:")
    elif not rows:
        st.success(t("official.none"), icon=":material/check_circle:")
    else:
        _list(rows)
    chosen = next((each for each in found if each.record == st.query_params.get("id")), None)
    if chosen is not None:
        _one(chosen)


def _choose() -> tuple[str | None, str | None]:
    kinds = {code: kind_of(code).label(language(), many=True) for code in workflow().reviewed}
    with st.container(horizontal=True, gap="small"):
        kind = address.select(
            t("official.kind"),
            "kind",
            kinds,
            key="official.kind",
            everything=t("official.kind.all"),
            drops=("id",),
        )
        state = address.select(
            t("official.state"),
            "state",
            {each: t(f"official.state.{each}") for each in STATES},
            key="official.state",
            everything=t("official.state.all"),
            drops=("id",),
        )
    return kind, state


def _state(each: Deviation) -> str:
    return "never" if each.official_version is None else "changed"


@st.cache_resource(max_entries=32, show_spinner=False)
def _deviations(key: Stamp, actor: str) -> list[Deviation]:
    """Read the records that differ; state, day, scope and person are what the answer depends on."""
    del key, actor
    with reader() as views:
        return official.deviations(views)


@st.cache_resource(max_entries=32, show_spinner=False)
def _counts(key: Stamp, actor: str) -> dict[str, int]:
    """Count the official records by kind."""
    del key, actor
    with reader() as views:
        rows = views.rows("SELECT record_kind, count(*) AS records FROM official_record GROUP BY ALL")
    return {row["record_kind"]: row["records"] for row in rows}


def _sentence(found: list[Deviation], counts: dict[str, int]) -> None:
    changed = sum(_state(each) == "changed" for each in found)
    st.markdown(
        t(
            "official.sentence",
            official=number(sum(counts.values())),
            changed=number(changed),
            never=number(len(found) - changed),
        )
    )


def _list(rows: list[Deviation]) -> None:
    shown = [
        asdict(each)
        | {
            "shown": words.name_of({"id": each.record, "name": each.name, "name_zh": each.name_zh}),
            "what": kind_of(each.kind).label(language()),
            "state": t(f"official.state.{_state(each)}"),
        }
        for each in rows
    ]
    picked = table(
        shown,
        [
            Column("shown", t("column.name"), width=300, pinned=True),
            Column("what", t("dash.journal.kind"), width=150),
            Column("state", t("official.state"), width=170),
            Column("status", t("official.status"), vocabulary="status", width=100),
            Column("official_version", t("official.version"), "number", width=110),
            Column("working_version", t("official.working"), "number", width=110),
            Column("record", t("column.id"), width=100),
        ],
        key="official.rows",
        alt=t("official.alt"),
        select="row",
        export="official-and-working",
    )
    if picked:
        address.put(id=str(picked.row["record"]))


def _one(each: Deviation) -> None:
    name = words.name_of({"id": each.record, "name": each.name, "name_zh": each.name_zh})
    with panel("official.differences", "differences", name=plain(name)):
        if each.official_version is None:
            st.caption(t("official.never.about"))
        else:
            _changes(each)
        if st.button(t("official.open"), key="official.open", icon=":material/open_in_new:"):
            go_record(each.record)


def _changes(each: Deviation) -> None:
    st.caption(
        t(
            "official.versions",
            official=each.official_version,
            working=each.working_version,
            status=term("status", each.status),
        )
    )
    with reader() as views:
        (full,) = official.with_changes(views, [each])
        held = official.official_content(views, each.record)
        newest = visible(views, each.kind, current().register.content(each.record, each.working_version))
    before = held[1] if held else {}
    for change in full.changes:
        st.markdown(line(each.kind, change, newest, before))
    if not full.changes:
        st.caption(t("official.same"))
