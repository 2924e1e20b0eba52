"""The list of activities: search, filters, columns, pages, opening a record, export and bulk edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from governance import vocabulary
from governance.model.kinds import KINDS
from governance.register import activity_list as activity_query
from governance.register.activity_list import Filters
from governance.register.drafts import NEW
from governance.register.vantage import outlook
from governance.singleflight import SingleFlight
from governance.ui.context import current, reading
from governance.ui.headings import heading
from governance.ui.insight.cache import JUDGED
from governance.ui.links import go, go_record
from governance.ui.register import addresses, bulk, columns, drafting, names
from governance.ui.register.list_export import offer_list
from governance.ui.register.list_table import draw_rows
from governance.ui.state import language
from governance.ui.words import number, t

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

PAGE = "activities"
_NAMES = (
    "q", "department", "organisation", "role", "law", "status", "stage", "state", "owner", "sensitive",
    "transfers",
)  # fmt: skip
_pages: SingleFlight[Hashable, tuple[list[dict[str, Any]], int]] = SingleFlight(64)
_STATES = ("covered", "partial", "gap", "not_assessed", "not_applicable")


def activity_list() -> None:
    """Draw the page."""
    _head()
    filters = _filters()
    departments = _department_names()
    shown = columns.chosen()
    order = _sort_of(st.session_state.get(f"{PAGE}.sort", "name")), _descends()
    rows, total = _rows(filters, departments, shown, order, addresses.current_page(PAGE))
    if not total:
        _empty(filters)
        return
    _table(filters, departments, rows, shown, total)


def _rows(
    filters: Filters,
    departments: dict[str, str],
    shown: tuple[str, ...],
    order: tuple[str, bool],
    page: int,
) -> tuple[list[dict[str, Any]], int]:
    """Return the rows of one page and how many match, read once for all who see the same."""
    lens = reading()
    sort, descending = order

    def read() -> tuple[list[dict[str, Any]], int]:
        with current().register.read(lens) as views:
            return activity_query.listed(
                views, filters, departments, shown, sort=sort, descending=descending, number=page
            )

    key = outlook(current().register, lens).key(JUDGED)
    return _pages.get((filters, shown, order, page, *key), read)


def _head() -> None:
    actions = heading(t("page.activities"), t("register.activities.about"), actions=True)
    if actions is None or not current().can("create", "activity"):
        return
    with actions:
        unfinished = drafting.has_draft("activity", NEW)
        key = "register.activities.continue" if unfinished else "register.activities.new"
        if st.button(t(key), key="activities.new", type="primary", icon=":material/add:"):
            go("record", new="activity")


def _filters() -> Filters:
    left, middle, right = st.columns([5, 3, 4], vertical_alignment="bottom")
    with left:
        text = addresses.words(
            "q", t("register.search"), page=PAGE, placeholder=t("register.activities.search")
        )
    with middle:
        addresses.one(
            "sort",
            t("register.sort"),
            ("name", "id", "department", "people", "recorded_at", "last_reviewed"),
            lambda each: t(f"register.sort.{each}"),
            page=PAGE,
            label_visibility="collapsed",
        )
    with right, st.container(horizontal=True):
        asked = _asked()
        label = t("register.filters.some", count=asked) if asked else t("register.filters")
        with st.popover(label, icon=":material/filter_list:", key="activities.filters", width="content"):
            chosen = _choices()
        with st.popover(t("register.columns"), icon=":material/view_column:", key="activities.column_menu"):
            columns.choose()
    return Filters(text=text, **chosen)


def _choices() -> dict[str, Any]:
    """Draw every filter and return what is chosen."""
    found: dict[str, Any] = {}
    links = {"department": "department", "organisation": "organisation", "owner": "post"}
    for column, group in zip(st.columns(2), (_NAMES[1:5], _NAMES[5:9]), strict=True):
        with column:
            for name in group:
                options, shown = _options(name, links.get(name))
                label = t(f"register.filter.{name}")
                found[name] = addresses.many(name, label, options, shown, page=PAGE)
            if group[0] == "department":
                found["sensitive"] = addresses.yes("sensitive", t("register.filter.sensitive"), page=PAGE)
            else:
                found["transfers"] = addresses.yes("transfers", t("register.filter.transfers"), page=PAGE)
    st.button(
        t("register.filters.clear"),
        key="activities.clear",
        icon=":material/filter_list_off:",
        on_click=addresses.clear,
        args=(PAGE, _NAMES),
    )
    return found


def _options(name: str, kind: str | None) -> tuple[Sequence[str], Callable[[str], str]]:
    if kind:
        return names.choices((kind,)), names.name
    if name == "state":
        return _STATES, lambda each: t(f"register.cell.{each}")
    vocabularies = {"role": "activity_role", "law": "law", "status": "status", "stage": "stage"}
    listed = vocabularies[name]
    in_language = language()
    codes = [each.code for each in vocabulary.terms(listed)]
    return codes, lambda code: vocabulary.label(listed, code, in_language)


def _asked() -> int:
    """Return how many filters are set, before their inputs are drawn."""
    return sum(bool(st.session_state.get(f"{PAGE}.{name}", st.query_params.get(name))) for name in _NAMES[1:])


def _sort_of(chosen: str) -> str:
    return "name_zh" if chosen == "name" and language() == "zh" else chosen


def _descends() -> bool:
    return st.session_state.get(f"{PAGE}.sort") in ("people", "recorded_at")


def _department_names() -> dict[str, str]:
    return {each.id: f"{each.name} {each.name_zh or ''}" for each in names.book("department").values()}


def _empty(filters: Filters) -> None:
    if filters.text or filters.asked:
        st.info(t("register.activities.no_match"), icon=":material/search_off:")
        st.button(
            t("register.filters.clear"),
            key="activities.clear_all",
            on_click=addresses.clear,
            args=(PAGE, _NAMES),
        )
        return
    st.info(t("register.activities.empty"), icon=":material/inbox:")
    if st.button(t("register.activities.import"), key="activities.import", icon=":material/upload_file:"):
        go("importing")


def _table(
    filters: Filters,
    departments: dict[str, str],
    rows: list[dict[str, Any]],
    shown: tuple[str, ...],
    total: int,
) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(t("register.activities.count", count=number(total)), width="stretch")
        place = st.container(width="content")
        offer_list(
            "activity",
            shown,
            lambda views: activity_query.whole(views, filters, departments, shown),
            filters=filters.names,
        )
    picked = draw_rows(
        KINDS["activity"], rows, shown, columns.column_label, key="activities.table", many=bulk.offered()
    )
    addresses.pages(total, activity_query.PAGE, page=PAGE)
    if picked.opened:
        go_record(picked.opened)
    with place:
        bulk.menu(picked.ids, filters, departments, total)
