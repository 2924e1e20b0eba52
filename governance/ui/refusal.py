"""The plain sentence in place of a page, for who may not open it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from governance.ui.headings import heading
from governance.ui.links import link
from governance.ui.navigation import ENTRIES
from governance.ui.words import name_of, plain, t, term

if TYPE_CHECKING:
    from governance.ui.context import Context
    from governance.ui.navigation import Entry

_SEEN = "frame.refused"


def show(context: Context, entry: Entry) -> None:
    """Say that the person may not open the page, who can, and the way back; the refusal is noted once a visit."""
    if st.session_state.get(_SEEN) != (context.actor, entry.name):
        st.session_state[_SEEN] = (context.actor, entry.name)
        context.register.access.refused(
            context.actor or "nobody",
            operation="open",
            kind="page",
            record_id=entry.name,
            code="page_not_permitted",
        )
    heading(t(f"page.{entry.name}"))
    roles = [term("application_role", grant.role) for grant in context.grants]
    told = "page.refused" if roles else "page.refused.norole"
    st.warning(
        t(told, roles=plain(t("frame.and").join(dict.fromkeys(roles))), who=plain(_who(context))),
        icon=":material/lock:",
    )
    back = next((each for each in ENTRIES if each.listed and context.opens(each.name)), None)
    if back:
        link(back.name, t("page.refused.back", page=t(f"page.{back.name}")), icon=":material/arrow_back:")


def forget() -> None:
    """Note the next refusal again: the person has been elsewhere."""
    st.session_state.pop(_SEEN, None)


def _who(context: Context) -> str:
    """Return the names of the administrators, who alone give rights."""
    today = context.register.today()
    with context.register.read(context.register.lens()) as views:
        rows = views.rows(
            'SELECT DISTINCT p.id, p.name, p.name_zh FROM "grant" g JOIN person p ON p.id = g.person'
            " WHERE g.role = 'administrator' AND g.status NOT IN ('void', 'retired')"
            " AND p.status NOT IN ('void', 'retired') AND (g.starts_on IS NULL OR g.starts_on <= $today)"
            " AND (g.ends_on IS NULL OR g.ends_on > $today) ORDER BY p.id LIMIT 3",
            today=today,
        )
    return t("frame.and").join(name_of(row) for row in rows)
