"""Coverage as a way down: departments by stage, then activities by stage, then one cell with its four facts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from governance import vocabulary
from governance.ui import feedback, words
from governance.ui.context import current
from governance.ui.insight import address, cell_view, data, matrices, paging, shades
from governance.ui.insight.cache import Stamp, look, stamp
from governance.ui.insight.matrices import Cell, Matrix
from governance.ui.insight.scope import Scope
from governance.ui.links import go_record
from governance.ui.register import names
from governance.ui.words import plain, t

if TYPE_CHECKING:
    from collections.abc import Sequence

    from governance.ui.insight.data import Row

DEEPER = ("department", "activity", "stage", "page")
FACTS = ("policy", "measure", "evidence", "accountable")
PAGE = 50


def show(scope: Scope) -> None:
    """Draw the level the address names."""
    department = st.query_params.get("department")
    activity, stage = st.query_params.get("activity"), address.chosen("stage", stages())
    if activity and stage:
        _path(department, activity, stage)
        cell_view.show(activity, stage)
    elif department:
        _path(department)
        _activities(scope, department)
    else:
        _departments(scope)


def stages() -> list[str]:
    """Return the codes of the six stages in their order."""
    return [term.code for term in vocabulary.terms("stage")]


def stage_columns() -> tuple[tuple[str, str], ...]:
    """Return code and label of the six stages, as columns of a matrix."""
    return tuple((code, words.term("stage", code)) for code in stages())


def _departments(scope: Scope) -> None:
    rows = data.departments(scope)
    if not rows:
        feedback.no_data("dash.coverage.empty")
        return
    _sentence(rows)
    matrix, styled = _department_grid(stamp(), scope, *look())
    if scope.weighted:
        _left_out(rows)
    palette = shades.coverage(dark=current().dark)
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        matrices.legend(shades.coverage_legend(), palette)
        matrices.export(matrix, name="coverage-departments", key="coverage.departments")
    alt = t("dash.coverage.departments.alt")
    picked = matrices.draw(matrix, styled, key="coverage.departments.grid", alt=alt)
    if picked:
        address.put(department=picked[0])
        st.rerun()


def _left_out(rows: Sequence[Row]) -> None:
    """Say how many cells do not count because nobody said how many people they affect."""
    unknown = sum(each["people_unknown"] for row in rows for each in row["stages"].values())
    if unknown:
        st.caption(t("dash.coverage.people_unknown", count=words.number(unknown)))


@st.cache_resource(max_entries=32, show_spinner=False)
def _department_grid(key: Stamp, scope: Scope, language: str, dark: bool) -> tuple[Matrix, Any]:
    """Build the grid once for a state of the register and a look of the screen."""
    del key, language
    matrix = department_matrix(data.departments(scope), weighted=scope.weighted)
    return matrix, matrices.prepared(matrix, shades.coverage(dark=dark))


@st.cache_resource(max_entries=64, show_spinner=False)
def _activity_grid(
    key: Stamp, scope: Scope, department: str, page: int, language: str, dark: bool
) -> tuple[Matrix, Any]:
    """Build one page of the grid of activities, once."""
    del key, language
    rows = data.activities(scope, department)[(page - 1) * PAGE : page * PAGE]
    matrix = activity_matrix(rows)
    return matrix, matrices.prepared(matrix, shades.states(dark=dark))


def department_matrix(rows: Sequence[Row], *, weighted: bool) -> Matrix:
    """Return departments × stages: share covered and how many of how many, the weakest department first."""
    cells = {
        (row["department"], stage): Cell(_share(each, weighted=weighted), shades.of_share(each["share"]))
        for row in rows
        for stage, each in row["stages"].items()
    } | {
        (row["department"], "overall"): Cell(_share(row, weighted=weighted), shades.of_share(row["share"]))
        for row in rows
    }
    return Matrix(
        leading=((t("dash.coverage.department"), 250),),
        columns=(*stage_columns(), ("overall", t("dash.coverage.overall"))),
        rows=tuple((row["department"], (department_name(row["department"]),)) for row in rows),
        cells=cells,
    )


def department_name(department: str | None) -> str:
    """Return what a department of the address is called."""
    if not department or department == data.NO_DEPARTMENT:
        return t("dash.coverage.no_department")
    return names.name(department)


def _share(each: Row, *, weighted: bool) -> str:
    if each["share"] is None:
        return t("dash.coverage.nothing")
    share = words.cell_percent(each["share"])
    return share if weighted else f"{share} · {each['covered']}/{each['cells']}"


def _sentence(rows: Sequence[Row]) -> None:
    """Say which department and stage are the weakest."""
    known = [
        (float(each["share"]), -each["cells"], row["department"], stage, each)
        for row in rows
        for stage, each in row["stages"].items()
        if each["share"] is not None
    ]
    if not known:
        return
    _, _, department, stage, weakest = min(known, key=lambda each: each[:4])
    st.markdown(
        t(
            "dash.coverage.weakest",
            department=plain(department_name(department)),
            stage=words.term("stage", stage),
            covered=words.number(weakest["covered"]),
            counted=words.number(weakest["cells"]),
        )
    )


def _activities(scope: Scope, department: str) -> None:
    rows = data.activities(scope, department)
    if not rows:
        st.info(t("dash.coverage.none_here"), icon=":material/inbox:")
        return
    st.caption(t("dash.coverage.facts"))
    page = paging.number(len(rows), PAGE)
    matrix, styled = _activity_grid(stamp(), scope, department, page, *look())
    palette = shades.states(dark=current().dark)
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        matrices.legend(shades.state_legend(), palette)
        matrices.export(matrix, name="coverage-activities", key="coverage.activities")
    alt = t("dash.coverage.activities.alt")
    picked = matrices.draw(matrix, styled, key="coverage.activities.grid", alt=alt, width=118)
    paging.draw(len(rows), PAGE, key="coverage.page")
    if picked is None:
        return
    if picked[1] is None:
        go_record(picked[0], tab="stages")
    address.put(activity=picked[0], stage=picked[1])
    st.rerun()


def activity_matrix(rows: Sequence[Row]) -> Matrix:
    """Return activities × stages: how many of the four facts hold and which."""
    return Matrix(
        leading=((t("dash.coverage.activity"), 300), (t("column.id"), 96)),
        columns=stage_columns(),
        rows=tuple((row["id"], (words.name_of(row), row["id"])) for row in rows),
        cells={
            (row["id"], stage): Cell(_facts(each), each["state"])
            for row in rows
            for stage, each in row["stages"].items()
        },
    )


def _facts(each: Row) -> str:
    if each["state"] in ("not_assessed", "not_applicable"):
        return t(f"dash.coverage.short.{each['state']}")
    held = [t(f"dash.coverage.letter.{fact}") if each[fact] else "–" for fact in FACTS]
    return f"{each['facts']}/4  {' '.join(held)}"


def _path(department: str | None, activity: str | None = None, stage: str | None = None) -> None:
    """Draw where one is, each step above a button that leads back up."""
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key="coverage_path"):
        if st.button(
            t("dash.coverage.all"), type="tertiary", icon=":material/arrow_back:", key="coverage.up"
        ):
            address.put(**dict.fromkeys(DEEPER))
            st.rerun()
        if department and activity:
            st.markdown("›", width="content")
            name = plain(department_name(department))
            if st.button(name, type="tertiary", key="coverage.up_department"):
                address.put(activity=None, stage=None)
                st.rerun()
        last = f"{names.name(activity)} · {words.term('stage', stage)}" if activity else ""
        st.markdown(f"› **{plain(last or department_name(department))}**", width="content")
