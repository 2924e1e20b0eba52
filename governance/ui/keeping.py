"""What is typed into a form beside a record, kept for the person at every change until it is sent or discarded.

The inputs keep their own keys. Before they are drawn :meth:`Form.open` fills them with what was kept, or empties them
when they held the words of another person or about another record.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import streamlit as st

from governance.errors import GovernanceError
from governance.register import drafts
from governance.register.drafts import FORM
from governance.ui import feedback
from governance.ui.context import current
from governance.ui.moments import clock
from governance.ui.words import t

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from governance.register.drafts import Draft

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Form:
    """Name a form (``name``, a text ``drafts.form.<first part>`` says what it is), its fields and their widget keys.

    ``about`` is the id of the record it stands beside, ``base`` the version of it on the screen; ``beside`` are fields
    that are kept but do not make a draft by themselves, and are left as they are afterwards.
    """

    name: str
    fields: Mapping[str, str]
    about: str = ""
    base: int = 0
    beside: tuple[str, ...] = ()

    def open(self) -> Form:
        """Fill the inputs with what was kept; call it before they are drawn."""
        draft, owner = self._draft(), (current().actor, self.about)
        held: tuple[Any, ...] | None = st.session_state.get(self._slot)
        stamp = (*owner, draft.saved_at if draft else None)
        if held is None and draft is None:
            self._catch_replayed({})
        elif held is None and draft is not None:
            self._fill(draft.content | self._catch_replayed(draft.content))
        elif (
            held is None
            or held[:2] != owner
            or (held[2] is not None and draft is None)
            or (draft and held != stamp)
        ):
            self._fill(draft.content if draft else {})
        elif draft:
            self._fill(
                {name: value for name, value in draft.content.items() if self._missing(name)}, only=True
            )
        st.session_state[self._slot] = stamp
        return self

    def key(self, field: str) -> str:
        """Return the widget key of ``field``."""
        return self.fields[field]

    def words(self, field: str) -> str:
        """Return what stands in the text input ``field``, without blanks around it."""
        return str(st.session_state.get(self.fields[field]) or "").strip()

    def keep(self) -> None:
        """Keep what stands in the inputs; nothing is kept of a form that is empty again."""
        context, values = current(), self._values()
        moment: datetime | None = None
        if any(value not in (None, "", []) for name, value in values.items() if name not in self.beside):
            try:
                moment = drafts.keep(
                    context.register,
                    person=context.actor,
                    kind=self._kind,
                    record_id=self.about,
                    base_version=self.base,
                    content=values,
                )
            except GovernanceError as error:
                st.session_state[f"{self._slot}.failed"] = error
        else:
            self._drop()
        st.session_state[self._slot] = (context.actor, self.about, moment)

    def done(self) -> None:
        """Forget the draft after it was sent; the inputs are empty in the next run."""
        self._drop()
        st.session_state[self._slot] = (current().actor, self.about, "sent")
        st.session_state.pop(f"{self._slot}.discarded", None)

    def discard(self) -> None:
        """Throw the draft away; :meth:`restore` brings it back for as long as the session lasts."""
        values = self._values()
        self.done()
        st.session_state[f"{self._slot}.discarded"] = (current().actor, self.about, values)

    def restore(self) -> None:
        """Bring back what was discarded last."""
        self._fill(st.session_state.pop(f"{self._slot}.discarded")[2])
        self.keep()

    def standing(self) -> None:
        """Draw when the draft was saved and the way to discard it, or the way to bring a discarded one back."""
        failed = st.session_state.pop(f"{self._slot}.failed", None)
        if isinstance(failed, GovernanceError):
            feedback.report(failed)
        draft = self._draft()
        thrown = st.session_state.get(f"{self._slot}.discarded")
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            if draft:
                st.caption(f":material/cloud_done: {self._told(draft)}", width="content")
                self._button("discard", ":material/delete_sweep:", self.discard)
            elif thrown and thrown[:2] == (current().actor, self.about):
                st.caption(t("drafts.discarded"), width="content")
                self._button("undo", ":material/undo:", self.restore)
            else:
                st.caption(t("drafts.kept_at_once"), width="content")

    def _button(self, what: str, icon: str, call: Any) -> None:
        key = f"form.{self.name}.{what}"
        st.button(t(f"drafts.{what}"), key=key, icon=icon, type="tertiary", on_click=call)

    def _told(self, draft: Draft) -> str:
        told = t("drafts.saved", moment=clock(draft.saved_at))
        if self.base and draft.base_version != self.base:
            told += " " + t("drafts.form.older", base=draft.base_version, newest=self.base)
        return told

    @property
    def _kind(self) -> str:
        return FORM + self.name

    @property
    def _slot(self) -> str:
        return f"form.{self.name}"

    def _draft(self) -> Draft | None:
        context = current()
        return drafts.find(context.register, person=context.actor, kind=self._kind, record_id=self.about)

    def _drop(self) -> None:
        context = current()
        drafts.discard(context.register, person=context.actor, kind=self._kind, record_id=self.about)

    def _values(self) -> Values:
        return {name: st.session_state.get(key) for name, key in self.fields.items()}

    def _missing(self, field: str) -> bool:
        return self.fields.get(field, "") not in st.session_state

    def _fill(self, values: Values, *, only: bool = False) -> None:
        for name, key in self.fields.items():
            if name in values:
                st.session_state[key] = values[name]
            elif not only and name not in self.beside and key in st.session_state:
                st.session_state[key] = [] if isinstance(st.session_state[key], list) else None

    def _catch_replayed(self, kept: Values) -> Values:
        """Return, and keep, what the browser brought along from before a restart and nobody has kept yet."""
        brought = {
            name: value
            for name, value in self._values().items()
            if value not in (None, "", []) and value != kept.get(name) and name not in self.beside
        }
        if brought:
            self._fill(kept | brought, only=True)
            self.keep()
        return brought
