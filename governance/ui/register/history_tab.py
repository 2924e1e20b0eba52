"""The history of one record: who, when, why, what changed field by field; any version can be read."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

import streamlit as st

from governance.register import history
from governance.ui import words
from governance.ui.context import current, reader
from governance.ui.register import names
from governance.ui.register.change_lines import line
from governance.ui.register.loading import Seen
from governance.ui.register.record_view import section_view
from governance.ui.register.sections import section_label, sections_of
from governance.ui.words import plain, t

if TYPE_CHECKING:
    from datetime import datetime

    from governance.register.history import Step

_MACHINE = ("origins", "kept")


def history_tab(seen: Seen) -> None:
    """Draw the history of the record, newest first."""
    with reader() as views:
        steps = history.of_record(views, seen.id)
    if len(steps) == 1:
        st.caption(t("register.history.one"))
    for step in steps:
        _step(seen, step)


def local(moment: datetime) -> str:
    """Return a stored moment (naive UTC) in the register's time zone, in words."""
    return words.moment(moment.replace(tzinfo=UTC).astimezone(current().register.zone))


def _step(seen: Seen, step: Step) -> None:
    with st.container(border=True, gap="small"):
        with st.container(horizontal=True, vertical_alignment="center"):
            who = plain(names.name(step.actor))
            st.markdown(f"**{t(f'register.operation.{step.operation}')}** · {who}", width="stretch")
            st.caption(f"{plain(local(step.recorded_at))} · {t('register.version', version=step.version)}")
        st.caption(plain(step.reason, 400))
        changes = [each for each in step.changes if each.path.split("/")[0] not in _MACHINE]
        for change in changes:
            st.markdown(line(seen.kind, change, step.content or {}, seen.content))
        if step.content is not None and st.toggle(t("register.history.read"), key=f"history.{step.revision}"):
            _version(seen, step)


def _version(seen: Seen, step: Step) -> None:
    """Draw every section of an older version, one below the other."""
    for section, fields in sections_of(seen.kind).items():
        st.markdown(f"#### {section_label(section)}")
        section_view(seen.kind, section, fields, step.content or {}, f"version.{step.revision}", seen.id)
