"""What the screens of signing read, each answer once a state of the register."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import streamlit as st

from governance.register import offering, signing
from governance.register.lapsing import Lapse, lapsed_by
from governance.register.workflow_table import table
from governance.ui.context import current, reader
from governance.ui.insight.cache import LAWFUL, Stamp, stamp

if TYPE_CHECKING:
    from governance.errors import GovernanceError
    from governance.register.gates import Blocked
    from governance.register.store import Register
    from governance.ui.register.loading import Seen

Row = dict[str, Any]
SIGNED = (*LAWFUL, "approval", "attestation", "edition", "campaign", "grant")

_STEP = """
SELECT operation, recorded_at, actor, reason FROM entry WHERE record_id = $id AND operation IN ('submit', 'reject')
ORDER BY revision DESC LIMIT 1
"""
_SIGNATURES = """
SELECT id, 'approval' AS what, signed_version, content_hash, person, post, signed_on, NULL AS note, revision
FROM approval WHERE record = $id
UNION ALL
SELECT id, 'attestation', signed_version, content_hash, person, post, signed_on, note, revision
FROM attestation WHERE record = $id ORDER BY revision DESC
"""
_POSTS = (
    "SELECT post, state, holder, deputy_only FROM post_holder WHERE list_contains($posts, post) ORDER BY post"
)


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
    with reader() as views:
        posts = signing.signatory(views, seen.kind, seen.content).posts
        return Standing(
            step=views.row(_STEP, id=seen.id),
            approval=views.row("SELECT * FROM last_approval WHERE record = $id", id=seen.id),
            lapse=lapsed_by(views, seen.id),
            official_version=views.value(
                "SELECT version FROM official_record WHERE record = $id", id=seen.id
            ),
            deciding=tuple(views.rows(_POSTS, posts=list(posts))),
            operation=views.row(_OPERATION, id=seen.id) if seen.kind in table().started else None,
        )


def signatures(record_id: str) -> list[Row]:
    """Return the approvals and attestations of a record, newest first."""
    with reader() as views:
        return views.rows(_SIGNATURES, id=record_id)


def opinions(record_id: str) -> list[Row]:
    """Return the opinions on a record, those that wait for an answer first."""
    with reader() as views:
        return views.rows(
            "SELECT * FROM opinion_state WHERE subject = $id ORDER BY unanswered DESC, given_on DESC, id",
            id=record_id,
        )


def offered(record_id: str, steps: tuple[str, ...] = offering.STEPS) -> dict[str, GovernanceError | None]:
    """Return the steps the person may take on the record, each with why it is refused now; none in the past."""
    context = current()
    if context.is_past or not context.actor:
        return {}
    return _offered(stamp(SIGNED), context.actor, record_id, steps, context.register)


@st.cache_resource(max_entries=512, show_spinner=False)
def _offered(
    key: Stamp, actor: str, record_id: str, steps: tuple[str, ...], _register: Register
) -> dict[str, GovernanceError | None]:
    """Ask the register; its state, the person and the record are what the answer depends on."""
    del key
    return offering.offered(_register, actor, record_id, steps)


def findings(seen: Seen, transition: str) -> tuple[Blocked, ...]:
    """Return what the gates of ``transition`` find in the record now, waived findings among them."""
    return _findings(stamp(SIGNED), seen.kind, seen.id, transition, current().register)


@st.cache_resource(max_entries=256, show_spinner=False)
def _findings(
    key: Stamp, kind: str, record_id: str, transition: str, _register: Register
) -> tuple[Blocked, ...]:
    """Ask the gates; the record is one the person may see, and they judge it whole."""
    del key
    if _register.gates is None:
        return ()
    with _register.read(_register.lens()) as views:
        return _register.gates.findings(views, kind, record_id, transition)


def is_officer() -> bool:
    """Tell whether the person holds a post of the protection officer today."""
    with reader() as views:
        return signing.officer_post(views, current().actor, ()) is not None
