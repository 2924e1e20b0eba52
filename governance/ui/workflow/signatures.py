"""Who signed which version of a record, and what the signature binds to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from governance.register.workflow_table import table
from governance.ui.cards import panel
from governance.ui.register import names
from governance.ui.words import day, plain, t
from governance.ui.workflow import data

if TYPE_CHECKING:
    from governance.ui.register.loading import Seen
    from governance.ui.workflow.data import Row

_SHOWN = 4


def panel_of(seen: Seen) -> None:
    """Draw the newest signatures of a record, older ones behind a click; nothing while there are none."""
    rows = data.signatures(seen) if seen.kind in table().reviewed else []
    if not rows:
        return
    with panel("signoff.signatures", "signatures"):
        for row in rows[:_SHOWN]:
            _signature(row)
        if len(rows) > _SHOWN:
            more = st.expander(
                t("register.used.more", count=len(rows) - _SHOWN), key="signatures.more", on_change="rerun"
            )
            if more.open:
                with more:
                    for row in rows[_SHOWN:]:
                        _signature(row)


def _signature(row: Row) -> None:
    icon = ":green[:material/approval:]" if row["what"] == "approval" else ":blue[:material/task_alt:]"
    who = t(
        f"signoff.signature.{row['what']}",
        person=plain(names.name(row["person"])),
        day=day(row["signed_on"]),
        version=row["signed_version"],
    )
    st.markdown(f"{icon} {who}")
    post = f"{plain(names.name(row['post']))} · " if row["post"] else ""
    note = f"{plain(row['note'], 200)} · " if row["note"] else ""
    st.caption(f"{note}{post}{t('signoff.signature.hash', hash=row['content_hash'][:12])}")
