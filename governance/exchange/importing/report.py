"""What an import did, or would do, in numbers and sentences."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from governance.exchange.importing.findings import Finding
from governance.exchange.importing.preview import Preview, Vanished
from governance.language import Language
from governance.register.commands import Receipt


@dataclass(frozen=True, slots=True)
class Report:
    """Count the records of an import by what became of them; ``receipt`` is None when nothing was written."""

    source: str
    committed: bool
    files: int
    rows_read: int
    records_read: int
    records_new: int
    records_changed: int
    records_unchanged: int
    records_conflicting: int
    records_invalid: int
    records_left_out: int
    entries_written: int
    kept_texts: int
    created: tuple[tuple[str, str], ...]
    missing: tuple[tuple[str, str, int], ...]
    vanished: tuple[Vanished, ...]
    findings: tuple[Finding, ...]
    receipt: Receipt | None = None

    @property
    def problems(self) -> tuple[Finding, ...]:
        """Return the findings that need a look: errors and warnings."""
        return tuple(each for each in self.findings if each.level != "note")


def report_of(
    preview: Preview, receipt: Receipt | None = None, *, skipped: Collection[str] = (), committed: bool = True
) -> Report:
    """Return the report of ``preview``, before (``committed`` False) or after it was written."""
    written = (
        sum(1 for saved in receipt.saved if saved.revision is not None)
        if receipt and not receipt.repeated
        else 0
    )
    return Report(
        source=preview.mapping.source,
        committed=committed,
        files=preview.files,
        rows_read=preview.rows_read,
        records_read=len(preview.items),
        records_new=preview.count("new"),
        records_changed=preview.count("changed"),
        records_unchanged=preview.count("unchanged"),
        records_conflicting=preview.count("conflict"),
        records_invalid=preview.count("invalid", "ended", "outside"),
        records_left_out=sum(1 for item in preview.items if item.row_key in skipped),
        entries_written=written,
        kept_texts=preview.kept_texts,
        created=tuple((each.kind, each.name) for each in preview.creations),
        missing=preview.missing,
        vanished=preview.vanished,
        findings=preview.findings,
        receipt=receipt,
    )


def report_json(report: Report, language: Language = "en") -> dict[str, Any]:
    """Return the report as plain values for JSON."""
    counts = (
        "source", "committed", "files", "rows_read", "records_read", "records_new", "records_changed", "records_unchanged",
        "records_conflicting", "records_invalid", "records_left_out", "entries_written", "kept_texts",
    )  # fmt: skip
    return {
        **{name: getattr(report, name) for name in counts},
        "created": [{"kind": kind, "name": name} for kind, name in report.created],
        "missing": [{"kind": kind, "name": name, "cells": count} for kind, name, count in report.missing],
        "vanished": [
            {"record_id": each.record_id, "name": each.name, "row": each.row_key} for each in report.vanished
        ],
        "problems": [each.as_dict(language) for each in report.problems],
        "notes": [each.as_dict(language) for each in report.findings if each.level == "note"],
    }
