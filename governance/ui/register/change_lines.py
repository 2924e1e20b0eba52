"""A change of a field as one line: added, taken out, or what it was and what it became."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from governance.ui.register.wording import changed
from governance.ui.words import plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from governance.model.differences import FieldChange


def line(kind: str, change: FieldChange, content: Mapping[str, Any], other: Mapping[str, Any]) -> str:
    """Return the change as Markdown; ``content`` holds it, ``other`` helps to name rows that are gone from it."""
    told = changed(kind, change, content, other)
    where = plain(told.where)
    old, new = (None if each is None else plain(each, 400) for each in (told.old, told.new))
    if old is None:
        return f":green[:material/add:] **{where}**: {new}"
    if new is None:
        return f":red[:material/remove:] **{where}**: ~~{old}~~"
    return f":blue[:material/edit:] **{where}**: ~~{old}~~ → {new}"
