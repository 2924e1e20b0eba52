"""The principles as a scorecard: by department, how much is looked at and how much of it is without an open finding."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from governance.law import overview
from governance.law.findings import Filter
from governance.law.overview import Hits
from governance.law.population import Population
from governance.law.verdicts import Verdicts
from governance.law.waivers import Waived

STANDINGS = ("critical", "high", "medium", "low", "unknown", "waived")


@dataclass(frozen=True, slots=True)
class Score:
    """Hold the parts of one share: things looked at, those with an open finding, and the findings by standing.

    A thing is a record or a row of one. Open: not accepted for a time; what cannot be judged is open. ``findings`` counts
    breaches by severity, ``unknown`` and, of these all, ``waived``.
    """

    judged: int
    open: int
    findings: Mapping[str, int] = field(default_factory=dict)

    @property
    def fine(self) -> int:
        """Return how many things have no open finding."""
        return self.judged - self.open

    @property
    def share(self) -> float | None:
        """Return the share of things without an open finding; None when nothing was looked at."""
        return self.fine / self.judged if self.judged else None


Scores = Mapping[tuple[str, str], Score]  # by department («»: none) and principle


def scores(
    verdicts: Verdicts, population: Population, waived: Sequence[Waived] = (), law: str | None = None
) -> Scores:
    """Return the score of every department and principle of which something is looked at (by the rules of one law)."""
    judged = population.of_principles(law)
    open_rows = Counter[tuple[str, str]]()
    counted: dict[tuple[str, str], Counter[str]] = {}
    for principle in sorted({rule.principle for rule in verdicts.rules}):
        found = list(overview.hits(verdicts, Filter(principle=principle, law=law), waived))
        for department, number in _open(found).items():
            open_rows[department, principle] += number
        for each in found:
            _tally(each, principle, counted)
    places = judged.keys() | open_rows.keys()
    return {
        place: Score(judged.get(place, 0), open_rows[place], dict(counted.get(place, {}))) for place in places
    }


def _open(found: Iterable[Hits]) -> Counter[str]:
    """Return how many things have at least one open finding, by department."""
    rows: dict[str, list[pa.Array]] = {}
    tables: dict[str, pa.Table] = {}
    for each in found:
        on = each.rule.on
        tables[on] = each.rows
        rows.setdefault(on, []).append(each.at.filter(pc.invert(each.waived)))
    total = Counter[str]()
    for on, parts in rows.items():
        total.update(_departments(tables[on], pc.unique(pa.concat_arrays(parts))))
    return total


def _departments(rows: pa.Table, at: pa.Array) -> dict[str, int]:
    """Return how many of the rows ``at`` lie in each department."""
    named = pc.fill_null(rows["department"].take(at), "")
    return {each["values"]: each["counts"] for each in pc.value_counts(named).to_pylist()}


def _tally(found: Hits, principle: str, counted: dict[tuple[str, str], Counter[str]]) -> None:
    parts = {
        found.rule.severity: found.at.filter(pc.invert(found.unknown)),
        "unknown": found.at.filter(found.unknown),
        "waived": found.at.filter(found.waived),
    }
    for standing, at in parts.items():
        for department, number in _departments(found.rows, at).items():
            counted.setdefault((department, principle), Counter())[standing] += number


def summed(scores_: Iterable[Score]) -> Score:
    """Return several scores as one, part by part."""
    listed = list(scores_)
    findings = sum((Counter(each.findings) for each in listed), Counter[str]())
    return Score(sum(each.judged for each in listed), sum(each.open for each in listed), dict(findings))
