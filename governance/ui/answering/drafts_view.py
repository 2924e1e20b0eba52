"""What the person who looks began and has not finished, with the way back to it; nobody else sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from governance.model.kinds import KINDS, kind_of
from governance.register import drafts
from governance.register.drafts import FORM
from governance.ui import words
from governance.ui.cards import panel
from governance.ui.context import current, reader
from governance.ui.links import go, go_record
from governance.ui.moments import clock
from governance.ui.register import names
from governance.ui.tables import Column, table
from governance.ui.words import t

if TYPE_CHECKING:
    from collections.abc import Sequence

    from governance.register.drafts import Draft

# Where forms stand that are not on the page of the record they are about.
_PAGES = {"bulk": "activities", "edition": "editions", "leaver": "leaver", "import": "importing"}


def show() -> None:
    """Draw the drafts as a table, newest first; nothing while there are none."""
    context = current()
    found = _listed(drafts.unfinished(context.register, context.actor))
    if not found or context.is_past:
        return
    newest = _versions(found)
    with panel("drafts.work.title", "drafts"):
        picked = table(
            [_row(each, place, newest) for place, each in enumerate(found)],
            [
                Column("what", t("drafts.work.what"), width=190, pinned=True),
                Column("record", t("drafts.work.record"), width=320),
                Column("saved", t("drafts.work.saved"), width=150),
                Column("standing", t("drafts.work.standing"), width=200),
            ],
            key="work.drafts",
            alt=t("drafts.work.alt"),
            select="row",
        )
        st.caption(t("drafts.work.pick"))
    if picked:
        _open(found[picked.row["place"]])


def _listed(found: Sequence[Draft]) -> list[Draft]:
    """Leave out the reason of a change whose record is listed itself."""
    edited = {each.record_id for each in found if each.kind in KINDS}
    return [each for each in found if not (each.kind == f"{FORM}reason" and each.record_id in edited)]


def _versions(found: Sequence[Draft]) -> dict[str, int]:
    """Return the newest version of each record with a draft, of those the person may see."""
    ids = [each.record_id for each in found if each.record_id]
    with reader() as views:
        rows = views.rows(
            "SELECT record_id, version FROM record_head WHERE list_contains($ids, record_id)", ids=ids
        )
    return {row["record_id"]: row["version"] for row in rows}


def _row(draft: Draft, place: int, newest: dict[str, int]) -> dict[str, Any]:
    older = 0 < draft.base_version < newest.get(draft.record_id, 0)
    return {
        "place": place,
        "what": _what(draft),
        "record": _record(draft),
        "saved": clock(draft.saved_at),
        "standing": t("drafts.work.older") if older else "",
    }


def _what(draft: Draft) -> str:
    if draft.kind.startswith(FORM):
        return t(f"drafts.form.{_form(draft)}")
    kind = kind_of(draft.kind).label(current().language)
    return t("drafts.work.new", what=kind) if draft.is_new else kind


def _record(draft: Draft) -> str:
    """Return the name as typed for a new record, else the name of the record as far as the person may see it."""
    if draft.is_new:
        return words.name_of(draft.content | {"id": ""})
    if draft.kind == f"{FORM}import":
        return str(draft.content.get("source") or "")
    return names.name(draft.record_id) if draft.record_id else ""


def _form(draft: Draft) -> str:
    return draft.kind.removeprefix(FORM).partition(".")[0]


def _open(draft: Draft) -> None:
    form = _form(draft) if draft.kind.startswith(FORM) else ""
    if draft.is_new or draft.record_id.startswith(drafts.NEW):
        go("record", new=draft.kind, draft=draft.record_id)
    elif form in _PAGES:
        go(_PAGES[form], **({"person": draft.record_id} if form == "leaver" else {}))
    else:
        go_record(draft.record_id, edit=not form or form == "reason")
