"""The six lifecycle stages while reading: compact cards that say what is there and what is not."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import streamlit as st

from governance import vocabulary
from governance.ui import words
from governance.ui.links import go_record
from governance.ui.register import names
from governance.ui.register.sections import rows_by_key
from governance.ui.register.stage_facts import StageState, stage_state
from governance.ui.register.wording import paragraphs
from governance.ui.state import language
from governance.ui.words import plain, t

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Literal

    from governance.model.fields import Declared

_COLOURS: dict[StageState, Literal["blue", "gray", "orange", "red"]] = {
    "applicable": "blue",
    "not_applicable": "gray",
    "no_reason": "red",
    "untouched": "orange",
}


def stages_view(field: Declared, content: Mapping[str, Any], key: str) -> None:
    """Draw one card a stage, in the order of the life of the data."""
    del field
    rows = rows_by_key(content, "stages")
    for stage in vocabulary.terms("stage"):
        row = rows.get(stage.code)
        state = stage_state(row)
        with st.container(border=True, gap="small", key=f"{key}.stage.{stage.code}"):
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(f"**{stage.label(language())}**", width="stretch")
                st.badge(t(f"register.stage.{state}"), color=_COLOURS[state])
            if row:
                _facts(row, f"{key}.{stage.code}")


def _facts(row: Mapping[str, Any], key: str) -> None:
    if row.get("reason"):
        st.text(row["reason"])
    for measure in row.get("measures") or []:
        _measure(measure, key)
    policies = row.get("policies") or []
    if policies:
        _line(t("register.stage.policies"), policies, f"{key}.policies")
    for role in row.get("roles") or []:
        targets = [role[name] for name in ("post", "department") if role.get(name)]
        letter = words.term("raci", role.get("letter"))
        _line(plain(letter), targets, f"{key}.{role['key']}")


def _line(title: str, targets: list[str], key: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"links_{key}"):
        st.caption(title, width="content")
        _buttons(targets, key)


def _buttons(targets: list[str], key: str) -> None:
    for target in targets:
        if st.button(f":primary[{plain(names.name(target), 80)}]", key=f"{key}.{target}", type="tertiary"):
            go_record(target)


def _measure(measure: Mapping[str, Any], key: str) -> None:
    state = measure.get("state")
    icon = {"in_place": ":green[:material/check_circle:]", "planned": ":orange[:material/schedule:]"}
    mark = icon.get(state or "", ":gray[:material/radio_button_unchecked:]")
    facts = [plain(words.term("measure_state", state))] if state else []
    if measure.get("since"):
        facts.append(t("register.stage.since", day=plain(words.day(date.fromisoformat(measure["since"])))))
    slot = f"links_{key}.{measure['key']}"
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=slot):
        st.markdown(f"{mark} {plain(names.name(measure.get('measure')), 90)}", width="content")
        st.caption(" · ".join(facts), width="content")
        _buttons(measure.get("evidence") or [], f"{key}.{measure['key']}")
    if measure.get("note"):
        st.caption(paragraphs(measure["note"]))
