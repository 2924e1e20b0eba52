"""The working copy of a record while it is edited: kept as a draft at every change, judged at once.

Two windows of one person work on one draft: what the other kept meanwhile is taken in before this one keeps its own.
"""

from __future__ import annotations

import copy
import secrets
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

import streamlit as st

from governance.errors import GovernanceError, InvalidRecord, Problem
from governance.model import check
from governance.model.differences import combined, differences
from governance.model.kinds import content_of, kind_of, parse
from governance.register import drafts
from governance.ui.context import current
from governance.ui.register.wording import is_empty

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from governance.register.drafts import Draft

NEW = drafts.NEW
_PREFIX = "record.working"


@dataclass
class Working:
    """Hold what a person has typed into one record since ``base_version``.

    ``turn`` is part of every widget key: another turn makes the inputs read the content again. The first turn of a
    session is 0, so that a window which outlives a restart of the server finds its inputs as it left them.
    ``known`` is the draft as this window last read or kept it; ``refused`` why the last change was not kept.
    """

    kind: str
    record_id: str
    base_version: int
    content: dict[str, Any]
    saved_at: datetime | None = None
    restored: bool = False
    turn: int = 0
    person: str = ""
    known: dict[str, Any] = field(default_factory=dict)
    refused: GovernanceError | None = None

    def __post_init__(self) -> None:
        self.known = copy.deepcopy(self.content)

    @property
    def is_new(self) -> bool:
        """Tell whether the record is not in the register yet."""
        return self.record_id.startswith(NEW)

    def key(self, path: Sequence[str]) -> str:
        """Return the widget key of the field at ``path``; another person's inputs never share it."""
        return ".".join(("edit", self.person, self.kind, self.record_id, str(self.turn), *path))

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
        """Keep the working copy as the person's draft, with what another window of the person kept meanwhile."""
        context = current()
        with context.register.lock:
            draft = drafts.find(
                context.register, person=context.actor, kind=self.kind, record_id=self.record_id
            )
            if draft and draft.saved_at != self.saved_at:
                self._take_in(draft)
            try:
                self.saved_at = drafts.keep(
                    context.register,
                    person=context.actor,
                    kind=self.kind,
                    record_id=self.record_id,
                    base_version=self.base_version,
                    content=self.content,
                )
            except GovernanceError as error:
                self.refused = error
                return
        self.known, self.restored, self.refused = copy.deepcopy(self.content), False, None

    def catch_up(self, draft: Draft | None) -> None:
        """Show what another window of the person kept since this one last looked."""
        if draft and draft.saved_at != self.saved_at:
            self._take_in(draft)
            self.saved_at, self.known = draft.saved_at, copy.deepcopy(draft.content)

    def agree(self, path: Sequence[str]) -> None:
        """Settle what an input brought along from before a restart of the server, before it is drawn.

        What differs from draft and record was typed while nobody listened and is kept; else the draft stands.
        """
        key = self.key(path)
        given, held = st.session_state.get(key), self.value(path)
        given = given.strip() if isinstance(given, str) else given
        if key not in st.session_state or (given or None) == (held or None):
            return
        if is_empty(given) or (not self.is_new and given == self._of_base(path)):
            st.session_state[key] = held
        else:
            self.put(path, given)

    def rebase(self, content: dict[str, Any], version: int) -> None:
        """Go on from ``version`` with ``content``: the inputs read it anew, the draft is kept."""
        self.content, self.base_version = content, version
        self.turn = next_turn(self.kind, self.record_id)
        self.keep()

    def _of_base(self, path: Sequence[str]) -> Any:
        content = current().register.content(self.record_id, self.base_version)
        return Working(self.kind, self.record_id, self.base_version, content).value(path)

    def _take_in(self, draft: Draft) -> None:
        """Merge the other window's draft into this copy; a field changed in both keeps what was typed here."""
        before = self.content
        self.base_version = max(self.base_version, draft.base_version)
        self.content = combined(self.kind, self.known, draft.content, before)
        for each in differences(self.kind, before, self.content):
            _refill(self.key(each.path.split("/")), each.field.shape, each.new)

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


def slot(kind: str, record_id: str) -> str:
    """Return where a session holds the working copy of a record."""
    return f"{_PREFIX}.{current().actor}.{kind}.{record_id}"


def next_turn(kind: str, record_id: str) -> int:
    """Return 0 the first time a record is opened for editing in a session, then 1, 2 …."""
    counter = f"turns.{slot(kind, record_id)}"
    turn = int(st.session_state.get(counter, -1)) + 1
    st.session_state[counter] = turn
    return turn


def _refill(key: str, shape: str, value: Any) -> None:
    """Put another window's value into an input that is on the screen."""
    if key in st.session_state:
        filled: Any = date.fromisoformat(value) if shape == "date" and value else value
        empty: Any = {"codes": [], "short": "", "long": ""}.get(shape)
        st.session_state[key] = empty if is_empty(filled) else filled


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
