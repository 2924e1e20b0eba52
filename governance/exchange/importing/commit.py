"""Write what a preview found and a person chose: one transaction, all accepted rows or none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from governance.exchange.importing.linked import settle, tokens
from governance.exchange.importing.merging import Side, three_way
from governance.exchange.importing.preview import Item, Preview, collector_paused
from governance.exchange.importing.report import Report, report_of
from governance.exchange.importing.sources import source_content
from governance.model.canonical import digest
from governance.model.kinds import kind_of
from governance.register.commands import Change, Receipt, write
from governance.register.store import Register


@dataclass(frozen=True, slots=True)
class Choices:
    """Say what a person decided: row keys to leave out, and for each conflict whose value stands.

    ``conflicts`` gives by row key and path «file» or «here»; ``all_conflicts`` answers for the rest. A conflict
    without an answer stays open: the value here stands, and the next import asks again.
    """

    skip: frozenset[str] = frozenset()
    conflicts: Mapping[str, Mapping[str, Side]] = field(default_factory=dict)
    all_conflicts: Side | None = None


def commit(
    preview: Preview,
    register: Register,
    *,
    actor: str,
    reason: str,
    command_id: str | None = None,
    choices: Choices | None = None,
) -> Report:
    """Write all accepted records of ``preview`` in one transaction, or none, and report what became of them.

    Nothing is written, and the journal gains no entry, when nothing differs. Raises what ``commands.write`` raises.
    """
    decided = choices or Choices()
    with register.lock, collector_paused():
        changes = _changes(preview, register, decided)
        receipt: Receipt | None = None
        if changes:
            receipt = write(register, actor=actor, reason=reason, changes=changes, command_id=command_id)
    return report_of(preview, receipt, skipped=decided.skip)


def _changes(preview: Preview, register: Register, choices: Choices) -> list[Change]:
    accepted = [item for item in preview.items if item.writable and item.row_key not in choices.skip]
    source_id = _source_id(preview, register)
    planned = [outcome for item in accepted if (outcome := _outcome(item, choices, source_id)) is not None]
    ids = _ids(preview, register, planned)
    source = source_content(preview.source, preview.mapping)
    changes: list[Change] = []
    if preview.source is None and planned:
        changes.append(Change("source", "create", source, source_id))
    elif preview.source is not None and source != preview.source.held.content:
        held = preview.source.held
        changes.append(Change("source", "update", source, held.record_id, held.version))
    changes += [
        Change(each.kind, "create", {"name": each.name}, ids[each.token])
        for each in preview.creations
        if each.token in ids
    ]
    return changes + [outcome.change(ids) for outcome in planned]


@dataclass(frozen=True, slots=True)
class _Outcome:
    """Hold one record to be written, its links to new records still open."""

    item: Item
    content: dict[str, Any]

    def change(self, ids: dict[str, str]) -> Change:
        """Return the change that writes it, its links settled."""
        content = settle(self.content, ids) if ids else self.content
        known = self.item.known
        if known is None:
            return Change(self.item.kind, "create", content)
        return Change(self.item.kind, "update", content, known.record_id, known.version)


def _outcome(item: Item, choices: Choices, source_id: str) -> _Outcome | None:
    if item.known is None:
        return _Outcome(item, _with_origin(item.content, item, item.content, (), source_id))
    answers = dict(choices.conflicts.get(item.row_key, {}))
    if item.merged is not None and choices.all_conflicts:
        answers = {conflict.path: choices.all_conflicts for conflict in item.merged.conflicts} | answers
    merged = three_way(item.kind, item.known.base, item.known.current, item.content, answers)
    if not merged.differs:
        return None
    others = [each for each in item.known.content.get("origins", []) if not item.known.owns(each)]
    return _Outcome(item, _with_origin(merged.content, item, merged.base, others, source_id))


def _with_origin(
    content: dict[str, Any],
    item: Item,
    base: dict[str, Any],
    others: Sequence[dict[str, Any]],
    source_id: str,
) -> dict[str, Any]:
    """Return ``content`` with the trail of this import beside those of other sources."""
    key = item.known.origin["key"] if item.known else f"o-{digest(item.row_key)[:12]}"
    own = {"key": key, "source": source_id, "row_key": item.row_key, "values": base}
    return {**content, "origins": [*others, own]}


def _source_id(preview: Preview, register: Register) -> str:
    if preview.source is not None:
        return preview.source.held.record_id
    return _next_id(register, "source", 1)


def _next_id(register: Register, kind: str, after: int) -> str:
    return f"{kind_of(kind).prefix}-{register.counters.get(kind, 0) + after:05d}"


def _ids(preview: Preview, register: Register, planned: list[_Outcome]) -> dict[str, str]:
    """Give ids to the records this import brings into being and that others of it point to."""
    if not preview.creations:
        return {}
    used = {token for outcome in planned for token in tokens(outcome.content)}
    taken: Counter[str] = Counter()
    ids: dict[str, str] = {}
    for each in preview.creations:
        if each.token in used:
            taken[each.kind] += 1
            ids[each.token] = _next_id(register, each.kind, taken[each.kind])
    return ids
