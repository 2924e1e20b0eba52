"""The numbers of people from which a law asks for more, as dated rows: ``data/law/*.thresholds.toml``.

An organisation's own folder adds rows and files, and changes packaged rows key by key under the same id. A file with
a fault in it is refused as a whole, with file, threshold and reason; the others keep working.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

from pydantic import Field, StrictBool, StrictInt, ValidationError, model_validator

from governance.errors import BadData
from governance.language import Language
from governance.law import files
from governance.law.clock_rules import Id
from governance.vocabulary.terms import Bilingual, Frozen, Words

About = Literal["processed", "exported", "exported_sensitive"]
ABOUTS: tuple[About, ...] = get_args(About)
ENDING = ".thresholds.toml"


class Threshold(Frozen):
    """Hold one number of people, what is counted against it, and what follows from reaching it.

    ``about`` is a code of the vocabulary people_count. ``reached``: whether the number itself is enough («at least»,
    以上) or must be passed («more than», 超过).
    """

    id: Id
    en: Words
    zh: Words
    about: About
    number: Annotated[StrictInt, Field(ge=1)]
    reached: Literal["at_least", "more_than"]
    cites: tuple[Words, ...] = Field(min_length=1)
    source: Words
    checked_on: date
    in_force_from: date = Field(alias="from")
    in_force_to: date | None = Field(default=None, alias="to")
    unverified: StrictBool = False
    consequence: Bilingual

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Threshold:
        if self.in_force_to is not None and self.in_force_to < self.in_force_from:
            raise BadData("threshold_bad", reason="to")
        return self

    def title(self, language: Language) -> str:
        """Return what the threshold brings, in ``language``."""
        return self.zh if language == "zh" else self.en

    def in_force(self, day: date) -> bool:
        """Tell whether the row is in force on ``day``; both ends count."""
        return self.in_force_from <= day and (self.in_force_to is None or day <= self.in_force_to)

    @property
    def least(self) -> int:
        """Return the smallest number of people that reaches it."""
        return self.number + (self.reached == "more_than")


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Hold the thresholds that can be used, in the order of their files, and the files refused."""

    rules: tuple[Threshold, ...]
    refused: tuple[BadData, ...]

    def on(self, day: date) -> tuple[Threshold, ...]:
        """Return the thresholds in force on ``day``."""
        return tuple(rule for rule in self.rules if rule.in_force(day))


def thresholds() -> Thresholds:
    """Return the packaged thresholds with the organisation's own over them."""
    return load(*files.folders())


@cache
def load(*places: Path) -> Thresholds:
    """Return the thresholds of ``places``; a later folder adds rows and changes those with the same id."""
    rows: dict[str, dict[str, Any]] = {}
    refused: list[BadData] = []
    for place in places:
        seen: dict[str, str] = {}
        for file in sorted(place.glob(f"*{ENDING}")):
            try:
                own = _file(file, rows, seen)
            except BadData as fault:
                refused.append(fault)
                continue
            rows |= own
            seen |= dict.fromkeys(own, files.label(file))
    return Thresholds(tuple(Threshold.model_validate(row) for row in rows.values()), tuple(refused))


def _file(
    file: Path, known: Mapping[str, dict[str, Any]], seen: Mapping[str, str]
) -> dict[str, dict[str, Any]]:
    """Return the rows of one file by id, each laid over the known row of that id."""
    content = files.read(file)
    listed = content.pop("threshold", [])
    if not isinstance(listed, list):
        raise BadData("threshold_bad", file=files.label(file), threshold="?", reason="[[threshold]]")
    rows: dict[str, dict[str, Any]] = {}
    for entry in listed:
        own = dict(entry) if isinstance(entry, Mapping) else {}
        name = str(own.get("id", "?"))
        if name in rows or name in seen:
            other = seen.get(name, file.name)
            raise BadData("threshold_twice", file=files.label(file), threshold=name, other=other)
        rows[name] = {**content, **known.get(name, {}), **own}
        _check(files.label(file), name, rows[name])
    return rows


def _check(file: str, name: str, row: Mapping[str, Any]) -> None:
    """Raise BadData naming file, threshold and the first wrong key of a row."""
    for language in ("en", "zh"):
        if not str(row.get(language, "")).strip():
            raise BadData("threshold_untranslated", file=file, threshold=name, reason=language)
    try:
        Threshold.model_validate(row)
    except BadData as fault:
        raise BadData("threshold_bad", file=file, threshold=name, **fault.context) from fault
    except ValidationError as fault:
        place = ".".join(str(step) for step in fault.errors(include_url=False)[0]["loc"]) or "?"
        raise BadData("threshold_bad", file=file, threshold=name, reason=place) from fault
