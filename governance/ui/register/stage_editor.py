"""The six lifecycle stages while editing: does it take place, policies, measures with proof, who is R, A, C, I."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from governance import vocabulary
from governance.ui.register import names
from governance.ui.register.inputs import Path, Problems, field_input, told
from governance.ui.register.row_editor import rows_editor
from governance.ui.register.sections import rows_by_key
from governance.ui.register.stage_facts import stage_state
from governance.ui.state import language
from governance.ui.words import namer, plain, t

if TYPE_CHECKING:
    from governance.model.fields import Declared
    from governance.ui.register.working import Working


def stages_editor(working: Working, field: Declared, problems: Problems) -> None:
    """Draw one fold a stage; opening it shows what can be said about the stage."""
    children = {each.name: each for each in field.children}
    rows = rows_by_key(working.content, "stages")
    for stage in vocabulary.terms("stage"):
        path: Path = ("stages", stage.code)
        state = stage_state(rows.get(stage.code))
        fold = st.expander(
            f"**{stage.label(language())}** · {t(f'register.stage.{state}')}",
            key=working.key((*path, "fold")),
            on_change="rerun",
        )
        if fold.open:
            with fold:
                _stage(working, path, children, rows.get(stage.code) or {}, problems)


def _stage(
    working: Working,
    path: Path,
    fields: dict[str, Declared],
    row: dict[str, Any],
    problems: Problems,
) -> None:
    field_input(working, (*path, "applicable"), fields["applicable"], problems)
    if row.get("applicable") == "not_applicable":
        field_input(working, (*path, "reason"), fields["reason"], problems)
        return
    field_input(working, (*path, "policies"), fields["policies"], problems)
    _measures(working, path, fields["measures"], row, problems)
    rows_editor(working, (*path, "roles"), fields["roles"], problems)


def _measures(working: Working, path: Path, field: Declared, row: dict[str, Any], problems: Problems) -> None:
    st.markdown(f"**{plain(field.spec.label(language()))}**")
    told(problems, (*path, "measures"))
    children = {each.name: each for each in field.children}
    for measure in row.get("measures") or []:
        with st.container(border=True):
            _measure(working, (*path, "measures", measure["key"]), children, measure, problems)
    _add_measure(working, path, row)


def _measure(
    working: Working, path: Path, fields: dict[str, Declared], row: dict[str, Any], problems: Problems
) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(plain(names.name(row.get("measure"))), width="stretch")
        st.button(
            t("register.row.remove"),
            key=working.key((*path, "remove")),
            icon=":material/delete:",
            type="tertiary",
            on_click=working.remove_row,
            args=(path[:-1], path[-1]),
        )
    left, middle, right = st.columns([2, 2, 3])
    for column, name in ((left, "state"), (middle, "since"), (right, "evidence")):
        with column:
            field_input(working, (*path, name), fields[name], problems)
    field_input(working, (*path, "note"), fields["note"], problems)


def _add_measure(working: Working, path: Path, row: dict[str, Any]) -> None:
    there = [each["measure"] for each in row.get("measures") or [] if each.get("measure")]
    offered = [each for each in _of_stage(path[-1]) if each not in there]
    key = working.key((*path, "add_measure", str(len(there))))
    st.selectbox(
        t("register.stage.add_measure"),
        offered,
        index=None,
        key=key,
        format_func=namer({each: names.name(each) for each in offered}),
        placeholder=t("register.stage.add_measure"),
        label_visibility="collapsed",
        on_change=_added,
        args=(working, (*path, "measures"), key),
    )


def _added(working: Working, path: Path, key: str) -> None:
    chosen = st.session_state.get(key)
    if chosen:
        working.add_row(path, {"measure": chosen})


def _of_stage(stage: str) -> list[str]:
    """Return the measures one may add, those made for ``stage`` first."""
    fitting = {each.code for each in vocabulary.measures() if stage in each.stages}
    library = [
        f"MEA-{place:05d}" for place, each in enumerate(vocabulary.measures(), 1) if each.code in fitting
    ]
    live = names.choices(("measure",))
    known = set(live)
    first = [each for each in library if each in known]
    return first + [each for each in live if each not in first]
