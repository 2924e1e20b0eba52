"""The log of refusals and exports on screen: filters, one page of entries in words, and how far it is whole."""

from __future__ import annotations

import json
from typing import Any

import streamlit as st

from governance.model.kinds import KINDS
from governance.register import access_log
from governance.ui import words
from governance.ui.context import current, reader
from governance.ui.insight import address, paging
from governance.ui.insight.journal_view import local
from governance.ui.register import names
from governance.ui.tables import Column, table
from governance.ui.words import t

Row = dict[str, Any]

PAGE = 50
EVENTS = ("refused", "exported")


def show() -> None:
    """Draw the log."""
    current().register.access.flush()
    event = address.segments(
        t("access.event"),
        "event",
        {"all": t("dash.all")} | {each: t(f"access.event.{each}") for each in EVENTS},
        key="access.event",
        drops=("page",),
    )
    person = _person()
    asked = event if event in EVENTS else ""
    page = _page()
    with reader() as views:
        rows, total = access_log.listed(
            views, event=asked, person=person or "", limit=PAGE, offset=(page - 1) * PAGE
        )
    if not rows:
        st.info(t("access.none"), icon=":material/inbox:")
        return
    st.caption(t("access.total", total=words.number(total)))
    table(
        [_worded(each) for each in rows],
        columns(),
        key="access",
        alt=t("access.alt"),
        find=False,
        export="refusals-and-exports",
    )
    paging.draw(total, PAGE, key="access.page")


def columns() -> list[Column]:
    """Return the columns of the log."""
    return [
        Column("moment", t("access.when"), "moment", width=132, pinned=True),
        Column("who", t("access.who"), width=150),
        Column("event", t("access.event"), width=90),
        Column("what", t("access.what"), width=190),
        Column("record_id", t("column.id"), width=100),
        Column("why", t("access.why"), width=260),
        Column("scope", t("access.scope"), width=190),
        Column("rows", t("access.rows"), "number", width=80),
        Column("times", t("access.times"), "number", width=80),
    ]


def _person() -> str | None:
    people = {each.id: each.shown() for each in names.book("person").values()}
    return address.select(
        t("access.who"), "actor", people, key="access.actor", everything=t("dash.everybody"), drops=("page",)
    )


def _page() -> int:
    value = st.query_params.get("page", "1")
    return max(1, int(value)) if value.isdecimal() and len(value) < 8 else 1


def _worded(row: Row) -> Row:
    """Return an entry in words."""
    refused = row["event"] == "refused"
    return {
        "moment": local(row["recorded_at"]),
        "who": _who(row),
        "event": t(f"access.event.{row['event']}"),
        "what": _what(row) if refused else _export(row["operation"]),
        "record_id": row["record_id"],
        "why": _why(row["code"]) if refused else _filters(row["filters"]),
        "scope": "" if refused else _scope(row["scope"]),
        "rows": row["rows"],
        "times": row["times"],
    }


def _who(row: Row) -> str:
    if not row["person"]:
        return t("access.operator")
    return words.name_of({"id": row["person"], "name": row["name"], "name_zh": row["name_zh"]})


def _what(row: Row) -> str:
    if row["operation"] == access_log.MANY:
        return t("access.many")
    if row["kind"] == "page":
        return t("access.page", page=t(f"page.{row['record_id']}"))
    if not row["kind"]:
        return _export(row["operation"])
    kind = KINDS[row["kind"]].label(current().language) if row["kind"] in KINDS else row["kind"]
    return t("access.command", operation=words.term("operation", row["operation"]), kind=kind)


def _export(name: str) -> str:
    key = f"access.export.{name}"
    return t(key) if words.has(key) else name


def _why(code: str) -> str:
    key = f"access.code.{code}"
    return t(key) if words.has(key) else code


def _filters(names_: str) -> str:
    return t("access.filters", names=names_.replace(",", ", ")) if names_ else ""


def _scope(said: str) -> str:
    given: dict[str, Any] = json.loads(said)
    departments = given["departments"]
    where = (
        t("access.scope.all")
        if departments == "*"
        else t("frame.and").join(names.name(each) for each in departments) or t("access.scope.none")
    )
    return where if given["contacts"] else f"{where} · {t('access.scope.masked')}"
