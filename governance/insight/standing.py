"""How cells stand and who answers for them, read once for everybody and kept until an entry that may change it.

An activity belongs to one department, and whoever is limited to departments sees its activities and no others; posts,
their holders and policies are everybody's. What was read without a limit is therefore cut by department for a person
(decision 0040).
"""

from __future__ import annotations

import weakref
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, TypeVar

import pyarrow as pa
import pyarrow.compute as pc

from governance.insight import accountability, groups
from governance.insight.figures import EVERYTHING
from governance.register.alike import Alike, Question, alike
from governance.register.attached import Attached
from governance.singleflight import SingleFlight

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from governance.insight.filters import Filters
    from governance.insight.groups import Row
    from governance.register.lens import Lens
    from governance.register.reader import Reader
    from governance.register.store import Register

# What cells, letters and the limits of Filters are read from; a test holds it against the plans of the statements.
KINDS = (
    *("activity", "department", "organisation", "post", "appointment", "person", "party"),
    *("policy", "measure", "evidence"),
)
FIELDS = (
    *("name", "name_zh", "department", "organisations", "laws", "starts_on", "ends_on"),
    *("stages", "data"),
)
QUESTION = Question(KINDS, FIELDS)
STATES = 8  # of which each answer is kept
PAGES = 256
Answer = TypeVar("Answer")
State = tuple[int, date, int]  # entry, day, newest erasure


class Standing:
    """Keep the answers of one register; what several ask for at once is read once."""

    def __init__(self, register: Register) -> None:
        self._register = weakref.ref(register)
        self._alike: Alike = alike(register, QUESTION)
        self._cells: SingleFlight[State, list[Row]] = SingleFlight(STATES)
        self._faults: SingleFlight[State, list[Row]] = SingleFlight(STATES)
        self._answering: SingleFlight[State, pa.Table] = SingleFlight(STATES)
        self._letters: SingleFlight[tuple[State, tuple[str, ...]], pa.Table] = SingleFlight(PAGES)

    def cells(self, lens: Lens) -> list[Row]:
        """Return the rows of ``groups.cell_counts`` over everything ``lens`` sees."""
        rows = self._cells.get(
            self._state(lens),
            lambda: self._read(lens, lambda whole: groups.cell_counts(whole, EVERYTHING, weighted=False)),
        )
        return _within(rows, lens)

    def verdict(self, lens: Lens) -> accountability.Sentence:
        """Return the sentence of ``accountability.verdict`` over everything ``lens`` sees."""
        rows = self._faults.get(self._state(lens), lambda: self._read(lens, accountability.standing))
        return accountability.sentence(_within(rows, lens))

    def answering(self, lens: Lens) -> pa.Array:
        """Return the ids of the activities ``lens`` sees that somebody has a letter in, by name."""
        found = self._answering.get(self._state(lens), lambda: self._read(lens, accountability.answering))
        return _of(found, lens)["id"].combine_chunks()

    def letters(self, lens: Lens, activities: Sequence[str]) -> pa.Table:
        """Return the rows of ``accountability.activity_post`` of those of a few ``activities`` that ``lens`` sees."""
        few = tuple(activities)

        def work() -> pa.Table:
            return self._read(replace(lens, only=few), accountability.activity_post)

        return _of(self._letters.get((self._state(lens), few), work), lens)

    def _state(self, lens: Lens) -> State:
        """Return what answers are kept by: an erasure reaches what was known before it, so that past states end with it."""
        register = self._opened()
        return self._alike.state(register.newest(lens, KINDS)), lens.effective_on, register.erased()

    def _read(self, lens: Lens, ask: Callable[[Reader], Answer]) -> Answer:
        with self._opened().read(replace(lens, departments=None, masks_contacts=False)) as whole:
            return ask(whole)

    def _opened(self) -> Register:
        register = self._register()
        if register is None:
            raise RuntimeError("the register is gone")
        return register


def _within(rows: list[Row], lens: Lens) -> list[Row]:
    """Return the rows of the departments ``lens`` is limited to; activities without one are nobody's who is limited."""
    return (
        rows if lens.departments is None else [row for row in rows if row["department"] in lens.departments]
    )


def _of(table: pa.Table, lens: Lens) -> pa.Table:
    """Return what :func:`_within` does, of a table."""
    if lens.departments is None:
        return table
    return table.filter(pc.is_in(table["department"], pa.array(lens.departments, pa.string())))


_known = Attached(Standing)


def standing(register: Register) -> Standing:
    """Return what is kept of ``register``, for as long as it is open."""
    return _known.of(register)


def cell_counts(reader: Reader, filters: Filters, *, weighted: bool) -> list[Row]:
    """Return what ``groups.cell_counts`` does, from what is kept where nothing is left out or weighed."""
    if weighted or filters != EVERYTHING or not reader.has_register:
        return groups.cell_counts(reader, filters, weighted=weighted)
    return standing(reader.register).cells(reader.lens)


def verdict(reader: Reader, filters: Filters) -> accountability.Sentence:
    """Return what ``accountability.verdict`` does, from what is kept where nothing is left out."""
    if filters != EVERYTHING or not reader.has_register:
        return accountability.sentence(accountability.standing(reader, filters))
    return standing(reader.register).verdict(reader.lens)


def answering(reader: Reader, filters: Filters) -> pa.Array:
    """Return the activities that somebody has a letter in, by name; from what is kept where nothing is left out."""
    if filters != EVERYTHING or not reader.has_register:
        return accountability.answering(reader, filters)["id"].combine_chunks()
    return standing(reader.register).answering(reader.lens)


def letters(reader: Reader, activities: Sequence[str]) -> pa.Table:
    """Return the rows of ``accountability.activity_post`` of the ``activities`` the reader sees."""
    return standing(reader.register).letters(reader.lens, activities)
