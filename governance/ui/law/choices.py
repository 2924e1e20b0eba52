"""Which findings a page is about: law, department, severity, standing, and behind «more» article, principle and stage."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import streamlit as st

from governance import vocabulary
from governance.law.findings import Filter
from governance.law.overview import STATES
from governance.law.packs import law
from governance.law.rules import SEVERITIES
from governance.ui import words
from governance.ui.insight import address
from governance.ui.law import citing, data
from governance.ui.register import names
from governance.ui.state import language
from governance.ui.words import t

if TYPE_CHECKING:
    from governance.law.overview import State

DEEPER = ("rule", "record", "row", "page")
MORE = ("article", "principle", "stage")
ALL = ("law", "department", "severity", "standing", *MORE)


@dataclass(frozen=True, slots=True)
class Choice:
    """Hold what was chosen: the filter, the standing of findings, and the department of the address."""

    which: Filter
    state: State
    department: str | None

    @property
    def narrowed(self) -> bool:
        """Tell whether anything was chosen."""
        return self.which != Filter() or self.state != "all"


def law_labels() -> dict[str, str]:
    """Return the laws there are packs of, with their names in the language of the screen."""
    return {pack.law: pack.label(language()) for pack in law().packs.values()}


def departments() -> dict[str, str]:
    """Return the live departments by name, and the choice of things that belong to none."""
    live = [each for each in names.book("department").values() if each.status not in names.ENDED]
    found = {each.id: each.shown() for each in sorted(live, key=lambda each: each.shown().casefold())}
    return found | {data.NO_DEPARTMENT: t("law.no_department")}


def ask() -> Choice:
    """Draw the choices and return them."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="law_choices"):
        chosen_law = _select("law", law_labels(), t("law.filter.every_law"))
        department = _select("department", departments(), t("law.filter.every_department"))
        severity = _select(
            "severity",
            {each: words.term("severity", each) for each in SEVERITIES},
            t("law.filter.every_severity"),
        )
        state = _select(
            "standing",
            {each: t(f"law.standing.{each}") for each in STATES if each != "all"},
            t("law.standing.all"),
        )
        article, principle, stage = _more(chosen_law)
    which = Filter(
        law=chosen_law,
        severity=severity,
        principle=principle,
        stage=stage,
        cite=article,
        departments=data.below(department),
    )
    return Choice(which, cast("State", state or "all"), department)


def _select(name: str, options: dict[str, str], everything: str) -> str | None:
    label = t(f"law.filter.{name}")
    return address.select(label, name, options, key=f"law.{name}", everything=everything, drops=DEEPER)


def _more(chosen_law: str | None) -> tuple[str | None, str | None, str | None]:
    """Draw the rarer choices in a popover; what is chosen there counts also while it is closed."""
    options = {
        "article": {each: citing.cite(each) for each in cites(chosen_law)},
        "principle": words.terms("principle"),
        "stage": {term.code: words.term("stage", term.code) for term in vocabulary.terms("stage")},
    }
    chosen = {name: address.chosen(name, list(given)) for name, given in options.items()}
    count = sum(value is not None for value in chosen.values())
    label = t("law.filter.more_chosen", count=count) if count else t("law.filter.more")
    with st.popover(label, icon=":material/tune:", key="law.more"):
        for name, given in options.items():
            _select(name, given, t(f"law.filter.every_{name}"))
    return chosen["article"], chosen["principle"], chosen["stage"]


def cites(chosen_law: str | None) -> list[str]:
    """Return the articles the rules (of one law) cite, in the order of their numbers."""
    found = {cite for rule in law().rules if chosen_law in (None, rule.law) for cite in rule.cites}
    return sorted(found, key=in_order)


def in_order(cite: str) -> list[int | str]:
    """Return what sorts articles as people read them: 6(1) before 13."""
    return [int(part) if part.isdecimal() else part for part in re.split(r"(\d+)", cite)]
