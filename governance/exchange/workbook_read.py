"""Read Recital's own workbook back: what it would change, shown first, then written in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from governance.errors import GovernanceError, InvalidRecord, UnreadableFile
from governance.errors import Problem as Fault
from governance.exchange import contents, references, workbook_cells
from governance.exchange.reading.model import Problem
from governance.exchange.workbook_contents import Assembly, Draft
from governance.exchange.workbook_layout import PREFIX
from governance.exchange.workbook_overlay import overlaid
from governance.model import check
from governance.model.differences import differences
from governance.model.kinds import KINDS, content_of, parse
from governance.register.commands import Change, Receipt, write
from governance.register.reader import Reader
from governance.register.store import Register

ENDED = {"retired": "retire", "void": "void"}


@dataclass(frozen=True, slots=True)
class Proposal:
    """Propose one change: create, or update of the fields named (paths; rows by key), with the whole content."""

    kind: str
    record_id: str
    operation: str
    content: dict[str, Any] = field(repr=False)
    sheet: str = ""
    row: int = 0
    base_version: int | None = None
    fields: tuple[str, ...] = ()
    ends: str = ""

    @property
    def name(self) -> str:
        """Return what the record is called."""
        return str(self.content["name"])

    def changes(self) -> list[Change]:
        """Return the proposal as register changes; a record that has ended is created and ended at once."""
        first = Change(self.kind, self.operation, self.content, self.record_id, self.base_version)
        return [first, Change(self.kind, self.ends, record_id=self.record_id)] if self.ends else [first]


@dataclass(frozen=True, slots=True)
class Preview:
    """Hold what a workbook would change, what it says that is there already, and every problem."""

    file: str
    proposals: tuple[Proposal, ...]
    problems: tuple[Problem, ...]
    records_read: int
    records_unchanged: int

    @property
    def records_new(self) -> int:
        """Return how many records would be created."""
        return sum(each.operation == "create" for each in self.proposals)

    @property
    def records_changed(self) -> int:
        """Return how many records would be updated."""
        return sum(each.operation == "update" for each in self.proposals)

    @property
    def errors(self) -> tuple[Problem, ...]:
        """Return the problems that stand in the way; warnings do not."""
        return tuple(each for each in self.problems if each.level == "error")


def is_own(path: Path) -> bool:
    """Tell whether the file at ``path`` is Recital's own workbook, in whatever language."""
    return workbook_cells.is_own(path)


def read(path: Path, reader: Reader) -> Preview:
    """Return what the workbook at ``path`` would change in what ``reader`` sees; nothing is written.

    An id the register does not know becomes a new record of that id; a sheet or column that is missing leaves
    its fields as they are; a row that is missing from a sheet of lists is taken out of its record, but no record is
    ever retired for being absent. Raises UnreadableFile when the file cannot be read or is another's.
    """
    sheets = workbook_cells.read(path)
    if not any(sheets.values()):
        raise UnreadableFile("workbook_not_own", file=path.name)
    heads = _heads(reader)
    assembly = Assembly(path.name, references.titles(reader), _allocator(heads))
    assembly.gather(sheets)
    return _Judge(assembly, heads, _held(reader, assembly)).preview()


def apply(
    register: Register, preview: Preview, *, actor: str, reason: str, command_id: str | None = None
) -> Receipt:
    """Write every proposal of ``preview`` in one transaction, or none.

    Raises GovernanceError ``workbook_has_errors`` while the preview holds an error, and what the register raises.
    """
    if preview.errors:
        raise GovernanceError("workbook_has_errors", file=preview.file, count=len(preview.errors))
    changes = [change for each in preview.proposals for change in each.changes()]
    return write(register, actor=actor, reason=reason, changes=changes, command_id=command_id)


@dataclass(frozen=True, slots=True)
class _Head:
    kind: str
    status: str


def _heads(reader: Reader) -> dict[str, _Head]:
    """Return every id in use, also of records the lens hides: their ids are taken."""
    rows = reader.rows("SELECT record_id, kind, status FROM record_head")
    return {row["record_id"]: _Head(row["kind"], row["status"]) for row in rows}


def _allocator(heads: dict[str, _Head]) -> Callable[[str], str]:
    highest: dict[str, int] = {}
    for record_id, head in heads.items():
        number = int(record_id.partition("-")[2] or 0)
        highest[head.kind] = max(highest.get(head.kind, 0), number)

    def allocate(kind: str) -> str:
        highest[kind] = highest.get(kind, 0) + 1
        return f"{KINDS[kind].prefix}-{highest[kind]:05d}"

    return allocate


def _held(reader: Reader, assembly: Assembly) -> dict[str, contents.Held]:
    kinds = dict.fromkeys(draft.kind for draft in assembly.drafts.values())
    return {held.record_id: held for kind in kinds for held in contents.records(reader, kind)}


