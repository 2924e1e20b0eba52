"""A report from the press of a button to its file: progress while it is made, then the download and a preview."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urljoin

import streamlit as st

from governance.reports import printing
from governance.reports.typeset import PDF
from governance.ui import feedback, jobs, state, taking, words
from governance.ui.context import current
from governance.ui.words import t

if TYPE_CHECKING:
    from collections.abc import Hashable
    from pathlib import Path

    from governance.register.lens import Lens
    from governance.register.store import Register
    from governance.reports.printing import Order
    from governance.ui.jobs import Job

EVERY = 0.5  # seconds between two looks at a report being made
PREVIEW_HEIGHT = 900


def button(order: Order, slot: str) -> Path | None:
    """Draw the button that has ``order`` made, and how far it is; return the file once it is there.

    Nothing is drawn for who may not take the report.
    """
    if not taking.may(_export(order)):
        return None
    job = jobs.find(_owner(), slot, _whole(order))
    st.button(
        t("report.page.make"),
        key=f"{slot}.make",
        type="primary",
        icon=":material/print:",
        disabled=job is not None and job.running,
        on_click=_start,
        args=(order, slot),
    )
    if job is None:
        return None
    if job.running:
        st.fragment(_watch, run_every=EVERY)(job)
    elif job.error is not None:
        feedback.report(job.error)
    return job.file


def download(file: Path, order: Order, slot: str) -> str:
    """Draw the link to a finished ``file`` and return its address."""
    day = words.day(current().effective_on)
    st.caption(t("report.page.ready", size=words.number(round(file.stat().st_size / 1024)), day=day))
    url = taking.offer(
        _export(order), order.file_name, PDF, lambda: file, slot=slot, record_id=order.record_id
    )
    st.link_button(t("report.page.download"), url, icon=":material/download:")
    return url


def _export(order: Order) -> str:
    return "board" if order.what == "board" else "record_sheet"


def preview(url: str) -> None:
    """Draw the pages of the file at ``url``, which is fetched like the download: by its owner only."""
    if st.context.url:
        st.pdf(
            urljoin(st.context.url, url),
            height=PREVIEW_HEIGHT,
            key="report.preview",
            alt=t("report.page.preview.alt"),
        )


def _watch(job: Job) -> None:
    """Draw how far ``job`` is; the page is drawn anew when it is finished."""
    if not job.running:
        st.rerun()
    if not job.total:
        st.progress(0.0, t("report.page.reading" if job.begun else "report.page.waiting"))
        return
    st.progress(
        min(1.0, job.done / job.total),
        t("report.page.drawing", done=words.number(job.done), total=words.number(job.total)),
    )


def _start(order: Order, slot: str) -> None:
    context = current()
    jobs.start(_owner(), slot, _whole(order), partial(_make, context.register, context.lens, order))


def _make(register: Register, lens: Lens, order: Order, progress: jobs.Progress) -> bytes:
    return printing.make(register, lens, order, progress=progress)


def _owner() -> str:
    """Return whose report it is: another person in the same browser has other rights."""
    return f"{state.browser()} {current().actor}"


def _whole(order: Order) -> Hashable:
    """Return everything the report depends on."""
    context = current()
    return (str(context.register.path), context.lens, order)
