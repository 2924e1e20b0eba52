"""The measure library as records of the register, with the same ids everywhere."""

from __future__ import annotations

from typing import Any

from governance import vocabulary
from governance.model.kinds import KINDS


def measure_records() -> dict[str, dict[str, Any]]:
    """Return the content of every measure of the library by its record id, in library order."""
    prefix = KINDS["measure"].prefix
    return {
        f"{prefix}-{number:05d}": _record(measure)
        for number, measure in enumerate(vocabulary.measures(), start=1)
    }


def _record(measure: vocabulary.LibraryMeasure) -> dict[str, Any]:
    return {
        "name": measure.en,
        "name_zh": measure.zh,
        "code": measure.code,
        "description": measure.about.en if measure.about else None,
        "description_zh": measure.about.zh if measure.about else None,
        "proof": measure.proof.en,
        "proof_zh": measure.proof.zh,
        "stages": list(measure.stages),
        "principles": list(measure.principles),
        "nature": measure.nature,
        "gdpr32": list(measure.gdpr32),
        "pipl51": list(measure.pipl51),
    }
