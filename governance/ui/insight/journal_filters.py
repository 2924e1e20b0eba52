"""What is asked of the journal: kinds, people, operations, dates and words, all in the address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import streamlit as st

from governance.model.kinds import KINDS
from governance.register import history
from governance.ui import words
from governance.ui.context import current
from governance.ui.insight import address
from governance.ui.register import names
from governance.ui.words import t

if TYPE_CHECKING:
    from governance.register.reader import Reader

_NAMES = ("kind", "actor", "operation", "from", "to", "q")
_PLACE = ("page", "entry")
_FIRST = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class Filters:
    """Hold what the entries shown must match; None and empty match everything."""

    kind: str | None
    actor: str | None
    operation: str | None
    first: date | None
    last: date | None
    text: str

    def entries(self, reader: Reader, *, limit: int, offset: int) -> tuple[list[dict[str, Any]], int]:
        """Return one page of the entries that match, newest first, and how many match in all."""
        return history.entries(
            reader,
            kinds=[self.kind] if self.kind else [],
            actors=[self.actor] if self.actor else [],
            operations=[self.operation] if self.operation else [],
            first=self.first,
            last=self.last,
            text=self.text,
            limit=limit,
            offset=offset,
        )

    @property
    def set(self) -> tuple[str, ...]:
        """Return the names of the filters that are set."""
        given = (self.kind, self.actor, self.operation, self.first, self.last, self.text)
        return tuple(name for name, value in zip(_NAMES, given, strict=True) if value)

    @property
    def any(self) -> bool:
        """Tell whether anything is filtered out."""
        return bool(self.set)


def asked() -> Filters:
    """Return what the address asks of the journal."""
    query = st.query_params
    return Filters(
        address.chosen("kind", list(KINDS)),
        query.get("actor"),
        address.chosen("operation", list(words.terms("operation"))),
        _parsed(query.get("from")),
        _parsed(query.get("to")),
        query.get("q", ""),
    )


def ask() -> Filters:
    """Draw the filters and return what is asked."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="journal_filters"):
        _text()
        address.select(
            t("dash.journal.kind"),
            "kind",
            _kinds(),
            key="journal.kind",
            everything=t("dash.all"),
            drops=_PLACE,
        )
        address.select(
            t("dash.journal.actor"),
            "actor",
            _people(),
            key="journal.actor",
            everything=t("dash.everybody"),
            drops=_PLACE,
        )
        address.select(
            t("dash.journal.operation"),
            "operation",
            words.terms("operation"),
            key="journal.operation",
            everything=t("dash.all"),
            drops=_PLACE,
        )
        _day("from", t("dash.journal.from"))
        _day("to", t("dash.journal.to"))
    return asked()


def clear() -> None:
    """Take every filter out of the address."""
    address.put(**dict.fromkeys(_NAMES), page=None, entry=None)


def _kinds() -> dict[str, str]:
    language = current().language
    return {kind.code: kind.label(language, many=True) for kind in KINDS.values()}


def _people() -> dict[str, str]:
    return {each.id: each.shown() for each in names.book("person").values()}


def _text() -> None:
    st.session_state["journal.q"] = st.query_params.get("q", "")
    st.text_input(
        t("dash.journal.text"),
        key="journal.q",
        placeholder=t("dash.journal.text.hint"),
        on_change=lambda: address.put(q=st.session_state["journal.q"].strip() or None, page=None, entry=None),
    )


def _day(name: str, label: str) -> None:
    key = f"journal.{name}"
    st.session_state[key] = _parsed(st.query_params.get(name))
    st.date_input(
        label,
        key=key,
        min_value=_FIRST,
        max_value=current().register.today(),
        format="YYYY-MM-DD",
        on_change=_follow_day,
        args=(key, name),
        width=150,
    )


def _follow_day(key: str, name: str) -> None:
    value = st.session_state.get(key)
    address.put(**{name: value.isoformat() if value else None}, page=None, entry=None)


def _parsed(value: str | None) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        return None