@dataclass(slots=True)
class _Judge:
    assembly: Assembly
    heads: dict[str, _Head]
    held: dict[str, contents.Held]
    proposals: list[Proposal] = field(default_factory=list)
    unchanged: int = 0

    def preview(self) -> Preview:
        for draft in self.assembly.drafts.values():
            if not draft.faulty:
                self._draft(draft)
        return Preview(
            file=self.assembly.file,
            proposals=tuple(self.proposals),
            problems=tuple(self.assembly.problems),
            records_read=len(self.assembly.drafts),
            records_unchanged=self.unchanged,
        )

    def _draft(self, draft: Draft) -> None:
        held = self.held.get(draft.record_id)
        if KINDS[draft.kind].signed:
            self._signed(draft, held)
            return
        if held is None and draft.record_id in self.heads:
            self._report(draft, Fault("", "workbook_out_of_reach", draft.record_id), draft.content)
            return
        whole = overlaid(held.content, draft, self.assembly.present) if held else draft.content
        content = self._valid(draft, whole)
        if content is None:
            return
        if held is None:
            ends = ENDED.get(draft.status, "")
            self._propose(draft, Proposal(draft.kind, draft.record_id, "create", content, ends=ends))
        elif content == held.content:
            self.unchanged += 1
        elif held.status in ENDED:
            self._report(draft, Fault("", "record_ended", draft.record_id, {"status": held.status}), content)
        else:
            fields = tuple(each.path for each in differences(draft.kind, held.content, content))
            update = Proposal(
                draft.kind, draft.record_id, "update", content, base_version=held.version, fields=fields
            )
            self._propose(draft, update)

    def _signed(self, draft: Draft, held: contents.Held | None) -> None:
        """Take no signature from a file: what stands here already is left, anything else is told and left out."""
        if held is not None and overlaid(held.content, draft, self.assembly.present) == held.content:
            self.unchanged += 1
            return
        context: dict[str, str | int | float] = {"record_id": draft.record_id}
        self.assembly.problems.append(
            Problem(
                self.assembly.file, "workbook_signed", draft.sheet, draft.row, "", draft.record_id, "warning",
                context=context,
            )
        )  # fmt: skip

    def _propose(self, draft: Draft, proposal: Proposal) -> None:
        self.proposals.append(replace(proposal, sheet=draft.sheet, row=draft.row))

    def _valid(self, draft: Draft, whole: dict[str, Any]) -> dict[str, Any] | None:
        try:
            content = content_of(parse(draft.kind, whole, draft.record_id))
        except InvalidRecord as error:
            faults = error.problems
            content = whole
        else:
            faults = (*check.problems(draft.kind, content), *self._links(draft, content))
        for fault in faults:
            self._report(draft, fault, content)
        return None if faults else content

    def _links(self, draft: Draft, content: dict[str, Any]) -> list[Fault]:
        found = []
        for link in check.references(draft.kind, content):
            known = self.heads.get(link.target) or self.assembly.drafts.get(link.target)
            if known is None or known.kind not in link.kinds:
                found.append(
                    Fault(link.path, "unknown_reference", link.target, {"kinds": ", ".join(link.kinds)})
                )
        return found

    def _report(self, draft: Draft, fault: Fault, content: dict[str, Any]) -> None:
        code, sheet, row, name = _place(draft, content, fault.path)
        context = {key: str(value) for key, value in fault.context.items()}
        context |= {"record_id": draft.record_id, "kind": draft.kind}
        column = self.assembly.letters.get(f"{PREFIX}{code}.{name}", "")
        self.assembly.problems.append(
            Problem(
                self.assembly.file,
                fault.code,
                sheet,
                row,
                column,
                fault.value,
                context={**context, "field": fault.path},
            )
        )


def _place(draft: Draft, content: dict[str, Any], path: str) -> tuple[str, str, int, str]:
    """Return the code and name of the sheet, the row and the field that ``path`` of the content came from."""
    prefix, names = "", path.split("/")
    value: Any = content
    while len(names) > 1 and isinstance(value, dict) and isinstance(value.get(names[0]), list):
        row = _row(value[names[0]], names[1])
        below = f"{prefix}{names[0]}/{row.get('key')}/"
        if below not in draft.places:
            break
        prefix, value, names = below, row, names[2:]
    return (*draft.places[prefix], names[0] if names else "")


def _row(rows: list[Any], key: str) -> dict[str, Any]:
    """Return the row called ``key``, or at that position where a position is given."""
    for row in rows:
        if isinstance(row, dict) and row.get("key") == key:
            return row
    at = int(key) if key.isdigit() else len(rows)
    return rows[at] if at < len(rows) and isinstance(rows[at], dict) else {}
