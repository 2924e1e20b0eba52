"""Documents required: which there are, which are missing; counts by document, then records by documents, then why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow.compute as pc
import streamlit as st

from governance import vocabulary
from governance.law.documents import STATES, counts
from governance.ui import words
from governance.ui.context import current
from governance.ui.insight import address, matrices, paging, shades
from governance.ui.insight.matrices import Cell, Matrix
from governance.ui.law import banner, choices, citing, data, document_view, documents_data
from governance.ui.law.documents_export import offer
from governance.ui.links import go_record, link
from governance.ui.register import names
from governance.ui.tables import Column, table
from governance.ui.words import t

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa

    from governance.ui.insight.shades import Shades

PAGE = 40
DEEPER = ("record", "cell", "page")
# Shades of the palette the states are drawn in.
SHADES = {"in_order": "covered", "unknown": "not_assessed", "incomplete": "partial", "missing": "gap"}


def show() -> None:
    """Draw the choices, the counts, the matrix and the picked cell."""
    banner.refusals()
    with st.spinner(t("documents.reading"), show_time=False):
        everything = documents_data.required()
    if not everything.num_rows:
        st.info(t("documents.empty"), icon=":material/inbox:", title=t("figure.no_data"))
        link("activities", t("page.activities"), icon=":material/list_alt:")
        banner.no_advice()
        return
    document, state, department = _ask()
    here = documents_data.chosen(None, None, data.below(department))
    _counts(here)
    _matrix(documents_data.chosen(document, state, data.below(department)), document)
    record, cell = st.query_params.get("record"), st.query_params.get("cell")
    if record and cell:
        document_view.show(record, cell)
    banner.no_advice()


def _ask() -> tuple[str | None, str | None, str | None]:
    with st.container(horizontal=True, vertical_alignment="bottom", key="documents_choices"):
        document = address.select(
            t("documents.document"), "document", words.terms("required_document"), key="documents.document",
            everything=t("documents.every"), drops=DEEPER,
        )  # fmt: skip
        state = address.select(
            t("law.filter.standing"), "state", {each: t(f"documents.state.{each}") for each in reversed(STATES)},
            key="documents.state", everything=t("law.standing.all"), drops=DEEPER,
        )  # fmt: skip
        department = address.select(
            t("law.filter.department"), "department", choices.departments(), key="documents.department",
            everything=t("law.filter.every_department"), drops=DEEPER,
        )  # fmt: skip
    return document, state, department


def _counts(found: pa.Table) -> None:
    """Draw one line a document with its counts; picking one narrows the matrix to it."""
    rows = [
        line | {"name": words.term("required_document", line["document"]), "cites": _cites(line["document"])}
        for line in counts(found)
    ]
    picked = table(
        rows,
        [
            Column("name", t("documents.document"), width=300),
            Column("cites", t("law.column.cites"), width=200),
            Column("needed", t("documents.needed"), "number", width=96),
            *(Column(each, t(f"documents.state.{each}"), "number", width=100) for each in reversed(STATES)),
        ],
        key="documents.counts",
        alt=t("documents.counts.alt"),
        select="row",
        find=False,
        export="documents-counts",
        height=430,
        empty_key="documents.none",
    )
    if picked and st.query_params.get("document") != picked.row["document"]:
        address.put(document=picked.row["document"], **dict.fromkeys(DEEPER))
        st.rerun()


def _cites(document: str) -> str:
    term = vocabulary.term("required_document", document)
    return citing.cites(term.cites) if term else ""


def _matrix(found: pa.Table, document: str | None) -> None:
    ids = documents_data.records(found)
    if not ids:
        st.success(t("documents.none"), icon=":material/check_circle:")
        return
    page = paging.number(len(ids), PAGE)
    shown = ids[(page - 1) * PAGE : page * PAGE]
    matrix = _grid(shown, [document] if document else _documents(found))
    drawn = matrices.prepared(matrix, _shades())
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        matrices.legend([(each, t(f"documents.state.{each}")) for each in reversed(STATES)], _shades())
        offer(found)
    st.caption(t("documents.records", count=words.number(len(ids))))
    picked = matrices.draw(drawn, key=f"documents.grid.{page}", alt=t("documents.alt"), width=132)
    paging.draw(len(ids), PAGE, key="documents.page", drops=("record", "cell"))
    if picked is None:
        return
    if picked[1] is None:
        go_record(picked[0], tab="law")
    if (picked[0], picked[1]) in matrix.cells:
        address.put(record=picked[0], cell=picked[1])


def _documents(found: pa.Table) -> list[str]:
    present = set(pc.unique(found["document"]).to_pylist())
    return [each.code for each in vocabulary.terms("required_document") if each.code in present]


def _grid(ids: Sequence[str], documents: Sequence[str]) -> Matrix:
    states = documents_data.states(ids)
    return Matrix(
        leading=((t("documents.record"), 200),),
        columns=tuple((each, words.term("required_document", each)) for each in documents),
        rows=tuple((each, (names.name(each),)) for each in ids),
        cells={place: Cell(t(f"documents.state.{state}"), state) for place, state in states.items()},
    )


def _shades() -> Shades:
    colours = shades.states(dark=current().dark)
    return {state: colours[shade] for state, shade in SHADES.items()}
