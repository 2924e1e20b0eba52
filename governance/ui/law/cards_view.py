"""The five numbers above the findings, each opening the rules behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import streamlit as st

from governance.law.overview import Totals, totals
from governance.ui.cards import figure_card
from governance.ui.law import wording
from governance.ui.tables import Column
from governance.ui.words import t, term

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from governance.law.overview import Counted

# What each card counts of one rule; together the first four are all findings, the last are of these.
COUNTS: dict[str, Callable[[Counted], int]] = {
    "critical": lambda one: one.breaches if one.rule.severity == "critical" else 0,
    "high": lambda one: one.breaches if one.rule.severity == "high" else 0,
    "lower": lambda one: one.breaches if one.rule.severity in ("medium", "low") else 0,
    "unknown": lambda one: one.unknown,
    "waived": lambda one: one.waived,
}


@dataclass(frozen=True, slots=True)
class Card:
    """Hold one number of findings as ``cards.figure_card`` takes it; ``checks`` is how often a rule looked at a thing."""

    name: str
    counted: tuple[Counted, ...]
    checks: int
    effective_on: date

    unit = "count"
    trend: Sequence[float | None] = ()
    exclusions: Sequence[Any] = ()
    up_is_bad = True

    @property
    def key(self) -> str:
        """Return what its wording is found by."""
        return f"found.{self.name}"

    @property
    def value(self) -> float | None:
        """Return the number; None when nothing was looked at."""
        return self.numerator if self.checks else None

    @property
    def numerator(self) -> int:
        """Return how many findings it counts."""
        return sum(COUNTS[self.name](each) for each in self.counted)

    @property
    def denominator(self) -> int:
        """Return how often a rule looked at a thing."""
        return self.checks

    def rows(self, views: Any) -> list[dict[str, Any]]:
        """Return the rules behind the number."""
        del views
        count = COUNTS[self.name]
        rows = [_row(each, count(each)) for each in self.counted if count(each)]
        return sorted(rows, key=lambda row: -row["count"])


def _row(counted: Counted, count: int) -> dict[str, Any]:
    rule = counted.rule
    return {
        "title": wording.text(rule).title,
        "count": count,
        "severity": term("severity", rule.severity),
        "cites": wording.cites(rule),
        "rule": rule.id,
    }


def show(counted: tuple[Counted, ...], checks: int, day: date) -> Totals:
    """Draw the cards over ``counted`` and return what they sum up to."""
    columns = (
        Column("title", t("law.column.rule"), width=260, pinned=True),
        Column("count", t("law.column.findings"), "number", width=80),
        Column("severity", t("law.filter.severity"), width=80),
        Column("cites", t("law.column.cites"), width=150),
        Column("rule", t("law.column.rule_id"), width=100),
    )
    with st.grid(5, min_column_width=170):
        for name in COUNTS:
            figure_card(Card(name, counted, checks, day), columns=columns)
    return totals(counted)
