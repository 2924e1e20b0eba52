"""The organisation as a tree: legal entities, their departments, posts and who holds them on the day."""

from __future__ import annotations

from collections import defaultdict
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import streamlit as st

from governance.ui.context import current, reader
from governance.ui.headings import heading
from governance.ui.links import go, go_record
from governance.ui.register import names
from governance.ui.register.styles import tight_links
from governance.ui.words import day, name_of, plain, t, term

if TYPE_CHECKING:
    from collections.abc import Iterator

_STEP_PIXELS = 28
_UNITS = """
SELECT id, name, name_zh, organisation, parent, head FROM department
WHERE status NOT IN ('void', 'retired') ORDER BY id
"""
_ENTITIES = """
SELECT id, name, name_zh, parent, country FROM organisation
WHERE status NOT IN ('void', 'retired') ORDER BY id
"""
_POSTS = """
SELECT p.id, p.name, p.name_zh, p.role, p.organisation, p.department,
       list({'person': h.holder, 'deputy': h.deputy, 'until': h.ends_on, 'left': h.state = 'left'}
            ORDER BY h.deputy, h.starts_on) FILTER (h.holder IS NOT NULL) AS holders
FROM post p LEFT JOIN holding h ON h.post = p.id
WHERE p.status NOT IN ('void', 'retired')
GROUP BY ALL ORDER BY p.id
"""

Rows = list[dict[str, Any]]


def organisation_tree() -> None:
    """Draw the page."""
    tight_links()
    _head()
    with reader() as views:
        entities, units, posts = (views.rows(sql) for sql in (_ENTITIES, _UNITS, _POSTS))
    st.caption(t("register.tree.on", day=plain(day(current().effective_on))))
    by_unit, group_posts = defaultdict(list), defaultdict(list)
    for post in posts:
        if post["department"]:
            by_unit[post["department"]].append(post)
        else:
            group_posts[post["organisation"]].append(post)
    for entity in entities:
        _entity(
            entity, [each for each in units if each["organisation"] == entity["id"]], by_unit, group_posts
        )
    _rest(units, {each["id"] for each in entities}, by_unit, group_posts[None])


def _head() -> None:
    actions = heading(t("page.organisations"), t("register.tree.about"), actions=True)
    if actions is None:
        return
    with actions:
        for kind in ("organisation", "department", "post", "appointment"):
            if current().can("create", kind) and st.button(
                t(f"register.tree.new.{kind}"), key=f"tree.new.{kind}", icon=":material/add:", type="tertiary"
            ):
                go("record", new=kind)


def _entity(
    entity: dict[str, Any], units: Rows, by_unit: dict[str, Rows], group_posts: dict[str | None, Rows]
) -> None:
    with st.container(border=True, key=f"panel_{entity['id']}"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.header(plain(name_of(entity)), anchor=False, width="content")
            if entity["country"]:
                st.badge(term("country", entity["country"]), color="gray")
            if entity["parent"]:
                st.caption(t("register.tree.under", name=plain(names.name(entity["parent"]))))
            _open(entity["id"], t("register.tree.open"))
        _posts(group_posts[entity["id"]], 0)
        _units(None, units, by_unit, 0)


def _units(parent: str | None, units: Rows, by_unit: dict[str, Rows], depth: int) -> None:
    known = {each["id"] for each in units}
    for unit in units:
        above = unit["parent"] if unit["parent"] in known else None
        if above == parent and depth < 12:
            _unit(unit, by_unit, depth)
            _units(unit["id"], units, by_unit, depth + 1)


def _unit(unit: dict[str, Any], by_unit: dict[str, Rows], depth: int) -> None:
    with _line(unit["id"], depth):
        st.markdown(":material/subdirectory_arrow_right:" if depth else ":material/groups:", width="content")
        _open(unit["id"], f"**{plain(name_of(unit))}**")
    _posts(by_unit[unit["id"]], depth + 1)


def _posts(posts: Rows, depth: int) -> None:
    for post in posts:
        with _line(post["id"], depth):
            st.markdown(":gray[:material/badge:]", width="content")
            _open(post["id"], plain(name_of(post)))
            if not post["holders"]:
                st.badge(t("register.tree.vacant"), color="red", icon=":material/person_off:")
            for holder in post["holders"] or ():
                _holder(post["id"], holder)


def _holder(post: str, holder: dict[str, Any]) -> None:
    who = plain(names.name(holder["person"]))
    _open(holder["person"], f":material/person: {who}", under=post)
    if holder["deputy"]:
        st.caption(t("register.tree.deputy"))
    if holder["left"]:
        st.badge(t("register.tree.left"), color="red")
    elif holder["until"]:
        st.caption(t("register.tree.until", day=plain(day(holder["until"]))))


def _open(record_id: str | None, words: str, *, under: str = "") -> None:
    if record_id and st.button(words, key=f"tree.{under}.{record_id}", type="tertiary"):
        go_record(record_id)


@contextmanager
def _line(key: str, depth: int) -> Iterator[None]:
    """Open one line of the tree, that many steps from the left edge."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"links_tree_{key}"):
        if depth:
            st.space(min(depth, 8) * _STEP_PIXELS)
        yield


def _rest(units: Rows, entities: set[str], by_unit: dict[str, Rows], posts: Rows) -> None:
    """Draw what hangs on no legal entity, so that it is seen and put right."""
    loose = [each for each in units if each["organisation"] not in entities]
    if not loose and not posts:
        return
    with st.container(border=True, key="panel_tree_rest"):
        st.header(t("register.tree.rest"), anchor=False)
        _units(None, loose, by_unit, 0)
        _posts(posts, 0)
