"""The history of one record: who, when, why, what changed field by field; any version can be read."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

import streamlit as st

from governance.register import history
from governance.ui import words
from governance.ui.context import current, reader
from governance.ui.register import names
from governance.ui.register.loading import Seen
from governance.ui.register.record_view import section_view
from governance.ui.register.sections import section_label, sections_of
from governance.ui.register.wording import is_empty, path_label, row_title, sentence
from governance.ui.words import MISSING, plain, t

if TYPE_CHECKING:
    from datetime import datetime
    from typing import Any

    from governance.model.differences import FieldChange
    from governance.register.history import Step

_MACHINE = ("origins", "kept")


def history_tab(seen: Seen) -> None:
    """Draw the history of the record, newest first."""
    with reader() as views:
        steps = history.of_record(views, seen.id)
    if len(steps) == 1:
        st.caption(t("register.history.one"))
    for step in steps:
        _step(seen, step)


def local(moment: datetime) -> str:
    """Return a stored moment (naive UTC) in the register's time zone, in words."""
    return words.moment(moment.replace(tzinfo=UTC).astimezone(current().register.zone))


def _step(seen: Seen, step: Step) -> None:
    with st.container(border=True, gap="small"):
        with st.container(horizontal=True, vertical_alignment="center"):
            who = plain(names.name(step.actor))
            st.markdown(f"**{t(f'register.operation.{step.operation}')}** · {who}", width="stretch")
            st.caption(f"{plain(local(step.recorded_at))} · {t('register.version', version=step.version)}")
        st.caption(plain(step.reason, 400))
        changes = [each for each in step.changes if each.path.split("/")[0] not in _MACHINE]
        for change in changes:
            st.markdown(_change(seen, step, change))
        if step.content is not None and st.toggle(t("register.history.read"), key=f"history.{step.revision}"):
            _version(seen, step)


def _change(seen: Seen, step: Step, change: FieldChange) -> str:
    content = step.content or {}
    where = plain(path_label(seen.kind, change.path, content, seen.content))
    before, after = _sides(change)
    old, new = (_value(seen.kind, change, each, content) for each in (before, after))
    if old is None:
        return f":green[:material/add:] **{where}**: {new}"
    if new is None:
        return f":red[:material/remove:] **{where}**: ~~{old}~~"
    return f":blue[:material/edit:] **{where}**: ~~{old}~~ → {new}"


def _sides(change: FieldChange) -> tuple[Any, Any]:
    """Return what went and what came: of a list of codes only the difference."""
    if change.field.shape != "codes":
        return change.old, change.new
    old, new = change.old or [], change.new or []
    if set(old) == set(new):
        return old, new
    return [each for each in old if each not in new], [each for each in new if each not in old]


def _value(kind: str, change: FieldChange, value: Any, content: dict[str, Any]) -> str | None:
    if is_empty(value):
        return None
    if change.field.shape == "answers":
        return plain(_answers(kind, value, content), 400)
    if change.field.shape == "rows" and isinstance(value, dict):
        return plain(row_title(change.field, value, content))
    return plain(sentence(change.field, value, content), 300)


def _answers(kind: str, stated: dict[str, str], content: dict[str, Any]) -> str:
    told = [
        f"{path_label(kind, path, content)}: {t(f'register.answer.{one}')}" for path, one in stated.items()
    ]
    return "; ".join(told) or MISSING


def _version(seen: Seen, step: Step) -> None:
    """Draw every section of an older version, one below the other."""
    for section, fields in sections_of(seen.kind).items():
        st.markdown(f"#### {section_label(section)}")
        section_view(seen.kind, section, fields, step.content or {}, f"version.{step.revision}")
