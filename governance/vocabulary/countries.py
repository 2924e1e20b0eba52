"""What the law says of a country on a date: EEA, adequacy, mainland of China."""

from __future__ import annotations

from datetime import date

from pydantic import TypeAdapter

from governance.vocabulary.lookup import term
from governance.vocabulary.terms import Adequacy, Term

_DECISIONS = TypeAdapter(tuple[Adequacy, ...])


def adequacy(country: str, on: date) -> Adequacy | None:
    """Return the adequacy decision in force for ``country`` on a day, the widest in scope, or None (GDPR 45).

    A decision whose scope is not ``whole`` covers only the recipients it names; the caller must ask whether
    the recipient is one of them.
    """
    found = term("country", country)
    if found is None:
        return None
    in_force = [decision for decision in _decisions(found) if decision.in_force(on)]
    return min(in_force, key=lambda decision: decision.scope != "whole", default=None)


def in_eea(country: str, on: date) -> bool | None:
    """Tell whether the GDPR applies in ``country`` as a member of the EEA on a day; None for a foreign code."""
    found = term("country", country)
    if found is None:
        return None
    if not found.extra.get("eea", False):
        return False
    until = found.extra.get("eea_to")
    since = found.extra.get("eea_from")
    return (since is None or since <= on) and (until is None or on <= until)


def outside_mainland(country: str) -> bool | None:
    """Tell whether sending data to ``country`` leaves the mainland of China (PIPL 38); None for a foreign code.

    Hong Kong, Macao and Taiwan count as outside.
    """
    return None if term("country", country) is None else country != "CN"


def decisions(country: str) -> tuple[Adequacy, ...]:
    """Return every adequacy decision ever recorded for ``country``, in the order of the file."""
    found = term("country", country)
    return _decisions(found) if found else ()


def _decisions(found: Term) -> tuple[Adequacy, ...]:
    return _DECISIONS.validate_python(found.extra.get("adequacy", ()))
