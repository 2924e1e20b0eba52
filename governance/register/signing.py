"""Who may decide on a record: the holder of its accountable post on the day, never its preparer, never the officer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from governance.errors import GovernanceError
from governance.model.canonical import fields_version, material_hash, material_paths
from governance.register.contents import newest
from governance.register.tied import parent
from governance.register.workflow_table import table

if TYPE_CHECKING:
    from governance.register.contents import Standing
    from governance.register.plans import Change, Command
    from governance.register.reader import Reader

WRITING = ("create", "update", "reinstate")
PLACES = (
    "organisation",
    "department",
    "person",
    "party",
    "post",
    "appointment",
)  # what decides who holds what


@dataclass(frozen=True, slots=True)
class Signatory:
    """Name the posts that may decide on a record; several only where any of their kind will do."""

    posts: tuple[str, ...]
    raised: bool = False


def accountable_post(kind: str, content: dict[str, Any]) -> str | None:
    """Return the post that answers for the record, or None when it names none."""
    named = (content.get(name) for name in table().accountable(kind))
    return next((post for post in named if post), None)


def signatory(reader: Reader, kind: str, content: dict[str, Any]) -> Signatory:
    """Return the posts whose holder decides on a record of this content."""
    raised = table().raised_for(kind, content)
    if raised is None:
        post = accountable_post(kind, content)
        return Signatory((post,) if post else ())
    rows = reader.rows(
        "SELECT p.id, coalesce(p.organisation, d.organisation) AS organisation FROM post p"
        " LEFT JOIN department d ON d.id = p.department"
        " WHERE p.status NOT IN ('void', 'retired') AND list_contains($roles, p.role) ORDER BY p.id",
        roles=list(raised.roles),
    )
    own = entities(reader, kind, content)
    fitting = [
        row["id"] for row in rows if not own or row["organisation"] is None or row["organisation"] in own
    ]
    named = accountable_post(kind, content)
    return Signatory((named,) if named and named in fitting else tuple(fitting), raised=True)


def holds(reader: Reader, person: str, post: str) -> bool:
    """Tell whether ``person`` acts for ``post`` on the day: its holder, or a deputy while it has no other holder."""
    holders = [row for row in _holdings(reader) if row["post"] == post]
    regular = [row for row in holders if not row["deputy"]]
    return any(row["person"] == person for row in regular or holders)


def held(reader: Reader, post: str) -> bool:
    """Tell whether anybody, a firm too, acts for ``post`` on the day."""
    return any(row["post"] == post for row in _holdings(reader))


def _holdings(reader: Reader) -> tuple[Mapping[str, Any], ...]:
    return reader.settled(PLACES, "SELECT post, person, deputy FROM holding WHERE state = 'held'")


def entities(reader: Reader, kind: str, content: dict[str, Any]) -> tuple[str, ...]:
    """Return the legal entities a record belongs to: its own, else those of its departments; empty: not known."""
    own = content.get("organisations") or _listed(content.get("organisation"))
    if own:
        return tuple(own)
    departments = content.get("departments") or _listed(content.get("department"))
    if departments:
        rows = reader.settled(
            PLACES, "SELECT id, organisation FROM department WHERE organisation IS NOT NULL"
        )
        return tuple(sorted({row["organisation"] for row in rows if row["id"] in departments}))
    above = parent(kind, content)
    found = newest(reader, above) if above else None
    return entities(reader, found.kind, found.content) if found and found.kind != kind else ()


def _listed(value: str | None) -> list[str]:
    return [value] if value else []


def officer_post(reader: Reader, person: str, own: Sequence[str]) -> str | None:
    """Return the post by which ``person`` is protection officer or deputy of one of these entities, or None.

    No entity known, or none named for the post: the officer of any is meant (GDPR 38(6)).
    """
    rows = reader.settled(PLACES, "SELECT holder, post, organisations FROM conflict_holder ORDER BY post")
    fitting = (
        row
        for row in rows
        if row["holder"] == person
        and (not own or not row["organisations"] or set(row["organisations"]) & set(own))
    )
    return next((row["post"] for row in fitting), None)


def preparers(reader: Reader, record_id: str) -> tuple[str, ...]:
    """Return who wrote to the record since its last approval (create, update, reinstate; imports and merges too)."""
    rows = reader.rows(
        "SELECT DISTINCT actor FROM journal WHERE record_id = $id AND list_contains($writing, operation)"
        " AND revision > (SELECT coalesce(max(revision), 0) FROM journal"
        "                 WHERE record_id = $id AND operation = 'approve') ORDER BY actor",
        id=record_id,
        writing=list(WRITING),
    )
    return tuple(row["actor"] for row in rows)


def require_independent(command: Command, found: Standing) -> None:
    """Raise ``officer_decides_not`` when the actor advises as protection officer on what would be decided."""
    own = entities(command.reader, found.kind, found.content)
    advises = any(grant.role == "dpo" for grant in command.grants)
    if advises or officer_post(command.reader, command.actor, own):
        raise GovernanceError("officer_decides_not", record_id=found.record_id)


def require_signatory(command: Command, found: Standing) -> str:
    """Return the post by which the actor may decide on the record; raise the reason why not."""
    deciding = signatory(command.reader, found.kind, found.content)
    if not deciding.posts:
        code = "no_post_of_role" if deciding.raised else "no_accountable_post"
        raise GovernanceError(code, record_id=found.record_id)
    own = next((post for post in deciding.posts if holds(command.reader, command.actor, post)), None)
    if own is None:
        raise GovernanceError("not_the_holder", record_id=found.record_id, post=", ".join(deciding.posts))
    require_independent(command, found)
    return own


def require_seen(change: Change, found: Standing) -> None:
    """Raise unless the step names the version that stands: nobody signs what they have not seen."""
    if change.base_version is None:
        raise GovernanceError("seen_version_missing", record_id=found.record_id)
    if change.base_version != found.version:
        raise GovernanceError(
            "record_moved_on", record_id=found.record_id, seen=change.base_version, version=found.version
        )


def signature(command: Command, found: Standing, post: str | None) -> dict[str, Any]:
    """Return the content of the actor's signature of today under the version ``found``."""
    hashed = command.reader.value("SELECT content_hash FROM journal WHERE revision = $at", at=found.revision)
    return {
        "name": f"{found.record_id} v{found.version}",
        "record": found.record_id,
        "record_kind": found.kind,
        "signed_version": found.version,
        "signed_revision": found.revision,
        "content_hash": hashed,
        "material_hash": material_hash(found.kind, found.content),
        "fields_version": fields_version(material_paths(found.kind)),
        "person": command.actor,
        "post": post,
        "signed_on": command.today.isoformat(),
    }
