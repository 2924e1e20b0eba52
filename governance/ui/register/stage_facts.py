"""What one activity says about a stage, and who answers for it."""

from __future__ import annotations

from typing import Any, Literal

StageState = Literal["untouched", "applicable", "not_applicable", "no_reason"]


def stage_state(row: dict[str, Any] | None) -> StageState:
    """Return whether a stage was answered: a «does not take place» counts only with its reason."""
    if not row or len(row.keys() - {"key", "stage"}) == 0:
        return "untouched"
    if row.get("applicable") == "not_applicable":
        return "not_applicable" if row.get("reason") else "no_reason"
    return "applicable"
