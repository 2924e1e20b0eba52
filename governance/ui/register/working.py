"""The working copy of a record while it is edited: kept as a draft at every change, judged at once."""

from __future__ import annotations

import copy
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import streamlit as st

from governance.errors import InvalidRecord, Problem
from governance.model import check
from governance.model.kinds import content_of, kind_of, parse
from governance.register import drafts
from governance.ui.context import current
from governance.ui.register.wording import is_empty

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

NEW = "new"
_PREFIX = "record.working"


@dataclass
class Working:
    """Hold what a person has typed into one record since ``base_version``.

    ``epoch`` is part of every widget key: another epoch makes the inputs read the content again.
    """

    kind: str
    record_id: str
    base_version: int
    content: dict[str, Any]
    saved_at: datetime | None = None
    restored: bool = False
    epoch: str = field(default_factory=lambda: secrets.token_hex(3))

    @property
    def is_new(self) -> bool:
        """Tell whether the record is not in the register yet."""
        return self.record_id == NEW

    def key(self, path: Sequence[str]) -> str:
        """Return the widget key of the field at ``path``."""
        return ".".join(("edit", self.record_id, self.epoch, *path))

    def value(self, path: Sequence[str]) -> Any:
        """Return the value at ``path`` (rows by key), or None."""
        here: Any = self.content
        for part in path:
            if isinstance(here, list):
                here = next((row for row in here if row["key"] == part), None)
            else:
                here = here.get(part) if here else None
        return here

    def put(self, path: Sequence[str], value: Any) -> None:
        """Set the value at ``path``; an empty one is removed, a filled one ends its stated answer."""
        here: Any = self.content
        for index, part in enumerate(path[:-1]):
            here = _step(here, part, path[:index])
        if is_empty(value):
            here.pop(path[-1], None)
        else:
            here[path[-1]] = value
            self.state(path, None)
        self._drop_empty_stages()
        self.keep()

    def state(self, path: Sequence[str], answer: str | None) -> None:
        """Set or drop the stated answer («none», «unknown») of the empty field at ``path``."""
        stated = self.content.setdefault("stated", {})
        name = "/".join(path)
        if answer:
            stated[name] = answer
        else:
            stated.pop(name, None)
        if not stated:
            del self.content["stated"]

    def add_row(self, path: Sequence[str], row: dict[str, Any]) -> str:
        """Append a nested row at ``path`` and return its new key."""
        key = secrets.token_hex(4)
        rows = [*(self.value(path) or []), {"key": key, **row}]
        self.put(path, rows)
        return key

    def remove_row(self, path: Sequence[str], key: str) -> None:
        """Remove a nested row, its stated answers and the references of other rows to it."""
        rows = [row for row in self.value(path) or [] if row["key"] != key]
        prefix = "/".join((*path, key)) + "/"
        for name in [each for each in self.content.get("stated", {}) if each.startswith(prefix)]:
            self.state(name.split("/"), None)
        if len(path) == 1:
            _forget_key(kind_of(self.kind).fields, self.content, path[0], key)
        self.put(path, rows)

    def keep(self) -> None:
        """Keep the working copy as the person's draft."""
        context = current()
        self.saved_at = drafts.keep(
            context.register,
            person=context.actor,
            kind=self.kind,
            record_id=self.record_id,
            base_version=self.base_version,
            content=self.content,
        )

    def problems(self) -> dict[str, list[Problem]]:
        """Return what is wrong with the content, by path (rows by key)."""
        found: dict[str, list[Problem]] = {}
        for problem in _problems(self.kind, self.content):
            found.setdefault(_keyed(problem.path, self.content), []).append(problem)
        return found

    def _drop_empty_stages(self) -> None:
        stages = self.content.get("stages")
        if self.kind != "activity" or stages is None:
            return
        left = [row for row in stages if len(row) > 2]
        if left:
            self.content["stages"] = left
        else:
            del self.content["stages"]


def open_copy(kind: str, record_id: str) -> Working:
    """Return the working copy of a record: of this session, else the kept draft, else a fresh one."""
    slot = _slot(kind, record_id)
    held = st.session_state.get(slot)
    if isinstance(held, Working):
        return held
    context = current()
    draft = drafts.find(context.register, person=context.actor, kind=kind, record_id=record_id)
    if draft:
        working = Working(kind, record_id, draft.base_version, draft.content, draft.saved_at, restored=True)
    elif record_id == NEW:
        working = Working(kind, NEW, 0, {})
    else:
        working = _fresh(kind, record_id)
    st.session_state[slot] = working
    return working


def begin(kind: str, content: dict[str, Any]) -> None:
    """Begin a new record with ``content``, as a draft; it takes the place of an unfinished one."""
    working = Working(kind, NEW, 0, copy.deepcopy(content))
    st.session_state[_slot(kind, NEW)] = working
    working.keep()


def drop(kind: str, record_id: str) -> None:
    """Forget the working copy and its draft."""
    context = current()
    drafts.discard(context.register, person=context.actor, kind=kind, record_id=record_id)
    st.session_state.pop(_slot(kind, record_id), None)


def has_draft(kind: str, record_id: str) -> bool:
    """Tell whether the person has unsaved changes of the record."""
    context = current()
    return drafts.find(context.register, person=context.actor, kind=kind, record_id=record_id) is not None


def _fresh(kind: str, record_id: str) -> Working:
    register = current().register
    with register.lock, register.read(register.lens()) as views:
        version = views.value("SELECT version FROM record_head WHERE record_id = $id", id=record_id)
        return Working(kind, record_id, int(version), copy.deepcopy(register.content(record_id)))


def _slot(kind: str, record_id: str) -> str:
    return f"{_PREFIX}.{current().actor}.{kind}.{record_id}"


def _step(here: Any, part: str, path: Sequence[str]) -> Any:
    """Go one part of a path down, making the list or the row that is not there yet."""
    if isinstance(here, dict):
        return here.setdefault(part, [])
    row = next((each for each in here if each["key"] == part), None)
    if row is None:
        row = (
            {"key": part, "stage": part} if path[-1:] == ["stages"] or path == ("stages",) else {"key": part}
        )
        here.append(row)
    return row


def _problems(kind: str, content: dict[str, Any]) -> tuple[Problem, ...]:
    try:
        record = parse(kind, content)
    except InvalidRecord as error:
        return error.problems
    return check.problems(kind, content_of(record))


def _keyed(path: str, content: dict[str, Any]) -> str:
    """Return a path whose rows are told by position as one whose rows are told by key."""
    here: Any = content
    parts = path.split("/")
    for index, part in enumerate(parts):
        if isinstance(here, list) and part.isdigit() and int(part) < len(here):
            here = here[int(part)]
            parts[index] = here["key"] if isinstance(here, dict) else part
        elif isinstance(here, dict):
            here = here.get(part)
        else:
            here = None
    return "/".join(parts)


def _forget_key(fields: Sequence[Any], content: dict[str, Any], within: str, key: str) -> None:
    for each in fields:
        if each.spec.within == within:
            _forget_in(content, each, key)
        for row in content.get(each.name) or [] if each.shape == "rows" else []:
            _forget_key(each.children, row, within, key)


def _forget_in(holder: dict[str, Any], each: Any, key: str) -> None:
    value = holder.get(each.name)
    if value == key:
        del holder[each.name]
    elif isinstance(value, list) and key in value:
        holder[each.name] = [one for one in value if one != key]
