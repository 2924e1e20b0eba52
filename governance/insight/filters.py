"""Which activities a question is about, and what only the vocabulary knows about codes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from governance import vocabulary


@dataclass(frozen=True, slots=True)
class Filters:
    """Limit a question to activities of an organisation, under a law, with sensitive data, of a department.

    A department stands for itself and every department below it.
    """

    organisation: str | None = None
    law: str | None = None
    sensitive_only: bool = False
    department: str | None = None

    def condition(self, column: str) -> str:
        """Return a condition on ``column`` (the id of an activity) that starts with AND, or nothing."""
        parts = [
            f" AND {column} IN (SELECT activity FROM activity_handler WHERE organisation = $organisation)"
            * bool(self.organisation),
            f" AND {column} IN (SELECT activity FROM activity_law WHERE law = $law)" * bool(self.law),
            f" AND {column} IN (SELECT id FROM live_activity WHERE len(list_filter(data, lambda d:"
            " d.minors OR list_contains($sensitive, d.category))) > 0)" * self.sensitive_only,
            f" AND {column} IN (SELECT a.id FROM live_activity a JOIN department_line l"
            " ON l.department = a.department WHERE l.ancestor = $department)" * bool(self.department),
        ]
        return "".join(parts)

    def params(self) -> dict[str, Any]:
        """Return the values the condition needs."""
        given: dict[str, Any] = {
            "organisation": self.organisation,
            "law": self.law,
            "department": self.department,
        }
        found = {name: value for name, value in given.items() if value}
        return {**found, "sensitive": sensitive_categories()} if self.sensitive_only else found


def sensitive_categories() -> list[str]:
    """Return the data categories that GDPR 9, GDPR 10 or PIPL 28 protect."""
    return [
        each.code for each in vocabulary.terms("data_category") if vocabulary.sensitivity(each.code).sensitive
    ]


@lru_cache(maxsize=64)
def countries(day: date) -> dict[str, list[str]]:
    """Return on ``day`` the members of the EEA (``eea``) and the countries with an adequacy decision (``adequate``)."""
    codes = [each.code for each in vocabulary.terms("country")]
    return {
        "eea": [code for code in codes if vocabulary.in_eea(code, day)],
        "adequate": [code for code in codes if vocabulary.adequacy(code, day)],
    }
