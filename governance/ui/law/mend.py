"""The way from a finding to the field that mends it: record, tab, row and, for people who may, edit mode."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

import streamlit as st

from governance.law.findings import path
from governance.law.views import subjects
from governance.model.fields import by_name
from governance.model.kinds import kind_of
from governance.ui.context import current
from governance.ui.links import go_record
from governance.ui.register.sections import label
from governance.ui.words import plain, t

if TYPE_CHECKING:
    from governance.law.rules import Rule


def button(rule: Rule, record_id: str, key: str, *, place: str, department: str | None = None) -> None:
    """Draw the button that opens the record at the field; it says «mend» to people who may change it."""
    may = may_mend(rule, department)
    words = t("law.mend" if may else "law.look", field=plain(where(rule)))
    icon = ":material/build:" if may else ":material/arrow_forward:"
    if st.button(words, icon=icon, key=f"{place}.mend.{rule.id}.{record_id}.{key}"):
        open_field(rule, record_id, key, edit=may)


def may_mend(rule: Rule, department: str | None) -> bool:
    """Tell whether to offer editing; masked contact details could not be saved back, so who sees them masked only looks."""
    context = current()
    return not context.lens.masks_contacts and context.can("update", subjects()[rule.on].kind, department)


def where(rule: Rule) -> str:
    """Return where the field to mend stands, in words; of a nested row without naming the row."""
    kind = subjects()[rule.on].kind
    first, *inner = path(rule, "").split("/")
    fields = by_name(kind_of(kind).model)
    told = [label(fields[first])]
    row = fields[first].row
    if row is not None and inner:
        told += [label(each) for name, each in by_name(row).items() if name == inner[-1]]
    return " › ".join(told)


def open_field(rule: Rule, record_id: str, key: str, *, edit: bool) -> NoReturn:
    """Open the record at the tab of the field, and at its row."""
    first, _, rest = path(rule, key).partition("/")
    row = rest.partition("/")[0] if rest else None
    go_record(record_id, tab=section(subjects()[rule.on].kind, first), edit=edit, row=row)


def section(kind: str, field: str) -> str | None:
    """Return the section (tab) a field of ``kind`` stands in."""
    declared = by_name(kind_of(kind).model).get(field)
    return declared.spec.section if declared else None
