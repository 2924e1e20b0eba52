"""Three sides of one record: what the source last said, what it says now, and what stands here."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from governance.model.differences import Conflict, FieldChange, differences, merge

Side = Literal["file", "here"]
STATED = "stated"


@dataclass(frozen=True, slots=True)
class Merged:
    """Hold the outcome: the content to store, the values to remember of the source, and open conflicts."""

    content: dict[str, Any] = field(repr=False)
    base: dict[str, Any] = field(repr=False)
    conflicts: tuple[Conflict, ...] = ()
    changes: tuple[FieldChange, ...] = ()
    differs: bool = False


def three_way(
    kind: str,
    base: dict[str, Any],
    here: dict[str, Any],
    file: dict[str, Any],
    chosen: dict[str, Side] | None = None,
) -> Merged:
    """Take over what changed in the file only, leave what was edited here only; both is a conflict.

    A conflict without a choice stays open: the value here stands, and the source is remembered as it was.
    """
    if file == base:
        return Merged(here, base)
    together, conflicts = merge(kind, base, here, file)
    remembered = _copy(file)
    open_ones = []
    for conflict in conflicts:
        side = (chosen or {}).get(conflict.path)
        if side == "file":
            put(together, conflict.path, conflict.mine)
        elif side is None:
            put(remembered, conflict.path, conflict.base)
            open_ones.append(conflict)
    _drop_answered(together)
    changes = differences(kind, here, together)
    return Merged(together, remembered, tuple(open_ones), changes, bool(changes) or remembered != base)


def put(content: dict[str, Any], path: str, value: Any) -> None:
    """Set the value at ``path`` (rows by key); None takes it away."""
    parts = path.split("/")
    if parts[0] == STATED and len(parts) > 1:
        parts = [STATED, "/".join(parts[1:])]
    holder: Any = content
    for position, part in enumerate(parts[:-1]):
        if isinstance(holder, list):
            holder = next((row for row in holder if row["key"] == part), None)
        else:
            holder = holder.setdefault(part, [] if position % 2 == 0 and part != STATED else {})
        if holder is None:
            return
    _set(holder, parts[-1], value)
    for name in [name for name, held in content.items() if held in ([], {})]:
        del content[name]


def _set(holder: Any, name: str, value: Any) -> None:
    if isinstance(holder, list):
        at = next((n for n, row in enumerate(holder) if row["key"] == name), None)
        if at is None:
            holder += [value] if value is not None else []
        elif value is None:
            del holder[at]
        else:
            holder[at] = value
    elif value is None:
        holder.pop(name, None)
    else:
        holder[name] = value


def _drop_answered(content: dict[str, Any]) -> None:
    """Take away «there are none» where the merge brought a value."""
    stated = content.get(STATED)
    if not stated:
        return
    for path in [path for path in stated if _value(content, path) not in (None, [], {})]:
        del stated[path]
    if not stated:
        del content[STATED]


def _value(content: Any, path: str) -> Any:
    for part in path.split("/"):
        if isinstance(content, list):
            content = next((row for row in content if row["key"] == part), None)
        elif isinstance(content, dict):
            content = content.get(part)
        else:
            return None
    return content


def _copy(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _copy(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_copy(inner) for inner in value]
    return value
