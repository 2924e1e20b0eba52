"""Template and export: the workbook to fill in, the whole register, and the register by article, one click each."""

from __future__ import annotations

from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING, get_args

import streamlit as st

from governance.exchange import article30, workbook
from governance.exchange.article30 import Which
from governance.language import LANGUAGES, Language
from governance.ui import taking
from governance.ui.cards import panel
from governance.ui.context import current
from governance.ui.headings import heading
from governance.ui.links import link
from governance.ui.spreadsheets import XLSX_TYPE
from governance.ui.state import language
from governance.ui.words import t

if TYPE_CHECKING:
    from collections.abc import Callable

    from governance.ui.context import Context

HTML_TYPE = "text/html; charset=utf-8"


def exports_page() -> None:
    """Draw the page."""
    heading(t("page.template"), t("register.exports.about"))
    chosen = st.segmented_control(
        t("register.exports.language"),
        LANGUAGES,
        default=language(),
        key="template.language",
        required=True,
        format_func=lambda each: t(f"frame.language.{each}"),
    )
    context = current()
    left, right = st.columns(2)
    with left:
        _workbooks(context, chosen)
    with right:
        _article30(context, chosen)


def _workbooks(context: Context, chosen: Language) -> None:
    with panel("register.exports.template", "template", height="stretch"):
        _offer(
            "template",
            t("register.exports.template.get"),
            "recital-template",
            lambda: workbook.template(chosen),
        )
        link("importing", t("register.exports.import"), icon=":material/upload_file:")
    with panel("register.exports.whole", "whole", height="stretch"):
        _offer("whole", t("register.exports.whole.get"), "recital-register", lambda: _whole(context, chosen))


def _article30(context: Context, chosen: Language) -> None:
    with panel("register.exports.article30", "article30", height="stretch"):
        for which in get_args(Which):
            st.markdown(f"**{t(f'article30.title.{which}')}**")
            with st.container(horizontal=True):
                _offer(
                    f"article30.{which}.xlsx",
                    t("table.export.xlsx"),
                    f"article-30-{which}",
                    partial(_sheet, context, chosen, which),
                )
                _offer(
                    f"article30.{which}.html",
                    t("register.exports.print"),
                    f"article-30-{which}",
                    partial(_print, context, chosen, which),
                    ending="html",
                    media=HTML_TYPE,
                )


def _offer(
    slot: str,
    label: str,
    name: str,
    produce: Callable[[], bytes],
    *,
    ending: str = "xlsx",
    media: str = XLSX_TYPE,
) -> None:
    """Draw one button whose file is made when it is fetched."""
    export = {"whole": "workbook"}.get(slot, slot.partition(".")[0])
    if not taking.may(export):
        st.caption(f":material/lock: {t('access.export.not_yours')}")
        return
    url = taking.offer(export, f"{name}.{ending}", media, produce, slot=f"exports.{slot}")
    st.link_button(label, url, icon=":material/download:" if ending == "xlsx" else ":material/print:")


def _built(context: Context, chosen: Language, which: Which) -> article30.Article30:
    with context.register.read(context.lens) as views:
        return article30.build(views, chosen, which)


def _sheet(context: Context, chosen: Language, which: Which) -> bytes:
    return article30.xlsx(_built(context, chosen, which))


def _print(context: Context, chosen: Language, which: Which) -> bytes:
    return article30.html(_built(context, chosen, which)).encode()


def _whole(context: Context, chosen: Language) -> bytes:
    """Return the whole register as the person may see it, as a workbook."""
    out = BytesIO()
    with context.register.read(context.lens) as views:
        workbook.export(views, chosen, out)
    return out.getvalue()
