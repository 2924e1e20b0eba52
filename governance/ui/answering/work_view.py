"""My work: one queue for the person who looks, or for the team of a head of department, overdue first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from governance.insight import work, work_words
from governance.model.kinds import KINDS
from governance.ui import words
from governance.ui.answering import drafts_view
from governance.ui.context import current, reader
from governance.ui.feedback import empty
from governance.ui.insight import address
from governance.ui.insight.cache import LAWFUL, Stamp, stamp
from governance.ui.law import clock_data
from governance.ui.links import go_record
from governance.ui.tables import Column, table
from governance.ui.words import t

if TYPE_CHECKING:
    from governance.insight.work import Item

WAITED = (*LAWFUL, "grant", "campaign", "approval", "attestation", "settings")


def show() -> None:
    """Draw whose work it is, how much waits, and the queue; picking a row opens the record."""
    context = current()
    if not context.actor:
        empty("work.nobody", icon=":material/person_off:")
        return
    team = _team(context.actor) == "team"
    items = _queue(stamp(WAITED), context.actor, team, tuple(clock_data.rows()))
    _told(items, team=team)
    if not team:
        drafts_view.show()
    if not items:
        return
    counts = {task: sum(each.task == task for each in items) for task in work.TASKS}
    options = {"all": t("work.tab", what=t("work.task.all"), count=words.number(len(items)))} | {
        task: t("work.tab", what=t(f"work.task.{task}"), count=words.number(count))
        for task, count in counts.items()
        if count
    }
    task = address.segments(t("work.what"), "task", options, key="work.task")
    _rows([each for each in items if task in ("all", each.task)], task)


def _team(person: str) -> str:
    """Return whose work is looked at; only a head of department is asked."""
    with reader() as views:
        led = work.leads(views, person)
    if not led:
        return "mine"
    options = {"mine": t("work.mine"), "team": t("work.team", count=len(led))}
    return address.segments(t("work.whose"), "whose", options, key="work.whose", drops=("task",))


@st.cache_resource(max_entries=32, show_spinner=False)
def _queue(key: Stamp, person: str, team: bool, _clocks: tuple[Any, ...]) -> list[Item]:
    del key
    context = current()
    with reader() as views:
        return work.queue(views, person, team=team, clocks=_clocks, allowed=context.can)


def _told(items: list[Item], *, team: bool) -> None:
    late = sum(each.overdue for each in items)
    if not items:
        st.success(t("work.none.team" if team else "work.none"), icon=":material/check_circle:")
    elif late:
        told = t("work.late", count=words.number(len(items)), late=words.number(late))
        st.warning(told, icon=":material/schedule:")
    else:
        st.info(t("work.waiting", count=words.number(len(items))), icon=":material/inbox:")


def _rows(items: list[Item], task: str) -> None:
    picked = table(
        [_row(each) for each in items],
        [
            Column("what", t("work.column.what"), width=130, pinned=True),
            Column("record", t("work.column.record"), width=290),
            Column("detail", t("work.column.detail"), width=240),
            Column("due_on", t("work.column.due"), "date", width=110),
            Column("late", t("work.column.late"), width=90),
            Column("kind_shown", t("work.column.kind"), width=140),
            Column("id", t("column.id"), width=100),
        ],
        key=f"work.{task}",
        alt=t("work.alt"),
        select="row",
        export="work",
        height=640,
    )
    st.caption(t("work.reading"))
    if picked:
        go_record(picked.row["id"])


def _row(item: Item) -> dict[str, Any]:
    kind = KINDS[item.kind]
    return {
        "what": work_words.task(item, current().language),
        "record": work_words.name(item, current().language),
        "detail": work_words.detail(item, current().language),
        "due_on": item.due_on,
        "late": t("work.overdue") if item.overdue else "",
        "kind_shown": kind.zh if current().language == "zh" else kind.en,
        "id": item.id,
    }
