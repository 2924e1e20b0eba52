"""What the screens of signing read, each answer once a state of the register."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import streamlit as st

from governance.model.fields import by_name
from governance.model.kinds import kind_of
from governance.register import offering, signing
from governance.register.course import course, newest_of, official_version, runs_since_recorded
from governance.register.lapsing import Lapse, lapse_in
from governance.register.tied import TIED
from governance.register.workflow_table import table
from governance.ui.context import current, reader
from governance.ui.insight.cache import LAWFUL, Stamp, stamp
from governance.ui.register.loading import pointing

if TYPE_CHECKING:
    from governance.errors import GovernanceError
    from governance.register.gates import Blocked
    from governance.register.reader import Reader
    from governance.register.store import Register
    from governance.ui.register.loading import Seen

Row = dict[str, Any]
SIGNED = (*LAWFUL, "approval", "attestation", "edition", "campaign", "grant")

_SIGNATURES = """
SELECT id, 'approval' AS what, signed_version, content_hash, person, post, signed_on, NULL AS note, revision
FROM approval WHERE record = $id
UNION ALL
SELECT id, 'attestation', signed_version, content_hash, person, post, signed_on, note, revision
FROM attestation WHERE record = $id ORDER BY revision DESC
"""
_POSTS = "SELECT post, state, holder, deputy_only FROM post_holder ORDER BY post"
_OPINIONS = "SELECT * FROM opinion_state WHERE subject = $id ORDER BY unanswered DESC, given_on DESC, id"
# What decides where a record stands, besides its own entries.
_STANDING = (*signing.PLACES, "approval", "attestation")


_OPERATION = """
SELECT o.state, o.starts_on, e.actor, e.recorded_at
FROM activity_operation o LEFT JOIN entry e ON e.record_id = o.id AND e.operation = 'go_live'
WHERE o.id = $id AND o.state NOT IN ('running', 'ended') ORDER BY e.revision DESC LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Standing:
    """Hold where a record stands: its last submission or return, its last approval, what lapsed it, who decides.

    ``operation`` says how it stands to its start; None: it ran before it was recorded, or it is nothing that starts.
    """

    step: Row | None
    approval: Row | None
    lapse: Lapse | None
    official_version: int | None
    deciding: tuple[Row, ...]
    operation: Row | None = None

    @property
    def awaits_go_live(self) -> bool:
        """Tell whether the record is still to be put into operation."""
        return self.operation is not None and self.operation["state"] in ("planned", "uncleared")


def standing(seen: Seen) -> Standing:
    """Return where the record stands on the day looked at."""
    return seen.point.answer(
        "standing", (*_STANDING, *_above(seen.kind)), lambda views: _standing(views, seen)
    )


def _above(kind: str) -> tuple[str, ...]:
    """Return the kinds of the record a record of ``kind`` is about: whose it is may be said there alone."""
    if kind not in TIED:
        return ()
    return by_name(kind_of(kind).model)[TIED[kind]].spec.link_kinds


def _standing(views: Reader, seen: Seen) -> Standing:
    entries = course(views, seen.id)
    signed = signatures(seen)
    posts = signing.signatory(views, seen.kind, seen.content).posts
    return Standing(
        step=newest_of(entries, "submit", "reject"),
        approval=next((each for each in signed if each["what"] == "approval"), None),
        lapse=lapse_in(views, entries),
        official_version=official_version(entries),
        deciding=tuple(dict(row) for row in views.settled(signing.PLACES, _POSTS) if row["post"] in posts),
        operation=_operation(views, seen, entries),
    )


def _operation(views: Reader, seen: Seen, entries: tuple[Row, ...]) -> Row | None:
    starts = seen.content.get("starts_on")
    begun = date.fromisoformat(starts) if starts else None
    if seen.kind not in table().started or runs_since_recorded(entries, begun, views.lens.effective_on):
        return None
    return views.row(_OPERATION, id=seen.id)


def signatures(seen: Seen) -> list[Row]:
    """Return the approvals and attestations of a record, newest first."""
    if not {"approval", "attestation"} & set(pointing(seen)):
        return []
    return seen.point.answer(
        "signatures", ("approval", "attestation"), lambda views: views.rows(_SIGNATURES, id=seen.id)
    )


def opinions(seen: Seen) -> list[Row]:
    """Return the opinions on a record, those that wait for an answer first."""
    if "opinion" not in pointing(seen):
        return []
    return seen.point.answer("opinions", ("opinion",), lambda views: views.rows(_OPINIONS, id=seen.id))


def offered(seen: Seen) -> dict[str, GovernanceError | None]:
    """Return the steps the person may take on the record, each with why it is refused now; none in the past."""
    context = current()
    if context.is_past or not context.actor:
        return {}
    return seen.point.answer(
        "offered",
        _judged_beside(seen.kind),
        lambda views: offering.offered(views.register, context.actor, seen.id),
        context.actor,
    )


def _judged_beside(kind: str) -> tuple[str, ...]:
    """Return what the gates look at besides the record itself: of activities they see no other."""
    return tuple(each for each in SIGNED if each != "activity" or kind != "activity")


def may_reply(opinion: str) -> dict[str, GovernanceError | None]:
    """Return the reply, if the person may give it to the opinion, with why it is refused now; nothing in the past."""
    context = current()
    if context.is_past or not context.actor:
        return {}
    return _replies(stamp(SIGNED), context.actor, opinion, context.register)


@st.cache_resource(max_entries=512, show_spinner=False)
def _replies(key: Stamp, actor: str, opinion: str, _register: Register) -> dict[str, GovernanceError | None]:
    """Ask the register; its state, the person and the opinion are what the answer depends on."""
    del key
    return offering.offered(_register, actor, opinion, ("reply",))


def findings(seen: Seen, transition: str) -> tuple[Blocked, ...]:
    """Return what the gates of ``transition`` find in the record now, waived findings among them.

    The record is one the person may see, and they judge it whole.
    """
    return seen.point.answer(
        "findings",
        _judged_beside(seen.kind),
        lambda views: _findings(views.register, seen, transition),
        transition,
    )


def _findings(register: Register, seen: Seen, transition: str) -> tuple[Blocked, ...]:
    if register.gates is None:
        return ()
    with register.read(register.lens()) as views:
        return register.gates.findings(views, seen.kind, seen.id, transition)


def is_officer() -> bool:
    """Tell whether the person holds a post of the protection officer today."""
    with reader() as views:
        return signing.officer_post(views, current().actor, ()) is not None
