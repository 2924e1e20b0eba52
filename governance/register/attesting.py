"""Attestations: those who keep a record say «still true» of the version they see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from governance.errors import GovernanceError
from governance.register import signing
from governance.register.plans import Change, Planned

if TYPE_CHECKING:
    from governance.register.contents import Standing
    from governance.register.plans import Command

ENDED = ("retired", "void")
OWN = ("campaign", "note")  # what the person says beside the signature


def attest(command: Command, change: Change, found: Standing) -> Planned:
    """Return the attestation of the version the actor saw; the record itself is not touched.

    It binds to the content, counts until the campaign asks again, and lapses with a material change.
    """
    if found.status in ENDED:
        raise GovernanceError("record_ended", record_id=found.record_id, status=found.status)
    signing.require_seen(change, found)
    signing.require_independent(command, found)
    post = signing.accountable_post(found.kind, found.content)
    if post and not signing.holds(command.reader, command.actor, post):
        post = None
    said = {name: value for name, value in (change.content or {}).items() if name in OWN}
    content = {**signing.signature(command, found, post), **said}
    return Planned(
        found.kind,
        found.record_id,
        "attest",
        found.version,
        found.status,
        found.content,
        changed=False,
        brings=(Change("attestation", "create", content),),
    )
