"""Choosing one activity of many: words narrow the list, the choice stands in the address."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from governance.ui import words
from governance.ui.context import reader
from governance.ui.insight import address
from governance.ui.insight.cache import Stamp, stamp
from governance.ui.register import names
from governance.ui.state import language
from governance.ui.words import namer, t

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST = 200
# Under both laws first: there the two can be compared as they apply.
_SQL = """
SELECT id, name, name_zh, count(*) OVER () AS found,
       coalesce(list_contains(l.laws, 'pipl') AND list_has_any(l.laws, ['gdpr', 'uk_gdpr']), false) AS compared
FROM live_activity LEFT JOIN activity_laws l ON l.activity = id
WHERE $text = '' OR contains(lower(concat_ws(' ', id, reference, name, name_zh)), $text)
ORDER BY compared DESC, {order}, id LIMIT {most}
"""


def ask(drops: Sequence[str] = ()) -> str | None:
    """Draw a search box and the list, and return the activity chosen: the first one until a choice is made."""
    left, right = st.columns([1, 2], vertical_alignment="bottom")
    with left:
        text = (
            st.text_input(
                t("law.activity.find"),
                key="law.activity.find",
                type="search",
                placeholder=t("law.activity.find"),
                icon=":material/search:",
                label_visibility="collapsed",
            )
            or ""
        )
    found, total = _offered(stamp(("activity",)), text.strip().casefold(), language())
    chosen = st.query_params.get("activity")
    if chosen and names.name(chosen) == chosen:
        chosen = None  # it may not be seen, or is none
    options = dict(found)
    if chosen:
        options = {chosen: names.name(chosen)} | options
    if not options:
        return None
    with right:
        _select(options, chosen or next(iter(options)), drops)
    if total > MOST:
        st.caption(t("law.activity.more", most=words.number(MOST), total=words.number(total)))
    return chosen or next(iter(options))


def _select(options: dict[str, str], chosen: str, drops: Sequence[str]) -> None:
    key = "law.activity"
    st.session_state[key] = chosen
    st.selectbox(
        t("law.activity"),
        list(options),
        key=key,
        format_func=namer({each: f"{shown} · {each}" for each, shown in options.items()}),
        label_visibility="collapsed",
        on_change=_follow,
        args=(key, tuple(drops)),
    )


def _follow(key: str, drops: tuple[str, ...]) -> None:
    address.put(activity=st.session_state.get(key), **dict.fromkeys(drops))


@st.cache_resource(max_entries=64, show_spinner=False)
def _offered(key: Stamp, text: str, chosen: str) -> tuple[list[tuple[str, str]], int]:
    del key
    order = "coalesce(name_zh, name)" if chosen == "zh" else "lower(name)"
    with reader() as views:
        rows = views.rows(_SQL.format(order=order, most=MOST), text=text)
    return [(row["id"], words.name_of(row)) for row in rows], rows[0]["found"] if rows else 0
