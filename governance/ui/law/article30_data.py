"""The answers the page of Article 30 draws, each asked once for a state of the register and kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, get_args

import streamlit as st

from governance.exchange.article30 import Which, overview
from governance.ui import words
from governance.ui.context import reader
from governance.ui.insight.cache import JUDGED, Stamp, stamp
from governance.ui.law import data
from governance.ui.law.wording import joined
from governance.ui.register import names
from governance.ui.words import t

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from governance.exchange.article30.overview import Entry, Lacking

REGISTERS: tuple[Which, ...] = get_args(Which)


def entries(which: Which, departments: tuple[str, ...] | None) -> tuple[Entry, ...]:
    """Return the live activities of one register in ``departments`` (None: everywhere)."""
    return overview.of_register(_entries(stamp(JUDGED)), which, departments)


@st.cache_resource(max_entries=16, show_spinner=False)
def _entries(key: Stamp) -> tuple[Entry, ...]:
    del key
    with reader() as views:
        return overview.entries(views)


def lacking(letter: str) -> Mapping[str, tuple[Lacking, ...]]:
    """Return what each activity still lacks under ``letter``, by its id."""
    return _lacking(stamp(JUDGED), letter)


@st.cache_resource(max_entries=64, show_spinner=False)
def _lacking(key: Stamp, letter: str) -> Mapping[str, tuple[Lacking, ...]]:
    del key
    with reader() as views:
        return overview.lacking(views, letter)


def department_name(department: str) -> str:
    """Return what a department is called; «» and the word of the address stand for none."""
    return names.name(department) if department not in ("", data.NO_DEPARTMENT) else t("law.no_department")


def letters(which: Sequence[str]) -> str:
    """Return letters as the article writes them, on one line; a dash for none."""
    return joined(t("article30.letter", letter=letter) for letter in which) or "–"


@dataclass(frozen=True, slots=True)
class Card:
    """Hold the share of records whose every letter is complete, as ``cards.figure_card`` takes it."""

    which: Which
    entries: tuple[Entry, ...]
    effective_on: date

    unit = "percent"
    trend: Sequence[float | None] = ()
    exclusions: Sequence[Any] = ()
    up_is_bad = False

    @property
    def key(self) -> str:
        """Return what its wording is found by."""
        return f"article30.{self.which}"

    @property
    def value(self) -> float | None:
        """Return the share from 0 to 1; None when the register has no live record."""
        return overview.whole(self.entries).share

    @property
    def numerator(self) -> int:
        """Return how many records lack nothing."""
        return overview.whole(self.entries).done

    @property
    def denominator(self) -> int:
        """Return how many live records the register has."""
        return len(self.entries)

    def rows(self, views: Any) -> list[dict[str, Any]]:
        """Return every record of the register, those that lack most first."""
        del views
        rows = [
            {
                "id": each.id,
                "name": words.name_of({"id": each.id, "name": each.name, "name_zh": each.name_zh}),
                "department": department_name(each.department),
                "open": letters(each.lacking),
                "count": len(each.lacking),
            }
            for each in self.entries
        ]
        return sorted(rows, key=lambda row: -row["count"])
