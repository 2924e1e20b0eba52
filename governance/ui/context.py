"""Who looks, at which day, in which language: worked out once a run, read by everything drawn in it."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, cast

import streamlit as st

from governance import bootstrap
from governance.register import permissions
from governance.ui import door, memo, state

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date, datetime

    from governance.language import Language
    from governance.register.lens import Lens
    from governance.register.reader import Reader
    from governance.register.store import Register

_CONTEXT = "frame.context"


@dataclass(frozen=True, slots=True)
class Context:
    """Hold what one run of the screen is drawn for.

    ``actor`` is the id of the person who looks, empty for nobody; ``known_at`` the last moment of the journal that is
    shown (None: all of it); ``effective_on`` the day on which appointments, evidence and law must be in force.
    ``settled`` is the last entry shown where a page may be a little behind (None: the newest).
    """

    register: Register
    actor: str
    language: Language
    dark: bool
    lens: Lens
    known_at: datetime | None
    effective_on: date
    is_past: bool
    grants: tuple[permissions.Granted, ...]
    settled: int | None = None

    def can(
        self,
        command: str,
        kind: str | None = None,
        record: Mapping[str, Any] | str | tuple[str | None, ...] | None = None,
    ) -> bool:
        """Tell whether to offer ``command`` (an operation) here; the register checks again when it is given.

        ``record`` is the record, or its department, or all it belongs to. Nothing can be changed while looking at the past.
        """
        if self.is_past:
            return False
        if kind is None:
            return any(
                rule["role"] == grant.role and command in rule["operations"]
                for rule in permissions.table()["rule"]
                for grant in self.grants
            )
        if isinstance(record, tuple):
            return permissions.allows(self.grants, command, kind, record)
        department = record if isinstance(record, str) or record is None else record.get("department")
        departments = (department,) if department else ()
        return permissions.allows(self.grants, command, kind, departments)

    def opens(self, page: str) -> bool:
        """Tell whether the person may open the page called ``page``."""
        return permissions.may_open(self.grants, page)

    def takes(self, export: str) -> bool:
        """Tell whether to offer the export called ``export``; it is asked again when it is fetched."""
        return permissions.may_take(self.grants, export)

    def holds(self, *roles: str) -> bool:
        """Tell whether the person was granted one of the application roles."""
        return any(grant.role in roles for grant in self.grants)


def current() -> Context:
    """Return the context of this run."""
    kept = memo.of_run()
    found = kept.get(_CONTEXT)
    if found is None:
        found = st.session_state.get(_CONTEXT)
        if not isinstance(found, Context):
            return refresh()
        kept[_CONTEXT] = found
    door.require(found.actor)
    return cast("Context", found)


def refresh() -> Context:
    """Work the context out anew from the session; the frame does it at the start of each run."""
    memo.forget()
    context = build(bootstrap.opened(), st.session_state.get(state.PERSON) or "")
    _hold(context)
    return context


def settle(revision: int) -> None:
    """Show the rest of this run as the register stood at the entry ``revision``."""
    context = current()
    lens = replace(context.lens, known_revision=min(context.lens.known_revision, revision))
    _hold(replace(context, lens=lens, settled=revision))


def _hold(context: Context) -> None:
    st.session_state[_CONTEXT] = memo.of_run()[_CONTEXT] = context


@contextmanager
def reader() -> Iterator[Reader]:
    """Read the register as the person of this run may see it, on the day chosen, newest changes included."""
    with current().register.read(reading()) as views:
        yield views


def reading() -> Lens:
    """Return the lens :func:`reader` looks through, for who asks only what it would see."""
    context = current()
    day = context.effective_on if context.is_past else None
    lens = context.lens if context.known_at else _lens(context.register, context.actor, None, day)
    if context.settled is None:
        return lens
    return replace(lens, known_revision=min(lens.known_revision, context.settled))


def build(register: Register, actor: str) -> Context:
    """Return the context for ``actor`` with the clock of the session."""
    today = register.today()
    clock = st.session_state.get(state.CLOCK, "today")
    chosen = st.session_state.get(state.DAY) or today
    is_past = clock != "today" and chosen < today
    effective_on = chosen if is_past else today
    known_at = register.end_of(chosen) if is_past and clock == "past" else None
    return Context(
        register=register,
        actor=actor,
        language=state.language(),
        dark=st.context.theme.type == "dark",
        lens=_lens(register, actor, known_at, effective_on if is_past else None),
        known_at=known_at,
        effective_on=effective_on,
        is_past=is_past,
        grants=register.granted(actor) if actor else (),
    )


def _lens(register: Register, actor: str, known_at: datetime | None, effective_on: date | None) -> Lens:
    return register.lens(known_at=known_at, effective_on=effective_on, actor=actor)
