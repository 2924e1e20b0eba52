"""The journal on screen: one page of entries, and one entry with what it changed field by field."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import streamlit as st

from governance.model.kinds import kind_of
from governance.register import history
from governance.ui import words
from governance.ui.context import current, reader
from governance.ui.insight import address, journal_filters
from governance.ui.links import go_record
from governance.ui.register import names, wording
from governance.ui.tables import Column, table
from governance.ui.words import plain, t

if TYPE_CHECKING:
    from governance.model.differences import FieldChange
    from governance.register.history import Step

PAGE = 50
_LONG = 400


def show() -> None:
    """Draw filters, one page of entries and, beside it, the entry that was picked."""
    filters = journal_filters.ask()
    page = _page_number()
    with reader() as views:
        entries, total = filters.entries(views, limit=PAGE, offset=(page - 1) * PAGE)
    if not entries:
        _nothing(filters)
        return
    left, right = st.columns([2, 1], gap="medium")
    with left:
        picked = _list(entries)
        _pages(total)
    revision = picked or _named()
    with right, st.container(border=True, key="panel_entry"):
        _entry(revision) if revision else st.caption(t("dash.journal.pick"))


def local(moment: datetime) -> datetime:
    """Return a moment of the journal (naive UTC) as the clock of the register's time zone shows it."""
    return moment.replace(tzinfo=UTC).astimezone(current().register.zone).replace(tzinfo=None)


def _nothing(filters: journal_filters.Filters) -> None:
    st.info(t("dash.journal.none" if filters.any else "dash.journal.empty"), icon=":material/inbox:")
    if filters.any:
        st.button(t("dash.clear"), key="journal.clear", on_click=journal_filters.clear)


def columns() -> list[Column]:
    """Return the columns of the list of entries, on screen and in its export."""
    return [
        Column("moment", t("dash.journal.when"), "moment", width=132, pinned=True),
        Column("who", t("dash.journal.actor"), width=112),
        Column("operation", t("dash.journal.operation"), vocabulary="operation", width=84),
        Column("record", t("dash.journal.record"), width=200),
        Column("reason", t("dash.journal.reason"), width=300),
        Column("what", t("dash.journal.kind"), width=120),
        Column("record_id", t("column.id"), width=90),
        Column("revision", t("dash.journal.revision"), "number", width=70),
    ]


def worded(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return entries with local time, names and kinds in the language of the screen."""
    language = current().language
    return [
        each
        | {
            "moment": local(each["recorded_at"]),
            "who": words.name_of({"name": each["actor_name"], "name_zh": each["actor_name_zh"]} | _id(each)),
            "what": kind_of(each["kind"]).label(language),
            "record": words.name_of(each | {"id": each["record_id"]}),
        }
        for each in entries
    ]


def _list(entries: list[dict[str, Any]]) -> int | None:
    alt = t("dash.journal.alt")
    picked = table(worded(entries), columns(), key="journal", alt=alt, select="row", find=False)
    if picked is None:
        return None
    revision = int(picked.row["revision"])
    address.put(entry=str(revision))
    return revision


def _id(entry: dict[str, Any]) -> dict[str, Any]:
    return {"id": entry["actor"]}


def _page_number() -> int:
    value = st.query_params.get("page", "1")
    return max(1, int(value)) if value.isdecimal() and len(value) < 8 else 1


def _pages(total: int) -> None:
    count = max(1, -(-total // PAGE))
    st.session_state["journal.page"] = min(_page_number(), count)
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.caption(t("dash.journal.total", total=words.number(total)), width="content")
        st.pagination(count, key="journal.page", on_change=_follow_page)


def _follow_page() -> None:
    page = st.session_state["journal.page"]
    address.put(page=str(page) if page > 1 else None, entry=None)


def _named() -> int | None:
    value = st.query_params.get("entry", "")
    return int(value) if value.isdecimal() and len(value) < 16 else None


def _entry(revision: int) -> None:
    """Draw one entry: who, when, why, and the change itself."""
    with reader() as views:
        found = views.row("SELECT kind, record_id FROM entry WHERE revision = $revision", revision=revision)
        steps = history.of_record(views, found["record_id"]) if found else ()
    step = next((each for each in steps if each.revision == revision), None)
    if found is None or step is None:
        st.info(t("dash.journal.unknown"), icon=":material/visibility_off:")
        return
    _head(found["kind"], found["record_id"], step)
    before = next((each for each in steps if each.revision < revision and each.content is not None), None)
    _changes(found["kind"], step, before)
    if st.button(t("dash.open_record"), icon=":material/open_in_new:", key="journal.open"):
        go_record(found["record_id"])


def _head(kind: str, record_id: str, step: Step) -> None:
    name = names.name(record_id)
    st.header(plain(name), anchor=False)
    st.caption(
        f"{kind_of(kind).label(current().language)} · {record_id} · "
        + t("dash.journal.version", version=step.version, revision=words.number(step.revision))
    )
    who, when = plain(names.name(step.actor)), words.moment(local(step.recorded_at))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.badge(words.term("operation", step.operation), color="blue")
        st.badge(words.term("status", step.status), color="gray")
    st.markdown(f":material/person: {who} · :material/schedule: {when}")
    st.text(step.reason)


def _changes(kind: str, step: Step, before: Step | None) -> None:
    if step.content is None:
        st.caption(t("dash.journal.hidden"))
    elif before is None:
        st.caption(t("dash.journal.first"))
    elif not step.changes:
        st.caption(t("dash.journal.no_field"))
    for change in step.changes:
        _change(kind, change, before.content if before else {}, step.content)


def _change(
    kind: str, change: FieldChange, before: dict[str, Any] | None, after: dict[str, Any] | None
) -> None:
    old, new = before or {}, after or {}
    st.markdown(f"**{plain(wording.path_label(kind, change.path, new, old), _LONG)}**")
    was, now = _value(kind, change, change.old, old), _value(kind, change, change.new, new)
    st.markdown(f":red[:material/remove: {was}]  \n:green[:material/add: {now}]")


def _value(kind: str, change: FieldChange, value: Any, content: dict[str, Any]) -> str:
    if wording.is_empty(value):
        return t("dash.journal.nothing")
    if change.field.shape == "rows" and isinstance(value, dict):
        return plain(wording.row_title(change.field, value, content), _LONG)
    if change.field.shape == "answers" and isinstance(value, dict):
        answers = (
            f"{wording.path_label(kind, path, content)}: {words.term('stated', answer)}"
            for path, answer in value.items()
        )
        return plain("; ".join(answers), _LONG)
    if change.field.shape == "json":
        return t("dash.journal.technical")
    return plain(wording.sentence(change.field, value, content), _LONG)
