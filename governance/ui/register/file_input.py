"""The file of a piece of evidence: bring one in while editing, fetch it while reading."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

from governance.config import config
from governance.errors import GovernanceError
from governance.exchange import files
from governance.ui import feedback, taking, words
from governance.ui.context import current
from governance.ui.words import plain, t

if TYPE_CHECKING:
    from collections.abc import Mapping

    from governance.ui.register.working import Working

_FAILED = "record.file_failed"
FIELDS = ("file_name", "file_hash", "file_size")


def draw(working: Working) -> None:
    """Draw the uploader; a stored file is named with a way to take it off the record."""
    content = working.content
    if content.get("file_hash"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f":material/attach_file: {plain(_line(content))}", width="stretch")
            st.button(
                t("register.file.remove"),
                key=working.key(("file", "remove")),
                icon=":material/delete:",
                type="tertiary",
                on_click=_remove,
                args=(working,),
            )
        return
    failed = st.session_state.pop(_FAILED, None)
    if isinstance(failed, GovernanceError):
        feedback.report(failed)
    key = working.key(("file",))
    st.file_uploader(
        t("register.file.add"),
        type=list(files.ENDINGS),
        key=key,
        max_upload_size=config().upload_megabytes,
        on_change=_brought,
        args=(working, key),
    )


def _brought(working: Working, key: str) -> None:
    given = st.session_state.get(key)
    if given is None:
        return
    try:
        stored = files.store(current().register.path, given.name, given.getvalue())
    except GovernanceError as error:
        st.session_state[_FAILED] = error
        return
    for field, value in zip(FIELDS, (stored.name, stored.sha256, stored.size), strict=True):
        working.put((field,), value)


def offer(record_id: str, content: Mapping[str, Any]) -> None:
    """Draw the button that fetches the stored file of a piece of evidence, if it has one."""
    if not content.get("file_hash"):
        return
    if not taking.may("evidence_file"):
        st.caption(f":material/lock: {plain(_line(content))}")
        return
    try:
        path: Path = files.path_of(current().register.path, str(content["file_hash"]))
    except GovernanceError as error:
        feedback.report(error)
        return
    url = taking.offer(
        "evidence_file",
        str(content.get("file_name") or "file"),
        "application/octet-stream",
        lambda: path,
        slot=f"file.{content['file_hash']}",
        record_id=record_id,
    )
    st.link_button(plain(_line(content)), url, icon=":material/download:")


def _line(content: Mapping[str, Any]) -> str:
    size = words.number(round((content.get("file_size") or 0) / 1024))
    return f"{content.get('file_name')} · {size} KB"


def _remove(working: Working) -> None:
    for field in FIELDS:
        working.put((field,), None)
