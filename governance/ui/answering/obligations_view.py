"""The matrix of obligations: duties by role, with who holds the roles on the day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from governance.insight import obligations
from governance.ui import words
from governance.ui.context import current, reader
from governance.ui.insight import address, matrices, scope, shades
from governance.ui.insight.cache import Stamp, look, stamp
from governance.ui.insight.matrices import Cell, Matrix, Prepared
from governance.ui.links import go_record
from governance.ui.register import names
from governance.ui.tables import Column, table
from governance.ui.words import plain, t

if TYPE_CHECKING:
    from typing import Any

    from governance.insight.obligations import Obligation, Place

    Places = dict[str, tuple[Place, ...]]

KINDS = ("organisation", "department", "person", "party", "post", "appointment", "activity")

CITES = "cites"  # the column of articles


def show() -> None:
    """Draw the choice of an organisation, the sentence, the matrix, and who is behind the picked cell."""
    organisation = address.select(
        t("dash.scope.organisation"),
        "organisation",
        scope.organisations(),
        key="obligations.organisation",
        everything=t("dash.scope.every_organisation"),
    )
    found = _places(stamp(KINDS), organisation)
    if not any(found.values()):
        st.info(t("obligations.empty"), icon=":material/inbox:")
        return
    _told(found)
    grid = _grid(stamp(KINDS), organisation, *look())
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        legend = [each for each in shades.letter_legend() if each[0] not in ("inherited", "fault")]
        fault = ("fault", t("obligations.mark.fault"))
        matrices.legend([*legend, fault], shades.letters(dark=current().dark))
        matrices.export(grid, name="obligations", key="obligations")
    st.caption(t("obligations.reading"))
    picked = matrices.draw(grid, key="obligations.grid", alt=t("obligations.alt"), width=150)
    if picked:
        _behind(found, *picked)
    else:
        st.caption(t("obligations.pick"))


@st.cache_resource(max_entries=16, show_spinner=False)
def _places(key: Stamp, organisation: str | None) -> Places:
    del key
    with reader() as views:
        return obligations.places(views, organisation)


@st.cache_resource(max_entries=16, show_spinner=False)
def _grid(key: Stamp, organisation: str | None, language: str, dark: bool) -> Prepared:
    found = _places(key, organisation)
    listed = obligations.table()
    cells = {
        (each.code, role): _cell(letter, obligations.concerned(each, found[role]))
        for each in listed.obligation
        for role, letter in each.letters.items()
        if obligations.concerned(each, found[role])
    }
    kept = [each for each in listed.obligation if any(key[0] == each.code for key in cells)]
    matrix = Matrix(
        leading=((t("obligations.column.obligation"), 260),),
        columns=((CITES, t("law.column.cites")), *_role_columns()),
        rows=tuple((each.code, (title(each, language),)) for each in kept),
        cells=cells | {(each.code, CITES): Cell(", ".join(each.cites)) for each in kept},
    )
    return matrices.prepared(matrix, shades.letters(dark=dark))


def _role_columns() -> list[tuple[str, str]]:
    return [(role.code, words.term("post_role", role.code)) for role in obligations.table().role]


def title(obligation: Obligation, language: str) -> str:
    """Return what a duty is called in ``language``."""
    return obligation.zh if language == "zh" else obligation.en


def _cell(letter: str, places: tuple[Place, ...]) -> Cell:
    """Return the letter with the first holder and how many more; «!» and how many entities where nobody holds it."""
    open_places = [each for each in places if each.state != "held"]
    code = obligations.CODES[letter]  # type: ignore[index]
    if open_places:
        grave = letter in ("A", "R")
        missing = t("obligations.cell.vacant", count=len(open_places), all=len(places))
        return Cell(f"{letter}! {missing}", "fault" if grave else code)
    people = list({holder["holder"]: holder for each in places for holder in each.holders}.values())
    more = f" +{len(people) - 1}" if len(people) > 1 else ""
    return Cell(f"{letter} {_person(people[0])}{more}", code)


def _person(holder: dict[str, Any]) -> str:
    return words.name_of(
        {"id": holder["holder"], "name": holder["holder_name"], "name_zh": holder["holder_name_zh"]}
    )


def _told(found: Places) -> None:
    """Say how many duties nobody carries out or answers for, and at which entity it begins."""
    missing = obligations.unheld(found)
    if not missing:
        st.success(t("obligations.fine"), icon=":material/check_circle:")
        return
    roles = list(dict.fromkeys((role, place.entity.id) for _, role, place in missing))
    named = ("、" if current().language == "zh" else "; ").join(
        t("obligations.at", role=words.term("post_role", role), entity=plain(names.name(entity), 60))
        for role, entity in roles[:3]
    )
    told = t(
        "obligations.wrong",
        duties=words.number(len({duty.code for duty, _, _ in missing})),
        roles=words.number(len(roles)),
        named=named,
    )
    st.warning(told, icon=":material/error:")


def _behind(found: Places, code: str, role: str | None) -> None:
    """List who holds the roles of a duty, entity by entity; picking a row opens the post."""
    duty = next(each for each in obligations.table().obligation if each.code == code)
    st.header(plain(title(duty, current().language)), anchor=False)
    rows = [
        row
        for each, letter in duty.letters.items()
        if role in (None, CITES, each)
        for place in obligations.concerned(duty, found[each])
        for row in _behind_rows(obligations.CODES[letter], place)
    ]
    if not rows:
        st.caption(t("obligations.no_letter"))
        return
    picked = table(
        rows,
        [
            Column("letter", t("dash.column.letter"), vocabulary="raci", width=110),
            Column("role", t("obligations.column.role"), vocabulary="post_role", width=200),
            Column("entity", t("dash.scope.organisation"), width=240),
            Column("post", t("dash.column.post"), width=220),
            Column("holder", t("dash.column.holder"), width=200),
            Column("state", t("dash.column.a_state"), width=140),
        ],
        key=f"obligations.behind.{code}.{role}",
        alt=t("obligations.alt"),
        select="row",
        export=f"obligation-{code}",
    )
    if picked and picked.row["id"]:
        go_record(picked.row["id"])


def _behind_rows(letter: str, place: Place) -> list[dict[str, Any]]:
    shared = {"letter": letter, "role": place.role, "entity": words.name_of(_entity(place))}
    if place.state == "held":
        return [
            shared
            | {
                "post": words.name_of(holder | {"id": holder["post"]}),
                "holder": _person(holder),
                "state": t("obligations.state.deputy" if holder["deputy"] else "obligations.state.held"),
                "id": holder["post"],
            }
            for holder in place.holders
        ]
    posts = place.posts or ({"name": None, "name_zh": None, "post": None},)
    return [
        shared
        | {
            "post": words.name_of(post | {"id": post["post"]}),
            "holder": t("leaver.nobody"),
            "state": t(f"obligations.state.{place.state}"),
            "id": post["post"],
        }
        for post in posts
    ]


def _entity(place: Place) -> dict[str, Any]:
    return {"id": place.entity.id, "name": place.entity.name, "name_zh": place.entity.name_zh}
