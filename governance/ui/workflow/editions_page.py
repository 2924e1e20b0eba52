"""Editions of the register: freeze the official one, take a file out, check a file, compare two."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from governance.config import config
from governance.errors import GovernanceError
from governance.exchange import uploads
from governance.register import editions
from governance.register.commands import Change, write
from governance.register.edition_check import check
from governance.ui import feedback, taking
from governance.ui.cards import panel
from governance.ui.context import current, reader
from governance.ui.register import names
from governance.ui.tables import Column, table
from governance.ui.words import day, number, plain, t
from governance.ui.workflow import edition_compare
from governance.ui.workflow.told import told

if TYPE_CHECKING:
    from governance.register.edition_check import Verdict
    from governance.ui.workflow.data import Row

_FAILED = "editions.failed"
_TYPE = "application/json"


def show() -> None:
    """Draw the editions, the form that freezes the next, and what can be done with them."""
    failed = st.session_state.pop(_FAILED, None)
    if isinstance(failed, GovernanceError):
        st.error(told(failed), icon=":material/error:")
    with reader() as views:
        rows = editions.listed(views)
        official = int(views.value("SELECT count(*) FROM official_record") or 0)
    _freeze(official)
    with panel("editions.list", "editions"):
        if not rows:
            st.info(t("editions.empty"), icon=":material/inbox:")
        else:
            _list(rows)
    left, right = st.columns(2, gap="medium")
    with left, panel("editions.check", "check"):
        _check()
    with right, panel("editions.compare", "compare"):
        edition_compare.show([row["number"] for row in rows])


def _freeze(official: int) -> None:
    if not current().can("freeze", "edition"):
        st.caption(t("editions.who"))
        return
    menu = st.popover(
        t("editions.freeze"),
        icon=":material/lock_clock:",
        key="editions.freeze",
        type="primary",
        on_change="rerun",
    )
    if not menu.open:
        return
    with menu:
        st.caption(t("editions.freeze.about", count=number(official)))
        st.text_input(t("editions.note"), key="editions.note", max_chars=300)
        st.button(
            t("editions.freeze.confirm"),
            key="editions.confirm",
            type="primary",
            disabled=not official,
            width="stretch",
            on_click=_freeze_now,
        )


def _freeze_now() -> None:
    note = (st.session_state.get("editions.note") or "").strip()
    context = current()
    change = Change("edition", "freeze", {"note": note or None})
    try:
        write(context.register, actor=context.actor, reason=note or t("editions.freeze"), changes=[change])
    except GovernanceError as error:
        st.session_state[_FAILED] = error
    else:
        feedback.saved(key="editions.done")


def _list(rows: list[Row]) -> None:
    shown = [row | {"who": names.name(row["person"]), "as_post": names.name(row["post"])} for row in rows]
    picked = table(
        shown,
        [
            Column("number", t("editions.number"), "number", width=80, pinned=True),
            Column("frozen_on", t("editions.day"), "date", width=110),
            Column("who", t("editions.person"), width=160),
            Column("as_post", t("editions.post"), width=180),
            Column("records", t("editions.records"), "number", width=90),
            Column("note", t("editions.note"), width=220),
            Column("edition_hash", t("editions.hash"), width=320),
        ],
        key="editions.rows",
        alt=t("editions.alt"),
        select="row",
        export="editions",
    )
    if picked:
        _take_out(picked.row)


def _take_out(row: Row) -> None:
    """Offer the file of one edition to those who may read all of it."""
    context, edition_number = current(), int(row["number"])
    st.caption(
        t("editions.chosen", number=edition_number, day=day(row["frozen_on"]), hash=row["edition_hash"])
    )
    if not taking.may("edition"):
        st.caption(f":material/lock: {t('error.edition_needs_all')}")
        return
    register, actor = context.register, context.actor

    def produce() -> bytes:
        with register.read(register.lens(actor=actor)) as views:
            made = editions.exported(views, edition_number)
        return (json.dumps(made, ensure_ascii=False, indent=1) + "\n").encode()

    name = f"edition-{edition_number}.json"
    url = taking.offer("edition", name, _TYPE, produce, slot="edition", rows=int(row["records"]))
    st.link_button(t("editions.download", number=edition_number), url, icon=":material/download:")


def _check() -> None:
    given = st.file_uploader(
        t("editions.file"),
        type=["json"],
        key="editions.file",
        max_upload_size=config().upload_megabytes,
    )
    if given is None:
        return
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "edition.json"
        try:
            uploads.check(given.name, given.getvalue(), ("json",))
            file.write_bytes(given.getvalue())
            with current().register.read(current().register.lens()) as views:
                verdict = check(file, views)
        except GovernanceError as error:
            st.error(
                told(GovernanceError(error.code, **error.context | {"file": given.name})),
                icon=":material/error:",
            )
            return
    _verdict(verdict)


def _verdict(verdict: Verdict) -> None:
    if verdict.ok:
        st.success(
            t(
                "editions.holds",
                number=verdict.number,
                count=number(verdict.records),
                erased=number(verdict.erased),
            ),
            icon=":material/verified:",
        )
    else:
        st.error(t("editions.holds_not", number=verdict.number), icon=":material/gpp_bad:")
        for fault in verdict.faults[:20]:
            st.markdown(f":red[:material/cancel:] {t(f'edition.fault.{fault.code}')} {plain(fault.record)}")
    st.caption(t("editions.hash.of", hash=plain(verdict.edition_hash, 80)))
