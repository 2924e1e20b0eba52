"""Giving a post a role on many activities at once, or taking it off: looked at first, done in one command, taken back in one.

A stage may name nobody for a letter; then its department's post is inherited. Both are told apart in the preview.
"""

from __future__ import annotations

import copy
import secrets
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from governance import vocabulary
from governance.errors import GovernanceError, NotPermitted, UnknownRecord
from governance.register import undoing
from governance.register.commands import Change, Receipt, write
from governance.register.contents import Standing, standing
from governance.register.permissions import allows
from governance.register.signing import PLACES

if TYPE_CHECKING:
    from governance.register.reader import Reader
    from governance.register.store import Register

MARK = "bulk-roles-"
ENDED = ("retired", "void")
What = Literal["added", "replaced", "removed", "same", "left_out"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Say which role (letter) a post is to have, or no longer have, at which stages; no stage named: all."""

    post: str
    letter: str
    stages: tuple[str, ...] = ()
    remove: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """Tell what becomes of one stage of one activity.

    ``before`` and ``after`` are the posts it names for the letter itself, ``inherited`` those of its department that
    count while it names none. left_out: the stage does not take place.
    """

    record: str
    name: str
    name_zh: str | None
    stage: str
    what: What
    before: tuple[str, ...]
    after: tuple[str, ...]
    inherited: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Refused:
    """Name an activity that cannot be changed, and why."""

    record: str
    name: str
    name_zh: str | None
    error: GovernanceError


@dataclass(frozen=True, slots=True)
class Preview:
    """Hold what would be done: stage by stage, what is refused, and the changes of the one command."""

    lines: tuple[Line, ...]
    refused: tuple[Refused, ...]
    changes: tuple[Change, ...]


class BulkRefused(GovernanceError):
    """Some of the records cannot be changed, so none was; ``refused`` names them all."""

    code = "bulk_refused"

    def __init__(self, refused: tuple[Refused, ...]) -> None:
        self.refused = refused
        super().__init__(count=len(refused), records=", ".join(each.record for each in refused))


def preview(register: Register, actor: str, records: Sequence[str], wanted: Wanted) -> Preview:
    """Return what ``wanted`` would do to these activities, without doing it. Raises UnknownRecord for an unknown post."""
    with register.read(register.lens(actor=actor)) as reader:
        _require_post(reader, wanted.post)
        seen = {row["id"] for row in reader.rows("SELECT id FROM activity WHERE list_contains($ids, id)", ids=list(records))}  # fmt: skip
        roles = reader.settled(PLACES, "SELECT department, stage, letter, post FROM inherited_role")
    with register.cursor() as cursor:
        held = standing(cursor, list(dict.fromkeys(records)))
        grants = register.grants(cursor, actor)
    lines, refused, changes = list[Line](), list[Refused](), list[Change]()
    for record in dict.fromkeys(records):
        found = held.get(record)
        error = _refusal(found if record in seen else None, record, grants)
        if found is None or error is not None:
            shown = found.content if found and record in seen else {}
            refused.append(Refused(record, shown.get("name", record), shown.get("name_zh"), error or UnknownRecord(record_id=record)))  # fmt: skip
            continue
        inherited = [row for row in roles if row["department"] == found.content.get("department")]
        content = changed(found.content, wanted)
        lines += _lines(found, content, wanted, inherited)
        if content != found.content:
            changes.append(Change("activity", "update", content, record, found.version))
    return Preview(tuple(lines), tuple(refused), tuple(changes))


def apply(register: Register, *, actor: str, reason: str, records: Sequence[str], wanted: Wanted) -> Receipt:
    """Do it in one command, or nothing: raises BulkRefused, ``nothing_to_assign`` and what a command raises."""
    with register.lock:
        found = preview(register, actor, records, wanted)
        if found.refused:
            raise BulkRefused(found.refused)
        if not found.changes:
            raise GovernanceError("nothing_to_assign", post=wanted.post)
        command = f"{MARK}{uuid.uuid4().hex}"
        return write(register, actor=actor, reason=reason, changes=found.changes, command_id=command)


def undo(register: Register, *, actor: str, reason: str, command_id: str) -> Receipt:
    """Take a bulk assignment back in one command, as :func:`governance.register.undoing.undo` says."""
    return undoing.undo(
        register, actor=actor, reason=reason, command_id=command_id, mark=MARK, missing="no_bulk"
    )


def recent(reader: Reader, actor: str, most: int = 3) -> list[dict[str, Any]]:
    """Return the newest bulk assignments of ``actor`` that were not taken back: command, moment, reason, records."""
    return reader.rows(
        "SELECT command_id, min(recorded_at) AS recorded_at, any_value(reason) AS reason, count(*) AS records FROM entry"
        " WHERE starts_with(command_id, $mark) AND actor = $actor AND command_id NOT IN ("
        "   SELECT substr(command_id, 6) FROM entry WHERE starts_with(command_id, $undone))"
        " GROUP BY command_id ORDER BY recorded_at DESC LIMIT $most",
        mark=MARK,
        undone=f"{undoing.UNDO}{MARK}",
        actor=actor,
        most=most,
    )


def _require_post(reader: Reader, post: str) -> None:
    found = reader.value("SELECT status FROM post WHERE id = $id", id=post)
    if found is None or found in ENDED:
        raise UnknownRecord(record_id=post, kind="post")


def _refusal(found: Standing | None, record: str, grants: Any) -> GovernanceError | None:
    if found is None or found.kind != "activity":
        return UnknownRecord(record_id=record, kind="activity")
    if not allows(grants, "update", "activity", (found.content.get("department"),)):
        return NotPermitted(operation="update", kind="activity", record_id=record)
    if found.status in ENDED:
        return GovernanceError("record_ended", record_id=record, status=found.status)
    return None


def _stages(wanted: Wanted) -> tuple[str, ...]:
    return wanted.stages or tuple(term.code for term in vocabulary.terms("stage"))


def changed(content: dict[str, Any], wanted: Wanted) -> dict[str, Any]:
    """Return the content of an activity after ``wanted``; of accountable posts exactly one stays, the others are added to."""
    new = copy.deepcopy(content)
    rows = new.get("stages", [])
    for stage in _stages(wanted):
        row = next((each for each in rows if each["stage"] == stage), None)
        if row is None and not wanted.remove:
            row = {"key": stage, "stage": stage}
            rows.append(row)
        if row is not None and row.get("applicable") != "not_applicable":
            _set(row, wanted)
    new["stages"] = [row for row in rows if len(row) > 2]  # key and stage alone say nothing
    if not new["stages"]:
        del new["stages"]
    else:
        new.get("stated", {}).pop("stages", None)
    return new


def _set(row: dict[str, Any], wanted: Wanted) -> None:
    roles = row.get("roles", [])
    own = [each for each in roles if each["letter"] == wanted.letter and each.get("post") == wanted.post]
    if wanted.remove:
        roles = [each for each in roles if each not in own]
    elif not own or wanted.letter == "accountable":
        given = own[:1] or [{"key": secrets.token_hex(4), "letter": wanted.letter, "post": wanted.post}]
        kept = [each for each in roles if each["letter"] != "accountable" or wanted.letter != "accountable"]
        roles = [*kept, *given]
    if roles:
        row["roles"] = roles
    else:
        row.pop("roles", None)


def _lines(
    found: Standing, content: dict[str, Any], wanted: Wanted, inherited: Sequence[Any]
) -> Iterator[Line]:
    for stage in _stages(wanted):
        before, out = _named(found.content, stage, wanted.letter)
        after, _ = _named(content, stage, wanted.letter)
        handed = tuple(
            row["post"] for row in inherited if row["stage"] == stage and row["letter"] == wanted.letter
        )
        what: What = "left_out" if out else _what(before, after, wanted.remove)
        name, name_zh = found.content.get("name", found.record_id), found.content.get("name_zh")
        yield Line(found.record_id, name, name_zh, stage, what, before, after, handed)


def _named(content: dict[str, Any], stage: str, letter: str) -> tuple[tuple[str, ...], bool]:
    """Return whom a stage names itself for a letter (posts, or departments), and whether it does not take place."""
    rows: list[dict[str, Any]] = content.get("stages", [])
    row = next((each for each in rows if each["stage"] == stage), {})
    named = tuple(
        each.get("post") or each["department"]
        for each in row.get("roles", [])
        if each["letter"] == letter and (each.get("post") or each.get("department"))
    )
    return named, row.get("applicable") == "not_applicable"


def _what(before: tuple[str, ...], after: tuple[str, ...], remove: bool) -> What:
    if before == after:
        return "same"
    if remove:
        return "removed"
    return "replaced" if set(before) - set(after) else "added"
