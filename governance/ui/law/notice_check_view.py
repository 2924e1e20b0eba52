"""Notice check: a text pasted, uploaded or chosen, against what the register holds; and how readable it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from governance.config import config
from governance.errors import GovernanceError
from governance.exchange import notice_file
from governance.language import explain
from governance.law import readability
from governance.ui import words
from governance.ui.cards import panel
from governance.ui.insight import address
from governance.ui.insight.cache import look
from governance.ui.law import banner, choices, notice_data
from governance.ui.links import go_record, link
from governance.ui.register import names
from governance.ui.tables import Column, table
from governance.ui.words import plain, t

if TYPE_CHECKING:
    from governance.ui.law.notice_data import Checked

WAYS = ("paste", "upload", "record")


def show() -> None:
    """Draw where the text comes from, the scope, and everything found."""
    for fault in readability.rules().refused:
        st.error(plain(explain(fault, look()[0]), 600), icon=":material/error:")
    given, notice = _given()
    ids = _scope(notice)
    if given is None:
        return
    try:
        text = notice_file.read(given)
    except GovernanceError as fault:
        st.error(plain(explain(fault, look()[0]), 600), icon=":material/error:")
        return
    if not ids:
        st.info(t("notice_check.no_activities"), icon=":material/inbox:", title=t("figure.no_data"))
        link("activities", t("page.activities"), icon=":material/list_alt:")
        return
    checked = notice_data.check(text, ids)
    st.caption(t("notice_check.scope.count", count=words.number(len(ids))))
    _compared(checked)
    _mentions(checked)
    _readable(checked)
    banner.no_advice()


def _given() -> tuple[bytes | str | None, str | None]:
    """Draw the ways a text comes in; return the text, None for none yet, and the notice record it is of."""
    options = {way: t(f"notice_check.way.{way}") for way in WAYS}
    way = address.segments(t("notice_check.way"), "way", options, key="notice_check.way")
    if way == "record":
        return _record()
    if way == "upload":
        given = st.file_uploader(
            t("notice_check.upload"),
            type=list(notice_file.ENDINGS),
            key="notice_check.file",
            max_upload_size=min(notice_file.MOST_MB, config().upload_megabytes),
            help=t("notice_check.private"),
        )
        return (given.getvalue() if given is not None else None), None
    pasted = st.text_area(
        t("notice_check.paste"), key="notice_check.text", height=180, help=t("notice_check.private")
    )
    return pasted or None, None


def _record() -> tuple[str | None, str | None]:
    listed = {each: names.name(each) for each in names.choices(("notice",))}
    if not listed:
        st.info(t("notice_check.no_notices"), icon=":material/inbox:")
        return None, None
    notice = address.select(
        t("notice_check.notice"),
        "notice",
        listed,
        key="notice_check.notice",
        everything=t("notice_check.choose"),
        drops=("scope",),
    )
    if notice is None:
        return None, None
    text = notice_data.notice_text(notice)
    if not text.strip():
        st.info(t("notice_check.no_text"), icon=":material/inbox:")
        if st.button(t("notice_check.open"), icon=":material/arrow_forward:", key="notice_check.open"):
            go_record(notice, tab="contents")
        return None, notice
    return text, notice


def _scope(notice: str | None) -> tuple[str, ...]:
    """Draw the choice of activities; a notice record chosen as text is compared with its own unless told otherwise."""
    notices = {
        each: t("notice_check.scope.notice", name=names.name(each)) for each in names.choices(("notice",))
    }
    departments = {
        each: t("notice_check.scope.department", name=name) for each, name in choices.departments().items()
    }
    everything = notices[notice] if notice in notices else t("notice_check.scope.all")
    chosen = address.select(
        t("notice_check.scope"),
        "scope",
        notices | departments,
        key="notice_check.scope",
        everything=everything,
    )
    if chosen is None:
        return notice_data.scope(notice, None)
    return notice_data.scope(chosen, None) if chosen in notices else notice_data.scope(None, chosen)


def _compared(checked: Checked) -> None:
    sides = {"text_only": ("text_only",), "register_only": ("register_only",), "both": ("both", "general")}
    rows = {side: notice_data.compared(checked, statuses) for side, statuses in sides.items()}
    options = {
        side: t(f"notice_check.side.{side}", count=words.number(len(found))) for side, found in rows.items()
    }
    with panel("notice_check.compared", "notice_compared"):
        side = address.segments(t("notice_check.compared"), "side", options, key="notice_check.side")
        st.caption(t(f"notice_check.about.{side}"))
        picked = table(
            rows[side],
            _columns(side),
            key=f"notice_check.{side}",
            alt=t(f"notice_check.about.{side}"),
            select="row" if side != "text_only" else None,
            export=f"notice-{side.replace('_', '-')}",
            empty_key="notice_check.none_here",
        )
    if picked and picked.row["id"]:
        go_record(picked.row["id"])


def _columns(side: str) -> list[Column]:
    said = [
        Column("mentions", t("notice_check.column.mentions"), "number", width=100),
        Column("sentence", t("notice_check.column.first"), width=480),
    ]
    held = [
        Column("activities", t("notice_check.column.activities"), "number", width=110),
        Column("which", t("notice_check.column.which"), width=330),
    ]
    first = [
        Column("area", t("notice_check.column.area"), width=170),
        Column("what", t("notice_check.column.what"), width=240),
    ]
    if side == "text_only":
        return first + said
    if side == "register_only":
        return first + held
    return [*first, Column("status", t("notice_check.column.status"), width=170), *said, *held]


def _mentions(checked: Checked) -> None:
    with panel("notice_check.mentions", "notice_mentions"):
        table(
            notice_data.mentions(checked),
            [
                Column("area", t("notice_check.column.area"), width=170),
                Column("what", t("notice_check.column.what"), width=220),
                Column("words", t("notice_check.column.words"), width=170),
                Column("sentence", t("notice_check.column.sentence"), width=560),
            ],
            key="notice_check.mentions",
            alt=t("notice_check.mentions.question"),
            export="notice-mentions",
            height=420,
            empty_key="notice_check.no_mentions",
        )


def _readable(checked: Checked) -> None:
    known = readability.rules().readability
    with panel("notice_check.readable", "notice_readable"):
        table(
            notice_data.measures(checked),
            [
                Column("what", t("notice_check.column.measure"), width=320),
                Column("value", t("notice_check.column.value"), "number", width=80),
                Column("limit", t("notice_check.column.limit"), "number", width=80),
                Column("verdict", t("notice_check.column.verdict"), width=130),
                Column("source", t("notice_check.column.source"), width=350),
                Column("unverified", t("law.unverified"), "flag", width=95),
            ],
            key="notice_check.measures",
            alt=t("notice_check.readable.question"),
            empty_key="notice_check.no_sentences",
        )
        found = notice_data.phrases(checked)
        if found:
            table(
                found,
                [
                    Column("kind", t("notice_check.column.kind"), width=130),
                    Column("words", t("notice_check.column.words"), width=170),
                    Column("plainer", t("notice_check.column.plainer"), width=150),
                    Column("sentence", t("notice_check.column.sentence"), width=560),
                ],
                key="notice_check.phrases",
                alt=t("notice_check.phrases"),
                export="notice-wording",
                height=320,
            )
        mark = f" · {t('law.unverified')}" if known.phrases.unverified else ""
        st.caption(t("notice_check.phrases.source", source=plain(known.phrases.source, 400)) + mark)
