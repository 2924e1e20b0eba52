"""People and what they may do: the grants, adding one, ending one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from governance import vocabulary
from governance.language import LANGUAGES
from governance.register import commands
from governance.register.commands import Change
from governance.ui import feedback, words
from governance.ui.context import current, reader
from governance.ui.register import names
from governance.ui.tables import Column, table
from governance.ui.words import namer, plain, t

if TYPE_CHECKING:
    from collections.abc import Mapping

_GRANTS = """
SELECT g.id, g.version, g.person, g.role, g.departments, g.starts_on, g.ends_on, p.name, p.name_zh, p.left_on,
       CASE WHEN g.ends_on <= lens_day() OR p.left_on <= lens_day() THEN 'ended'
            WHEN g.starts_on > lens_day() THEN 'later' ELSE 'in_force' END AS state
FROM "grant" g LEFT JOIN person p ON p.id = g.person
WHERE g.status NOT IN ('void', 'retired') ORDER BY p.name, g.role
"""


def show() -> None:
    """List the grants; an administrator may add one, and end the one that was picked."""
    with reader() as views:
        rows = sorted(views.rows(_GRANTS), key=lambda row: bool(row["state"] == "ended"))
    picked = table(
        [_row(row) for row in rows],
        [
            Column("shown", t("dash.grants.person"), width=190, pinned=True),
            Column("role", t("dash.grants.role"), vocabulary="application_role", width=170),
            Column("departments_shown", t("dash.grants.departments"), width=220),
            Column("starts_on", t("dash.from"), "date"),
            Column("ends_on", t("dash.to"), "date"),
            Column("state_shown", t("dash.grants.state")),
        ],
        key="settings.grants",
        alt=t("dash.grants.alt"),
        select="row",
        export="grants",
    )
    if not current().can("create", "grant"):
        st.caption(t("dash.grants.read_only"))
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        _adding()
        _ending(picked.row if picked else None, rows)


def _row(row: dict[str, Any]) -> dict[str, Any]:
    separator = "、" if current().language == "zh" else ", "
    within = separator.join(names.name(each) for each in row["departments"] or ())
    return row | {
        "shown": words.name_of(row | {"id": row["person"]}),
        "departments_shown": within or t("dash.grants.every"),
        "state_shown": t(f"dash.grants.state.{row['state']}"),
    }


def _adding() -> None:
    with (
        st.popover(t("dash.grants.add"), icon=":material/person_add:", key="settings.grant"),
        st.form("settings.grant.form", border=False, clear_on_submit=True),
    ):
        known = {each.id: each.shown() for each in names.book("person").values() if each.status != "void"}
        person = st.selectbox(
            t("dash.grants.known"), list(known), index=None, format_func=namer(known),
            placeholder=t("dash.grants.known.hint"),
        )  # fmt: skip
        name = st.text_input(t("dash.grants.new"), placeholder=t("dash.grants.new.hint"))
        email = st.text_input(t("dash.grants.email"))
        roles = words.terms("application_role")
        role = st.selectbox(t("dash.grants.role"), list(roles), format_func=namer(roles))
        units = {each: names.name(each) for each in names.choices(("department",))}
        departments = st.multiselect(
            t("dash.grants.departments"), list(units), format_func=namer(units),
            placeholder=t("dash.grants.every"),
        )  # fmt: skip
        if st.form_submit_button(t("dash.grants.give"), type="primary"):
            _give(person, {"name": name.strip(), "email": email.strip()}, role, departments)


def _give(person: str | None, new: Mapping[str, str], role: str, departments: list[str]) -> None:
    if not person and not new["name"]:
        st.error(t("dash.grants.nobody"), icon=":material/error:")
        return
    context = current()
    reason = t("dash.grants.reason.give")
    with feedback.guard():
        if not person:
            filled = {field: value for field, value in new.items() if value}
            made = commands.write(
                context.register,
                actor=context.actor,
                reason=reason,
                changes=[Change("person", "create", filled)],
            )
            person = made.saved[0].record_id
        content = _titles(context.register.content(person), role) | {
            "person": person,
            "role": role,
            "departments": departments,
            "starts_on": context.register.today().isoformat(),
        }
        receipt = commands.write(
            context.register, actor=context.actor, reason=reason, changes=[Change("grant", "create", content)]
        )
        feedback.saved(receipt)
        st.rerun()


def _titles(person: dict[str, Any], role: str) -> dict[str, Any]:
    """Return the name of a grant in both languages."""
    labels = {language: vocabulary.label("application_role", role, language) for language in LANGUAGES}
    return {
        "name": f"{person['name']}: {labels['en']}",
        "name_zh": f"{person.get('name_zh') or person['name']}：{labels['zh']}",
    }


def _ending(row: dict[str, Any] | None, rows: list[dict[str, Any]]) -> None:
    if row is None:
        st.caption(t("dash.grants.pick"), width="content")
        return
    last = row["role"] == "administrator" and _administrators(rows) <= 1
    ended = row["state"] == "ended"
    asked = st.button(
        t("dash.grants.end", who=plain(row["shown"], 40), role=words.term("application_role", row["role"])),
        icon=":material/person_remove:",
        key="settings.grant.end",
        disabled=last or ended,
        help=t("dash.grants.last") if last else None,
    )
    if asked:
        _end(row)


def _administrators(rows: list[dict[str, Any]]) -> int:
    return sum(each["role"] == "administrator" and each["state"] == "in_force" for each in rows)


def _end(row: dict[str, Any]) -> None:
    context = current()
    with feedback.guard():
        content = context.register.content(row["id"]) | {"ends_on": context.register.today().isoformat()}
        change = Change("grant", "update", content, row["id"], row["version"])
        receipt = commands.write(
            context.register, actor=context.actor, reason=t("dash.grants.reason.end"), changes=[change]
        )
        feedback.saved(receipt)
        st.rerun()
