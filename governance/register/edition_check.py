"""Checking an edition file: its own hashes, which anybody can do, and against the edition the register holds."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from governance.errors import GovernanceError, UnknownRecord
from governance.model.canonical import canonical, digest
from governance.register.editions import FORMAT, edition, records
from governance.register.freezing import LINE, edition_hash

if TYPE_CHECKING:
    from governance.register.reader import Reader


@dataclass(frozen=True, slots=True)
class Fault:
    """Name one thing wrong with an edition file: a code and the record it concerns, if one."""

    code: str
    record: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Say whether an edition file holds: its number and hash, records, how many were erased since, what is wrong."""

    ok: bool
    number: int
    edition_hash: str
    records: int
    erased: int
    faults: tuple[Fault, ...]


def check(file: Path, reader: Reader | None = None) -> Verdict:
    """Recompute every hash of an edition file; with a ``reader`` compare it with the edition the register holds.

    Raises ``not_an_edition`` for any other file.
    """
    given = _read(file)
    try:
        faults = [*_inner(given), *(_against(given, reader) if reader else ())]
        return Verdict(
            ok=not faults,
            number=given["number"],
            edition_hash=given["edition_hash"],
            records=len(given["records"]),
            erased=sum(bool(each.get("erased")) for each in given["records"]),
            faults=tuple(faults),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise GovernanceError("not_an_edition", file=file.name) from error


def _read(file: Path) -> dict[str, Any]:
    try:
        given = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise GovernanceError("not_an_edition", file=file.name) from error
    if not isinstance(given, dict) or given.get("format") != FORMAT:
        raise GovernanceError("not_an_edition", file=file.name)
    return given


def _inner(given: dict[str, Any]) -> Iterator[Fault]:
    for each in given["records"]:
        if (
            not each.get("erased")
            and digest(each["salt"] + canonical(each["content"])) != each["content_hash"]
        ):
            yield Fault("content_changed", each["record"])
    if edition_hash(given["records"]) != given["edition_hash"]:
        yield Fault("list_changed")


def _against(given: dict[str, Any], reader: Reader) -> Iterator[Fault]:
    try:
        held = edition(reader, given["number"])
    except UnknownRecord:
        yield Fault("edition_unknown")
        return
    if held["edition_hash"] != given["edition_hash"]:
        yield Fault("edition_differs")
    ours, theirs = _hashes(held["lines"]), _hashes(given["records"])
    yield from (Fault("record_missing", each) for each in sorted(ours.keys() - theirs.keys()))
    yield from (Fault("record_added", each) for each in sorted(theirs.keys() - ours.keys()))
    both = sorted(ours.keys() & theirs.keys())
    yield from (Fault("record_differs", each) for each in both if ours[each] != theirs[each])
    erased = (each["record"] for each in given["records"] if each.get("erased"))
    still = {each["record"] for each in records(reader, held["lines"]) if not each.get("erased")}
    yield from (Fault("content_left_out", each) for each in erased if each in still)


def _hashes(lines: Sequence[dict[str, Any]]) -> dict[str, tuple[Any, ...]]:
    return {line["record"]: tuple(line[name] for name in LINE) for line in lines}
