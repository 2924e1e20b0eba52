"""Who answers for each stage of an activity, by the same view as every figure: named in it, or inherited."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from governance import vocabulary
from governance.register import answering, signing
from governance.ui.cards import panel
from governance.ui.register import names
from governance.ui.register.record_view import links
from governance.ui.register.sections import rows_by_key
from governance.ui.register.wording import joined
from governance.ui.state import language
from governance.ui.words import plain, t

if TYPE_CHECKING:
    from governance.ui.register.loading import Seen


def roles_panel(seen: Seen) -> None:
    """Draw who is accountable for each stage, the holder on the day, and what is inherited, vacant or doubled."""
    cells = seen.point.answer(
        "answering", signing.PLACES, lambda views: answering.of_activity(views, seen.revision)
    )
    if not cells:
        return
    rows = rows_by_key(seen.content, "stages")
    with panel("register.side.roles", "roles"):
        if seen.content.get("owner"):
            st.caption(t("register.side.owner"))
            links([seen.content["owner"]], "roles.owner")
        for stages, cell, targets in _groups(cells, rows):
            _group(stages, cell, targets)


def _groups(
    cells: dict[str, dict[str, Any]], rows: dict[str, dict[str, Any]]
) -> list[tuple[list[str], dict[str, Any], tuple[str, ...]]]:
    """Return the stages that take place, those with the same answer together."""
    groups: dict[tuple[Any, ...], tuple[list[str], dict[str, Any], tuple[str, ...]]] = {}
    for stage in vocabulary.terms("stage"):
        cell = cells.get(stage.code)
        if cell is None or cell["left_out"]:
            continue
        targets = tuple(_accountable(cell, rows.get(stage.code) or {}))
        key = (targets, cell["a_state"], cell["a_source"])
        groups.setdefault(key, ([], cell, targets))[0].append(stage.label(language()))
    return list(groups.values())


def _group(stages: list[str], cell: dict[str, Any], targets: tuple[str, ...]) -> None:
    with st.container(gap=None):
        st.caption(joined(stages))
        if cell["a_state"] == "none":
            st.markdown(f":red[:material/person_off: {t('register.side.nobody')}]")
            return
        links(targets, f"roles.{cell['stage']}")
        notes = [_standing(cell)]
        if cell["a_source"] == "inherited":
            notes.append(t("register.side.inherited"))
        st.caption(" · ".join(note for note in notes if note))


def _accountable(cell: dict[str, Any], row: dict[str, Any]) -> list[str]:
    """Return the posts or departments accountable: all that are named, or the one inherited."""
    named = [each for each in row.get("roles") or [] if each.get("letter") == "accountable"]
    own = [target for each in named if (target := each.get("post") or each.get("department"))]
    inherited = [each for each in (cell["a_post"], cell["a_department"]) if each]
    return list(dict.fromkeys(own)) or inherited


def _standing(cell: dict[str, Any]) -> str:
    if cell["a_state"] == "held":
        return plain(names.name(cell["a_holder"]))
    if cell["a_state"] == "department":
        return ""
    return f":red[{t('register.side.' + str(cell['a_state']))}]"
