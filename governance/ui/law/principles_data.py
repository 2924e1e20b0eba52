"""The answers the page of principles draws, each asked once for a state of the register and kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from governance import vocabulary
from governance.law import scorecard
from governance.law.population import population
from governance.law.scorecard import Score
from governance.ui.context import current, reader
from governance.ui.insight.cache import LAWFUL, Stamp, stamp
from governance.ui.law import choices, data
from governance.ui.register import names

if TYPE_CHECKING:
    from collections.abc import Mapping

    from governance.law.scorecard import Place


@dataclass(frozen=True, slots=True)
class Line:
    """Hold one department of the address («none»: things that belong to none), its name, and a score a principle."""

    department: str
    name: str
    scores: Mapping[str, Score]

    @property
    def judged(self) -> bool:
        """Tell whether anything was judged here."""
        return any(score.judged for score in self.scores.values())


def principles() -> tuple[str, ...]:
    """Return the codes of the principles in the order of the law."""
    return tuple(term.code for term in vocabulary.terms("principle"))


def whole(departments: tuple[str, ...] | None) -> Mapping[str, Score]:
    """Return the score of each principle in ``departments`` together (None: everywhere)."""
    held = _scores(stamp(LAWFUL))
    return {each: scorecard.together(held, each, departments) for each in principles()}


def lines(departments: tuple[str, ...] | None) -> tuple[Line, ...]:
    """Return a line a department among ``departments``, each with all departments below it, by name.

    A department in which nothing was judged has a line for people who see every department; others get none of it.
    """
    shown = choices.departments()
    shown |= {each: names.name(each) for each, _ in _scores(stamp(LAWFUL)) if each and each not in shown}
    chosen = [each for each in shown if departments is None or _own(each) in departments]
    found = (Line(each, shown[each], whole(_subtree(each))) for each in chosen)
    everything = current().lens.departments is None
    kept = [line for line in found if line.judged or (everything and line.department != data.NO_DEPARTMENT)]
    return tuple(sorted(kept, key=lambda line: (line.department == data.NO_DEPARTMENT, line.name.casefold())))


def _own(department: str) -> str:
    return "" if department == data.NO_DEPARTMENT else department


def _subtree(department: str) -> tuple[str, ...]:
    return _below(stamp(("department",))).get(department, (_own(department),))


@st.cache_resource(max_entries=16, show_spinner=False)
def _scores(key: Stamp) -> Mapping[Place, Score]:
    del key
    known = data.judged()
    with reader() as views:
        lens = views.lens
    return scorecard.scores(known.verdicts, population(current().register, lens), known.waived)


@st.cache_resource(max_entries=16, show_spinner=False)
def _below(key: Stamp) -> Mapping[str, tuple[str, ...]]:
    del key
    with reader() as views:
        rows = views.rows(
            "SELECT ancestor, list(DISTINCT department) AS below FROM department_line GROUP BY ancestor"
        )
    return {row["ancestor"]: tuple(sorted({row["ancestor"], *row["below"]})) for row in rows}
