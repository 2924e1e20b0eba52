"""How complete each activity is under each letter: one formula, in SQL, for the screen and the exports.

A letter is *complete* when every part it asks for is filled in, *missing* when a part was not filled in,
*unknown* when a part is stated as not known, *none* when there is stated to be nothing to enter.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from governance.exchange.article30.model import Which
from governance.register.reader import Reader

LETTERS: dict[Which, tuple[str, ...]] = {"controller": tuple("abcdefg"), "processor": tuple("abcd")}
PROCESSORS = ("processor", "entrusted_party")
PROCESSING = f"coalesce(role, '') IN {PROCESSORS}"
LIVE = (
    "t.status NOT IN ('void', 'retired') AND coalesce(t.starts_on <= lens_day(), true)"
    " AND coalesce(lens_day() < t.ends_on, true)"
)
OF = {"controller": f"NOT ({PROCESSING})", "processor": PROCESSING}


def completeness(reader: Reader, activity: str | None = None) -> list[dict[str, Any]]:
    """Return rows of activity id, which (controller, processor), letter and state.

    Every live activity, or only the one asked for whether it is live or not.
    """
    if activity is None:
        return reader.rows(completeness_sql())
    found = reader.row("SELECT role FROM activity WHERE id = $activity", activity=activity)
    if found is None:
        return []
    return reader.rows(completeness_sql("t.id = $activity", which_of(found["role"])), activity=activity)


def which_of(role: str | None) -> Which:
    """Return whether an activity of this role is recorded as a controller's or a processor's."""
    return "processor" if role in PROCESSORS else "controller"


def states_by_revision(reader: Reader) -> dict[int, str]:
    """Return how complete every activity is that the reader shows, live or not: its revision, and its states in letter order.

    A state is told by its first character. Planning takes most of the time: 10,000 are asked about in that of a few.
    """
    rows = reader.rows(
        f"SELECT revision, array_to_string(list_transform({_EITHER}, lambda p: p.state[1]), '') AS states"
        f" FROM ({_SOURCE}) t"
    )
    return {row["revision"]: row["states"] for row in rows}


def state_rows(role: str | None, states: str) -> list[dict[str, str]]:
    """Return rows of which, letter and state for the ``states`` of an activity of this role."""
    which = which_of(role)
    told = (next(each for each in _FROM_WORST if each[0] == state) for state in states)
    return [
        {"which": which, "letter": letter, "state": state}
        for letter, state in zip(LETTERS[which], told, strict=True)
    ]


def parts_sql(where: str = LIVE) -> str:
    """Return the query of what each letter is made of: id, letter, field, its state, and the first row not filled in.

    The state of a letter is the worst of its parts; a part with nothing to ask is *none*.
    """
    return (
        "SELECT id, part.letter AS letter, part.field AS field, part.state AS state, part.row AS row FROM ("
        f"SELECT t.id, unnest(CASE WHEN {PROCESSING} THEN {_listed('processor')} ELSE {_listed('controller')} END)"
        f" AS part FROM ({_SOURCE}) t WHERE {where}) ORDER BY id, letter"
    )


def completeness_sql(where: str = LIVE, which: Which | None = None) -> str:
    """Return the query behind ``completeness``; ``where`` is a condition on ``t``, the activity.

    Where all of them are known to be recorded as ``which``, what the other is asked is not planned: that takes most of the time.
    """
    named = f"'{which}'" if which else f"CASE WHEN {PROCESSING} THEN 'processor' ELSE 'controller' END"
    letters = _letters(which) if which else _EITHER
    return (
        "SELECT id, which, part.letter AS letter, part.state AS state FROM ("
        f"SELECT t.id, {named} AS which, unnest({letters}) AS part FROM ({_SOURCE}) t WHERE {where}) ORDER BY id, letter"
    )


_FROM_WORST = ["missing", "unknown", "complete", "none"]


class _Part(NamedTuple):
    """Hold what a letter asks of one field: the state, and the key of the first row that lacks it, both as SQL."""

    field: str
    state: str
    row: str = "NULL::VARCHAR"


def _stated(path: str) -> str:
    """Return the stated answer for a path given as an SQL text expression, 'missing' when there is none."""
    return f"coalesce(stated[{path}], 'missing')"


def _all(states: str) -> str:
    """Return the state of the whole from the states of its parts: the worst answer counts, then the filled ones.

    ``states`` is named once: written out for each answer, what is nested in it would stand there many times over.
    """
    worst = f"list_min(list_transform({states}, lambda s: list_position({_FROM_WORST}, s)))"
    return f"coalesce({_FROM_WORST}[{worst}], 'none')"


def _rows(name: str, filled: str, fields: Iterable[str]) -> _Part:
    """Return the state of a list of rows: each row (``r``) must be filled, or state why it is not."""
    answers = ", ".join(f"stated['{name}/' || r.key || '/{field}']" for field in fields)
    each = f"CASE WHEN {filled} THEN 'complete' ELSE coalesce({answers}, 'missing') END"
    parts = f"list_transform({name}, lambda r: {each})"
    state = f"CASE WHEN coalesce(len({name}), 0) = 0 THEN {_stated(repr(name))} ELSE {_all(parts)} END"
    lacking = f"list_filter({name}, lambda r: {each} IN ('missing', 'unknown'))[1].key"
    return _Part(name, state, lacking)


_CONTACTS = "SELECT id, coalesce(address, email, phone) IS NOT NULL AS reachable FROM organisation"
_SOURCE = (
    "SELECT a.*, CASE WHEN coalesce(len(a.organisations), 0) > 0 THEN a.organisations"
    " WHEN d.organisation IS NOT NULL THEN [d.organisation] ELSE [] END AS handlers,"
    f" (SELECT list(id) FROM ({_CONTACTS}) WHERE reachable) AS reachable"
    ' FROM "activity" a LEFT JOIN department d ON d.id = a.department'
)
_HANDLERS = _Part(
    "organisations",
    f"CASE WHEN len(handlers) = 0 THEN {_stated(repr('organisations'))}"
    " WHEN list_has_all(coalesce(reachable, []), handlers) THEN 'complete' ELSE 'missing' END",
)
# «none» where there is nothing to ask, so that the organisation alone decides.
_JOINT = _Part(
    "joint_controllers",
    "CASE WHEN coalesce(len(joint_controllers), 0) > 0 OR coalesce(role, '') <> 'joint_controller' THEN 'none'"
    f" ELSE {_stated(repr('joint_controllers'))} END",
)
_CONTROLLERS = _rows("controllers", "coalesce(r.party, r.name) IS NOT NULL", ("party", "name"))
_PURPOSES = _rows("purposes", "coalesce(r.name, r.category) IS NOT NULL", ("name", "category"))
_SUBJECTS = _rows("data", "coalesce(len(r.subjects), 0) > 0", ("subjects",))
_DATA = _rows("data", "coalesce(r.category, r.name) IS NOT NULL", ("category", "name"))
_RETENTION = _rows(
    "data",
    "(r.retention_amount IS NOT NULL AND r.retention_unit IS NOT NULL) OR r.retention_text IS NOT NULL",
    ("retention_amount", "retention_text"),
)
_TRANSFERS = _rows(
    "transfers",
    "r.country IS NOT NULL AND (coalesce(r.mechanism, '') <> 'compelling_interests' OR r.safeguards IS NOT NULL)",
    ("country", "safeguards"),
)
_SECURITY = _Part(
    "security",
    "CASE WHEN security IS NOT NULL OR len(list_filter(flatten(list_transform(coalesce(stages, []),"
    " lambda s: coalesce(s.measures, []))), lambda m: m.state = 'in_place')) > 0 THEN 'complete'"
    f" ELSE {_stated(repr('security'))} END",
)
_RECIPIENTS = _rows(
    "recipients", "coalesce(r.party, r.name, r.category) IS NOT NULL", ("party", "name", "category")
)
_CARRIED_OUT = _rows("controllers", "r.processing IS NOT NULL", ("processing",))
_PARTS: dict[Which, tuple[tuple[_Part, ...], ...]] = {
    "controller": (
        (_HANDLERS, _JOINT),
        (_PURPOSES,),
        (_SUBJECTS, _DATA),
        (_RECIPIENTS,),
        (_TRANSFERS,),
        (_RETENTION,),
        (_SECURITY,),
    ),
    "processor": ((_HANDLERS, _CONTROLLERS), (_CARRIED_OUT,), (_TRANSFERS,), (_SECURITY,)),
}


def _letters(which: Which) -> str:
    said = (
        f"{{'letter': '{letter}', 'state': {_whole(parts)}}}"
        for letter, parts in zip(LETTERS[which], _PARTS[which], strict=True)
    )
    return f"[{', '.join(said)}]"


def _whole(parts: tuple[_Part, ...]) -> str:
    return parts[0].state if len(parts) == 1 else _all(f"[{', '.join(part.state for part in parts)}]")


def _listed(which: Which) -> str:
    said = (
        f"{{'letter': '{letter}', 'field': '{part.field}', 'state': {part.state}, 'row': {part.row}}}"
        for letter, parts in zip(LETTERS[which], _PARTS[which], strict=True)
        for part in parts
    )
    return f"[{', '.join(said)}]"


_EITHER = f"CASE WHEN {PROCESSING} THEN {_letters('processor')} ELSE {_letters('controller')} END"
