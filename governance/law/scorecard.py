"""The principles as a scorecard: by department, how many things were judged, in how many nothing was found, and what was.

GDPR 5(1)(a) to (f) and 5(2), and the rights of individuals as the eighth. A thing (an activity, one of its purposes, an
incident …) is judged under a principle when at least one rule of that principle applies to it. A finding that cannot be
judged or was accepted for a time is a finding: neither leaves a thing without one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields

import pyarrow as pa
import pyarrow.compute as pc

from governance.law.evaluate import RULES_A_WORD, UNKNOWN, rules_on
from governance.law.overview import Hits, hits
from governance.law.population import Population
from governance.law.rules import SEVERITIES, Rule
from governance.law.verdicts import Verdicts
from governance.law.waivers import Waived

Place = tuple[str, str]  # department («»: none) and principle


@dataclass(frozen=True, slots=True)
class Score:
    """Hold what is said of one principle in some departments.

    ``judged`` and ``found`` count things; the others count findings. The severities are open findings, those that
    cannot be judged among them; ``accepted`` ones stand apart and leave their thing among ``found``. ``unknown`` are
    those of both, open and accepted, that cannot be judged.
    """

    judged: int = 0
    found: int = 0
    critical: int = 0
    high: int = 0
    medium: int = 0
    low: int = 0
    unknown: int = 0
    accepted: int = 0

    @property
    def share(self) -> float | None:
        """Return the share of the things judged without a finding, from 0 to 1; None when nothing was judged."""
        return (self.judged - self.found) / self.judged if self.judged else None

    @property
    def open(self) -> int:
        """Return how many findings nobody accepted."""
        return sum(getattr(self, severity) for severity in SEVERITIES)

    def __add__(self, other: Score) -> Score:
        """Return both counted together."""
        return Score(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(self)))


def scores(verdicts: Verdicts, population: Population, waived: Sequence[Waived] = ()) -> dict[Place, Score]:
    """Return the score of each department of its own and each principle; what was never judged is left out."""
    counted: dict[str, Counter[Place]] = {each.name: Counter() for each in fields(Score)}
    counted["judged"].update(population.of_principles())
    for place, number in _things(verdicts):
        counted["found"][place] += number
    for found in hits(verdicts, waived=waived):
        for name, mask in _kinds(found):
            for department, number in _by_department(found.rows, found.at.filter(mask)):
                counted[name][department, found.rule.principle] += number
    places = {place for numbers in counted.values() for place in numbers}
    return {place: Score(**{name: numbers[place] for name, numbers in counted.items()}) for place in places}


def together(held: Mapping[Place, Score], principle: str, departments: Iterable[str] | None = None) -> Score:
    """Return the score of one principle in all of ``departments`` together (None: everywhere)."""
    allowed = None if departments is None else frozenset(departments)
    total = Score()
    for (department, its), score in held.items():
        if its == principle and (allowed is None or department in allowed):
            total += score
    return total


def _kinds(found: Hits) -> Iterator[tuple[str, pa.Array]]:
    """Give what the findings of a rule count as, each with which of them do."""
    standing = pc.invert(found.waived)
    yield found.rule.severity, standing
    yield "unknown", found.unknown
    yield "accepted", found.waived


def _things(verdicts: Verdicts) -> Iterator[tuple[Place, int]]:
    """Give how many things have a finding under each principle, a thing with several counted once."""
    for on, table in verdicts.tables.items():
        mine = rules_on(verdicts.rules, on)
        for principle in dict.fromkeys(rule.principle for rule in mine):
            for department, number in _by_department(table, _touched(table, mine, principle)):
                yield (department, principle), number


def _touched(table: pa.Table, mine: Sequence[Rule], principle: str) -> pa.Array:
    """Return the rows in which at least one rule of ``principle`` found something."""
    masks = Counter[int]()
    for place, rule in enumerate(mine):
        if rule.principle == principle:
            word, number = divmod(place, RULES_A_WORD)
            masks[word] |= UNKNOWN << 2 * number
    touched = pa.chunked_array([pa.repeat(pa.scalar(False), table.num_rows)])
    for word, mask in masks.items():
        said = pc.bit_wise_and(table[f"w{word}"], pa.scalar(mask, pa.int64()))
        touched = pc.or_(touched, pc.not_equal(said, pa.scalar(0, pa.int64())))
    return pc.indices_nonzero(touched)


def _by_department(rows: pa.Table, at: pa.Array) -> Iterator[tuple[str, int]]:
    if len(at):
        for each in pc.value_counts(rows["department"].take(at)).to_pylist():
            yield each["values"] or "", each["counts"]
