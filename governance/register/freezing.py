"""Freezing the official register as a numbered edition: every approved record by version and hash, and one hash."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from governance.errors import GovernanceError
from governance.model.canonical import canonical, digest
from governance.register import permitting, signing
from governance.register.plans import Change, Planned

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from governance.register.plans import Command

LINE = ("record", "record_kind", "version", "content_hash")


def freeze(command: Command, change: Change) -> Planned:
    """Return the next edition of the official register, signed off by the actor; ``content`` may give a ``note``.

    Raises ``edition_empty`` while nothing is approved, ``officer_decides_not`` for a protection officer.
    """
    permitting.require(command, change)
    if any(grant.role == "dpo" for grant in command.grants) or signing.officer_post(
        command.reader, command.actor, ()
    ):
        raise GovernanceError("officer_decides_not", record_id="")
    lines = command.reader.rows(
        "SELECT record, record_kind, version, content_hash FROM official_record ORDER BY record"
    )
    if not lines:
        raise GovernanceError("edition_empty")
    content = _edition(command, lines) | {"note": (change.content or {}).get("note")}
    brings = (Change("edition", "create", content),)
    return Planned("edition", "", "freeze", 0, "", {}, changed=False, brings=brings)


def _edition(command: Command, lines: list[dict[str, Any]]) -> dict[str, Any]:
    number = command.register.counters.get("edition", 0) + 1
    end = command.register.end
    return {
        "name": f"Edition {number}",
        "name_zh": f"第{number}版",
        "number": number,
        "frozen_on": command.today.isoformat(),
        "person": command.actor,
        "post": _signing_post(command),
        "register_revision": end.revision,
        "chain_hash": end.chain_hash,
        "edition_hash": edition_hash(lines),
        "lines": [{"key": line["record"], **line} for line in lines],
    }


def _signing_post(command: Command) -> str | None:
    """Return the sponsor's or chief executive's post the actor holds, if any."""
    found = command.reader.value(
        "SELECT post FROM holding WHERE person = $person AND state = 'held'"
        " AND role IN ('executive_sponsor', 'chief_executive') ORDER BY deputy, post LIMIT 1",
        person=command.actor,
    )
    return str(found) if found else None


def edition_hash(lines: Iterable[Mapping[str, Any]]) -> str:
    """Return the SHA-256 over the canonical list of record, kind, version and content hash, in order of records."""
    listed = [[line[name] for name in LINE] for line in lines]
    return digest(canonical(sorted(listed)))
