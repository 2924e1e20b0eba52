"""The lists of every other kind of record: the same columns, search and pages from the declarations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from governance.model.kinds import KINDS, Kind
from governance.ui.context import current, reader
from governance.ui.headings import heading
from governance.ui.links import go, go_record
from governance.ui.register import addresses, names
from governance.ui.register.list_export import offer_list
from governance.ui.register.list_table import draw_rows
from governance.ui.register.names import ENDED
from governance.ui.register.sections import fields_of, label
from governance.ui.state import language
from governance.ui.words import number, t

if TYPE_CHECKING:
    import pyarrow as pa

    from governance.register.reader import Reader

PAGE = "records"
SIZE = 50
_MOST_COLUMNS = 6
_SHAPES = ("short", "code", "codes", "date", "flag", "whole")
_NOT_LISTED = ("name", "name_zh", "code")


def records_list() -> None:
    """Draw the page: a kind is chosen above, its records follow."""
    kind = KINDS[_kind()]
    _head(kind)
    text = addresses.words("q", t("register.search"), page=f"{PAGE}.{kind.code}")
    ended = addresses.yes("ended", t("register.records.ended"), page=f"{PAGE}.{kind.code}")
    columns = ("id", "name", *(("status",) if ended else ()), *listed_columns(kind))
    asked = {"text": text.casefold(), "ended": ended}
    with reader() as views:
        total = int(views.value(f"SELECT count(*) FROM ({_sql(kind, columns)})", **asked) or 0)
        start = (addresses.current_page(f"{PAGE}.{kind.code}") - 1) * SIZE
        rows = views.rows(f"{_sql(kind, columns)} LIMIT {SIZE} OFFSET {start}", **asked)
    if not rows:
        st.info(t("register.records.empty", what=kind.label(language(), many=True)), icon=":material/inbox:")
        return
    _table(kind, columns, rows, total, asked)


def _table(
    kind: Kind, columns: tuple[str, ...], rows: list[dict[str, Any]], total: int, asked: dict[str, Any]
) -> None:
    def whole(views: Reader) -> pa.Table:
        return views.table(_sql(kind, columns), **asked)

    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(t("register.records.count", count=number(total)), width="stretch")
        offer_list(kind.code, columns, whole, filters=[name for name, value in asked.items() if value])
    headers = {each.name: label(each) for each in kind.fields}
    own = {name: t(f"register.column.{name}") for name in ("id", "status")}
    for row in rows:
        if kind.code == "appointment":
            row["name"] = row["name_zh"] = names.name(row["id"])
    picked = draw_rows(
        kind, rows, columns, lambda name: own.get(name) or headers[name], key=f"records.{kind.code}"
    )
    addresses.pages(total, SIZE, page=f"{PAGE}.{kind.code}")
    if picked.opened:
        go_record(picked.opened)


def _kind() -> str:
    offered = [
        code
        for code, kind in KINDS.items()
        if code != "activity"
        and (not kind.administrative or current().holds("administrator", "auditor", "dpo"))
    ]
    if "records.kind" not in st.session_state:
        given = st.query_params.get("kind")
        st.session_state["records.kind"] = given if given in offered else "system"
    st.pills(
        t("register.records.kind"),
        offered,
        key="records.kind",
        required=True,
        format_func=lambda code: f"{KINDS[code].icon} {KINDS[code].label(language(), many=True)}",
        label_visibility="collapsed",
        on_change=_kind_chosen,
    )
    return str(st.session_state["records.kind"])


def _kind_chosen() -> None:
    for name in ("q", "ended", "page"):
        st.query_params.pop(name, None)
    st.query_params["kind"] = st.session_state["records.kind"]


def _head(kind: Kind) -> None:
    actions = heading(kind.label(language(), many=True), actions=True)
    if actions is None or not current().can("create", kind.code):
        return
    with actions:
        what = kind.label(language())
        if st.button(t("register.new", what=what), key="records.new", type="primary", icon=":material/add:"):
            go("record", new=kind.code)


def listed_columns(kind: Kind) -> tuple[str, ...]:
    """Return the fields of ``kind`` a list shows: its first ones that fit a cell."""
    fitting = [
        each.name for each in fields_of(kind.code) if each.shape in _SHAPES and each.name not in _NOT_LISTED
    ]
    return tuple(fitting[:_MOST_COLUMNS])


def _sql(kind: Kind, columns: tuple[str, ...]) -> str:
    """Return the list of ``kind`` as SQL; every name in it comes from the model."""
    shown = ", ".join(f'"{name}"' for name in dict.fromkeys(("id", "name", "name_zh", *columns)))
    ended = ", ".join(f"'{each}'" for each in ENDED)
    order = "coalesce(name_zh, name)" if language() == "zh" else "lower(name)"
    return (
        f'SELECT {shown} FROM "{kind.code}" WHERE ($ended OR status NOT IN ({ended}))'
        " AND ($text = '' OR contains(lower(concat_ws(' ', id, name, name_zh)), $text))"
        f" ORDER BY {order}, id"
    )
