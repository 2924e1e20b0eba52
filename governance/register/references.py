"""A record may only come to point to records that are there and of the right kind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from governance.errors import InvalidRecord, Problem
from governance.model import check
from governance.register.lens import Lens
from governance.register.permissions import scope_of
from governance.register.tied import LIMITED

if TYPE_CHECKING:
    from governance.register.contents import Standing
    from governance.register.plans import Command, Planned


def require_targets(command: Command, planned: Sequence[Planned], before: dict[str, Standing]) -> None:
    """Raise InvalidRecord for the first change with a new link to a record that is not there, or not of its kind.

    Nor may it be one the actor does not see: by linking to it they would come to see it.
    """
    held = command.held
    wanted = {
        each.record_id: _new_references(each, before)
        for each in planned
        if each.changed and each.operation in ("create", "update")
    }
    targets = {link.target for links in wanted.values() for link in links} - held.keys()
    kinds = {record_id: found.kind for record_id, found in held.items()}
    if targets:
        kinds |= _kinds(command, sorted(targets))
    for each in planned:
        unknown = tuple(
            Problem(link.path, "unknown_reference", link.target, {"kinds": ", ".join(link.kinds)})
            for link in wanted.get(each.record_id, ())
            if kinds.get(link.target) not in link.kinds
        )
        if unknown:
            raise InvalidRecord(each.kind, unknown, each.record_id)


def _kinds(command: Command, targets: list[str]) -> dict[str, str]:
    """Return the kinds of those ``targets`` that are there for the actor."""
    rows = command.cursor.execute(
        "SELECT record_id, kind FROM record_head WHERE record_id IN (SELECT unnest(?))", [targets]
    ).fetchall()
    scope = scope_of(command.grants)
    limited = [record_id for record_id, kind in rows if kind in LIMITED]
    register = command.register
    if command.bootstrap or scope.departments is None or not limited or register.shared is not None:
        return dict(rows)
    lens = Lens(register.end.revision, command.today, scope.departments)
    with register.read(lens) as reader:
        found = reader.rows("SELECT id FROM title WHERE id IN (SELECT unnest($ids))", ids=limited)
    hidden = set(limited) - {row["id"] for row in found}
    return {record_id: kind for record_id, kind in rows if record_id not in hidden}


def _new_references(each: Planned, before: dict[str, Standing]) -> tuple[check.Reference, ...]:
    """Return the links of a change that its record did not have already."""
    links = check.references(each.kind, each.content)
    if each.record_id not in before:
        return links
    had = {link.target for link in check.references(each.kind, before[each.record_id].content)}
    return tuple(link for link in links if link.target not in had)
