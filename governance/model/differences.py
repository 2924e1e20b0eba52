"""Field by field: what differs between two contents, and how two changes of one content go together."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from governance.model.fields import Declared
from governance.model.kinds import kind_of


@dataclass(frozen=True, slots=True)
class FieldChange:
    """Tell one field's change: its path (rows by key), its declaration and both values (None = empty)."""

    path: str
    field: Declared
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class Conflict:
    """Tell one field two people changed differently since the same version."""

    path: str
    base: Any
    theirs: Any
    mine: Any


def differences(kind: str, old: dict[str, Any], new: dict[str, Any]) -> tuple[FieldChange, ...]:
    """Return what differs between two contents of ``kind``, in the order of the declaration."""
    return tuple(_differences(kind_of(kind).fields, old, new, ""))


def _differences(
    fields: tuple[Declared, ...], old: dict[str, Any], new: dict[str, Any], prefix: str
) -> list[FieldChange]:
    found: list[FieldChange] = []
    for each in fields:
        before, after = old.get(each.name), new.get(each.name)
        if before == after:
            continue
        path = f"{prefix}{each.name}"
        if each.shape == "rows":
            found += _row_differences(each, _by_key(before), _by_key(after), path)
        else:
            found.append(FieldChange(path, each, before, after))
    return found


def _row_differences(
    each: Declared, before: dict[str, Any], after: dict[str, Any], path: str
) -> list[FieldChange]:
    found: list[FieldChange] = []
    for key in dict.fromkeys([*before, *after]):
        inner = f"{path}/{key}"
        if key not in before or key not in after:
            found.append(FieldChange(inner, each, before.get(key), after.get(key)))
        else:
            found += _differences(each.children, before[key], after[key], f"{inner}/")
    return found


def _by_key(rows: Any) -> dict[str, Any]:
    return {row["key"]: row for row in rows or []}


def merge(
    kind: str, base: dict[str, Any], theirs: dict[str, Any], mine: dict[str, Any]
) -> tuple[dict[str, Any], tuple[Conflict, ...]]:
    """Return both changes of ``base`` together, and every field they changed differently.

    Rows merge by key; a conflicting field keeps ``theirs`` in the result, which must not be stored
    while there are conflicts.
    """
    conflicts: list[Conflict] = []
    merged = _merge(kind_of(kind).fields, base, theirs, mine, "", conflicts)
    return merged, tuple(conflicts)


def combined(kind: str, base: dict[str, Any], theirs: dict[str, Any], mine: dict[str, Any]) -> dict[str, Any]:
    """Return both changes of ``base`` together; a field both changed is as in ``mine``."""
    together, conflicts = merge(kind, base, theirs, mine)
    return settled(together, conflicts)


def settled(together: dict[str, Any], conflicts: Sequence[Conflict]) -> dict[str, Any]:
    """Return the merged content with the fields in ``conflicts`` as in ``mine``."""
    content = copy.deepcopy(together)
    for each in conflicts:
        _set(content, each.path.split("/"), each.mine)
    return content


def _set(content: dict[str, Any], path: list[str], value: Any) -> None:
    here: Any = content
    for part in path[:-1]:
        if isinstance(here, list):
            here = next(row for row in here if row["key"] == part)
        else:
            here = here.setdefault(part, {} if part == "stated" else [])
    if isinstance(here, list):
        here[:] = [row for row in here if row["key"] != path[-1]] + ([value] if value else [])
    elif value in (None, "", [], {}):
        here.pop(path[-1], None)
    else:
        here[path[-1]] = value


def _merge(
    fields: tuple[Declared, ...],
    base: dict[str, Any],
    theirs: dict[str, Any],
    mine: dict[str, Any],
    prefix: str,
    conflicts: list[Conflict],
) -> dict[str, Any]:
    merged: dict[str, Any] = {}
    for each in fields:
        value = _merge_field(
            each, base.get(each.name), theirs.get(each.name), mine.get(each.name), prefix, conflicts
        )
        if value not in (None, [], {}):
            merged[each.name] = value
    return merged


def _merge_field(
    each: Declared, base: Any, theirs: Any, mine: Any, prefix: str, conflicts: list[Conflict]
) -> Any:
    if mine == base:
        return theirs
    if theirs in (base, mine):
        return mine
    path = f"{prefix}{each.name}"
    if each.shape == "rows":
        return _merge_rows(each, _by_key(base), _by_key(theirs), _by_key(mine), path, conflicts)
    if each.shape == "answers":
        return _merge_answers(base or {}, theirs or {}, mine or {}, path, conflicts)
    conflicts.append(Conflict(path, base, theirs, mine))
    return theirs


def _merge_rows(
    each: Declared,
    base: dict[str, Any],
    theirs: dict[str, Any],
    mine: dict[str, Any],
    path: str,
    conflicts: list[Conflict],
) -> list[Any]:
    merged: list[Any] = []
    for key in dict.fromkeys([*theirs, *mine]):
        old, their_row, my_row = base.get(key), theirs.get(key), mine.get(key)
        if my_row == old:
            row = their_row
        elif their_row in (old, my_row):
            row = my_row
        elif their_row is None or my_row is None:
            conflicts.append(Conflict(f"{path}/{key}", old, their_row, my_row))
            row = their_row
        else:
            row = _merge(each.children, old or {}, their_row, my_row, f"{path}/{key}/", conflicts)
        if row is not None:
            merged.append(row)
    return merged


def _merge_answers(
    base: dict[str, str], theirs: dict[str, str], mine: dict[str, str], path: str, conflicts: list[Conflict]
) -> dict[str, str]:
    merged: dict[str, str] = {}
    for name in sorted({*base, *theirs, *mine}):
        old, their_answer, my_answer = base.get(name), theirs.get(name), mine.get(name)
        answer = their_answer if my_answer == old else my_answer
        if their_answer not in (old, my_answer) and my_answer != old:
            conflicts.append(Conflict(f"{path}/{name}", old, their_answer, my_answer))
            answer = their_answer
        if answer is not None:
            merged[name] = answer
    return merged
