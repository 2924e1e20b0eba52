"""A figure ready for its card: with its trend, and its rows in the words of the screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from governance.ui import words
from governance.ui.register import names
from governance.ui.tables import Column, ColumnKind
from governance.ui.words import MISSING, t

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from governance.insight.figure import Exclusion, Figure
    from governance.register.reader import Reader

_LINKS = ("department", "post", "activity", "owner")
_CODED = {
    "state": "state",
    "a_state": "dash.a_state",
    "a_source": "dash.a_source",
    "reason": "officer.reason",
}
_VOCABULARIES = {
    "stage": "stage",
    "treatment": "treatment",
    "evidence_kind": "evidence_kind",
    "category": "data_category",
    "counted_event": "retention_start",
    "country": "country",
    "mechanism": "transfer_mechanism",
    "pipl_route": "pipl_route",
    "letter": "raci",
    "role": "post_role",
    "status": "status",
    "severity": "severity",
}
_KINDS: dict[str, ColumnKind] = {
    **dict.fromkeys(
        ("policy", "measure", "evidence", "accountable", "in_date", "in_force", "held", "computable", "filled"), "flag"
    ),
    **dict.fromkeys(("people", "score_before", "score_after"), "number"),
    **dict.fromkeys(
        (
            "due_on", "issued_on", "expires_on", "in_force_from", "in_force_to", "review_by", "last_restore_test",
            "signed_on", "valid_to",
        ),
        "date",
    ),
}  # fmt: skip
_WIDE = {
    "name": 230,
    "due_on": 92,
    "expires_on": 92,
    "review_by": 92,
    "score_after": 70,
    "department": 150,
    "post": 170,
    "owner": 170,
    "activity": 200,
    "path": 260,
}


@dataclass(frozen=True, slots=True)
class Carded:
    """Hold a figure as ``cards.figure_card`` takes it; ``trend`` is oldest first and ends with today."""

    figure: Figure
    trend: Sequence[float | None] = ()

    @property
    def key(self) -> str:
        """Return the id of the figure."""
        return self.figure.id

    @property
    def unit(self) -> str:
        """Return how the value is written."""
        return "percent" if self.figure.unit == "share" else self.figure.unit

    @property
    def value(self) -> float | None:
        """Return the value; None is no data."""
        return self.figure.value

    @property
    def numerator(self) -> float | None:
        """Return what was counted."""
        return self.figure.numerator

    @property
    def denominator(self) -> float | None:
        """Return out of how many."""
        return self.figure.denominator

    @property
    def exclusions(self) -> Sequence[Exclusion]:
        """Return what was left out."""
        return self.figure.exclusions

    @property
    def effective_on(self) -> date:
        """Return the day the figure is of."""
        return self.figure.effective_on

    @property
    def up_is_bad(self) -> bool:
        """Tell whether a rise is bad news."""
        return self.figure.up_is_bad

    def rows(self, views: Reader) -> list[dict[str, Any]]:
        """Return the rows behind the figure, links and names in the words of the screen."""
        return worded(self.figure.rows(views))


def columns(figure: Figure) -> tuple[Column, ...]:
    """Return the columns the rows of ``figure`` are shown with."""
    return tuple(column(name) for name in figure.rows_columns if name != "name_zh")


def column(name: str) -> Column:
    """Return how the column ``name`` of a figure's rows is shown."""
    label = (
        t("column.id") if name == "id" else t("column.name") if name == "name" else t(f"dash.column.{name}")
    )
    return Column(
        name,
        label,
        _KINDS.get(name, "text"),
        vocabulary=_VOCABULARIES.get(name),
        width=_WIDE.get(name),
        pinned=name == "name",
    )


def worded(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return rows with names in the language of the screen, links as names and states in words."""
    called = names.many(row[field] for row in rows for field in _LINKS if field in row)
    return [_worded(row, called) for row in rows]


def _worded(row: dict[str, Any], called: Mapping[str, str]) -> dict[str, Any]:
    shown = dict(row)
    if "name" in row:
        shown["name"] = words.name_of(row)
    for field in _LINKS:
        if field in row:
            shown[field] = called.get(row[field], row[field]) if row[field] else MISSING
    for field, prefix in _CODED.items():
        if row.get(field):
            shown[field] = t(f"{prefix}.{row[field]}")
    return shown
