"""Settings: organisations, people and their rights, time zone and language, backups, which register is open."""

import streamlit as st

from governance.ui.cards import panel
from governance.ui.headings import heading
from governance.ui.insight import grants, settings_forms, start
from governance.ui.words import t

heading(t("page.settings"), t("dash.settings.question"))
with panel("dash.settings.people", "grants"):
    grants.show()
left, right = st.columns([3, 2], gap="medium")
with left, panel("dash.settings.organisations", "organisations"):
    settings_forms.organisations()
with right, panel("dash.settings.clock", "clock"):
    settings_forms.clock_and_language()
with left, panel("dash.settings.backups", "backups"):
    settings_forms.backup_list()
with right, panel("dash.settings.registers", "registers"):
    start.registers()
