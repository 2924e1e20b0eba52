"""Erasing what a record says, as a person may ask for, where no law makes it be kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from dateutil.relativedelta import relativedelta

from governance.errors import GovernanceError
from governance.register.plans import Planned

if TYPE_CHECKING:
    from governance.register.contents import Standing

RECORD_YEARS = 3  # PIPL 56: the record of processing is kept at least three years
ERASED_NAME = "[erased · 已删除]"


def redact(found: Standing, today: date) -> Planned:
    """Return the erasing of a record, or the refusal to be noted in the journal while the record must be kept."""
    locked_until = _locked_until(found, today)
    planned = Planned(found.kind, found.record_id, "redact", found.version + 1, "void", {"name": ERASED_NAME})
    if locked_until is None:
        return planned
    refusal = GovernanceError(
        "redaction_locked", record_id=found.record_id, until=locked_until.isoformat(), article="PIPL 56"
    )
    return replace(
        planned, operation="refuse", version=found.version, status=found.status, content={}, refusal=refusal
    )


def _locked_until(found: Standing, today: date) -> date | None:
    """Return until when a record must be kept (PIPL 56), or None when it need not be any more.

    A record of processing counts from its end, a report of a PIPIA from its completion; without the day it is kept.
    """
    pipia = found.kind == "assessment" and found.content.get("assessment_kind") == "pipia"
    if found.kind != "activity" and not pipia:
        return None
    ended = found.content.get("conducted_on" if pipia else "ends_on")
    until = (date.fromisoformat(ended) if ended else today) + relativedelta(years=RECORD_YEARS)
    return until if until > today else None
