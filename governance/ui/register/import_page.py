"""The import page: bring files, see what they hold, put the mapping right, see the outcome, then write it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from governance.config import config
from governance.errors import GovernanceError
from governance.exchange import importing
from governance.exchange.uploads import check_table
from governance.ui import feedback, taking
from governance.ui.context import current
from governance.ui.headings import heading
from governance.ui.links import go
from governance.ui.register import import_session, names
from governance.ui.register.import_mapping import mapping_step
from governance.ui.register.import_preview import preview_step, problems
from governance.ui.register.import_session import ImportSession
from governance.ui.register.names import ENDED
from governance.ui.state import language
from governance.ui.words import number, plain, t

if TYPE_CHECKING:
    from collections.abc import Sequence

ENDINGS = ["xlsx", "xls", "xlsm", "ods", "csv", "tsv", "txt", "json", "jsonl", "zip"]


def import_page() -> None:
    """Draw the step the import is at."""
    heading(t("page.importing"), t("register.import.about"))
    if not current().can("create", "activity"):
        feedback.empty("register.import.not_permitted", icon=":material/lock:")
        return
    held = import_session.session()
    if held is None:
        _upload()
    elif held.done:
        _report(held)
    else:
        _work(held)


def _upload() -> None:
    with st.container(border=True, key="panel_upload"):
        st.header(t("register.import.step.files"), anchor=False)
        uploads = st.file_uploader(
            t("register.import.files"),
            type=ENDINGS,
            accept_multiple_files=True,
            key="import.files",
            max_upload_size=config().upload_megabytes,
        )
        known = sorted({each.shown() for each in names.book("source").values() if each.status not in ENDED})
        source = st.selectbox(
            t("register.import.source"),
            known,
            index=None,
            key="import.source",
            accept_new_options=True,
            help=t("register.import.source.help"),
            placeholder=uploads[0].name.rpartition(".")[0] if uploads else t("register.import.source.usual"),
        )
        if st.button(
            t("register.import.read"),
            key="import.read",
            type="primary" if uploads else "secondary",
            icon=":material/search:",
            disabled=not uploads,
        ):
            _begin(uploads, (source or "").strip())
    st.caption(t("register.import.kinds"))


def _begin(uploads: Sequence[Any], source: str) -> None:
    with feedback.guard():
        for each in uploads:
            check_table(each.name, each.getvalue(), ENDINGS)
        with st.spinner(t("register.import.reading")):
            import_session.begin(uploads, source)
        st.rerun()


def _work(held: ImportSession) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f":material/folder_open: **{state_of(held)}**", width="stretch")
        _reading_options(held)
        st.button(
            t("register.import.cancel"),
            key="import.cancel",
            icon=":material/close:",
            on_click=import_session.end,
        )
    if held.mapping is not None:
        with st.container(border=True, key="panel_mapping"):
            st.header(t("register.import.step.mapping"), anchor=False)
            st.caption(t("register.import.step.mapping.about"))
            mapping_step(held)
            _mapping_buttons(held)
    if held.preview is not None or held.own is not None:
        with st.container(border=True, key="panel_preview"):
            st.header(t("register.import.step.preview"), anchor=False)
            preview_step(held)
            _commit(held)


def _reading_options(held: ImportSession) -> None:
    """Offer to read the files once more, with another encoding, separator or header row."""
    if held.reading is None:
        return
    with st.popover(
        t("register.import.reread"), icon=":material/tune:", key="import.reread_menu", type="tertiary"
    ):
        automatic = t("register.import.automatic")
        encoding = st.selectbox(
            t("register.import.encoding"),
            import_session.ENCODINGS,
            key="import.encoding",
            format_func=lambda each: each or automatic,
        )
        delimiter = st.selectbox(
            t("register.import.separator"),
            import_session.DELIMITERS,
            key="import.delimiter",
            format_func=lambda each: (
                t("register.import.tab_character") if each == "\t" else each or automatic
            ),
        )
        row = st.number_input(
            t("register.import.header_row"), min_value=0, max_value=1000, value=None, key="import.header_row"
        )
        if st.button(t("register.import.read"), key="import.reread", icon=":material/refresh:"):
            with feedback.guard():
                import_session.read_again(held, encoding, delimiter, row)
                st.rerun()


def state_of(held: ImportSession) -> str:
    """Return the name of the source as Markdown that shows it as typed."""
    return plain(held.source)


def _mapping_buttons(held: ImportSession) -> None:
    with st.container(horizontal=True, horizontal_alignment="right"):
        if held.mapping is not None and taking.may("mapping"):
            mapping = held.mapping
            url = taking.offer(
                "mapping",
                f"{held.source}.mapping.toml",
                "application/toml",
                lambda: importing.dumps(mapping).encode(),
                slot="import.mapping",
            )
            st.link_button(
                t("register.import.mapping_file"), url, icon=":material/download:", type="tertiary"
            )
        if st.button(
            t("register.import.check"),
            key="import.check",
            type="secondary" if held.preview else "primary",
            icon=":material/fact_check:",
        ):
            with feedback.guard():
                with st.spinner(t("register.import.checking")):
                    import_session.judge(held)
                st.rerun()


def _commit(held: ImportSession) -> None:
    if held.own is not None:
        ready = bool(held.own.proposals) and not held.own.errors
    else:
        ready = any(item.writable for item in held.preview.items) if held.preview else False
    if not ready:
        st.info(t("register.import.nothing"), icon=":material/info:")
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        reason = st.text_input(
            t("register.reason"),
            key="import.reason",
            max_chars=300,
            placeholder=t("register.import.reason", source=held.source),
        )
        pressed = st.button(
            t("register.import.commit"), key="import.commit", type="primary", icon=":material/check:"
        )
    if pressed:
        _write(held, (reason or "").strip() or t("register.import.reason", source=held.source))


def _write(held: ImportSession, reason: str) -> None:
    with st.status(t("register.import.writing"), expanded=True) as status:
        try:
            import_session.commit(held, reason, st.session_state.get("import.all_conflicts"))
        except GovernanceError as error:
            status.update(label=t("register.import.failed"), state="error")
            feedback.report(error)
            return
        status.update(label=t("register.import.written"), state="complete")
    st.rerun()


def _report(held: ImportSession) -> None:
    with st.container(border=True, key="panel_report"):
        count = held.report.entries_written if held.report else held.written or 0
        st.success(t("register.import.done", count=number(count)), icon=":material/check_circle:")
        if held.report is not None:
            open_ones = [each.as_dict(language()) for each in held.report.problems]
            if open_ones:
                st.subheader(t("register.import.tab.problems"), anchor=False)
                problems(open_ones)
        with st.container(horizontal=True):
            if st.button(
                t("page.activities"), key="import.to_list", type="primary", icon=":material/list_alt:"
            ):
                import_session.end()
                go("activities")
            st.button(t("register.import.again"), key="import.again", on_click=import_session.end)
