"""What is to be attested: records that changed in something material, or aged, since somebody said «still true»."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from dateutil.relativedelta import relativedelta

from governance.model.canonical import material_hash
from governance.register.versions import compared, contents_at, visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from governance.model.differences import FieldChange
    from governance.register.reader import Reader

Why = Literal["never", "lapsed", "aged"]
CHANGED_WITHIN = relativedelta(months=1)  # time to attest again after a material change


@dataclass(frozen=True, slots=True)
class Asked:
    """Hold one record somebody is asked to attest: why, by when, and what changed since the last time.

    ``changes`` are all fields that differ, cosmetic ones too; ``attested_version`` None: it never was attested.
    """

    record: str
    kind: str
    version: int
    status: str
    name: str
    name_zh: str | None
    department: str | None
    owner: str | None
    campaign: str
    high: bool
    why: Why
    due_on: date
    overdue: bool
    attested_version: int | None
    attested_on: date | None
    attested_by: str | None
    changes: tuple[FieldChange, ...] = ()
    contents: tuple[dict[str, Any], ...] = field(
        default=(), repr=False
    )  # as it is and as it was, to name rows by


_SQL = """
SELECT d.*, d.attestation IS NOT NULL AND d.version <> d.signed_version AS moved, lens_day() >= d.asked_on AS asked
FROM attestation_due d
WHERE (d.attestation IS NULL OR d.version <> d.signed_version OR lens_day() >= d.asked_on)
  AND ($departments IS NULL OR list_contains($departments, d.department))
  AND ($person IS NULL OR d.owner IN (SELECT post FROM holding WHERE person = $person AND state = 'held'))
"""
_TAKEN = (
    "record", "kind", "version", "status", "name", "name_zh", "department", "owner", "campaign", "high", "attested_by",
)  # fmt: skip


def asked(
    reader: Reader, *, departments: Sequence[str] | None = None, person: str | None = None
) -> list[Asked]:
    """Return what is to be attested on the day among what the lens shows, overdue and soonest first.

    ``departments`` limits it to these (None: all), ``person`` to records whose accountable post that person holds.
    """
    given = list(departments) if departments is not None else None
    rows = reader.rows(_SQL, departments=given, person=person)
    held = contents_at(
        reader, [at for row in rows if row["moved"] for at in (row["signed_revision"], row["revision"])]
    )
    found = [one for row in rows if (one := _asked(reader, row, held)) is not None]
    return sorted(found, key=lambda one: (one.due_on, one.record))


def _asked(reader: Reader, row: dict[str, Any], held: dict[int, dict[str, Any]]) -> Asked | None:
    kind = row["kind"]
    old, new = held.get(row["signed_revision"]), held.get(row["revision"])
    seen = old is not None and new is not None and row["moved"]
    lapsed = seen and material_hash(kind, old or {}) != material_hash(kind, new or {})
    if row["attestation"] is not None and not lapsed and not row["asked"]:
        return None
    due = _due(row) if lapsed else row["due_on"]
    return Asked(
        **{name: row[name] for name in _TAKEN},
        why="never" if row["attestation"] is None else "lapsed" if lapsed else "aged",
        due_on=due,
        overdue=due < reader.lens.effective_on,
        attested_version=row["signed_version"],
        attested_on=row["signed_on"],
        changes=compared(reader, kind, old or {}, new or {}) if seen else (),
        contents=tuple(visible(reader, kind, each or {}) for each in (new, old)) if seen else (),
    )


def _due(row: dict[str, Any]) -> date:
    """Return by when a lapsed attestation is due again: a month after the change, never later than it was due."""
    changed: date = row["recorded_at"].date()
    due: date = row["due_on"]
    return min(due, changed + CHANGED_WITHIN)
