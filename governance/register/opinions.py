"""Opinions of the protection officer: written by the officer only, answered by the accountable post, then closed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from governance.errors import GovernanceError, UnknownRecord
from governance.register import permitting, signing
from governance.register.contents import Standing, newest
from governance.register.plans import Change, Planned
from governance.register.valid import valid

if TYPE_CHECKING:
    from governance.register.plans import Command

REPLY = ("reply", "reply_reason", "replied_by", "replied_on")
GIVEN = ("person", "post", "given_on")
ENDED = ("retired", "void")


def prepared(command: Command, change: Change, found: Standing | None) -> Change:
    """Return a change of an opinion as it may be written; raise when this is not the officer, or it is answered.

    Who gave it, as holder of which post and when, is set here and stays; a reply comes by its own operation.
    """
    permitting.require(command, change, *([found.content] if found else []), change.content or {})
    if found is not None and found.content.get("reply"):
        raise GovernanceError("opinion_answered", record_id=found.record_id)
    content = change.content
    if content is None:
        _officer_post(command, (found.content if found else {}).get("subject"))
        return change
    if any(content.get(name) for name in REPLY):
        raise GovernanceError("reply_by_operation")
    subject = content.get("subject")
    if not subject and not content.get("finding"):
        raise GovernanceError("opinion_without_subject")
    post = _officer_post(command, subject)
    given = {"person": command.actor, "post": post, "given_on": command.today.isoformat()}
    if found is not None and found.content.get("person"):
        given = {name: found.content[name] for name in GIVEN if name in found.content}
    return replace(change, content={**content, **given})


def _officer_post(command: Command, subject: str | None) -> str:
    """Return the officer's post of the actor for the entity of ``subject``; raise when the actor holds none."""
    found = _subject(command, subject) if subject else None
    own = signing.entities(command.reader, found.kind, found.content) if found else ()
    post = signing.officer_post(command.reader, command.actor, own)
    if post is None:
        raise GovernanceError("not_an_officer", record_id=subject or "")
    return post


def _subject(command: Command, subject: str) -> Standing:
    found = command.held.get(subject) or newest(command.reader, subject)
    if found is None:
        raise UnknownRecord(record_id=subject)
    return found


def reply(command: Command, change: Change, found: Standing) -> Planned:
    """Return the reply to an opinion: followed or not, and why, by who answers for the record it is about.

    ``change.content`` gives ``reply`` and ``reply_reason``.
    """
    permitting.require(command, change, found.content)
    given = change.content or {}
    if found.status in ENDED:
        raise GovernanceError("record_ended", record_id=found.record_id, status=found.status)
    if found.content.get("reply"):
        raise GovernanceError("opinion_answered", record_id=found.record_id)
    signing.require_seen(change, found)
    signing.require_signatory(command, _answered_for(command, found))
    if not given.get("reply") or not str(given.get("reply_reason") or "").strip():
        raise GovernanceError("reply_incomplete", record_id=found.record_id)
    content = valid("opinion", {**found.content, **_answer(command, given)}, found.record_id)
    return Planned("opinion", found.record_id, "reply", found.version + 1, found.status, content)


def _answered_for(command: Command, found: Standing) -> Standing:
    """Return the record whose accountable post answers; an opinion on a finding alone is the sponsor's, like a waiver."""
    subject = found.content.get("subject")
    if subject:
        return _subject(command, subject)
    return Standing(found.record_id, "waiver", found.version, found.status, {}, found.revision)


def _answer(command: Command, given: dict[str, Any]) -> dict[str, Any]:
    return {
        "reply": given["reply"],
        "reply_reason": given["reply_reason"],
        "replied_by": command.actor,
        "replied_on": command.today.isoformat(),
    }
