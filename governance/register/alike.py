"""States of the register that answer a question alike, so that an entry which cannot change the answer asks nothing anew.

Most saves change what an activity says of itself and nothing that cells or letters are counted from. What was worked out
for the state before then holds for the new one (decision 0040).
"""

from __future__ import annotations

import json
import weakref
from dataclasses import dataclass
from typing import TYPE_CHECKING

from governance.register.attached import Attached
from governance.singleflight import SingleFlight

if TYPE_CHECKING:
    import duckdb

    from governance.register.store import Register

KEPT = 256  # states of a register that are known to be like another
FEW = 20  # entries since the last state that are looked at one by one
ENDED = ("void", "retired")
REFUSED = "refuse"  # an entry that says what was not done; it carries no content


@dataclass(frozen=True, slots=True)
class Question:
    """Say what an answer depends on: every record of ``kinds``, but of an activity only these ``fields``."""

    kinds: tuple[str, ...]
    fields: tuple[str, ...]


class Alike:
    """Find for each state of a register the first one known that answers a question as it does."""

    def __init__(self, register: Register, question: Question) -> None:
        self._register = weakref.ref(register)
        self._question = question
        self._states: SingleFlight[int, int] = SingleFlight(KEPT)

    def state(self, revision: int) -> int:
        """Return an entry at which the answer was what it is at ``revision``: that one, or one before it.

        Days are another matter: two states alike on one day are alike on every day.
        """
        return self._states.get(revision, lambda: self._found(revision))

    def _found(self, revision: int) -> int:
        known_ones = self._states.keys()
        before = max((each for each in known_ones if each < revision), default=None)
        register = self._register()
        known = None if before is None else self._states.peek(before)
        if before is None or known is None or register is None:
            return revision
        with register.cursor() as cursor:
            return revision if changes(cursor, self._question, before, revision) else known


def changes(cursor: duckdb.DuckDBPyConnection, question: Question, since: int, until: int) -> bool:
    """Tell whether entries after ``since`` up to ``until`` may change the answer to ``question``."""
    rows = cursor.execute(
        "SELECT kind, record_id, content IS NULL FROM journal"
        " WHERE revision > ? AND revision <= ? AND list_contains(?, kind) LIMIT ?",
        [since, until, list(question.kinds), FEW + 1],
    ).fetchall()
    if len(rows) > FEW or any(kind != "activity" or erased for kind, _, erased in rows):
        return True
    return any(
        _said(cursor, question, record_id, since) != _said(cursor, question, record_id, until)
        for record_id in {row[1] for row in rows}
    )


def _said(
    cursor: duckdb.DuckDBPyConnection, question: Question, record_id: str, revision: int
) -> tuple[object, ...] | None:
    """Return what an activity said at ``revision`` of what counts; None before it was there."""
    row = cursor.execute(
        "SELECT content, status FROM journal WHERE record_id = ? AND revision <= ? AND operation <> ?"
        " ORDER BY revision DESC LIMIT 1",
        [record_id, revision, REFUSED],
    ).fetchone()
    if row is None or row[0] is None:
        return None
    content = json.loads(row[0])
    return row[1] in ENDED, *(content.get(field) for field in question.fields)


_known: Attached[dict[Question, Alike]] = Attached(lambda _: {})


def alike(register: Register, question: Question) -> Alike:
    """Return what is known of the states of ``register``, for as long as it is open."""
    found = _known.of(register)
    return found.get(question) or found.setdefault(question, Alike(register, question))
