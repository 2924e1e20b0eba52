"""The leaver rehearsal: what a person would leave behind, who takes over, and taking it back."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import streamlit as st

from governance.insight import leaver
from governance.model.kinds import KINDS
from governance.ui import words
from governance.ui.answering import leaver_forms
from governance.ui.cards import panel
from governance.ui.context import current
from governance.ui.feedback import empty
from governance.ui.insight import address
from governance.ui.links import go_record
from governance.ui.register import names
from governance.ui.tables import Column, table
from governance.ui.words import plain, t

if TYPE_CHECKING:
    from governance.insight.leaver import Candidates, Losses
    from governance.register.leaving import Rehearsal


def show() -> None:
    """Draw the choice of a person and day, then what would be lost, the hand-over and earlier ones."""
    person, last = _ask()
    if person is None:
        empty("leaver.choose", icon=":material/person_search:")
    else:
        first = last + timedelta(days=1)
        found, candidates = _read(person, first)
        _told(leaver.losses(found), person, last)
        if found.duties:
            with panel("leaver.lost", "leaver_lost"):
                _duties(found)
        if found.duties or found.grants:
            with panel("leaver.hand", "leaver_hand"):
                leaver_forms.hand_over(found, candidates, first)
    with panel("leaver.earlier", "leaver_earlier"):
        leaver_forms.earlier()


def _read(person: str, first: date) -> tuple[Rehearsal, dict[str, Candidates]]:
    context = current()
    lens = context.register.lens(known_at=context.known_at, effective_on=first, actor=context.actor)
    with context.register.read(lens) as views:
        return leaver.read(views, person)


def _ask() -> tuple[str | None, date]:
    """Draw person and last day, both in the address; the day chosen at the top is the first offer."""
    people = {
        each.id: each.shown()
        for each in sorted(names.book("person").values(), key=lambda each: each.shown().casefold())
        if each.status not in names.ENDED
    }
    with st.container(horizontal=True, vertical_alignment="bottom", key="leaver_choice"):
        person = address.select(
            t("leaver.person"), "person", people, key="leaver.person", everything=t("leaver.person.hint")
        )
        st.session_state["leaver.last"] = _last()
        last = st.date_input(
            t("leaver.last"),
            key="leaver.last",
            help=t("leaver.last.help"),
            on_change=_follow,
            format="YYYY-MM-DD",
            width=200,
        )
    return person, last if isinstance(last, date) else _last()


def _last() -> date:
    try:
        return date.fromisoformat(st.query_params.get("last", ""))
    except ValueError:
        return current().effective_on


def _follow() -> None:
    chosen = st.session_state.get("leaver.last")
    address.put(last=chosen.isoformat() if isinstance(chosen, date) else None)


def _told(lost: Losses, person: str, last: date) -> None:
    """Say in one sentence what the departure means, and show it in figures."""
    who, day = plain(names.name(person), 60), words.day(last)
    if lost.nothing:
        st.success(t("leaver.nothing", who=who, day=day), icon=":material/check_circle:")
        return
    if lost.posts:
        told = t(
            "leaver.orphaned",
            who=who,
            day=day,
            posts=words.number(lost.posts),
            stages=words.number(lost.accountable),
            records=words.number(sum(lost.named.values())),
        )
        st.warning(told, icon=":material/error:")
    else:
        st.info(t("leaver.covered", who=who, day=day), icon=":material/info:")
    figures = {
        "posts": lost.posts,
        "shared": lost.shared,
        "accountable": lost.accountable,
        "responsible": lost.responsible,
        **{f"named_{name}": count for name, count in lost.named.items()},
        "officers": lost.officers,
        "grants": lost.grants,
    }
    with st.grid(4, min_column_width=160):
        for name, count in figures.items():
            st.metric(t(f"leaver.figure.{name}"), words.number(count), border=True)


def _duties(found: Rehearsal) -> None:
    """List every activity, stage and record that hangs on a post of the person; picking a row opens it."""
    rows = [row for duty in found.duties for row in (*_cell_rows(duty), *_use_rows(duty))]
    if not rows:
        st.caption(t("leaver.lost.none"))
        return
    picked = table(
        rows,
        [
            Column("post", t("leaver.column.post"), width=190, pinned=True),
            Column("what", t("leaver.column.what"), width=150),
            Column("record", t("leaver.column.record"), width=260),
            Column("stage", t("dash.column.stage"), vocabulary="stage", width=100),
            Column("remaining", t("leaver.column.remaining"), width=150),
            Column("id", t("column.id"), width=100),
        ],
        key="leaver.lost",
        alt=t("leaver.lost.alt"),
        select="row",
        export="leaver",
        height=420,
    )
    if picked:
        go_record(picked.row["id"])


def _cell_rows(duty: Any) -> list[dict[str, Any]]:
    shared = _shared(duty)
    return [
        {
            **shared,
            "what": words.term("raci", cell["letter"]),
            "record": names.name(cell["activity"]),
            "stage": cell["stage"],
            "id": cell["activity"],
        }
        for cell in duty.cells
    ]


def _use_rows(duty: Any) -> list[dict[str, Any]]:
    shared, rows = _shared(duty), []
    for use in duty.uses:
        fields = [field for field in use["fields"] if field != "stages/roles/post"]
        if fields:
            what = t("dash.and").join(dict.fromkeys(_label(use["kind"], field) for field in fields))
            rows.append(
                {**shared, "what": what, "record": words.name_of(use), "stage": None, "id": use["id"]}
            )
    return rows


def _label(kind: str, path: str) -> str:
    name = path.partition("/")[0]
    found = next(field for field in KINDS[kind].fields if field.name == name)
    return found.spec.label(current().language)


def _shared(duty: Any) -> dict[str, Any]:
    separator = "、" if current().language == "zh" else ", "
    remaining = separator.join(names.name(each) for each in duty.remaining)
    return {"post": names.name(duty.post), "remaining": remaining or t("leaver.nobody")}
