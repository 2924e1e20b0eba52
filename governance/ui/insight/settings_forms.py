"""The register's own settings: organisations, time zone and language, backups."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

import streamlit as st

from governance.language import LANGUAGES
from governance.register import backups, commands
from governance.register.commands import Change
from governance.ui import feedback, words
from governance.ui.context import current, reader
from governance.ui.insight.journal_view import local
from governance.ui.links import go_record, link
from governance.ui.tables import Column, table
from governance.ui.words import namer, t

_ORGANISATIONS = """
SELECT id, name, name_zh, country, laws, staff FROM organisation WHERE status NOT IN ('void', 'retired') ORDER BY id
"""


def organisations() -> None:
    """List the legal entities; picking one opens its record."""
    with reader() as views:
        rows = views.rows(_ORGANISATIONS)
    picked = table(
        [row | {"shown": words.name_of(row)} for row in rows],
        [
            Column("shown", t("column.name"), width=300, pinned=True),
            Column("country", t("dash.settings.country"), vocabulary="country"),
            Column("laws", t("dash.settings.laws"), vocabulary="law"),
            Column("staff", t("dash.settings.staff"), "number"),
        ],
        key="settings.organisations",
        alt=t("dash.settings.organisations"),
        select="row",
    )
    if picked:
        go_record(picked.row["id"])


def clock_and_language() -> None:
    """Let an administrator set the time zone in which a day ends, and the language of what the register writes."""
    with reader() as views:
        row = views.row("SELECT id, version, time_zone, language FROM settings ORDER BY id LIMIT 1")
    if row is None:
        feedback.empty("dash.settings.none")
        return
    may = current().can("update", "settings")
    if not may:
        st.text(f"{t('dash.settings.zone')}: {row['time_zone']}")
        st.text(f"{t('dash.settings.language')}: {t('frame.language.' + row['language'])}")
        st.caption(t("dash.settings.read_only"))
        return
    zones = sorted(available_timezones() | {row["time_zone"]})
    with st.form("settings.clock", border=False):
        zone = st.selectbox(
            t("dash.settings.zone"), zones, index=zones.index(row["time_zone"]),
            help=t("dash.settings.zone.help"),
        )  # fmt: skip
        language = st.selectbox(
            t("dash.settings.language"), LANGUAGES, index=LANGUAGES.index(row["language"]),
            format_func=namer({each: t(f"frame.language.{each}") for each in LANGUAGES}),
            help=t("dash.settings.language.help"),
        )  # fmt: skip
        if st.form_submit_button(t("dash.save"), type="primary"):
            _keep_settings(row, {"time_zone": zone, "language": language})


def _keep_settings(row: dict[str, Any], values: dict[str, Any]) -> None:
    context = current()
    with feedback.guard():
        content = context.register.content(row["id"]) | values
        change = Change("settings", "update", content, row["id"], row["version"])
        receipt = commands.write(
            context.register, actor=context.actor, reason=t("dash.settings.reason"), changes=[change]
        )
        feedback.saved(receipt)
        st.rerun()


def backup_list() -> None:
    """Say when the newest backup was made, and lead an administrator to all of them."""
    context = current()
    newest = backups.newest(context.register.path)
    if newest is None:
        feedback.empty("dash.backup.none")
    else:
        made = local(backups.made_at(newest).replace(tzinfo=None))
        st.text(t("dash.backup.newest", moment=words.moment(made)))
    if context.opens("backups"):
        link("backups", t("page.backups"), icon=":material/backup:")
