"""What the figures of a page are about: organisation, law, sensitive data only, weighted by people; in the address."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from governance.ui import words
from governance.ui.insight import address
from governance.ui.register import names
from governance.ui.words import t


@dataclass(frozen=True, slots=True)
class Scope:
    """Hold the choice; None means everything."""

    organisation: str | None = None
    law: str | None = None
    sensitive: bool = False
    weighted: bool = False
    department: str | None = None


def ask(*, drops: tuple[str, ...] = (), weighting: bool = False, units: bool = False) -> Scope:
    """Draw the choices in one row and return them; ``drops`` are choices further down that then lose their meaning.

    ``weighting`` offers to weigh by people, ``units`` to limit to a department and those below it.
    """
    with st.container(horizontal=True, vertical_alignment="bottom", key="scope"):
        organisation = address.select(
            t("dash.scope.organisation"),
            "organisation",
            organisations(),
            key="scope.organisation",
            everything=t("dash.scope.every_organisation"),
            drops=drops,
        )
        law = address.select(
            t("dash.scope.law"), "law", words.terms("law"), key="scope.law", everything=t("dash.scope.every_law"),
            drops=drops,
        )  # fmt: skip
        department = _department(drops) if units else None
        sensitive = address.toggle(
            t("dash.scope.sensitive"),
            "sensitive",
            key="scope.sensitive",
            help_text=t("dash.scope.sensitive.help"),
        )
        weighted = weighting and address.toggle(
            t("dash.scope.weighted"),
            "weighted",
            key="scope.weighted",
            help_text=t("dash.scope.weighted.help"),
        )
    return Scope(organisation, law, sensitive, weighted, department)


def _department(drops: tuple[str, ...]) -> str | None:
    return address.select(
        t("dash.coverage.department"),
        "department",
        departments(),
        key="scope.department",
        everything=t("dash.coverage.all"),
        drops=drops,
    )


def departments() -> dict[str, str]:
    """Return the live departments by name."""
    return _named("department")


def organisations() -> dict[str, str]:
    """Return the live legal entities by name."""
    return _named("organisation")


def _named(kind: str) -> dict[str, str]:
    """Return the live records of ``kind`` by name."""
    live = [each for each in names.book(kind).values() if each.status not in names.ENDED]
    return {each.id: each.shown() for each in sorted(live, key=lambda each: each.shown().casefold())}
