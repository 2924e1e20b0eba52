"""The course of one record: its entries in order, without their contents, and what can be told from them alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from governance.register.reader import Reader

Entry = dict[str, Any]
ENDED = ("retired", "void")

_COURSE = (
    "SELECT revision, recorded_at, actor, reason, kind, operation, status, record_version AS version FROM journal"
    " WHERE record_id = $id AND revision <= lens_revision() AND operation <> 'refuse' ORDER BY revision"
)


def course(reader: Reader, record_id: str) -> tuple[Entry, ...]:
    """Return the entries of a record the lens is known to show, oldest first, without attempts that were refused.

    They are read from the journal itself: whoever asks has looked whether the record may be seen.
    """
    return tuple(reader.rows(_COURSE, id=record_id))


def newest_of(entries: Sequence[Entry], *operations: str) -> Entry | None:
    """Return the newest of ``entries`` that is one of ``operations``."""
    return next((each for each in reversed(entries) if each["operation"] in operations), None)


def official_version(entries: Sequence[Entry]) -> int | None:
    """Return the version that is official, as the view ``official_record`` says: the newest approved since an ending."""
    ended = max((each["revision"] for each in entries if each["status"] in ENDED), default=0)
    approved = (
        each["version"] for each in entries if each["status"] == "approved" and each["revision"] > ended
    )
    return max(approved, default=None)


def runs_since_recorded(entries: Sequence[Entry], starts_on: date | None, today: date) -> bool:
    """Tell whether an activity began no later than its record: nothing was to be put into operation then."""
    if newest_of(entries, "go_live") is not None:
        return False
    return starts_on is None or (bool(entries) and starts_on <= min(entries[0]["recorded_at"].date(), today))
