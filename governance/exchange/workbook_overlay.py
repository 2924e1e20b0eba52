"""Lay what a workbook says over what the register holds: what has no cell stays as it is."""

from __future__ import annotations

from typing import Any

from governance.exchange.workbook_contents import Draft
from governance.exchange.workbook_layout import PREFIX
from governance.model.fields import Declared
from governance.model.kinds import KINDS

STATED_SHEET = f"{PREFIX}record.stated@record"


def overlaid(held: dict[str, Any], draft: Draft, present: set[str]) -> dict[str, Any]:
    """Return the content ``held`` with the cells of ``draft`` in place.

    Fields of the register's own, hidden contacts, and fields whose column is not among ``present`` are kept.
    """
    merged = _fields(KINDS[draft.kind].fields, draft.kind, held, draft.content, draft, present, "")
    merged["stated"] = _stated(draft, held.get("stated", {}), present)
    return merged


def _fields(
    fields: tuple[Declared, ...],
    code: str,
    old: dict[str, Any],
    new: dict[str, Any],
    draft: Draft,
    present: set[str],
    prefix: str,
) -> dict[str, Any]:
    merged: dict[str, Any] = {}
    for each in fields:
        below = f"{code}.{each.name}"
        if each.name == "key":
            value = new["key"]
        elif each.spec.machine or f"{prefix}{each.name}" in draft.masked:
            value = old.get(each.name)
        elif each.shape == "rows":
            value = old.get(each.name)
            if f"{PREFIX}{below}@record" in present:
                value = _rows(
                    each, below, old.get(each.name, []), new.get(each.name, []), draft, present, prefix
                )
        else:
            value = (new if f"{PREFIX}{below}" in present else old).get(each.name)
        if value is not None:
            merged[each.name] = value
    return merged


def _rows(
    each: Declared,
    code: str,
    old: list[dict[str, Any]],
    new: list[dict[str, Any]],
    draft: Draft,
    present: set[str],
    prefix: str,
) -> list[dict[str, Any]]:
    """Lay rows over rows by key; known rows keep their order, so that a sorted sheet changes nothing."""
    before = {row["key"]: row for row in old}
    order = {key: place for place, key in enumerate(before)}
    return [
        _fields(
            each.children, code, before[row["key"]], row, draft, present, f"{prefix}{each.name}/{row['key']}/"
        )
        if row["key"] in before
        else row
        for row in sorted(new, key=lambda row: order.get(row["key"], len(order)))
    ]


def _stated(draft: Draft, old: dict[str, str], present: set[str]) -> dict[str, str]:
    kept = {
        path: answer
        for path, answer in old.items()
        if STATED_SHEET not in present
        and f"{PREFIX}{draft.kind}.{'.'.join(path.split('/')[::2])}" not in present
    }
    return {**kept, **draft.content.get("stated", {})}
